/**
 * Tests of code points against the generated tables (CPython: Objects/unicodectype.c).
 *
 * Invariants: the tables are unpacked on first use, since ASCII sources never need them; a range
 * list holds start and end by turns, sorted, so that the parity of the bisection is the answer.
 */

import { ID_CONTINUE, ID_START, PRINTABLE } from './unicode-id.generated.ts';

function unpack(packed: string): Int32Array {
  const parts = packed.split(' ');
  const bounds = new Int32Array(parts.length);
  let at = 0x80;
  for (let i = 0; i < parts.length; i++) {
    at += Number.parseInt(parts[i]!, 36);
    bounds[i] = at;
  }
  return bounds;
}

function within(bounds: Int32Array, cp: number): boolean {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (bounds[mid]! <= cp) low = mid + 1;
    else high = mid;
  }
  return (low & 1) === 1;
}

let starts: Int32Array | null = null;
let continues: Int32Array | null = null;
let printables: Int32Array | null = null;

function isWordCode(cp: number): boolean {
  return (cp >= 97 && cp <= 122) || (cp >= 65 && cp <= 90) || cp === 95;
}

/** Whether `cp` may start an identifier. */
export function isIdStart(cp: number): boolean {
  if (cp < 0x80) return isWordCode(cp);
  starts ??= unpack(ID_START);
  return within(starts, cp);
}

/** Whether `cp` may stand inside an identifier. */
export function isIdContinue(cp: number): boolean {
  if (cp < 0x80) return isWordCode(cp) || (cp >= 48 && cp <= 57);
  continues ??= unpack(ID_CONTINUE);
  return within(continues, cp);
}

/** Whether str.isprintable() holds for `cp`. */
export function isPrintable(cp: number): boolean {
  if (cp < 0x80) return cp >= 0x20 && cp < 0x7f;
  printables ??= unpack(PRINTABLE);
  return within(printables, cp);
}
