/**
 * mappingproxy: a read-only view of a mapping (`cls.__dict__`). CPython: Objects/descrobject.c.
 */
import {
  contains,
  getItem,
  getIter,
  hash,
  isMapping,
  len,
  or_,
  repr,
  richCompare,
  str_,
} from '../core/abstract.ts';
import { bindArgs } from '../core/args.ts';
import { callMethod, callMethod0 } from '../core/call.ts';
import { typeError } from '../core/errors.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import { classMethod, method } from '../core/native-def.ts';
import type { Owned, PyObject } from '../core/object.ts';
import { account, decref, incref } from '../core/object.ts';
import { defineType } from '../core/type-define.ts';
import type { KwNames, TypeObject } from '../core/type-object.ts';
import { MappingproxyType, TPFLAGS_HAVE_GC, TPFLAGS_MAPPING } from '../core/type-object.ts';
import { genericAliasNew } from './genericalias.ts';
import { isList } from './list.ts';
import { None_ } from './singletons.ts';
import { intern, newStrJs, strJs } from './str.ts';
import { isTuple } from './tuple.ts';

const s_get = intern('get');
const s_keys = intern('keys');
const s_values = intern('values');
const s_items = intern('items');
const s_copy = intern('copy');
const s_reversed = intern('__reversed__');

/** A proxy of the mapping. The payload is the mapping, owned. */
export function newMappingproxy(mapping: PyObject): Owned {
  const o = newGC(MappingproxyType, incref(mapping));
  account(o, 40);
  gcTrack(o);
  return o;
}

/** The mapping behind a proxy, or the object itself. */
export function unproxyBorrowed(o: PyObject): PyObject {
  return o.type === MappingproxyType ? (o.v as PyObject) : o;
}

function proxyNew(_type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const [mapping] = bindArgs('mappingproxy', '(mapping)', args, kw) as PyObject[];
  if (!isMapping(mapping!) || isList(mapping!) || isTuple(mapping!)) {
    throw typeError(`mappingproxy() argument must be a mapping, not ${mapping!.type.name}`);
  }
  return newMappingproxy(mapping!);
}

function proxyDealloc(o: PyObject): void {
  gcUntrack(o);
  decref(o.v);
  freeObject(o);
}

function proxyRepr(o: PyObject): Owned {
  const inner = repr(o.v);
  const text = strJs(inner);
  decref(inner);
  return newStrJs(`mappingproxy(${text})`);
}

/** dict's `|` on what stands behind the proxies. */
function proxyOr(a: PyObject, b: PyObject): Owned {
  return or_(unproxyBorrowed(a), unproxyBorrowed(b));
}

function proxyInplaceOr(o: PyObject): Owned {
  throw typeError(`'|=' is not supported by ${o.type.name}; use '|' instead`);
}

defineType(MappingproxyType, {
  flags: TPFLAGS_HAVE_GC | TPFLAGS_MAPPING,
  basicsize: 24,
  tp_new: proxyNew,
  tp_dealloc: proxyDealloc,
  tp_traverse: (o, visit) => visit(o.v),
  tp_repr: proxyRepr,
  tp_str: (o) => str_(o.v),
  tp_hash: (o) => hash(o.v),
  tp_iter: (o) => getIter(o.v),
  tp_richcompare: (a, b, op) => richCompare(a.v, b, op),
  nb_or: proxyOr,
  nb_inplace_or: proxyInplaceOr,
  sq_contains: (o, x) => contains(o.v, x),
  mp_length: (o) => len(o.v),
  mp_subscript: (o, key) => getItem(o.v, key),
  methods: {
    get: method(
      '($self, key, default=None, /)',
      (o: PyObject, key: PyObject, fallback: PyObject | undefined) =>
        callMethod(o.v, s_get, [key, fallback ?? None_]),
      'The value of a key, or the default.',
    ),
    keys: method('($self, /)', (o) => callMethod0(o.v, s_keys), 'The keys.'),
    values: method('($self, /)', (o) => callMethod0(o.v, s_values), 'The values.'),
    items: method('($self, /)', (o) => callMethod0(o.v, s_items), 'The pairs.'),
    copy: method('($self, /)', (o) => callMethod0(o.v, s_copy), 'A copy of the mapping.'),
    __class_getitem__: classMethod('($type, object, /)', genericAliasNew, 'A generic alias.'),
    __reversed__: method(
      '($self, /)',
      (o) => callMethod0(o.v, s_reversed),
      'D.__reversed__() -> reverse iterator',
    ),
  },
  text_signature: '(mapping)',
  doc: 'Shows a mapping and does not let it change.',
});
