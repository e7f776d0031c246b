/**
 * Iterators over sequences by index (`iterator`, and the makers of list_iterator, tuple_iterator, str_ascii_iterator …) and
 * `callable_iterator`. CPython: Objects/iterobject.c and the iterators at the end of the sequences' files.
 *
 * A SeqIter owns its sequence until it is exhausted (`seq === null` from then on).
 */
import { EQ, getItem, len, richCompareBool } from '../core/abstract.ts';
import { method } from '../core/args.ts';
import { call0 } from '../core/call.ts';
import { discard, matches, newException, overflowError, typeError } from '../core/errors.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import { account, decref, incref, type Owned, type PyObject } from '../core/object.ts';
import { S } from '../core/state.ts';
import { newStaticType } from '../core/type-define.ts';
import { TPFLAGS_HAVE_GC, type TypeObject, type Visit } from '../core/type-object.ts';
import { dictGetStrBorrowed, isDictExact } from './dict.ts';
import {
  AttributeErrorType,
  IndexErrorType,
  KeyErrorType,
  StopIterationType,
} from './exceptions.ts';
import { isInt, newInt } from './int.ts';
import { newNotImplemented } from './singletons.ts';
import { intern, strJs } from './str.ts';
import { emptyTuple, newTuple, newTupleSteal } from './tuple.ts';

/** Payload of index iterators. */
export class SeqIter {
  seq: PyObject | null;
  i: number;
  constructor(seq: PyObject) {
    this.seq = seq;
    this.i = 0;
  }
}

const s_iter = intern('iter');
const s_reversed = intern('reversed');
const BLOCK = 48;

/** A builtin by name as the running frame sees it. CPython: _PyEval_GetBuiltin. */
export function builtinNamed(name: PyObject): Owned {
  const { fn } = S.frames[S.sp]!;
  const builtins = fn === null ? S.builtins : fn.v.builtins;
  if (isDictExact(builtins)) {
    const f = dictGetStrBorrowed(builtins, name);
    if (f !== null) return incref(f);
  } else {
    const f = itemOf(builtins, name);
    if (f !== null) return f;
  }
  throw newException(AttributeErrorType, strJs(name));
}

function itemOf(mapping: PyObject, name: PyObject): Owned | null {
  try {
    return getItem(mapping, name);
  } catch (e) {
    if (!matches(e, KeyErrorType)) throw e;
    discard(e);
    return null;
  }
}

/** Looks `iter` up before the state of an iterator is read: the lookup may run foreign code. */
export function beforeReduce(): void {
  decref(builtinNamed(s_iter));
}

/** A builtin for a result that is being put together; `args` is released when there is none. */
function builtinAfter(name: PyObject, args: Owned): Owned {
  try {
    return builtinNamed(name);
  } catch (e) {
    decref(args);
    throw e;
  }
}

/** `(iter, (seq,))`, or `(iter, (seq,), state)`; takes `seq` over. */
export function iteratorReduce(seq: PyObject, state?: number): Owned {
  const args = newTupleSteal([seq]);
  const f = builtinAfter(s_iter, args);
  return newTupleSteal(state === undefined ? [f, args] : [f, args, newInt(state)]);
}

/** The same with `reversed`. */
export function reversedReduce(seq: PyObject, state: number): Owned {
  const args = newTupleSteal([seq]);
  return newTupleSteal([builtinAfter(s_reversed, args), args, newInt(state)]);
}

/** An int argument that must fit a C ssize_t. */
export function ssize(o: PyObject): number {
  if (!isInt(o)) throw typeError('an integer is required');
  if (typeof o.v === 'bigint') throw overflowError('Python int too large to convert to C ssize_t');
  return o.v;
}

// ---------------------------------------------------------------------------------------------
// Index iterators

/** Makes an iterator of an index iterator type. */
export function newSeqIterOf(type: TypeObject, seq: PyObject): Owned {
  const it = newGC(type, new SeqIter(incref(seq)));
  account(it, BLOCK);
  gcTrack(it);
  return it;
}

/** `newSeqIter(seq)`: the general `iterator` over `__getitem__`; `newSeqIter(type, seq)`: one of a given type. */
export function newSeqIter(typeOrSeq: TypeObject | PyObject, seq?: PyObject): Owned {
  if (seq === undefined) return newSeqIterOf(SeqIteratorType, typeOrSeq as PyObject);
  return newSeqIterOf(typeOrSeq as TypeObject, seq);
}

export function seqIterDealloc(o: PyObject): void {
  gcUntrack(o);
  const seq: PyObject | null = o.v.seq;
  o.v.seq = null;
  if (seq !== null) decref(seq);
  freeObject(o);
}

export function seqIterTraverse(o: PyObject, visit: Visit): void {
  if (o.v.seq !== null) visit(o.v.seq);
}

/** What an index iterator type needs to know of its sequences. */
export interface SeqAccess {
  length: (seq: PyObject) => number;
  /** New reference of item `i`, which exists. */
  item: (seq: PyObject, i: number) => Owned;
  /** The empty sequence that `__reduce__` of an exhausted iterator names. */
  exhausted: () => Owned;
  next?: (it: PyObject) => Owned | null;
}

function setstate(o: PyObject, state: PyObject, length: (seq: PyObject) => number): void {
  const it: SeqIter = o.v;
  let i = ssize(state);
  if (it.seq === null) return;
  if (i < 0) i = 0;
  const n = length(it.seq);
  it.i = i > n ? n : i;
}

/** The type of an index iterator: list_iterator, tuple_iterator, str_iterator, bytes_iterator … */
export function seqIteratorType(name: string, access: SeqAccess): TypeObject {
  const { length, item, exhausted } = access;
  const next = (o: PyObject): Owned | null => {
    const it: SeqIter = o.v;
    const seq = it.seq;
    if (seq === null) return null;
    const i = it.i;
    if (i < length(seq)) {
      it.i = i + 1;
      return item(seq, i);
    }
    it.seq = null;
    decref(seq);
    return null;
  };
  const hint = (o: PyObject): Owned => {
    const it: SeqIter = o.v;
    return newInt(it.seq === null ? 0 : Math.max(0, length(it.seq) - it.i));
  };
  const reduce = (o: PyObject): Owned => {
    beforeReduce();
    const it: SeqIter = o.v;
    return it.seq === null ? iteratorReduce(exhausted()) : iteratorReduce(incref(it.seq), it.i);
  };
  return newStaticType(name, {
    flags: TPFLAGS_HAVE_GC,
    basicsize: 32,
    tp_dealloc: seqIterDealloc,
    tp_traverse: seqIterTraverse,
    tp_iter: (o: PyObject) => incref(o),
    tp_iternext: access.next ?? next,
    methods: {
      __length_hint__: method('($self, /)', hint),
      __reduce__: method('($self, /)', reduce),
      __setstate__: method('($self, object, /)', (o: PyObject, state: PyObject) =>
        setstate(o, state, length),
      ),
    },
  });
}

// ---------------------------------------------------------------------------------------------
// iterator: anything with __getitem__

function generalNext(o: PyObject): Owned | null {
  const it: SeqIter = o.v;
  const seq = it.seq;
  if (seq === null) return null;
  if (it.i === Number.MAX_SAFE_INTEGER) throw overflowError('iter index too large');
  let item: Owned;
  try {
    item = generalItem(seq, it.i);
  } catch (e) {
    if (!matches(e, IndexErrorType) && !matches(e, StopIterationType)) throw e;
    discard(e);
    it.seq = null;
    decref(seq);
    return null;
  }
  it.i++;
  return item;
}

/** PySequence_GetItem for an index that is not negative. */
function generalItem(seq: PyObject, i: number): Owned {
  if (seq.type.sq_item !== null) return seq.type.sq_item(seq, i);
  const key = newInt(i);
  try {
    return getItem(seq, key);
  } finally {
    decref(key);
  }
}

function generalHint(o: PyObject): Owned {
  const it: SeqIter = o.v;
  if (it.seq === null) return newInt(0);
  const type = it.seq.type;
  if (type.sq_length === null && type.mp_length === null) return newNotImplemented();
  return newInt(Math.max(0, len(it.seq) - it.i));
}

function generalReduce(o: PyObject): Owned {
  beforeReduce();
  const it: SeqIter = o.v;
  if (it.seq === null) return iteratorReduce(incref(emptyTuple));
  return iteratorReduce(incref(it.seq), it.i);
}

export const SeqIteratorType = newStaticType('iterator', {
  flags: TPFLAGS_HAVE_GC,
  basicsize: 32,
  tp_dealloc: seqIterDealloc,
  tp_traverse: seqIterTraverse,
  tp_iter: (o: PyObject) => incref(o),
  tp_iternext: generalNext,
  methods: {
    __length_hint__: method('($self, /)', generalHint),
    __reduce__: method('($self, /)', generalReduce),
    __setstate__: method('($self, object, /)', (o: PyObject, state: PyObject) => {
      const i = ssize(state);
      if (o.v.seq !== null) o.v.i = Math.max(0, i);
    }),
  },
});

// ---------------------------------------------------------------------------------------------
// callable_iterator: iter(callable, sentinel)

class CallIter {
  callable: PyObject | null;
  sentinel: PyObject | null;
  constructor(callable: PyObject, sentinel: PyObject) {
    this.callable = callable;
    this.sentinel = sentinel;
  }
}

/** `iter(callable, sentinel)`. */
export function newCallIter(callable: PyObject, sentinel: PyObject): Owned {
  const it = newGC(CallIteratorType, new CallIter(incref(callable), incref(sentinel)));
  account(it, BLOCK);
  gcTrack(it);
  return it;
}

function finishCalls(it: CallIter): void {
  const { callable, sentinel } = it;
  it.callable = null;
  it.sentinel = null;
  if (callable !== null) decref(callable);
  if (sentinel !== null) decref(sentinel);
}

function callNext(o: PyObject): Owned | null {
  const it: CallIter = o.v;
  if (it.callable === null) return null;
  let result: Owned;
  try {
    result = call0(it.callable);
  } catch (e) {
    if (!matches(e, StopIterationType)) throw e;
    discard(e);
    finishCalls(it);
    return null;
  }
  let ends = true;
  try {
    if (it.sentinel !== null) ends = richCompareBool(it.sentinel, result, EQ);
  } catch (e) {
    decref(result);
    throw e;
  }
  if (!ends) return result;
  decref(result);
  finishCalls(it);
  return null;
}

function callReduce(o: PyObject): Owned {
  beforeReduce();
  const it: CallIter = o.v;
  if (it.callable === null || it.sentinel === null) return iteratorReduce(incref(emptyTuple));
  const f = builtinNamed(s_iter);
  return newTupleSteal([f, newTuple([it.callable, it.sentinel])]);
}

export const CallIteratorType = newStaticType('callable_iterator', {
  flags: TPFLAGS_HAVE_GC,
  basicsize: 32,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    finishCalls(o.v);
    freeObject(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    if (o.v.callable !== null) visit(o.v.callable);
    if (o.v.sentinel !== null) visit(o.v.sentinel);
  },
  tp_iter: (o: PyObject) => incref(o),
  tp_iternext: callNext,
  methods: { __reduce__: method('($self, /)', callReduce) },
});
