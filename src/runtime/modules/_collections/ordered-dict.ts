/**
 * OrderedDict, its views and iterator. CPython: Objects/odictobject.c.
 *
 * Invariants
 * - `extra` of the table is an Order: a ring of nodes in the order of the keys, one node an entry, found by the key object
 *   that the dict stores. A node owns its key (32 bytes); the node table of CPython (8 bytes a slot of the dict) is accounted
 *   whenever it would be rebuilt.
 * - `state` changes with every structural change; iterators compare it.
 */
import {
  contains,
  EQ,
  getItem,
  getIter,
  isTrue,
  iterNext,
  NE,
  repr,
  richCompareBool,
  setItem,
} from '../../core/abstract.ts';
import { classMethod, method, methodRaw } from '../../core/args.ts';
import { lookupAttr } from '../../core/attr.ts';
import { call0, call1, callMethod0 } from '../../core/call.ts';
import { keyError, newException, runtimeError, typeError, valueError } from '../../core/errors.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../../core/gc.ts';
import {
  account,
  accountPart,
  decref,
  incref,
  type Owned,
  type PyGC,
  type PyObject,
  unaccountPart,
  xdecref,
} from '../../core/object.ts';
import { reprEnter, reprLeave } from '../../core/repr-guard.ts';
import { isInstanceOf } from '../../core/subtype.ts';
import { getset, newStaticType } from '../../core/type-define.ts';
import {
  DictType,
  type KwNames,
  TPFLAGS_BASETYPE,
  TPFLAGS_DICT_SUBCLASS,
  TPFLAGS_HAVE_GC,
  TPFLAGS_MAPPING,
  type TypeObject,
  type Visit,
} from '../../core/type-object.ts';
import { textJoin } from '../../text/text.ts';
import { DictItemsType, DictKeysType, DictValuesType } from '../../objects/dict-views.ts';
import {
  dictCopy,
  dictEqual,
  dictItemsArray,
  dictKeyAt,
  dictLen,
  dictLookup,
  dictPop,
  dictSet,
  dictValueAt,
  isDict,
  kwDict,
} from '../../objects/dict.ts';
import { KeyErrorType } from '../../objects/exceptions.ts';
import { newInt } from '../../objects/int.ts';
import { iteratorReduce } from '../../objects/iter.ts';
import { newListFromIterable, newListSteal } from '../../objects/list.ts';
import { genericDictGetset } from '../../objects/object.ts';
import { newBool, newNone, newNotImplemented, None_ } from '../../objects/singletons.ts';
import { intern, newStr, newStrJs, strValue } from '../../objects/str.ts';
import { emptyTuple, newTupleSteal } from '../../objects/tuple.ts';
import { clearWeakrefs } from '../../objects/weakref.ts';
import { pairInto } from '../../objects/enumerate.ts';

const s_keys = intern('keys');
const s_items = intern('items');
const s_getstate = intern('__getstate__');
const NODE_BYTES = 32;

class Node {
  key: PyObject | null;
  prev: Node;
  next: Node;
  constructor(key: PyObject | null) {
    this.key = key;
    this.prev = this;
    this.next = this;
  }
}

class Order {
  root: Node;
  nodes: Map<PyObject, Node>;
  state: number;
  /** log2 of the dict's table for which the node table was made; -1: none. */
  log2: number;
  constructor() {
    this.root = new Node(null);
    this.nodes = new Map();
    this.state = 0;
    this.log2 = -1;
  }
}

function orderOf(o: PyObject): Order {
  const t = o.v;
  if (t.extra === null) t.extra = new Order();
  return t.extra;
}

// ---------------------------------------------------------------------------------------------
// Nodes

/** Makes the node table as large as the dict's table. */
function fitTable(o: PyObject, order: Order): void {
  const log2: number = o.v.log2;
  if (order.log2 === log2) return;
  if (order.log2 >= 0) unaccountPart(o, 8 * 2 ** order.log2);
  order.log2 = log2;
  accountPart(o, 8 * 2 ** log2);
}

/** The node of an entry, which is in the dict. */
function nodeAt(o: PyObject, j: number): Node | null {
  return orderOf(o).nodes.get(dictKeyAt(o, j)) ?? null;
}

function findNode(o: PyObject, key: PyObject): Node | null {
  const j = dictLookup(o, key);
  return j < 0 ? null : nodeAt(o, j);
}

function appendNode(o: PyObject, order: Order, key: PyObject): void {
  fitTable(o, order);
  const node = new Node(incref(key));
  accountPart(o, NODE_BYTES);
  link(order, node, false);
  order.nodes.set(key, node);
  order.state++;
}

function link(order: Order, node: Node, first: boolean): void {
  const root = order.root;
  const after = first ? root : root.prev;
  node.prev = after;
  node.next = after.next;
  after.next.prev = node;
  after.next = node;
}

function unlink(node: Node): void {
  node.prev.next = node.next;
  node.next.prev = node.prev;
}

/** Takes the node out; its key is released. */
function dropNode(o: PyObject, node: Node): void {
  const order = orderOf(o);
  const key = node.key!;
  unlink(node);
  order.nodes.delete(key);
  order.state++;
  node.key = null;
  unaccountPart(o, NODE_BYTES);
  decref(key);
}

function dropAll(o: PyObject): void {
  const order = orderOf(o);
  const first = order.root.next;
  const root = order.root;
  order.root = new Node(null);
  order.nodes = new Map();
  order.state++;
  for (let node = first; node !== root; node = node.next) {
    const key = node.key!;
    node.key = null;
    unaccountPart(o, NODE_BYTES);
    decref(key);
  }
  if (order.log2 >= 0) unaccountPart(o, 8 * 2 ** order.log2);
  order.log2 = -1;
}

/** `dict.__setitem__` and the node of a new key. */
function setEntry(o: PyObject, key: PyObject, value: PyObject): void {
  dictSet(o, key, value);
  const j = dictLookup(o, key);
  if (j < 0) return;
  const order = orderOf(o);
  const stored = dictKeyAt(o, j);
  if (!order.nodes.has(stored)) appendNode(o, order, stored);
}

function deleteEntry(o: PyObject, key: PyObject): void {
  const node = findNode(o, key);
  if (node !== null) dropNode(o, node);
  const value = dictPop(o, key);
  if (value === null) throw keyError(key);
  decref(value);
}

function assSubscript(o: PyObject, key: PyObject, value: PyObject | null): void {
  if (value === null) deleteEntry(o, key);
  else setEntry(o, key, value);
}

// ---------------------------------------------------------------------------------------------
// update

function addPairs(o: PyObject, pairs: PyObject): void {
  const it = getIter(pairs);
  try {
    for (let pair = iterNext(it); pair !== null; pair = iterNext(it)) {
      try {
        addPair(o, pair);
      } finally {
        decref(pair);
      }
    }
  } finally {
    decref(it);
  }
}

function addPair(o: PyObject, pair: PyObject): void {
  const it = getIter(pair);
  let key: PyObject | null = null;
  let value: PyObject | null = null;
  try {
    key = iterNext(it);
    if (key === null) throw valueError('need more than 0 values to unpack');
    value = iterNext(it);
    if (value === null) throw valueError('need more than 1 value to unpack');
    const more = iterNext(it);
    if (more !== null) {
      decref(more);
      throw valueError('too many values to unpack (expected 2)');
    }
    setItem(o, key, value);
  } finally {
    xdecref(key);
    xdecref(value);
    decref(it);
  }
}

function addMapping(o: PyObject, mapping: PyObject, keys: PyObject): void {
  const it = getIter(keys);
  try {
    for (let key = iterNext(it); key !== null; key = iterNext(it)) {
      try {
        const value = getItem(mapping, key);
        try {
          setItem(o, key, value);
        } finally {
          decref(value);
        }
      } finally {
        decref(key);
      }
    }
  } finally {
    decref(it);
  }
}

/** What a look-up of a method and its call give, or null without the method. */
function callIfThere(o: PyObject, name: PyObject): Owned | null {
  const f = lookupAttr(o, name);
  if (f === null) return null;
  try {
    return call0(f);
  } finally {
    decref(f);
  }
}

function updateFrom(o: PyObject, arg: PyObject): void {
  if (arg.type === DictType) {
    const items = newListSteal(dictItemsArray(arg));
    try {
      addPairs(o, items);
    } finally {
      decref(items);
    }
    return;
  }
  const keys = callIfThere(arg, s_keys);
  if (keys !== null) {
    try {
      addMapping(o, arg, keys);
    } finally {
      decref(keys);
    }
    return;
  }
  const items = callIfThere(arg, s_items);
  try {
    addPairs(o, items ?? arg);
  } finally {
    xdecref(items);
  }
}

function updateArgs(
  o: PyObject,
  args: PyObject[],
  kw: KwNames,
  message: (n: number) => string,
): void {
  const n = kw === null ? args.length : args.length - kw.length;
  if (n > 1) throw typeError(message(n));
  if (n === 1) updateFrom(o, args[0]!);
  if (kw === null || kw.length === 0) return;
  const given = kwDict(kw, args, n);
  try {
    updateFrom(o, given);
  } finally {
    decref(given);
  }
}

// ---------------------------------------------------------------------------------------------
// Slots

function init(o: PyObject, args: PyObject[], kw: KwNames): void {
  updateArgs(o, args, kw, (n) => `expected at most 1 arguments, got ${n}`);
}

function orderedNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const o = DictType.tp_new!(type, args, kw);
  o.v.extra = new Order();
  return o;
}

function orderedDealloc(o: PyObject): void {
  gcUntrack(o);
  if ((o as PyGC).ext !== null) clearWeakrefs(o);
  dropAll(o);
  DictType.tp_dealloc(o);
}

function orderedTraverse(o: PyObject, visit: Visit): void {
  const { root } = orderOf(o);
  for (let node = root.next; node !== root; node = node.next) visit(node.key!);
  if ((o as PyGC).dict !== null) visit((o as PyGC).dict!);
  DictType.tp_traverse!(o, visit);
}

function orderedClear(o: PyObject): void {
  DictType.tp_clear!(o);
  dropAll(o);
}

function orderedRepr(o: PyObject): Owned {
  const name = o.type.name.slice(o.type.name.lastIndexOf('.') + 1);
  if (dictLen(o) === 0) return newStrJs(`${name}()`);
  if (!reprEnter(o)) return newStrJs('...');
  try {
    const plain = o.type === OrderedDictType ? dictCopy(o) : call1(DictType.self, o);
    let text: PyObject;
    try {
      text = repr(plain);
    } finally {
      decref(plain);
    }
    const result = newStr(textJoin('', [`${name}(`, strValue(text), ')']));
    decref(text);
    return result;
  } finally {
    reprLeave(o);
  }
}

function isOrdered(o: PyObject): boolean {
  return isInstanceOf(o, OrderedDictType);
}

/** Whether the keys of two OrderedDicts of equal items come in the same order. */
function sameOrder(a: PyObject, b: PyObject): boolean {
  const x = orderOf(a);
  const y = orderOf(b);
  const xState = x.state;
  const yState = y.state;
  let p = x.root.next;
  let q = y.root.next;
  while (p !== x.root && q !== y.root) {
    const same = heldEqual(p.key!, q.key!);
    if (x.state !== xState || y.state !== yState)
      throw runtimeError('OrderedDict mutated during iteration');
    if (!same) return false;
    p = p.next;
    q = q.next;
  }
  return p === x.root && q === y.root;
}

function heldEqual(a: PyObject, b: PyObject): boolean {
  incref(a);
  incref(b);
  try {
    return richCompareBool(a, b, EQ);
  } finally {
    decref(a);
    decref(b);
  }
}

function orderedRichcompare(a: PyObject, b: PyObject, op: number): Owned {
  if (!isDict(b) || (op !== EQ && op !== NE)) return newNotImplemented();
  let equal = dictEqual(a, b);
  if (equal && isOrdered(b)) equal = sameOrder(a, b);
  return newBool(equal === (op === EQ));
}

function orderedOr(a: PyObject, b: PyObject): Owned {
  const type = isOrdered(a) ? a.type : b.type;
  if (!isDict(a) || !isDict(b)) return newNotImplemented();
  const fresh = call1(type.self, a);
  try {
    updateFrom(fresh, b);
  } catch (e) {
    decref(fresh);
    throw e;
  }
  return fresh;
}

function orderedSizeof(o: PyObject): number {
  const t = o.v;
  return (
    DictType.tp_sizeof!(o) +
    (t.log2 > 0 ? 8 * 2 ** t.log2 : 0) +
    (t.used > 0 ? NODE_BYTES * t.used : 0)
  );
}

// ---------------------------------------------------------------------------------------------
// Methods

function fromKeys(cls: PyObject, iterable: PyObject, value: PyObject = None_): Owned {
  const o = call0(cls);
  try {
    const it = getIter(iterable);
    try {
      for (let key = iterNext(it); key !== null; key = iterNext(it)) {
        try {
          setItem(o, key, value);
        } finally {
          decref(key);
        }
      }
    } finally {
      decref(it);
    }
  } catch (e) {
    decref(o);
    throw e;
  }
  return o;
}

function setDefault(o: PyObject, key: PyObject, fallback: PyObject = None_): Owned {
  if (o.type === OrderedDictType) {
    const j = dictLookup(o, key);
    if (j >= 0) return incref(dictValueAt(o, j));
    setEntry(o, key, fallback);
    return incref(fallback);
  }
  if (contains(o, key)) return getItem(o, key);
  setItem(o, key, fallback);
  return incref(fallback);
}

/** Removes a key; null when it is absent. Subclasses are not asked (CPython: _odict_popkey_hash). */
function popKey(o: PyObject, key: PyObject): Owned | null {
  const node = findNode(o, key);
  if (node !== null) dropNode(o, node);
  return dictPop(o, key);
}

function popMethod(o: PyObject, key: PyObject, fallback?: PyObject): Owned {
  const value = popKey(o, key);
  if (value !== null) return value;
  if (fallback === undefined) throw keyError(key);
  return incref(fallback);
}

function popItem(o: PyObject, last?: PyObject): Owned {
  const back = last === undefined || isTrue(last);
  const { root } = orderOf(o);
  if (root.next === root) throw newException(KeyErrorType, 'dictionary is empty');
  const key = incref((back ? root.prev : root.next).key!);
  try {
    const value = popKey(o, key);
    if (value === null) throw keyError(key);
    return newTupleSteal([incref(key), value]);
  } finally {
    decref(key);
  }
}

function moveToEnd(o: PyObject, key: PyObject, last?: PyObject): void {
  const back = last === undefined || isTrue(last);
  const order = orderOf(o);
  const { root } = order;
  if (root.next === root) throw keyError(key);
  const node = findNode(o, key);
  if (node === null) throw keyError(key);
  if ((back ? root.prev : root.next) === node) return;
  unlink(node);
  link(order, node, !back);
  order.state++;
}

/** The value of a node's key; KeyError when its hash has changed meanwhile. */
function ownValue(o: PyObject, key: PyObject): Owned {
  const j = dictLookup(o, key);
  if (j < 0) throw keyError(key);
  return incref(dictValueAt(o, j));
}

function copyMethod(o: PyObject): Owned {
  const exact = o.type === OrderedDictType;
  const fresh = call0(o.type.self);
  try {
    const { root } = orderOf(o);
    for (let node = root.next; node !== root; node = node.next) {
      const key = node.key!;
      const value = exact ? ownValue(o, key) : getItem(o, key);
      try {
        if (exact) setEntry(fresh, key, value);
        else setItem(fresh, key, value);
      } finally {
        decref(value);
      }
    }
  } catch (e) {
    decref(fresh);
    throw e;
  }
  return fresh;
}

function reduceMethod(o: PyObject): Owned {
  const state = callMethod0(o, s_getstate);
  let it: Owned;
  try {
    const items = callMethod0(o, s_items);
    try {
      it = getIter(items);
    } finally {
      decref(items);
    }
  } catch (e) {
    decref(state);
    throw e;
  }
  return newTupleSteal([incref(o.type.self), incref(emptyTuple), state, newNone(), it]);
}

export const OrderedDictType: TypeObject = newStaticType('collections.OrderedDict', {
  dictoffset: 96,
  base: DictType,
  flags: TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE | TPFLAGS_DICT_SUBCLASS | TPFLAGS_MAPPING,
  basicsize: 112,
  hasDict: true,
  hasWeakrefs: true,
  doc: 'A dict that can move its keys and compares their order.',
  inheritsNew: true,
  tp_new: orderedNew,
  tp_init: init,
  tp_dealloc: orderedDealloc,
  tp_traverse: orderedTraverse,
  tp_clear: orderedClear,
  tp_repr: orderedRepr,
  tp_hash: null,
  tp_richcompare: orderedRichcompare,
  tp_iter: (o: PyObject) => newOrderedIterator(o, KEYS),
  tp_sizeof: orderedSizeof,
  nb_or: orderedOr,
  nb_inplace_or: (o: PyObject, other: PyObject) => {
    updateFrom(o, other);
    return incref(o);
  },
  mp_ass_subscript: assSubscript,
  methods: {
    fromkeys: classMethod('($type, /, iterable, value=None)', fromKeys),
    __sizeof__: method('($self, /)', (o: PyObject) => newInt(orderedSizeof(o))),
    __reduce__: method('($self, /)', reduceMethod),
    setdefault: method('($self, /, key, default=None)', setDefault),
    pop: method('($self, /, key, default=<unrepresentable>)', popMethod),
    popitem: method('($self, /, last=True)', popItem),
    keys: method('($self, /)', (o: PyObject) => newView(OdictKeysType, o)),
    values: method('($self, /)', (o: PyObject) => newView(OdictValuesType, o)),
    items: method('($self, /)', (o: PyObject) => newView(OdictItemsType, o)),
    update: methodRaw(
      (o: PyObject, args: PyObject[], kw: KwNames) =>
        updateArgs(o, args, kw, (n) => `update() takes at most 1 positional argument (${n} given)`),
      { name: 'update' },
    ),
    clear: method('($self, /)', (o: PyObject) => orderedClear(o)),
    copy: method('($self, /)', copyMethod),
    __reversed__: method('($self, /)', (o: PyObject) => newOrderedIterator(o, KEYS | REVERSED)),
    move_to_end: method(
      '($self, /, key, last=True)',
      (o: PyObject, key: PyObject, last?: PyObject) => moveToEnd(o, key, last),
    ),
  },
  getset: { __dict__: getset(genericDictGetset.get, genericDictGetset.set) },
});

// ---------------------------------------------------------------------------------------------
// Views and the iterator

const KEYS = 1;
const VALUES = 2;
const REVERSED = 4;

function newView(type: TypeObject, o: PyObject): Owned {
  const view = newGC(type, incref(o));
  account(view, 40);
  gcTrack(view);
  return view;
}

function viewType(name: string, base: TypeObject, kind: number): TypeObject {
  return newStaticType(name, {
    base,
    flags: TPFLAGS_HAVE_GC,
    basicsize: 24,
    tp_iter: (view: PyObject) => newOrderedIterator(view.v, kind),
    methods: {
      __reversed__: method('($self, /)', (view: PyObject) =>
        newOrderedIterator(view.v, kind | REVERSED),
      ),
    },
  });
}

export const OdictKeysType = viewType('odict_keys', DictKeysType, KEYS);
export const OdictValuesType = viewType('odict_values', DictValuesType, VALUES);
export const OdictItemsType = viewType('odict_items', DictItemsType, KEYS | VALUES);

class OrderedIter {
  o: PyObject | null;
  kind: number;
  /** Key of the next item, owned. */
  current: PyObject | null;
  size: number;
  state: number;
  pair: PyObject | null;
  constructor(o: PyObject, kind: number) {
    const { root, state } = orderOf(o);
    const key = ((kind & REVERSED) !== 0 ? root.prev : root.next).key;
    this.o = incref(o);
    this.kind = kind;
    this.current = key === null ? null : incref(key);
    this.size = dictLen(o);
    this.state = state;
    this.pair =
      (kind & (KEYS | VALUES)) === (KEYS | VALUES) ? newTupleSteal([newNone(), newNone()]) : null;
  }
}

function newOrderedIterator(o: PyObject, kind: number): Owned {
  const it = newGC(OdictIteratorType, new OrderedIter(o, kind));
  account(it, 80);
  gcTrack(it);
  return it;
}

/** The next key, owned, or null at the end. */
function advance(it: OrderedIter): Owned | null {
  const { o, current } = it;
  if (o === null) return null;
  if (current === null) return finishIter(it);
  const order = orderOf(o);
  if (order.state !== it.state) {
    finishIter(it);
    throw runtimeError('OrderedDict mutated during iteration');
  }
  if (dictLen(o) !== it.size) {
    it.size = -1;
    finishIter(it);
    throw runtimeError('OrderedDict changed size during iteration');
  }
  const node = order.nodes.get(current) ?? null;
  if (node === null) {
    const error = keyError(current);
    finishIter(it);
    throw error;
  }
  const next = ((it.kind & REVERSED) !== 0 ? node.prev : node.next).key;
  it.current = next === null ? null : incref(next);
  return current as Owned;
}

function finishIter(it: OrderedIter): null {
  const { o, current } = it;
  it.o = null;
  it.current = null;
  xdecref(current);
  xdecref(o);
  return null;
}

function orderedNext(self: PyObject): Owned | null {
  const it: OrderedIter = self.v;
  const key = advance(it);
  if (key === null || (it.kind & VALUES) === 0) return key;
  const o = it.o!;
  const j = dictLookup(o, key);
  if (j < 0) {
    const error = keyError(key);
    decref(key);
    finishIter(it);
    throw error;
  }
  const value = incref(dictValueAt(o, j));
  if ((it.kind & KEYS) === 0) {
    decref(key);
    return value;
  }
  return pairInto(it.pair!, key, value);
}

function iterReduce(self: PyObject): Owned {
  const it: OrderedIter = self.v;
  if (it.o === null) return iteratorReduce(newListSteal([]));
  const copy = newOrderedIterator(it.o, it.kind);
  const state: OrderedIter = copy.v;
  xdecref(state.current);
  state.current = it.current === null ? null : incref(it.current);
  state.size = it.size;
  state.state = it.state;
  try {
    return iteratorReduce(newListFromIterable(copy));
  } finally {
    decref(copy);
  }
}

export const OdictIteratorType: TypeObject = newStaticType('odict_iterator', {
  flags: TPFLAGS_HAVE_GC,
  basicsize: 64,
  tp_dealloc: (self: PyObject) => {
    gcUntrack(self);
    finishIter(self.v);
    xdecref(self.v.pair);
    freeObject(self);
  },
  tp_traverse: (self: PyObject, visit: Visit) => {
    const it: OrderedIter = self.v;
    if (it.o !== null) visit(it.o);
    if (it.current !== null) visit(it.current);
    if (it.pair !== null) visit(it.pair);
  },
  tp_iter: (self: PyObject) => incref(self),
  tp_iternext: orderedNext,
  methods: { __reduce__: method('($self, /)', iterReduce) },
});
