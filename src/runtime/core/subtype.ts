/**
 * The subtype test on types. CPython: PyType_IsSubtype (Objects/typeobject.c).
 *
 * A file of its own because everything that raises or dispatches needs it: imports nothing that runs.
 */
import type { PyObject } from './object.ts';
import type { TypeObject } from './type-object.ts';

/** Whether `a` is `b` or derives from it. */
export function isSubtype(a: TypeObject, b: TypeObject): boolean {
  if (a === b) return true;
  const mro = a.mro;
  const n = mro.length;
  if (n === 0) {
    for (let t: TypeObject | null = a.base; t !== null; t = t.base) if (t === b) return true;
    return false;
  }
  for (let i = 0; i < n; i++) if (mro[i] === b) return true;
  return false;
}

/** Whether the type of `o` is `T` or derives from it. */
export function isInstanceOf(o: PyObject, T: TypeObject): boolean {
  return o.type === T || isSubtype(o.type, T);
}
