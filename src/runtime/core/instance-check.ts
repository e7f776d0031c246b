/**
 * isinstance() and issubclass(). CPython: Objects/abstract.c (object_recursive_isinstance …).
 */

import { intern } from '../objects/str.ts';
import { UnionType } from '../objects/union.ts';
import { isTrue } from './abstract.ts';
import { lookupAttr } from './attr.ts';
import { callSpecial1 } from './call.ts';
import { enterNative, leaveNative, typeError } from './errors.ts';
import { decref, type Owned, type PyObject } from './object.ts';
import { isSubtype } from './subtype.ts';
import {
  TPFLAGS_TUPLE_SUBCLASS,
  TPFLAGS_TYPE_SUBCLASS,
  type TypeObject,
  TypeType,
} from './type-object.ts';

const s_class = intern('__class__');
const s_bases = intern('__bases__');
const s_instancecheck = intern('__instancecheck__');
const s_subclasscheck = intern('__subclasscheck__');

const INSTANCE_MESSAGE = 'isinstance() arg 2 must be a type, a tuple of types, or a union';
const SUBCLASS_MESSAGE = 'issubclass() arg 2 must be a class, a tuple of classes, or a union';

const isType = (o: PyObject): boolean => (o.type.flags & TPFLAGS_TYPE_SUBCLASS) !== 0;
const isTuple = (o: PyObject): boolean => (o.type.flags & TPFLAGS_TUPLE_SUBCLASS) !== 0;

/** `o.__bases__` when it is a tuple, else null. */
function basesOf(o: PyObject): Owned | null {
  const bases = lookupAttr(o, s_bases);
  if (bases === null || isTuple(bases)) return bases;
  decref(bases);
  return null;
}

function checkClass(o: PyObject, message: string): void {
  const bases = basesOf(o);
  if (bases === null) throw typeError(message);
  decref(bases);
}

/** Walks `__bases__` of anything that has it. */
function abstractSubclass(derived: PyObject, cls: PyObject): boolean {
  if (derived === cls) return true;
  const bases = basesOf(derived);
  if (bases === null) return false;
  enterNative(' in __issubclass__');
  try {
    for (const base of bases.v as PyObject[]) if (abstractSubclass(base, cls)) return true;
    return false;
  } finally {
    leaveNative();
    decref(bases);
  }
}

/** type.__instancecheck__. */
export function plainIsInstance(o: PyObject, cls: PyObject): boolean {
  if (isType(cls)) {
    if (isSubtype(o.type, cls.v as TypeObject)) return true;
    const own = lookupAttr(o, s_class);
    if (own === null) return false;
    const yes = (own as PyObject) !== o.type.self && isType(own) && isSubtype(own.v, cls.v);
    decref(own);
    return yes;
  }
  checkClass(cls, INSTANCE_MESSAGE);
  const own = lookupAttr(o, s_class);
  if (own === null) return false;
  try {
    return abstractSubclass(own, cls);
  } finally {
    decref(own);
  }
}

/** `isinstance(o, cls)`. */
export function isInstance(o: PyObject, cls: PyObject): boolean {
  if (o.type.self === cls) return true;
  if (cls.type === TypeType) return plainIsInstance(o, cls);
  if (cls.type === UnionType) return isInstance(o, cls.v.args);
  if (isTuple(cls)) {
    enterNative(' in __instancecheck__');
    try {
      for (const item of cls.v as PyObject[]) if (isInstance(o, item)) return true;
      return false;
    } finally {
      leaveNative();
    }
  }
  return askOr(cls, s_instancecheck, o, plainIsInstance, ' in __instancecheck__');
}

/** type.__subclasscheck__. */
export function plainIsSubclass(derived: PyObject, cls: PyObject): boolean {
  if (isType(cls) && isType(derived)) return isSubtype(derived.v, cls.v);
  checkClass(derived, 'issubclass() arg 1 must be a class');
  if (cls.type !== UnionType) checkClass(cls, SUBCLASS_MESSAGE);
  return abstractSubclass(derived, cls);
}

/** `issubclass(derived, cls)`. */
export function isSubclass(derived: PyObject, cls: PyObject): boolean {
  if (cls.type === TypeType) return derived === cls || plainIsSubclass(derived, cls);
  if (cls.type === UnionType) return isSubclass(derived, cls.v.args);
  if (isTuple(cls)) {
    enterNative(' in __subclasscheck__');
    try {
      for (const item of cls.v as PyObject[]) if (isSubclass(derived, item)) return true;
      return false;
    } finally {
      leaveNative();
    }
  }
  return askOr(cls, s_subclasscheck, derived, plainIsSubclass, ' in __subclasscheck__');
}

function askOr(
  cls: PyObject,
  name: PyObject,
  arg: PyObject,
  plain: (a: PyObject, b: PyObject) => boolean,
  where: string,
): boolean {
  enterNative(where);
  try {
    const r = callSpecial1(cls, name, arg);
    if (r === null) return plain(arg, cls);
    try {
      return isTrue(r);
    } finally {
      decref(r);
    }
  } finally {
    leaveNative();
  }
}
