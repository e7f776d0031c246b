/**
 * Method resolution order: C3 linearization, `mro()` overrides. CPython: mro_internal and pmerge in
 * Objects/typeobject.c.
 */

import { dictGetStrBorrowed } from '../objects/dict.ts';
import { intern, strJs } from '../objects/str.ts';
import { newTupleSteal } from '../objects/tuple.ts';
import { sequenceToArray } from './abstract.ts';
import { getAttr, typeLookupBorrowed } from './attr.ts';
import { typeError } from './errors.ts';
import type { Owned, PyObject } from './object.ts';
import { decref, incref } from './object.ts';
import { callFound0 } from './slot-functions.ts';
import { isSubtype } from './subtype.ts';
import type { TypeObject } from './type-object.ts';
import { TPFLAGS_BASETYPE, TPFLAGS_TYPE_SUBCLASS, TypeType } from './type-object.ts';

const s_mro = intern('mro');
const s_name = intern('__name__');

function nameOf(type: TypeObject): string {
  const name = getAttr(type.self, s_name);
  const text = strJs(name);
  decref(name);
  return text;
}

function checkDuplicates(bases: TypeObject[]): void {
  for (let i = 0; i < bases.length; i++) {
    for (let j = i + 1; j < bases.length; j++) {
      if (bases[i] === bases[j]) throw typeError(`duplicate base class ${nameOf(bases[i]!)}`);
    }
  }
}

function inTail(list: TypeObject[], from: number, type: TypeObject): boolean {
  for (let i = from + 1; i < list.length; i++) if (list[i] === type) return true;
  return false;
}

function inconsistent(lists: TypeObject[][], at: number[]): never {
  const heads: TypeObject[] = [];
  for (let i = 0; i < lists.length; i++) {
    const head = lists[i]![at[i]!];
    if (head !== undefined && !heads.includes(head)) heads.push(head);
  }
  const names = heads.map(nameOf).join(', ');
  throw typeError(`Cannot create a consistent method resolution order (MRO) for bases ${names}`);
}

/** Merges the lists, always taking the first head that is in no tail. */
function merge(into: TypeObject[], lists: TypeObject[][]): TypeObject[] {
  const at = lists.map(() => 0);
  for (;;) {
    let empty = 0;
    let candidate: TypeObject | null = null;
    for (let i = 0; i < lists.length && candidate === null; i++) {
      const list = lists[i]!;
      if (at[i]! >= list.length) {
        empty++;
        continue;
      }
      const head = list[at[i]!]!;
      if (!lists.some((other, j) => inTail(other, at[j]!, head))) candidate = head;
    }
    if (candidate === null) {
      if (empty < lists.length) inconsistent(lists, at);
      return into;
    }
    into.push(candidate);
    for (let i = 0; i < lists.length; i++) if (lists[i]![at[i]!] === candidate) at[i]!++;
  }
}

/** The C3 order of a type whose bases are set. `type.mro()`. */
export function defaultMro(type: TypeObject): TypeObject[] {
  const bases = (type.bases!.v as PyObject[]).map((b) => b.v as TypeObject);
  for (const base of bases) {
    if (base.mro.length === 0) throw typeError(`Cannot extend an incomplete type '${base.name}'`);
  }
  if (bases.length === 1) return [type, ...bases[0]!.mro];
  checkDuplicates(bases);
  return merge([type], [...bases.map((b) => b.mro), bases]);
}

/** The result of a metaclass's own `mro()`, checked. */
function customMro(type: TypeObject, method: PyObject): TypeObject[] {
  const result = callFound0(method, type.self);
  let items: Owned[];
  try {
    items = sequenceToArray(result);
  } finally {
    decref(result);
  }
  try {
    if (items.length === 0) throw typeError('type MRO must not be empty');
    const solid = solidBase(type);
    return items.map((item) => {
      if ((item.type.flags & TPFLAGS_TYPE_SUBCLASS) === 0) {
        throw typeError(`mro() returned a non-class ('${item.type.name}')`);
      }
      const base: TypeObject = item.v;
      if (!isSubtype(solid, solidBase(base))) {
        throw typeError(`mro() returned base with unsuitable layout ('${base.name}')`);
      }
      return base;
    });
  } finally {
    for (const item of items) decref(item);
  }
}

/** The order the type's metaclass gives it. */
export function computeMro(type: TypeObject): TypeObject[] {
  const meta = type.self.type;
  if (meta === TypeType) return defaultMro(type);
  const method = typeLookupBorrowed(meta, s_mro);
  if (method === null || method === dictGetStrBorrowed(TypeType.dict, s_mro))
    return defaultMro(type);
  if (type.heap !== null) type.heap.customMro = true;
  return customMro(type, method);
}

/** Stores an order; the tuple owns its types. */
export function setMro(type: TypeObject, mro: TypeObject[]): void {
  const old = type.mroTuple;
  type.mro = mro;
  type.mroTuple = newTupleSteal(mro.map((t) => incref<PyObject>(t.self)));
  if (old !== null) decref(old);
}

function shapeDiffers(a: TypeObject, b: TypeObject): boolean {
  return a.basicsize !== b.basicsize || a.itemsize !== b.itemsize;
}

/** The most derived base that adds fields to the instance struct. */
export function solidBase(type: TypeObject): TypeObject {
  if (type.base === null) return type;
  const base = solidBase(type.base);
  return shapeDiffers(type, base) ? type : base;
}

/** The base whose instance layout contains those of all others. CPython: best_base. */
export function bestBase(bases: PyObject[]): TypeObject {
  let best: TypeObject | null = null;
  let winner: TypeObject | null = null;
  for (const item of bases) {
    if ((item.type.flags & TPFLAGS_TYPE_SUBCLASS) === 0) throw typeError('bases must be types');
    const base: TypeObject = item.v;
    if ((base.flags & TPFLAGS_BASETYPE) === 0) {
      throw typeError(`type '${base.name}' is not an acceptable base type`);
    }
    const candidate = solidBase(base);
    if (winner === null || best === null) {
      winner = candidate;
      best = base;
    } else if (isSubtype(winner, candidate)) continue;
    else if (isSubtype(candidate, winner)) {
      winner = candidate;
      best = base;
    } else throw typeError('multiple bases have instance lay-out conflict');
  }
  return best!;
}
