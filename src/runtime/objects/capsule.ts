/**
 * PyCapsule: an opaque object that carries a pointer of C from one extension module to another. CPython:
 * Objects/capsule.c. Python sees a name and an identity, and so it is here; there is no C to unwrap one.
 */
import { freeObject, gcUntrack, newGC } from '../core/gc.ts';
import { account, type Owned, type PyObject } from '../core/object.ts';
import { newStaticType } from '../core/type-define.ts';
import { TPFLAGS_HAVE_GC, type TypeObject } from '../core/type-object.ts';
import { addressText } from './object.ts';
import { newStrJs } from './str.ts';

const SIZE = 64;

/** types.CapsuleType. The payload is the name. */
export const CapsuleType: TypeObject = newStaticType('PyCapsule', {
  flags: TPFLAGS_HAVE_GC,
  basicsize: SIZE,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    freeObject(o);
  },
  tp_traverse: () => {},
  tp_repr: (o: PyObject) => newStrJs(`<capsule object "${o.v}" at ${addressText(o)}>`),
  doc: 'What a module written in C offers to others of its kind.',
});

/** A capsule without traversal function: never tracked. */
export function newCapsule(name: string): Owned {
  const o = newGC(CapsuleType, name);
  account(o, SIZE + 16);
  return o;
}
