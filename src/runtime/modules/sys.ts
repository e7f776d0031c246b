/** sys. CPython: Python/sysmodule.c. Paths, argv, streams and flags are set at start by core/startup.ts. */

import { importAttr } from '../core/import-attr.ts';
import { STDLIB_MODULES } from './stdlib-names.ts';
import { bindArgs } from '../core/args.ts';
import { asIndexNumber, isTrue, repr, toFloat } from '../core/abstract.ts';
import { clearTypeCache, getAttr, lookupAttr } from '../core/attr.ts';
import {
  call0,
  callMethod,
  callMethod0,
  callMethod1,
  callObject,
  lookupSpecial,
} from '../core/call.ts';
import {
  discard,
  errorHooks,
  matches,
  newExceptionArgs,
  notImplementedError,
  overflowError,
  recursionError,
  runtimeError,
  toPyErr,
  raiseObject,
  typeError,
  valueError,
  warnRuntime,
} from '../core/errors.ts';
import { preheaderSize } from '../core/gc.ts';
import { genHooks } from '../core/genops.ts';
import { defineModule, nativeModuleNames } from '../core/module-define.ts';
import { method, methodRaw } from '../core/native-def.ts';
import {
  decref,
  incref,
  type Owned,
  type PyGC,
  type PyObject,
  visibleRefcount,
} from '../core/object.ts';
import { freeListReport } from '../core/free-lists.ts';
import { S } from '../core/state.ts';
import { writeStderr } from '../core/stderr.ts';
import { isInstanceOf } from '../core/subtype.ts';
import { displayException, displayUnraisable } from '../core/traceback-print.ts';
import { TPFLAGS_HEAPTYPE } from '../core/type-object.ts';
import { host } from '../host.ts';
import { asyncgenHooks } from '../objects/asyncgen.ts';
import { dictGetStrBorrowed, dictSetStr, newDict } from '../objects/dict.ts';
import { AttributeErrorType, SystemExitType, TypeErrorType } from '../objects/exceptions.ts';
import { newFloat } from '../objects/float.ts';
import type { PyInt } from '../numbers/int-arith.ts';
import { frameObject } from '../objects/frame.ts';
import { intSettings, isInt, newInt, newIntExact } from '../objects/int.ts';
import { newListSteal } from '../objects/list.ts';
import { newNamespaceSteal } from '../objects/namespace.ts';
import { newFrozensetFromOwned, newSetSteal } from '../objects/set.ts';
import { None_, newBool, newNone } from '../objects/singletons.ts';
import {
  intern,
  internStr,
  isInterned,
  isStr,
  isStrExact,
  newStrJs,
  strJs,
} from '../objects/str.ts';
import { defineStructSeq, newStructSeqSteal } from '../objects/structseq.ts';
import { isTuple, newTupleSteal } from '../objects/tuple.ts';
import { isTypeObj } from '../objects/type.ts';

const s_stdout = intern('stdout');
const s_stderr = intern('stderr');
const s_write = intern('write');
const s_flush = intern('flush');
const s_underscore = intern('_');
const s_sizeof = intern('__sizeof__');
const s_encoding = intern('encoding');
const s_ps1 = intern('ps1');

// ---- structures ----

const FlagsType = defineStructSeq(
  'sys.flags',
  [
    'debug',
    'inspect',
    'interactive',
    'optimize',
    'dont_write_bytecode',
    'no_user_site',
    'no_site',
    'ignore_environment',
    'verbose',
    'bytes_warning',
    'quiet',
    'hash_randomization',
    'isolated',
    'dev_mode',
    'utf8_mode',
    'warn_default_encoding',
    'safe_path',
    'int_max_str_digits',
    'gil',
  ],
  { sealed: true, shown: 18 },
);
const VersionInfoType = defineStructSeq(
  'sys.version_info',
  ['major', 'minor', 'micro', 'releaselevel', 'serial'],
  { sealed: true },
);
const FloatInfoType = defineStructSeq(
  'sys.float_info',
  [
    'max',
    'max_exp',
    'max_10_exp',
    'min',
    'min_exp',
    'min_10_exp',
    'dig',
    'mant_dig',
    'epsilon',
    'radix',
    'rounds',
  ],
  { sealed: false },
);
const IntInfoType = defineStructSeq('sys.int_info', [
  'bits_per_digit',
  'sizeof_digit',
  'default_max_str_digits',
  'str_digits_check_threshold',
]);
const HashInfoType = defineStructSeq('sys.hash_info', [
  'width',
  'modulus',
  'inf',
  'nan',
  'imag',
  'algorithm',
  'hash_bits',
  'seed_bits',
  'cutoff',
]);
const ThreadInfoType = defineStructSeq('sys.thread_info', ['name', 'lock', 'version']);
const UnraisableType = defineStructSeq('UnraisableHookArgs', [
  'exc_type',
  'exc_value',
  'exc_traceback',
  'err_msg',
  'object',
]);
const AsyncgenHooksType = defineStructSeq('sys.asyncgen_hooks', ['firstiter', 'finalizer']);

function ints(...values: number[]): PyObject[] {
  return values.map((v) => newInt(v));
}

/** Settings of the command line that `sys.flags` shows; filled before start. */
export const flagValues = {
  debug: 0,
  inspect: 0,
  interactive: 0,
  optimize: 0,
  dont_write_bytecode: 0,
  no_user_site: 0,
  no_site: 0,
  ignore_environment: 0,
  verbose: 0,
  bytes_warning: 0,
  quiet: 0,
  hash_randomization: 1,
  isolated: 0,
  dev_mode: false,
  utf8_mode: 0,
  warn_default_encoding: 0,
  safe_path: false,
  int_max_str_digits: 4300,
};

function makeFlags(): Owned {
  const items = Object.values(flagValues).map((v) =>
    typeof v === 'boolean' ? newBool(v) : newInt(v),
  );
  items.push(newInt(1));
  return newStructSeqSteal(FlagsType, items);
}

function versionInfo(): Owned {
  return newStructSeqSteal(VersionInfoType, [
    newInt(3),
    newInt(13),
    newInt(0),
    newStrJs('final'),
    newInt(0),
  ]);
}

function floatInfo(): Owned {
  return newStructSeqSteal(FloatInfoType, [
    newFloat(Number.MAX_VALUE),
    newInt(1024),
    newInt(308),
    newFloat(2.2250738585072014e-308),
    newInt(-1021),
    newInt(-307),
    newInt(15),
    newInt(53),
    newFloat(Number.EPSILON),
    newInt(2),
    newInt(1),
  ]);
}

function hashInfo(): Owned {
  return newStructSeqSteal(HashInfoType, [
    newInt(64),
    newInt(2305843009213693951n),
    newInt(314159),
    newInt(0),
    newInt(1000003),
    newStrJs('siphash13'),
    newInt(64),
    newInt(128),
    newInt(0),
  ]);
}

function implementation(): Owned {
  const d = newDict();
  const put = (k: string, v: Owned): void => {
    const key = intern(k);
    dictSetStr(d, key, v);
    decref(key);
    decref(v);
  };
  put('name', newStrJs('cpython'));
  put('cache_tag', newStrJs('vivarium-313'));
  put('version', versionInfo());
  put('hexversion', newInt(0x030d00f0));
  put('_multiarch', newStrJs('x86_64-linux-gnu'));
  return newNamespaceSteal(d);
}

// ---- functions ----

function displayhook(_m: PyObject, value: PyObject): void {
  if (value === None_) return;
  dictSetStr(S.builtins, s_underscore, None_);
  const out = dictGetStrBorrowed(S.sysdict, s_stdout);
  if (out === null || out === None_) throw runtimeError('lost sys.stdout');
  const text = repr(value);
  try {
    decref(callMethod1(out, s_write, text));
  } finally {
    decref(text);
  }
  const nl = newStrJs('\n');
  decref(callMethod1(out, s_write, nl));
  decref(nl);
  dictSetStr(S.builtins, s_underscore, value);
}

function excInfo(): Owned {
  const e = S.exc;
  if (e === null) return newTupleSteal([incref(None_), incref(None_), incref(None_)]);
  const tb: PyObject = e.v.traceback ?? None_;
  return newTupleSteal([incref(e.type.self), incref(e), incref(tb)]);
}

function exit(_m: PyObject, status?: PyObject): never {
  if (status === undefined || status === None_) throw newExceptionArgs(SystemExitType, []);
  if (isInstanceOf(status, SystemExitType)) throw raiseObject(status);
  throw newExceptionArgs(SystemExitType, isTuple(status) ? status.v : [status]);
}

function getframe(_m: PyObject, depth?: PyObject): Owned {
  let n = depth === undefined ? 0 : asIndexNumber(depth, null);
  if (n < 0) n = 0;
  if (S.sp - n < 1) throw valueError('call stack is not deep enough');
  return incref(frameObject(S.sp - n)) as Owned;
}

const s_name = intern('__name__');

function getframemodulename(_m: PyObject, depth?: PyObject): Owned {
  const n = depth === undefined ? 0 : asIndexNumber(depth, null);
  const f = S.sp - n < 1 ? null : S.frames[S.sp - n]!;
  if (f === null || f.fn === null) return incref(None_) as Owned;
  return incref(f.fn.v.module ?? None_) as Owned;
}

function getrefcount(_m: PyObject, o: PyObject): Owned {
  return newInt(visibleRefcount(o));
}

function getsizeof(_m: PyObject, o: PyObject, fallback?: PyObject): Owned {
  try {
    return newInt(sizeOf(o));
  } catch (e) {
    if (fallback !== undefined && matches(e, TypeErrorType)) {
      discard(e);
      return incref(fallback) as Owned;
    }
    throw e;
  }
}

/** Static types have no collector header, though their type does. */
function isStaticType(o: PyObject): boolean {
  return isTypeObj(o) && (o.v.flags & TPFLAGS_HEAPTYPE) === 0;
}

/** sys.getsizeof: `__sizeof__` plus what stands before the object. CPython: _PySys_GetSizeOf. */
export function sizeOf(o: PyObject): PyInt {
  const f = lookupSpecial(o, s_sizeof);
  if (f === null) throw typeError(`Type ${o.type.name} doesn't define __sizeof__`);
  let r: Owned;
  try {
    r = call0(f);
  } finally {
    decref(f);
  }
  if (!isInt(r)) {
    decref(r);
    throw typeError('an integer is required');
  }
  const n: PyInt = r.v;
  decref(r);
  if (n < 0) throw valueError('__sizeof__() should return >= 0');
  if (n > 9223372036854775807n) throw overflowError('Python int too large to convert to C ssize_t');
  const header = isStaticType(o) ? 0 : preheaderSize(o.type.flags);
  return typeof n === 'number' ? n + header : n + BigInt(header);
}

function internFunction(_m: PyObject, s: PyObject): Owned {
  if (isStrExact(s)) return internStr(s);
  if (isStr(s)) throw typeError(`can't intern ${s.type.name}`);
  throw typeError(`intern() argument must be str, not ${s.type.name}`);
}

/** The free lists, as CPython shows them; there are no arenas and pools to show (docs/differences). */
function debugMallocStats(): void {
  for (const { kind, n, size } of freeListReport()) {
    const text = `${n} free ${kind}s * ${size} bytes each`;
    writeStderr(`${text.padStart(48)} = ${String(n * size).padStart(20)}\n`);
  }
}

function setrecursionlimit(_m: PyObject, limit: PyObject): void {
  const n = asIndexNumber(limit, null);
  if (Math.abs(n) > 0x7fffffff) throw overflowError('Python int too large to convert to C int');
  if (n < 1) throw valueError('recursion limit must be greater or equal than 1');
  if (S.sp >= n) {
    throw recursionError(
      `cannot set the recursion limit to ${n} at the recursion depth ${S.sp}: the limit is too low`,
    );
  }
  S.recursionLimit = n;
}

function setIntMaxStrDigits(_m: PyObject, maxdigits: PyObject): void {
  const n = asIndexNumber(maxdigits, null);
  if (n !== 0 && n < 640) throw valueError('maxdigits must be 0 or larger than 640');
  intSettings.maxStrDigits = n;
}

function setAsyncgenHooks(_m: PyObject, args: PyObject[], kw: PyObject[] | null): void {
  const names = ['firstiter', 'finalizer'] as const;
  const values: (PyObject | undefined)[] = [args[0], args[1]];
  const npos = args.length - (kw?.length ?? 0);
  if (kw !== null) {
    values[0] = npos > 0 ? args[0] : undefined;
    values[1] = npos > 1 ? args[1] : undefined;
    kw.forEach((k, i) => {
      const at = names.indexOf(strJs(k) as 'firstiter');
      if (at < 0)
        throw typeError(`set_asyncgen_hooks() got an unexpected keyword argument '${strJs(k)}'`);
      values[at] = args[npos + i];
    });
  }
  for (const i of [1, 0]) {
    const v = values[i];
    if (v !== undefined && v !== None_ && v.type.tp_call === null)
      throw typeError(`callable ${names[i]} expected, got ${v.type.name}`);
  }
  names.forEach((n, i) => {
    const v = values[i];
    if (v === undefined) return;
    const old = asyncgenHooks[n];
    asyncgenHooks[n] = v === None_ ? null : incref(v);
    if (old !== null) decref(old);
  });
}

function getAsyncgenHooks(): Owned {
  return newStructSeqSteal(AsyncgenHooksType, [
    incref(asyncgenHooks.firstiter ?? None_),
    incref(asyncgenHooks.finalizer ?? None_),
  ]);
}

function unraisablehook(_m: PyObject, unraisable: PyObject): void {
  if (unraisable.type !== UnraisableType)
    throw typeError('sys.unraisablehook argument type must be UnraisableHookArgs');
  const items = unraisable.v as PyObject[];
  displayUnraisable(items[1]!, items[2]!, items[3]!, items[4]!);
}

errorHooks.unraisableArgs = (items) =>
  newStructSeqSteal(
    UnraisableType,
    items.map((x) => incref(x)),
  );
errorHooks.unraisableFallback = (exc, message, object) =>
  displayUnraisable(exc, exc.v.traceback ?? None_, message, object);

function excepthook(_m: PyObject, _type: PyObject, value: PyObject, _tb: PyObject): void {
  displayException(value);
}

function strList(names: string[]): Owned {
  return newListSteal(names.map((n) => newStrJs(n)));
}

const s_closed = intern('closed');

/** CPython: file_is_closed. */
function isClosed(f: PyObject): boolean {
  try {
    const closed = lookupAttr(f, s_closed);
    if (closed === null) return false;
    try {
      return isTrue(closed);
    } finally {
      decref(closed);
    }
  } catch (e) {
    discard(toPyErr(e));
    return false;
  }
}

/** The writable streams' flush, at exit and before a process ends. */
export function flushStreams(): void {
  for (const name of [s_stdout, s_stderr]) {
    const f = dictGetStrBorrowed(S.sysdict, name);
    if (f === null || f === None_ || isClosed(f)) continue;
    decref(callMethod0(f, s_flush));
  }
}

const none = (): Owned => incref(None_) as Owned;
const zero = (): Owned => newInt(0);

let switchInterval = 0.005;

/** Compiled code has no places where it could report events: a function that would wait for them is refused. */
function setTrace(name: 'settrace' | 'setprofile'): (m: PyObject, f: PyObject) => void {
  return (_m, f) => {
    if (f !== None_) {
      throw notImplementedError(`sys.${name}: compiled code reports no events of lines and calls`);
    }
  };
}

defineModule('sys', {
  doc: 'Access to objects used or maintained by the interpreter.',
  functions: {
    addaudithook: method('($module, /, hook)', (_m: PyObject, hook: PyObject) => {
      auditHooks.push(incref(hook));
    }),
    audit: methodRaw(
      (_m: PyObject, args: PyObject[]) => {
        if (args.length < 1)
          throw typeError("audit() missing 1 required positional argument: 'event'");
        if (auditHooks.length > 0 && !isStr(args[0]!))
          throw typeError(`expected str for argument 'event', not ${args[0]!.type.name}`);
        return runAuditHooks(args);
      },
      { name: 'audit', kw: false, sig: '($module, event, /, *args)' },
    ),
    breakpointhook: methodRaw(
      (_m: PyObject, args: PyObject[], kw: PyObject[] | null) => breakpointhook(args, kw),
      { sig: '($module, /, *args, **kwargs)' },
    ),
    _clear_internal_caches: method('($module, /)', () => clearTypeCache()),
    _clear_type_cache: method('($module, /)', () => clearTypeCache()),
    _current_exceptions: method('($module, /)', () => mainThreadDict(S.exc ?? None_)),
    _current_frames: method('($module, /)', () => mainThreadDict(frameObject(S.sp))),
    _debugmallocstats: method('($module, /)', debugMallocStats),
    displayhook: method('($module, object, /)', displayhook),
    exc_info: method('($module, /)', excInfo),
    exception: method('($module, /)', () => incref(S.exc ?? None_) as Owned),
    excepthook: method('($module, exctype, value, traceback, /)', excepthook),
    exit: method('($module, status=None, /)', exit),
    getdefaultencoding: method('($module, /)', () => newStrJs('utf-8')),
    getdlopenflags: method('($module, /)', () => newInt(2)),
    getallocatedblocks: method('($module, /)', () => newInt(S.blocks)),
    getunicodeinternedsize: method('($module, /, *, _only_immortal=False)', () => zero()),
    getfilesystemencoding: method('($module, /)', () => newStrJs('utf-8')),
    getfilesystemencodeerrors: method('($module, /)', () => newStrJs('surrogateescape')),
    getrefcount: method('($module, object, /)', getrefcount),
    getrecursionlimit: method('($module, /)', () => newInt(S.recursionLimit)),
    getsizeof: methodRaw((m: PyObject, args: PyObject[], kw: PyObject[] | null) => {
      const [o, fallback] = bindArgs('getsizeof', '(object, default=None)', args, kw);
      return getsizeof(m, o, fallback);
    }),
    _getframe: method('($module, depth=0, /)', getframe),
    _getframemodulename: method('($module, /, depth=0)', getframemodulename),
    getswitchinterval: method('($module, /)', () => newFloat(switchInterval)),
    setswitchinterval: method('($module, interval, /)', (_m: PyObject, x: PyObject) => {
      const v = toFloat(x);
      const seconds: number = v.v;
      decref(v);
      if (!(seconds > 0)) throw valueError('switch interval must be strictly positive');
      // kept in whole microseconds
      switchInterval = Math.trunc(seconds * 1e6) / 1e6;
    }),
    intern: method('($module, string, /)', internFunction),
    _is_interned: method('($module, string, /)', (_m: PyObject, s: PyObject) => {
      if (!isStr(s)) throw typeError(`_is_interned() argument must be str, not ${s.type.name}`);
      return newBool(isInterned(s));
    }),
    _is_gil_enabled: method('($module, /)', () => newBool(true)),
    is_finalizing: method('($module, /)', () => newBool(exitState.finalizing)),
    _baserepl: method('($module, /)', baserepl),
    is_stack_trampoline_active: method('($module, /)', () => newBool(false)),
    activate_stack_trampoline: method(
      '($module, backend, /)',
      (_m: PyObject, backend: PyObject) => {
        if (!isStr(backend))
          throw typeError(
            `activate_stack_trampoline() argument must be str, not ${backend.type.name}`,
          );
        if (strJs(backend) !== 'perf') throw valueError(`invalid backend: ${strJs(backend)}`);
        throw valueError('perf trampoline not available');
      },
    ),
    deactivate_stack_trampoline: method('($module, /)', () => none()),
    setdlopenflags: method('($module, flags, /)', () => none()),
    setprofile: method('($module, function, /)', setTrace('setprofile')),
    getprofile: method('($module, /)', newNone),
    _setprofileallthreads: method('($module, function, /)', setTrace('setprofile')),
    setrecursionlimit: method('($module, limit, /)', setrecursionlimit),
    settrace: method('($module, function, /)', setTrace('settrace')),
    gettrace: method('($module, /)', newNone),
    _settraceallthreads: method('($module, function, /)', setTrace('settrace')),
    call_tracing: method(
      '($module, func, args, /)',
      (_m: PyObject, f: PyObject, args: PyObject) => {
        if (!isTuple(args)) {
          throw typeError(`call_tracing() argument 2 must be tuple, not ${args.type.name}`);
        }
        return callObject(f, args.v as PyObject[]);
      },
    ),
    set_int_max_str_digits: method('($module, /, maxdigits)', setIntMaxStrDigits),
    get_int_max_str_digits: method('($module, /)', () => newInt(intSettings.maxStrDigits)),
    set_coroutine_origin_tracking_depth: method(
      '($module, /, depth)',
      (_m: PyObject, d: PyObject) => {
        const n = asIndexNumber(d, null);
        if (n < 0) throw valueError('depth must be >= 0');
        genHooks.originDepth = n;
      },
    ),
    get_coroutine_origin_tracking_depth: method('($module, /)', () => newInt(genHooks.originDepth)),
    set_asyncgen_hooks: methodRaw((_m: PyObject, args: PyObject[], kw: PyObject[] | null) =>
      setAsyncgenHooks(_m, args, kw),
    ),
    get_asyncgen_hooks: method('($module, /)', getAsyncgenHooks),
    unraisablehook: method('($module, unraisable, /)', unraisablehook),
    _get_cpu_count_config: method('($module, /)', () => newInt(-1)),
  },
  types: {},
  constants: {
    maxsize: () => newInt(9223372036854775807n),
    maxunicode: 0x10ffff,
    byteorder: 'little',
    platform: () => newStrJs(host().platform),
    version: '3.13.0 (vivarium)',
    hexversion: 0x030d00f0,
    api_version: 1013,
    copyright:
      'Copyright (c) 2001-2024 Python Software Foundation.\nAll Rights Reserved.\n\nCopyright (c) 2000 BeOpen.com.\nAll Rights Reserved.\n\nCopyright (c) 1995-2001 Corporation for National Research Initiatives.\nAll Rights Reserved.\n\nCopyright (c) 1991-1995 Stichting Mathematisch Centrum, Amsterdam.\nAll Rights Reserved.',
    version_info: versionInfo,
    implementation,
    flags: makeFlags,
    float_info: floatInfo,
    int_info: () => newStructSeqSteal(IntInfoType, ints(30, 4, 4300, 640)),
    hash_info: hashInfo,
    thread_info: () =>
      newStructSeqSteal(ThreadInfoType, [
        newStrJs('pthread'),
        newStrJs('semaphore'),
        newStrJs('NPTL 2.36'),
      ]),
    float_repr_style: 'short',
    abiflags: '',
    dont_write_bytecode: true,
    pycache_prefix: null,
    _git: () => newTupleSteal([newStrJs('CPython'), newStrJs(''), newStrJs('')]),
    _framework: '',
    platlibdir: 'lib',
    _stdlib_dir: () => newStrJs(host().libraryPath),
    builtin_module_names: () => newTupleSteal(nativeModuleNames().map((n) => newStrJs(n))),
    stdlib_module_names: () => newFrozensetFromOwned(STDLIB_MODULES.map((n) => newStrJs(n))),
    executable: () => newStrJs(host().executable),
    _base_executable: () => newStrJs(host().executable),
    prefix: () => newStrJs(prefix()),
    base_prefix: () => newStrJs(prefix()),
    exec_prefix: () => newStrJs(prefix()),
    base_exec_prefix: () => newStrJs(prefix()),
    meta_path: () => newListSteal([]),
    path_hooks: () => newListSteal([]),
    path_importer_cache: () => newDict(),
    path: () => newListSteal([]),
    argv: () => strList(['']),
    orig_argv: () => strList(['']),
    warnoptions: () => newListSteal([]),
    _xoptions: () => newDict(),
  },
  init(dict) {
    for (const n of ['displayhook', 'excepthook', 'breakpointhook', 'unraisablehook']) {
      const v = dictGetStrBorrowed(dict, intern(n))!;
      dictSetStr(dict, intern(`__${n}__`), v);
    }
  },
});

function prefix(): string {
  return host().libraryPath.replace(/\/lib\/[^/]*$/, '');
}

function mainThreadDict(value: PyObject): Owned {
  const d = newDict();
  const k = newInt(1);
  dictSetAny(d, k, value);
  decref(k);
  return d;
}

import { dictSet as dictSetAny } from '../objects/dict.ts';

const auditHooks: PyObject[] = [];
addRoot((visit) => {
  auditHooks.forEach(visit);
});

function runAuditHooks(args: PyObject[]): Owned {
  if (auditHooks.length > 0) {
    const rest = newTupleSteal(args.slice(1).map((a) => incref(a)));
    try {
      for (const h of auditHooks) decref(callObject(h, [args[0]!, rest]));
    } finally {
      decref(rest);
    }
  }
  return none();
}

/** Reads and runs lines of standard input in `__main__`: the console of the library's `code` module. */
function baserepl(): Owned {
  const key = intern('__main__');
  const module = dictGetStrBorrowed(S.modules!, key);
  const make = importAttr('code', 'InteractiveConsole');
  let shell: Owned | null = null;
  const blank = newStrJs('');
  try {
    if (module === null) throw runtimeError('lost __main__');
    shell = callObject(make, [(module as PyGC).dict ?? None_]);
    decref(callMethod(shell, intern('interact'), [blank, blank]));
    return none();
  } finally {
    if (shell !== null) decref(shell);
    for (const o of [key, make, blank]) decref(o as Owned);
  }
}

/** sys.breakpointhook: PYTHONBREAKPOINT names the callable, pdb.set_trace by default. */
function breakpointhook(args: PyObject[], kw: PyObject[] | null): Owned {
  const name = host().env.PYTHONBREAKPOINT;
  if (name === '0') return none();
  const target = name === undefined || name === '' ? 'pdb.set_trace' : name;
  const dot = target.lastIndexOf('.');
  if (dot === 0) {
    warnRuntime(`Ignoring unimportable $PYTHONBREAKPOINT: "${target}"`);
    return none();
  }
  const modname = newStrJs(dot < 0 ? 'builtins' : target.slice(0, dot));
  const fname = intern(target.slice(dot + 1));
  let f: Owned;
  try {
    const from = newTupleSteal([incref(fname)]);
    const m = importModuleLevel(modname, null, from, 0);
    decref(from);
    try {
      f = getAttr(m, fname);
    } finally {
      decref(m);
    }
  } catch (e) {
    if (!matches(e, AttributeErrorType) && !matches(e, ImportErrorType)) throw e;
    discard(e);
    warnRuntime(`Ignoring unimportable $PYTHONBREAKPOINT: "${target}"`);
    return none();
  } finally {
    decref(modname);
  }
  try {
    return callObject(f, args, kw);
  } finally {
    decref(f);
  }
}

import { importModuleLevel } from '../core/import.ts';
import { addRoot } from '../core/roots.ts';
import { ImportErrorType } from '../objects/exceptions.ts';

/** Set when the interpreter is on its way out. */
export const exitState = { finalizing: false };

void [lookupAttr, isTrue, newIntExact, newSetSteal, s_name, s_encoding, s_ps1];
