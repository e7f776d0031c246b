/**
 * The constants of a unit as one flat table, in which every distinct constant stands once, items of constant tuples
 * before the tuples (CPython: merge_consts_recursive). The table is plain data that JSON can carry, and becomes objects
 * without any comparing.
 */
import { iterate } from '../core/abstract.ts';
import { decref, incref, type PyObject } from '../core/object.ts';
import { newBytes } from '../objects/bytes.ts';
import { newComplex } from '../objects/complex.ts';
import { newFloatConstant } from '../objects/float.ts';
import { newIntExact } from '../objects/int.ts';
import { newFrozensetFromItems } from '../objects/set.ts';
import { Ellipsis_, False_, None_, True_ } from '../objects/singletons.ts';
import { internText, newStr } from '../objects/str.ts';
import { newTupleSteal } from '../objects/tuple.ts';
import type { ConstValue } from '../parser/ast.ts';
import { WideText } from '../text/text.ts';
import { constKey } from './unit.ts';

/**
 * One constant: None, booleans, numbers that are ints and plain strings stand for themselves; the rest is tagged.
 * `t` and `z` (tuple, frozenset) name the places of their items.
 */
export type FlatConstant = null | boolean | number | string | [string, ...(number | string)[]];

export interface ConstantTable {
  table: FlatConstant[];
  /** Place of each of the unit's constants. */
  places: number[];
}

function floatText(x: number): string {
  return Object.is(x, -0) ? '-0' : String(x);
}

/** Big ints in base 36, the shortest text JavaScript reads and writes by itself. */
function bigFromText(s: string): bigint {
  const negative = s[0] === '-';
  let v = 0n;
  for (let i = negative ? 1 : 0; i < s.length; i += 10) {
    const part = s.slice(i, i + 10);
    v = v * 36n ** BigInt(part.length) + BigInt(Number.parseInt(part, 36));
  }
  return negative ? -v : v;
}

/** The table of a list of constants. */
export function flattenConstants(consts: readonly ConstValue[]): ConstantTable {
  const table: FlatConstant[] = [];
  const known = new Map<string, number>();
  const place = (c: ConstValue): number => {
    const key = constKey(c);
    const old = known.get(key);
    if (old !== undefined) return old;
    const flat = flatten(c, place);
    known.set(key, table.length);
    return table.push(flat) - 1;
  };
  return { table, places: consts.map(place) };
}

function flatten(c: ConstValue, place: (c: ConstValue) => number): FlatConstant {
  switch (c.t) {
    case 'None':
      return null;
    case 'True':
      return true;
    case 'False':
      return false;
    case 'Ellipsis':
      return ['e'];
    case 'int':
      return typeof c.v === 'number' ? c.v : ['I', c.v.toString(36)];
    case 'float':
      return ['f', floatText(c.v)];
    case 'complex':
      return ['c', floatText(c.re ?? 0), floatText(c.v)];
    case 'str':
      return typeof c.v === 'string' ? c.v : ['w', ...c.v.cps];
    case 'bytes':
      return ['b', ...c.v];
    case 'tuple':
      return ['t', ...c.v.map(place)];
    case 'frozenset':
      return ['z', ...c.v.map(place)];
  }
}

const IDENTIFIER = /^[A-Za-z0-9_]*$/;

/** The objects of a table; the caller owns one reference to each. */
export function constantObjects(table: readonly FlatConstant[]): PyObject[] {
  const made: PyObject[] = [];
  for (const c of table) made.push(constantObject(c, made));
  return made;
}

/** Strings that look like identifiers are interned, as CPython's are. */
function constantObject(c: FlatConstant, made: PyObject[]): PyObject {
  if (typeof c === 'string') return IDENTIFIER.test(c) ? internText(c) : newStr(c);
  if (typeof c === 'number') return newIntExact(c);
  if (c === null) return incref(None_);
  if (typeof c === 'boolean') return incref(c ? True_ : False_);
  switch (c[0]) {
    case 'e':
      return incref(Ellipsis_);
    case 'I':
      return newIntExact(bigFromText(c[1] as string));
    case 'f':
      return newFloatConstant(Number(c[1]));
    case 'c':
      return newComplex(Number(c[1]), Number(c[2]));
    case 'w':
      return newStr(new WideText(Uint32Array.from(c.slice(1) as number[])));
    case 'b':
      return newBytes(Uint8Array.from(c.slice(1) as number[]));
    case 't':
      return newTupleSteal(items(c, made));
    case 'z':
      return frozensetConstant(items(c, made));
    default:
      throw new Error(`no constant is tagged ${c[0]}`);
  }
}

function items(c: [string, ...(number | string)[]], made: PyObject[]): PyObject[] {
  const found: PyObject[] = [];
  for (let i = 1; i < c.length; i++) found.push(incref(made[c[i] as number]!));
  return found;
}

/** CPython builds a frozenset anew from the first one's items when it merges constants: that is its order. */
function frozensetConstant(members: PyObject[]): PyObject {
  const first = newFrozensetFromItems(members);
  const order: PyObject[] = [];
  iterate(first, (item) => {
    order.push(incref(item));
  });
  decref(first);
  return newFrozensetFromItems(order);
}
