/**
 * The memory of an object without running any of the program's code: what `sys.getsizeof` says for
 * it but where a class of the program defines `__sizeof__` itself.
 */

import { call1 } from '../../runtime/core/call.ts';
import { preheaderSize } from '../../runtime/core/gc.ts';
import { decref, type PyObject } from '../../runtime/core/object.ts';
import { TPFLAGS_HEAPTYPE, type TypeObject } from '../../runtime/core/type-object.ts';
import { dictGetStrBorrowed } from '../../runtime/objects/dict.ts';
import { intern } from '../../runtime/objects/str.ts';
import { isTypeObj } from '../../runtime/objects/type.ts';

const s_sizeof = intern('__sizeof__');

/** The native `__sizeof__` of each type met. */
const methods: WeakMap<TypeObject, PyObject> = new WeakMap();

function nativeSizeof(type: TypeObject): PyObject {
  let found = methods.get(type);
  if (found !== undefined) return found;
  for (const t of type.mro) {
    const f = dictGetStrBorrowed(t.dict!, s_sizeof);
    if (f === null || f.type.name !== 'method_descriptor') continue;
    found = f;
    methods.set(type, f);
    return f;
  }
  throw new Error(`no native __sizeof__ in ${type.name}`);
}

/** Bytes of the object with what stands before it. */
export function nativeSize(o: PyObject): number {
  const r = call1(nativeSizeof(o.type), o);
  const size = Number(r.v);
  decref(r);
  const isStatic = isTypeObj(o) && (o.v.flags & TPFLAGS_HEAPTYPE) === 0;
  return size + (isStatic ? 0 : preheaderSize(o.type.flags));
}
