/**
 * Memory line by line: what each executed line added to the block account. No counterpart in CPython; the model of its
 * users is memory_profiler.
 *
 * Code compiled with `traceLines` announces its lines through S.lineHook; `lineWatch` is that hook and hands the events
 * on to recorders. A line lasts from its announcement to the next one in the same call, calls it makes included, so the
 * increments of a call add up to what the call as a whole changed.
 *
 * Invariants
 * - An activation is pushed by the first line of a call and popped by its end. Generators are pushed and popped at every
 *   resumption and suspension: what others do meanwhile is not theirs. Their code announces neither, so the function
 *   that makes the generator is wrapped (`instrument`) before it is called.
 * - Names are JavaScript strings from the first sight of a code on: reports are written when the interpreter is gone.
 */
import type { Frame } from '../core/frame.ts';
import type { GenPayload } from '../core/genops.ts';
import type { PyObject } from '../core/object.ts';
import { type LineHook, S } from '../core/state.ts';
import { CodeType } from '../core/type-object.ts';
import {
  CO_ASYNC_GENERATOR,
  CO_COROUTINE,
  CO_GENERATOR,
  CO_NEWLOCALS,
  type CodePayload,
} from '../objects/code.ts';
import { strJs } from '../objects/str.ts';
import { meter } from './meter.ts';

/** What one line did, over all its executions. */
export class LineStat {
  readonly lineno: number;
  /** Bytes the account grew by while it ran: what it allocated and still holds, less what it released. */
  increment = 0;
  /** The most bytes in the account when it was done. */
  usage = 0;
  /** The most bytes in the account while it ran. */
  peak = 0;
  occurrences = 0;
  constructor(lineno: number) {
    this.lineno = lineno;
  }
}

/** The lines of one code object. */
export class CodeLines {
  readonly filename: string;
  readonly qualname: string;
  readonly firstlineno: number;
  /** False for modules and class bodies, whose lines stand among those of the functions in them. */
  readonly isFunction: boolean;
  calls = 0;
  /** Bytes in the account when it was first called. */
  baseline = 0;
  readonly lines: Map<number, LineStat> = new Map();

  constructor(code: CodePayload) {
    this.filename = strJs(code.filename);
    this.qualname = code.qualname;
    this.firstlineno = code.firstlineno;
    this.isFunction = (code.flags & CO_NEWLOCALS) !== 0;
  }

  stat(lineno: number): LineStat {
    let s = this.lines.get(lineno);
    if (s === undefined) this.lines.set(lineno, (s = new LineStat(lineno)));
    return s;
  }
}

/** One call that is being recorded. */
class Activation {
  readonly frame: Frame;
  readonly code: CodeLines;
  below: Activation | null;
  line: LineStat | null = null;
  /** The account when the present stretch of the line began, the most since, the most since the call was pushed. */
  since: number;
  most: number;
  high: number;
  constructor(frame: Frame, code: CodeLines, below: Activation | null, mem: number) {
    this.frame = frame;
    this.code = code;
    this.below = below;
    this.since = mem;
    this.most = mem;
    this.high = mem;
  }
}

/** Collects the lines of all watched code, or of the codes that `wanted` names. */
export class LineRecorder {
  readonly codes: Map<CodePayload, CodeLines> = new Map();
  private readonly wanted: Set<CodePayload> | null;
  private top: Activation | null = null;
  /** Activations of suspended generators. */
  private readonly suspended: WeakMap<Frame, Activation> = new WeakMap();

  constructor(wanted: Set<CodePayload> | null = null) {
    this.wanted = wanted;
  }

  private linesOf(code: CodePayload): CodeLines | null {
    if (this.wanted !== null && !this.wanted.has(code)) return null;
    let c = this.codes.get(code);
    if (c === undefined) this.codes.set(code, (c = new CodeLines(code)));
    return c;
  }

  /** The account has reached `most` since the last event. */
  reached(most: number): void {
    const a = this.top;
    if (a === null) return;
    if (most > a.most) a.most = most;
    if (most > a.high) a.high = most;
  }

  private push(f: Frame, mem: number): Activation | null {
    const code = this.linesOf(f.code!);
    if (code === null) return null;
    if (code.calls++ === 0) code.baseline = mem;
    return (this.top = new Activation(f, code, this.top, mem));
  }

  /** Adds the stretch that ends now to the line that runs. */
  private charge(a: Activation, mem: number, done: boolean): void {
    const s = a.line;
    if (s !== null) {
      s.increment += mem - a.since;
      if (a.most > s.peak) s.peak = a.most;
      if (done) {
        s.occurrences++;
        if (mem > s.usage) s.usage = mem;
      }
    }
    a.since = mem;
    a.most = mem;
  }

  private pop(a: Activation): void {
    this.top = a.below;
    this.reached(a.high);
  }

  line(f: Frame, lineno: number, mem: number): void {
    let a = this.top;
    if (a === null || a.frame !== f) {
      // a generator that was made before anybody watched
      if (f.gen !== null) return;
      a = this.push(f, mem);
      if (a === null) return;
    }
    this.charge(a, mem, true);
    a.line = a.code.stat(lineno);
  }

  end(f: Frame, mem: number): void {
    const a = this.top;
    if (a === null || a.frame !== f) return;
    this.charge(a, mem, true);
    if (f.gen === null) this.pop(a);
    // the locals, released next, are no line's business; the body's end pops
    else a.line = null;
  }

  resume(f: Frame, mem: number): void {
    const a = this.suspended.get(f);
    if (a === undefined) {
      this.push(f, mem);
      return;
    }
    a.below = this.top;
    a.since = a.most = a.high = mem;
    this.top = a;
  }

  /** The generator's body yields, or has ended. */
  suspend(f: Frame, mem: number, ended: boolean): void {
    const a = this.top;
    if (a === null || a.frame !== f) return;
    this.charge(a, mem, ended);
    this.pop(a);
    if (ended) this.suspended.delete(f);
    else this.suspended.set(f, a);
  }
}

type Body = Generator<PyObject, PyObject, PyObject>;

/** A generator's body that announces its resumptions. */
class WatchedBody {
  private readonly body: Body;
  private readonly frame: Frame;
  constructor(body: Body, frame: Frame) {
    this.body = body;
    this.frame = frame;
  }

  next(value: PyObject): IteratorResult<PyObject, PyObject> {
    return this.run(() => this.body.next(value));
  }

  throw(e: unknown): IteratorResult<PyObject, PyObject> {
    return this.run(() => this.body.throw(e));
  }

  return(value: PyObject): IteratorResult<PyObject, PyObject> {
    return this.run(() => this.body.return(value));
  }

  private run(step: () => IteratorResult<PyObject, PyObject>): IteratorResult<PyObject, PyObject> {
    lineWatch.resume(this.frame);
    let ended = true;
    try {
      const r = step();
      ended = r.done === true;
      return r;
    } finally {
      lineWatch.suspend(this.frame, ended);
    }
  }
}

const SUSPENDS = CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR;
const instrumented: WeakSet<CodePayload> = new WeakSet();

/** Makes the generators of this code, and of the codes in it, announce their resumptions. */
export function instrument(code: CodePayload): void {
  if (instrumented.has(code)) return;
  instrumented.add(code);
  if ((code.flags & SUSPENDS) !== 0) wrapMaker(code);
  for (const c of code.consts) if (c.type === CodeType) instrument(c.v as CodePayload);
}

function wrapMaker(code: CodePayload): void {
  let make = code.js;
  const wrapped = (...args: any[]): any => {
    const g = make(...args);
    // the first call of a code puts the real function in its stub's place
    if (code.js !== wrapped) {
      make = code.js;
      code.js = wrapped;
    }
    const payload = g.v as GenPayload;
    const start = payload.start;
    payload.start = (f, locals, fn) => new WatchedBody(start(f, locals, fn), f) as unknown as Body;
    return g;
  };
  code.js = wrapped;
}

/** The one line hook: measures once an event and tells every recorder. */
class LineWatch implements LineHook {
  private recorders: LineRecorder[] = [];

  add(r: LineRecorder): void {
    this.recorders.push(r);
    if (this.recorders.length > 1) return;
    meter.start();
    S.lineHook = this;
  }

  remove(r: LineRecorder): void {
    this.recorders = this.recorders.filter((x) => x !== r);
    if (this.recorders.length > 0) return;
    meter.stop();
    S.lineHook = null;
  }

  private measure(): void {
    const most = meter.take();
    for (const r of this.recorders) r.reached(most);
  }

  line(f: Frame, lineno: number): void {
    instrument(f.code!);
    this.measure();
    for (const r of this.recorders) r.line(f, lineno, S.mem);
  }

  end(f: Frame): void {
    this.measure();
    for (const r of this.recorders) r.end(f, S.mem);
  }

  resume(f: Frame): void {
    this.measure();
    for (const r of this.recorders) r.resume(f, S.mem);
  }

  suspend(f: Frame, ended: boolean): void {
    this.measure();
    for (const r of this.recorders) r.suspend(f, S.mem, ended);
  }
}

export const lineWatch = new LineWatch();
