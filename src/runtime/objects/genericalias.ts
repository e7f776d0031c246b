/**
 * Generic aliases such as `list[int]`. CPython: Objects/genericaliasobject.c.
 *
 * Also the substitution of type parameters, which union types share.
 */
import { dir_, getItem, hash, richCompareBool } from '../core/abstract.ts';
import { bindArgs, method, noKeywords } from '../core/args.ts';
import { genericGetAttr, getAttr, lookupAttr, setAttr } from '../core/attr.ts';
import { call1, call2, callObject } from '../core/call.ts';
import { discard, matches, reprJs, typeError } from '../core/errors.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import { importAttr } from '../core/import-attr.ts';
import {
  account,
  decref,
  incref,
  type Owned,
  type PyGC,
  type PyObject,
  xdecref,
} from '../core/object.ts';
import { S } from '../core/state.ts';
import { isInstanceOf } from '../core/subtype.ts';
import { defineType, getset, member, newStaticType } from '../core/type-define.ts';
import {
  type KwNames,
  ListType,
  StrType,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  TPFLAGS_TYPE_SUBCLASS,
  TupleType,
  TypeObject,
  type Visit,
} from '../core/type-object.ts';
import { clearWeakrefs } from '../core/weakref.ts';
import { AttributeErrorType, TypeErrorType } from './exceptions.ts';
import { listAppendSteal } from './list.ts';
import {
  Ellipsis_,
  False_,
  None_,
  newBool,
  newNone,
  newNotImplemented,
  True_,
} from './singletons.ts';
import { intern, newStrJs, strJs } from './str.ts';
import { emptyTuple, newTupleSteal } from './tuple.ts';
import { unionOr } from './union.ts';

const EQ = 2;
const NE = 3;
const SIZE = 80;
const s_subst = intern('__typing_subst__');
const s_prepare = intern('__typing_prepare_subst__');
const s_parameters = intern('__parameters__');
const s_unpacked_args = intern('__typing_unpacked_tuple_args__');
const s_is_unpacked = intern('__typing_is_unpacked_typevartuple__');
const s_origin = intern('__origin__');
const s_args = intern('__args__');
const s_qualname = intern('__qualname__');
const s_module = intern('__module__');
const s_orig_class = intern('__orig_class__');

export const GenericAliasType = new TypeObject('types.GenericAlias');

export class GenericAliasPayload {
  origin: PyObject;
  /** tuple object */
  args: PyObject;
  /** tuple object, made on demand */
  parameters: PyObject | null;
  /** `*tuple[…]` */
  starred: boolean;
  constructor(origin: PyObject, args: PyObject) {
    this.origin = origin;
    this.args = args;
    this.parameters = null;
    this.starred = false;
  }
}

type Alias = PyGC<GenericAliasPayload>;

const isType = (o: PyObject): boolean => (o.type.flags & TPFLAGS_TYPE_SUBCLASS) !== 0;
const isTuple = (o: PyObject): boolean => isInstanceOf(o, TupleType);

export function isGenericAlias(o: PyObject): boolean {
  return isInstanceOf(o, GenericAliasType);
}

function argsTuple(args: PyObject): Owned {
  return isTuple(args) ? incref(args) : newTupleSteal([incref(args)]);
}

/** `origin[args]`; usable as `__class_getitem__`. CPython: Py_GenericAlias. */
export function genericAliasNew(origin: PyObject, args: PyObject): Owned {
  const o = newGC(GenericAliasType, new GenericAliasPayload(incref(origin), argsTuple(args)));
  account(o, SIZE);
  gcTrack(o);
  return o;
}

function aliasNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  noKeywords('GenericAlias', kw);
  const [origin, items] = bindArgs('GenericAlias', '(origin, args, /)', args, kw) as PyObject[];
  const o = type.tp_alloc(type) as Owned<Alias>;
  o.v = new GenericAliasPayload(incref(origin!), argsTuple(items!));
  return o;
}

function aliasDealloc(object: PyObject): void {
  const o = object as Alias;
  gcUntrack(o);
  if (o.ext !== null) clearWeakrefs(o);
  const { origin, args, parameters } = o.v;
  freeObject(o);
  decref(origin);
  decref(args);
  xdecref(parameters);
}

// ---------------------------------------------------------------------------------------------
// Parameters and substitution

function truthOf(o: PyObject, name: PyObject): boolean {
  const value = lookupAttr(o, name);
  if (value === null) return false;
  const yes = value === True_;
  decref(value);
  return yes;
}

/** The type parameters among `args`, each once. CPython: _Py_make_parameters. */
export function makeParameters(args: PyObject): Owned {
  const out: PyObject[] = [];
  const add = (p: PyObject): void => {
    if (!out.includes(p)) out.push(incref(p));
  };
  for (const arg of args.v as PyObject[]) {
    if (isType(arg)) continue;
    const subst = lookupAttr(arg, s_subst);
    if (subst !== null) {
      decref(subst);
      add(arg);
      continue;
    }
    const inner = lookupAttr(arg, s_parameters);
    if (inner === null) continue;
    if (isTuple(inner)) (inner.v as PyObject[]).forEach(add);
    decref(inner);
  }
  return newTupleSteal(out);
}

/** The arguments of a subscription, with unpacked tuples of known length spread. */
function unpackArgs(item: PyObject): Owned {
  const out: PyObject[] = [];
  for (const arg of isTuple(item) ? (item.v as PyObject[]) : [item]) {
    const inner = isType(arg) ? null : lookupAttr(arg, s_unpacked_args);
    if (inner !== null && isTuple(inner)) {
      const items: PyObject[] = inner.v;
      if (items.length === 0 || items[items.length - 1] !== Ellipsis_) {
        for (const x of items) out.push(incref(x));
        decref(inner);
        continue;
      }
    }
    xdecref(inner);
    out.push(incref(arg));
  }
  return newTupleSteal(out);
}

/** Lets each parameter rearrange the arguments (ParamSpec, TypeVarTuple). Consumes `item`. */
function prepareSteal(self: PyObject, parameters: PyObject[], item: Owned): Owned {
  for (const p of parameters) {
    const prepare = lookupAttr(p, s_prepare);
    if (prepare === null || prepare === None_) {
      xdecref(prepare);
      continue;
    }
    const args = isTuple(item) ? incref(item) : newTupleSteal([incref(item)]);
    try {
      const next = call2(prepare, self, args);
      decref(item);
      item = next;
    } finally {
      decref(args);
      decref(prepare);
    }
  }
  return item;
}

/** Substitutes in an argument that has parameters of its own. */
function substituteInside(arg: PyObject, parameters: PyObject[], values: PyObject[]): Owned {
  const inner = lookupAttr(arg, s_parameters);
  if (inner === null || !isTuple(inner) || inner.v.length === 0) {
    xdecref(inner);
    return incref(arg);
  }
  const items: PyObject[] = [];
  for (const p of inner.v as PyObject[]) {
    const i = parameters.indexOf(p);
    const value = i < 0 ? p : values[i]!;
    if (i >= 0 && p.type.tp_iter !== null && isTuple(value)) {
      for (const x of value.v as PyObject[]) items.push(incref(x));
    } else items.push(incref(value));
  }
  decref(inner);
  const key = newTupleSteal(items);
  try {
    return getItem(arg, key);
  } finally {
    decref(key);
  }
}

function substituteOne(arg: PyObject, parameters: PyObject[], values: PyObject[]): Owned {
  const subst = lookupAttr(arg, s_subst);
  if (subst === null) return substituteInside(arg, parameters, values);
  try {
    return call1(subst, values[parameters.indexOf(arg)]!);
  } finally {
    decref(subst);
  }
}

/** The arguments with the parameters replaced by `item`. CPython: _Py_subs_parameters. */
export function substituteParameters(
  self: PyObject,
  args: PyObject,
  parametersTuple: PyObject,
  item: PyObject,
): Owned {
  const parameters: PyObject[] = parametersTuple.v;
  if (parameters.length === 0) throw typeError(`${reprJs(self)} is not a generic class`);
  const prepared = prepareSteal(self, parameters, unpackArgs(item));
  const out: PyObject[] = [];
  try {
    const values: PyObject[] = isTuple(prepared) ? prepared.v : [prepared];
    const n = values.length;
    if (n !== parameters.length) {
      const what = n > parameters.length ? 'many' : 'few';
      throw typeError(
        `Too ${what} arguments for ${reprJs(self)}; actual ${n}, expected ${parameters.length}`,
      );
    }
    for (const arg of args.v as PyObject[]) {
      if (isType(arg)) {
        out.push(incref(arg));
        continue;
      }
      const spread = truthOf(arg, s_is_unpacked);
      const fresh = substituteOne(arg, parameters, values);
      if (spread && isTuple(fresh)) {
        for (const x of fresh.v as PyObject[]) out.push(incref(x));
        decref(fresh);
      } else out.push(fresh);
    }
    return newTupleSteal(out);
  } catch (e) {
    for (const x of out) decref(x);
    throw e;
  } finally {
    decref(prepared);
  }
}

function parametersBorrowed(o: PyObject): PyObject {
  const p: GenericAliasPayload = o.v;
  return (p.parameters ??= makeParameters(p.args));
}

function aliasGetItem(o: PyObject, item: PyObject): Owned {
  const p: GenericAliasPayload = o.v;
  const args = substituteParameters(o, p.args, parametersBorrowed(o), item);
  const r = genericAliasNew(p.origin, args);
  decref(args);
  r.v.starred = p.starred;
  return r;
}

// ---------------------------------------------------------------------------------------------
// Text

/** How a type shows itself inside brackets and unions. CPython: _Py_typing_type_repr. */
export function typingRepr(o: PyObject): string {
  if (o === Ellipsis_) return '...';
  const origin = lookupAttr(o, s_origin);
  const args = origin === null ? null : lookupAttr(o, s_args);
  xdecref(origin);
  xdecref(args);
  if (args !== null) return reprJs(o);
  const qualname = lookupAttr(o, s_qualname);
  if (qualname === null) return reprJs(o);
  const module = lookupAttr(o, s_module);
  try {
    if (module === null || module === None_) return reprJs(o);
    const name = isInstanceOf(qualname, StrType) ? strJs(qualname) : reprJs(qualname);
    const m = isInstanceOf(module, StrType) ? strJs(module) : reprJs(module);
    return m === 'builtins' ? name : `${m}.${name}`;
  } finally {
    decref(qualname);
    xdecref(module);
  }
}

function argRepr(o: PyObject): string {
  if (o.type === ListType) return `[${(o.v as PyObject[]).map(typingRepr).join(', ')}]`;
  return typingRepr(o);
}

function aliasRepr(o: PyObject): Owned {
  const p: GenericAliasPayload = o.v;
  const items = (p.args.v as PyObject[]).map(argRepr);
  const inner = items.length === 0 ? '()' : items.join(', ');
  return newStrJs(`${p.starred ? '*' : ''}${typingRepr(p.origin)}[${inner}]`);
}

// ---------------------------------------------------------------------------------------------
// Other slots

function aliasHash(o: PyObject): number {
  const p: GenericAliasPayload = o.v;
  const lo = hash(p.origin);
  const hi = S.hashHi;
  const both = lo ^ hash(p.args);
  S.hashHi ^= hi;
  return both;
}

function aliasCompare(a: PyObject, b: PyObject, op: number): Owned {
  if (!isGenericAlias(a) || !isGenericAlias(b) || (op !== EQ && op !== NE)) {
    return newNotImplemented();
  }
  const x: GenericAliasPayload = a.v;
  const y: GenericAliasPayload = b.v;
  const same =
    x.starred === y.starred &&
    richCompareBool(x.origin, y.origin, EQ) &&
    richCompareBool(x.args, y.args, EQ);
  return newBool(same === (op === EQ));
}

/** The new object learns of the alias it was made through, where it can keep it. */
function setOrigClass(o: PyObject, alias: PyObject): void {
  try {
    setAttr(o, s_orig_class, alias);
  } catch (e) {
    if (!matches(e, AttributeErrorType) && !matches(e, TypeErrorType)) throw e;
    discard(e);
  }
}

function aliasCall(o: PyObject, args: PyObject[], kw: KwNames): Owned {
  const r = callObject(o.v.origin, args, kw);
  try {
    setOrigClass(r, o);
  } catch (e) {
    decref(r);
    throw e;
  }
  return r;
}

/** Attributes the alias answers itself; all others are its origin's. */
const OWN = new Set([
  '__class__',
  '__origin__',
  '__args__',
  '__unpacked__',
  '__parameters__',
  '__typing_unpacked_tuple_args__',
  '__mro_entries__',
  '__reduce_ex__',
  '__reduce__',
  '__bases__',
  '__copy__',
  '__deepcopy__',
]);

function aliasGetAttr(o: PyObject, name: PyObject): Owned {
  return OWN.has(strJs(name)) ? genericGetAttr(o, name) : getAttr(o.v.origin, name);
}

function aliasDir(o: PyObject): Owned {
  const out = dir_(o.v.origin);
  const items: PyObject[] = out.v;
  for (const name of OWN) {
    if (!items.some((x) => x.type === StrType && strJs(x) === name))
      listAppendSteal(out, newStrJs(name));
  }
  return out;
}

function mroEntries(o: PyObject): Owned {
  return newTupleSteal([incref(o.v.origin as PyObject)]);
}

function aliasReduce(o: PyObject): Owned {
  const p: GenericAliasPayload = o.v;
  if (p.starred) {
    const plain = genericAliasNew(p.origin, p.args);
    const it = aliasIter(plain);
    decref(plain);
    return newTupleSteal([importAttr('builtins', 'next'), newTupleSteal([it])]);
  }
  return newTupleSteal([
    incref(GenericAliasType.self as PyObject),
    newTupleSteal([incref(p.origin), incref(p.args)]),
  ]);
}

function refuse(name: string) {
  return (): never => {
    throw typeError(`${name}() argument 2 cannot be a parameterized generic`);
  };
}

// ---------------------------------------------------------------------------------------------
// Unpacking: `*tuple[int, str]`

class AliasIterPayload {
  obj: PyObject | null;
  constructor(obj: PyObject) {
    this.obj = obj;
  }
}

/** A spent iterator pickles as one over the empty tuple. */
function aliasIterReduce(o: PyObject): Owned {
  const alias: PyObject | null = o.v.obj;
  const args = newTupleSteal([alias === null ? incref(emptyTuple) : incref(alias)]);
  return newTupleSteal([importAttr('builtins', 'iter'), args]);
}

const AliasIteratorType = newStaticType('generic_alias_iterator', {
  flags: TPFLAGS_HAVE_GC,
  basicsize: 24,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    xdecref(o.v.obj);
    freeObject(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    if (o.v.obj !== null) visit(o.v.obj);
  },
  tp_iter: (o) => incref(o),
  tp_iternext: (o) => {
    const alias: PyObject | null = o.v.obj;
    if (alias === null) return null;
    const r = genericAliasNew(alias.v.origin, alias.v.args);
    r.v.starred = true;
    o.v.obj = null;
    decref(alias);
    return r;
  },
  methods: { __reduce__: method('($self, /)', aliasIterReduce) },
});

function aliasIter(o: PyObject): Owned {
  const it = newGC(AliasIteratorType, new AliasIterPayload(incref(o)));
  account(it, 40);
  gcTrack(it);
  return it;
}

defineType(GenericAliasType, {
  flags: TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE,
  basicsize: SIZE - 16,
  hasWeakrefs: true,
  tp_new: aliasNew,
  tp_dealloc: aliasDealloc,
  tp_traverse: (o: PyObject, visit: Visit) => {
    const p: GenericAliasPayload = o.v;
    visit(p.origin);
    visit(p.args);
    if (p.parameters !== null) visit(p.parameters);
  },
  tp_repr: aliasRepr,
  tp_hash: aliasHash,
  tp_richcompare: aliasCompare,
  tp_call: aliasCall,
  tp_getattro: aliasGetAttr,
  tp_iter: aliasIter,
  text_signature: '(origin, args, /)',
  mp_subscript: aliasGetItem,
  nb_or: unionOr,
  methods: {
    __mro_entries__: method('($self, object, /)', mroEntries),
    __instancecheck__: method('($self, object, /)', refuse('isinstance')),
    __subclasscheck__: method('($self, object, /)', refuse('issubclass')),
    __reduce__: method('($self, /)', aliasReduce),
    __dir__: method('($self, /)', aliasDir),
  },
  members: {
    __origin__: member((o) => incref(o.v.origin as PyObject)),
    __args__: member((o) => incref(o.v.args as PyObject)),
    __unpacked__: member((o) => incref(o.v.starred ? True_ : False_)),
  },
  getset: {
    __parameters__: getset((o) => incref(parametersBorrowed(o))),
    __typing_unpacked_tuple_args__: getset((o) =>
      o.v.starred && o.v.origin === TupleType.self ? incref(o.v.args as PyObject) : newNone(),
    ),
  },
});
