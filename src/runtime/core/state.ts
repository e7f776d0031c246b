/**
 * RuntimeState: all mutable state of the interpreter in one object (a module variable that outgrows 31 bits costs an
 * allocation a write; a field of one object does not). One interpreter a JavaScript realm; more are more workers.
 * CPython: pycore_interp.h, pycore_pystate.h.
 */
import type { Frame } from './frame.ts';
import type { PyGC, PyObject } from './object.ts';

/** Bits of `S.brk`, the eval breaker: read at function entry and on loop back-edges. */
export const BRK_GC = 1;
export const BRK_SIGNAL = 2;
export const BRK_RECURSION = 4;
export const BRK_LIMIT = 8;
export const BRK_VERIFY = 16;

/** Watches the lines of code compiled with `traceLines`. */
export interface LineHook {
  /** A line is about to run in the frame. */
  line(f: Frame, lineno: number): void;
  /** The call is about to end (its locals are still alive). */
  end(f: Frame): void;
}

export class RuntimeState {
  /** Index of the running frame in `frames`. frames[0] is a sentinel. */
  sp = 0;
  frames: Frame[] = [];
  /** Eval breaker. */
  brk = 0;
  recursionLimit = 1000;
  /** Nesting of native calls that can recurse (repr, compare, getattr ...). */
  nativeDepth = 0;
  /** What a length beyond 2**53 - 1, which came as a number, exactly is. */
  bigLength = 0n;
  nativeLimit = 10000;

  /** Bytes in live blocks, their number, the most bytes at any time. */
  mem = 0;
  blocks = 0;
  peak = 0;
  /** `mem` above this calls onHigh: the peak so far, or less when a limit or tracing asks for it. */
  high = 0;
  /** Hooks of core/account.ts: an object's block came or changed its size; one with a record (`a`) went. */
  onHigh: (o: PyObject, size: number, what?: number, oldSize?: number) => void = () => {};
  onFree: (o: PyObject, size: number, what?: number) => void = () => {};
  /** A parked block with a record got its new object (core/free-lists.ts). */
  onReuse: (o: PyObject) => void = () => {};
  /** The program looks at addresses: allocations call onHigh, releases onFree (core/address.ts). */
  addressing = false;
  /** Allocations are traced (core/account.ts): every one of them calls onHigh. */
  tracing = false;

  /** High 32 bits of the last hash computed by a tp_hash. */
  hashHi = 0;

  /** The exception being handled (`sys.exception()`), borrowed from the frame that handles it. */
  exc: PyObject | null = null;

  /** What generated code raised when it returned null (a PyErr, or a JavaScript error on its way out). */
  err: unknown = null;

  /** Results that generated code fetches right after the call that left them there; owned. */
  self: PyObject | null = null;
  exit: PyObject | null = null;
  egrest: PyObject | null = null;
  awaited: PyObject = null!;
  yieldResult: PyObject | null = null;

  deallocDepth = 0;
  trash: PyObject[] = [];

  dictVersion = 0;
  typeVersion = 0;

  /** gc: number of allocations since the last collection of generation 0, threshold, generation list heads. */
  gcCount = 0;
  gcThreshold = 2000;
  gcEnabled = true;
  /** Runs the collection for which BRK_GC is set, outside the eval loop (core/gc-collect.ts). */
  collectDue: () => void = () => {};
  /** A collection is at work: none begins meanwhile. */
  gcCollecting = false;
  gcHead: PyGC = null!;
  /** Collects at every tracked allocation when set (-X verify=gc). */
  gcStress = false;
  /** Poisons the dead (-X verify=poison). */
  poison = false;
  /** Keeps locals and temporaries where the verifier sees them; set before anything is compiled. */
  resident = false;

  lineHook: LineHook | null = null;

  /** sys.modules, builtins.__dict__ and the sys module's dict. */
  modules: PyObject = null!;
  builtins: PyObject = null!;
  sysdict: PyObject = null!;
}

export const S = new RuntimeState();
