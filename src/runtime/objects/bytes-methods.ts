/**
 * The methods that bytes and bytearray share. CPython: Objects/bytes_methods.c, stringlib, and the clinic parts of
 * Objects/bytesobject.c and bytearrayobject.c.
 *
 * A method works on the bytes of `self` and makes results of the same kind: bytes or bytearray, never a subclass. Arguments are
 * read before the bytes of `self` are used, since reading them may run Python code.
 */
import { asIndexNumber, getIter, index, isTrue, iterNext, len } from '../core/abstract.ts';
import { newUint8 } from '../core/array-pool.ts';
import {
  type BufferView,
  getBuffer,
  hasBuffer,
  PyBUF_SIMPLE,
  releaseBuffer,
} from '../core/buffer.ts';
import {
  discard,
  matches,
  memoryError,
  overflowError,
  typeError,
  valueError,
} from '../core/errors.ts';
import { method, type NativeDef, staticMethod } from '../core/native-def.ts';
import { decref, incref, type Owned, type PyObject } from '../core/object.ts';
import { BytesType, ListType, NoneType, TupleType } from '../core/type-object.ts';
import * as algo from './bytes-algorithms.ts';
import { bytearrayBytes, isBytearray, newBytearray } from './bytearray-object.ts';
import { exactBytes, isBytes, newBytes } from './bytes-object.ts';
import { decodeObject } from './codec-registry.ts';
import { TypeErrorType } from './exceptions.ts';
import { newIntExact } from './int.ts';
import { newListAppended } from './list.ts';
import { newBool } from './singletons.ts';
import {
  adjustEnd,
  adjustStart,
  argumentType,
  boundArg,
  intArg,
  MAX_INDEX,
  nameArg,
  rangeMethod,
  ssizeArg,
} from './str-args.ts';
import { isStr, newStrAscii } from './str-object.ts';
import { isTuple, newTupleSteal } from './tuple.ts';

/** No array can be longer in the JavaScript engine. */
const MAX_BYTES = 2 ** 32;

/** The bytes of a bytes or bytearray object, not copied. */
export function ownBytes(o: PyObject): Uint8Array {
  return isBytes(o) ? o.v : bytearrayBytes(o);
}

/** A result of the kind of `self`; takes the array over (it must not be the memory of an object). */
function make(self: PyObject, bytes: Uint8Array): Owned {
  return isBytes(self) ? newBytes(bytes) : newBytearray(bytes);
}

/** `self` unchanged: exact bytes are themselves. */
function same(self: PyObject): Owned {
  return isBytes(self) ? exactBytes(self) : newBytearray(bytearrayBytes(self).slice());
}

/** Runs `f` with the bytes of a bytes-like argument. */
export function withArg<T>(o: PyObject, f: (b: Uint8Array) => T): T {
  if (isBytes(o)) return f(o.v);
  const view = getBuffer(o, PyBUF_SIMPLE);
  try {
    return f(view.contiguous());
  } finally {
    releaseBuffer(view);
  }
}

/** Runs `f` with the bytes of an argument that is bytes-like or a byte value. */
function withPart<T>(o: PyObject, f: (b: Uint8Array) => T): T {
  if (isBytes(o)) return f(o.v);
  if (hasBuffer(o)) return withArg(o, f);
  if (o.type.nb_index === null) {
    throw typeError(`argument should be integer or bytes-like object, not '${o.type.name}'`);
  }
  return f(Uint8Array.of(byteArg(o, 'byte must be in range(0, 256)')));
}

/** A byte value. */
export function byteArg(o: PyObject, message: string): number {
  const v = index(o);
  if (v < 0 || v > 255) throw valueError(message);
  return Number(v);
}

// ---------------------------------------------------------------------------------------------
// Searching

type Search = (b: Uint8Array, part: Uint8Array, start: number, end: number) => number;

function search(
  self: PyObject,
  sub: PyObject,
  start: PyObject | undefined,
  end: PyObject | undefined,
  f: Search,
): number {
  const from = boundArg(start, 0);
  const to = boundArg(end, MAX_INDEX);
  return withPart(sub, (part) => {
    const b = ownBytes(self);
    return f(b, part, adjustStart(from, b.length), adjustEnd(to, b.length));
  });
}

function searching(f: Search, missing: boolean) {
  return (self: PyObject, sub: PyObject, start?: PyObject, end?: PyObject): Owned => {
    const at = search(self, sub, start, end, f);
    if (missing && at < 0) throw valueError('subsection not found');
    return newIntExact(at);
  };
}

type Match = (b: Uint8Array, part: Uint8Array, start: number, end: number) => boolean;

function matching(name: string, f: Match) {
  return (self: PyObject, sub: PyObject, start?: PyObject, end?: PyObject): Owned => {
    const from = boundArg(start, 0);
    const to = boundArg(end, MAX_INDEX);
    const one = (part: Uint8Array): boolean => {
      const b = ownBytes(self);
      return f(b, part, adjustStart(from, b.length), adjustEnd(to, b.length));
    };
    if (isTuple(sub)) {
      for (const item of sub.v as PyObject[]) if (withArg(item, one)) return newBool(true);
      return newBool(false);
    }
    if (!isBytes(sub) && !hasBuffer(sub)) {
      throw typeError(`${name} first arg must be bytes or a tuple of bytes, not ${sub.type.name}`);
    }
    return newBool(withArg(sub, one));
  };
}

/** `x in self`. */
export function bytesContains(self: PyObject, x: PyObject): boolean {
  if (!isBytes(x) && x.type.nb_index !== null) {
    const v = asIndexNumber(x, null);
    if (v < 0 || v > 255) throw valueError('byte must be in range(0, 256)');
    return ownBytes(self).includes(v);
  }
  return withArg(x, (part) => {
    const b = ownBytes(self);
    return algo.bytesIndexOf(b, part, 0, b.length) >= 0;
  });
}

// ---------------------------------------------------------------------------------------------
// Splitting and joining

/** The result of splitting, in a list that had room for `capacity` parts. */
function listOf(self: PyObject, parts: Uint8Array[], capacity: number): Owned {
  if (parts.length === 1 && self.type === BytesType && parts[0]!.length === self.v.length) {
    return newListAppended([incref(self)], capacity);
  }
  const items: PyObject[] = [];
  for (let i = 0; i < parts.length; i++) items.push(make(self, parts[i]!));
  return newListAppended(items, capacity);
}

type SplitBy = (b: Uint8Array, sep: Uint8Array, max: number) => Uint8Array[];
type SplitSpace = (b: Uint8Array, max: number) => Uint8Array[];

function splitting(by: SplitBy, space: SplitSpace) {
  return (self: PyObject, sep?: PyObject, maxsplit?: PyObject): Owned => {
    const max = ssizeArg(maxsplit, -1);
    const room = max < 0 ? 12 : Math.min(12, max + 1);
    if (sep === undefined || sep.type === NoneType)
      return listOf(self, space(ownBytes(self), max), room);
    return withArg(sep, (part) => {
      if (part.length === 0) throw valueError('empty separator');
      return listOf(self, by(ownBytes(self), part, max), room);
    });
  };
}

function splitlines(self: PyObject, keepends?: PyObject): Owned {
  return listOf(
    self,
    algo.bytesSplitLines(ownBytes(self), keepends !== undefined && isTrue(keepends)),
    0,
  );
}

function partitioning(f: Search, right: boolean) {
  return (self: PyObject, sep: PyObject): Owned =>
    withArg(sep, (part) => {
      if (part.length === 0) throw valueError('empty separator');
      const b = ownBytes(self);
      const at = f(b, part, 0, b.length);
      if (at < 0) {
        const whole = isBytes(self) ? incref(self) : same(self);
        const rest = [make(self, new Uint8Array(0)), make(self, new Uint8Array(0))];
        return newTupleSteal(right ? [...rest, whole] : [whole, ...rest]);
      }
      const middle = isBytes(self) ? incref(sep) : newBytearray(part.slice());
      return newTupleSteal([
        make(self, b.slice(0, at)),
        middle,
        make(self, b.slice(at + part.length)),
      ]);
    });
}

function joinItems(o: PyObject): Owned[] {
  if (o.type === ListType || o.type === TupleType) {
    const items = (o.v as PyObject[]).slice();
    for (const x of items) incref(x);
    return items as Owned[];
  }
  let it: Owned;
  try {
    it = getIter(o);
  } catch (e) {
    if (!matches(e, TypeErrorType)) throw e;
    discard(e);
    throw typeError('can only join an iterable');
  }
  const items: Owned[] = [];
  try {
    for (let x = iterNext(it); x !== null; x = iterNext(it)) items.push(x);
  } catch (e) {
    for (const x of items) decref(x);
    throw e;
  } finally {
    decref(it);
  }
  return items;
}

function join(self: PyObject, iterable: PyObject): Owned {
  if (!isBytearray(self)) return joined(self, iterable);
  // its bytes are in use while foreign code runs
  self.v.exports++;
  try {
    return joined(self, iterable);
  } finally {
    self.v.exports--;
  }
}

function joined(self: PyObject, iterable: PyObject): Owned {
  const items = joinItems(iterable);
  const views: BufferView[] = [];
  try {
    if (items.length === 1 && items[0]!.type === BytesType && isBytes(self))
      return incref(items[0]!);
    const parts: Uint8Array[] = [];
    for (let i = 0; i < items.length; i++) {
      const item = items[i]!;
      if (isBytes(item)) parts.push(item.v);
      else if (!hasBuffer(item)) {
        throw typeError(
          `sequence item ${i}: expected a bytes-like object, ${item.type.name} found`,
        );
      } else {
        const view = getBuffer(item, PyBUF_SIMPLE);
        views.push(view);
        parts.push(view.contiguous());
      }
    }
    return make(self, algo.bytesJoin(ownBytes(self), parts));
  } finally {
    for (const view of views) releaseBuffer(view);
    for (const x of items) decref(x);
  }
}

// ---------------------------------------------------------------------------------------------
// Cutting and padding

function stripping(side: number) {
  return (self: PyObject, chars?: PyObject): Owned => {
    const cut = (set: Uint8Array | null): Owned => {
      const b = ownBytes(self);
      const [from, to] = algo.bytesStripRange(b, set, side);
      return from === 0 && to === b.length ? same(self) : make(self, b.slice(from, to));
    };
    if (chars === undefined || chars.type === NoneType) return cut(null);
    return withArg(chars, cut);
  };
}

function removeprefix(self: PyObject, prefix: PyObject): Owned {
  return withArg(prefix, (part) => {
    const b = ownBytes(self);
    const found = part.length > 0 && algo.bytesStartsWith(b, part, 0, b.length);
    return found ? make(self, b.slice(part.length)) : same(self);
  });
}

function removesuffix(self: PyObject, suffix: PyObject): Owned {
  return withArg(suffix, (part) => {
    const b = ownBytes(self);
    const found = part.length > 0 && algo.bytesEndsWith(b, part, 0, b.length);
    return found ? make(self, b.slice(0, b.length - part.length)) : same(self);
  });
}

function fillByte(name: string, o: PyObject | undefined): number {
  if (o === undefined) return 32;
  const bytes = isBytes(o) ? o.v : isBytearray(o) ? bytearrayBytes(o) : null;
  if (bytes === null || bytes.length !== 1) {
    throw typeError(
      `${name}() argument 2 must be a byte string of length 1, not ${argumentType(o)}`,
    );
  }
  return bytes[0]!;
}

/** `side`: 1 pads left, 2 right, 3 both. */
function padding(name: string, side: number) {
  return (self: PyObject, width: PyObject, fill?: PyObject): Owned => {
    const w = ssizeArg(width, 0);
    const c = fillByte(name, fill);
    const b = ownBytes(self);
    const margin = w - b.length;
    if (margin <= 0) return same(self);
    if (w >= MAX_BYTES) throw memoryError();
    let left = side === 1 ? margin : 0;
    if (side === 3) left = Math.floor(margin / 2) + (margin & w & 1);
    return make(self, algo.bytesPad(b, left, margin - left, c));
  };
}

function zfill(self: PyObject, width: PyObject): Owned {
  const w = ssizeArg(width, 0);
  const b = ownBytes(self);
  if (w <= b.length) return same(self);
  if (w >= MAX_BYTES) throw memoryError();
  return make(self, algo.bytesZfill(b, w));
}

function expandtabs(self: PyObject, tabsize?: PyObject): Owned {
  const size = intArg(tabsize, 8);
  const b = ownBytes(self);
  if (size > 100 && algo.bytesExpandedLength(b, size) >= MAX_BYTES)
    throw overflowError('result too long');
  return make(self, algo.bytesExpandTabs(b, size));
}

function replace(self: PyObject, old: PyObject, fresh: PyObject, limit?: PyObject): Owned {
  const max = ssizeArg(limit, -1);
  return withArg(old, (a) =>
    withArg(fresh, (b) => {
      const r = algo.bytesReplace(ownBytes(self), a, b, max);
      return r === null ? same(self) : make(self, r);
    }),
  );
}

// ---------------------------------------------------------------------------------------------
// translate, hex, decode

function translate(self: PyObject, table: PyObject, del?: PyObject): Owned {
  const run = (map: Uint8Array | null): Owned => {
    if (map !== null && map.length !== 256)
      throw valueError('translation table must be 256 characters long');
    if (del === undefined) return translated(self, map, null);
    return withArg(del, (d) => translated(self, map, d.length === 0 ? null : d));
  };
  return table.type === NoneType ? run(null) : withArg(table, run);
}

function translated(self: PyObject, map: Uint8Array | null, del: Uint8Array | null): Owned {
  const b = ownBytes(self);
  const gone = new Uint8Array(256);
  if (del !== null) for (let i = 0; i < del.length; i++) gone[del[i]!] = 1;
  const out = newUint8(b.length);
  let n = 0;
  let changed = false;
  for (let i = 0; i < b.length; i++) {
    const c = b[i]!;
    if (gone[c] === 1) {
      changed = true;
      continue;
    }
    const to = map === null ? c : map[c]!;
    if (to !== c) changed = true;
    out[n++] = to;
  }
  if (!changed && self.type === BytesType) return incref(self);
  return make(self, n === out.length ? out : out.slice(0, n));
}

function maketrans(_self: unknown, from: PyObject, to: PyObject): Owned {
  return withArg(from, (a) =>
    withArg(to, (b) => {
      if (a.length !== b.length) throw valueError('maketrans arguments must have same length');
      const table = new Uint8Array(256);
      for (let i = 0; i < 256; i++) table[i] = i;
      for (let i = 0; i < a.length; i++) table[a[i]!] = b[i]!;
      return newBytes(table);
    }),
  );
}

/** The separator of `hex`. */
function hexSeparator(sep: PyObject | undefined): string {
  if (sep === undefined) return '';
  if (len(sep) !== 1) throw valueError('sep must be length 1.');
  let text: string;
  if (isStr(sep)) text = typeof sep.v === 'string' ? sep.v : '\uffff';
  else if (isBytes(sep)) text = String.fromCharCode(sep.v[0]!);
  else throw typeError('sep must be str or bytes.');
  if (text.charCodeAt(0) > 127) throw valueError('sep must be ASCII.');
  return text;
}

/** The result of a `hex` method. CPython: _Py_strhex_with_sep. */
export function hexOf(
  bytes: Uint8Array,
  sep: PyObject | undefined,
  perSep: PyObject | undefined,
): Owned {
  const group = intArg(perSep, 1);
  return newStrAscii(algo.bytesHex(bytes, hexSeparator(sep), group));
}

function hex(self: PyObject, sep?: PyObject, perSep?: PyObject): Owned {
  return hexOf(ownBytes(self), sep, perSep);
}

/** The bytes of a `fromhex` argument. */
export function parseHex(o: PyObject): Uint8Array {
  if (!isStr(o)) throw typeError(`fromhex() argument must be str, not ${argumentType(o)}`);
  const t = o.v;
  const n = typeof t === 'string' ? t.length : t.cps.length;
  const at = (i: number): number =>
    i >= n ? -1 : typeof t === 'string' ? t.charCodeAt(i) : t.cps[i]!;
  const out: number[] = [];
  for (let i = 0; ; i += 2) {
    while (algo.isByteSpace(at(i))) i++;
    if (i >= n) return Uint8Array.from(out);
    const high = algo.hexDigit(at(i));
    const low = high < 0 ? -1 : algo.hexDigit(at(i + 1));
    if (high < 0 || low < 0) {
      const place = high < 0 ? i : i + 1;
      throw valueError(`non-hexadecimal number found in fromhex() arg at position ${place}`);
    }
    out.push(high * 16 + low);
  }
}

function decode(self: PyObject, encoding?: PyObject, errors?: PyObject): Owned {
  return decodeObject(
    self,
    nameArg(encoding, "decode() argument 'encoding'"),
    nameArg(errors, "decode() argument 'errors'"),
  );
}

function mapped(f: (b: Uint8Array) => Uint8Array): NativeDef {
  return method('($self, /)', (self: PyObject) => make(self, f(ownBytes(self))));
}

function test(f: (b: Uint8Array) => boolean): NativeDef {
  return method('($self, /)', (self: PyObject) => newBool(f(ownBytes(self))));
}

/** The methods of both types. */
export function bytesMethods(): Record<string, NativeDef> {
  return {
    capitalize: mapped(algo.bytesCapitalize),
    center: method("($self, width, fillchar=b' ', /)", padding('center', 3)),
    count: rangeMethod('sub', searching(algo.bytesCount, false)),
    decode: method("($self, /, encoding='utf-8', errors='strict')", decode),
    endswith: rangeMethod('suffix', matching('endswith', algo.bytesEndsWith)),
    expandtabs: method('($self, /, tabsize=8)', expandtabs),
    find: rangeMethod('sub', searching(algo.bytesIndexOf, false)),
    hex: method('($self, /, sep=<unrepresentable>, bytes_per_sep=1)', hex),
    index: rangeMethod('sub', searching(algo.bytesIndexOf, true)),
    isalnum: test(algo.bytesIsAlnum),
    isalpha: test(algo.bytesIsAlpha),
    isascii: test(algo.bytesIsAscii),
    isdigit: test(algo.bytesIsDigit),
    islower: test(algo.bytesIsLower),
    isspace: test(algo.bytesIsSpace),
    istitle: test(algo.bytesIsTitle),
    isupper: test(algo.bytesIsUpper),
    join: method('($self, iterable_of_bytes, /)', join),
    ljust: method("($self, width, fillchar=b' ', /)", padding('ljust', 2)),
    lower: mapped(algo.bytesLower),
    lstrip: method('($self, bytes=None, /)', stripping(1)),
    maketrans: staticMethod('(frm, to, /)', maketrans),
    partition: method('($self, sep, /)', partitioning(algo.bytesIndexOf, false)),
    removeprefix: method('($self, prefix, /)', removeprefix),
    removesuffix: method('($self, suffix, /)', removesuffix),
    replace: method('($self, old, new, count=-1, /)', replace),
    rfind: rangeMethod('sub', searching(algo.bytesLastIndexOf, false)),
    rindex: rangeMethod('sub', searching(algo.bytesLastIndexOf, true)),
    rjust: method("($self, width, fillchar=b' ', /)", padding('rjust', 1)),
    rpartition: method('($self, sep, /)', partitioning(algo.bytesLastIndexOf, true)),
    rsplit: method(
      '($self, /, sep=None, maxsplit=-1)',
      splitting(algo.bytesRsplit, algo.bytesRsplitSpace),
    ),
    rstrip: method('($self, bytes=None, /)', stripping(2)),
    split: method(
      '($self, /, sep=None, maxsplit=-1)',
      splitting(algo.bytesSplit, algo.bytesSplitSpace),
    ),
    splitlines: method('($self, /, keepends=False)', splitlines),
    startswith: rangeMethod('prefix', matching('startswith', algo.bytesStartsWith)),
    strip: method('($self, bytes=None, /)', stripping(3)),
    swapcase: mapped(algo.bytesSwapcase),
    title: mapped(algo.bytesTitle),
    translate: method("($self, table, /, delete=b'')", translate),
    upper: mapped(algo.bytesUpper),
    zfill: method('($self, width, /)', zfill),
  };
}

/**
 * The bytes that `bytes(x)` and `bytearray(x)` read from something iterable.
 * `message` is that of a value out of range.
 */
export function bytesFromIterable(x: PyObject, message: string): Uint8Array {
  const out: number[] = [];
  if (x.type === ListType || x.type === TupleType) {
    // The length is read again each time: __index__ may change a list.
    for (let i = 0; i < x.v.length; i++) out.push(byteOf(x.v[i], message));
    return Uint8Array.from(out);
  }
  const it = getIter(x);
  try {
    for (let item = iterNext(it); item !== null; item = iterNext(it)) {
      try {
        out.push(byteOf(item, message));
      } finally {
        decref(item);
      }
    }
  } finally {
    decref(it);
  }
  return Uint8Array.from(out);
}

function byteOf(item: PyObject, message: string): number {
  incref(item);
  try {
    const v = asIndexNumber(item, null);
    if (v < 0 || v > 255) throw valueError(message);
    return v;
  } finally {
    decref(item);
  }
}

/** A repeat count times a length, or the error of a result that no memory could hold. */
export function checkRepeat(length: number, n: number): void {
  if (length * n >= MAX_BYTES) throw memoryError();
}
