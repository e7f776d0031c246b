/**
 * None, True, False, NotImplemented, Ellipsis. Their types' behaviour is in singleton-types.ts and bool.ts.
 *
 * Imports nothing but the object model's ground, so that any file may use the singletons while loading.
 */

import type { Owned } from '../core/object.ts';
import { immortalize, PyObject } from '../core/object.ts';
import { BoolType, EllipsisType, NoneType, NotImplementedType } from '../core/type-object.ts';

export const None_: PyObject = immortalize(new PyObject(NoneType, null));
export const NotImplemented_: PyObject = immortalize(new PyObject(NotImplementedType, null));
export const Ellipsis_: PyObject = immortalize(new PyObject(EllipsisType, null));
/** Payload 1 and 0: they are ints. */
export const True_: PyObject = immortalize(new PyObject(BoolType, 1));
export const False_: PyObject = immortalize(new PyObject(BoolType, 0));

export function newNone(): Owned {
  None_.rc++;
  return None_ as Owned;
}

export function newBool(b: boolean): Owned {
  const o = b ? True_ : False_;
  o.rc++;
  return o as Owned;
}

export function newNotImplemented(): Owned {
  NotImplemented_.rc++;
  return NotImplemented_ as Owned;
}

export function newEllipsis(): Owned {
  Ellipsis_.rc++;
  return Ellipsis_ as Owned;
}
