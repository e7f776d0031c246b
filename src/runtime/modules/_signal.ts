/**
 * _signal: signals and their handlers. CPython: Modules/signalmodule.c.
 *
 * A signal is noted first (`pending`, and the eval breaker is set); its handler runs at the next safe point, or at once
 * where native code waits. What the host was told by the system is fetched then.
 */
import { isTrue, sequenceToArray } from '../core/abstract.ts';
import { breakerSettings } from '../core/breaker.ts';
import { call2, callObject } from '../core/call.ts';
import { newExceptionArgs, overflowError, typeError, valueError } from '../core/errors.ts';
import { defineModule } from '../core/module-define.ts';
import { method } from '../core/native-def.ts';
import { index } from '../core/number-ops.ts';
import { decref, incref, type Owned, type PyObject } from '../core/object.ts';
import { addRoot } from '../core/roots.ts';
import { BRK_SIGNAL, S } from '../core/state.ts';
import { TypeType } from '../core/type-object.ts';
import { HostError, host } from '../host.ts';
import { dictGetBorrowed, dictSet, newDict } from '../objects/dict.ts';
import { KeyboardInterruptType, OSErrorType } from '../objects/exceptions.ts';
import { frameObject } from '../objects/frame.ts';
import { isInt, newInt } from '../objects/int.ts';
import { newSetSteal } from '../objects/set.ts';
import { None_, newNone } from '../objects/singletons.ts';
import { newStrJs } from '../objects/str.ts';
import { defineStructSeq } from '../objects/structseq.ts';
import { newTupleSteal } from '../objects/tuple.ts';
import { fdStat, fdWrite } from './_os/fd-table.ts';
import { pump } from './_os/children.ts';
import { osHost } from './_os/host-os.ts';
import { errnoError, fromHost } from './_os/os-error.ts';

const NSIG = 65;
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
  SIGRTMAX: 64
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
  31: 'Bad system call'
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

function trip(signum: number): void {
  if (handlers[signum] === SIG_IGN) return;
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
  if (v > 2147483647 || v < -2147483648) throw overflowError('Python int too large to convert to C int');
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
  else throw typeError('signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object');
  if (n === 9 || n === 19 || n === 32 || n === 33) throw errnoError(22);
  runPendingSignals();
  const old = handlers[n]!;
  if (typeof h !== 'number') incref(h);
  handlers[n] = h;
  osHost().watchSignal?.(n, typeof h === 'number' ? h === SIG_DFL ? 'default' : 'ignore' : 'report');
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
  if (mode === 2) blocked.clear();
  else if (mode !== 0 && mode !== 1) {
    decref(old);
    throw errnoError(22);
  }
  for (const n of wanted) {
    if (mode === 1) blocked.delete(n);
    else if (n !== 9 && n !== 19) blocked.add(n);
  }
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
  'si_band'
]);
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
    set_wakeup_fd: method('($module, fd, /, *, warn_on_full_buffer=True)', setWakeupFd),
    siginterrupt: method('($module, signalnum, flag, /)', (_m: PyObject, n: PyObject, flag: PyObject) => {
      signalNumber(n);
      int(flag);
    }),
    strsignal: method('($module, signalnum, /)', strsignal),
    valid_signals: method('($module, /)', validSignals)
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
    ItimerError: itimerError
  },
  init(dict) {
    const name = newStrJs('default_int_handler');
    const f = dictGetBorrowed(dict, name);
    decref(name);
    if (handlers[SIGINT] === SIG_DFL && f !== null) handlers[SIGINT] = incref(f);
  }
});
