/**
 * enumerate and reversed. CPython: Objects/enumobject.c.
 *
 * enumerate uses one result tuple again while nobody else holds it.
 */
import {
  getIter,
  indexExact,
  isSequence,
  iterNext,
  len,
  sequenceGetItem,
} from '../core/abstract.ts';
import { bindArgs, classMethod, method, noKeywords } from '../core/args.ts';
import { call0, lookupSpecial } from '../core/call.ts';
import { discard, matches, typeError } from '../core/errors.ts';
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
import { newStaticType } from '../core/type-define.ts';
import {
  type KwNames,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  type TypeObject,
  type Visit,
} from '../core/type-object.ts';
import { add, type PyInt } from '../numbers/int-arith.ts';
import { IndexErrorType, StopIterationType } from './exceptions.ts';
import { genericAliasNew } from './genericalias.ts';
import { newInt, newIntExact } from './int.ts';
import { ssize } from './iter.ts';
import { newNone, None_ } from './singletons.ts';
import { intern, strJs } from './str.ts';
import { emptyTuple, newTupleSteal } from './tuple.ts';

const s_reversed = intern('__reversed__');

/** Makes the object of a native iterator type or a subclass, accounted. */
export function allocIterator<T>(
  type: TypeObject,
  own: TypeObject,
  payload: T,
  block: number,
): Owned<PyGC<T>> {
  if (type !== own) {
    const o = type.tp_alloc(type) as Owned<PyGC<T>>;
    o.v = payload;
    return o;
  }
  const o = newGC(type, payload);
  account(o, block);
  return o;
}

/** Puts two owned items into a result tuple that nobody else holds, or into a new tuple. */
export function pairInto(pair: PyObject, first: PyObject, second: PyObject): Owned {
  if (pair.rc !== 1) return newTupleSteal([first, second]);
  const items: PyObject[] = pair.v;
  const old0 = items[0]!;
  const old1 = items[1]!;
  items[0] = first;
  items[1] = second;
  const result = incref(pair);
  decref(old1);
  decref(old0);
  gcTrack(pair);
  return result;
}

// ---------------------------------------------------------------------------------------------
// enumerate

class Enumeration {
  it: PyObject | null;
  next: PyInt;
  pair: PyObject | null;
  constructor(it: PyObject, next: PyInt) {
    this.it = it;
    this.next = next;
    this.pair = newTupleSteal([newNone(), newNone()]);
  }
}

/** The keywords of a call of enumerate itself, which words its refusals differently. CPython: enumerate_vectorcall. */
function checkKeywords(count: number, kw: PyObject[]): void {
  if (count > 2) throw typeError(`enumerate() takes at most 2 arguments (${count} given)`);
  const given = kw.map(strJs);
  const all = ['iterable', 'start'];
  const swapped = given.length === 2 && given[0] === 'start';
  const expected = swapped ? ['start', 'iterable'] : all.slice(count - given.length);
  for (let i = 0; i < given.length; i++) {
    if (given[i] !== expected[i])
      throw typeError(`'${given[i]}' is an invalid keyword argument for enumerate()`);
  }
}

function enumerateNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  if (args.length === 0) throw typeError("enumerate() missing required argument 'iterable'");
  if (type === EnumerateType) checkKeywords(args.length, kw ?? []);
  const [iterable, start] = bindArgs('enumerate', '(iterable, start=0)', args, kw);
  let from: PyInt = 0;
  if (start !== undefined) {
    const i = indexExact(start);
    from = i.v;
    decref(i);
  }
  const it = getIter(iterable);
  const o = allocIterator(type, EnumerateType, new Enumeration(it, from), 72);
  gcTrack(o);
  return o;
}

function enumerateNext(o: PyObject): Owned | null {
  const e: Enumeration = o.v;
  const item = iterNext(e.it!);
  if (item === null) return null;
  const next = e.next;
  e.next = typeof next === 'number' && next < Number.MAX_SAFE_INTEGER ? next + 1 : add(next, 1);
  return pairInto(e.pair!, newIntExact(next), item);
}

function enumerateReduce(o: PyObject): Owned {
  const e: Enumeration = o.v;
  return newTupleSteal([incref(o.type.self), newTupleSteal([incref(e.it!), newInt(e.next)])]);
}

export const EnumerateType: TypeObject = newStaticType('enumerate', {
  flags: TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE,
  basicsize: 56,
  text_signature: '(iterable, start=0)',
  doc: 'Pairs of a count and an item.',
  tp_new: enumerateNew,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    const e: Enumeration = o.v;
    xdecref(e.it);
    xdecref(e.pair);
    freeObject(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    const e: Enumeration = o.v;
    if (e.it !== null) visit(e.it);
    if (e.pair !== null) visit(e.pair);
  },
  tp_iter: (o: PyObject) => incref(o),
  tp_iternext: enumerateNext,
  methods: {
    __reduce__: method('($self, /)', enumerateReduce),
    __class_getitem__: classMethod('($type, object, /)', genericAliasNew),
  },
});

// ---------------------------------------------------------------------------------------------
// reversed

class Reversal {
  seq: PyObject | null;
  i: number;
  constructor(seq: PyObject, i: number) {
    this.seq = seq;
    this.i = i;
  }
}

function reversedNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  if (type === ReversedType || type.tp_init === ReversedType.tp_init) noKeywords('reversed', kw);
  const [seq] = bindArgs(
    'reversed',
    '(object, /)',
    kw === null ? args : args.slice(0, args.length - kw.length),
  );
  return newReversed(seq, type);
}

/** `reversed(seq)` */
export function newReversed(seq: PyObject, type: TypeObject = ReversedType): Owned {
  const f = lookupSpecial(seq, s_reversed);
  if (f !== null) {
    try {
      if (f === None_) throw typeError(`'${seq.type.name}' object is not reversible`);
      return call0(f);
    } finally {
      decref(f);
    }
  }
  if (!isSequence(seq)) throw typeError(`'${seq.type.name}' object is not reversible`);
  const n = len(seq);
  const o = allocIterator(type, ReversedType, new Reversal(incref(seq), n - 1), 48);
  gcTrack(o);
  return o;
}

function reversedNext(o: PyObject): Owned | null {
  const r: Reversal = o.v;
  if (r.i < 0) return null;
  try {
    const item = sequenceGetItem(r.seq!, r.i);
    r.i--;
    return item;
  } catch (e) {
    if (!matches(e, IndexErrorType) && !matches(e, StopIterationType)) throw e;
    discard(e);
  }
  r.i = -1;
  const seq = r.seq;
  r.seq = null;
  xdecref(seq);
  return null;
}

function reversedHint(o: PyObject): Owned {
  const r: Reversal = o.v;
  if (r.seq === null) return newInt(0);
  const left = r.i + 1;
  return newInt(len(r.seq) < left ? 0 : left);
}

function reversedReduce(o: PyObject): Owned {
  const r: Reversal = o.v;
  const type = incref(o.type.self);
  if (r.seq === null) return newTupleSteal([type, newTupleSteal([incref(emptyTuple)])]);
  return newTupleSteal([type, newTupleSteal([incref(r.seq)]), newInt(r.i)]);
}

function reversedSetstate(o: PyObject, state: PyObject): void {
  const r: Reversal = o.v;
  const i = ssize(state);
  if (r.seq !== null) r.i = Math.min(Math.max(i, -1), len(r.seq) - 1);
}

export const ReversedType: TypeObject = newStaticType('reversed', {
  flags: TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE,
  basicsize: 32,
  text_signature: '(sequence, /)',
  doc: 'The items from last to first.',
  tp_new: reversedNew,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    const seq: PyObject | null = o.v.seq;
    o.v.seq = null;
    xdecref(seq);
    freeObject(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    if (o.v.seq !== null) visit(o.v.seq);
  },
  tp_iter: (o: PyObject) => incref(o),
  tp_iternext: reversedNext,
  methods: {
    __length_hint__: method('($self, /)', reversedHint),
    __reduce__: method('($self, /)', reversedReduce),
    __setstate__: method('($self, object, /)', reversedSetstate),
  },
});
