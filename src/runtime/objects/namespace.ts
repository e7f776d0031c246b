/**
 * types.SimpleNamespace. CPython: Objects/namespaceobject.c.
 *
 * The attributes are the object's own dict (`PyGC.dict`), always present.
 */
import { repr, richCompare } from '../core/abstract.ts';
import { checkPositional, method, methodRaw } from '../core/args.ts';
import { call0 } from '../core/call.ts';
import { typeError } from '../core/errors.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import {
  account,
  decref,
  incref,
  type Owned,
  type PyGC,
  type PyObject,
  xdecref,
} from '../core/object.ts';
import { reprEnter, reprLeave } from '../core/repr-guard.ts';
import { isInstanceOf } from '../core/subtype.ts';
import { defineType, member } from '../core/type-define.ts';
import {
  DictType,
  type KwNames,
  StrType,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  TypeObject,
  type Visit,
} from '../core/type-object.ts';
import { dictKeyAt, dictNext, dictSet, dictUpdate, dictValueAt, newDict } from './dict.ts';
import { newNotImplemented } from './singletons.ts';
import { newStrJs, strJs } from './str.ts';
import { newTupleSteal } from './tuple.ts';

const SIZE = 40;

export const SimpleNamespaceType = new TypeObject('types.SimpleNamespace');

type Namespace = PyGC<null>;

/** A namespace over `dict`, which is taken over. CPython: _PyNamespace_New. */
export function newNamespaceSteal(dict: Owned | null = null): Owned {
  const o = newGC(SimpleNamespaceType, null);
  account(o, SIZE);
  o.dict = dict ?? newDict();
  gcTrack(o);
  return o;
}

function dictOf(o: PyObject): PyObject {
  return (o as Namespace).dict!;
}

function namespaceNew(type: TypeObject): Owned {
  const o = type.tp_alloc(type) as Owned<Namespace>;
  o.v = null;
  o.dict = newDict();
  return o;
}

function checkKeys(dict: PyObject): void {
  for (let j = dictNext(dict, 0); j >= 0; j = dictNext(dict, j + 1)) {
    if (!isInstanceOf(dictKeyAt(dict, j), StrType)) throw typeError('keywords must be strings');
  }
}

function setKeywords(dict: PyObject, args: PyObject[], kw: KwNames): void {
  if (kw === null) return;
  const n = args.length - kw.length;
  for (let i = 0; i < kw.length; i++) dictSet(dict, kw[i]!, args[n + i]!);
}

function namespaceInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  const n = args.length - (kw === null ? 0 : kw.length);
  checkPositional(o.type.name.slice(o.type.name.lastIndexOf('.') + 1), n, 0, 1);
  if (n === 1) {
    const exact = args[0]!.type === DictType;
    const dict = exact ? incref(args[0]!) : newDict();
    try {
      if (!exact) dictUpdate(dict, args[0]!);
      checkKeys(dict);
      dictUpdate(dictOf(o), dict);
    } finally {
      decref(dict);
    }
  }
  setKeywords(dictOf(o), args, kw);
}

function namespaceDealloc(o: PyObject): void {
  gcUntrack(o);
  freeObject(o);
}

function namespaceRepr(o: PyObject): Owned {
  const name = o.type === SimpleNamespaceType ? 'namespace' : o.type.name;
  if (!reprEnter(o)) return newStrJs(`${name}(...)`);
  const parts: string[] = [];
  const dict = dictOf(o);
  try {
    for (let j = dictNext(dict, 0); j >= 0; j = dictNext(dict, j + 1)) {
      const key = dictKeyAt(dict, j);
      if (!isInstanceOf(key, StrType) || strJs(key) === '') continue;
      const value = incref(dictValueAt(dict, j));
      try {
        const r = repr(value);
        parts.push(`${strJs(key)}=${strJs(r)}`);
        decref(r);
      } finally {
        decref(value);
      }
    }
  } finally {
    reprLeave(o);
  }
  return newStrJs(`${name}(${parts.join(', ')})`);
}

function namespaceCompare(a: PyObject, b: PyObject, op: number): Owned {
  if (!isInstanceOf(a, SimpleNamespaceType) || !isInstanceOf(b, SimpleNamespaceType)) {
    return newNotImplemented();
  }
  return richCompare(dictOf(a), dictOf(b), op);
}

function namespaceReduce(o: PyObject): Owned {
  return newTupleSteal([incref(o.type.self as PyObject), newTupleSteal([]), incref(dictOf(o))]);
}

function namespaceReplace(o: PyObject, args: PyObject[], kw: KwNames): Owned {
  if (args.length > (kw === null ? 0 : kw.length)) {
    throw typeError('__replace__() takes no positional arguments');
  }
  const r = call0(o.type.self);
  try {
    if (!isInstanceOf(r, SimpleNamespaceType)) {
      throw typeError(
        `expect types.SimpleNamespace type, but ${o.type.name}() returned '${r.type.name}' object`,
      );
    }
    dictUpdate(dictOf(r), dictOf(o));
    setKeywords(dictOf(r), args, kw);
  } catch (e) {
    decref(r);
    throw e;
  }
  return r;
}

defineType(SimpleNamespaceType, {
  flags: TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE,
  basicsize: SIZE - 16,
  hasDict: true,
  tp_new: namespaceNew,
  tp_init: namespaceInit,
  tp_dealloc: namespaceDealloc,
  tp_traverse: (o: PyObject, visit: Visit) => {
    const dict = (o as Namespace).dict;
    if (dict !== null) visit(dict);
  },
  tp_clear: (o: PyObject) => {
    const n = o as Namespace;
    const dict = n.dict;
    n.dict = null;
    xdecref(dict);
  },
  tp_repr: namespaceRepr,
  tp_richcompare: namespaceCompare,
  tp_hash: null,
  methods: {
    __reduce__: method('($self, /)', namespaceReduce, 'For pickle.'),
    __replace__: methodRaw(namespaceReplace, {
      sig: '($self, /, **changes)',
      doc: 'A namespace with some attributes changed.',
    }),
  },
  members: { __dict__: member((o) => incref(dictOf(o))) },
  text_signature: '(mapping_or_iterable=(), /, **kwargs)',
});
