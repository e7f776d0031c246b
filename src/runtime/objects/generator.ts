/**
 * generator, coroutine and coroutine_wrapper. CPython: Objects/genobject.c.
 *
 * Running them is core/genops.ts; here is what Python code sees, and the end of their lives. A
 * generator owns its frame: what the frame holds is traversed and released through the generator.
 */

import { checkPositional } from '../core/args.ts';
import { call1, callObject } from '../core/call.ts';
import {
  isExceptionClass,
  isExceptionInstance,
  matches,
  PyErr,
  reprJs,
  stopIteration,
  typeError,
  warnDeprecated,
  warnRuntime,
  writeUnraisable,
} from '../core/errors.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import {
  GEN_CLOSED,
  GEN_CREATED,
  GEN_RUNNING,
  GEN_SUSPENDED,
  type GenPayload,
  genClose,
  genIterNext,
  genKind,
  genSend,
  genSize,
  type PyGen,
  releaseFrame,
  resume,
  stopIterationOf,
  thrown,
  yieldFromBorrowed,
} from '../core/genops.ts';
import { importAttr } from '../core/import-attr.ts';
import { finalizeFromDealloc } from '../core/instance.ts';
import { classMethod, method, methodRaw, type NativeDef } from '../core/native-def.ts';
import { account, decref, incref, type Owned, type PyObject, xdecref } from '../core/object.ts';
import { S } from '../core/state.ts';
import { isInstanceOf } from '../core/subtype.ts';
import {
  defineType,
  type GetsetDef,
  getset,
  member,
  newStaticType,
  type TypeSpec,
} from '../core/type-define.ts';
import {
  CoroutineType,
  GeneratorType,
  StrType,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_HAVE_GC,
  TracebackType,
  TupleType,
  type TypeObject,
  type Visit,
} from '../core/type-object.ts';
import { clearWeakrefs } from '../core/weakref.ts';
import { CO_ITERABLE_COROUTINE } from './code.ts';
import { dictGetStrBorrowed } from './dict.ts';
import { RuntimeWarningType, setTraceback } from './exceptions.ts';
import { frameLine, frameObjectOf, traverseFrame } from './frame.ts';
import { genericAliasNew } from './genericalias.ts';
import { newInt } from './int.ts';
import { addressText } from './object.ts';
import { None_, newBool } from './singletons.ts';
import { intern, newStrJs, strJs } from './str.ts';
import { newTupleSteal } from './tuple.ts';

const s_warnings = intern('warnings');
const s_meta_path = intern('meta_path');

// ---------------------------------------------------------------------------------------------
// Lifetime

export function genTraverse(o: PyObject, visit: Visit): void {
  const p: GenPayload = o.v;
  visit(p.name);
  visit(p.qualname);
  if (p.origin !== null) visit(p.origin);
  if (p.finalizer !== null) visit(p.finalizer);
  const f = p.frame;
  if (f.detached) {
    visit(p.code);
    return;
  }
  if (f.obj !== null) visit(f.obj);
  traverseFrame(f, visit, p.code);
  // the exception being handled is owned by a temporary of the frame
}

/** CPython: _PyErr_WarnUnawaitedCoroutine. */
function warnUnawaited(g: PyObject): void {
  let warned = false;
  try {
    const f = warningsReachable() ? importAttr('warnings', '_warn_unawaited_coroutine') : null;
    if (f === null) return warnPlainly(g);
    try {
      decref(call1(f, g));
      warned = true;
    } finally {
      decref(f);
    }
  } catch (e) {
    warned = matches(e, RuntimeWarningType);
    writeUnraisable(e, g);
  }
  if (!warned) warnPlainly(g);
}

/** At the end nothing is imported any more. CPython: get_warnings_attr. */
function warningsReachable(): boolean {
  if (dictGetStrBorrowed(S.modules, s_warnings) !== null) return true;
  return dictGetStrBorrowed(S.sysdict, s_meta_path) !== None_;
}

function warnPlainly(g: PyObject): void {
  try {
    warnRuntime(`coroutine '${strJs((g.v as GenPayload).qualname)}' was never awaited`);
  } catch (e) {
    writeUnraisable(e, g);
  }
}

/** Closes a generator that will never be resumed. CPython: _PyGen_Finalize. */
export function finalizeGenerator(g: PyObject): void {
  const p: GenPayload = g.v;
  if (p.state === GEN_CLOSED) return;
  if (p.finalizer !== null && !p.agClosed) {
    try {
      decref(call1(p.finalizer, g));
    } catch (e) {
      writeUnraisable(e, g);
    }
    return;
  }
  if (g.type === CoroutineType && p.state === GEN_CREATED) {
    warnUnawaited(g);
    return;
  }
  try {
    decref(genClose(g as PyGen));
  } catch (e) {
    writeUnraisable(e, g);
  }
}

export function genDealloc(object: PyObject): void {
  const g = object as PyGen;
  gcUntrack(object);
  if (g.ext !== null) clearWeakrefs(object);
  if (g.v.state !== GEN_CLOSED && finalizeFromDealloc(object)) return;
  const p = g.v;
  const { origin, finalizer } = p;
  p.finalizer = null;
  xdecref(finalizer);
  p.origin = null;
  xdecref(origin);
  p.state = GEN_CLOSED;
  p.body = null;
  releaseFrame(p, false);
  const size = genSize(p.frame.code!);
  freeObject(object, size);
  decref(p.code);
  decref(p.name);
  decref(p.qualname);
}

// ---------------------------------------------------------------------------------------------
// throw

/**
 * An exception of class `cls` from the `value` given beside it. CPython: PyErr_NormalizeException.
 */
function instantiate(cls: PyObject, value: PyObject): Owned {
  if (isInstanceOf(value, cls.v as TypeObject)) return incref(value);
  const args =
    value === None_ ? [] : isInstanceOf(value, TupleType) ? (value.v as PyObject[]) : [value];
  const exc = callObject(cls, args);
  if (isExceptionInstance(exc)) return exc;
  const name = exc.type.name;
  decref(exc);
  throw typeError(
    `calling ${reprJs(cls)} should have returned an instance of BaseException, not ${name}`,
  );
}

/** The exception that `throw(type[, value[, traceback]])` means. */
export function thrownError(type: PyObject, value: PyObject, traceback: PyObject): PyErr {
  if (traceback !== None_ && traceback.type !== TracebackType) {
    throw typeError('throw() third argument must be a traceback object');
  }
  let exc: Owned;
  if (isExceptionClass(type)) {
    try {
      exc = instantiate(type, value);
    } catch (e) {
      // what goes wrong in making the exception is thrown in its place
      if (e instanceof PyErr) return e;
      throw e;
    }
  } else if (isExceptionInstance(type)) {
    if (value !== None_) throw typeError('instance exception may not have a separate value');
    exc = incref(type);
  } else {
    throw typeError(
      `exceptions must be classes or instances deriving from BaseException, not ${type.type.name}`,
    );
  }
  if (traceback !== None_) setTraceback(exc, traceback);
  return new PyErr(exc);
}

/** Warns about the form of `throw` with more than one argument. */
export function warnThrowSignature(name: string): void {
  warnDeprecated(
    `the (type, exc, tb) signature of ${name}() is deprecated, use the single-arg signature instead.`,
  );
}

/** `g.throw(…)`: null at the end (result in S.yieldResult). */
export function genThrow(g: PyGen, args: PyObject[]): Owned | null {
  checkPositional('throw', args.length, 1, 3);
  if (args.length > 1) warnThrowSignature('throw');
  const err = thrownError(args[0]!, args[1] ?? None_, args[2] ?? None_);
  thrown.err = err;
  thrown.args = args;
  try {
    return resume(g, null, err);
  } finally {
    thrown.err = null;
  }
}

/** A yielded value as it is; the end as StopIteration with the result. */
function valueOrStop(r: Owned | null): Owned {
  if (r !== null) return r;
  const result = S.yieldResult!;
  S.yieldResult = null;
  if (result !== None_) throw stopIterationOf(result);
  decref(result);
  throw stopIteration();
}

// ---------------------------------------------------------------------------------------------
// Attributes

const genOf = (o: PyObject): GenPayload => o.v as GenPayload;

function nameGetset(field: 'name' | 'qualname', doc: string): GetsetDef {
  return getset(
    (o) => incref(genOf(o)[field]) as Owned,
    (o, value) => {
      if (value === null || !isInstanceOf(value, StrType)) {
        throw typeError(`__${field}__ must be set to a string object`);
      }
      const old = genOf(o)[field];
      genOf(o)[field] = incref(value);
      decref(old);
    },
    doc,
  );
}

/** The attributes that the three kinds share, under their prefix. */
export function genAttributes(
  prefix: string,
  what: string,
  awaits: string,
  awaitDoc: string,
): Record<string, GetsetDef> {
  return {
    __name__: nameGetset('name', `The name of this ${what}.`),
    __qualname__: nameGetset('qualname', `The name of this ${what} with what it stands in.`),
    [`${prefix}_${awaits}`]: getset((o) => incref(yieldFromBorrowed(o) ?? None_), null, awaitDoc),
    [`${prefix}_frame`]: getset((o) => {
      const p = genOf(o);
      return incref(p.state === GEN_CLOSED ? None_ : frameObjectOf(p.frame));
    }),
    [`${prefix}_suspended`]: getset((o) => newBool(genOf(o).state === GEN_SUSPENDED)),
    [`${prefix}_code`]: getset((o) => incref(genOf(o).code as PyObject)),
  };
}

export function genRepr(o: PyObject): Owned {
  const what = genKind(o).replace(' ', '_');
  return newStrJs(`<${what} object ${strJs(genOf(o).qualname)} at ${addressText(o)}>`);
}

function sizeofMethod(): NativeDef {
  return method(
    '($self, /)',
    (o: PyObject) => newInt(genSize(genOf(o).frame.code!) - 16),
    'Bytes of memory.',
  );
}

/** What the types of all three kinds share. */
export function genTypeSpec(): TypeSpec {
  return {
    flags: TPFLAGS_HAVE_GC | TPFLAGS_DISALLOW_INSTANTIATION,
    basicsize: 144,
    itemsize: 8,
    hasWeakrefs: true,
    tp_dealloc: genDealloc,
    tp_traverse: genTraverse,
    tp_finalize: finalizeGenerator,
    tp_repr: genRepr,
    tp_sizeof: (o) => genSize(genOf(o).frame.code!) - 16,
  };
}

/** Methods all three kinds share. */
export function genSharedMethods(): Record<string, NativeDef> {
  return {
    __sizeof__: sizeofMethod(),
    __class_getitem__: classMethod('($type, object, /)', genericAliasNew, 'A generic alias.'),
  };
}

function driverMethods(what: string): Record<string, NativeDef> {
  return {
    send: method(
      '($self, object, /)',
      (g: PyObject, value_: PyObject) => valueOrStop(genSend(g as PyGen, value_)),
      `Goes on with a value: the ${what} sees it where it stands.`,
    ),
    throw: methodRaw((g: PyObject, args: PyObject[]) => valueOrStop(genThrow(g as PyGen, args)), {
      kw: false,
      doc: `Raises an exception where the ${what} stands.`,
    }),
    close: method(
      '($self, /)',
      (g: PyObject) => genClose(g as PyGen),
      `Ends the ${what} where it stands.`,
    ),
  };
}

defineType(GeneratorType, {
  ...genTypeSpec(),
  tp_iter: (o) => incref(o) as Owned,
  tp_iternext: genIterNext,
  methods: { ...driverMethods('generator'), ...genSharedMethods() },
  getset: {
    ...genAttributes('gi', 'generator', 'yieldfrom', 'What yield from runs, or None.'),
    gi_running: getset((o) => newBool(genOf(o).state === GEN_RUNNING)),
  },
});

defineType(CoroutineType, {
  ...genTypeSpec(),
  am_await: newCoroutineWrapper,
  methods: { ...driverMethods('coroutine'), ...genSharedMethods() },
  members: { cr_origin: member((o) => incref(genOf(o).origin ?? None_)) },
  getset: {
    ...genAttributes('cr', 'coroutine', 'await', 'What it awaits, or None.'),
    cr_running: getset((o) => newBool(genOf(o).state === GEN_RUNNING)),
  },
});

/**
 * Frames above a coroutine's creation: ((filename, lineno, name), …). CPython: compute_cr_origin.
 */
export function coroutineOrigin(depth: number): Owned {
  const rows: PyObject[] = [];
  for (let i = S.sp; i > 0 && rows.length < depth; i--) {
    const f = S.frames[i]!;
    const code = f.code!;
    rows.push(newTupleSteal([incref(code.filename), newInt(frameLine(f)), newStrJs(code.name)]));
  }
  return newTupleSteal(rows);
}

// ---------------------------------------------------------------------------------------------
// coroutine_wrapper: what `coroutine.__await__()` gives

const WRAPPER_BLOCK = 40;

function newCoroutineWrapper(coroutine: PyObject): Owned {
  const o = newGC(CoroutineWrapperType, incref(coroutine) as PyObject);
  account(o, WRAPPER_BLOCK);
  gcTrack(o);
  return o;
}

const CoroutineWrapperType: TypeObject = newStaticType('coroutine_wrapper', {
  flags: TPFLAGS_HAVE_GC | TPFLAGS_DISALLOW_INSTANTIATION,
  basicsize: WRAPPER_BLOCK - 16,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    decref(o.v);
    freeObject(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => visit(o.v),
  tp_iter: (o) => incref(o) as Owned,
  tp_iternext: (o) => genIterNext(o.v),
  methods: {
    send: method(
      '($self, object, /)',
      (o: PyObject, value: PyObject) => valueOrStop(genSend(o.v, value)),
      'Goes on with a value for the await.',
    ),
    throw: methodRaw((o: PyObject, args: PyObject[]) => valueOrStop(genThrow(o.v, args)), {
      kw: false,
      doc: 'Raises an exception where the coroutine stands.',
    }),
    close: method('($self, /)', (o: PyObject) => genClose(o.v), 'Ends it where it stands.'),
  },
  doc: 'Runs a coroutine as an iterator.',
});

/** Whether the object is a generator made by a function marked with `types.coroutine`. */
export function isIterableCoroutine(o: PyObject): boolean {
  return o.type === GeneratorType && (genOf(o).code.v.flags & CO_ITERABLE_COROUTINE) !== 0;
}
