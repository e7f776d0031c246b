/**
 * deque and its iterators. CPython: the first half of Modules/_collectionsmodule.c.
 *
 * Invariants
 * - Items are in a ring (`buf`, a power of two; the first at `head`). Blocks of 64 items exist only in the account: `left` and
 *   `right` are CPython's indices of the first and the last item in their blocks, `blocks` the blocks in use, `spare` the
 *   empty ones kept for reuse.
 * - `state` changes with every change of the length: iterators compare it.
 */
import {
  asIndexNumber,
  EQ,
  getIter,
  iterNext,
  NE,
  repr,
  richCompareBool,
} from '../../core/abstract.ts';
import { bindArgs, classMethod, method, methodRaw } from '../../core/args.ts';
import { call1, callMethod0, callObject } from '../../core/call.ts';
import {
  indexError,
  newExceptionText,
  runtimeError,
  typeError,
  valueError,
} from '../../core/errors.ts';
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
} from '../../core/object.ts';
import { reprEnter, reprLeave } from '../../core/repr-guard.ts';
import { isInstanceOf } from '../../core/subtype.ts';
import { getset, newStaticType } from '../../core/type-define.ts';
import {
  IntType,
  type KwNames,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  TPFLAGS_SEQUENCE,
  type TypeObject,
  type Visit,
} from '../../core/type-object.ts';
import { textConcat, textJoin } from '../../text/text.ts';
import { IndexErrorType, OverflowErrorType, ValueErrorType } from '../../objects/exceptions.ts';
import { genericAliasNew } from '../../objects/genericalias.ts';
import { newInt } from '../../objects/int.ts';
import { ssize } from '../../objects/iter.ts';
import { newNulls } from '../../objects/item-array.ts';
import { newListFromIterable } from '../../objects/list.ts';
import { newBool, newNone, newNotImplemented, None_ } from '../../objects/singletons.ts';
import { sliceIndex } from '../../objects/slice.ts';
import { intern, newStr, newStrJs, strValue } from '../../objects/str.ts';
import { compareLengths, newTuple, newTupleSteal } from '../../objects/tuple.ts';
import { clearWeakrefs } from '../../objects/weakref.ts';

const BLOCK_LENGTH = 64;
const CENTER = 31;
const BLOCK_BYTES = 528;
const MAX_SPARE = 16;

const s_getstate = intern('__getstate__');

class Deque {
  buf: (PyObject | null)[];
  head: number;
  n: number;
  /** -1: unbounded */
  maxlen: number;
  state: number;
  left: number;
  right: number;
  blocks: number;
  spare: number;
  constructor() {
    this.buf = [null, null, null, null, null, null, null, null];
    this.head = 0;
    this.n = 0;
    this.maxlen = -1;
    this.state = 0;
    this.left = CENTER + 1;
    this.right = CENTER;
    this.blocks = 1;
    this.spare = 0;
  }
}

export type PyDeque = PyGC<Deque>;

// ---------------------------------------------------------------------------------------------
// The ring and its account

function itemAt(d: Deque, i: number): PyObject {
  return d.buf[(d.head + i) & (d.buf.length - 1)]!;
}

function grow(d: Deque): void {
  const size = d.buf.length;
  const whole = d.head > 0 ? d.buf.slice(d.head).concat(d.buf.slice(0, d.head)) : d.buf;
  d.buf = whole.concat(newNulls(size));
  d.head = 0;
}

function takeBlock(o: PyObject, d: Deque): void {
  d.blocks++;
  if (d.spare > 0) d.spare--;
  else accountPart(o, BLOCK_BYTES);
}

function dropBlock(o: PyObject, d: Deque): void {
  d.blocks--;
  if (d.spare < MAX_SPARE) d.spare++;
  else unaccountPart(o, BLOCK_BYTES);
}

function pushRight(o: PyObject, item: PyObject): void {
  const d: Deque = o.v;
  if (d.n === d.buf.length) grow(d);
  if (d.right === BLOCK_LENGTH - 1) {
    takeBlock(o, d);
    d.right = -1;
  }
  d.right++;
  d.buf[(d.head + d.n) & (d.buf.length - 1)] = item;
  d.n++;
}

function pushLeft(o: PyObject, item: PyObject): void {
  const d: Deque = o.v;
  if (d.n === d.buf.length) grow(d);
  if (d.left === 0) {
    takeBlock(o, d);
    d.left = BLOCK_LENGTH;
  }
  d.left--;
  d.head = (d.head - 1) & (d.buf.length - 1);
  d.buf[d.head] = item;
  d.n++;
}

function popRight(o: PyObject): Owned {
  const d: Deque = o.v;
  if (d.n === 0) throw indexError('pop from an empty deque');
  const at = (d.head + d.n - 1) & (d.buf.length - 1);
  const item = d.buf[at] as Owned;
  d.buf[at] = null;
  d.n--;
  d.state++;
  if (--d.right < 0) {
    if (d.n > 0) {
      dropBlock(o, d);
      d.right = BLOCK_LENGTH - 1;
    } else center(d);
  }
  return item;
}

function popLeft(o: PyObject): Owned {
  const d: Deque = o.v;
  if (d.n === 0) throw indexError('pop from an empty deque');
  const item = d.buf[d.head] as Owned;
  d.buf[d.head] = null;
  d.head = (d.head + 1) & (d.buf.length - 1);
  d.n--;
  d.state++;
  if (++d.left === BLOCK_LENGTH) {
    if (d.n > 0) {
      dropBlock(o, d);
      d.left = 0;
    } else center(d);
  }
  return item;
}

function center(d: Deque): void {
  d.left = CENTER + 1;
  d.right = CENTER;
}

/** Appends a reference it takes over; an item falls out on the left of a full bounded deque. */
function appendSteal(o: PyObject, item: PyObject): void {
  const d: Deque = o.v;
  pushRight(o, item);
  if (d.maxlen >= 0 && d.n > d.maxlen) decref(popLeft(o));
  else d.state++;
}

function appendLeftSteal(o: PyObject, item: PyObject): void {
  const d: Deque = o.v;
  pushLeft(o, item);
  if (d.maxlen >= 0 && d.n > d.maxlen) decref(popRight(o));
  else d.state++;
}

// ---------------------------------------------------------------------------------------------
// Making and ending

function allocDeque(type: TypeObject): Owned<PyDeque> {
  const o = type.tp_alloc(type) as Owned<PyDeque>;
  o.v = new Deque();
  accountPart(o, BLOCK_BYTES);
  gcTrack(o);
  return o;
}

function dequeNew(type: TypeObject, _args: PyObject[], _kw: KwNames): Owned {
  return allocDeque(type);
}

function dequeInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  const [iterable, maxlen] = bindArgs('deque', '(iterable=(), maxlen=None)', args, kw);
  const d: Deque = o.v;
  let bound = -1;
  if (maxlen !== undefined && maxlen !== None_) {
    if (!isInstanceOf(maxlen, IntType)) throw typeError('an integer is required');
    bound = ssize(maxlen);
    if (bound < 0) throw valueError('maxlen must be non-negative');
  }
  d.maxlen = bound;
  if (d.n > 0) clear(o);
  if (iterable !== undefined) extend(o, iterable);
}

/** Empties the deque, then releases the items first to last. */
function clear(o: PyObject): void {
  const d: Deque = o.v;
  if (d.n === 0) return;
  const { n, head, buf, blocks } = d;
  const fresh = new Deque();
  d.buf = fresh.buf;
  d.head = 0;
  d.n = 0;
  d.state++;
  d.blocks = 1;
  center(d);
  for (let i = 0; i < n; i++) decref(buf[(head + i) & (buf.length - 1)]!);
  for (let i = 1; i < blocks; i++) {
    if (d.spare < MAX_SPARE) d.spare++;
    else unaccountPart(o, BLOCK_BYTES);
  }
}

function dequeDealloc(o: PyObject): void {
  gcUntrack(o);
  if ((o as PyGC).ext !== null) clearWeakrefs(o);
  clear(o);
  const d: Deque = o.v;
  for (let i = 0; i < d.blocks + d.spare; i++) unaccountPart(o, BLOCK_BYTES);
  freeObject(o);
}

function dequeTraverse(o: PyObject, visit: Visit): void {
  const d: Deque = o.v;
  for (let i = 0; i < d.n; i++) visit(itemAt(d, i));
}

function extend(o: PyObject, iterable: PyObject): void {
  if (iterable === o) {
    extendByCopy(o, extend);
    return;
  }
  const it = getIter(iterable);
  try {
    const d: Deque = o.v;
    if (d.maxlen === 0) {
      drain(it);
      return;
    }
    if (d.n === 0) {
      d.left = 1;
      d.right = 0;
    }
    for (let item = iterNext(it); item !== null; item = iterNext(it)) appendSteal(o, item);
    if (d.n === 0) center(d);
  } finally {
    decref(it);
  }
}

function extendLeft(o: PyObject, iterable: PyObject): void {
  if (iterable === o) {
    extendByCopy(o, extendLeft);
    return;
  }
  const it = getIter(iterable);
  try {
    const d: Deque = o.v;
    if (d.maxlen === 0) {
      drain(it);
      return;
    }
    if (d.n === 0) {
      d.left = BLOCK_LENGTH - 1;
      d.right = BLOCK_LENGTH - 2;
    }
    for (let item = iterNext(it); item !== null; item = iterNext(it)) appendLeftSteal(o, item);
    if (d.n === 0) center(d);
  } finally {
    decref(it);
  }
}

function extendByCopy(o: PyObject, how: (o: PyObject, iterable: PyObject) => void): void {
  const copy = newListFromIterable(o);
  try {
    how(o, copy);
  } finally {
    decref(copy);
  }
}

function drain(it: PyObject): void {
  for (let item = iterNext(it); item !== null; item = iterNext(it)) decref(item);
}

function copy(o: PyObject): Owned {
  const d: Deque = o.v;
  if (o.type === DequeType) {
    const fresh = allocDeque(DequeType);
    fresh.v.maxlen = d.maxlen;
    extend(fresh, o);
    return fresh;
  }
  if (d.maxlen < 0) return checkedDeque(o, call1(o.type.self, o));
  const maxlen = newInt(d.maxlen);
  try {
    return checkedDeque(o, callObject(o.type.self, [o, maxlen]));
  } finally {
    decref(maxlen);
  }
}

/** What a subclass made of itself must be a deque. */
function checkedDeque(o: PyObject, made: Owned): Owned {
  if (isDeque(made)) return made;
  const name = made.type.name;
  decref(made);
  throw typeError(`${o.type.name}() must return a deque, not ${name}`);
}

// ---------------------------------------------------------------------------------------------
// Slots

function dequeRepr(o: PyObject): Owned {
  if (!reprEnter(o)) return newStrJs('[...]');
  try {
    const list = newListFromIterable(o);
    let text: PyObject;
    try {
      text = repr(list);
    } finally {
      decref(list);
    }
    const name = o.type.name.slice(o.type.name.lastIndexOf('.') + 1);
    const tail = o.v.maxlen < 0 ? ')' : `, maxlen=${o.v.maxlen})`;
    const result = newStr(textJoin('', [`${name}(`, strValue(text), tail]));
    decref(text);
    return result;
  } finally {
    reprLeave(o);
  }
}

function isDeque(o: PyObject): boolean {
  return isInstanceOf(o, DequeType);
}

function itemEquals(item: PyObject, x: PyObject): boolean {
  item.rc++;
  try {
    return richCompareBool(item, x, EQ);
  } finally {
    decref(item);
  }
}

function dequeContains(o: PyObject, x: PyObject): boolean {
  const d: Deque = o.v;
  const state = d.state;
  for (let i = 0; i < d.n; i++) {
    if (itemEquals(itemAt(d, i), x)) return true;
    if (d.state !== state) throw runtimeError('deque mutated during iteration');
  }
  return false;
}

function dequeItem(o: PyObject, i: number): Owned {
  const d: Deque = o.v;
  if (i < 0 || i >= d.n) throw indexError('deque index out of range');
  return incref(itemAt(d, i));
}

function dequeAssItem(o: PyObject, i: number, value: PyObject | null): void {
  const d: Deque = o.v;
  if (i < 0 || i >= d.n) throw indexError('deque index out of range');
  if (value === null) {
    deleteItem(o, i);
    return;
  }
  const at = (d.head + i) & (d.buf.length - 1);
  const old = d.buf[at]!;
  d.buf[at] = incref(value);
  decref(old);
}

function deleteItem(o: PyObject, i: number): void {
  rotate(o, -i);
  const item = popLeft(o);
  rotate(o, i);
  decref(item);
}

/** Moves the last `k` items to the front (`k` < 0: the first to the end). */
function rotate(o: PyObject, k: number): void {
  const d: Deque = o.v;
  const n = d.n;
  if (n <= 1) return;
  const half = n >> 1;
  if (k > half || k < -half) {
    k %= n;
    if (k > half) k -= n;
    else if (k < -half) k += n;
  }
  for (; k > 0; k--) pushLeftMoved(o);
  for (; k < 0; k++) pushRightMoved(o);
}

function pushLeftMoved(o: PyObject): void {
  const item = popRight(o);
  pushLeft(o, item);
  o.v.state++;
}

function pushRightMoved(o: PyObject): void {
  const item = popLeft(o);
  pushRight(o, item);
  o.v.state++;
}

function dequeConcat(a: PyObject, b: PyObject): Owned {
  if (!isDeque(b)) throw typeError(`can only concatenate deque (not "${b.type.name}") to deque`);
  const result = copy(a);
  try {
    extend(result, b);
  } catch (e) {
    decref(result);
    throw e;
  }
  return result;
}

function dequeInplaceConcat(o: PyObject, other: PyObject): Owned {
  extend(o, other);
  return incref(o);
}

function dequeInplaceRepeat(o: PyObject, n: number): Owned {
  const d: Deque = o.v;
  const size = d.n;
  if (size === 0 || n === 1) return incref(o);
  if (n <= 0) {
    clear(o);
    return incref(o);
  }
  const seq: PyObject[] = [];
  for (let i = 0; i < size; i++) seq.push(itemAt(d, i));
  if (d.maxlen >= 0 && n * size > d.maxlen) n = Math.ceil(d.maxlen / size);
  for (let i = 0; i < size; i++) seq[i]!.rc++;
  for (let k = 1; k < n; k++) for (let i = 0; i < size; i++) appendSteal(o, incref(seq[i]!));
  for (let i = 0; i < size; i++) decref(seq[i]!);
  return incref(o);
}

function dequeRepeat(o: PyObject, n: number): Owned {
  const result = copy(o);
  const same = dequeInplaceRepeat(result, n);
  decref(result);
  return same;
}

function dequeRichcompare(a: PyObject, b: PyObject, op: number): Owned {
  if (!isDeque(a) || !isDeque(b)) return newNotImplemented();
  const na = a.v.n;
  const nb = b.v.n;
  if (op === EQ) {
    if (a === b) return newBool(true);
    if (na !== nb) return newBool(false);
  } else if (op === NE) {
    if (a === b) return newBool(false);
    if (na !== nb) return newBool(true);
  }
  const x = dequeIter(a);
  const y = dequeIter(b);
  try {
    return newBool(compareIterators(x, y, op));
  } finally {
    decref(x);
    decref(y);
  }
}

function compareIterators(x: PyObject, y: PyObject, op: number): boolean {
  for (;;) {
    const p = dequeIterNext(x);
    if (p === null) {
      const q = dequeIterNext(y);
      if (q !== null) decref(q);
      return compareLengths(0, q === null ? 0 : 1, op);
    }
    const q = dequeIterNext(y);
    if (q === null) {
      decref(p);
      return compareLengths(1, 0, op);
    }
    try {
      if (richCompareBool(p, q, EQ)) continue;
      if (op === EQ || op === NE) return op === NE;
      return richCompareBool(p, q, op);
    } finally {
      decref(p);
      decref(q);
    }
  }
}

// ---------------------------------------------------------------------------------------------
// Methods

function countMethod(o: PyObject, x: PyObject): Owned {
  const d: Deque = o.v;
  const { state, n } = d;
  let count = 0;
  for (let i = 0; i < n; i++) {
    if (itemEquals(itemAt(d, i), x)) count++;
    if (d.state !== state) throw runtimeError('deque mutated during iteration');
  }
  return newInt(count);
}

function notInDeque(x: PyObject) {
  const text = repr(x);
  const message = textConcat(strValue(text), ' is not in deque');
  decref(text);
  return newExceptionText(ValueErrorType, message);
}

function indexMethod(o: PyObject, x: PyObject, first?: PyObject, last?: PyObject): Owned {
  const d: Deque = o.v;
  let start = first === undefined ? 0 : sliceIndex(first);
  let end = last === undefined ? d.n : sliceIndex(last);
  if (start < 0) start = Math.max(start + d.n, 0);
  if (end < 0) end = Math.max(end + d.n, 0);
  if (end > d.n) end = d.n;
  const state = d.state;
  for (let i = start; i < end; i++) {
    const same = itemEquals(itemAt(d, i), x);
    if (same) return newInt(i);
    if (d.state !== state) throw runtimeError('deque mutated during iteration');
  }
  throw notInDeque(x);
}

function insertMethod(o: PyObject, at: PyObject, item: PyObject): void {
  const d: Deque = o.v;
  const i = asIndexNumber(at, OverflowErrorType);
  if (d.maxlen === d.n) throw indexError('deque already at its maximum size');
  if (i >= d.n) {
    appendSteal(o, incref(item));
    return;
  }
  if (i <= -d.n || i === 0) {
    appendLeftSteal(o, incref(item));
    return;
  }
  rotate(o, -i);
  if (i < 0) appendSteal(o, incref(item));
  else appendLeftSteal(o, incref(item));
  rotate(o, i);
}

function removeMethod(o: PyObject, x: PyObject): void {
  const d: Deque = o.v;
  const state = d.state;
  for (let i = 0; i < d.n; i++) {
    const same = itemEquals(itemAt(d, i), x);
    if (d.state !== state) throw indexError('deque mutated during iteration');
    if (!same) continue;
    deleteItem(o, i);
    return;
  }
  throw notInDeque(x);
}

function reverseMethod(o: PyObject): void {
  const d: Deque = o.v;
  const mask = d.buf.length - 1;
  for (let i = 0, j = d.n - 1; i < j; i++, j--) {
    const a = (d.head + i) & mask;
    const b = (d.head + j) & mask;
    const x = d.buf[a]!;
    d.buf[a] = d.buf[b]!;
    d.buf[b] = x;
  }
}

function reduceMethod(o: PyObject): Owned {
  const d: Deque = o.v;
  const state = callMethod0(o, s_getstate);
  let it: Owned;
  try {
    it = getIter(o);
  } catch (e) {
    decref(state);
    throw e;
  }
  const args = d.maxlen < 0 ? newTuple([]) : newTupleSteal([newTuple([]), newInt(d.maxlen)]);
  return newTupleSteal([incref(o.type.self), args, state, it]);
}

function dequeSizeof(o: PyObject): number {
  const d: Deque = o.v;
  const blocks = Math.floor((d.left + d.n + BLOCK_LENGTH - 1) / BLOCK_LENGTH);
  return o.type.basicsize + blocks * BLOCK_BYTES;
}

export const DequeType: TypeObject = newStaticType('collections.deque', {
  heap: 'immutable',
  generic: 'get',
  flags: TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE | TPFLAGS_SEQUENCE,
  basicsize: 216,
  hasWeakrefs: true,
  text_signature: '([iterable[, maxlen]])',
  doc: 'A sequence that grows and shrinks at both ends.',
  tp_new: dequeNew,
  tp_init: dequeInit,
  tp_dealloc: dequeDealloc,
  tp_traverse: dequeTraverse,
  tp_clear: clear,
  tp_repr: dequeRepr,
  tp_hash: null,
  tp_richcompare: dequeRichcompare,
  tp_iter: (o: PyObject) => dequeIter(o),
  tp_sizeof: dequeSizeof,
  sq_length: (o: PyObject) => o.v.n,
  sq_concat: dequeConcat,
  sq_repeat: dequeRepeat,
  sq_item: dequeItem,
  sq_ass_item: dequeAssItem,
  sq_contains: dequeContains,
  sq_inplace_concat: dequeInplaceConcat,
  sq_inplace_repeat: dequeInplaceRepeat,
  methods: {
    append: method('($self, item, /)', (o: PyObject, item: PyObject) =>
      appendSteal(o, incref(item)),
    ),
    appendleft: method('($self, item, /)', (o: PyObject, item: PyObject) =>
      appendLeftSteal(o, incref(item)),
    ),
    clear: method('($self, /)', (o: PyObject) => clear(o)),
    __copy__: method('($self, /)', copy),
    copy: method('($self, /)', copy),
    count: method('($self, value, /)', countMethod),
    extend: method('($self, iterable, /)', (o: PyObject, x: PyObject) => extend(o, x)),
    extendleft: method('($self, iterable, /)', (o: PyObject, x: PyObject) => extendLeft(o, x)),
    index: methodRaw(
      (o: PyObject, [value, start, stop]: PyObject[]) => indexMethod(o, value!, start, stop),
      { name: 'index', min: 1, max: 3, kw: false, sig: '($self, value, [start, [stop]])' },
    ),
    insert: method('($self, index, value, /)', insertMethod),
    pop: method('($self, /)', popRight),
    popleft: method('($self, /)', popLeft),
    __reduce__: method('($self, /)', reduceMethod),
    remove: method('($self, value, /)', removeMethod),
    __reversed__: method('($self, /)', (o: PyObject) =>
      newIterator(DequeReverseIteratorType, o, 0),
    ),
    reverse: method('($self, /)', (o: PyObject) => reverseMethod(o)),
    rotate: method('($self, n=1, /)', (o: PyObject, n?: PyObject) =>
      rotate(o, n === undefined ? 1 : asIndexNumber(n, OverflowErrorType)),
    ),
    __sizeof__: method('($self, /)', (o: PyObject) => newInt(dequeSizeof(o))),
    __class_getitem__: classMethod('($type, object, /)', genericAliasNew),
  },
  getset: {
    maxlen: getset(
      (o: PyObject) => (o.v.maxlen < 0 ? newNone() : newInt(o.v.maxlen)),
      null,
      'Most items it may hold, or None.',
    ),
  },
});

// ---------------------------------------------------------------------------------------------
// Iterators

class DequeIter {
  deque: PyDeque;
  i: number;
  state: number;
  left: number;
  constructor(deque: PyDeque, i: number) {
    this.deque = deque;
    this.i = i;
    this.state = deque.v.state;
    this.left = deque.v.n - i;
  }
}

function newIterator(type: TypeObject, deque: PyObject, i: number): Owned {
  const o = newGC(type, new DequeIter(incref(deque as PyDeque), i));
  account(o, 72);
  gcTrack(o);
  return o;
}

function dequeIter(o: PyObject): Owned {
  return newIterator(DequeIteratorType, o, 0);
}

function checkState(it: DequeIter): boolean {
  const d = it.deque.v;
  if (it.left <= 0 && it.state === d.state) return false;
  if (it.state !== d.state) {
    it.left = 0;
    throw runtimeError('deque mutated during iteration');
  }
  return true;
}

function dequeIterNext(o: PyObject): Owned | null {
  const it: DequeIter = o.v;
  if (!checkState(it)) return null;
  it.left--;
  return incref(itemAt(it.deque.v, it.i++));
}

function dequeReverseNext(o: PyObject): Owned | null {
  const it: DequeIter = o.v;
  if (it.left === 0) return null;
  if (!checkState(it)) return null;
  it.left--;
  return incref(itemAt(it.deque.v, it.deque.v.n - 1 - it.i++));
}

function iteratorNew(own: () => TypeObject) {
  return (type: TypeObject, args: PyObject[], kw: KwNames): Owned => {
    const [deque, index] = bindArgs(own().name.slice(12), '(deque, index=0, /)', args, kw);
    if (!isDeque(deque)) {
      throw typeError(
        `${own().name.slice(12)}() argument 1 must be collections.deque, not ${deque.type.name}`,
      );
    }
    const i = index === undefined ? 0 : asIndexNumber(index, IndexErrorType);
    const start = Math.max(0, Math.min(i, deque.v.n));
    return newIterator(type, deque, start);
  };
}

function iteratorType(
  name: string,
  next: (o: PyObject) => Owned | null,
  own: () => TypeObject,
): TypeObject {
  return newStaticType(name, {
    heap: 'immutable',
    generic: 'get',
    flags: TPFLAGS_HAVE_GC,
    basicsize: 56,
    tp_new: iteratorNew(own),
    tp_dealloc: (o: PyObject) => {
      gcUntrack(o);
      decref(o.v.deque);
      freeObject(o);
    },
    tp_traverse: (o: PyObject, visit: Visit) => visit(o.v.deque),
    tp_iter: (o: PyObject) => incref(o),
    tp_iternext: next,
    methods: {
      __length_hint__: method('($self, /)', (o: PyObject) => newInt(o.v.left)),
      __reduce__: method('($self, /)', (o: PyObject) =>
        newTupleSteal([
          incref(o.type.self),
          newTupleSteal([incref(o.v.deque), newInt(o.v.deque.v.n - o.v.left)]),
        ]),
      ),
    },
  });
}

export const DequeIteratorType: TypeObject = iteratorType(
  'collections._deque_iterator',
  dequeIterNext,
  () => DequeIteratorType,
);
export const DequeReverseIteratorType: TypeObject = iteratorType(
  'collections._deque_reverse_iterator',
  dequeReverseNext,
  () => DequeReverseIteratorType,
);
