/**
 * JavaScript arrays of a known length for the payloads of lists and tuples. CPython: PyMem_New of
 * pointers.
 *
 * `push` in a loop makes V8 grow the array in steps, whose copies cost more than all the rest; `new
 * Array(n)` gives an array of the kind with holes, and sites that meet both kinds are slower. A
 * slice of a full array has neither fault.
 */
import type { PyObject } from '../core/object.ts';

/** What stands in the places of a new array: only its being an object matters. */
const filler: PyObject[] = [];
const place = { rc: 0 } as unknown as PyObject;
for (let i = 0; i < 1024; i++) filler.push(place);

/** An array of `n` places; the caller fills all of them before anything else runs. */
export function newItems(n: number): PyObject[] {
  if (n <= 1024) return n === 0 ? [] : filler.slice(0, n);
  let out = filler;
  while (out.length * 2 <= n) out = out.concat(out);
  return out.length === n ? out.slice() : out.concat(out.slice(0, n - out.length));
}

const nulls: null[] = [];
for (let i = 0; i < 1024; i++) nulls.push(null);

/** An array of `n` nulls, without holes. */
export function newNulls(n: number): any[] {
  return n <= 1024 ? nulls.slice(0, n) : new Array(n).fill(null);
}

/** The items with one more reference each, in an array of their own. */
export function heldCopy(items: readonly PyObject[]): PyObject[] {
  const out = items.slice();
  for (let i = 0; i < out.length; i++) out[i]!.rc++;
  return out;
}

/** The items from `start` up to `end` with one more reference each. */
export function heldRange(items: readonly PyObject[], start: number, end: number): PyObject[] {
  const out = items.slice(start, end);
  for (let i = 0; i < out.length; i++) out[i]!.rc++;
  return out;
}

/** The items of both arrays with one more reference each. */
export function heldConcat(a: readonly PyObject[], b: readonly PyObject[]): PyObject[] {
  const n = a.length;
  const m = b.length;
  if (n + m > 64) {
    const all = (a as PyObject[]).concat(b);
    for (let i = 0; i < all.length; i++) all[i]!.rc++;
    return all;
  }
  const out = newItems(n + m);
  for (let i = 0; i < n; i++) {
    const item = a[i]!;
    item.rc++;
    out[i] = item;
  }
  for (let i = 0; i < m; i++) {
    const item = b[i]!;
    item.rc++;
    out[n + i] = item;
  }
  return out;
}
