/**
 * Values between JavaScript and Python. Plain values become plain values; everything else crosses as a PyRef, a handle
 * that owns one reference until it is disposed of.
 */
import { repr, str_ } from '../runtime/core/abstract.ts';
import { getAttr } from '../runtime/core/attr.ts';
import { bytesCopy } from '../runtime/core/buffer.ts';
import { callObject } from '../runtime/core/call.ts';
import { decref, incref, type Owned, type PyObject } from '../runtime/core/object.ts';
import {
  BytearrayType,
  BytesType,
  DictType,
  FrozensetType,
  ListType,
  SetType,
  StrType,
  TupleType,
} from '../runtime/core/type-object.ts';
import { newBytes } from '../runtime/objects/bytes.ts';
import { dictKeysArray, dictSet, dictValuesArray, newDict } from '../runtime/objects/dict.ts';
import { isFloatExact, newFloat } from '../runtime/objects/float.ts';
import { isIntExact, newInt } from '../runtime/objects/int.ts';
import { newListSteal } from '../runtime/objects/list.ts';
import { newSetSteal, setItems } from '../runtime/objects/set.ts';
import { False_, None_, newBool, newNone, True_ } from '../runtime/objects/singletons.ts';
import { intern, newStrJs, strJs } from '../runtime/objects/str.ts';
import { guarded } from './python-error.ts';

/** What becomes of a Python value in JavaScript. */
export type FromPython =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | FromPython[]
  | { [key: string]: FromPython }
  | Map<FromPython, FromPython>
  | Set<FromPython>
  | PyRef;

/** What can be given to Python. */
export type ToPython =
  | null
  | undefined
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly ToPython[]
  | ReadonlyMap<ToPython, ToPython>
  | ReadonlySet<ToPython>
  | { readonly [key: string]: ToPython }
  | PyRef;

/** An object that stays in Python. Holds a reference until `dispose`. */
export class PyRef {
  private object: PyObject | null;

  /** Takes over the reference. */
  constructor(object: Owned) {
    this.object = object;
  }

  /** The object, borrowed. */
  get borrowed(): PyObject {
    if (this.object === null) throw new Error('this PyRef has been disposed of');
    return this.object;
  }

  /** Name of the object's class. */
  get type(): string {
    return this.borrowed.type.name;
  }

  getAttr(name: string): FromPython {
    return guarded(() => {
      const key = intern(name);
      try {
        return toJsSteal(getAttr(this.borrowed, key));
      } finally {
        decref(key);
      }
    });
  }

  call(...args: ToPython[]): FromPython {
    return callWith(this.borrowed, args);
  }

  /** `str()` of the object. */
  toString(): string {
    return guarded(() => textSteal(str_(this.borrowed)));
  }

  repr(): string {
    return guarded(() => textSteal(repr(this.borrowed)));
  }

  /** Releases the reference; the handle is of no use afterwards. */
  dispose(): void {
    const o = this.object;
    this.object = null;
    if (o !== null) decref(o);
  }
}

function textSteal(o: Owned): string {
  const text = strJs(o);
  decref(o);
  return text;
}

/** Calls a Python object with JavaScript values. */
export function callWith(f: PyObject, args: readonly ToPython[]): FromPython {
  return guarded(() => {
    const objects: Owned[] = [];
    try {
      for (const a of args) objects.push(toPython(a));
      return toJsSteal(callObject(f, objects));
    } finally {
      for (const o of objects) decref(o);
    }
  });
}

// ---- to Python ----

/** A Python object (new reference) for a JavaScript value. */
export function toPython(v: ToPython): Owned {
  switch (typeof v) {
    case 'undefined':
      return newNone();
    case 'boolean':
      return newBool(v);
    case 'number':
      return Number.isSafeInteger(v) && !Object.is(v, -0) ? newInt(v) : newFloat(v);
    case 'bigint':
      return newInt(BigInt.asIntN(54, v) === v && Number.isSafeInteger(Number(v)) ? Number(v) : v);
    case 'string':
      return newStrJs(v);
    case 'object':
      return v === null ? newNone() : objectToPython(v);
    default:
      throw new TypeError(`a ${typeof v} cannot be given to Python`);
  }
}

function objectToPython(v: object): Owned {
  if (v instanceof PyRef) return incref(v.borrowed);
  if (v instanceof Uint8Array) return newBytes(v.slice());
  if (Array.isArray(v)) return newListSteal(v.map(toPython));
  if (v instanceof Set) return newSetSteal([...v].map(toPython));
  if (v instanceof Map) return dictOf(v);
  const proto = Object.getPrototypeOf(v);
  if (proto === Object.prototype || proto === null) return dictOf(Object.entries(v));
  throw new TypeError(`a ${proto.constructor?.name ?? 'value'} cannot be given to Python`);
}

function dictOf(entries: Iterable<readonly [ToPython, ToPython]>): Owned {
  const d = newDict();
  for (const [k, value] of entries) {
    const key = toPython(k);
    const item = toPython(value);
    dictSet(d, key, item);
    decref(key);
    decref(item);
  }
  return d;
}

// ---- to JavaScript ----

/** The JavaScript value of a new reference, which is released or goes into a PyRef. */
export function toJsSteal(o: Owned): FromPython {
  const v = toJs(o, new Set());
  decref(o);
  return v;
}

/** The JavaScript value of an object. `open`: the containers it stands in; one inside itself becomes a handle. */
export function toJs(o: PyObject, open: Set<PyObject>): FromPython {
  if (o === None_) return null;
  if (o === True_) return true;
  if (o === False_) return false;
  if (isIntExact(o) || isFloatExact(o)) return o.v as number | bigint;
  const T = o.type;
  if (T === StrType) return strJs(o);
  if (T === BytesType || T === BytearrayType) return bytesCopy(o);
  const container =
    T === ListType || T === TupleType || T === SetType || T === FrozensetType || T === DictType;
  if (!container || open.has(o)) return new PyRef(incref(o));
  open.add(o);
  try {
    if (T === DictType) return dictToJs(o, open);
    const items = T === ListType || T === TupleType ? (o.v as PyObject[]) : setItems(o);
    const values = items.map((x) => toJs(x, open));
    return T === SetType || T === FrozensetType ? new Set(values) : values;
  } finally {
    open.delete(o);
  }
}

/** A plain object when all keys are strings, else a Map. */
function dictToJs(d: PyObject, open: Set<PyObject>): FromPython {
  const keys = dictKeysArray(d);
  const values = dictValuesArray(d);
  const plain = keys.every((k) => k.type === StrType && strJs(k) !== '__proto__');
  const entries = keys.map(
    (k, i) => [toJs(k, open), toJs(values[i]!, open)] as [FromPython, FromPython],
  );
  for (const o of [...keys, ...values]) decref(o);
  return plain
    ? (Object.fromEntries(entries as [string, FromPython][]) as { [key: string]: FromPython })
    : new Map(entries);
}
