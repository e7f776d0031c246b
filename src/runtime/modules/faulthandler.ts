/**
 * faulthandler: the traceback of the running thread, written by itself. CPython: Modules/faulthandler.c.
 *
 * This runtime has no memory faults of its own: what `enable` asks for is written when a program provokes a fault with the
 * functions for it. A watchdog needs a second thread, which cannot be started.
 */
import { index, isTrue } from '../core/abstract.ts';
import { method } from '../core/args.ts';
import { runtimeError, typeError, valueError } from '../core/errors.ts';
import { defineModule } from '../core/module-define.ts';
import { decref, incref, type Owned, type PyObject } from '../core/object.ts';
import { S } from '../core/state.ts';
import { HostError } from '../host.ts';
import { dictGetStrBorrowed } from '../objects/dict.ts';
import { newBool, newNone, None_ } from '../objects/singletons.ts';
import { intern, strJs } from '../objects/str.ts';
import { callMethod0 } from '../core/call.ts';
import { addRoot, addRootFields } from '../core/roots.ts';
import { isInt } from '../objects/int.ts';
import { dumpers, watch } from './_signal.ts';
import { fdWrite } from './_os/fd-table.ts';
import { fileDescriptor } from './_os/fileno.ts';
import { osHost } from './_os/host-os.ts';
import { secondsToNs } from './_time/convert.ts';

const s_stderr = intern('stderr');
const s_flush = intern('flush');

const state: { enabled: boolean; file: PyObject | null } = { enabled: false, file: null };
addRootFields(state);

/** The descriptor of a file argument; sys.stderr by default. CPython: faulthandler_get_fileno. */
function descriptor(file: PyObject | undefined): number {
  let f = file;
  if (f === undefined || f === None_) {
    const found = dictGetStrBorrowed(S.sysdict, s_stderr);
    if (found === null) throw runtimeError('unable to get sys.stderr');
    if (found === None_) throw runtimeError('sys.stderr is None');
    f = found;
  } else if (isInt(f)) {
    if (Number(index(f)) < 0) throw valueError('file is not a valid file descripter');
    return Number(index(f));
  }
  const fd = fileDescriptor(f);
  decref(callMethod0(f, s_flush));
  return fd;
}

/** Characters beyond ASCII are escaped, as in a handler that may not encode. */
function plain(text: string): string {
  let out = '';
  for (const c of text) {
    const n = c.codePointAt(0)!;
    if (n >= 0x20 && n < 0x7f) out += c;
    else if (n < 0x100) out += `\\x${n.toString(16).padStart(2, '0')}`;
    else if (n < 0x10000) out += `\\u${n.toString(16).padStart(4, '0')}`;
    else out += `\\U${n.toString(16).padStart(8, '0')}`;
  }
  return out;
}

function tracebackText(head = 'Stack (most recent call first):'): string {
  const lines = [head];
  for (let i = S.sp; i > 0 && lines.length <= 100; i--) {
    const f = S.frames[i]!;
    if (f.code === null) continue;
    const line = f.i < 0 ? f.code.firstlineno : f.code.positions[f.i * 4]!;
    lines.push(`  File "${plain(strJs(f.code.filename))}", line ${line} in ${plain(f.code.name)}`);
  }
  return `${lines.join('\n')}\n`;
}

function writeAscii(fd: number, text: string): void {
  let bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  try {
    while (bytes.length > 0) bytes = bytes.subarray(fdWrite(fd, bytes));
  } catch (e) {
    // A handler of faults has nobody to tell.
    if (!(e instanceof HostError)) throw e;
  }
}

function dumpTraceback(_m: PyObject, file?: PyObject, allThreads?: PyObject): void {
  if (allThreads !== undefined) isTrue(allThreads);
  writeAscii(descriptor(file), tracebackText());
}

function enable(_m: PyObject, file?: PyObject): void {
  descriptor(file);
  const old = state.file;
  state.file = file === undefined ? null : incref(file);
  if (old !== null) decref(old);
  state.enabled = true;
}

function disable(): Owned {
  const was = state.enabled;
  state.enabled = false;
  const old = state.file;
  state.file = null;
  if (old !== null) decref(old);
  return newBool(was);
}

function dumpLater(_m: PyObject, timeout: PyObject, _repeat?: PyObject, file?: PyObject): never {
  const ns = secondsToNs(timeout, 'timeout', 'up');
  if (ns <= 0n) throw valueError('timeout must be greater than 0');
  descriptor(file);
  throw runtimeError('unable to start watchdog thread');
}

// ---------------------------------------------------------------------------------------------
// Dumps on request of a signal

/** Who is to be told of faults, and of the signals that were registered. */
const FAULTS: Record<number, string> = {
  4: 'Illegal instruction',
  6: 'Aborted',
  7: 'Bus error',
  8: 'Floating-point exception',
  11: 'Segmentation fault',
};
const LAST_SIGNAL = 64;

/** The files of registered signals, owned; null is sys.stderr. */
const files: Map<number, PyObject | null> = new Map();
addRoot((visit) => {
  for (const file of files.values()) if (file !== null) visit(file);
});

function signalNumber(o: PyObject): number {
  const n = Number(index(o));
  if (FAULTS[n] !== undefined) {
    throw runtimeError(`signal ${n} cannot be registered, use enable() instead`);
  }
  if (n < 1 || n > LAST_SIGNAL) throw valueError('signal number out of range');
  return n;
}

function register(
  _m: PyObject,
  signum: PyObject,
  file?: PyObject,
  all?: PyObject,
  chain?: PyObject,
): void {
  const n = signalNumber(signum);
  const fd = descriptor(file);
  if (all !== undefined) isTrue(all);
  const old = files.get(n) ?? null;
  files.set(n, file === undefined ? null : incref(file));
  if (old !== null) decref(old);
  const dump = (): void =>
    writeAscii(fd, tracebackText('Current thread 0x0000000000000001 (most recent call first):'));
  dumpers.set(n, { dump, chain: chain !== undefined && isTrue(chain) });
  watch(n);
}

function unregister(_m: PyObject, signum: PyObject): Owned {
  const n = signalNumber(signum);
  const was = dumpers.delete(n);
  const old = files.get(n) ?? null;
  files.delete(n);
  if (old !== null) decref(old);
  if (was) watch(n);
  return newBool(was);
}

// ---------------------------------------------------------------------------------------------
// Faults on request

/** Writes what a fault leaves behind, where that was asked for, and dies of the signal. */
function die(
  signum: number,
  head = `Fatal Python error: ${FAULTS[signum]}\n`,
  always = false,
): never {
  if (state.enabled || always) {
    const fd = descriptor(state.file ?? undefined);
    writeAscii(
      fd,
      `${head}\n${tracebackText('Current thread 0x0000000000000001 (most recent call first):')}`,
    );
  }
  const { abort, kill } = osHost();
  if (signum === 6 && abort !== undefined) abort();
  if (kill === undefined) throw typeError('signals are not available on this host');
  kill(osHost().pid, signum);
  return osHost().exit(128 + signum);
}

const FATAL_THREAD =
  'Fatal Python error: faulthandler_fatal_error_thread: in new thread\nPython runtime state: initialized\n';

defineModule('faulthandler', {
  doc: 'Tracebacks of the running thread.',
  functions: {
    enable: method('($module, /, file=sys.stderr, all_threads=True)', enable),
    disable: method('($module, /)', disable),
    is_enabled: method('($module, /)', () => newBool(state.enabled)),
    dump_traceback: method('($module, /, file=sys.stderr, all_threads=True)', dumpTraceback),
    dump_traceback_later: method(
      '($module, /, timeout, repeat=False, file=sys.stderr, exit=False)',
      dumpLater,
    ),
    cancel_dump_traceback_later: method('($module, /)', () => newNone()),
    register: method(
      '($module, /, signum, file=sys.stderr, all_threads=True, chain=False)',
      register,
    ),
    unregister: method('($module, signum, /)', unregister),
    _sigabrt: method('($module, /)', () => die(6)),
    _sigfpe: method('($module, /)', () => die(8)),
    _sigsegv: method('($module, release_gil=False, /)', () => die(11)),
    _read_null: method('($module, /)', () => die(11)),
    _stack_overflow: method('($module, /)', () => die(11)),
    _fatal_error_c_thread: method('($module, /)', () => die(6, FATAL_THREAD, true)),
  },
});
