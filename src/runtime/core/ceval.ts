/**
 * The frame side of generated code: entering and leaving calls, what happens when an exception passes, handled exceptions,
 * the eval breaker. CPython: Python/ceval.c.
 *
 * A call in generated code is `EN` … body … leave. What raises breaks to the end of the function with the carrier in
 * S.err; that is `UW`, and the function returns null. The
 * traceback entry of a frame is added by the first catch clause an exception meets in it: `PyErr.frame` remembers that.
 */
import { CO_OPTIMIZED, type CodePayload } from '../objects/code.ts';
import { frameObject, newFrameObject } from '../objects/frame.ts';
import type { FunctionPayload } from '../objects/function.ts';
import { addTraceback } from '../objects/traceback.ts';
import { runBreaker } from './breaker.ts';
import { PyErr, recursionError, runtimeError, toPyErr, typeError } from './errors.ts';
import { Frame } from './frame.ts';
import { gcTrack } from './gc.ts';
import { endsBare } from './genops.ts';
import { decref, incref, type PyObject, xdecref } from './object.ts';
import { BRK_RECURSION, S } from './state.ts';

const frames = S.frames;

/** Enters a call: the frame of the next depth, running `fn` (owned by the call) with `code`. */
export function EN(fn: PyObject<FunctionPayload>, code: CodePayload): Frame {
  const sp = ++S.sp;
  if (sp >= frames.length) frames.push(new Frame());
  const f = frames[sp]!;
  if (sp > S.recursionLimit) S.brk |= BRK_RECURSION;
  f.fn = fn;
  f.code = code;
  f.i = -1;
  f.ctx = 0;
  return f;
}

/** The eval breaker is set: collections, signals, limits, recursion. May throw. */
export function BRK(f: Frame): void {
  if ((S.brk & BRK_RECURSION) !== 0) {
    S.brk &= ~BRK_RECURSION;
    if (S.sp > S.recursionLimit) throw tooDeep(f);
    if (S.brk === 0) return;
  }
  runBreaker(f);
}

/** A call beyond the limit. CPython refuses it before the frame begins: the traceback has no entry of it. */
function tooDeep(f: Frame): PyErr {
  const err = recursionError('maximum recursion depth exceeded');
  err.frame = f;
  return err;
}

/** The frame leaves the stack while somebody keeps its frame object: it takes over the locals. */
export function DETACH(f: Frame, locals: (PyObject | null)[]): void {
  const obj = f.obj!;
  // the frame has been popped already: its place in the pool is S.sp + 1
  if (f.gen === null) frames[S.sp + 1] = new Frame();
  f.obj = null;
  if (obj.rc === 1) {
    releaseAll(locals);
    f.ns = null;
    decref(obj);
    return;
  }
  f.locals = locals;
  keepCaller(f);
  if (f.fn !== null) f.fn.rc++;
  if (f.ns !== null) {
    // a class body with cells leaves its namespace behind in the pooled frame
    if ((f.code!.flags & CO_OPTIMIZED) !== 0) f.ns = null;
    else f.ns.rc++;
  }
  f.detached = true;
  gcTrack(obj);
  decref(obj);
}

/** A frame that outlives its call keeps its caller's frame object (CPython: take_ownership). */
function keepCaller(f: Frame): void {
  if (S.sp > 0) f.back = incref(frameObject(S.sp));
}

function releaseAll(locals: (PyObject | null)[]): void {
  for (let i = 0; i < locals.length; i++) {
    const o = locals[i];
    if (o !== null && o !== undefined) {
      locals[i] = null;
      decref(o);
    }
  }
}

/** Ends a call of resident code: locals are in the frame. */
export function LEAVER(f: Frame, fn: PyObject): void {
  S.sp--;
  const locals = f.locals!;
  f.locals = null;
  if (f.obj !== null) DETACH(f, locals);
  else releaseAll(locals);
  decref(fn);
}

/** Ends module, class and exec code without fast locals. */
export function LEAVENS(f: Frame, fn: PyObject): void {
  S.sp--;
  if (f.obj !== null) DETACH(f, []);
  else f.ns = null;
  decref(fn);
}

/** Ends a generator's body: its locals are released; the driver pops the frame. */
export function GENEND(f: Frame): void {
  const locals = f.locals!;
  f.locals = [];
  releaseAll(locals);
}

/** Adds this frame's traceback entry unless the carrier has it already. */
function tracebackHere(f: Frame, err: PyErr): void {
  if (err.frame === f) return;
  err.frame = f;
  addTraceback(err.exc, f);
}

/**
 * An exception leaves the call: temporaries are released, the traceback gets its entry, the frame is popped, the locals go
 * to the frame object if somebody keeps it. The result is that of the call.
 */
export function UW(f: Frame, locals: (PyObject | null)[], temps: (PyObject | null)[]): null {
  const err = toPyErr(S.err);
  tracebackHere(f, err);
  for (let i = temps.length - 1; i >= 0; i--) xdecref(temps[i]);
  if (S.lineHook !== null) S.lineHook.end(f);
  if (f.exc !== null) f.exc = null;
  S.sp--;
  const fn = f.fn!;
  if (f.locals === locals) f.locals = null;
  if (f.obj !== null) DETACH(f, locals);
  else {
    releaseAll(locals);
    f.ns = null;
  }
  decref(fn);
  S.err = err;
  return null;
}

/** The same for a generator's body: the driver pops the frame. */
export function UG(f: Frame, temps: (PyObject | null)[]): null {
  const err = toPyErr(S.err);
  if (!endsBare(f, err.frame === f)) tracebackHere(f, err);
  for (let i = temps.length - 1; i >= 0; i--) xdecref(temps[i]);
  if (f.obj === null || f.obj.rc === 1) GENEND(f);
  S.err = err;
  return null;
}

/** A line of watched code is about to run. */
export function LINE(f: Frame, lineno: number): void {
  if (S.lineHook !== null) S.lineHook.line(f, lineno);
}

/** A call of watched code is about to end. */
export function LINEEND(f: Frame): void {
  if (S.lineHook !== null) S.lineHook.end(f);
}

// ---- handlers ----

/** A handler takes what was raised: the exception object, owned, with this frame's traceback entry. */
export function CAUGHT(f: Frame): PyObject {
  const err = toPyErr(S.err);
  S.err = null;
  tracebackHere(f, err);
  return err.exc;
}

/** An exception passes a handler of this frame on its way out: its carrier, to be raised again. */
export function CAUGHTAGAIN(f: Frame): PyErr {
  const err = toPyErr(S.err);
  S.err = null;
  tracebackHere(f, err);
  return err;
}

/** Makes `exc` (owned by the handler) the exception being handled; returns the one this frame handled before. */
export function PUSHEXC(f: Frame, exc: PyObject): PyObject | null {
  const prev = f.exc;
  if (prev === null) f.outer = S.exc;
  f.exc = exc;
  S.exc = exc;
  return prev;
}

export function POPEXC(f: Frame, prev: PyObject | null): void {
  f.exc = prev;
  S.exc = prev === null ? f.outer : prev;
}

/** The caught exception goes on: no new traceback entry for this frame. */
export function RETHROW(f: Frame, exc: PyObject): PyErr {
  exc.rc++;
  const err = new PyErr(exc as any);
  err.frame = f;
  return err;
}

/** Bare `raise`. */
export function RERAISE(): PyErr {
  const exc = S.exc;
  if (exc === null) return runtimeError('No active exception to reraise');
  return RETHROW(frames[S.sp]!, exc);
}

export function unboundLocal(name: PyObject): never {
  throw unboundLocalErrorFor(name);
}

import { strJs } from '../objects/str.ts';
import { nameError, unboundLocalError } from './errors.ts';

function unboundLocalErrorFor(name: PyObject): PyErr {
  return unboundLocalError(
    `cannot access local variable '${strJs(name)}' where it is not associated with a value`,
  );
}

/** An empty free or cell variable is read. */
export function unboundDeref(name: PyObject, free: boolean): PyErr {
  if (!free) return unboundLocalErrorFor(name);
  return nameError(
    `cannot access free variable '${strJs(name)}' where it is not associated with a value in enclosing scope`,
    name,
  );
}

void newFrameObject;
void typeError;
