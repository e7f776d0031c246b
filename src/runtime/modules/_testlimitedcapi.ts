/** _testlimitedcapi: the abstract object functions, callable one by one. CPython: Modules/_testlimitedcapi/. */
import {
  ascii_,
  asIndexNumber,
  contains,
  countOf,
  delItem,
  getItem,
  indexOf,
  isMapping,
  isSequence,
  len,
  repr,
  sequenceGetItem,
  sequenceList,
  sequenceSetItem,
  sequenceTuple,
  setItem,
  str_,
} from '../core/abstract.ts';
import { nativeFunction } from '../core/args.ts';
import { getAttr, hasAttr, setAttr } from '../core/attr.ts';
import { defineModule } from '../core/module-define.ts';
import { decref, type Owned, type PyObject } from '../core/object.ts';
import { OverflowErrorType } from '../objects/exceptions.ts';
import { newInt } from '../objects/int.ts';
import { newBool } from '../objects/singletons.ts';
import { newStrJs } from '../objects/str.ts';
import { typeError } from '../core/errors.ts';
import { isBytes } from '../objects/bytes.ts';

const zero = (): Owned => newInt(0);
const index = (o: PyObject): number => asIndexNumber(o, OverflowErrorType);

/** The attribute name of a `char *` argument. */
function nameOf(o: PyObject): Owned {
  if (!isBytes(o)) throw typeError('a bytes-like object is required');
  const text = String.fromCharCode(...(o.v as Uint8Array));
  return newStrJs(text);
}

function one(name: string, f: (a: PyObject) => Owned): [string, ReturnType<typeof nativeFunction>] {
  return [name, nativeFunction(name, '($module, object, /)', (_m: PyObject, a: PyObject) => f(a))];
}

function two(name: string, f: (a: PyObject, b: PyObject) => Owned) {
  return [
    name,
    nativeFunction(name, '($module, a, b, /)', (_m: PyObject, a: PyObject, b: PyObject) => f(a, b)),
  ] as [string, ReturnType<typeof nativeFunction>];
}

function three(name: string, f: (a: PyObject, b: PyObject, c: PyObject) => Owned) {
  return [
    name,
    nativeFunction(
      name,
      '($module, a, b, c, /)',
      (_m: PyObject, a: PyObject, b: PyObject, c: PyObject) => f(a, b, c),
    ),
  ] as [string, ReturnType<typeof nativeFunction>];
}

const done = (_: void): Owned => zero();

defineModule('_testlimitedcapi', {
  constants: { ALIGNOF_MAX_ALIGN_T: 16 },
  functions: Object.fromEntries([
    one('object_repr', repr),
    one('object_ascii', ascii_),
    one('object_str', str_),
    two('object_getattr', getAttr),
    two('object_hasattr', (o, name) => newBool(hasAttr(o, name))),
    two('object_hasattrstring', (o, name) => {
      const n = nameOf(name);
      try {
        return newInt(hasAttr(o, n) ? 1 : 0);
      } finally {
        decref(n);
      }
    }),
    three('object_setattr', (o, name, v) => done(setAttr(o, name, v))),
    two('object_getitem', getItem),
    three('object_setitem', (o, k, v) => done(setItem(o, k, v))),
    two('object_delitem', (o, k) => done(delItem(o, k))),
    one('sequence_check', (o) => newInt(isSequence(o) ? 1 : 0)),
    one('sequence_size', (o) => newInt(len(o))),
    one('sequence_length', (o) => newInt(len(o))),
    two('sequence_getitem', (o, i) => sequenceGetItem(o, index(i))),
    three('sequence_setitem', (o, i, v) => done(sequenceSetItem(o, index(i), v))),
    two('sequence_delitem', (o, i) => done(sequenceSetItem(o, index(i), null))),
    two('sequence_contains', (o, x) => newInt(contains(o, x) ? 1 : 0)),
    two('sequence_count', (o, x) => newInt(countOf(o, x))),
    two('sequence_index', (o, x) => newInt(indexOf(o, x))),
    one('sequence_list', sequenceList),
    one('sequence_tuple', sequenceTuple),
    one('mapping_check', (o) => newInt(isMapping(o) ? 1 : 0)),
  ]),
});
