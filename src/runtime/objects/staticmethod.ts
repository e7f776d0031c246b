/**
 * staticmethod and classmethod. CPython: Objects/funcobject.c.
 *
 * When made by a call, both copy the wrapped function's `__module__`, `__name__`, `__qualname__`, `__doc__` and
 * `__annotations__` into their own dict.
 */
import { isTrue } from '../core/abstract.ts';
import { checkPositional, noKeywords } from '../core/args.ts';
import { instanceSet, lookupAttr } from '../core/attr.ts';
import { callObject } from '../core/call.ts';
import { reprJs, runtimeError } from '../core/errors.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import type { Owned, PyGC, PyObject } from '../core/object.ts';
import { account, decref, incref } from '../core/object.ts';
import type { TypeSpec } from '../core/type-define.ts';
import { defineType, getset, member } from '../core/type-define.ts';
import type { KwNames, TypeObject, Visit } from '../core/type-object.ts';
import {
  ClassmethodType,
  StaticmethodType,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
} from '../core/type-object.ts';
import { newMethod } from './method.ts';
import { genericDictGetset } from './object.ts';
import { None_, newBool } from './singletons.ts';
import { intern, newStrJs } from './str.ts';

const s_abstract = intern('__isabstractmethod__');
const WRAPPED_NAMES = ['__module__', '__name__', '__qualname__', '__doc__', '__annotations__'].map(
  (n) => intern(n),
);

/** The wrapped callable; null only before `__init__`. */
class Wrapping {
  callable: PyObject | null;
  constructor(callable: PyObject | null) {
    this.callable = callable;
  }
}

function make(type: TypeObject, callable: PyObject): Owned {
  const o = newGC(type, new Wrapping(incref(callable)));
  account(o, 48);
  gcTrack(o);
  return o;
}

/** A bare staticmethod around a function, without copied attributes. CPython: PyStaticMethod_New. */
export function newStaticmethod(callable: PyObject): Owned {
  return make(StaticmethodType, callable);
}

/** A bare classmethod around a function. CPython: PyClassMethod_New. */
export function newClassmethod(callable: PyObject): Owned {
  return make(ClassmethodType, callable);
}

/** What a static or class method wraps, borrowed. */
export function wrappedCallableBorrowed(o: PyObject): PyObject {
  return (o.v as Wrapping).callable ?? None_;
}

function wrapNew(type: TypeObject): Owned {
  const o = type.tp_alloc(type);
  o.v = new Wrapping(incref(None_));
  return o;
}

function wrapInit(name: string) {
  return (o: PyObject, args: PyObject[], kw: KwNames): void => {
    noKeywords(name, kw);
    checkPositional(name, args.length, 1, 1);
    const p: Wrapping = o.v;
    const callable = args[0]!;
    const old = p.callable;
    p.callable = incref(callable);
    if (old !== null) decref(old);
    for (const attr of WRAPPED_NAMES) {
      const value = lookupAttr(callable, attr);
      if (value === null) continue;
      instanceSet(o, attr, value);
      decref(value);
    }
  };
}

function wrapDealloc(o: PyObject): void {
  gcUntrack(o);
  const p: Wrapping = o.v;
  if (p !== null && p.callable !== null) decref(p.callable);
  freeObject(o);
}

function wrapTraverse(o: PyObject, visit: Visit): void {
  const p: Wrapping | null = o.v;
  if (p !== null && p.callable !== null) visit(p.callable);
  const dict = (o as PyGC).dict;
  if (dict !== null) visit(dict);
}

function wrapClear(o: PyObject): void {
  const p: Wrapping = o.v;
  const gc = o as PyGC;
  const { callable } = p;
  p.callable = null;
  if (callable !== null) decref(callable);
  if (gc.dict !== null) {
    const dict = gc.dict;
    gc.dict = null;
    decref(dict);
  }
}

function wrapRepr(name: string): (o: PyObject) => Owned {
  return (o) => newStrJs(`<${name}(${reprJs((o.v as Wrapping).callable ?? None_)})>`);
}

const spec: TypeSpec = {
  flags: TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC,
  basicsize: 32,
  hasDict: true,
  tp_new: wrapNew,
  tp_dealloc: wrapDealloc,
  tp_traverse: wrapTraverse,
  tp_clear: wrapClear,
};

function members(): NonNullable<TypeSpec['members']> {
  return {
    __func__: member((o) => incref((o.v as Wrapping).callable ?? None_)),
    __wrapped__: member((o) => incref((o.v as Wrapping).callable ?? None_)),
  };
}

function getsets(): NonNullable<TypeSpec['getset']> {
  return {
    __isabstractmethod__: getset((o) => newBool(isAbstract((o.v as Wrapping).callable))),
    __dict__: getset(
      (o) => genericDictGetset.get!(o),
      (o, value) => genericDictGetset.set!(o, value),
    ),
  };
}

/** Whether a function is marked abstract. CPython: _PyObject_IsAbstract. */
export function isAbstract(o: PyObject | null): boolean {
  if (o === null) return false;
  const mark = lookupAttr(o, s_abstract);
  if (mark === null) return false;
  try {
    return isTrue(mark);
  } finally {
    decref(mark);
  }
}

function uninitialized(kind: string) {
  return runtimeError(`uninitialized ${kind} object`);
}

defineType(StaticmethodType, {
  ...spec,
  tp_init: wrapInit('staticmethod'),
  tp_repr: wrapRepr('staticmethod'),
  tp_descr_get: (o) => {
    const { callable } = o.v as Wrapping;
    if (callable === null) throw uninitialized('staticmethod');
    return incref(callable);
  },
  tp_call: (o, args, kw) => callObject((o.v as Wrapping).callable!, args, kw),
  members: members(),
  getset: getsets(),
  text_signature: '(function, /)',
  doc: 'Makes a function a method that receives nothing in addition.',
});

defineType(ClassmethodType, {
  ...spec,
  tp_init: wrapInit('classmethod'),
  tp_repr: wrapRepr('classmethod'),
  tp_descr_get: (o, obj, type) => {
    const { callable } = o.v as Wrapping;
    if (callable === null) throw uninitialized('classmethod');
    return newMethod(callable, type ?? obj!.type.self);
  },
  members: members(),
  getset: getsets(),
  text_signature: '(function, /)',
  doc: 'Makes a function a method that receives the class.',
});
