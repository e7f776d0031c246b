/**
 * _functools: partial, reduce, cmp_to_key and the wrapper of lru_cache. CPython: Modules/_functoolsmodule.c.
 *
 * The bounded cache is a dict from key to link; links are in a ring around a root, oldest first. The dict owns the links,
 * a link owns its key and result; neighbours are borrowed.
 */
import {
  asIndexNumber,
  getIter,
  hash,
  isCallable,
  isTrue,
  iterNext,
  repr,
  richCompare,
  str_,
} from '../core/abstract.ts';
import {
  bindArgs,
  classMethod,
  functionRaw,
  method,
  methodRaw,
  nativeFunction,
} from '../core/args.ts';
import { getAttr } from '../core/attr.ts';
import { call2, callObject } from '../core/call.ts';
import { attributeError, discard, matches, typeError, warn } from '../core/errors.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import { defineModule } from '../core/module-define.ts';
import {
  account,
  decref,
  incref,
  type Owned,
  type PyGC,
  PyObject,
  xdecref,
} from '../core/object.ts';
import { reprEnter, reprLeave } from '../core/repr-guard.ts';
import { addRoot } from '../core/roots.ts';
import { S } from '../core/state.ts';
import { getset, member, newStaticType } from '../core/type-define.ts';
import {
  IntType,
  type KwNames,
  ObjectType,
  StrType,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  TPFLAGS_METHOD_DESCRIPTOR,
  TupleType,
  type TypeObject,
  type Visit,
} from '../core/type-object.ts';
import { type Text, textJoin } from '../text/text.ts';
import { tableFind } from '../objects/dict-table.ts';
import {
  dictClear,
  dictCopy,
  dictLen,
  dictPopAt,
  dictSet,
  dictSetHashed,
  dictValueAt,
  isDict,
  isDictExact,
  newDict,
  type PyDict,
  dictNext,
  dictKeyAt,
} from '../objects/dict.ts';
import { FutureWarningType, OverflowErrorType, TypeErrorType } from '../objects/exceptions.ts';
import { genericAliasNew } from '../objects/genericalias.ts';
import { newInt } from '../objects/int.ts';
import { newMethod } from '../objects/method.ts';
import { genericDictGetset, objectNew } from '../objects/object.ts';
import { newNone, None_ } from '../objects/singletons.ts';
import { vectorcallMember } from '../objects/vectorcall.ts';
import { intern, newStr, newStrJs, strValue } from '../objects/str.ts';
import { emptyTuple, isTuple, newTuple, newTupleSteal } from '../objects/tuple.ts';
import { clearWeakrefs } from '../objects/weakref.ts';

const s_module = intern('__module__');
const s_qualname = intern('__qualname__');

function finish(o: PyObject): void {
  gcUntrack(o);
  if ((o as PyGC).ext !== null) clearWeakrefs(o);
}

// ---------------------------------------------------------------------------------------------
// partial

class Partial {
  fn: PyObject;
  /** tuple */
  args: PyObject;
  /** dict */
  kw: PyObject;
  constructor(fn: PyObject, args: PyObject, kw: PyObject) {
    this.fn = fn;
    this.args = args;
    this.kw = kw;
  }
}

function partialNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const n = kw === null ? args.length : args.length - kw.length;
  if (n < 1) throw typeError("type 'partial' takes at least one argument");
  let fn = args[0]!;
  let before: PyObject[] = [];
  let given: PyObject | null = null;
  if (fn.type.tp_call === partialCall && (fn as PyGC).dict === null && type === PartialType) {
    const inner: Partial = fn.v;
    fn = inner.fn;
    before = inner.args.v;
    given = inner.kw;
  }
  if (!isCallable(fn)) throw typeError('the first argument must be callable');
  const all = newTuple([...before, ...args.slice(1, n)]);
  const names = given === null || dictLen(given) === 0 ? newDict() : dictCopy(given);
  if (kw !== null) for (let i = 0; i < kw.length; i++) dictSet(names, kw[i]!, args[n + i]!);
  const o = type.tp_alloc(type);
  o.v = new Partial(incref(fn), all, names);
  gcTrack(o);
  return o;
}

function partialCall(o: PyObject, args: PyObject[], kw: KwNames): Owned {
  const p: Partial = o.v;
  const before: PyObject[] = p.args.v;
  if (dictLen(p.kw) === 0)
    return callObject(p.fn, before.length === 0 ? args : before.concat(args), kw);
  const n = kw === null ? args.length : args.length - kw.length;
  const all = before.concat(args.slice(0, n));
  const merged = kw === null ? (incref(p.kw) as Owned<PyDict>) : dictCopy(p.kw);
  try {
    if (kw !== null) for (let i = 0; i < kw.length; i++) dictSet(merged, kw[i]!, args[n + i]!);
    const names: PyObject[] = [];
    for (let j = dictNext(merged, 0); j >= 0; j = dictNext(merged, j + 1)) {
      names.push(dictKeyAt(merged, j));
      all.push(dictValueAt(merged, j));
    }
    return callObject(p.fn, all, names);
  } finally {
    decref(merged);
  }
}

function partialDescrGet(o: PyObject, obj: PyObject | null, _type: PyObject | null): Owned {
  if (obj === null || obj === None_) return incref(o);
  warn(
    FutureWarningType,
    'functools.partial will be a method descriptor in future Python versions; ' +
      'wrap it in staticmethod() if you want to preserve the old behavior',
    1,
  );
  return incref(o);
}

function textOf(o: Owned): Text {
  const text = strValue(o);
  decref(o);
  return text;
}

function partialRepr(o: PyObject): Owned {
  if (!reprEnter(o)) return newStrJs('...');
  const p: Partial = o.v;
  const { fn, args, kw } = p;
  incref(fn);
  incref(args);
  incref(kw);
  try {
    const parts: Text[] = [];
    parts.push(textOf(repr(fn)));
    for (const arg of args.v) parts.push(textOf(repr(arg)));
    for (let j = dictNext(kw, 0); j >= 0; j = dictNext(kw, j + 1)) {
      const key = incref(dictKeyAt(kw, j));
      const value = incref(dictValueAt(kw, j));
      try {
        const name = textOf(str_(key));
        parts.push(textJoin('', [name, '=', textOf(repr(value))]));
      } finally {
        decref(key);
        decref(value);
      }
    }
    const owner = getAttr(o.type.self, s_module);
    let module: Text;
    try {
      module = textOf(str_(owner));
    } finally {
      decref(owner);
    }
    const qualname = textOf(getAttr(o.type.self, s_qualname));
    return newStr(textJoin('', [module, '.', qualname, '(', textJoin(', ', parts), ')']));
  } finally {
    decref(fn);
    decref(args);
    decref(kw);
    reprLeave(o);
  }
}

function partialReduce(o: PyObject): Owned {
  const p: Partial = o.v;
  const dict = (o as PyGC).dict;
  const state = newTuple([p.fn, p.args, p.kw, dict ?? None_]);
  return newTupleSteal([incref(o.type.self), newTuple([p.fn]), state]);
}

function partialSetstate(o: PyObject, state: PyObject): void {
  const items: PyObject[] = isTuple(state) ? state.v : [];
  const [fn, args, kw, dict] = items;
  const good =
    items.length === 4 && isCallable(fn!) && isTuple(args!) && (kw === None_ || isDict(kw!));
  if (!good) throw typeError('invalid partial state');
  const freshArgs =
    args!.type === TupleType
      ? incref(args!)
      : newTupleSteal(args!.v.map((x: PyObject) => incref(x)));
  const freshKw = kw === None_ ? newDict() : isDictExact(kw!) ? incref(kw!) : dictCopy(kw!);
  const p: Partial = o.v;
  const old = [p.fn, p.args, p.kw, (o as PyGC).dict];
  p.fn = incref(fn!);
  p.args = freshArgs;
  p.kw = freshKw;
  (o as PyGC).dict = dict === None_ ? null : incref(dict!);
  for (const x of old) xdecref(x);
}

export const PartialType: TypeObject = newStaticType('functools.partial', {
  text_signature: '(func, /, *args, **keywords)',
  dictoffset: 40,
  weakrefoffset: 48,
  heap: 'immutable',
  generic: 'get set',
  flags: TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE,
  basicsize: 64,
  hasDict: true,
  hasWeakrefs: true,
  doc: 'A call with some arguments given beforehand.',
  tp_new: partialNew,
  tp_dealloc: (o: PyObject) => {
    finish(o);
    const p: Partial = o.v;
    decref(p.fn);
    decref(p.args);
    decref(p.kw);
    freeObject(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    const p: Partial = o.v;
    visit(p.fn);
    visit(p.args);
    visit(p.kw);
    if ((o as PyGC).dict !== null) visit((o as PyGC).dict!);
  },
  tp_clear: (o: PyObject) => {
    const p: Partial = o.v;
    const old = [p.fn, p.args, p.kw];
    p.fn = newNone();
    p.args = incref(emptyTuple);
    p.kw = newDict();
    for (const x of old) decref(x);
  },
  tp_call: partialCall,
  tp_repr: partialRepr,
  tp_descr_get: partialDescrGet,
  methods: {
    __reduce__: method('($self, /)', partialReduce),
    __setstate__: method('($self, object, /)', partialSetstate),
    __class_getitem__: classMethod('($type, object, /)', genericAliasNew),
  },
  members: {
    __vectorcalloffset__: vectorcallMember((o) => o.v.fn),
    func: member((o: PyObject) => incref(o.v.fn), null, 'What is called.'),
    args: member(
      (o: PyObject) => incref(o.v.args),
      null,
      'The positional arguments given beforehand.',
    ),
    keywords: member(
      (o: PyObject) => incref(o.v.kw),
      null,
      'The keyword arguments given beforehand.',
    ),
  },
  getset: { __dict__: getset(genericDictGetset.get, genericDictGetset.set) },
});

// ---------------------------------------------------------------------------------------------
// reduce

function reduce(_module: PyObject, args: PyObject[]): Owned {
  const [fn, iterable, initial] = args;
  let it: PyObject;
  try {
    it = getIter(iterable!);
  } catch (e) {
    if (!matches(e, TypeErrorType)) throw e;
    discard(e);
    throw typeError('reduce() arg 2 must support iteration');
  }
  let result: Owned | null = initial === undefined ? null : incref(initial);
  try {
    for (let item = iterNext(it); item !== null; item = iterNext(it)) {
      if (result === null) {
        result = item;
        continue;
      }
      const before: PyObject = result;
      try {
        result = call2(fn!, before, item);
      } catch (e) {
        result = null;
        throw e;
      } finally {
        decref(before);
        decref(item);
      }
    }
  } catch (e) {
    xdecref(result);
    throw e;
  } finally {
    decref(it);
  }
  if (result === null) throw typeError('reduce() of empty iterable with no initial value');
  return result;
}

// ---------------------------------------------------------------------------------------------
// cmp_to_key

class Key {
  cmp: PyObject;
  object: PyObject | null;
  constructor(cmp: PyObject, object: PyObject | null) {
    this.cmp = cmp;
    this.object = object;
  }
}

function newKey(cmp: PyObject, object: PyObject | null): Owned {
  const o = newGC(KeyType, new Key(incref(cmp), object === null ? null : incref(object)));
  account(o, 48);
  gcTrack(o);
  return o;
}

function keyCall(o: PyObject, args: PyObject[], kw: KwNames): Owned {
  const [object] = bindArgs('K', '(obj)', args, kw);
  return newKey(o.v.cmp, object);
}

function keyRichcompare(a: PyObject, b: PyObject, op: number): Owned {
  if (b.type !== KeyType) throw typeError('other argument must be K instance');
  const x: PyObject | null = a.v.object;
  const y: PyObject | null = b.v.object;
  if (x === null || y === null) throw attributeError('object');
  const order = call2(a.v.cmp, x, y);
  const zero = newInt(0);
  try {
    return richCompare(order, zero, op);
  } finally {
    decref(order);
    decref(zero);
  }
}

export const KeyType: TypeObject = newStaticType('functools.KeyWrapper', {
  heap: 'immutable',
  generic: 'get',
  flags: TPFLAGS_HAVE_GC,
  basicsize: 32,
  tp_new: undefined,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    decref(o.v.cmp);
    xdecref(o.v.object);
    freeObject(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    visit(o.v.cmp);
    if (o.v.object !== null) visit(o.v.object);
  },
  tp_clear: (o: PyObject) => {
    const old = o.v.object;
    o.v.object = null;
    xdecref(old);
  },
  tp_call: keyCall,
  getset: { __text_signature__: getset(() => newStrJs('(obj)')) },
  tp_hash: null,
  tp_richcompare: keyRichcompare,
  members: {
    obj: member(
      (o: PyObject) => (o.v.object === null ? newNone() : incref(o.v.object)),
      (o: PyObject, value: PyObject | null) => {
        const old = o.v.object;
        o.v.object = value === null ? null : incref(value);
        xdecref(old);
      },
      'What is compared.',
    ),
  },
});

// ---------------------------------------------------------------------------------------------
// lru_cache

class Link {
  prev: Link;
  next: Link;
  lo: number;
  hi: number;
  key: PyObject | null;
  result: PyObject | null;
  /** The object that stands for the link in the dict; null in the root. */
  self: PyObject | null;
  constructor() {
    this.prev = this;
    this.next = this;
    this.lo = 0;
    this.hi = 0;
    this.key = null;
    this.result = null;
    this.self = null;
  }
}

type Mode = (self: PyObject, args: PyObject[], kw: KwNames) => Owned;

class LruCache {
  func: PyObject;
  mode: Mode;
  typed: boolean;
  /** -1: unbounded. */
  maxsize: number;
  cache: PyDict;
  root: Link;
  hits: number;
  misses: number;
  infoType: PyObject;
  constructor(
    func: PyObject,
    mode: Mode,
    typed: boolean,
    maxsize: number,
    cache: PyDict,
    infoType: PyObject,
  ) {
    this.func = func;
    this.mode = mode;
    this.typed = typed;
    this.maxsize = maxsize;
    this.cache = cache;
    this.root = new Link();
    this.hits = 0;
    this.misses = 0;
    this.infoType = infoType;
  }
}

const LinkType: TypeObject = newStaticType('functools._lru_list_elem', {
  flags: 0,
  basicsize: 56,
  tp_dealloc: (o: PyObject) => {
    const link: Link = o.v;
    xdecref(link.key);
    xdecref(link.result);
    freeObject(o);
  },
});

function newLink(key: PyObject, lo: number, hi: number, result: PyObject): Link {
  const link = new Link();
  link.key = incref(key);
  link.result = incref(result);
  link.lo = lo;
  link.hi = hi;
  link.self = new PyObject(LinkType, link);
  account(link.self, 56);
  return link;
}

function extractLink(link: Link): void {
  link.prev.next = link.next;
  link.next.prev = link.prev;
}

function appendLink(root: Link, link: Link): void {
  const last = root.prev;
  last.next = link;
  root.prev = link;
  link.prev = last;
  link.next = root;
}

function prependLink(root: Link, link: Link): void {
  const first = root.next;
  first.prev = link;
  root.next = link;
  link.prev = root;
  link.next = first;
}

let keywordMark: PyObject | null = null;
addRoot((visit) => {
  if (keywordMark !== null) visit(keywordMark);
});

/** The object that separates positional from keyword arguments in keys. */
function markBorrowed(): PyObject {
  if (keywordMark === null) {
    keywordMark = objectNew(ObjectType, [], null);
  }
  return keywordMark;
}

function cacheKey(args: PyObject[], kw: KwNames, typed: boolean): Owned {
  if (kw === null && !typed) {
    if (args.length === 1) {
      const type = args[0]!.type;
      if (type === StrType || type === IntType) return incref(args[0]!);
    }
    return newTuple(args);
  }
  const n = kw === null ? args.length : args.length - kw.length;
  const parts = args.slice(0, n);
  if (kw !== null) {
    parts.push(markBorrowed());
    for (let i = 0; i < kw.length; i++) parts.push(kw[i]!, args[n + i]!);
  }
  if (typed) for (const arg of args) parts.push(arg.type.self);
  return newTuple(parts);
}

function callUncached(o: PyObject, args: PyObject[], kw: KwNames): Owned {
  const c: LruCache = o.v;
  c.misses++;
  return callObject(c.func, args, kw);
}

function callUnbounded(o: PyObject, args: PyObject[], kw: KwNames): Owned {
  const c: LruCache = o.v;
  const key = cacheKey(args, kw, c.typed);
  try {
    const lo = hash(key);
    const hi = S.hashHi;
    const j = tableFind(c.cache.v, key, lo, hi);
    if (j >= 0) {
      c.hits++;
      return incref(dictValueAt(c.cache, j));
    }
    c.misses++;
    const result = callObject(c.func, args, kw);
    try {
      dictSetHashed(c.cache, key, lo, hi, result);
    } catch (e) {
      decref(result);
      throw e;
    }
    return result;
  } finally {
    decref(key);
  }
}

function callBounded(o: PyObject, args: PyObject[], kw: KwNames): Owned {
  const c: LruCache = o.v;
  const key = cacheKey(args, kw, c.typed);
  try {
    const lo = hash(key);
    const hi = S.hashHi;
    let j = tableFind(c.cache.v, key, lo, hi);
    if (j >= 0) {
      const link: Link = dictValueAt(c.cache, j).v;
      extractLink(link);
      appendLink(c.root, link);
      c.hits++;
      return incref(link.result!);
    }
    c.misses++;
    const result = callObject(c.func, args, kw);
    try {
      j = tableFind(c.cache.v, key, lo, hi);
      if (j < 0) remember(c, key, lo, hi, result);
    } catch (e) {
      decref(result);
      throw e;
    }
    return result;
  } finally {
    decref(key);
  }
}

/** Stores a result; the oldest link is used again when the cache is full. */
function remember(c: LruCache, key: PyObject, lo: number, hi: number, result: PyObject): void {
  const { root, cache } = c;
  if (dictLen(cache) < c.maxsize || root.next === root) {
    const link = newLink(key, lo, hi, result);
    try {
      dictSetHashed(cache, key, lo, hi, link.self!);
      appendLink(root, link);
    } finally {
      decref(link.self!);
    }
    return;
  }
  const link = root.next;
  extractLink(link);
  let j: number;
  try {
    j = tableFind(cache.v, link.key!, link.lo, link.hi);
  } catch (e) {
    prependLink(root, link);
    throw e;
  }
  if (j < 0) {
    // The call has removed the oldest key already; its link goes with the reference the dict had.
    return;
  }
  const self = dictPopAt(cache, j);
  const oldKey = link.key;
  const oldResult = link.result;
  link.key = incref(key);
  link.result = incref(result);
  link.lo = lo;
  link.hi = hi;
  try {
    dictSetHashed(cache, key, lo, hi, self);
    appendLink(root, link);
  } finally {
    decref(self);
    xdecref(oldKey);
    xdecref(oldResult);
  }
}

function lruNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const sig = '(user_function, maxsize, typed, cache_info_type)';
  const [func, maxsize, typed, infoType] = bindArgs('lru_cache', sig, args, kw);
  if (!isCallable(func)) throw typeError('the first argument must be callable');
  let mode: Mode = callUnbounded;
  let size = -1;
  if (maxsize !== None_) {
    if (maxsize.type.nb_index === null) throw typeError('maxsize should be integer or None');
    size = Math.max(0, asIndexNumber(maxsize, OverflowErrorType));
    mode = size === 0 ? callUncached : callBounded;
  }
  const separate = isTrue(typed);
  const o = type.tp_alloc(type);
  o.v = new LruCache(incref(func), mode, separate, size, newDict(), incref(infoType));
  gcTrack(o);
  return o;
}

function cacheInfo(o: PyObject): Owned {
  const c: LruCache = o.v;
  const maxsize = c.maxsize < 0 ? newNone() : newInt(c.maxsize);
  const args = [newInt(c.hits), newInt(c.misses), maxsize, newInt(dictLen(c.cache))];
  try {
    return callObject(c.infoType, args);
  } finally {
    for (const arg of args) decref(arg);
  }
}

function cacheClear(o: PyObject): void {
  const c: LruCache = o.v;
  c.hits = 0;
  c.misses = 0;
  c.root.next = c.root;
  c.root.prev = c.root;
  dictClear(c.cache);
}

function lruTraverse(o: PyObject, visit: Visit): void {
  const c: LruCache = o.v;
  for (let link = c.root.next; link !== c.root; link = link.next) {
    visit(link.key!);
    visit(link.result!);
  }
  visit(c.cache);
  visit(c.func);
  visit(c.infoType);
  if ((o as PyGC).dict !== null) visit((o as PyGC).dict!);
}

export const LruCacheType: TypeObject = newStaticType('functools._lru_cache_wrapper', {
  dictoffset: 136,
  heap: 'immutable',
  flags: TPFLAGS_HAVE_GC | TPFLAGS_METHOD_DESCRIPTOR,
  basicsize: 152,
  hasDict: true,
  hasWeakrefs: true,
  doc: 'A function that remembers its results.',
  tp_new: lruNew,
  tp_dealloc: (o: PyObject) => {
    finish(o);
    const c: LruCache = o.v;
    decref(c.cache);
    decref(c.func);
    decref(c.infoType);
    freeObject(o);
  },
  tp_traverse: lruTraverse,
  tp_clear: cacheClear,
  tp_call: (o: PyObject, args: PyObject[], kw: KwNames) => o.v.mode(o, args, kw),
  tp_descr_get: (o: PyObject, obj: PyObject | null) =>
    obj === null || obj === None_ ? incref(o) : newMethod(o, obj),
  methods: {
    cache_info: method('($self, /)', cacheInfo),
    cache_clear: method('($self, /)', cacheClear),
    __reduce__: method('($self, /)', (o: PyObject) => getAttr(o, s_qualname)),
    __copy__: methodRaw((o: PyObject) => incref(o), { kw: false }),
    __deepcopy__: methodRaw((o: PyObject) => incref(o), { kw: false }),
  },
  getset: { __dict__: getset(genericDictGetset.get, genericDictGetset.set) },
});

export const functoolsModule = defineModule('_functools', {
  functions: {
    reduce: functionRaw('reduce', (m: PyObject, args: PyObject[]) => reduce(m, args), {
      min: 2,
      max: 3,
      kw: false,
    }),
    cmp_to_key: nativeFunction('cmp_to_key', '($module, /, mycmp)', (_m: PyObject, cmp: PyObject) =>
      newKey(cmp, null),
    ),
  },
  types: { partial: PartialType, _lru_cache_wrapper: LruCacheType },
});
