/**
 * `__build_class__`, what a class statement calls. CPython: builtin___build_class__ in Python/bltinmodule.c.
 */

import { CO_OPTIMIZED } from '../objects/code.ts';
import { newDict } from '../objects/dict.ts';
import { intern, strJs } from '../objects/str.ts';
import { newTupleSteal } from '../objects/tuple.ts';
import { calculateMetaclass } from '../objects/type-new.ts';
import { isMapping, setItem } from './abstract.ts';
import { lookupAttr } from './attr.ts';
import { callObject, orThrow } from './call.ts';
import { reprJs, runtimeError, typeError } from './errors.ts';
import { decref, incref, type Owned, type PyObject, xdecref } from './object.ts';
import { isInstanceOf } from './subtype.ts';
import {
  CellType,
  FunctionType,
  type KwNames,
  StrType,
  TPFLAGS_TYPE_SUBCLASS,
  TupleType,
  TypeType,
} from './type-object.ts';

const s_prepare = intern('__prepare__');
const s_mro_entries = intern('__mro_entries__');
const s_orig_bases = intern('__orig_bases__');

const isType = (o: PyObject): boolean => (o.type.flags & TPFLAGS_TYPE_SUBCLASS) !== 0;

/** The bases with what is not a class replaced by its `__mro_entries__`, owned. */
function resolveBases(bases: PyObject[]): PyObject[] {
  const out: PyObject[] = [];
  let tuple: Owned | null = null;
  try {
    for (const base of bases) {
      const method = isType(base) ? null : lookupAttr(base, s_mro_entries);
      if (method === null) {
        out.push(incref(base));
        continue;
      }
      let entries: Owned;
      try {
        tuple ??= newTupleSteal(bases.map(incref));
        entries = callObject(method, [tuple]);
      } finally {
        decref(method);
      }
      try {
        if (!isInstanceOf(entries, TupleType))
          throw typeError('__mro_entries__ must return a tuple');
        for (const x of entries.v as PyObject[]) out.push(incref(x));
      } finally {
        decref(entries);
      }
    }
  } catch (e) {
    for (const x of out) decref(x);
    throw e;
  } finally {
    xdecref(tuple);
  }
  return out;
}

/** The metaclass: the keyword, else the type of the first base, made the most derived one. Borrowed. */
function chooseMetaclass(given: PyObject | null, bases: PyObject[]): PyObject {
  const meta = given ?? (bases.length === 0 ? TypeType.self : bases[0]!.type.self);
  return isType(meta) ? calculateMetaclass(meta.v, bases).self : meta;
}

/** `metaclass.__prepare__(name, bases, **kw)`, or a new dict. */
function prepareNamespace(
  meta: PyObject,
  name: PyObject,
  bases: PyObject,
  values: PyObject[],
  kw: KwNames,
): Owned {
  const prepare = lookupAttr(meta, s_prepare);
  if (prepare === null) return newDict();
  let ns: Owned;
  try {
    ns = callObject(prepare, [name, bases, ...values], kw);
  } finally {
    decref(prepare);
  }
  if (isMapping(ns)) return ns;
  const who = isType(meta) ? meta.v.name : '<metaclass>';
  const what = ns.type.name;
  decref(ns);
  throw typeError(`${who}.__prepare__() must return a mapping, not ${what}`);
}

/** Runs the class body in `ns`; gives the `__class__` cell or None. */
function runBody(func: PyObject, ns: PyObject): Owned {
  const code = func.v.code.v;
  if ((code.flags & CO_OPTIMIZED) !== 0) return callObject(func, []);
  return orThrow(code.js(incref(func), ns));
}

function checkCell(cell: PyObject, cls: PyObject, name: PyObject): void {
  if (!isType(cls) || cell.type !== CellType) return;
  const inside: PyObject | null = cell.v.ref;
  if (inside === cls) return;
  if (inside === null) {
    throw runtimeError(
      `__class__ not set defining ${reprJs(name)} as ${reprJs(cls)}. Was __classcell__ propagated to type.__new__?`,
    );
  }
  throw typeError(`__class__ set to ${reprJs(inside)} defining ${reprJs(name)} as ${reprJs(cls)}`);
}

function makeClass(
  func: PyObject,
  name: PyObject,
  given: PyObject[],
  bases: PyObject,
  metaclass: PyObject | null,
  values: PyObject[],
  kw: KwNames,
): Owned {
  const meta = incref(chooseMetaclass(metaclass, bases.v));
  let ns: Owned | null = null;
  let cell: Owned | null = null;
  try {
    ns = prepareNamespace(meta, name, bases, values, kw);
    cell = runBody(func, ns);
    const items: PyObject[] = bases.v;
    if (items.length !== given.length || items.some((x, i) => x !== given[i])) {
      const original = newTupleSteal(given.map(incref));
      try {
        setItem(ns, s_orig_bases, original);
      } finally {
        decref(original);
      }
    }
    const cls = callObject(meta, [name, bases, ns, ...values], kw);
    try {
      checkCell(cell, cls, name);
    } catch (e) {
      decref(cls);
      throw e;
    }
    return cls;
  } finally {
    xdecref(cell);
    xdecref(ns);
    decref(meta);
  }
}

/** The builtin function: fn(module, args, kw). */
export function buildClass(_m: PyObject, args: PyObject[], kw: KwNames): Owned {
  const nkw = kw === null ? 0 : kw.length;
  const n = args.length - nkw;
  if (n < 2) throw typeError('__build_class__: not enough arguments');
  const func = args[0]!;
  const name = args[1]!;
  if (func.type !== FunctionType) throw typeError('__build_class__: func must be a function');
  if (!isInstanceOf(name, StrType)) throw typeError('__build_class__: name is not a string');
  let metaclass: PyObject | null = null;
  let names: KwNames = null;
  const values: PyObject[] = [];
  for (let i = 0; i < nkw; i++) {
    if (strJs(kw![i]!) === 'metaclass') metaclass = args[n + i]!;
    else {
      (names ??= []).push(kw![i]!);
      values.push(args[n + i]!);
    }
  }
  const given = args.slice(2, n);
  const bases = newTupleSteal(resolveBases(given));
  try {
    return makeClass(func, name, given, bases, metaclass, values, names);
  } finally {
    decref(bases);
  }
}
