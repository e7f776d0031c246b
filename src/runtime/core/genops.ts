/**
 * Running generators and coroutines: resume, throw, delegation. CPython: Objects/genobject.c (gen_send_ex2),
 * Python/bytecodes.c (SEND, GET_AWAITABLE, END_ASYNC_FOR). The Python-visible types are in objects/generator.ts.
 *
 * A generator's body is a native JavaScript generator whose locals live in its own Frame, so that the collector and the
 * heap walker see what a suspended frame holds. While it runs the frame stands in `S.frames[S.sp]`.
 */

import { AsyncGenAsendType, asendResume, newAsyncGenWrapped } from '../objects/asyncgen.ts';
import type { CodePayload } from '../objects/code.ts';
import { CO_ASYNC_GENERATOR, CO_COROUTINE, CO_ITERABLE_COROUTINE } from '../objects/code.ts';
import {
  type ExceptionPayload,
  GeneratorExitType,
  StopAsyncIterationType,
  StopIterationType,
  stopIterationValueBorrowed,
} from '../objects/exceptions.ts';
import { frameObject } from '../objects/frame.ts';
import type { FunctionPayload } from '../objects/function.ts';
import { coroutineOrigin } from '../objects/generator.ts';
import { None_ } from '../objects/singletons.ts';
import { intern } from '../objects/str.ts';
import { addTraceback } from '../objects/traceback.ts';
import { getIter } from './abstract.ts';
import { lookupAttr } from './attr.ts';
import { callMethod1, callObject, callSpecial0 } from './call.ts';
import { BRK, GENEND } from './ceval.ts';
import {
  chainContext,
  discard,
  matches,
  newExceptionArgs,
  PyErr,
  recursionError,
  runtimeError,
  toPyErr,
  typeError,
  valueError,
  writeUnraisable,
} from './errors.ts';
import { Frame } from './frame.ts';
import { gcTrack, newGC } from './gc.ts';
import {
  account,
  decref,
  incref,
  type Owned,
  type PyGC,
  type PyObject,
  xdecref,
} from './object.ts';
import { S } from './state.ts';
import {
  AsyncGeneratorType,
  CoroutineType,
  GeneratorType,
  TPFLAGS_HEAPTYPE,
  type TypeObject,
} from './type-object.ts';

export const GEN_CREATED = 0;
export const GEN_SUSPENDED = 1;
export const GEN_RUNNING = 2;
export const GEN_CLOSED = 3;

/** States of `GenPayload.closing`. */
const NOT_CLOSING = 0;
const CLOSING = 1;
/** The yield stood in a try, a with or a delegation. */
const CLOSING_HANDLED = 2;
/** It stood in none: CPython does not run the body at all. */
const CLOSING_BARE = 3;
/** The same with a frame object, which takes the frame over. */
const CLOSING_KEPT = 4;

type Body = Generator<PyObject, PyObject, PyObject>;

/** Payload of generators, coroutines and async generators. */
export class GenPayload {
  frame: Frame;
  /** The JavaScript generator; null before the first resume and after the end. */
  body: Body | null;
  start: (f: Frame, locals: (PyObject | null)[], fn: PyObject) => Body;
  /** code object, owned */
  code: PyObject<CodePayload>;
  /** str objects, owned */
  name: PyObject;
  qualname: PyObject;
  state: number;
  /** coroutines: cr_origin (tuple) or null */
  origin: PyObject | null;
  /** async generators: hooks initialised, running asend/athrow, closed, finalizer */
  hooksInited: boolean;
  agRunning: boolean;
  agClosed: boolean;
  finalizer: PyObject | null;
  /** What close() finds: see genClose. */
  closing: number;
  constructor(
    frame: Frame,
    start: GenPayload['start'],
    code: PyObject<CodePayload>,
    name: PyObject,
    qualname: PyObject,
  ) {
    this.frame = frame;
    this.body = null;
    this.start = start;
    this.code = code;
    this.name = name;
    this.qualname = qualname;
    this.state = GEN_CREATED;
    this.origin = null;
    this.hooksInited = false;
    this.agRunning = false;
    this.agClosed = false;
    this.finalizer = null;
    this.closing = NOT_CLOSING;
  }
}

export type PyGen = PyGC<GenPayload>;

/** Hook for coroutine origin tracking (sys.set_coroutine_origin_tracking_depth). */
export const genHooks: { originDepth: number } = { originDepth: 0 };

/** The object a call of a generator function, coroutine function or async generator function returns. Consumes fn and args. */
export function MAKEGEN(
  fn: PyObject<FunctionPayload>,
  code: CodePayload,
  start: GenPayload['start'],
  args: PyObject[],
  nslots: number,
): Owned {
  const frame = new Frame();
  const locals: (PyObject | null)[] = args;
  while (locals.length < nslots) locals.push(null);
  frame.fn = fn;
  frame.code = code;
  frame.locals = locals;
  frame.i = -1;
  // `types.coroutine` replaces the code by a copy with another flag, which runs the same JavaScript
  const own = fn.v.code.v;
  const flags = own.flags;
  const T =
    (flags & CO_COROUTINE) !== 0
      ? CoroutineType
      : (flags & CO_ASYNC_GENERATOR) !== 0
        ? AsyncGeneratorType
        : GeneratorType;
  const g = newGC(
    T,
    new GenPayload(
      frame,
      start,
      incref(own.self!) as PyObject<CodePayload>,
      incref(fn.v.name),
      incref(fn.v.qualname),
    ),
  );
  frame.gen = g;
  account(g, genSize(code));
  gcTrack(g);
  if (T === CoroutineType && genHooks.originDepth > 0)
    g.v.origin = coroutineOrigin(genHooks.originDepth);
  return g;
}

/** The coroutine of a module with `await` in it: its last slot keeps the namespace. */
export function MAKEAWAITING(
  fn: PyObject<FunctionPayload>,
  code: CodePayload,
  start: GenPayload['start'],
  nslots: number,
  ns: PyObject | undefined,
): Owned {
  const space = ns ?? fn.v.globals;
  const g = MAKEGEN(fn, code, start, [], nslots + 1);
  const frame = (g.v as GenPayload).frame;
  frame.locals![nslots] = incref(space);
  frame.ns = space;
  return g;
}

/** Block of a generator object: 160 with its collector header, and its frame's slots (FACTS: getsizeof 160 + 8 n). */
export function genSize(code: CodePayload): number {
  return 160 + 8 * (code.slots.length + code.freevars.length + code.stacksize);
}

/** "generator", "coroutine" or "async generator", for messages. */
export function genKind(g: PyObject): string {
  return kind(g);
}

/** What a suspended generator delegates to, borrowed, or null. CPython: _PyGen_yf. */
export function yieldFromBorrowed(g: PyObject): PyObject | null {
  const p = g.v as GenPayload;
  return p.state === GEN_SUSPENDED ? p.frame.yf : null;
}

function kind(g: PyObject): string {
  return g.type === CoroutineType
    ? 'coroutine'
    : g.type === AsyncGeneratorType
      ? 'async generator'
      : 'generator';
}

/**
 * Runs the body until it yields or ends: `value` (consumed) is sent, or `err` thrown. Returns the yielded value, or null at
 * the end with the result left in S.yieldResult (owned).
 */
export function resume(g: PyGen, value: PyObject | null, err: PyErr | null): Owned | null {
  const p = g.v;
  const f = p.frame;
  if (p.state === GEN_RUNNING) {
    xdecref(value);
    if (err !== null) discard(err);
    throw valueError(`${kind(g)} already executing`);
  }
  if (p.state === GEN_CLOSED) {
    xdecref(value);
    if (g.type === CoroutineType) {
      if (err !== null) discard(err);
      throw runtimeError('cannot reuse already awaited coroutine');
    }
    if (err !== null) throw err;
    S.yieldResult = incref(None_);
    return null;
  }
  if (p.state === GEN_CREATED && err !== null) {
    endBeforeStart(g, err);
    throw err;
  }
  if (S.sp >= S.recursionLimit) {
    xdecref(value);
    if (err !== null) discard(err);
    throw recursionError('maximum recursion depth exceeded');
  }
  const sp = ++S.sp;
  if (sp >= S.frames.length) S.frames.push(new Frame());
  const pooled = S.frames[sp]!;
  S.frames[sp] = f;
  f.ctx = 0;
  if (f.exc !== null) {
    f.outer = S.exc;
    S.exc = f.exc;
  }
  // only what the generator itself is handling becomes the context, not what its caller is
  if (err !== null && f.exc !== null && f.yf === null) chainContext(err.exc);
  const first = p.state === GEN_CREATED;
  p.state = GEN_RUNNING;
  g.rc++;
  let r: IteratorResult<PyObject, PyObject>;
  try {
    if (first) {
      xdecref(value);
      p.body = p.start(f, f.locals!, f.fn!);
      r = p.body.next();
    } else if (err !== null) r = p.body!.throw(err);
    else r = p.body!.next(value!);
  } catch (e) {
    S.err = e;
    leaveBody(f, sp, pooled);
    return endedRaising(g);
  }
  leaveBody(f, sp, pooled);
  if (r.done === true) {
    if (r.value === null) return endedRaising(g);
    close(p);
    S.yieldResult = r.value;
    decref(g);
    return null;
  }
  p.state = GEN_SUSPENDED;
  decref(g);
  return r.value as Owned;
}

/** The body ended by an exception, left in S.err. */
function endedRaising(g: PyGen): never {
  const out = toPyErr(S.err);
  S.err = null;
  close(g.v);
  const last = endedBy(g, out);
  decref(g);
  throw last;
}

function leaveBody(f: Frame, sp: number, pooled: Frame): void {
  S.sp = sp - 1;
  S.frames[sp] = pooled;
  if (f.exc !== null) S.exc = f.outer;
}

function close(p: GenPayload): void {
  p.state = GEN_CLOSED;
  p.body = null;
  p.frame.exc = null;
  p.frame.yf = null;
  if (p.closing !== CLOSING_BARE) releaseFrame(p, p.closing !== CLOSING_KEPT);
}

/**
 * An exception leaves the body of a generator that close() ends; `handled` tells whether a handler of it saw the
 * exception. Returns whether this end is the bare one: no traceback, and the function lives as long as the generator.
 */
export function endsBare(f: Frame, handled: boolean): boolean {
  const p = f.gen === null ? null : (f.gen.v as GenPayload);
  if (p === null || p.closing !== CLOSING || handled) return false;
  p.closing = f.obj !== null && f.obj.rc > 1 ? CLOSING_KEPT : CLOSING_BARE;
  return true;
}

/**
 * After the end: the frame lets go of what it still has, or its frame object takes it over; `ran` tells that the frame
 * has just left the stack, so that its caller is known.
 */
export function releaseFrame(p: GenPayload, ran: boolean): void {
  const f = p.frame;
  const fn = f.fn;
  // a detached frame belongs to its frame object
  if (fn === null || f.detached) return;
  const obj = f.obj;
  if (obj !== null) {
    f.obj = null;
    f.gen = null;
    if (obj.rc > 1) {
      f.detached = true;
      if (ran && S.sp > 0) f.back = incref(frameObject(S.sp));
      gcTrack(obj);
      decref(obj);
      return;
    }
    decref(obj);
  }
  if (f.locals !== null && f.locals.length > 0) GENEND(f);
  f.fn = null;
  decref(fn);
}

function endBeforeStart(g: PyGen, err: PyErr): void {
  const p = g.v;
  p.state = GEN_CLOSED;
  const f = p.frame;
  if (err.frame !== f) {
    err.frame = f;
    addTraceback(err.exc, f);
  }
  releaseFrame(p, true);
}

/** An exception leaves a generator: StopIteration must not look like its end (PEP 479). */
function endedBy(g: PyGen, err: PyErr): PyErr {
  const async = g.type === AsyncGeneratorType;
  let what: string | null = null;
  if (matches(err, StopIterationType)) what = `${kind(g)} raised StopIteration`;
  else if (async && matches(err, StopAsyncIterationType))
    what = 'async generator raised StopAsyncIteration';
  if (what === null) return err;
  const fresh = runtimeError(what);
  causedBy(fresh, err.exc);
  return fresh;
}

/** `g.send(value)`: null at the end (result in S.yieldResult). Borrows value. */
export function genSend(g: PyGen, value: PyObject): Owned | null {
  if (g.v.state === GEN_CREATED && value !== None_) {
    throw typeError(`can't send non-None value to a just-started ${kind(g)}`);
  }
  return resume(g, incref(value), null);
}

/** tp_iternext of generators: the result is dropped (next(), `__next__` and delegation fetch it themselves). */
export function genIterNext(o: PyObject): Owned | null {
  const r = resume(o as PyGen, incref(None_), null);
  if (r !== null) return r;
  const result = S.yieldResult!;
  S.yieldResult = null;
  decref(result);
  return null;
}

/** StopIteration carrying a result (consumed). */
export function stopIterationOf(result: PyObject): PyErr {
  const err = newExceptionArgs(StopIterationType, [result]);
  decref(result);
  return err;
}

/**
 * `g.close()`: the value returned in response to GeneratorExit, or None.
 *
 * Where the generator waits outside any try, with or delegation CPython only clears its locals. Here the body is left by
 * the exception all the same, which nothing in it can see; what differs is that the function stays (`endsBare`).
 */
export function genClose(g: PyGen): Owned {
  const p = g.v;
  if (p.state === GEN_CREATED) {
    // the arguments live on until the generator dies, as CPython's
    p.state = GEN_CLOSED;
    return incref(None_) as Owned;
  }
  if (p.state === GEN_CLOSED) return incref(None_) as Owned;
  let r: Owned | null;
  p.closing = CLOSING;
  try {
    r = resume(g, null, newExceptionArgs(GeneratorExitType, []));
  } catch (e) {
    if (matches(e, GeneratorExitType)) {
      discard(e);
      return incref(None_) as Owned;
    }
    throw e;
  }
  if (r === null) {
    const v = S.yieldResult!;
    S.yieldResult = null;
    return v as Owned;
  }
  decref(r);
  throw runtimeError(`${kind(g)} ignored GeneratorExit`);
}

// ---- delegation ----

const s_send = intern('send');
const s_throw = intern('throw');
const s_close = intern('close');
const s_next = intern('__next__');

/** The value of a StopIteration, taken out of the exception (owned). */
function stopValue(e: PyErr): PyObject {
  const v = incref(stopIterationValueBorrowed(e.exc));
  discard(e);
  return v;
}

function isGen(o: PyObject): o is PyGen {
  return o.type === GeneratorType || o.type === CoroutineType;
}

/** Sends `value` (consumed) into the sub-iterator: what it yields (owned), or null when it ended (S.yieldResult). */
export function YFSEND(f: Frame, it: PyObject, value: PyObject): Owned | null {
  if (S.brk !== 0) {
    try {
      BRK(f);
    } catch (e) {
      f.yf = null;
      decref(value);
      throw e;
    }
  }
  if (isGen(it)) {
    if (it.v.state === GEN_CREATED && value !== None_) {
      decref(value);
      f.yf = null;
      throw typeError(`can't send non-None value to a just-started ${kind(it)}`);
    }
    try {
      return resume(it, value, null);
    } catch (e) {
      f.yf = null;
      throw e;
    }
  }
  try {
    if (it.type === AsyncGenAsendType) return asendResume(it, value);
    if (value !== None_) return callMethod1(it, s_send, value);
    return nextOrValue(it);
  } catch (e) {
    if (!matches(e, StopIterationType)) {
      f.yf = null;
      throw e;
    }
    S.yieldResult = stopValue(e);
    return null;
  } finally {
    decref(value);
  }
}

/** tp_iternext that keeps the value of a StopIteration raised by a `__next__` written in Python. */
function nextOrValue(it: PyObject): Owned | null {
  const T: TypeObject = it.type;
  if ((T.flags & TPFLAGS_HEAPTYPE) !== 0) {
    const r = callSpecial0(it, s_next);
    if (r !== null) return r;
  }
  const r = T.tp_iternext!(it);
  if (r === null) S.yieldResult = incref(None_);
  return r;
}

/** An exception arrives at a `yield` that delegates: passed on to the sub-iterator. Like YFSEND otherwise. */
export function YFTHROW(f: Frame, it: PyObject, e: unknown): Owned | null {
  const err = toPyErr(e);
  try {
    if (matches(err, GeneratorExitType)) {
      if (f.gen !== null) (f.gen.v as GenPayload).closing = CLOSING_HANDLED;
      closeIter(it, err);
      throw err;
    }
    return throwInto(it, err);
  } catch (x) {
    f.yf = null;
    // it arrives here as if thrown at the yield
    if (f.exc !== null && x instanceof PyErr) chainContext(x.exc);
    throw x;
  }
}

/** The arguments of the `throw` call at work: a sub-iterator that is no generator gets them as they were given. */
export const thrown: { err: PyErr | null; args: PyObject[] } = { err: null, args: [] };

function throwInto(it: PyObject, given: PyErr): Owned | null {
  try {
    if (isGen(it)) return resume(it, null, given);
    const m = lookupAttr(it, s_throw);
    if (m === null) throw given;
    try {
      return callObject(m, given === thrown.err ? thrown.args : [given.exc]);
    } finally {
      decref(m);
      discard(given);
    }
  } catch (x) {
    if (x === given || !matches(x, StopIterationType)) throw x;
    S.yieldResult = stopValue(x);
    return null;
  }
}

/** Closes a sub-iterator on behalf of `pending`, which is dropped when that fails. */
function closeIter(it: PyObject, pending: PyErr): void {
  try {
    if (isGen(it)) {
      decref(genClose(it));
      return;
    }
    const m = closeMethod(it);
    if (m === null) return;
    try {
      decref(callObject(m, []));
    } finally {
      decref(m);
    }
  } catch (e) {
    discard(pending);
    throw e;
  }
}

/** The `close` of a sub-iterator; an error other than its absence is only reported (CPython: gen_close_iter). */
function closeMethod(it: PyObject): PyObject | null {
  try {
    return lookupAttr(it, s_close);
  } catch (e) {
    writeUnraisable(e, it);
    return null;
  }
}

/** The result of the delegation that just ended. */
export function YFRESULT(): Owned {
  const r = S.yieldResult!;
  S.yieldResult = null;
  return r as Owned;
}

export function YFITER(f: Frame, o: PyObject): Owned {
  if (o.type === CoroutineType) {
    const code = f.gen === null ? f.code! : (f.gen.v as GenPayload).code.v;
    if ((code.flags & (CO_COROUTINE | CO_ITERABLE_COROUTINE)) === 0) {
      throw typeError("cannot 'yield from' a coroutine object in a non-coroutine generator");
    }
    return incref(o) as Owned;
  }
  if (o.type === GeneratorType) return incref(o) as Owned;
  return getIter(o);
}

/** A generator made by a function marked with `types.coroutine`, or a coroutine. */
function isCoroutine(o: PyObject): boolean {
  if (o.type === CoroutineType) return true;
  return (
    o.type === GeneratorType && ((o.v as GenPayload).code.v.flags & CO_ITERABLE_COROUTINE) !== 0
  );
}

/** The iterator behind an awaitable. CPython: _PyCoro_GetAwaitableIter. */
function awaitableIter(o: PyObject, how: number): Owned {
  if (isCoroutine(o)) return incref(o) as Owned;
  const slot = o.type.am_await;
  if (slot === null) throw notAwaitable(o, how);
  const it = slot(o);
  if (isCoroutine(it)) {
    decref(it);
    throw typeError('__await__() returned a coroutine');
  }
  if (it.type.tp_iternext === null) {
    const name = it.type.name;
    decref(it);
    throw typeError(`__await__() returned non-iterator of type '${name}'`);
  }
  return it;
}

/**
 * The iterator that `await o` drives. `how`: 0 await, 1 async with enter, 2 async with exit, 3
 * async for, which reports any failure as its own with the first as cause.
 */
export function AWAITABLE(o: PyObject, how: number): Owned {
  let it: Owned;
  if (how === 3) {
    try {
      it = awaitableIter(o, 0);
    } catch (e) {
      throw invalidAnext(o, toPyErr(e));
    }
  } else it = awaitableIter(o, how);
  if (it.type === CoroutineType && yieldFromBorrowed(it) !== null) {
    decref(it);
    throw runtimeError('coroutine is being awaited already');
  }
  return it;
}

function invalidAnext(o: PyObject, cause: PyErr): PyErr {
  const err = typeError(`'async for' received an invalid object from __anext__: ${o.type.name}`);
  causedBy(err, cause.exc);
  return err;
}

/** Makes `exc` (taken over) both cause and context. CPython: _PyErr_FormatFromCause. */
function causedBy(err: PyErr, exc: PyObject): void {
  const p = err.exc.v as ExceptionPayload;
  const { cause, context } = p;
  p.cause = incref(exc);
  p.suppressContext = true;
  p.context = exc;
  xdecref(cause);
  xdecref(context);
}

function notAwaitable(o: PyObject, how: number): PyErr {
  const name = o.type.name;
  if (how === 0) return typeError(`object ${name} can't be used in 'await' expression`);
  const method = how === 1 ? '__aenter__' : '__aexit__';
  return typeError(
    `'async with' received an object from ${method} that does not implement __await__: ${name}`,
  );
}

// ---- async ----

/** A value yielded by an async generator, marked apart from what `await` passes through. Consumes it. */
export function AGVALUE(o: PyObject): Owned {
  return newAsyncGenWrapped(o);
}

export function AITER(o: PyObject): Owned {
  const slot = o.type.am_aiter;
  if (slot === null)
    throw typeError(`'async for' requires an object with __aiter__ method, got ${o.type.name}`);
  const it = slot(o);
  if (it.type.am_anext === null) {
    const name = it.type.name;
    decref(it);
    throw typeError(
      `'async for' received an object from __aiter__ that does not implement __anext__: ${name}`,
    );
  }
  return it;
}

export function ANEXT(it: PyObject): Owned {
  const slot = it.type.am_anext;
  if (slot === null)
    throw typeError(`'async for' requires an iterator with __anext__ method, got ${it.type.name}`);
  return slot(it);
}

/** In the catch clause of an `async for`: true for StopAsyncIteration (swallowed), anything else goes on. */
export function ENDASYNCFOR(_f: Frame, e: unknown): boolean {
  const err = toPyErr(e);
  if (!matches(err, StopAsyncIterationType)) throw err;
  discard(err);
  return true;
}
