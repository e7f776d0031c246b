/**
 * Asynchronous generators and the awaitables that drive them. CPython: Objects/genobject.c
 * (async_gen_*).
 *
 * The body yields two kinds of values: what the program yields comes wrapped (`AsyncGenWrapped`),
 * anything else is passed up from an `await` inside. A step is over when a wrapped value or the end
 * arrives.
 */
import { checkPositional } from '../core/args.ts';
import { call1 } from '../core/call.ts';
import {
  discard,
  matches,
  newExceptionArgs,
  type PyErr,
  runtimeError,
  stopAsyncIteration,
  stopIteration,
  warnRuntime,
  writeUnraisable,
} from '../core/errors.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import { GEN_CLOSED, genSend, type PyGen, resume, stopIterationOf } from '../core/genops.ts';
import { finalizeFromDealloc } from '../core/instance.ts';
import { method, methodRaw, type NativeDef } from '../core/native-def.ts';
import {
  account,
  decref,
  incref,
  type Owned,
  type PyGC,
  type PyObject,
  xdecref,
} from '../core/object.ts';
import { S } from '../core/state.ts';
import { defineType, member } from '../core/type-define.ts';
import {
  AsyncGeneratorType,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_HAVE_GC,
  TypeObject,
  type Visit,
} from '../core/type-object.ts';
import { GeneratorExitType, StopAsyncIterationType, StopIterationType } from './exceptions.ts';
import {
  genAttributes,
  genSharedMethods,
  genThrow,
  genTypeSpec,
  thrownError,
  warnThrowSignature,
} from './generator.ts';
import { None_, newBool, newNone } from './singletons.ts';
import { strJs } from './str.ts';
import { newTuple } from './tuple.ts';

/** sys.set_asyncgen_hooks; owned. */
export const asyncgenHooks: { firstiter: PyObject | null; finalizer: PyObject | null } = {
  firstiter: null,
  finalizer: null,
};

// ---------------------------------------------------------------------------------------------
// Wrapped values

const AsyncGenWrappedType = new TypeObject('async_generator_wrapped_value');
const WRAPPED_BLOCK = 40;

/** Marks a value that an async generator yields; takes it over. */
export function newAsyncGenWrapped(value: PyObject): Owned {
  const o = newGC(AsyncGenWrappedType, value);
  account(o, WRAPPED_BLOCK);
  gcTrack(o);
  return o;
}

defineType(AsyncGenWrappedType, {
  flags: TPFLAGS_HAVE_GC | TPFLAGS_DISALLOW_INSTANTIATION,
  basicsize: WRAPPED_BLOCK - 16,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    decref(o.v);
    freeObject(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => visit(o.v),
});

// ---------------------------------------------------------------------------------------------
// The generator

/** At the first use: takes the finalizer of sys.set_asyncgen_hooks and calls its firstiter. */
function initHooks(g: PyGen): void {
  const p = g.v;
  if (p.hooksInited) return;
  p.hooksInited = true;
  const { firstiter, finalizer } = asyncgenHooks;
  if (finalizer !== null) p.finalizer = incref(finalizer);
  if (firstiter !== null) decref(call1(firstiter, g as PyObject));
}

function anext(o: PyObject): Owned {
  initHooks(o as PyGen);
  return newAsend(o, null);
}

function asend(o: PyObject, value: PyObject): Owned {
  initHooks(o as PyGen);
  return newAsend(o, value);
}

function athrow(o: PyObject, args: PyObject[]): Owned {
  if (args.length > 1) warnThrowSignature('athrow');
  initHooks(o as PyGen);
  return newAthrow(o, newTuple(args));
}

function aclose(o: PyObject): Owned {
  initHooks(o as PyGen);
  return newAthrow(o, null);
}

defineType(AsyncGeneratorType, {
  ...genTypeSpec(),
  am_aiter: (o) => incref(o) as Owned,
  am_anext: anext,
  methods: {
    asend: method('($self, object, /)', asend, 'Goes on with a value for the yield.'),
    athrow: methodRaw(athrow, {
      kw: false,
      doc: 'Raises where it stands.',
    }),
    aclose: method('($self, /)', aclose, 'Ends the generator where it stands.'),
    ...genSharedMethods(),
  },
  members: { ag_running: member((o) => newBool((o as PyGen).v.agRunning)) },
  getset: genAttributes('ag', 'async generator', 'await', 'What it awaits, or None.'),
});

// ---------------------------------------------------------------------------------------------
// Steps

const INIT = 0;
const ITER = 1;
const CLOSED = 2;

/** Payload of asend and athrow objects. */
class StepPayload {
  gen: PyGen;
  /**
   * asend: the value to send, or null; athrow: the tuple of arguments, or null for aclose. Owned.
   */
  value: PyObject | null;
  state: number;
  constructor(gen: PyGen, value: PyObject | null) {
    this.gen = gen;
    this.value = value;
    this.state = INIT;
  }
}

type Step = PyGC<StepPayload>;

const STEP_BLOCK = 56;

function newStep(type: TypeObject, gen: PyObject, value: PyObject | null): Owned {
  const o = newGC(type, new StepPayload(incref(gen) as unknown as PyGen, value));
  account(o, STEP_BLOCK);
  gcTrack(o);
  return o;
}

export const AsyncGenAsendType = new TypeObject('async_generator_asend');
export const AsyncGenAthrowType = new TypeObject('async_generator_athrow');

function newAsend(gen: PyObject, value: PyObject | null): Owned {
  return newStep(AsyncGenAsendType, gen, value === null ? null : incref(value));
}

function newAthrow(gen: PyObject, args: PyObject | null): Owned {
  return newStep(AsyncGenAthrowType, gen, args);
}

function isEnd(e: unknown): e is PyErr {
  return matches(e, StopAsyncIterationType) || matches(e, GeneratorExitType);
}

/**
 * One resumption by `run`: what an inner await passes up is returned; a yielded value ends the
 * step: null, value in S.yieldResult. The end of the generator is StopAsyncIteration. CPython:
 * async_gen_unwrap_value.
 */
function unwrapped(g: PyGen, run: () => Owned | null): Owned | null {
  let r: Owned | null;
  try {
    r = run();
    if (r === null) {
      decref(S.yieldResult!);
      S.yieldResult = null;
      throw stopAsyncIteration();
    }
  } catch (e) {
    if (isEnd(e)) g.v.agClosed = true;
    g.v.agRunning = false;
    throw e;
  }
  if (r.type !== AsyncGenWrappedType) return r;
  S.yieldResult = incref(r.v as PyObject);
  decref(r);
  g.v.agRunning = false;
  return null;
}

/** Runs `step` and notes that the awaitable is used up when it ends in any way. */
function closing(p: StepPayload, step: () => Owned | null): Owned | null {
  let r: Owned | null;
  try {
    r = step();
  } catch (e) {
    p.state = CLOSED;
    throw e;
  }
  if (r === null) p.state = CLOSED;
  return r;
}

const REUSED_ASEND = 'cannot reuse already awaited __anext__()/asend()';
const REUSED_ATHROW = 'cannot reuse already awaited aclose()/athrow()';

function alreadyRunning(p: StepPayload, what: string): PyErr {
  p.state = CLOSED;
  return runtimeError(`${what}(): asynchronous generator is already running`);
}

/**
 * One step of an asend: a value passed up by an await, or null when it is done (value in
 * S.yieldResult).
 */
export function asendResume(o: PyObject, given: PyObject): Owned | null {
  const p: StepPayload = o.v;
  let arg = given;
  if (p.state === CLOSED) throw runtimeError(REUSED_ASEND);
  if (p.state === INIT) {
    if (p.gen.v.agRunning) throw alreadyRunning(p, 'anext');
    if (arg === None_ && p.value !== null) arg = p.value;
    p.state = ITER;
  }
  p.gen.v.agRunning = true;
  return closing(p, () => unwrapped(p.gen, () => genSend(p.gen, arg)));
}

function asendThrow(o: PyObject, args: PyObject[]): Owned | null {
  const p: StepPayload = o.v;
  if (p.state === CLOSED) throw runtimeError(REUSED_ASEND);
  if (p.state === INIT) {
    if (p.gen.v.agRunning) throw alreadyRunning(p, 'anext');
    p.state = ITER;
    p.gen.v.agRunning = true;
  }
  return closing(p, () => unwrapped(p.gen, () => genThrow(p.gen, args)));
}

/**
 * aclose(): the end is what was asked for; a value yielded in spite of GeneratorExit is an error.
 */
function acloseStep(p: StepPayload, run: () => Owned | null): Owned | null {
  let r: Owned | null;
  try {
    r = run();
  } catch (e) {
    p.gen.v.agRunning = false;
    p.state = CLOSED;
    if (!isEnd(e)) throw e;
    discard(e);
    S.yieldResult = newNone();
    return null;
  }
  if (r === null) {
    p.gen.v.agRunning = false;
    p.state = CLOSED;
    return null;
  }
  if (r.type !== AsyncGenWrappedType) return r;
  decref(r);
  p.gen.v.agRunning = false;
  p.state = CLOSED;
  throw runtimeError('async generator ignored GeneratorExit');
}

function athrowStart(p: StepPayload, arg: PyObject): Owned | null {
  const g = p.gen;
  if (g.v.agRunning) throw alreadyRunning(p, p.value === null ? 'aclose' : 'athrow');
  if (g.v.agClosed) {
    p.state = CLOSED;
    throw stopAsyncIteration();
  }
  if (arg !== None_) throw runtimeError("can't send non-None value to a just-started coroutine");
  p.state = ITER;
  g.v.agRunning = true;
  if (p.value === null) {
    g.v.agClosed = true;
    return acloseStep(p, () => resume(g, null, newExceptionArgs(GeneratorExitType, [])));
  }
  const args: PyObject[] = p.value.v;
  try {
    return unwrapped(g, () => {
      checkPositional('athrow', args.length, 1, 3);
      return resume(g, null, thrownError(args[0]!, args[1] ?? None_, args[2] ?? None_));
    });
  } catch (e) {
    g.v.agRunning = false;
    p.state = CLOSED;
    throw e;
  }
}

function athrowResume(o: PyObject, arg: PyObject): Owned | null {
  const p: StepPayload = o.v;
  const g = p.gen;
  if (p.state === CLOSED) throw runtimeError(REUSED_ATHROW);
  if (g.v.state === GEN_CLOSED) {
    p.state = CLOSED;
    S.yieldResult = newNone();
    return null;
  }
  if (p.state === INIT) return athrowStart(p, arg);
  if (p.value !== null) return unwrapped(g, () => genSend(g, arg));
  return acloseStep(p, () => genSend(g, arg));
}

function athrowThrow(o: PyObject, args: PyObject[]): Owned | null {
  const p: StepPayload = o.v;
  const g = p.gen;
  if (p.state === CLOSED) throw runtimeError(REUSED_ATHROW);
  if (p.state === INIT) {
    if (g.v.agRunning) throw alreadyRunning(p, p.value === null ? 'aclose' : 'athrow');
    p.state = ITER;
    g.v.agRunning = true;
  }
  if (p.value !== null) return closing(p, () => unwrapped(g, () => genThrow(g, args)));
  return acloseStep(p, () => genThrow(g, args));
}

// ---------------------------------------------------------------------------------------------
// The two types

type Resume = (o: PyObject, arg: PyObject) => Owned | null;
type Throw = (o: PyObject, args: PyObject[]) => Owned | null;

function finish(r: Owned | null): Owned {
  if (r !== null) return r;
  const value = S.yieldResult!;
  S.yieldResult = null;
  if (value !== None_) throw stopIterationOf(value);
  decref(value);
  throw stopIteration();
}

function nextStep(run: Resume) {
  return (o: PyObject): Owned | null => {
    const r = run(o, None_);
    if (r !== null) return r;
    const value = S.yieldResult!;
    S.yieldResult = null;
    if (value !== None_) throw stopIterationOf(value);
    decref(value);
    return null;
  };
}

function closeStep(throwInto: Throw) {
  return (o: PyObject): Owned => {
    const p: StepPayload = o.v;
    if (p.state === CLOSED) return newNone();
    let r: Owned | null;
    try {
      r = throwInto(o, [GeneratorExitType.self]);
    } catch (e) {
      if (!isEnd(e) && !matches(e, StopIterationType)) throw e;
      discard(e);
      return newNone();
    }
    if (r === null) {
      decref(S.yieldResult!);
      S.yieldResult = null;
      return newNone();
    }
    decref(r);
    throw runtimeError('coroutine ignored GeneratorExit');
  };
}

/** An awaitable nobody awaited. CPython: _PyErr_WarnUnawaitedAgenMethod. */
function warnUnused(o: PyObject): void {
  const p = (o as Step).v;
  if (p.state !== INIT) return;
  const name = o.type === AsyncGenAsendType ? 'asend' : p.value === null ? 'aclose' : 'athrow';
  try {
    warnRuntime(`coroutine method '${name}' of '${strJs(p.gen.v.qualname)}' was never awaited`);
  } catch (e) {
    writeUnraisable(e, p.gen as PyObject);
  }
}

function stepDealloc(o: PyObject): void {
  gcUntrack(o);
  if (finalizeFromDealloc(o)) return;
  const p: StepPayload = o.v;
  decref(p.gen as PyObject);
  xdecref(p.value);
  freeObject(o);
}

function defineStep(type: TypeObject, run: Resume, throwInto: Throw): void {
  const methods: Record<string, NativeDef> = {
    send: method(
      '($self, object, /)',
      (o: PyObject, arg: PyObject) => finish(run(o, arg)),
      'Goes on with a value for the yield.',
    ),
    throw: methodRaw((o: PyObject, args: PyObject[]) => finish(throwInto(o, args)), {
      kw: false,
      doc: 'Raises where it stands.',
    }),
    close: method('($self, /)', closeStep(throwInto), 'Ends the generator where it stands.'),
  };
  defineType(type, {
    flags: TPFLAGS_HAVE_GC | TPFLAGS_DISALLOW_INSTANTIATION,
    basicsize: STEP_BLOCK - 16,
    tp_dealloc: stepDealloc,
    tp_finalize: warnUnused,
    tp_traverse: (o: PyObject, visit: Visit) => {
      const p: StepPayload = o.v;
      visit(p.gen as PyObject);
      if (p.value !== null) visit(p.value);
    },
    tp_iter: (o) => incref(o) as Owned,
    tp_iternext: nextStep(run),
    am_await: (o) => incref(o) as Owned,
    methods,
  });
}

defineStep(AsyncGenAsendType, asendResume, asendThrow);
defineStep(AsyncGenAthrowType, athrowResume, athrowThrow);
