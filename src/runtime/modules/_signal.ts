/**
 * _signal: signals and their handlers. CPython: Modules/signalmodule.c.
 *
 * A signal is noted first (`pending`, and the eval breaker is set); its handler runs at the next safe point, or at once
 * where native code waits. What the host was told by the system is fetched then.
 */
import { isTrue, sequenceToArray } from '../core/abstract.ts';
import { breakerSettings } from '../core/breaker.ts';
import { call2, callObject } from '../core/call.ts';
import {
  newExceptionArgs,
  overflowError,
  type PyErr,
  raiseObject,
  typeError,
  valueError,
} from '../core/errors.ts';
import { defineModule } from '../core/module-define.ts';
import { method } from '../core/native-def.ts';
import { index } from '../core/number-ops.ts';
import { decref, incref, type Owned, type PyObject } from '../core/object.ts';
import { addRoot, addRootFields } from '../core/roots.ts';
import { BRK_SIGNAL, S } from '../core/state.ts';
import { TypeType } from '../core/type-object.ts';
import { HostError, host } from '../host.ts';
import { dictGetBorrowed, dictSet, newDict } from '../objects/dict.ts';
import { KeyboardInterruptType, OSErrorType } from '../objects/exceptions.ts';
import { frameObject } from '../objects/frame.ts';
import { isInt, newInt } from '../objects/int.ts';
import { newSetSteal } from '../objects/set.ts';
import { None_, newNone } from '../objects/singletons.ts';
import { newFloat } from '../objects/float.ts';
import { emptyStr, intern, newStrJs } from '../objects/str.ts';
import { defineStructSeq, newStructSeqSteal } from '../objects/structseq.ts';
import { newTupleSteal } from '../objects/tuple.ts';
import { fdStat, fdWrite } from './_os/fd-table.ts';
import { pump } from './_os/children.ts';
import { osHost } from './_os/host-os.ts';
import { errnoError, fromHost, strerror } from './_os/os-error.ts';
import { secondsToNs } from './_time/convert.ts';

const NSIG = 65;
const EINVAL = 22;
const SIGINT = 2;
const SIG_DFL = 0;
const SIG_IGN = 1;
const NUMBERS: Record<string, number> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGIOT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGSTKFLT: 16,
  SIGCHLD: 17,
  SIGCLD: 17,
  SIGCONT: 18,
  SIGSTOP: 19,
  SIGTSTP: 20,
  SIGTTIN: 21,
  SIGTTOU: 22,
  SIGURG: 23,
  SIGXCPU: 24,
  SIGXFSZ: 25,
  SIGVTALRM: 26,
  SIGPROF: 27,
  SIGWINCH: 28,
  SIGIO: 29,
  SIGPOLL: 29,
  SIGPWR: 30,
  SIGSYS: 31,
  SIGRTMIN: 34,
  SIGRTMAX: 64,
};
const TEXTS: Record<number, string> = {
  1: 'Hangup',
  2: 'Interrupt',
  3: 'Quit',
  4: 'Illegal instruction',
  5: 'Trace/breakpoint trap',
  6: 'Aborted',
  7: 'Bus error',
  8: 'Floating point exception',
  9: 'Killed',
  10: 'User defined signal 1',
  11: 'Segmentation fault',
  12: 'User defined signal 2',
  13: 'Broken pipe',
  14: 'Alarm clock',
  15: 'Terminated',
  16: 'Stack fault',
  17: 'Child exited',
  18: 'Continued',
  19: 'Stopped (signal)',
  20: 'Stopped',
  21: 'Stopped (tty input)',
  22: 'Stopped (tty output)',
  23: 'Urgent I/O condition',
  24: 'CPU time limit exceeded',
  25: 'File size limit exceeded',
  26: 'Virtual timer expired',
  27: 'Profiling timer expired',
  28: 'Window changed',
  29: 'I/O possible',
  30: 'Power failure',
  31: 'Bad system call',
};
const HARMLESS = new Set([17, 18, 23, 28]);
const handlers: (number | PyObject)[] = new Array(NSIG).fill(SIG_DFL);
addRoot((visit) => {
  for (const h of handlers) if (typeof h !== 'number') visit(h);
});
handlers[13] = SIG_IGN;
handlers[25] = SIG_IGN;
const pending: boolean[] = new Array(NSIG).fill(false);
const blocked: Set<number> = new Set();
const wakeup = { fd: -1, warnFull: true };
function fetchFromHost(): void {
  const poll = host().pendingSignal;
  if (poll === undefined) return;
  for (let n = poll.call(host()); n !== 0; n = poll.call(host())) trip(n);
}

/** What faulthandler wants done at a signal, before or instead of its handler. */
export const dumpers: Map<number, { dump: () => void; chain: boolean }> = new Map();

/** Tells the host who is to know of a signal: us for handlers, dumps and blocked signals, else the system. */
export function watch(signum: number): void {
  const h = handlers[signum]!;
  const ours = typeof h !== 'number' || dumpers.has(signum) || blocked.has(signum);
  osHost().watchSignal?.(signum, ours ? 'report' : h === SIG_DFL ? 'default' : 'ignore');
}

function trip(signum: number): void {
  if (handlers[signum] === SIG_IGN && !dumpers.has(signum)) return;
  pending[signum] = true;
  S.brk |= BRK_SIGNAL;
  if (wakeup.fd < 0) return;
  try {
    fdWrite(wakeup.fd, Uint8Array.of(signum));
  } catch (e) {
    if (!(e instanceof HostError)) throw e;
  }
}

/** Notes a signal that has no default action. */
export function tripSignal(signum: number): void {
  if (handlers[signum] !== SIG_DFL) trip(signum);
}

/** Asks the host for signals and runs the handlers of what is pending; may throw. */
export function runPendingSignals(): void {
  fetchFromHost();
  for (let n = 1; n < NSIG; n++) {
    if (!pending[n] || blocked.has(n)) continue;
    pending[n] = false;
    const dumper = dumpers.get(n);
    if (dumper !== undefined) {
      dumper.dump();
      if (!dumper.chain) continue;
    }
    const handler = handlers[n]!;
    if (typeof handler === 'number') {
      if (handler === SIG_DFL) defaultAction(n);
      continue;
    }
    const frame: PyObject = S.sp > 0 ? frameObject(S.sp) : None_;
    const number = newInt(n);
    incref(handler);
    try {
      decref(call2(handler, number, frame));
    } finally {
      decref(handler);
      decref(number);
    }
  }
}

breakerSettings.signalHook = runPendingSignals;
function defaultAction(signum: number): void {
  if (HARMLESS.has(signum)) return;
  const { kill } = osHost();
  if (kill !== undefined) kill(host().pid, signum);
  else host().exit(128 + signum);
}

/** kill(2); a signal to this process has been handled on return. Throws HostError. */
export function sendSignal(pid: number, signum: number): void {
  if (signum < 0 || signum >= NSIG) throw new HostError(22);
  if (pid === host().pid && signum !== 0) {
    trip(signum);
    runPendingSignals();
    return;
  }
  const { kill } = osHost();
  if (kill === undefined) throw new HostError(pid === host().pid ? 0 : 3);
  kill(pid, signum);
  runPendingSignals();
}

function int(o: PyObject): number {
  const v = index(o);
  if (v > 2147483647 || v < -2147483648)
    throw overflowError('Python int too large to convert to C int');
  return Number(v);
}

function signalNumber(o: PyObject): number {
  const n = int(o);
  if (n < 1 || n >= NSIG) throw valueError('signal number out of range');
  return n;
}

function handlerObject(h: number | PyObject): Owned {
  return typeof h === 'number' ? newInt(h) : incref(h);
}

function signal(_m: PyObject, signum: PyObject, handler: PyObject): Owned {
  const n = signalNumber(signum);
  let h: number | PyObject;
  if (isInt(handler) && (handler.v === SIG_DFL || handler.v === SIG_IGN)) h = handler.v;
  else if (handler.type.tp_call !== null) h = handler;
  else
    throw typeError('signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object');
  if (n === 9 || n === 19 || n === 32 || n === 33) throw errnoError(22);
  runPendingSignals();
  const old = handlers[n]!;
  if (typeof h !== 'number') incref(h);
  handlers[n] = h;
  watch(n);
  const result = handlerObject(old);
  if (typeof old !== 'number') decref(old);
  return result;
}

function getsignal(_m: PyObject, signum: PyObject): Owned {
  const n = signalNumber(signum);
  return n === 32 || n === 33 ? newNone() : handlerObject(handlers[n]!);
}

function defaultIntHandler(): never {
  throw newExceptionArgs(KeyboardInterruptType, []);
}

/** Sends a signal to this process: on return it was handled, or its action taken. CPython: raise(3). */
export function raiseSignal(signum: number): void {
  trip(signum);
  runPendingSignals();
}

/**
 * Blocks for a time, or until `done` says so; handlers of signals that come meanwhile run (PEP 475). False when the time
 * was up.
 */
export function waitNs(ns: bigint, done: () => boolean): boolean {
  const h = host();
  const end = h.monotonicNs() + ns;
  runPendingSignals();
  while (!done()) {
    const left = end - h.monotonicNs();
    if (left <= 0n) return false;
    pump(left);
    runPendingSignals();
  }
  return true;
}

function raiseSignalFunction(_m: PyObject, signum: PyObject): void {
  const n = int(signum);
  if (n < 0 || n >= NSIG) throw errnoError(22);
  if (n === 0) return;
  try {
    raiseSignal(n);
  } catch (e) {
    throw fromHost(e);
  }
}

function pthreadKill(_m: PyObject, thread: PyObject, signum: PyObject): void {
  const n = int(signum);
  if (BigInt(index(thread)) !== 1n) throw errnoError(3);
  if (n < 0 || n >= NSIG) throw errnoError(22);
  if (n === 0) return;
  trip(n);
  runPendingSignals();
}

function setWakeupFd(_m: PyObject, fd: PyObject, warnFull?: PyObject): Owned {
  const n = int(fd);
  if (n >= 0) {
    try {
      fdStat(n);
    } catch (e) {
      throw fromHost(e);
    }
  }
  const old = wakeup.fd;
  wakeup.fd = n < 0 ? -1 : n;
  wakeup.warnFull = warnFull === undefined || isTrue(warnFull);
  return newInt(old);
}

function strsignal(_m: PyObject, signum: PyObject): Owned {
  const n = signalNumber(signum);
  const text = TEXTS[n] ?? (n >= 34 ? `Real-time signal ${n - 34}` : undefined);
  return text === undefined ? newNone() : newStrJs(text);
}

function numbersSet(numbers: Iterable<number>): Owned {
  return newSetSteal([...numbers].map((n) => newInt(n)));
}

function validSignals(): Owned {
  const all: number[] = [];
  for (let n = 1; n < NSIG; n++) if (n !== 32 && n !== 33) all.push(n);
  return numbersSet(all);
}

function sigmask(_m: PyObject, how: PyObject, mask: PyObject): Owned {
  const mode = int(how);
  const items = sequenceToArray(mask);
  const wanted: number[] = [];
  try {
    for (const item of items) {
      const n = Number(index(item));
      if (n < 1 || n >= NSIG) throw valueError(`signal number ${n} out of range [1; ${NSIG - 1}]`);
      wanted.push(n);
    }
  } finally {
    for (const item of items) decref(item);
  }
  const old = numbersSet(blocked);
  const before = [...blocked];
  if (mode === 2) blocked.clear();
  else if (mode !== 0 && mode !== 1) {
    decref(old);
    throw errnoError(22);
  }
  for (const n of wanted) {
    if (mode === 1) blocked.delete(n);
    else if (n !== 9 && n !== 19) blocked.add(n);
  }
  for (const n of new Set([...before, ...blocked]))
    if (before.includes(n) !== blocked.has(n)) watch(n);
  runPendingSignals();
  return old;
}

function sigpending(): Owned {
  fetchFromHost();
  const waiting: number[] = [];
  for (let n = 1; n < NSIG; n++) if (pending[n] && blocked.has(n)) waiting.push(n);
  return numbersSet(waiting);
}

function pause(): void {
  for (;;) {
    fetchFromHost();
    if (pending.some((p, n) => p && !blocked.has(n))) break;
    host().sleepNs(1000000000n);
  }
  runPendingSignals();
}

const SiginfoType = defineStructSeq('signal.struct_siginfo', [
  'si_signo',
  'si_code',
  'si_errno',
  'si_pid',
  'si_uid',
  'si_status',
  'si_band',
]);
// ---------------------------------------------------------------------------------------------
// Waiting for signals

function signalSet(o: PyObject): Set<number> {
  const items = sequenceToArray(o);
  try {
    return new Set(
      items.map((item) => {
        const n = Number(index(item));
        if (n < 1 || n >= NSIG)
          throw valueError(`signal number ${n} out of range [1; ${NSIG - 1}]`);
        return n;
      }),
    );
  } finally {
    for (const item of items) decref(item);
  }
}

/** The first signal of a set to arrive, taken; 0 when the time is up (`ns` negative: none). */
function awaitSignal(wanted: Set<number>, ns: bigint): number {
  const end = host().monotonicNs() + ns;
  for (;;) {
    fetchFromHost();
    for (const n of [...wanted].sort((a, b) => a - b)) {
      if (!pending[n]) continue;
      pending[n] = false;
      return n;
    }
    const left = ns < 0n ? 1_000_000_000n : end - host().monotonicNs();
    if (left <= 0n) return 0;
    // the other signals are handled as ever
    runPendingSignals();
    host().sleepNs(left);
  }
}

/** Who sent a signal is known for our own alone. */
function siginfo(n: number): Owned {
  const sender = osHost();
  return newStructSeqSteal(
    SiginfoType,
    [n, 0, 0, sender.pid, sender.uid ?? 0, 0, 0].map((v) => newInt(v)),
  );
}

function sigtimedwait(_m: PyObject, set: PyObject, timeout: PyObject): Owned {
  const ns = secondsToNs(timeout, 'timeout', 'up');
  if (ns < 0n) throw valueError('timeout must be non-negative');
  const n = awaitSignal(signalSet(set), ns);
  return n === 0 ? newNone() : siginfo(n);
}

// ---------------------------------------------------------------------------------------------
// Timers

class Timer {
  /** When it was set, and what was asked for, in nanoseconds. */
  since = 0n;
  first = 0n;
  interval = 0n;
}

const timers = [new Timer(), new Timer(), new Timer()];

/** Real time, or the CPU time that the other two timers count. */
function timerClock(which: number): bigint {
  return which === 0 ? host().monotonicNs() : host().processTimeNs();
}

function remaining(which: number): bigint {
  const t = timers[which]!;
  if (t.first === 0n) return 0n;
  const gone = timerClock(which) - t.since;
  if (gone < t.first) return t.first - gone;
  return t.interval === 0n ? 0n : t.interval - ((gone - t.first) % t.interval);
}

const seconds = (ns: bigint): Owned => newFloat(Number(ns / 1000n) / 1e6);

function timerState(which: number): Owned {
  return newTupleSteal([seconds(remaining(which)), seconds(timers[which]!.interval)]);
}

function timerNumber(o: PyObject): number {
  const n = int(o);
  if (n < 0 || n >= timers.length) throw itimerFailure();
  return n;
}

function itimerFailure(): PyErr {
  const args = [newInt(EINVAL), newStrJs(strerror(EINVAL))];
  const made = callObject(itimerClass(), args);
  for (const a of args) decref(a);
  const err = raiseObject(made);
  decref(made);
  return err;
}

function setTimer(which: number, first: bigint, interval: bigint): void {
  const set = osHost().setTimer;
  if (set === undefined) throw errnoError(38);
  const t = timers[which]!;
  t.since = timerClock(which);
  t.first = first;
  t.interval = interval;
  set(which, first, interval);
}

function setitimer(_m: PyObject, which: PyObject, value: PyObject, interval?: PyObject): Owned {
  const n = timerNumber(which);
  const first = secondsToNs(value, 'timeout', 'up');
  const again = interval === undefined ? 0n : secondsToNs(interval, 'timeout', 'up');
  if (first < 0n || again < 0n) throw itimerFailure();
  const old = timerState(n);
  setTimer(n, first, again);
  return old;
}

function alarm(_m: PyObject, value: PyObject): Owned {
  const n = int(value);
  const left = remaining(0);
  setTimer(0, BigInt(n) * 1_000_000_000n, 0n);
  return newInt(Number((left + 999_999_999n) / 1_000_000_000n));
}

const itimer: { error: PyObject | null } = { error: null };
addRootFields(itimer);

function itimerClass(): PyObject {
  return (itimer.error ??= itimerError());
}

function itimerError(): Owned {
  const name = newStrJs('itimer_error');
  const bases = newTupleSteal([incref(OSErrorType.self)]);
  const dict = newDict();
  const key = newStrJs('__module__');
  const module = newStrJs('signal');
  dictSet(dict, key, module);
  decref(key);
  decref(module);
  try {
    return callObject(TypeType.self, [name, bases, dict]);
  } finally {
    decref(dict);
    decref(bases);
    decref(name);
  }
}

defineModule('_signal', {
  doc: 'Signals and their handlers.',
  functions: {
    signal: method('($module, signalnum, handler, /)', signal),
    getsignal: method('($module, signalnum, /)', getsignal),
    default_int_handler: method('($module, signalnum, frame, /)', defaultIntHandler),
    raise_signal: method('($module, signalnum, /)', raiseSignalFunction),
    pthread_kill: method('($module, thread_id, signalnum, /)', pthreadKill),
    pthread_sigmask: method('($module, how, mask, /)', sigmask),
    sigpending: method('($module, /)', sigpending),
    pause: method('($module, /)', pause),
    alarm: method('($module, seconds, /)', alarm),
    setitimer: method('($module, which, seconds, interval=0.0, /)', setitimer),
    getitimer: method('($module, which, /)', (_m: PyObject, which: PyObject) =>
      timerState(timerNumber(which)),
    ),
    sigwait: method('($module, sigset, /)', (_m: PyObject, set: PyObject) =>
      newInt(awaitSignal(signalSet(set), -1n)),
    ),
    sigwaitinfo: method('($module, sigset, /)', (_m: PyObject, set: PyObject) =>
      siginfo(awaitSignal(signalSet(set), -1n)),
    ),
    sigtimedwait: method('($module, sigset, timeout, /)', sigtimedwait),
    set_wakeup_fd: method('($module, fd, /, *, warn_on_full_buffer=True)', setWakeupFd),
    siginterrupt: method(
      '($module, signalnum, flag, /)',
      (_m: PyObject, n: PyObject, flag: PyObject) => {
        signalNumber(n);
        int(flag);
      },
    ),
    strsignal: method('($module, signalnum, /)', strsignal),
    valid_signals: method('($module, /)', validSignals),
  },
  types: { struct_siginfo: SiginfoType },
  constants: {
    ...NUMBERS,
    NSIG,
    SIG_DFL,
    SIG_IGN,
    SIG_BLOCK: 0,
    SIG_UNBLOCK: 1,
    SIG_SETMASK: 2,
    ITIMER_REAL: 0,
    ITIMER_VIRTUAL: 1,
    ITIMER_PROF: 2,
    ItimerError: () => incref(itimerClass()),
  },
  init(dict) {
    const pkg = intern('__package__');
    dictSet(dict, pkg, emptyStr);
    decref(pkg);
    const name = newStrJs('default_int_handler');
    const f = dictGetBorrowed(dict, name);
    decref(name);
    if (handlers[SIGINT] === SIG_DFL && f !== null) handlers[SIGINT] = incref(f);
  },
});
