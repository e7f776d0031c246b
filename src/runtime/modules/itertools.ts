/**
 * itertools. CPython: Modules/itertoolsmodule.c.
 *
 * Every type is one payload class, a `next` function and what pickling still supports in 3.13. Result tuples of product,
 * combinations, permutations, zip_longest and pairwise are used again while nobody else holds them, as CPython's are.
 */
import {
  add,
  asIndexNumber,
  EQ,
  getIter,
  index,
  isTrue,
  iterNext,
  repr,
  richCompareBool,
  sequenceTuple,
} from '../core/abstract.ts';
import {
  bindArgs,
  checkPositional,
  classMethod,
  method,
  nativeFunction,
  noKeywords,
} from '../core/args.ts';
import { lookupAttr } from '../core/attr.ts';
import { call0, call1, call2, callMethod1, callObject } from '../core/call.ts';
import {
  discard,
  isPyErr,
  overflowError,
  runtimeError,
  typeError,
  valueError,
  warnDeprecated,
} from '../core/errors.ts';
import { freeObject, gcTrack, gcUntrack } from '../core/gc.ts';
import { defineModule } from '../core/module-define.ts';
import { decref, incref, type Owned, type PyGC, type PyObject, xdecref } from '../core/object.ts';
import { isInstanceOf } from '../core/subtype.ts';
import { newStaticType, type TypeSpec } from '../core/type-define.ts';
import {
  IntType,
  type KwNames,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  type TypeObject,
  type Visit,
} from '../core/type-object.ts';
import { accepts, iteratorsOf } from '../objects/bltin-iters.ts';
import { allocIterator, pairInto } from '../objects/enumerate.ts';
import { OverflowErrorType } from '../objects/exceptions.ts';
import { genericAliasNew } from '../objects/genericalias.ts';
import { newInt, newIntExact } from '../objects/int.ts';
import { ssize } from '../objects/iter.ts';
import { isList, listAppend, newList, newListSteal } from '../objects/list.ts';
import { newBool, newNone, None_ } from '../objects/singletons.ts';
import { intern, newStr, strValue } from '../objects/str.ts';
import { ssizeArg } from '../objects/str-args.ts';
import { emptyTuple, isTuple, newTuple, newTupleSteal } from '../objects/tuple.ts';
import { clearWeakrefs } from '../objects/weakref.ts';
import { type Text, textJoin } from '../text/text.ts';

const s_copy = intern('__copy__');
const s_setstate = intern('__setstate__');

// ---------------------------------------------------------------------------------------------
// What the types share

/** Slots of an iterator type whose payload fields `owned` are references or null. */
function iteratorSpec(
  basicsize: number,
  owned: readonly string[],
  next: (o: PyObject) => Owned | null,
): TypeSpec {
  return {
    flags: TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE,
    basicsize,
    tp_dealloc: (o: PyObject) => {
      gcUntrack(o);
      if ((o as PyGC).ext !== null) clearWeakrefs(o);
      releaseFields(o.v, owned);
      freeObject(o);
    },
    tp_traverse: (o: PyObject, visit: Visit) => {
      for (let i = 0; i < owned.length; i++) {
        const field = o.v[owned[i]!];
        if (field !== null) visit(field);
      }
    },
    tp_iter: (o: PyObject) => incref(o),
    tp_iternext: next,
  };
}

function releaseFields(payload: any, owned: readonly string[]): void {
  for (let i = 0; i < owned.length; i++) {
    const field: PyObject | null = payload[owned[i]!];
    payload[owned[i]!] = null;
    if (field !== null) decref(field);
  }
}

/** The object of `type`, tracked. */
function make<T>(type: TypeObject, own: TypeObject, payload: T): Owned<PyGC<T>> {
  const o = allocIterator(type, own, payload, own.basicsize + 16);
  gcTrack(o);
  return o;
}

/** Positional arguments of a constructor that takes no keywords (subclasses with an own __init__ may). */
function positional(type: TypeObject, own: TypeObject, args: PyObject[], kw: KwNames): PyObject[] {
  const name = own.name.slice(own.name.lastIndexOf('.') + 1);
  if (type === own || type.tp_init === own.tp_init) noKeywords(name, kw);
  return kw === null ? args : args.slice(0, args.length - kw.length);
}

function warnPickle(): void {
  warnDeprecated(
    'Pickle, copy, and deepcopy support will be removed from itertools in Python 3.14.',
  );
}

/** `(type, args)` or `(type, args, state)` from owned arrays. */
function reduced(o: PyObject, args: PyObject[], state?: PyObject): Owned {
  const head: PyObject[] = [incref(o.type.self), newTupleSteal(args)];
  if (state !== undefined) head.push(state);
  return newTupleSteal(head);
}

function reducer(f: (o: PyObject) => Owned) {
  return method('($self, /)', (o: PyObject) => {
    warnPickle();
    return f(o);
  });
}

function stateSetter(f: (o: PyObject, state: PyObject) => void) {
  return method('($self, object, /)', (o: PyObject, state: PyObject) => {
    warnPickle();
    f(o, state);
  });
}

/** `__sizeof__` of the types that have one of their own. */
const sizeofMethod = method('($self, /)', (o: PyObject) => newInt(o.type.tp_sizeof!(o)));

/** The items of a state tuple, borrowed. */
function stateItems(state: PyObject, min: number, max: number): PyObject[] {
  if (!isTuple(state)) throw typeError('state is not a tuple');
  const items: PyObject[] = state.v;
  if (items.length < min) {
    throw typeError(`function missing required argument (pos ${items.length + 1})`);
  }
  if (items.length > max)
    throw typeError(`function takes at most ${max} arguments (${items.length} given)`);
  return items;
}

function isNumber(o: PyObject): boolean {
  const t = o.type;
  return t.nb_index !== null || t.nb_int !== null || t.nb_float !== null || t.name === 'complex';
}

/** A result tuple that may be changed in place: the present one, or a copy while somebody else holds it. */
function writable(holder: { result: PyObject | null }): PyObject[] {
  const result = holder.result!;
  if (result.rc === 1) {
    gcTrack(result);
    return result.v;
  }
  const copy = newTuple(result.v);
  holder.result = copy;
  decref(result);
  return copy.v;
}

function setItem(items: PyObject[], i: number, item: PyObject): void {
  const old = items[i]!;
  items[i] = incref(item);
  decref(old);
}

function reprOf(name: string, parts: PyObject[]): Owned {
  const texts: Text[] = [];
  for (const part of parts) {
    const text = repr(part);
    texts.push(strValue(text));
    decref(text);
  }
  return newStr(textJoin('', [`${name}(`, textJoin(', ', texts), ')']));
}

// ---------------------------------------------------------------------------------------------
// chain

class Chain {
  source: PyObject | null;
  active: PyObject | null;
  constructor(source: PyObject) {
    this.source = source;
    this.active = null;
  }
}

function chainNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const all = newTuple(positional(type, ChainType, args, kw));
  const source = getIter(all);
  decref(all);
  return make(type, ChainType, new Chain(source));
}

function chainFromIterable(cls: PyObject, iterable: PyObject): Owned {
  return make(cls.v, ChainType, new Chain(getIter(iterable)));
}

function chainNext(o: PyObject): Owned | null {
  const c: Chain = o.v;
  while (c.source !== null) {
    if (c.active === null && !chainAdvance(c)) return null;
    const item = iterNext(c.active!);
    if (item !== null) return item;
    const done = c.active;
    c.active = null;
    xdecref(done);
  }
  return null;
}

/** Starts on the next iterable; false at the end. */
function chainAdvance(c: Chain): boolean {
  const source = c.source!;
  try {
    const iterable = iterNext(source);
    if (iterable === null) {
      c.source = null;
      decref(source);
      return false;
    }
    try {
      c.active = getIter(iterable);
    } finally {
      decref(iterable);
    }
    return true;
  } catch (e) {
    if (c.source === source) {
      c.source = null;
      decref(source);
    }
    throw e;
  }
}

function chainReduce(o: PyObject): Owned {
  const c: Chain = o.v;
  if (c.source === null) return reduced(o, []);
  return reduced(o, [], newTuple(c.active === null ? [c.source] : [c.source, c.active]));
}

function chainSetstate(o: PyObject, state: PyObject): void {
  const c: Chain = o.v;
  const [source, active] = stateItems(state, 1, 2);
  const bad =
    source!.type.tp_iternext === null || (active !== undefined && active.type.tp_iternext === null);
  if (bad) throw typeError('Arguments must be iterators.');
  const old = [c.source, c.active];
  c.source = incref(source!);
  c.active = active === undefined ? null : incref(active);
  xdecref(old[0]);
  xdecref(old[1]);
}

export const ChainType: TypeObject = newStaticType('itertools.chain', {
  heap: 'immutable',
  generic: 'get',
  ...iteratorSpec(32, ['active', 'source'], chainNext),
  doc: 'One iterable after the other.',
  text_signature: '(*iterables)',
  tp_new: chainNew,
  methods: {
    from_iterable: classMethod('($type, iterable, /)', chainFromIterable),
    __reduce__: reducer(chainReduce),
    __setstate__: stateSetter(chainSetstate),
    __class_getitem__: classMethod('($type, object, /)', genericAliasNew),
  },
});

// ---------------------------------------------------------------------------------------------
// count

class Count {
  /** Next value in fast mode. */
  n: number;
  /** Next value in slow mode, else null. */
  value: PyObject | null;
  step: PyObject | null;
  constructor(n: number, value: PyObject | null, step: PyObject) {
    this.n = n;
    this.value = value;
    this.step = step;
  }
}

function countNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const [start, step] = bindArgs('count', '(start=0, step=1)', args, kw);
  if ((start !== undefined && !isNumber(start)) || (step !== undefined && !isNumber(step))) {
    throw typeError('a number is required');
  }
  const one = step === undefined ? newInt(1) : incref(step);
  const plainStep = isInstanceOf(one, IntType) && one.v === 1;
  if (start === undefined) {
    if (plainStep) return make(type, CountType, new Count(0, null, one));
    return make(type, CountType, new Count(0, newInt(0), one));
  }
  const fast = isInstanceOf(start, IntType) && typeof start.v === 'number' && plainStep;
  if (fast) return make(type, CountType, new Count(start.v, null, one));
  return make(type, CountType, new Count(0, incref(start), one));
}

function countNext(o: PyObject): Owned | null {
  const c: Count = o.v;
  if (c.value === null) {
    if (c.n < Number.MAX_SAFE_INTEGER) return newIntExact(c.n++);
    c.value = newInt(c.n);
  }
  const value = c.value;
  c.value = add(value, c.step!);
  return value as Owned;
}

function countValue(c: Count): Owned {
  return c.value === null ? newInt(c.n) : incref(c.value);
}

function countRepr(o: PyObject): Owned {
  const c: Count = o.v;
  const value = countValue(c);
  const plain = isInstanceOf(c.step!, IntType) && c.step!.v === 1;
  try {
    return reprOf('count', plain ? [value] : [value, c.step!]);
  } finally {
    decref(value);
  }
}

function countReduce(o: PyObject): Owned {
  const c: Count = o.v;
  return reduced(o, c.value === null ? [newInt(c.n)] : [incref(c.value), incref(c.step!)]);
}

export const CountType: TypeObject = newStaticType('itertools.count', {
  heap: 'immutable',
  generic: 'get',
  ...iteratorSpec(40, ['value', 'step'], countNext),
  doc: 'start, start + step, and so on.',
  text_signature: '(start=0, step=1)',
  tp_new: countNew,
  tp_repr: countRepr,
  methods: { __reduce__: reducer(countReduce) },
});

// ---------------------------------------------------------------------------------------------
// cycle

class Cycle {
  it: PyObject | null;
  saved: PyObject | null;
  i: number;
  /** The items come from a pickled state: they are saved already. */
  firstpass: boolean;
  constructor(it: PyObject) {
    this.it = it;
    this.saved = newList();
    this.i = 0;
    this.firstpass = false;
  }
}

function cycleNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const own = positional(type, CycleType, args, kw);
  const [iterable] = bindArgs('cycle', '(iterable, /)', own);
  return make(type, CycleType, new Cycle(getIter(iterable)));
}

function cycleNext(o: PyObject): Owned | null {
  const c: Cycle = o.v;
  if (c.it !== null) {
    const item = iterNext(c.it);
    if (item !== null) {
      if (!c.firstpass) listAppend(c.saved!, item);
      return item;
    }
    const it = c.it;
    c.it = null;
    xdecref(it);
  }
  const items: PyObject[] = c.saved!.v;
  if (items.length === 0) return null;
  const item = items[c.i]!;
  if (++c.i >= items.length) c.i = 0;
  return incref(item);
}

function cycleReduce(o: PyObject): Owned {
  const c: Cycle = o.v;
  if (c.it !== null)
    return reduced(o, [incref(c.it)], newTupleSteal([incref(c.saved!), newBool(c.firstpass)]));
  const it = getIter(c.saved!);
  if (c.i !== 0) {
    const i = newInt(c.i);
    decref(callMethod1(it, s_setstate, i));
    decref(i);
  }
  return reduced(o, [it], newTupleSteal([incref(c.saved!), newBool(true)]));
}

function cycleSetstate(o: PyObject, state: PyObject): void {
  const c: Cycle = o.v;
  const [saved, firstpass] = stateItems(state, 2, 2);
  if (!isList(saved!)) throw typeError(`argument 1 must be list, not ${saved!.type.name}`);
  const flag = index(firstpass!);
  const old = c.saved;
  c.saved = incref(saved!);
  c.firstpass = flag !== 0;
  c.i = 0;
  xdecref(old);
}

export const CycleType: TypeObject = newStaticType('itertools.cycle', {
  heap: 'immutable',
  generic: 'get',
  ...iteratorSpec(48, ['it', 'saved'], cycleNext),
  doc: 'The items over and over.',
  text_signature: '(iterable, /)',
  tp_new: cycleNew,
  methods: { __reduce__: reducer(cycleReduce), __setstate__: stateSetter(cycleSetstate) },
});

// ---------------------------------------------------------------------------------------------
// repeat

class Repeat {
  item: PyObject | null;
  /** Times left, -1 without end. */
  left: number;
  constructor(item: PyObject, left: number) {
    this.item = item;
    this.left = left;
  }
}

function repeatNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const [item, times] = bindArgs('repeat', '(object, times=-1)', args, kw);
  const left = times === undefined ? -1 : Math.max(0, ssizeArg(times, -1));
  return make(type, RepeatType, new Repeat(incref(item), left));
}

function repeatNext(o: PyObject): Owned | null {
  const r: Repeat = o.v;
  if (r.left === 0) return null;
  if (r.left > 0) r.left--;
  return incref(r.item!);
}

function repeatRepr(o: PyObject): Owned {
  const r: Repeat = o.v;
  if (r.left < 0) return reprOf('repeat', [r.item!]);
  const left = newInt(r.left);
  try {
    return reprOf('repeat', [r.item!, left]);
  } finally {
    decref(left);
  }
}

function repeatHint(o: PyObject): Owned {
  const r: Repeat = o.v;
  if (r.left < 0) throw typeError('len() of unsized object');
  return newInt(r.left);
}

export const RepeatType: TypeObject = newStaticType('itertools.repeat', {
  heap: 'immutable',
  generic: 'get',
  ...iteratorSpec(32, ['item'], repeatNext),
  doc: 'An object over and over, or so many times.',
  tp_new: repeatNew,
  tp_repr: repeatRepr,
  methods: {
    __length_hint__: method('($self, /)', repeatHint),
    __reduce__: reducer((o) =>
      reduced(o, o.v.left < 0 ? [incref(o.v.item)] : [incref(o.v.item), newInt(o.v.left)]),
    ),
  },
});

// ---------------------------------------------------------------------------------------------
// starmap, takewhile, dropwhile, filterfalse, compress

/** A function over an iterator; `done` is the flag of takewhile and dropwhile. */
class FunctionIter {
  func: PyObject | null;
  it: PyObject | null;
  done: boolean;
  constructor(func: PyObject, it: PyObject) {
    this.func = func;
    this.it = it;
    this.done = false;
  }
}

function functionIterNew(own: () => TypeObject, sig: string) {
  return (type: TypeObject, args: PyObject[], kw: KwNames): Owned => {
    const name = own().name.slice(10);
    const [func, iterable] = bindArgs(name, sig, positional(type, own(), args, kw));
    const it = getIter(iterable);
    return make(type, own(), new FunctionIter(incref(func), it));
  };
}

function starmapNext(o: PyObject): Owned | null {
  const s: FunctionIter = o.v;
  const item = iterNext(s.it!);
  if (item === null) return null;
  let args: PyObject;
  try {
    args = sequenceTuple(item);
  } finally {
    decref(item);
  }
  try {
    return callObject(s.func!, args.v);
  } finally {
    decref(args);
  }
}

export const StarmapType: TypeObject = newStaticType('itertools.starmap', {
  heap: 'immutable',
  generic: 'get',
  ...iteratorSpec(32, ['it', 'func'], starmapNext),
  doc: 'Results of a function whose arguments are tuples.',
  text_signature: '(function, iterable, /)',
  tp_new: functionIterNew(() => StarmapType, '(function, iterable, /)'),
  methods: { __reduce__: reducer((o) => reduced(o, [incref(o.v.func), incref(o.v.it)])) },
});

function answer(func: PyObject, item: PyObject): boolean {
  const r = call1(func, item);
  try {
    return isTrue(r);
  } finally {
    decref(r);
  }
}

function takewhileNext(o: PyObject): Owned | null {
  const t: FunctionIter = o.v;
  if (t.done) return null;
  const item = iterNext(t.it!);
  if (item === null) return null;
  let good = false;
  try {
    good = answer(t.func!, item);
  } catch (e) {
    decref(item);
    throw e;
  }
  if (good) return item;
  decref(item);
  t.done = true;
  return null;
}

function dropwhileNext(o: PyObject): Owned | null {
  const d: FunctionIter = o.v;
  for (;;) {
    const item = iterNext(d.it!);
    if (item === null || d.done) return item;
    let dropped = true;
    try {
      dropped = answer(d.func!, item);
    } catch (e) {
      decref(item);
      throw e;
    }
    if (!dropped) {
      d.done = true;
      return item;
    }
    decref(item);
  }
}

function whileReduce(o: PyObject): Owned {
  const t: FunctionIter = o.v;
  return reduced(o, [incref(t.func!), incref(t.it!)], newInt(t.done ? 1 : 0));
}

function whileSetstate(o: PyObject, state: PyObject): void {
  o.v.done = isTrue(state);
}

export const TakewhileType: TypeObject = newStaticType('itertools.takewhile', {
  heap: 'immutable',
  generic: 'get',
  ...iteratorSpec(40, ['it', 'func'], takewhileNext),
  doc: 'The items up to the first that fails a test.',
  text_signature: '(predicate, iterable, /)',
  tp_new: functionIterNew(() => TakewhileType, '(predicate, iterable, /)'),
  methods: { __reduce__: reducer(whileReduce), __setstate__: stateSetter(whileSetstate) },
});

export const DropwhileType: TypeObject = newStaticType('itertools.dropwhile', {
  heap: 'immutable',
  generic: 'get',
  ...iteratorSpec(40, ['it', 'func'], dropwhileNext),
  doc: 'The items from the first that fails a test.',
  text_signature: '(predicate, iterable, /)',
  tp_new: functionIterNew(() => DropwhileType, '(predicate, iterable, /)'),
  methods: { __reduce__: reducer(whileReduce), __setstate__: stateSetter(whileSetstate) },
});

function filterfalseNext(o: PyObject): Owned | null {
  const f: FunctionIter = o.v;
  for (let item = iterNext(f.it!); item !== null; item = iterNext(f.it!)) {
    let good = true;
    try {
      good = accepts(f.func!, item);
    } catch (e) {
      decref(item);
      throw e;
    }
    if (!good) return item;
    decref(item);
  }
  return null;
}

export const FilterfalseType: TypeObject = newStaticType('itertools.filterfalse', {
  heap: 'immutable',
  generic: 'get',
  ...iteratorSpec(32, ['it', 'func'], filterfalseNext),
  doc: 'The items that fail a test.',
  text_signature: '(function, iterable, /)',
  tp_new: functionIterNew(() => FilterfalseType, '(function, iterable, /)'),
  methods: { __reduce__: reducer((o) => reduced(o, [incref(o.v.func), incref(o.v.it)])) },
});

class Compress {
  data: PyObject | null;
  selectors: PyObject | null;
  constructor(data: PyObject, selectors: PyObject) {
    this.data = data;
    this.selectors = selectors;
  }
}

function compressNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const [data, selectors] = bindArgs('compress', '(data, selectors)', args, kw);
  const [a, b] = iteratorsOf([data, selectors], 0, 2);
  return make(type, CompressType, new Compress(a!, b!));
}

function compressNext(o: PyObject): Owned | null {
  const c: Compress = o.v;
  for (;;) {
    const item = iterNext(c.data!);
    if (item === null) return null;
    let chosen = false;
    try {
      const selector = iterNext(c.selectors!);
      if (selector === null) {
        decref(item);
        return null;
      }
      try {
        chosen = isTrue(selector);
      } finally {
        decref(selector);
      }
    } catch (e) {
      decref(item);
      throw e;
    }
    if (chosen) return item;
    decref(item);
  }
}

export const CompressType: TypeObject = newStaticType('itertools.compress', {
  heap: 'immutable',
  generic: 'get',
  ...iteratorSpec(32, ['data', 'selectors'], compressNext),
  doc: 'The items whose selector is true.',
  text_signature: '(data, selectors)',
  tp_new: compressNew,
  methods: { __reduce__: reducer((o) => reduced(o, [incref(o.v.data), incref(o.v.selectors)])) },
});

// ---------------------------------------------------------------------------------------------
// accumulate

class Accumulate {
  it: PyObject | null;
  func: PyObject | null;
  total: PyObject | null;
  initial: PyObject | null;
  constructor(it: PyObject, func: PyObject | null, initial: PyObject | null) {
    this.it = it;
    this.func = func;
    this.total = null;
    this.initial = initial;
  }
}

function accumulateNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const [iterable, func, initial] = bindArgs(
    'accumulate',
    '(iterable, func=None, *, initial=None)',
    args,
    kw,
  );
  const it = getIter(iterable);
  const f = func === undefined || func === None_ ? null : incref(func);
  const first = initial === undefined || initial === None_ ? null : incref(initial);
  return make(type, AccumulateType, new Accumulate(it, f, first));
}

function accumulateNext(o: PyObject): Owned | null {
  const a: Accumulate = o.v;
  if (a.initial !== null) {
    a.total = a.initial;
    a.initial = null;
    return incref(a.total);
  }
  const value = iterNext(a.it!);
  if (value === null) return null;
  const total = a.total;
  if (total === null) {
    a.total = value;
    return incref(value);
  }
  let sum: Owned;
  try {
    sum = a.func === null ? add(total, value) : call2(a.func, total, value);
  } finally {
    decref(value);
  }
  const old = a.total;
  a.total = incref(sum);
  xdecref(old);
  return sum;
}

function accumulateReduce(o: PyObject): Owned {
  const a: Accumulate = o.v;
  const func = a.func === null ? newNone() : incref(a.func);
  if (a.initial !== null) {
    const rest = newTupleSteal([newTuple([a.initial]), incref(a.it!)]);
    const it = make(ChainType, ChainType, new Chain(getIterSteal(rest)));
    return reduced(o, [it, func], newNone());
  }
  if (a.total === None_) {
    const rest = newTupleSteal([newTuple([a.total]), incref(a.it!)]);
    const it = make(ChainType, ChainType, new Chain(getIterSteal(rest)));
    const inner = callObject(o.type.self, [it, func]);
    decref(it);
    decref(func);
    return newTupleSteal([incref(IsliceType.self), newTupleSteal([inner, newInt(1), newNone()])]);
  }
  return reduced(o, [incref(a.it!), func], a.total === null ? newNone() : incref(a.total));
}

function getIterSteal(o: PyObject): Owned {
  const it = getIter(o);
  decref(o);
  return it;
}

export const AccumulateType: TypeObject = newStaticType('itertools.accumulate', {
  heap: 'immutable',
  generic: 'get',
  ...iteratorSpec(56, ['func', 'total', 'it', 'initial'], accumulateNext),
  doc: 'Running totals.',
  text_signature: '(iterable, func=None, *, initial=None)',
  tp_new: accumulateNew,
  methods: {
    __reduce__: reducer(accumulateReduce),
    __setstate__: stateSetter((o, state) => {
      const old = o.v.total;
      o.v.total = incref(state);
      xdecref(old);
    }),
  },
});

// ---------------------------------------------------------------------------------------------
// islice

class Islice {
  it: PyObject | null;
  next: number;
  /** -1: no end. */
  stop: number;
  step: number;
  count: number;
  constructor(it: PyObject, next: number, stop: number, step: number) {
    this.it = it;
    this.next = next;
    this.stop = stop;
    this.step = step;
    this.count = 0;
  }
}

/** An islice argument, -1 for None; `message` when it is no non-negative int. */
function isliceIndex(o: PyObject, message: string): number {
  if (o === None_) return -1;
  let n = -1;
  try {
    n = asIndexNumber(o, OverflowErrorType);
  } catch (e) {
    if (!isPyErr(e)) throw e;
    discard(e);
  }
  if (n < 0) throw valueError(message);
  return n;
}

function isliceNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const a = positional(type, IsliceType, args, kw);
  checkPositional('islice', a.length, 2, 4);
  const range = '0 <= x <= sys.maxsize.';
  let start = 0;
  let stop = -1;
  let step = 1;
  if (a.length === 2)
    stop = isliceIndex(a[1]!, `Stop argument for islice() must be None or an integer: ${range}`);
  else {
    stop = isliceIndex(a[2]!, `Stop argument for islice() must be None or an integer: ${range}`);
    const first = isliceIndex(a[1]!, `Indices for islice() must be None or an integer: ${range}`);
    start = first < 0 ? 0 : first;
  }
  if (a.length === 4 && a[3] !== None_) {
    const message = 'Step for islice() must be a positive integer or None.';
    step = isliceIndex(a[3]!, message);
    if (step < 1) throw valueError(message);
  }
  return make(type, IsliceType, new Islice(getIter(a[0]!), start, stop, step));
}

function isliceEnd(s: Islice): null {
  const it = s.it;
  s.it = null;
  xdecref(it);
  return null;
}

function isliceNext(o: PyObject): Owned | null {
  const s: Islice = o.v;
  const it = s.it;
  if (it === null) return null;
  while (s.count < s.next) {
    const skipped = iterNext(it);
    if (skipped === null) return isliceEnd(s);
    decref(skipped);
    s.count++;
  }
  if (s.stop >= 0 && s.count >= s.stop) return isliceEnd(s);
  const item = iterNext(it);
  if (item === null) return isliceEnd(s);
  s.count++;
  s.next += s.step;
  if (s.stop >= 0 && s.next > s.stop) s.next = s.stop;
  return item;
}

function isliceReduce(o: PyObject): Owned {
  const s: Islice = o.v;
  if (s.it === null) {
    const empty = getIterSteal(newList());
    return reduced(o, [empty, newInt(0)], newInt(0));
  }
  const stop = s.stop < 0 ? newNone() : newInt(s.stop);
  return reduced(o, [incref(s.it), newInt(s.next), stop, newInt(s.step)], newInt(s.count));
}

export const IsliceType: TypeObject = newStaticType('itertools.islice', {
  heap: 'immutable',
  generic: 'get',
  ...iteratorSpec(56, ['it'], isliceNext),
  doc: 'The items at the places of a slice.',
  tp_new: isliceNew,
  methods: {
    __reduce__: reducer(isliceReduce),
    __setstate__: stateSetter((o, state) => {
      o.v.count = ssize(state);
    }),
  },
});

// ---------------------------------------------------------------------------------------------
// pairwise, batched

class Pairwise {
  it: PyObject | null;
  old: PyObject | null;
  result: PyObject | null;
  constructor(it: PyObject) {
    this.it = it;
    this.old = null;
    this.result = newTupleSteal([newNone(), newNone()]);
  }
}

function pairwiseNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const [iterable] = bindArgs(
    'pairwise',
    '(iterable, /)',
    positional(type, PairwiseType, args, kw),
  );
  return make(type, PairwiseType, new Pairwise(getIter(iterable)));
}

function pairwiseEnd(p: Pairwise): null {
  const { it, old } = p;
  p.it = null;
  p.old = null;
  xdecref(it);
  xdecref(old);
  return null;
}

function pairwiseNext(o: PyObject): Owned | null {
  const p: Pairwise = o.v;
  if (p.it === null) return null;
  if (p.old === null) {
    const first = iterNext(p.it);
    const before = p.old;
    p.old = first;
    xdecref(before);
    if (first === null || p.it === null) return pairwiseEnd(p);
  }
  const old = incref(p.old!);
  let fresh: PyObject | null;
  try {
    fresh = iterNext(p.it);
  } catch (e) {
    decref(old);
    throw e;
  }
  if (fresh === null) {
    decref(old);
    return pairwiseEnd(p);
  }
  const result = pairInto(p.result!, old, incref(fresh));
  const before = p.old;
  p.old = fresh;
  xdecref(before);
  return result;
}

export const PairwiseType: TypeObject = newStaticType('itertools.pairwise', {
  heap: 'immutable',
  generic: 'get',
  ...iteratorSpec(40, ['it', 'old', 'result'], pairwiseNext),
  doc: 'Each item with the next.',
  text_signature: '(iterable, /)',
  tp_new: pairwiseNew,
});

class Batched {
  it: PyObject | null;
  n: number;
  strict: boolean;
  constructor(it: PyObject, n: number, strict: boolean) {
    this.it = it;
    this.n = n;
    this.strict = strict;
  }
}

function batchedNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const [iterable, n, strict] = bindArgs('batched', '(iterable, n, *, strict=False)', args, kw);
  const size = asIndexNumber(n, OverflowErrorType);
  const exact = strict !== undefined && isTrue(strict);
  if (size < 1) throw valueError('n must be at least one');
  return make(type, BatchedType, new Batched(getIter(iterable), size, exact));
}

function batchedNext(o: PyObject): Owned | null {
  const b: Batched = o.v;
  if (b.it === null) return null;
  const items: PyObject[] = [];
  try {
    for (let i = 0; i < b.n; i++) {
      const item = iterNext(b.it);
      if (item === null) break;
      items.push(item);
    }
    if (items.length < b.n) {
      const it = b.it;
      b.it = null;
      xdecref(it);
      if (items.length === 0) return null;
      if (b.strict) throw valueError('batched(): incomplete batch');
    }
  } catch (e) {
    for (let i = items.length - 1; i >= 0; i--) decref(items[i]!);
    throw e;
  }
  return newTupleSteal(items);
}

export const BatchedType: TypeObject = newStaticType('itertools.batched', {
  heap: 'immutable',
  generic: 'get',
  ...iteratorSpec(40, ['it'], batchedNext),
  doc: 'Tuples of n items each.',
  text_signature: '(iterable, n, *, strict=False)',
  tp_new: batchedNew,
});

// ---------------------------------------------------------------------------------------------
// zip_longest

class ZipLongest {
  /** tuple of iterators; exhausted ones are null in `iters`. */
  iters: (PyObject | null)[];
  active: number;
  result: PyObject | null;
  fill: PyObject | null;
  constructor(iters: PyObject[], fill: PyObject) {
    this.iters = iters;
    this.active = iters.length;
    this.fill = fill;
    this.result = newTupleSteal(iters.map(() => newNone()));
  }
}

function zipLongestNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const n = kw === null ? args.length : args.length - kw.length;
  let fill: PyObject = None_;
  if (kw !== null) {
    if (kw.length !== 1 || kw[0]!.v !== 'fillvalue') {
      throw typeError('zip_longest() got an unexpected keyword argument');
    }
    fill = args[n]!;
  }
  return make(type, ZipLongestType, new ZipLongest(iteratorsOf(args, 0, n), incref(fill)));
}

function zipLongestItem(z: ZipLongest, i: number): PyObject | null {
  const it = z.iters[i];
  if (it === null || it === undefined) return incref(z.fill!);
  const item = iterNext(it);
  if (item !== null) return item;
  z.active--;
  if (z.active === 0) return null;
  z.iters[i] = null;
  decref(it);
  return incref(z.fill!);
}

function zipLongestNext(o: PyObject): Owned | null {
  const z: ZipLongest = o.v;
  const n = z.iters.length;
  if (n === 0 || z.active === 0) return null;
  const result = z.result!;
  if (result.rc !== 1) return zipLongestFresh(z, n);
  const items: PyObject[] = result.v;
  result.rc++;
  try {
    for (let i = 0; i < n; i++) {
      const item = zipLongestItem(z, i);
      if (item === null) {
        decref(result);
        return null;
      }
      const old = items[i]!;
      items[i] = item;
      decref(old);
    }
  } catch (e) {
    z.active = 0;
    decref(result);
    throw e;
  }
  gcTrack(result);
  return result as Owned;
}

function zipLongestFresh(z: ZipLongest, n: number): Owned | null {
  const items: PyObject[] = [];
  try {
    for (let i = 0; i < n; i++) {
      const item = zipLongestItem(z, i);
      if (item === null) {
        for (const x of items) decref(x);
        return null;
      }
      items.push(item);
    }
  } catch (e) {
    z.active = 0;
    for (const x of items) decref(x);
    throw e;
  }
  return newTupleSteal(items);
}

function zipLongestReduce(o: PyObject): Owned {
  const z: ZipLongest = o.v;
  const args = z.iters.map((it) => (it === null ? incref(emptyTuple) : incref(it)));
  return newTupleSteal([incref(o.type.self), newTupleSteal(args), incref(z.fill!)]);
}

const zipLongestSpec = iteratorSpec(56, ['result', 'fill'], zipLongestNext);

export const ZipLongestType: TypeObject = newStaticType('itertools.zip_longest', {
  text_signature: '(*iterables, fillvalue=None)',
  heap: 'immutable',
  generic: 'get',
  ...zipLongestSpec,
  doc: 'Tuples of the items at the same place, up to the longest.',
  tp_new: zipLongestNew,
  tp_dealloc: (o: PyObject) => {
    const { iters } = o.v as ZipLongest;
    for (let i = iters.length - 1; i >= 0; i--) xdecref(iters[i]);
    zipLongestSpec.tp_dealloc!(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    for (const it of (o.v as ZipLongest).iters) if (it !== null) visit(it);
    zipLongestSpec.tp_traverse!(o, visit);
  },
  methods: {
    __reduce__: reducer(zipLongestReduce),
    __setstate__: stateSetter((o, state) => {
      const old = o.v.fill;
      o.v.fill = incref(state);
      xdecref(old);
    }),
  },
});

// ---------------------------------------------------------------------------------------------
// product

class Product {
  /** tuple of tuples */
  pools: PyObject | null;
  indices: number[];
  result: PyObject | null;
  stopped: boolean;
  constructor(pools: PyObject) {
    this.pools = pools;
    this.indices = pools.v.map(() => 0);
    this.result = null;
    this.stopped = false;
  }
}

function productNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const n = kw === null ? args.length : args.length - kw.length;
  let times = 1;
  if (kw !== null) {
    const [repeat] = bindArgs('product', '(*, repeat=1)', args.slice(n), kw);
    if (repeat !== undefined) times = asIndexNumber(repeat, OverflowErrorType);
    if (times < 0) throw valueError('repeat argument cannot be negative');
  }
  const count = times === 0 ? 0 : n;
  if (count * times > 2 ** 31) throw overflowError('repeat argument too large');
  const pools: PyObject[] = [];
  try {
    for (let i = 0; i < count; i++) pools.push(sequenceTuple(args[i]!));
  } catch (e) {
    for (const pool of pools) decref(pool);
    throw e;
  }
  for (let k = count; k < count * times; k++) pools.push(incref(pools[k - count]!));
  return make(type, ProductType, new Product(newTupleSteal(pools)));
}

function productNext(o: PyObject): Owned | null {
  const p: Product = o.v;
  if (p.stopped) return null;
  const pools: PyObject[] = p.pools!.v;
  if (p.result === null) {
    for (let i = 0; i < pools.length; i++) {
      if (pools[i]!.v.length > 0) continue;
      p.stopped = true;
      return null;
    }
    p.result = newTuple(pools.map((pool) => pool.v[0]));
    return incref(p.result);
  }
  const items = pools.length === 0 ? [] : writable(p);
  const { indices } = p;
  let i = pools.length - 1;
  for (; i >= 0; i--) {
    const pool: PyObject[] = pools[i]!.v;
    if (++indices[i]! < pool.length) {
      setItem(items, i, pool[indices[i]!]!);
      break;
    }
    indices[i] = 0;
    setItem(items, i, pool[0]!);
  }
  if (i < 0) {
    p.stopped = true;
    return null;
  }
  return incref(p.result!);
}

function productReduce(o: PyObject): Owned {
  const p: Product = o.v;
  if (p.stopped) return reduced(o, [newTupleSteal([])]);
  const pools = newTuple(p.pools!.v);
  if (p.result === null) return newTupleSteal([incref(o.type.self), pools]);
  return newTupleSteal([
    incref(o.type.self),
    pools,
    newTupleSteal(p.indices.map((i) => newInt(i))),
  ]);
}

function productSetstate(o: PyObject, state: PyObject): void {
  const p: Product = o.v;
  const pools: PyObject[] = p.pools!.v;
  if (!isTuple(state) || state.v.length !== pools.length) throw valueError('invalid arguments');
  for (let i = 0; i < pools.length; i++) {
    const n: number = pools[i]!.v.length;
    if (n === 0) {
      p.stopped = true;
      return;
    }
    p.indices[i] = Math.min(Math.max(ssize(state.v[i]), 0), n - 1);
  }
  const old = p.result;
  p.result = newTuple(pools.map((pool, i) => pool.v[p.indices[i]!]));
  xdecref(old);
}

export const ProductType: TypeObject = newStaticType('itertools.product', {
  text_signature: '(*iterables, repeat=1)',
  heap: 'immutable',
  generic: 'get',
  ...iteratorSpec(48, ['pools', 'result'], productNext),
  doc: 'All tuples with an item of each.',
  tp_new: productNew,
  tp_sizeof: (o: PyObject) => o.type.basicsize + 8 * o.v.pools.v.length,
  methods: {
    __reduce__: reducer(productReduce),
    __sizeof__: sizeofMethod,
    __setstate__: stateSetter(productSetstate),
  },
});

// ---------------------------------------------------------------------------------------------
// combinations, combinations_with_replacement, permutations

class Selection {
  /** tuple */
  pool: PyObject | null;
  indices: number[];
  /** permutations only */
  cycles: number[];
  result: PyObject | null;
  r: number;
  stopped: boolean;
  constructor(pool: PyObject, indices: number[], cycles: number[], r: number, stopped: boolean) {
    this.pool = pool;
    this.indices = indices;
    this.cycles = cycles;
    this.result = null;
    this.r = r;
    this.stopped = stopped;
  }
}

function countTo(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

/** The first result: the items of the first `r` indices. */
function firstSelection(s: Selection): Owned {
  const pool: PyObject[] = s.pool!.v;
  const items: PyObject[] = [];
  for (let i = 0; i < s.r; i++) items.push(incref(pool[s.indices[i]!]!));
  s.result = newTupleSteal(items);
  return incref(s.result);
}

function stop(s: Selection): null {
  s.stopped = true;
  return null;
}

/** Size of the selection from the arguments (iterable, r). */
function selectionArgs(name: string, args: PyObject[], kw: KwNames): [Owned, number] {
  const [iterable, size] = bindArgs(name, '(iterable, r)', args, kw);
  const r = asIndexNumber(size, OverflowErrorType);
  const pool = sequenceTuple(iterable);
  if (r < 0) {
    decref(pool);
    throw valueError('r must be non-negative');
  }
  return [pool, r];
}

function combinationsNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const [pool, r] = selectionArgs('combinations', args, kw);
  const n = pool.v.length;
  return make(type, CombinationsType, new Selection(pool, countTo(Math.min(r, n)), [], r, r > n));
}

function combinationsNext(o: PyObject): Owned | null {
  const s: Selection = o.v;
  if (s.stopped) return null;
  if (s.result === null) return firstSelection(s);
  const pool: PyObject[] = s.pool!.v;
  const { indices, r } = s;
  let i = r - 1;
  while (i >= 0 && indices[i] === i + pool.length - r) i--;
  if (i < 0) return stop(s);
  const items = writable(s);
  indices[i]!++;
  for (let j = i + 1; j < r; j++) indices[j] = indices[j - 1]! + 1;
  for (; i < r; i++) setItem(items, i, pool[indices[i]!]!);
  return incref(s.result!);
}

function replacementNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const [pool, r] = selectionArgs('combinations_with_replacement', args, kw);
  const stopped = pool.v.length === 0 && r > 0;
  return make(
    type,
    ReplacementType,
    new Selection(pool, countTo(stopped ? 0 : r).fill(0), [], r, stopped),
  );
}

function replacementNext(o: PyObject): Owned | null {
  const s: Selection = o.v;
  if (s.stopped) return null;
  if (s.result === null) return firstSelection(s);
  const pool: PyObject[] = s.pool!.v;
  const { indices, r } = s;
  let i = r - 1;
  while (i >= 0 && indices[i] === pool.length - 1) i--;
  if (i < 0) return stop(s);
  const items = writable(s);
  const value = indices[i]! + 1;
  const item = pool[value]!;
  for (; i < r; i++) {
    indices[i] = value;
    setItem(items, i, item);
  }
  return incref(s.result!);
}

function permutationsNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const [iterable, size] = bindArgs('permutations', '(iterable, r=None)', args, kw);
  const pool = sequenceTuple(iterable);
  const n: number = pool.v.length;
  let r = n;
  try {
    if (size !== undefined && size !== None_) {
      if (!isInstanceOf(size, IntType)) throw typeError('Expected int as r');
      r = ssize(size);
    }
    if (r < 0) throw valueError('r must be non-negative');
  } catch (e) {
    decref(pool);
    throw e;
  }
  const cycles = r > n ? [] : countTo(r).map((i) => n - i);
  return make(type, PermutationsType, new Selection(pool, countTo(n), cycles, r, r > n));
}

function permutationsNext(o: PyObject): Owned | null {
  const s: Selection = o.v;
  if (s.stopped) return null;
  if (s.result === null) return firstSelection(s);
  const pool: PyObject[] = s.pool!.v;
  const { indices, cycles, r } = s;
  const n = pool.length;
  if (n === 0) return stop(s);
  const items = r === 0 ? [] : writable(s);
  for (let i = r - 1; i >= 0; i--) {
    if (--cycles[i]! === 0) {
      const first = indices[i]!;
      for (let j = i; j < n - 1; j++) indices[j] = indices[j + 1]!;
      indices[n - 1] = first;
      cycles[i] = n - i;
      continue;
    }
    const j = n - cycles[i]!;
    const index = indices[i]!;
    indices[i] = indices[j]!;
    indices[j] = index;
    for (let k = i; k < r; k++) setItem(items, k, pool[indices[k]!]!);
    return incref(s.result!);
  }
  return stop(s);
}

function numbersTuple(numbers: number[]): Owned {
  return newTupleSteal(numbers.map((i) => newInt(i)));
}

function selectionReduce(o: PyObject): Owned {
  const s: Selection = o.v;
  const r = newInt(s.r);
  if (s.result === null) return reduced(o, [incref(s.pool!), r]);
  if (s.stopped) return reduced(o, [incref(emptyTuple), r]);
  const indices = numbersTuple(s.indices);
  const state = isInstanceOf(o, PermutationsType)
    ? newTupleSteal([indices, numbersTuple(s.cycles)])
    : indices;
  return reduced(o, [incref(s.pool!), r], state);
}

function clampedIndices(
  state: PyObject,
  count: number,
  low: number,
  max: (i: number) => number,
): number[] {
  if (!isTuple(state) || state.v.length !== count) throw valueError('invalid arguments');
  return state.v.map((item: PyObject, i: number) => Math.min(Math.max(ssize(item), low), max(i)));
}

function setSelection(s: Selection, indices: number[]): void {
  s.indices = indices;
  const old = s.result;
  s.result = null;
  xdecref(old);
  decref(firstSelection(s));
}

function combinationsSetstate(o: PyObject, state: PyObject): void {
  const s: Selection = o.v;
  const n: number = s.pool!.v.length;
  setSelection(
    s,
    clampedIndices(state, s.r, 0, (i) => i + n - s.r),
  );
}

function replacementSetstate(o: PyObject, state: PyObject): void {
  const s: Selection = o.v;
  const n: number = s.pool!.v.length;
  setSelection(
    s,
    clampedIndices(state, s.r, 0, () => n - 1),
  );
}

function permutationsSetstate(o: PyObject, state: PyObject): void {
  const s: Selection = o.v;
  if (!isTuple(state)) throw typeError('state is not a tuple');
  const [indices, cycles] = stateItems(state, 2, 2);
  const n: number = s.pool!.v.length;
  if (
    !isTuple(indices!) ||
    indices!.v.length !== n ||
    !isTuple(cycles!) ||
    cycles!.v.length !== s.r
  ) {
    throw valueError('invalid arguments');
  }
  const fresh = clampedIndices(indices!, n, 0, () => n - 1);
  s.cycles = clampedIndices(cycles!, s.r, 1, (i) => n - i);
  setSelection(s, fresh);
}

export const CombinationsType: TypeObject = newStaticType('itertools.combinations', {
  heap: 'immutable',
  generic: 'get',
  ...iteratorSpec(56, ['pool', 'result'], combinationsNext),
  doc: 'Choices of r items, in order.',
  text_signature: '(iterable, r)',
  tp_new: combinationsNew,
  tp_sizeof: (o: PyObject) => o.type.basicsize + 8 * o.v.r,
  methods: {
    __reduce__: reducer(selectionReduce),
    __sizeof__: sizeofMethod,
    __setstate__: stateSetter(combinationsSetstate),
  },
});

export const ReplacementType: TypeObject = newStaticType(
  'itertools.combinations_with_replacement',
  {
    heap: 'immutable',
    generic: 'get',
    ...iteratorSpec(56, ['pool', 'result'], replacementNext),
    doc: 'Choices of r items that may repeat.',
    text_signature: '(iterable, r)',
    tp_new: replacementNew,
    tp_sizeof: (o: PyObject) => o.type.basicsize + 8 * o.v.r,
    methods: {
      __reduce__: reducer(selectionReduce),
      __sizeof__: sizeofMethod,
      __setstate__: stateSetter(replacementSetstate),
    },
  },
);

export const PermutationsType: TypeObject = newStaticType('itertools.permutations', {
  heap: 'immutable',
  generic: 'get',
  ...iteratorSpec(64, ['pool', 'result'], permutationsNext),
  doc: 'Orders of r items.',
  text_signature: '(iterable, r=None)',
  tp_new: permutationsNew,
  tp_sizeof: (o: PyObject) => o.type.basicsize + 8 * (o.v.indices.length + o.v.cycles.length),
  methods: {
    __reduce__: reducer(selectionReduce),
    __sizeof__: sizeofMethod,
    __setstate__: stateSetter(permutationsSetstate),
  },
});

// ---------------------------------------------------------------------------------------------
// groupby

class GroupBy {
  it: PyObject | null;
  keyfunc: PyObject | null;
  target: PyObject | null;
  key: PyObject | null;
  value: PyObject | null;
  /** The group handed out last, borrowed: groups before it are at their end. */
  group: PyObject | null;
  constructor(it: PyObject, keyfunc: PyObject) {
    this.it = it;
    this.keyfunc = keyfunc;
    this.target = null;
    this.key = null;
    this.value = null;
    this.group = null;
  }
}

class Grouper {
  parent: PyObject | null;
  target: PyObject | null;
  constructor(parent: PyObject, target: PyObject) {
    this.parent = parent;
    this.target = target;
  }
}

function groupbyNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const [iterable, key] = bindArgs('groupby', '(iterable, key=None)', args, kw);
  const it = getIter(iterable);
  return make(type, GroupbyType, new GroupBy(it, incref(key ?? None_)));
}

/** Reads one item and its key; false at the end. */
function groupbyStep(g: GroupBy): boolean {
  const value = iterNext(g.it!);
  if (value === null) return false;
  let key: PyObject;
  if (g.keyfunc === None_) key = incref(value);
  else {
    try {
      key = call1(g.keyfunc!, value);
    } catch (e) {
      decref(value);
      throw e;
    }
  }
  const old = [g.value, g.key];
  g.value = value;
  g.key = key;
  xdecref(old[0]);
  xdecref(old[1]);
  return true;
}

function sameKey(a: PyObject, b: PyObject): boolean {
  a.rc++;
  b.rc++;
  try {
    return richCompareBool(a, b, EQ);
  } finally {
    decref(a);
    decref(b);
  }
}

function groupbyNext(o: PyObject): Owned | null {
  const g: GroupBy = o.v;
  g.group = null;
  for (;;) {
    if (g.key !== null && (g.target === null || !sameKey(g.target, g.key))) break;
    if (!groupbyStep(g)) return null;
  }
  const old = g.target;
  g.target = incref(g.key!);
  xdecref(old);
  const grouper = make(GrouperType, GrouperType, new Grouper(incref(o), incref(g.target)));
  g.group = grouper;
  return newTupleSteal([incref(g.key!), grouper]);
}

function grouperNext(o: PyObject): Owned | null {
  const mine: Grouper = o.v;
  const g: GroupBy = mine.parent!.v;
  if (g.group !== o) return null;
  if (g.value === null && !groupbyStep(g)) return null;
  if (!sameKey(mine.target!, g.key!)) return null;
  const value = g.value!;
  const key = g.key;
  g.value = null;
  g.key = null;
  xdecref(key);
  return value as Owned;
}

function groupbyReduce(o: PyObject): Owned {
  const g: GroupBy = o.v;
  const args = [incref(g.it!), incref(g.keyfunc!)];
  if (g.target === null || g.key === null || g.value === null) return reduced(o, args);
  return reduced(o, args, newTuple([g.key, g.value, g.target]));
}

function groupbySetstate(o: PyObject, state: PyObject): void {
  const g: GroupBy = o.v;
  const [key, value, target] = stateItems(state, 3, 3);
  const old = [g.key, g.value, g.target];
  g.key = incref(key!);
  g.value = incref(value!);
  g.target = incref(target!);
  for (const x of old) xdecref(x);
}

export const GroupbyType: TypeObject = newStaticType('itertools.groupby', {
  heap: 'immutable',
  generic: 'get',
  ...iteratorSpec(72, ['it', 'keyfunc', 'target', 'key', 'value'], groupbyNext),
  doc: 'Runs of items with the same key.',
  text_signature: '(iterable, key=None)',
  tp_new: groupbyNew,
  methods: { __reduce__: reducer(groupbyReduce), __setstate__: stateSetter(groupbySetstate) },
});

const grouperSpec = iteratorSpec(32, ['parent', 'target'], grouperNext);

export const GrouperType: TypeObject = newStaticType('itertools._grouper', {
  heap: 'immutable',
  generic: 'get',
  ...grouperSpec,
  flags: TPFLAGS_HAVE_GC,
  tp_new: (type: TypeObject, args: PyObject[], kw: KwNames) => {
    noKeywords('_grouper', kw);
    checkPositional('_grouper', args.length, 2, 2);
    if (!isInstanceOf(args[0]!, GroupbyType)) {
      throw typeError(`_grouper() argument 1 must be itertools.groupby, not ${args[0]!.type.name}`);
    }
    const o = make(type, GrouperType, new Grouper(incref(args[0]!), incref(args[1]!)));
    args[0]!.v.group = o;
    return o;
  },
  methods: {
    __reduce__: reducer((o) => {
      const g: Grouper = o.v;
      if (g.parent!.v.group !== o) {
        return newTupleSteal([incref(ChainType.self), newTupleSteal([])]);
      }
      return reduced(o, [incref(g.parent!), incref(g.target!)]);
    }),
  },
});

// ---------------------------------------------------------------------------------------------
// tee

const LINK_CELLS = 57;

/** A block of items that several tees share. */
class TeeData {
  it: PyObject | null;
  values: PyObject[];
  next: PyObject | null;
  running: boolean;
  constructor(it: PyObject) {
    this.it = it;
    this.values = [];
    this.next = null;
    this.running = false;
  }
}

class Tee {
  data: PyObject | null;
  i: number;
  constructor(data: PyObject, i: number) {
    this.data = data;
    this.i = i;
  }
}

function newTeeData(it: PyObject): Owned {
  return make(TeeDataType, TeeDataType, new TeeData(incref(it)));
}

function teeItem(data: PyObject, i: number): Owned | null {
  const d: TeeData = data.v;
  if (i < d.values.length) return incref(d.values[i]!);
  if (d.running) throw runtimeError('cannot re-enter the tee iterator');
  d.running = true;
  let value: PyObject | null;
  try {
    value = iterNext(d.it!);
  } finally {
    d.running = false;
  }
  if (value === null) return null;
  d.values.push(value);
  return incref(value);
}

function nextTeeData(data: PyObject): Owned {
  const d: TeeData = data.v;
  if (d.next === null) d.next = newTeeData(d.it!);
  return incref(d.next);
}

function teeNext(o: PyObject): Owned | null {
  const t: Tee = o.v;
  if (t.i >= LINK_CELLS) {
    const link = nextTeeData(t.data!);
    const old = t.data;
    t.data = link;
    t.i = 0;
    xdecref(old);
  }
  const value = teeItem(t.data!, t.i);
  if (value !== null) t.i++;
  return value;
}

function teeCopy(o: PyObject): Owned {
  const t: Tee = o.v;
  return make(TeeType, TeeType, new Tee(incref(t.data!), t.i));
}

function teeFromIterable(iterable: PyObject): Owned {
  const it = getIter(iterable);
  try {
    if (isInstanceOf(it, TeeType)) return teeCopy(it);
    return make(TeeType, TeeType, new Tee(newTeeData(it), 0));
  } finally {
    decref(it);
  }
}

function teeSetstate(o: PyObject, state: PyObject): void {
  const t: Tee = o.v;
  const [data, at] = stateItems(state, 2, 2);
  if (data!.type !== TeeDataType) {
    throw typeError(`argument 1 must be itertools._tee_dataobject, not ${data!.type.name}`);
  }
  const i = ssize(at!);
  if (i < 0 || i > LINK_CELLS) throw valueError('Index out of range');
  const old = t.data;
  t.data = incref(data!);
  t.i = i;
  xdecref(old);
}

export const TeeType: TypeObject = newStaticType('itertools._tee', {
  weakrefoffset: 32,
  heap: 'immutable',
  ...iteratorSpec(48, ['data'], teeNext),
  flags: TPFLAGS_HAVE_GC,
  hasWeakrefs: true,
  doc: 'One of several iterators over the same items.',
  text_signature: '(iterable, /)',
  tp_new: (_type: TypeObject, args: PyObject[], kw: KwNames) => {
    noKeywords('_tee', kw);
    const [iterable] = bindArgs('_tee', '(iterable, /)', args);
    return teeFromIterable(iterable);
  },
  methods: {
    __copy__: method('($self, /)', teeCopy),
    __reduce__: reducer((o) =>
      newTupleSteal([
        incref(o.type.self),
        newTupleSteal([incref(emptyTuple)]),
        newTupleSteal([incref(o.v.data), newInt(o.v.i)]),
      ]),
    ),
    __setstate__: stateSetter(teeSetstate),
  },
});

/** A chain of blocks is released link by link: it can be as long as the iterator. */
function teeDataDealloc(o: PyObject): void {
  gcUntrack(o);
  clearTeeData(o.v);
  freeObject(o);
}

function clearTeeData(d: TeeData): void {
  const { it, values } = d;
  let next = d.next;
  d.it = null;
  d.values = [];
  d.next = null;
  xdecref(it);
  for (let i = 0; i < values.length; i++) decref(values[i]!);
  while (next !== null && next.rc === 1) {
    const after: PyObject | null = next.v.next;
    next.v.next = null;
    decref(next);
    next = after;
  }
  xdecref(next);
}

export const TeeDataType: TypeObject = newStaticType('itertools._tee_dataobject', {
  heap: 'immutable',
  generic: 'get',
  flags: TPFLAGS_HAVE_GC,
  basicsize: 496,
  doc: 'Items that such iterators share.',
  tp_new: (type: TypeObject, args: PyObject[], kw: KwNames) => {
    noKeywords('teedataobject', kw);
    const [it, values, next] = bindArgs('teedataobject', '(it, values, next, /)', args);
    if (!isList(values))
      throw typeError(`teedataobject() argument 2 must be list, not ${values.type.name}`);
    const full = values.v.length === LINK_CELLS;
    if (values.v.length > LINK_CELLS) throw valueError('Invalid arguments');
    if (next !== None_ && (!full || next.type !== TeeDataType))
      throw valueError('Invalid arguments');
    const d = new TeeData(incref(it));
    d.values = values.v.map((x: PyObject) => incref(x));
    d.next = next === None_ ? null : incref(next);
    return make(type, TeeDataType, d);
  },
  tp_dealloc: teeDataDealloc,
  tp_traverse: (o: PyObject, visit: Visit) => {
    const d: TeeData = o.v;
    if (d.it !== null) visit(d.it);
    for (const value of d.values) visit(value);
    if (d.next !== null) visit(d.next);
  },
  tp_clear: (o: PyObject) => clearTeeData(o.v),
  methods: {
    __reduce__: reducer((o) => {
      const d: TeeData = o.v;
      const values = newListSteal(d.values.map((x) => incref(x)));
      const next = d.next === null ? newNone() : incref(d.next);
      return newTupleSteal([incref(o.type.self), newTupleSteal([incref(d.it!), values, next])]);
    }),
  },
});

/** `tee(iterable, n=2)`: independent iterators over one source. */
function tee(_module: PyObject, iterable: PyObject, count?: PyObject): Owned {
  const n = count === undefined ? 2 : asIndexNumber(count, OverflowErrorType);
  if (n < 0) throw valueError('n must be >= 0');
  if (n === 0) return incref(emptyTuple);
  let it: PyObject = getIter(iterable);
  let copy = lookupAttr(it, s_copy);
  if (copy === null) {
    const wrapped = teeFromIterable(it);
    decref(it);
    it = wrapped;
    copy = lookupAttr(it, s_copy)!;
  }
  const items: PyObject[] = [it];
  try {
    for (let i = 1; i < n; i++) items.push(call0(copy));
  } catch (e) {
    for (const x of items) decref(x);
    throw e;
  } finally {
    decref(copy);
  }
  return newTupleSteal(items);
}

export const itertoolsModule = defineModule('itertools', {
  functions: { tee: nativeFunction('tee', '($module, iterable, n=2, /)', tee) },
  types: [
    AccumulateType,
    BatchedType,
    ChainType,
    CombinationsType,
    ReplacementType,
    CompressType,
    CountType,
    CycleType,
    DropwhileType,
    FilterfalseType,
    GroupbyType,
    GrouperType,
    IsliceType,
    PairwiseType,
    PermutationsType,
    ProductType,
    RepeatType,
    StarmapType,
    TakewhileType,
    TeeType,
    TeeDataType,
    ZipLongestType,
  ],
});
