/**
 * `__vectorcalloffset__` of native callables. CPython: the members of that name in Modules/_functoolsmodule.c and
 * Modules/_operator.c. Read from an instance it is the address of the C function that calls go to, 0 where they take
 * tp_call; there are no C functions here, so the address of the type stands for theirs.
 */
import { addressOf } from '../core/address.ts';
import type { PyObject } from '../core/object.ts';
import { member, type MemberDef } from '../core/type-define.ts';
import { TypeType } from '../core/type-object.ts';
import { newIntExact, newInt } from './int.ts';

/** Py_TPFLAGS_HAVE_VECTORCALL. */
const HAVE_VECTORCALL = 1 << 11;

/** The member; `through` names the callable whose own way of being called decides. */
export function vectorcallMember(through?: (o: PyObject) => PyObject): MemberDef {
  return member((o) => {
    const target = through === undefined ? null : through(o);
    const fast =
      target === null || (target.type.flags & HAVE_VECTORCALL) !== 0 || target.type === TypeType;
    return fast ? newIntExact(addressOf(o.type.self)) : newInt(0);
  });
}
