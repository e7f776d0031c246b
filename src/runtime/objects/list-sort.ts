/**
 * The sort of lists: powersort over natural runs with binary insertion and galloping. CPython: the sort half of
 * Objects/listobject.c and Objects/listsort.txt.
 *
 * Which pairs are compared, and in which order, is CPython's to the last comparison: programs count them. `keys` is permuted
 * in step with `values` (null when the keys are the items). The arrays belong to nobody else while a sort runs; every
 * reference stays in them even when a comparison raises.
 */
import { LT, EQ, richCompareBool } from '../core/abstract.ts';
import { accountPart, type PyObject, unaccountPart } from '../core/object.ts';
import { S } from '../core/state.ts';
import { FloatType, IntType, StrType, TupleType, type TypeObject } from '../core/type-object.ts';
import { textCompare } from '../text/text.ts';
import { boundaryPower, mergeSpace, minimumRun } from './merge-space.ts';
import { orderOfNumbers, orderOfTexts } from './radix-sort.ts';

type Less = (a: PyObject, b: PyObject) => boolean;
type Items = PyObject[];

const MIN_GALLOP = 7;
/** Pointers of temporary space CPython has on the stack. */
const TEMP_SIZE = 256;

// ---------------------------------------------------------------------------------------------
// Comparisons. Keys of one built-in type are compared directly: nobody can observe that.

/** How keys are compared: as JavaScript numbers or strings taken out of the objects, or by a function. */
const NUMBERS = 0;
const STRINGS = 1;
const FUNCTION = 2;

function lessGeneric(a: PyObject, b: PyObject): boolean {
  return richCompareBool(a, b, LT);
}

function lessText(a: PyObject, b: PyObject): boolean {
  return textCompare(a.v, b.v) < 0;
}

function lessValue(a: PyObject, b: PyObject): boolean {
  return a.v < b.v;
}

/** The order of first items that all have one built-in type. */
function lessOfType(type: TypeObject): Less {
  if (type === IntType || type === FloatType) return lessValue;
  return type === StrType ? lessText : lessGeneric;
}

/** Tuples whose first items all have one type. */
function lessTuples(items: Items): Less {
  const type = items[0]!.v.length > 0 ? (items[0]!.v[0] as PyObject).type : null;
  for (let i = 0; i < items.length; i++) {
    const v: Items = items[i]!.v;
    if (v.length === 0 || v[0]!.type !== type) return lessGeneric;
  }
  const lessFirst = lessOfType(type!);
  const primitive = type === IntType || type === FloatType || type === StrType;
  return (a, b) => {
    const x: Items = a.v;
    const y: Items = b.v;
    const n = Math.min(x.length, y.length);
    let i = 0;
    if (primitive && x[0] !== y[0]) {
      const p = x[0]!.v;
      const q = y[0]!.v;
      if (typeof p === 'number' && typeof q === 'number') {
        if (p !== q) return p < q;
        i = 1;
      } else if (typeof p === 'string' && typeof q === 'string') {
        if (p !== q) return p < q;
        i = 1;
      }
    }
    for (; i < n; i++) {
      if (x[i] === y[i] || richCompareBool(x[i]!, y[i]!, EQ)) continue;
      return i === 0 ? lessFirst(x[0]!, y[0]!) : richCompareBool(x[i]!, y[i]!, LT);
    }
    return x.length < y.length;
  };
}

/** Whether all keys have the type of the first. */
function sameType(keys: Items): boolean {
  const type = keys[0]!.type;
  for (let i = 1; i < keys.length; i++) if (keys[i]!.type !== type) return false;
  return true;
}

/** The payloads of ints or floats as numbers, or of strs as plain strings; null when one is neither. */
function primitiveKeys(keys: Items): any[] | null {
  const type = keys[0]!.type;
  if (type === StrType) return textKeys(keys);
  return type === IntType || type === FloatType ? numberKeys(keys) : null;
}

function numberKeys(keys: Items): number[] | null {
  const n = keys.length;
  const out: number[] = new Array(n);
  for (let i = 0; i < n; i++) {
    const v = keys[i]!.v;
    if (typeof v !== 'number') return null;
    out[i] = v;
  }
  return out;
}

function textKeys(keys: Items): string[] | null {
  const n = keys.length;
  const out: string[] = new Array(n);
  for (let i = 0; i < n; i++) {
    const v = keys[i]!.v;
    if (typeof v !== 'string') return null;
    out[i] = v;
  }
  return out;
}

/** Below this number of items comparing is quicker. */
const FEW = 64;

/** Whether numbers have a total order: no NaN is among them. */
function allOrdered(keys: number[]): boolean {
  for (let i = 0; i < keys.length; i++) if (keys[i] !== keys[i]) return false;
  return true;
}

/** Whether the keys ascend already. */
function isSorted(keys: any[], kind: number): boolean {
  if (kind === NUMBERS) {
    for (let i = 1; i < keys.length; i++) if (keys[i] < keys[i - 1]) return false;
  } else {
    for (let i = 1; i < keys.length; i++) if (keys[i] < keys[i - 1]) return false;
  }
  return true;
}

/** The rank of each key in `order`; equal keys share one. */
function ranksOf(keys: any[], order: Int32Array): Int32Array {
  const rank = new Int32Array(keys.length);
  let r = 0;
  for (let i = 1; i < keys.length; i++) {
    if (keys[order[i]!] !== keys[order[i - 1]!]) r = i;
    rank[order[i]!] = r;
  }
  return rank;
}

/**
 * Sorts `values` by primitive keys without comparing as CPython would: nobody can tell. The
 * temporary space CPython would have taken is counted in and out. False when it must be done
 * exactly.
 */
function sortQuietly(
  owner: PyObject,
  keys: any[],
  values: Items,
  kind: number,
  withKeys: boolean,
): boolean {
  const n = keys.length;
  if (n < FEW || S.tracing) return false;
  if (kind === NUMBERS && !allOrdered(keys)) return false;
  if (isSorted(keys, kind)) return true;
  const order = kind === NUMBERS ? orderOfNumbers(keys) : orderOfTexts(keys);
  const width = withKeys ? 16 : 8;
  const room = withKeys ? Math.min((n + 1) >> 1, TEMP_SIZE / 2) : TEMP_SIZE;
  if (n >> 1 > room && S.mem + (n >> 1) * width > S.high) {
    const need = mergeSpace(ranksOf(keys, order));
    if (need > room) {
      accountPart(owner, need * width);
      unaccountPart(owner, need * width);
    }
  }
  const from = values.slice();
  for (let i = 0; i < n; i++) values[i] = from[order[i]!]!;
  return true;
}

// ---------------------------------------------------------------------------------------------
// The sort

function reverseRange(a: any[], from: number, to: number): void {
  for (let i = from, j = to - 1; i < j; i++, j--) {
    const x = a[i]!;
    a[i] = a[j]!;
    a[j] = x;
  }
}

function copyRange(to: any[], at: number, from: any[], start: number, n: number): void {
  if (to === from && at > start) for (let i = n - 1; i >= 0; i--) to[at + i] = from[start + i];
  else for (let i = 0; i < n; i++) to[at + i] = from[start + i];
}

class Run {
  base: number;
  len: number;
  power: number;
  constructor(base: number, len: number) {
    this.base = base;
    this.len = len;
    this.power = 0;
  }
}

class Sorter {
  /** Objects, or primitives when `kind` says so. */
  keys: any[];
  values: Items | null;
  kind: number;
  less: Less;
  owner: PyObject;
  runs: Run[];
  minGallop: number;
  /** Temporary space: JavaScript arrays, and what CPython would have allocated beyond its stack space. */
  tempKeys: any[];
  tempValues: Items;
  /** Pointers a temporary item takes in CPython: 2 with a key function. */
  width: number;
  room: number;
  tempBlock: number;

  constructor(
    owner: PyObject,
    keys: Items,
    values: Items | null,
    same: boolean,
    primitives: any[] | null,
  ) {
    this.keys = primitives ?? keys;
    this.values = primitives === null ? values : (values ?? keys);
    this.kind =
      primitives === null ? FUNCTION : typeof primitives[0] === 'number' ? NUMBERS : STRINGS;
    this.less = lessGeneric;
    if (same)
      this.less = keys[0]!.type === TupleType ? lessTuples(keys) : lessOfType(keys[0]!.type);
    this.owner = owner;
    this.runs = [];
    this.minGallop = MIN_GALLOP;
    this.tempKeys = [];
    this.tempValues = [];
    this.width = values === null ? 1 : 2;
    this.room = values === null ? TEMP_SIZE : Math.min((keys.length + 1) >> 1, TEMP_SIZE / 2);
    this.tempBlock = 0;
  }

  /** `a < b`; numbers and strings have sites of their own, so that V8 compares them without a call. */
  private lt(a: any, b: any): boolean {
    const kind = this.kind;
    if (kind === NUMBERS) return a < b;
    if (kind === STRINGS) return a < b;
    return this.less(a, b);
  }

  sort(): void {
    const n = this.keys.length;
    const minrun = minimumRun(n);
    let lo = 0;
    while (lo < n) {
      let len = this.countRun(lo, n - lo);
      if (len < minrun) {
        const force = Math.min(n - lo, minrun);
        this.insertionSort(lo, force, len);
        len = force;
      }
      this.foundRun(lo, len, n);
      lo += len;
    }
    while (this.runs.length > 1) {
      const runs = this.runs;
      let i = runs.length - 2;
      if (i > 0 && runs[i - 1]!.len < runs[i + 1]!.len) i--;
      this.mergeAt(i);
    }
  }

  release(): void {
    if (this.tempBlock > 0) unaccountPart(this.owner, this.tempBlock);
    this.tempBlock = 0;
  }

  private reverse(from: number, to: number): void {
    reverseRange(this.keys, from, to);
    if (this.values !== null) reverseRange(this.values, from, to);
  }

  /** Makes the longest monotone run at `lo` ascending and returns its length; equal items keep their order. */
  private countRun(lo: number, remaining: number): number {
    const keys = this.keys;
    let n = 1;
    while (n < remaining && !this.lt(keys[lo + n]!, keys[lo + n - 1]!)) n++;
    if (n === remaining) return n;
    if (n > 1) {
      if (this.lt(keys[lo]!, keys[lo + n - 1]!)) return n;
      this.reverse(lo, lo + n);
    }
    n++;
    let equal = 0;
    for (; n < remaining; n++) {
      if (this.lt(keys[lo + n]!, keys[lo + n - 1]!)) {
        if (equal > 0) this.reverse(lo + n - equal - 1, lo + n);
        equal = 0;
      } else if (this.lt(keys[lo + n - 1]!, keys[lo + n]!)) break;
      else equal++;
    }
    if (equal > 0) this.reverse(lo + n - equal - 1, lo + n);
    this.reverse(lo, lo + n);
    while (n < remaining && !this.lt(keys[lo + n]!, keys[lo + n - 1]!)) n++;
    return n;
  }

  /** Sorts `n` items at `lo`, the first `sorted` of which are in order. */
  private insertionSort(lo: number, n: number, sorted: number): void {
    const { keys, values } = this;
    for (let at = lo + sorted; at < lo + n; at++) {
      const pivot = keys[at]!;
      let left = lo;
      let right = at;
      while (left < right) {
        const mid = (left + right) >> 1;
        if (this.lt(pivot, keys[mid]!)) right = mid;
        else left = mid + 1;
      }
      for (let i = at; i > left; i--) keys[i] = keys[i - 1]!;
      keys[left] = pivot;
      if (values === null) continue;
      const value = values[at]!;
      for (let i = at; i > left; i--) values[i] = values[i - 1]!;
      values[left] = value;
    }
  }

  private foundRun(lo: number, len: number, n: number): void {
    const runs = this.runs;
    if (runs.length > 0) {
      const top = runs[runs.length - 1]!;
      const power = boundaryPower(top.base, top.len, len, n);
      while (runs.length > 1 && runs[runs.length - 2]!.power > power) this.mergeAt(runs.length - 2);
      runs[runs.length - 1]!.power = power;
    }
    runs.push(new Run(lo, len));
  }

  private mergeAt(i: number): void {
    const runs = this.runs;
    const a = runs[i]!;
    const b = runs[i + 1]!;
    let baseA = a.base;
    let na = a.len;
    a.len += b.len;
    runs.splice(i + 1, 1);
    const skip = this.gallopRight(this.keys[b.base]!, this.keys, baseA, na, 0);
    baseA += skip;
    na -= skip;
    if (na === 0) return;
    const nb = this.gallopLeft(this.keys[baseA + na - 1]!, this.keys, b.base, b.len, b.len - 1);
    if (nb === 0) return;
    if (na <= nb) this.mergeLow(baseA, na, b.base, nb);
    else this.mergeHigh(baseA, na, b.base, nb);
  }

  /** Index k with a[k-1] < key <= a[k], searched outwards from `hint`. */
  private gallopLeft(key: any, a: any[], base: number, n: number, hint: number): number {
    const at = base + hint;
    let last = 0;
    let ofs = 1;
    if (this.lt(a[at]!, key)) {
      const max = n - hint;
      while (ofs < max && this.lt(a[at + ofs]!, key)) {
        last = ofs;
        ofs = ofs * 2 + 1;
      }
      if (ofs > max) ofs = max;
      last += hint;
      ofs += hint;
    } else {
      const max = hint + 1;
      while (ofs < max && !this.lt(a[at - ofs]!, key)) {
        last = ofs;
        ofs = ofs * 2 + 1;
      }
      if (ofs > max) ofs = max;
      const k = last;
      last = hint - ofs;
      ofs = hint - k;
    }
    last++;
    while (last < ofs) {
      const mid = last + ((ofs - last) >> 1);
      if (this.lt(a[base + mid]!, key)) last = mid + 1;
      else ofs = mid;
    }
    return ofs;
  }

  /** Index k with a[k-1] <= key < a[k], searched outwards from `hint`. */
  private gallopRight(key: any, a: any[], base: number, n: number, hint: number): number {
    const at = base + hint;
    let last = 0;
    let ofs = 1;
    if (this.lt(key, a[at]!)) {
      const max = hint + 1;
      while (ofs < max && this.lt(key, a[at - ofs]!)) {
        last = ofs;
        ofs = ofs * 2 + 1;
      }
      if (ofs > max) ofs = max;
      const k = last;
      last = hint - ofs;
      ofs = hint - k;
    } else {
      const max = n - hint;
      while (ofs < max && !this.lt(key, a[at + ofs]!)) {
        last = ofs;
        ofs = ofs * 2 + 1;
      }
      if (ofs > max) ofs = max;
      last += hint;
      ofs += hint;
    }
    last++;
    while (last < ofs) {
      const mid = last + ((ofs - last) >> 1);
      if (this.lt(key, a[base + mid]!)) ofs = mid;
      else last = mid + 1;
    }
    return ofs;
  }

  private reserve(need: number): void {
    if (need <= this.room) return;
    this.release();
    this.room = need;
    this.tempBlock = need * 8 * this.width;
    accountPart(this.owner, this.tempBlock);
  }

  private stash(from: number, n: number): void {
    this.reserve(n);
    copyRange(this.tempKeys, 0, this.keys, from, n);
    if (this.values !== null) copyRange(this.tempValues, 0, this.values, from, n);
  }

  /** Copies within the arrays. */
  private move(to: number, from: number, n: number): void {
    copyRange(this.keys, to, this.keys, from, n);
    if (this.values !== null) copyRange(this.values, to, this.values, from, n);
  }

  /** Copies from the temporary space. */
  private unstash(to: number, from: number, n: number): void {
    copyRange(this.keys, to, this.tempKeys, from, n);
    if (this.values !== null) copyRange(this.values, to, this.tempValues, from, n);
  }

  /** Merges runs A (moved to the temporary space) and B from the left. na <= nb. */
  private mergeLow(baseA: number, na: number, b: number, nb: number): void {
    this.stash(baseA, na);
    let dest = baseA;
    let a = 0;
    const ta = this.tempKeys;
    const keys = this.keys;
    const tv = this.tempValues;
    const values = this.values;
    const takeB = () => {
      keys[dest] = keys[b];
      if (values !== null) values[dest] = values[b]!;
      dest++;
      b++;
    };
    const takeA = () => {
      keys[dest] = ta[a];
      if (values !== null) values[dest] = tv[a]!;
      dest++;
      a++;
    };
    /** The last item of A belongs at the end. */
    const finishB = () => {
      this.move(dest, b, nb);
      this.unstash(dest + nb, a, 1);
      na = 0;
    };
    try {
      takeB();
      if (--nb === 0) return;
      if (na === 1) {
        finishB();
        return;
      }
      let minGallop = this.minGallop;
      for (;;) {
        let wonA = 0;
        let wonB = 0;
        for (;;) {
          if (this.lt(keys[b]!, ta[a]!)) {
            takeB();
            wonB++;
            wonA = 0;
            if (--nb === 0) return;
            if (wonB >= minGallop) break;
          } else {
            takeA();
            wonA++;
            wonB = 0;
            if (--na === 1) {
              finishB();
              return;
            }
            if (wonA >= minGallop) break;
          }
        }
        minGallop++;
        do {
          if (minGallop > 1) minGallop--;
          this.minGallop = minGallop;
          wonA = this.gallopRight(keys[b]!, ta, a, na, 0);
          if (wonA > 0) {
            this.unstash(dest, a, wonA);
            dest += wonA;
            a += wonA;
            na -= wonA;
            if (na === 1) {
              finishB();
              return;
            }
            if (na === 0) return;
          }
          takeB();
          if (--nb === 0) return;
          wonB = this.gallopLeft(ta[a]!, keys, b, nb, 0);
          if (wonB > 0) {
            this.move(dest, b, wonB);
            dest += wonB;
            b += wonB;
            nb -= wonB;
            if (nb === 0) return;
          }
          takeA();
          if (--na === 1) {
            finishB();
            return;
          }
        } while (wonA >= MIN_GALLOP || wonB >= MIN_GALLOP);
        this.minGallop = ++minGallop;
      }
    } finally {
      if (na > 0) this.unstash(dest, a, na);
    }
  }

  /** Merges runs A and B (moved to the temporary space) from the right. na >= nb. */
  private mergeHigh(baseA: number, na: number, baseB: number, nb: number): void {
    this.stash(baseB, nb);
    let dest = baseB + nb - 1;
    let b = nb - 1;
    let a = baseA + na - 1;
    const tb = this.tempKeys;
    const keys = this.keys;
    const tv = this.tempValues;
    const values = this.values;
    const takeA = () => {
      keys[dest] = keys[a];
      if (values !== null) values[dest] = values[a]!;
      dest--;
      a--;
    };
    const takeB = () => {
      keys[dest] = tb[b];
      if (values !== null) values[dest] = tv[b]!;
      dest--;
      b--;
    };
    /** The first item of B belongs at the front. */
    const finishA = () => {
      this.move(dest - na + 1, a - na + 1, na);
      dest -= na;
      this.unstash(dest, b, 1);
      nb = 0;
    };
    try {
      takeA();
      if (--na === 0) return;
      if (nb === 1) {
        finishA();
        return;
      }
      let minGallop = this.minGallop;
      for (;;) {
        let wonA = 0;
        let wonB = 0;
        for (;;) {
          if (this.lt(tb[b]!, keys[a]!)) {
            takeA();
            wonA++;
            wonB = 0;
            if (--na === 0) return;
            if (wonA >= minGallop) break;
          } else {
            takeB();
            wonB++;
            wonA = 0;
            if (--nb === 1) {
              finishA();
              return;
            }
            if (wonB >= minGallop) break;
          }
        }
        minGallop++;
        do {
          if (minGallop > 1) minGallop--;
          this.minGallop = minGallop;
          wonA = na - this.gallopRight(tb[b]!, keys, baseA, na, na - 1);
          if (wonA > 0) {
            dest -= wonA;
            a -= wonA;
            this.move(dest + 1, a + 1, wonA);
            na -= wonA;
            if (na === 0) return;
          }
          takeB();
          if (--nb === 1) {
            finishA();
            return;
          }
          wonB = nb - this.gallopLeft(keys[a]!, tb, 0, nb, nb - 1);
          if (wonB > 0) {
            dest -= wonB;
            b -= wonB;
            this.unstash(dest + 1, b + 1, wonB);
            nb -= wonB;
            if (nb === 1) {
              finishA();
              return;
            }
            if (nb === 0) return;
          }
          takeA();
          if (--na === 0) return;
        } while (wonA >= MIN_GALLOP || wonB >= MIN_GALLOP);
        this.minGallop = ++minGallop;
      }
    } finally {
      if (nb > 0) this.unstash(dest - nb + 1, 0, nb);
    }
  }
}

/**
 * Sorts `values` (null: the keys themselves) by `keys` in place, stably. `owner` carries the account of the temporary space.
 * When a comparison raises, the arrays hold all references in some order.
 */
export function sortItems(owner: PyObject, keys: PyObject[], values: PyObject[] | null): void {
  if (keys.length < 2) return;
  const same = sameType(keys);
  const primitives = same ? primitiveKeys(keys) : null;
  if (primitives !== null) {
    const kind = typeof primitives[0] === 'number' ? NUMBERS : STRINGS;
    if (sortQuietly(owner, primitives, values ?? keys, kind, values !== null)) return;
  }
  const sorter = new Sorter(owner, keys, values, same, primitives);
  try {
    sorter.sort();
  } finally {
    sorter.release();
  }
}

/** Whether the keys of `n` items fit the stack space of CPython's sort. */
export function sortKeysFitStack(n: number): boolean {
  return n < TEMP_SIZE / 2;
}
