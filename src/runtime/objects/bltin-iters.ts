/**
 * zip, map and filter. CPython: Python/bltinmodule.c.
 *
 * zip uses one result tuple again while nobody else holds it; its iterators are advanced left to right.
 */
import { getIter, isTrue, iterNext } from '../core/abstract.ts';
import { bindArgs, checkPositional, method, noKeywords } from '../core/args.ts';
import { call1, callObject } from '../core/call.ts';
import { typeError, valueError } from '../core/errors.ts';
import { freeObject, gcTrack, gcUntrack } from '../core/gc.ts';
import { decref, incref, type Owned, type PyObject, xdecref } from '../core/object.ts';
import { newStaticType } from '../core/type-define.ts';
import {
  BoolType,
  type KwNames,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  type TypeObject,
  type Visit,
} from '../core/type-object.ts';
import { allocIterator } from './enumerate.ts';
import { newNone, None_, True_ } from './singletons.ts';
import { newTuple, newTupleSteal } from './tuple.ts';

/** Iterators of all arguments; nothing is left over when one is not iterable. */
export function iteratorsOf(args: readonly PyObject[], from: number, to: number): PyObject[] {
  const out: PyObject[] = [];
  try {
    for (let i = from; i < to; i++) out.push(getIter(args[i]!));
  } catch (e) {
    for (let i = 0; i < out.length; i++) decref(out[i]!);
    throw e;
  }
  return out;
}

// ---------------------------------------------------------------------------------------------
// zip

class Zip {
  /** tuple of iterators */
  iters: PyObject;
  result: PyObject | null;
  strict: boolean;
  constructor(iters: PyObject, result: PyObject | null, strict: boolean) {
    this.iters = iters;
    this.result = result;
    this.strict = strict;
  }
}

function zipNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const n = kw === null ? args.length : args.length - kw.length;
  let strict = false;
  if (kw !== null) {
    const [flag] = bindArgs('zip', '(*, strict=False)', args.slice(n), kw);
    strict = flag !== undefined && isTrue(flag);
  }
  const iters = newTupleSteal(iteratorsOf(args, 0, n));
  const blank: PyObject[] = [];
  for (let i = 0; i < n; i++) blank.push(newNone());
  const o = allocIterator(type, ZipType, new Zip(iters, newTupleSteal(blank), strict), 64);
  gcTrack(o);
  return o;
}

function zipNext(o: PyObject): Owned | null {
  const z: Zip = o.v;
  const iters: PyObject[] = z.iters.v;
  const n = iters.length;
  if (n === 0) return null;
  const result = z.result!;
  if (result.rc !== 1) return zipFresh(z, iters, n);
  const items: PyObject[] = result.v;
  result.rc++;
  for (let i = 0; i < n; i++) {
    let item: PyObject | null;
    try {
      item = iterNext(iters[i]!);
    } catch (e) {
      decref(result);
      throw e;
    }
    if (item === null) {
      decref(result);
      return zipEnd(z, iters, i);
    }
    const old = items[i]!;
    items[i] = item;
    decref(old);
  }
  gcTrack(result);
  return result as Owned;
}

function zipFresh(z: Zip, iters: PyObject[], n: number): Owned | null {
  const items: PyObject[] = [];
  let i = 0;
  try {
    for (; i < n; i++) {
      const item = iterNext(iters[i]!);
      if (item === null) break;
      items.push(item);
    }
  } catch (e) {
    for (let k = i - 1; k >= 0; k--) decref(items[k]!);
    throw e;
  }
  if (i === n) return newTupleSteal(items);
  for (let k = i - 1; k >= 0; k--) decref(items[k]!);
  return zipEnd(z, iters, i);
}

/** Iterator `i` is at its end: in strict mode all others must be. */
function zipEnd(z: Zip, iters: PyObject[], i: number): null {
  if (!z.strict) return null;
  if (i > 0) {
    const others = i === 1 ? ' ' : 's 1-';
    throw valueError(`zip() argument ${i + 1} is shorter than argument${others}${i}`);
  }
  for (let k = 1; k < iters.length; k++) {
    const item = iterNext(iters[k]!);
    if (item === null) continue;
    decref(item);
    const others = k === 1 ? ' ' : 's 1-';
    throw valueError(`zip() argument ${k + 1} is longer than argument${others}${k}`);
  }
  return null;
}

function zipReduce(o: PyObject): Owned {
  const z: Zip = o.v;
  const head = [incref(o.type.self), incref(z.iters)];
  return newTupleSteal(z.strict ? [...head, incref(True_)] : head);
}

function zipSetstate(o: PyObject, state: PyObject): void {
  o.v.strict = isTrue(state);
}

export const ZipType: TypeObject = newStaticType('zip', {
  text_signature: '(*iterables, strict=False)',
  flags: TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE,
  basicsize: 48,
  doc: 'Tuples of the items at the same place.',
  tp_new: zipNew,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    const z: Zip = o.v;
    decref(z.iters);
    xdecref(z.result);
    freeObject(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    visit(o.v.iters);
    if (o.v.result !== null) visit(o.v.result);
  },
  tp_iter: (o: PyObject) => incref(o),
  tp_iternext: zipNext,
  methods: {
    __reduce__: method('($self, /)', zipReduce),
    __setstate__: method('($self, object, /)', zipSetstate),
  },
});

// ---------------------------------------------------------------------------------------------
// map

class MapState {
  func: PyObject;
  /** tuple of iterators */
  iters: PyObject;
  constructor(func: PyObject, iters: PyObject) {
    this.func = func;
    this.iters = iters;
  }
}

function mapNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const own = type === MapType || type.tp_init === MapType.tp_init;
  if (own) noKeywords('map', kw);
  const n = kw === null ? args.length : args.length - kw.length;
  if (n < 2) throw typeError('map() must have at least two arguments.');
  const iters = newTupleSteal(iteratorsOf(args, 1, n));
  const o = allocIterator(type, MapType, new MapState(incref(args[0]!), iters), 48);
  gcTrack(o);
  return o;
}

function mapNext(o: PyObject): Owned | null {
  const m: MapState = o.v;
  const iters: PyObject[] = m.iters.v;
  if (iters.length === 1) {
    const item = iterNext(iters[0]!);
    if (item === null) return null;
    try {
      return call1(m.func, item);
    } finally {
      decref(item);
    }
  }
  const args: PyObject[] = [];
  try {
    for (let i = 0; i < iters.length; i++) {
      const item = iterNext(iters[i]!);
      if (item === null) return null;
      args.push(item);
    }
    return callObject(m.func, args);
  } finally {
    for (let i = 0; i < args.length; i++) decref(args[i]!);
  }
}

function mapReduce(o: PyObject): Owned {
  const m: MapState = o.v;
  return newTupleSteal([incref(o.type.self), newTuple([m.func, ...m.iters.v])]);
}

export const MapType: TypeObject = newStaticType('map', {
  flags: TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE,
  basicsize: 32,
  text_signature: '(function, iterable, /, *iterables)',
  doc: 'The results of a function for each item.',
  tp_new: mapNew,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    const m: MapState = o.v;
    decref(m.iters);
    decref(m.func);
    freeObject(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    visit(o.v.iters);
    visit(o.v.func);
  },
  tp_iter: (o: PyObject) => incref(o),
  tp_iternext: mapNext,
  methods: { __reduce__: method('($self, /)', mapReduce) },
});

// ---------------------------------------------------------------------------------------------
// filter

class FilterState {
  func: PyObject;
  it: PyObject;
  constructor(func: PyObject, it: PyObject) {
    this.func = func;
    this.it = it;
  }
}

function filterNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const own = type === FilterType || type.tp_init === FilterType.tp_init;
  if (own) noKeywords('filter', kw);
  const n = kw === null ? args.length : args.length - kw.length;
  checkPositional('filter', n, 2, 2);
  const it = getIter(args[1]!);
  const o = allocIterator(type, FilterType, new FilterState(incref(args[0]!), it), 48);
  gcTrack(o);
  return o;
}

/** Whether `predicate` (None or bool: the truth itself) accepts the item. */
export function accepts(predicate: PyObject, item: PyObject): boolean {
  if (predicate === None_ || predicate === BoolType.self) return isTrue(item);
  const answer = call1(predicate, item);
  try {
    return isTrue(answer);
  } finally {
    decref(answer);
  }
}

function filterNext(o: PyObject): Owned | null {
  const f: FilterState = o.v;
  for (let item = iterNext(f.it); item !== null; item = iterNext(f.it)) {
    let good = false;
    try {
      good = accepts(f.func, item);
    } catch (e) {
      decref(item);
      throw e;
    }
    if (good) return item;
    decref(item);
  }
  return null;
}

function filterReduce(o: PyObject): Owned {
  const f: FilterState = o.v;
  return newTupleSteal([incref(o.type.self), newTuple([f.func, f.it])]);
}

export const FilterType: TypeObject = newStaticType('filter', {
  flags: TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE,
  basicsize: 32,
  text_signature: '(function, iterable, /)',
  doc: 'The items for which a function is true.',
  tp_new: filterNew,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    decref(o.v.func);
    decref(o.v.it);
    freeObject(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    visit(o.v.it);
    visit(o.v.func);
  },
  tp_iter: (o: PyObject) => incref(o),
  tp_iternext: filterNext,
  methods: { __reduce__: method('($self, /)', filterReduce) },
});
