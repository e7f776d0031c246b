/**
 * _thread: locks and the identity of the one thread. CPython: Modules/_threadmodule.c.
 *
 * There is one thread: no other can be started, and waiting for a lock it holds itself would never end. Such a wait raises
 * RuntimeError naming the deadlock, or fails after its timeout (docs/differences/threads.md).
 */
import { asIndexNumber, isTrue, str_ } from '../core/abstract.ts';
import { bindArgs, functionRaw, method, methodRaw, noKeywords } from '../core/args.ts';
import { genericGetAttr, genericSetAttr, lookupAttr } from '../core/attr.ts';
import {
  attributeError,
  newExceptionArgs,
  overflowError,
  runtimeError,
  typeError,
  valueError,
} from '../core/errors.ts';
import { freeObject, gcUntrack } from '../core/gc.ts';
import { defineModule } from '../core/module-define.ts';
import { index } from '../core/number-ops.ts';
import {
  account,
  decref,
  type Owned,
  type PyGC,
  type PyObject,
  unaccount,
} from '../core/object.ts';
import { writeStderr } from '../core/stderr.ts';
import { displayException } from '../core/traceback-print.ts';
import { getset, newStaticType } from '../core/type-define.ts';
import {
  type KwNames,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  type TypeObject,
  type Visit,
} from '../core/type-object.ts';
import { clearWeakrefs } from '../core/weakref.ts';
import { host } from '../host.ts';
import { OverflowErrorType, RuntimeErrorType, SystemExitType } from '../objects/exceptions.ts';
import { newFloat } from '../objects/float.ts';
import { newInt } from '../objects/int.ts';
import { addressText, genericDictGetset, objectInit } from '../objects/object.ts';
import { newBool, None_, newNone } from '../objects/singletons.ts';
import { intern, newStrJs, strValue } from '../objects/str.ts';
import { defineStructSeq } from '../objects/structseq.ts';
import { newTupleSteal } from '../objects/tuple.ts';
import { textConcat } from '../text/text.ts';
import { runPendingSignals, tripSignal } from './_signal.ts';
import { secondsToNs } from './_time/convert.ts';
import { sleepNs } from './_time/sleep.ts';

const MAIN_IDENT = 1;
const TIMEOUT_MAX = 9223372036;
const LOCK_BLOCK = 32;
function timeoutOf(blocking: PyObject | undefined, timeout: PyObject | undefined): bigint {
  const blocks = blocking === undefined || isTrue(blocking);
  const unset = -1000000000n;
  const ns = timeout === undefined ? unset : secondsToNs(timeout, 'timeout');
  if (!blocks && ns !== unset) throw valueError("can't specify a timeout for a non-blocking call");
  if (ns < 0n && ns !== unset) throw valueError('timeout value must be a non-negative number');
  if (!blocks) return 0n;
  if (ns === unset) return -1n;
  if (ns > BigInt(TIMEOUT_MAX) * 1000000000n) throw overflowError('timeout value is too large');
  return ns;
}

const ACQUIRE = '($self, /, blocking=True, timeout=-1)';
function waitInVain(ns: bigint): boolean {
  if (ns < 0n) {
    throw runtimeError(
      'deadlock: the lock is held by the only thread, which cannot release it while it waits',
    );
  }
  if (ns > 0n) sleepNs(ns);
  return false;
}

const s_dict = intern('__dict__');

class Lock {
  locked = false;
}

function newLock(type: TypeObject): Owned {
  const o = type.tp_alloc(type);
  o.v = new Lock();
  account(o, LOCK_BLOCK);
  return o;
}

function lockDealloc(o: PyObject): void {
  clearWeakrefs(o);
  gcUntrack(o);
  unaccount(o, LOCK_BLOCK);
  freeObject(o);
}

function lockAcquire(o: PyObject, blocking?: PyObject, timeout?: PyObject): Owned {
  const ns = timeoutOf(blocking, timeout);
  const lock = o.v;
  if (!lock.locked) {
    lock.locked = true;
    return newBool(true);
  }
  if (ns !== 0n) runPendingSignals();
  if (!lock.locked) {
    lock.locked = true;
    return newBool(true);
  }
  return newBool(ns === 0n ? false : waitInVain(ns));
}

function lockRelease(o: PyObject): void {
  const lock = o.v;
  if (!lock.locked) throw runtimeError('release unlocked lock');
  lock.locked = false;
}

function lockRepr(o: PyObject): Owned {
  const state = o.v.locked ? 'locked' : 'unlocked';
  return newStrJs(`<${state} ${o.type.name} object at ${addressText(o)}>`);
}

export const LockType: TypeObject = newStaticType('_thread.lock', {
  weakrefoffset: 24,
  heap: 'immutable',
  flags: TPFLAGS_HAVE_GC,
  tp_traverse: () => {},
  hasWeakrefs: true,
  basicsize: 40,
  doc: 'A lock: free or held.',
  text_signature: '()',
  tp_new: (type: TypeObject, args: PyObject[], kw: KwNames) => {
    bindArgs('lock', '()', args, kw);
    return newLock(type);
  },
  tp_dealloc: lockDealloc,
  tp_repr: lockRepr,
  methods: {
    acquire_lock: method(ACQUIRE, lockAcquire),
    acquire: method(ACQUIRE, lockAcquire),
    release_lock: method('($self, /)', lockRelease),
    release: method('($self, /)', lockRelease),
    locked_lock: method('($self, /)', (o: PyObject) => newBool(o.v.locked)),
    locked: method('($self, /)', (o: PyObject) => newBool(o.v.locked)),
    __enter__: method('($self, /)', (o: PyObject) => lockAcquire(o)),
    __exit__: method('($self, /, *exc_info)', (o: PyObject) => lockRelease(o)),
    _at_fork_reinit: method('($self, /)', (o: PyObject) => {
      o.v.locked = false;
    }),
  },
});

class RLock {
  count = 0;
  owner = 0;
}

function rlockAcquire(o: PyObject, blocking?: PyObject, timeout?: PyObject): Owned {
  const ns = timeoutOf(blocking, timeout);
  const lock = o.v;
  if (lock.count > 0 && lock.owner !== MAIN_IDENT)
    return newBool(ns === 0n ? false : waitInVain(ns));
  lock.owner = MAIN_IDENT;
  lock.count++;
  return newBool(true);
}

function rlockRelease(o: PyObject): void {
  const lock = o.v;
  if (lock.count === 0 || lock.owner !== MAIN_IDENT)
    throw runtimeError('cannot release un-acquired lock');
  if (--lock.count === 0) lock.owner = 0;
}

function acquireRestore(o: PyObject, state: PyObject): void {
  if (state.type.name !== 'tuple' || state.v.length !== 2) {
    throw typeError('_acquire_restore() argument 1 must be 2-item tuple');
  }
  const lock = o.v;
  lock.count = Number(index(state.v[0]));
  lock.owner = Number(index(state.v[1]));
}

function releaseSave(o: PyObject): Owned {
  const lock = o.v;
  if (lock.count === 0) throw runtimeError('cannot release un-acquired lock');
  const state = newTupleSteal([newInt(lock.count), newInt(lock.owner)]);
  lock.count = 0;
  lock.owner = 0;
  return state;
}

export const RLockType: TypeObject = newStaticType('_thread.RLock', {
  heap: 'immutable',
  flags: TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC,
  hasWeakrefs: true,
  basicsize: 48,
  tp_new: (type: TypeObject) => {
    const o = type.tp_alloc(type);
    o.v = new RLock();
    account(o, LOCK_BLOCK);
    return o;
  },
  tp_dealloc: lockDealloc,
  tp_traverse: () => {},
  tp_repr: (o: PyObject) => {
    const { count, owner } = o.v;
    return newStrJs(
      `<${count > 0 ? 'locked' : 'unlocked'} ${o.type.name} object owner=${owner} count=${count} at ${addressText(o)}>`,
    );
  },
  methods: {
    acquire: method(ACQUIRE, rlockAcquire),
    release: method('($self, /)', rlockRelease),
    _is_owned: method('($self, /)', (o: PyObject) => {
      const lock = o.v;
      return newBool(lock.count > 0 && lock.owner === MAIN_IDENT);
    }),
    _acquire_restore: method('($self, state, /)', acquireRestore),
    _release_save: method('($self, /)', releaseSave),
    _recursion_count: method('($self, /)', (o: PyObject) => {
      const lock = o.v;
      return newInt(lock.owner === MAIN_IDENT ? lock.count : 0);
    }),
    __enter__: method('($self, /)', (o: PyObject) => rlockAcquire(o)),
    __exit__: method('($self, /, *exc_info)', (o: PyObject) => rlockRelease(o)),
    _at_fork_reinit: method('($self, /)', (o: PyObject) => {
      o.v.count = 0;
      o.v.owner = 0;
    }),
  },
});

function localNew(type: TypeObject, args: PyObject[]): Owned {
  if (args.length > 0 && type.tp_init === objectInit) {
    throw typeError('Initialization arguments are not supported');
  }
  const o = type.tp_alloc(type);
  o.v = null;
  return o;
}

function localGetAttr(o: PyObject, name: PyObject): Owned {
  return name === s_dict ? genericDictGetset.get!(o) : genericGetAttr(o, name);
}

function localSetAttr(o: PyObject, name: PyObject, value: PyObject | null): void {
  if (name === s_dict) {
    throw attributeError(`'${o.type.name}' object attribute '__dict__' is read-only`, o, name);
  }
  genericSetAttr(o, name, value);
}

export const LocalType: TypeObject = newStaticType('_thread._local', {
  weakrefoffset: 32,
  heap: 'immutable',
  // the dict of a thread is reached through these alone
  dictoffset: 0,
  tp_getattro: localGetAttr,
  tp_setattro: localSetAttr,
  flags: TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC,
  hasDict: true,
  hasWeakrefs: true,
  basicsize: 56,
  doc: 'Data that each thread has of its own.',
  text_signature: '()',
  tp_new: localNew,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    clearWeakrefs(o);
    freeObject(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    const dict = (o as PyGC).dict;
    if (dict !== null) visit(dict);
  },
  tp_clear: (o: PyObject) => {
    const dict = (o as PyGC).dict;
    (o as PyGC).dict = null;
    if (dict !== null) decref(dict);
  },
});

class Handle {
  ident = 0;
  done = false;
  started = false;
}

export const ThreadHandleType: TypeObject = newStaticType('_thread._ThreadHandle', {
  heap: 'immutable',
  flags: TPFLAGS_HAVE_GC,
  tp_traverse: () => {},
  basicsize: 24,
  tp_new: (type: TypeObject) => {
    const o = type.tp_alloc(type);
    o.v = new Handle();
    return o;
  },
  tp_dealloc: (o: PyObject) => freeObject(o),
  tp_repr: (o: PyObject) => newStrJs(`<_ThreadHandle object: ident=${o.v.ident}>`),
  methods: {
    join: methodRaw(
      (o: PyObject, args: PyObject[]) => {
        const h = o.v;
        const timeout = args[0];
        const ns =
          timeout === undefined || timeout === None_ ? -1n : secondsToNs(timeout, 'timeout');
        if (!h.started) throw runtimeError('thread not started');
        if (h.done) return newNone();
        if (h.ident === MAIN_IDENT && ns < 0n) throw runtimeError('Cannot join current thread');
        if (ns > 0n) sleepNs(ns);
        return newNone();
      },
      { max: 1, kw: false, name: 'join' },
    ),
    _set_done: method('($self, /)', (o: PyObject) => {
      const h = o.v;
      if (!h.started) throw runtimeError('thread not started');
      h.done = true;
    }),
    is_done: method('($self, /)', (o: PyObject) => newBool(o.v.done)),
  },
  getset: { ident: getset((o: PyObject) => newInt(o.v.ident)) },
});

function makeHandle(_m: PyObject, ident: PyObject): Owned {
  if (!isIntLike(ident)) throw typeError('ident must be an integer');
  const o = ThreadHandleType.tp_alloc(ThreadHandleType);
  const h = new Handle();
  h.ident = Number(index(ident));
  h.started = true;
  o.v = h;
  return o;
}

function isIntLike(o: PyObject): boolean {
  return (o.type.flags & (1 << 24)) !== 0;
}

function noNewThread(): never {
  throw runtimeError("can't start new thread");
}

function startNewThread(_m: PyObject, args: PyObject[], kw: KwNames): never {
  noKeywords('start_new_thread', kw);
  const [f, a, k] = bindArgs('start_new_thread', '(function, args, kwargs=None, /)', args, null);
  if (f.type.tp_call === null) throw typeError('first arg must be callable');
  if (a.type.name !== 'tuple') throw typeError('2nd arg must be a tuple');
  if (k !== undefined && k.type.name !== 'dict')
    throw typeError('optional 3rd arg must be a dictionary');
  return noNewThread();
}

function startJoinable(_m: PyObject, f: PyObject, handle?: PyObject, daemon?: PyObject): never {
  if (f.type.tp_call === null) throw typeError('thread function must be callable');
  if (handle !== undefined && handle !== None_ && handle.type !== ThreadHandleType) {
    throw typeError("'handle' must be a _ThreadHandle");
  }
  void daemon;
  return noNewThread();
}

const stack = { size: 0 };
function stackSize(_m: PyObject, size?: PyObject): Owned {
  const old = stack.size;
  if (size !== undefined) {
    const n = asIndexNumber(size, OverflowErrorType);
    if (n < 0) throw valueError('size must be 0 or a positive value');
    if (n !== 0 && n < 32768) throw valueError(`size not valid: ${n} bytes`);
    stack.size = n;
  }
  return newInt(old);
}

export const ExceptHookArgsType: TypeObject = defineStructSeq('_thread._ExceptHookArgs', [
  'exc_type',
  'exc_value',
  'exc_traceback',
  'thread',
]);
const s_name = intern('_name');
function excepthook(_m: PyObject, args: PyObject): void {
  if (args.type !== ExceptHookArgsType)
    throw typeError('_thread.excepthook argument type must be ExceptHookArgs');
  const [type, value, , thread] = args.v;
  if (type === SystemExitType.self) return;
  const name = thread === None_ ? null : lookupAttr(thread, s_name);
  const shown = name === null ? newStrJs(String(MAIN_IDENT)) : str_(name);
  if (name !== null) decref(name);
  writeStderr(textConcat(textConcat('Exception in thread ', strValue(shown)), ':\n'));
  decref(shown);
  displayException(value);
}

function interruptMain(_m: PyObject, signum?: PyObject): void {
  const n = signum === undefined ? 2 : Number(index(signum));
  if (n < 1 || n >= 65) throw valueError('signal number out of range');
  tripSignal(n);
}

defineModule('_thread', {
  doc: 'Locks and the identity of the thread.',
  functions: {
    start_new_thread: functionRaw('start_new_thread', startNewThread, {
      sig: '($module, function, args, kwargs={}, /)',
    }),
    start_new: functionRaw('start_new', startNewThread, {
      sig: '($module, function, args, kwargs={}, /)',
    }),
    start_joinable_thread: method(
      '($module, /, function, handle=None, daemon=True)',
      startJoinable,
    ),
    daemon_threads_allowed: method('($module, /)', () => newBool(true)),
    allocate_lock: method('($module, /)', () => newLock(LockType)),
    allocate: method('($module, /)', () => newLock(LockType)),
    exit_thread: method('($module, /)', exitThread),
    exit: method('($module, /)', exitThread),
    interrupt_main: method('($module, signum=signal.SIGINT, /)', interruptMain),
    get_ident: method('($module, /)', () => newInt(MAIN_IDENT)),
    get_native_id: method('($module, /)', () => newInt(host().pid)),
    _count: method('($module, /)', () => newInt(0)),
    stack_size: method('($module, size=0, /)', stackSize),
    _excepthook: method('($module, (exc_type, exc_value, exc_traceback, thread), /)', excepthook),
    _is_main_interpreter: method('($module, /)', () => newBool(true)),
    _shutdown: method('($module, /)', () => newNone()),
    _make_thread_handle: method('($module, ident, /)', makeHandle),
    _get_main_thread_ident: method('($module, /)', () => newInt(MAIN_IDENT)),
  },
  types: {
    LockType,
    lock: LockType,
    RLock: RLockType,
    _local: LocalType,
    _ThreadHandle: ThreadHandleType,
    _ExceptHookArgs: ExceptHookArgsType,
    error: RuntimeErrorType,
  },
  constants: { TIMEOUT_MAX: () => newFloat(TIMEOUT_MAX) },
});

function exitThread(): never {
  throw newExceptionArgs(SystemExitType, []);
}
