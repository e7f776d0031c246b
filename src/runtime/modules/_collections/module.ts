/**
 * _collections: deque, defaultdict, OrderedDict, the field descriptor of namedtuple and the counting loop of Counter.
 * CPython: Modules/_collectionsmodule.c.
 */
import { add, getIter, iterNext, setItem } from '../../core/abstract.ts';
import { bindArgs, method, nativeFunction, noKeywords } from '../../core/args.ts';
import { getAttr, typeLookupBorrowed } from '../../core/attr.ts';
import { call2 } from '../../core/call.ts';
import { attributeError, indexError, typeError } from '../../core/errors.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../../core/gc.ts';
import { defineModule } from '../../core/module-define.ts';
import { account, decref, incref, type Owned, type PyObject, xdecref } from '../../core/object.ts';
import { member, newStaticType } from '../../core/type-define.ts';
import {
  DictType,
  type KwNames,
  TPFLAGS_HAVE_GC,
  type TypeObject,
  type Visit,
} from '../../core/type-object.ts';
import { textJoin } from '../../text/text.ts';
import { repr, asIndexNumber } from '../../core/abstract.ts';
import { dictGet, dictSet, isDict } from '../../objects/dict.ts';
import { OverflowErrorType } from '../../objects/exceptions.ts';
import { newInt } from '../../objects/int.ts';
import { None_ } from '../../objects/singletons.ts';
import { intern, newStr, strValue } from '../../objects/str.ts';
import { isTuple, newTupleSteal } from '../../objects/tuple.ts';
import { DefaultdictType } from './defaultdict.ts';
import { DequeIteratorType, DequeReverseIteratorType, DequeType } from './deque.ts';
import { OrderedDictType } from './ordered-dict.ts';

const s_get = intern('get');
const s_setitem = intern('__setitem__');

// ---------------------------------------------------------------------------------------------
// _count_elements

/** Whether the mapping is a dict whose `get` and `__setitem__` are dict's own. */
function countsDirectly(mapping: PyObject): boolean {
  if (!isDict(mapping)) return false;
  const own = (name: PyObject) =>
    typeLookupBorrowed(mapping.type, name) === typeLookupBorrowed(DictType, name);
  return own(s_get) && own(s_setitem);
}

function countElements(_m: PyObject, mapping: PyObject, iterable: PyObject): void {
  const it = getIter(iterable);
  const one = newInt(1);
  try {
    if (countsDirectly(mapping)) {
      eachItem(it, (key) => countDirect(mapping, key, one));
      return;
    }
    const get = getAttr(mapping, s_get);
    const zero = newInt(0);
    try {
      eachItem(it, (key) => countGeneric(mapping, get, key, zero, one));
    } finally {
      decref(get);
      decref(zero);
    }
  } finally {
    decref(one);
    decref(it);
  }
}

function eachItem(it: PyObject, f: (item: PyObject) => void): void {
  for (let item = iterNext(it); item !== null; item = iterNext(it)) {
    try {
      f(item);
    } finally {
      decref(item);
    }
  }
}

function countDirect(mapping: PyObject, key: PyObject, one: PyObject): void {
  const old = dictGet(mapping, key);
  if (old === null) {
    dictSet(mapping, key, one);
    return;
  }
  try {
    storeSum(old, one, (sum) => dictSet(mapping, key, sum));
  } finally {
    decref(old);
  }
}

function countGeneric(
  mapping: PyObject,
  get: PyObject,
  key: PyObject,
  zero: PyObject,
  one: PyObject,
): void {
  const old = call2(get, key, zero);
  try {
    storeSum(old, one, (sum) => setItem(mapping, key, sum));
  } finally {
    decref(old);
  }
}

function storeSum(old: PyObject, one: PyObject, store: (sum: PyObject) => void): void {
  const sum = add(old, one);
  try {
    store(sum);
  } finally {
    decref(sum);
  }
}

// ---------------------------------------------------------------------------------------------
// _tuplegetter

class TupleGetter {
  index: number;
  doc: PyObject | null;
  constructor(index: number, doc: PyObject) {
    this.index = index;
    this.doc = doc;
  }
}

function tuplegetterNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  noKeywords('_tuplegetter', kw);
  const [index, doc] = bindArgs('_tuplegetter', '(index, doc, /)', args);
  const i = asIndexNumber(index, OverflowErrorType);
  const o = newGC(type, new TupleGetter(i, incref(doc)));
  account(o, 48);
  gcTrack(o);
  return o;
}

function tuplegetterGet(o: PyObject, obj: PyObject | null): Owned {
  if (obj === null) return incref(o);
  const g: TupleGetter = o.v;
  if (!isTuple(obj)) {
    if (obj === None_) return incref(o);
    throw typeError(
      `descriptor for index '${g.index}' for tuple subclasses doesn't apply to '${obj.type.name}' object`,
    );
  }
  if (g.index < 0 || g.index >= obj.v.length) throw indexError('tuple index out of range');
  return incref(obj.v[g.index]);
}

function tuplegetterRepr(o: PyObject): Owned {
  const g: TupleGetter = o.v;
  const doc = repr(g.doc!);
  const name = o.type.name.slice(o.type.name.lastIndexOf('.') + 1);
  const result = newStr(textJoin('', [`${name}(${g.index}, `, strValue(doc), ')']));
  decref(doc);
  return result;
}

export const TuplegetterType: TypeObject = newStaticType('collections._tuplegetter', {
  heap: 'immutable',
  flags: TPFLAGS_HAVE_GC,
  basicsize: 32,
  tp_new: tuplegetterNew,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    xdecref(o.v.doc);
    freeObject(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    if (o.v.doc !== null) visit(o.v.doc);
  },
  tp_repr: tuplegetterRepr,
  tp_descr_get: tuplegetterGet,
  tp_descr_set: (_o: PyObject, _obj: PyObject, value: PyObject | null) => {
    throw attributeError(value === null ? "can't delete attribute" : "can't set attribute");
  },
  methods: {
    __reduce__: method('($self, /)', (o: PyObject) =>
      newTupleSteal([incref(o.type.self), newTupleSteal([newInt(o.v.index), incref(o.v.doc)])]),
    ),
  },
  members: {
    __doc__: member(
      (o: PyObject) => incref(o.v.doc ?? None_),
      (o: PyObject, value: PyObject | null) => {
        const old = o.v.doc;
        o.v.doc = value === null ? null : incref(value);
        xdecref(old);
      },
    ),
  },
});

export const collectionsModule = defineModule('_collections', {
  functions: {
    _count_elements: nativeFunction(
      '_count_elements',
      '($module, mapping, iterable, /)',
      countElements,
    ),
  },
  types: [
    DequeType,
    DefaultdictType,
    OrderedDictType,
    DequeIteratorType,
    DequeReverseIteratorType,
    TuplegetterType,
  ],
});
