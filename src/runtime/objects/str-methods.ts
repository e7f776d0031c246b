/**
 * The methods of str. CPython: the method table of Objects/unicodeobject.c.
 *
 * Results take their kind from `self` where they consist of its characters only (`newStrFrom`).
 */
import { getItem, iterNext, getIter, isTrue } from '../core/abstract.ts';
import {
  discard,
  matches,
  memoryError,
  overflowError,
  typeError,
  valueError,
} from '../core/errors.ts';
import { method, methodRaw, type NativeDef, staticMethodRaw } from '../core/native-def.ts';
import { decref, incref, type Owned, type PyObject } from '../core/object.ts';
import { DictType, ListType, NoneType, StrType, TupleType } from '../core/type-object.ts';
import {
  codePointAt,
  isAscii,
  type Text,
  TextBuilder,
  textCenter,
  textCount,
  textEndsWith,
  textExpandTabs,
  textFromCodePoints,
  textIndexOf,
  textJoin,
  textLastIndexOf,
  textLength,
  textLjust,
  textPartition,
  textRemovePrefix,
  textRemoveSuffix,
  textReplace,
  textRjust,
  textRpartition,
  textRsplit,
  textRsplitWhitespace,
  textSlice,
  textSplit,
  textSplitLines,
  textSplitWhitespace,
  textStartsWith,
  textStrip,
  textStripChars,
  textZfill,
  type StripSide,
} from '../text/text.ts';
import {
  textCapitalize,
  textCasefold,
  textIsAlnum,
  textIsAlpha,
  textIsDecimal,
  textIsDigit,
  textIsIdentifier,
  textIsLower,
  textIsNumeric,
  textIsPrintable,
  textIsSpace,
  textIsTitle,
  textIsUpper,
  textLower,
  textSwapcase,
  textTitle,
  textUpper,
} from '../text/unicode.ts';
import {
  dictGetBorrowed,
  dictKeyAt,
  dictNext,
  dictSetSteal,
  dictValueAt,
  newDict,
} from './dict.ts';
import { LookupErrorType, TypeErrorType } from './exceptions.ts';
import { encodeStr } from './codec-registry.ts';
import { isInt, newInt, newIntExact } from './int.ts';
import { newItems } from './item-array.ts';
import { LONG_PATTERN, searchString } from './linear-search.ts';
import { newListAppended } from './list.ts';
import { newBool, newNone } from './singletons.ts';
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
import { strDunderFormat, strFormat, strFormatMap } from './str-format.ts';
import {
  ASCII,
  emptyStr,
  exactStr,
  isStr,
  kindOfText,
  newStr,
  newStrAscii,
  newStrFresh,
  newStrFrom,
  newStrOfKind,
  strIsAscii,
  strKind,
  strSizeof,
} from './str-object.ts';
import { isTuple, newTupleSteal } from './tuple.ts';

/** The longest string the JavaScript engine can make. */
const MAX_LENGTH = 2 ** 29 - 24;

/** The text of an argument that must be a str. */
function strArg(o: PyObject, what: string): Text {
  if (!isStr(o)) throw typeError(`${what} must be str, not ${argumentType(o)}`);
  return o.v;
}

/** `self` where nothing has changed (exact str only), else a str of the text. */
function unchanged(self: PyObject, t: Text): Owned {
  return t === self.v ? exactStr(self) : newStrFrom(self, t);
}

// ---------------------------------------------------------------------------------------------
// Searching

function find(self: PyObject, sub: PyObject, start?: PyObject, end?: PyObject): Owned {
  const part = strArg(sub, 'find() argument 1');
  const t: Text = self.v;
  if (
    start === undefined &&
    typeof t === 'string' &&
    typeof part === 'string' &&
    part.length < LONG_PATTERN
  ) {
    return newIntExact(t.indexOf(part));
  }
  return newIntExact(search(t, part, start, end, textIndexOf));
}

type Search = (hay: Text, needle: Text, start: number, end: number) => number;

function search(
  t: Text,
  part: Text,
  start: PyObject | undefined,
  end: PyObject | undefined,
  f: Search,
): number {
  const n = textLength(t);
  const from = boundArg(start, 0);
  const to = boundArg(end, MAX_INDEX);
  const first = adjustStart(from, n);
  const last = adjustEnd(to, n);
  if (
    typeof part === 'string' &&
    part.length >= LONG_PATTERN &&
    typeof t === 'string' &&
    f !== textLastIndexOf
  ) {
    return searchString(t, part, first, last, f === textCount);
  }
  return f(t, part, first, last);
}

function rfind(self: PyObject, sub: PyObject, start?: PyObject, end?: PyObject): Owned {
  return newIntExact(
    search(self.v, strArg(sub, 'rfind() argument 1'), start, end, textLastIndexOf),
  );
}

function index(self: PyObject, sub: PyObject, start?: PyObject, end?: PyObject): Owned {
  const at = search(self.v, strArg(sub, 'index() argument 1'), start, end, textIndexOf);
  if (at < 0) throw valueError('substring not found');
  return newIntExact(at);
}

function rindex(self: PyObject, sub: PyObject, start?: PyObject, end?: PyObject): Owned {
  const at = search(self.v, strArg(sub, 'rindex() argument 1'), start, end, textLastIndexOf);
  if (at < 0) throw valueError('substring not found');
  return newIntExact(at);
}

function count(self: PyObject, sub: PyObject, start?: PyObject, end?: PyObject): Owned {
  return newIntExact(search(self.v, strArg(sub, 'count() argument 1'), start, end, textCount));
}

type Match = (t: Text, part: Text, start: number, end: number) => boolean;

function tailMatch(
  self: PyObject,
  sub: PyObject,
  start: PyObject | undefined,
  end: PyObject | undefined,
  name: string,
  f: Match,
): Owned {
  const t: Text = self.v;
  const n = textLength(t);
  const from = adjustStart(boundArg(start, 0), n);
  const to = adjustEnd(boundArg(end, MAX_INDEX), n);
  if (isStr(sub)) return newBool(f(t, sub.v, from, to));
  if (!isTuple(sub)) {
    throw typeError(`${name} first arg must be str or a tuple of str, not ${sub.type.name}`);
  }
  const items: PyObject[] = sub.v;
  for (let i = 0; i < items.length; i++) {
    const item = items[i]!;
    if (!isStr(item)) {
      throw typeError(`tuple for ${name} must only contain str, not ${item.type.name}`);
    }
    if (f(t, item.v, from, to)) return newBool(true);
  }
  return newBool(false);
}

function startswith(self: PyObject, prefix: PyObject, start?: PyObject, end?: PyObject): Owned {
  if (start === undefined) {
    const t: Text = self.v;
    const part = prefix.v;
    if (prefix.type === StrType && typeof t === 'string' && typeof part === 'string') {
      return newBool(t.startsWith(part));
    }
  }
  return tailMatch(self, prefix, start, end, 'startswith', textStartsWith);
}

function endswith(self: PyObject, suffix: PyObject, start?: PyObject, end?: PyObject): Owned {
  if (start === undefined) {
    const t: Text = self.v;
    const part = suffix.v;
    if (suffix.type === StrType && typeof t === 'string' && typeof part === 'string') {
      return newBool(t.endsWith(part));
    }
  }
  return tailMatch(self, suffix, start, end, 'endswith', textEndsWith);
}

// ---------------------------------------------------------------------------------------------
// Splitting and joining

/** The result of splitting, in a list that had room for `capacity` parts. */
function listOf(self: PyObject, parts: Text[], capacity: number): Owned {
  const items = newItems(parts.length);
  const whole: Text = self.v;
  if (parts.length === 1 && parts[0] === whole) {
    items[0] = exactStr(self);
  } else if (strIsAscii(self)) {
    for (let i = 0; i < parts.length; i++) items[i] = newStrAscii(parts[i] as string);
  } else {
    for (let i = 0; i < parts.length; i++) items[i] = newStr(parts[i]!);
  }
  return newListAppended(items, capacity);
}

function separator(sep: PyObject | undefined): Text | null {
  if (sep === undefined || sep.type === NoneType) return null;
  if (!isStr(sep)) throw typeError(`must be str or None, not ${sep.type.name}`);
  if (sep.v === '') throw valueError('empty separator');
  return sep.v;
}

/** Room in the list of a split. CPython: PREALLOC_SIZE (Objects/stringlib/split.h). */
function splitRoom(self: PyObject, by: Text | null, max: number): number {
  const n = textLength(self.v);
  let most = max;
  if (max < 0) most = by === null ? Math.trunc((n - 1) / 2) + 1 : Math.trunc(n / textLength(by));
  return Math.min(12, most + 1);
}

function split(self: PyObject, sep?: PyObject, maxsplit?: PyObject): Owned {
  const max = ssizeArg(maxsplit, -1);
  const by = separator(sep);
  const t: Text = self.v;
  const room = splitRoom(self, by, max);
  if (by === null) return listOf(self, textSplitWhitespace(t, max), room);
  if (
    max < 0 &&
    typeof t === 'string' &&
    t.length < 256 &&
    typeof by === 'string' &&
    by.length === 1
  ) {
    return listOf(self, splitAtChar(t, by.charCodeAt(0)), room);
  }
  return listOf(self, textSplit(t, by, max), room);
}

/** `t.split(c)`: for short texts quicker than the engine's. */
function splitAtChar(t: string, c: number): string[] {
  const out: string[] = [];
  let from = 0;
  for (let i = 0; i < t.length; i++) {
    if (t.charCodeAt(i) !== c) continue;
    out.push(t.substring(from, i));
    from = i + 1;
  }
  out.push(from === 0 ? t : t.substring(from));
  return out;
}

function rsplit(self: PyObject, sep?: PyObject, maxsplit?: PyObject): Owned {
  const max = ssizeArg(maxsplit, -1);
  const by = separator(sep);
  const parts = by === null ? textRsplitWhitespace(self.v, max) : textRsplit(self.v, by, max);
  return listOf(self, parts, splitRoom(self, by, max));
}

function splitlines(self: PyObject, keepends?: PyObject): Owned {
  return listOf(self, textSplitLines(self.v, keepends !== undefined && isTrue(keepends)), 0);
}

function partitionArg(sep: PyObject): Text {
  if (!isStr(sep)) throw typeError(`must be str, not ${sep.type.name}`);
  if (sep.v === '') throw valueError('empty separator');
  return sep.v;
}

function partition(self: PyObject, sep: PyObject): Owned {
  const t: Text = self.v;
  if (typeof t === 'string' && sep.type === StrType && typeof sep.v === 'string' && sep.v !== '') {
    return partitionAt(self, sep, t, t.indexOf(sep.v));
  }
  const [head, middle, tail] = textPartition(self.v, partitionArg(sep));
  if (middle === '') return newTupleSteal([incref(self), incref(emptyStr), incref(emptyStr)]);
  return newTupleSteal([newStrFrom(self, head), incref(sep), newStrFrom(self, tail)]);
}

/** The parts of a plain text around the separator at `at`. */
function partitionAt(self: PyObject, sep: PyObject, t: string, at: number): Owned {
  if (at < 0) return newTupleSteal([incref(self), incref(emptyStr), incref(emptyStr)]);
  const head = newStrFrom(self, t.substring(0, at));
  const tail = newStrFrom(self, t.substring(at + (sep.v as string).length));
  return newTupleSteal([head, incref(sep), tail]);
}

function rpartition(self: PyObject, sep: PyObject): Owned {
  const t: Text = self.v;
  if (typeof t === 'string' && sep.type === StrType && typeof sep.v === 'string' && sep.v !== '') {
    const at = t.lastIndexOf(sep.v);
    if (at >= 0) return partitionAt(self, sep, t, at);
    return newTupleSteal([incref(emptyStr), incref(emptyStr), incref(self)]);
  }
  const [head, middle, tail] = textRpartition(self.v, partitionArg(sep));
  if (middle === '') return newTupleSteal([incref(emptyStr), incref(emptyStr), incref(self)]);
  return newTupleSteal([newStrFrom(self, head), incref(sep), newStrFrom(self, tail)]);
}

/** The items of what is joined: the array of a list or tuple itself, or new references of anything else. */
function joinItems(o: PyObject): { items: PyObject[]; owned: boolean } {
  if (o.type === ListType || o.type === TupleType) return { items: o.v, owned: false };
  let it: Owned;
  try {
    it = getIter(o);
  } catch (e) {
    if (!matches(e, TypeErrorType)) throw e;
    discard(e);
    throw typeError('can only join an iterable');
  }
  const items: PyObject[] = [];
  try {
    for (let x = iterNext(it); x !== null; x = iterNext(it)) items.push(x);
  } catch (e) {
    for (const x of items) decref(x);
    throw e;
  } finally {
    decref(it);
  }
  return { items, owned: true };
}

/** Up to this many strs are concatenated one after the other. */
const FEW = 12;

/** The joined text of a few short plain strs, or null when they are anything else. */
function joinFew(sep: string, items: PyObject[]): string | null {
  let t = '';
  for (let i = 0; i < items.length; i++) {
    const item = items[i]!;
    if (item.type !== StrType) return null;
    const part: Text = item.v;
    if (typeof part !== 'string') return null;
    t = i === 0 ? part : t + sep + part;
  }
  return t.length > 1000 ? null : t;
}

/** `self.join(items)` of borrowed items. CPython: _PyUnicode_JoinArray. */
export function joinArray(self: PyObject, items: PyObject[]): Owned {
  const n = items.length;
  if (n === 0) return incref(emptyStr);
  if (n === 1 && items[0]!.type === StrType) return incref(items[0]!);
  let kind = n > 1 ? strKind(self) : ASCII;
  if (n <= FEW && typeof self.v === 'string') {
    const t = joinFew(self.v, items);
    if (t !== null) {
      for (let i = 0; i < n; i++) kind = Math.max(kind, strKind(items[i]!));
      return newStrFresh(t, kind);
    }
  }
  const parts: Text[] = new Array(n);
  let length = 0;
  let plain = true;
  for (let i = 0; i < n; i++) {
    const item = items[i]!;
    if (item.type !== StrType && !isStr(item)) {
      throw typeError(`sequence item ${i}: expected str instance, ${item.type.name} found`);
    }
    const t: Text = item.v;
    parts[i] = t;
    if (typeof t === 'string') length += t.length;
    else {
      plain = false;
      length += t.cps.length;
    }
  }
  if (length + textLength(self.v) * (n - 1) > MAX_LENGTH) throw memoryError();
  const joined = textJoin(self.v, parts);
  // The kind is that of the characters: of many short pieces it is quicker to look at the whole.
  if (plain && n > FEW && length < n * 64) return newStrFresh(joined, kindOfText(joined));
  for (let i = 0; i < n; i++) {
    const k = strKind(items[i]!);
    if (k > kind) kind = k;
  }
  return newStrFresh(joined, kind);
}

function joinMethod(self: PyObject, iterable: PyObject): Owned {
  const { items, owned } = joinItems(iterable);
  try {
    return joinArray(self, items);
  } finally {
    if (owned) for (let i = 0; i < items.length; i++) decref(items[i]!);
  }
}

// ---------------------------------------------------------------------------------------------
// Cutting and padding

function stripWith(
  self: PyObject,
  chars: PyObject | undefined,
  side: StripSide,
  name: string,
): Owned {
  if (chars === undefined || chars.type === NoneType)
    return unchanged(self, textStrip(self.v, side));
  if (!isStr(chars)) throw typeError(`${name} arg must be None or str`);
  return unchanged(self, textStripChars(self.v, chars.v, side));
}

const strip = (self: PyObject, chars?: PyObject): Owned => stripWith(self, chars, 'both', 'strip');
const lstrip = (self: PyObject, chars?: PyObject): Owned =>
  stripWith(self, chars, 'left', 'lstrip');
const rstrip = (self: PyObject, chars?: PyObject): Owned =>
  stripWith(self, chars, 'right', 'rstrip');

function removeprefix(self: PyObject, prefix: PyObject): Owned {
  return unchanged(self, textRemovePrefix(self.v, strArg(prefix, 'removeprefix() argument')));
}

function removesuffix(self: PyObject, suffix: PyObject): Owned {
  return unchanged(self, textRemoveSuffix(self.v, strArg(suffix, 'removesuffix() argument')));
}

function fillChar(o: PyObject | undefined): number {
  if (o === undefined) return 32;
  if (!isStr(o))
    throw typeError(`The fill character must be a unicode character, not ${o.type.name}`);
  if (textLength(o.v) !== 1)
    throw typeError('The fill character must be exactly one character long');
  return codePointAt(o.v, 0);
}

type Pad = (t: Text, width: number, fill: number) => Text;

function padded(self: PyObject, width: PyObject, fill: PyObject | undefined, f: Pad): Owned {
  const w = ssizeArg(width, 0);
  const c = fillChar(fill);
  if (w <= textLength(self.v)) return exactStr(self);
  if (w > MAX_LENGTH) throw memoryError();
  const t = f(self.v, w, c);
  return c < 128 && strIsAscii(self) ? newStrAscii(t as string) : newStr(t);
}

const center = (self: PyObject, width: PyObject, fill?: PyObject): Owned =>
  padded(self, width, fill, textCenter);
const ljust = (self: PyObject, width: PyObject, fill?: PyObject): Owned =>
  padded(self, width, fill, textLjust);
const rjust = (self: PyObject, width: PyObject, fill?: PyObject): Owned =>
  padded(self, width, fill, textRjust);

function zfill(self: PyObject, width: PyObject): Owned {
  const w = ssizeArg(width, 0);
  if (w <= textLength(self.v)) return exactStr(self);
  if (w > MAX_LENGTH) throw memoryError();
  const t = textZfill(self.v, w);
  return newStrOfKind(t, strKind(self));
}

/** Length `text.expandtabs(size)` would have. */
function expandedLength(t: Text, size: number): number {
  const n = textLength(t);
  let column = 0;
  let total = 0;
  for (let i = 0; i < n; i++) {
    const c = codePointAt(t, i);
    let step = 1;
    if (c === 9) {
      step = size > 0 ? size - (column % size) : 0;
      column += step;
    } else column = c === 10 || c === 13 ? 0 : column + 1;
    total += step;
  }
  return total;
}

function expandtabs(self: PyObject, tabsize?: PyObject): Owned {
  const size = intArg(tabsize, 8);
  if (size > 100 && expandedLength(self.v, size) > MAX_LENGTH)
    throw overflowError('new string is too long');
  return unchanged(self, textExpandTabs(self.v, size));
}

/** All occurrences in a short text. */
function replaceAll(t: string, old: string, fresh: string): string {
  let at = t.indexOf(old);
  if (at < 0 || old === fresh) return t;
  let out = '';
  let from = 0;
  do {
    out += t.substring(from, at) + fresh;
    from = at + old.length;
    at = t.indexOf(old, from);
  } while (at >= 0);
  return out + t.substring(from);
}

function replace(self: PyObject, old: PyObject, fresh: PyObject, limit?: PyObject): Owned {
  const a = strArg(old, 'replace() argument 1');
  const b = strArg(fresh, 'replace() argument 2');
  const max = ssizeArg(limit, -1);
  const plain =
    typeof self.v === 'string' &&
    typeof a === 'string' &&
    typeof b === 'string' &&
    max < 0 &&
    a !== '' &&
    self.v.length < 1000;
  const t = plain ? replaceAll(self.v, a as string, b as string) : textReplace(self.v, a, b, max);
  if (t === self.v) return exactStr(self);
  return newStrFresh(t, strIsAscii(self) && strIsAscii(fresh) ? ASCII : kindOfText(t));
}

// ---------------------------------------------------------------------------------------------
// Case and tests

type Mapping = (t: Text) => Text;

/** A method that maps the text; ASCII stays ASCII, for which `plain` may do. */
function mapped(f: Mapping, plain: ((t: string) => string) | null = null): NativeDef {
  return method('($self, /)', (self: PyObject) => {
    if (plain !== null && strIsAscii(self)) return newStrFresh(plain(self.v), ASCII);
    const t = f(self.v);
    return newStrFresh(t, strIsAscii(self) ? ASCII : kindOfText(t));
  });
}

const asciiLower = (t: string): string => t.toLowerCase();
const asciiUpper = (t: string): string => t.toUpperCase();

function test(f: (t: Text) => boolean): NativeDef {
  return method('($self, /)', (self: PyObject) => newBool(f(self.v)));
}

// ---------------------------------------------------------------------------------------------
// translate and maketrans

/** What a table maps `c` to: null keeps the character. */
function translation(table: PyObject, c: number): Owned | null {
  const key = newInt(c);
  if (table.type === DictType) {
    let found: PyObject | null;
    try {
      found = dictGetBorrowed(table, key);
    } finally {
      decref(key);
    }
    return found === null ? null : incref(found);
  }
  try {
    return getItem(table, key);
  } catch (e) {
    if (!matches(e, LookupErrorType)) throw e;
    discard(e);
    return null;
  } finally {
    decref(key);
  }
}

/** The text that stands for `c`; consumes what the table gave. */
function replacement(value: Owned): Text {
  try {
    if (value.type === NoneType) return '';
    if (isInt(value)) {
      const cp: number | bigint = value.v;
      if (cp < 0 || cp > 0x10ffff) throw valueError('character mapping must be in range(0x110000)');
      const b = new TextBuilder();
      b.append(Number(cp));
      return b.finish();
    }
    if (isStr(value)) return value.v;
    throw typeError('character mapping must return integer, None or str');
  } finally {
    decref(value);
  }
}

/** What a table says of a character: not asked yet, a code unit, or -1 for what is in `longer`. */
const UNSEEN = -2;
const unseenAscii: number[] = new Array(128).fill(UNSEEN);

/** An ASCII text by a dict, which nothing changes meanwhile: each character is looked up once. */
function translateAscii(t: string, table: PyObject): Owned {
  const seen = unseenAscii.slice();
  const longer: Map<number, Text> = new Map();
  const out: number[] = [];
  const builder = new TextBuilder();
  for (let i = 0; i < t.length; i++) {
    const c = t.charCodeAt(i);
    let to = seen[c]!;
    if (to === UNSEEN) {
      const value = translation(table, c);
      const text: Text = value === null ? t[i]! : replacement(value);
      to = typeof text === 'string' && text.length === 1 ? text.charCodeAt(0) : -1;
      seen[c] = to;
      if (to < 0) longer.set(c, text);
    }
    if (to >= 0) {
      out.push(to);
      continue;
    }
    builder.appendText(textFromCodePoints(out));
    out.length = 0;
    builder.appendText(longer.get(c)!);
  }
  const rest = textFromCodePoints(out);
  if (longer.size === 0) return newStr(rest);
  builder.appendText(rest);
  return newStr(builder.finish());
}

function translate(self: PyObject, table: PyObject): Owned {
  const t: Text = self.v;
  const n = textLength(t);
  if (typeof t === 'string' && table.type === DictType && strIsAscii(self)) {
    return translateAscii(t, table);
  }
  const out = new TextBuilder();
  // What a dict says of a character cannot change meanwhile.
  const seen: Map<number, Text | null> | null = table.type === DictType ? new Map() : null;
  for (let i = 0; i < n; i++) {
    const c = codePointAt(t, i);
    let to = seen?.get(c);
    if (to === undefined) {
      const value = translation(table, c);
      to = value === null ? null : replacement(value);
      seen?.set(c, to);
    }
    if (to === null) out.append(c);
    else out.appendText(to);
  }
  return newStr(out.finish());
}

/** `str.maketrans(x[, y[, z]])`. */
function maketrans(_self: unknown, args: PyObject[]): Owned {
  const [x, y, z] = args as [PyObject, PyObject | undefined, PyObject | undefined];
  if (y !== undefined && !isStr(y))
    throw typeError(`maketrans() argument 2 must be str, not ${argumentType(y)}`);
  if (z !== undefined && !isStr(z))
    throw typeError(`maketrans() argument 3 must be str, not ${argumentType(z)}`);
  const table = newDict();
  try {
    if (y !== undefined) fillPairs(table, x, y, z);
    else fillFromDict(table, x);
    return table;
  } catch (e) {
    decref(table);
    throw e;
  }
}

function fillPairs(table: PyObject, x: PyObject, y: PyObject, z: PyObject | undefined): void {
  if (!isStr(x)) {
    throw typeError('first maketrans argument must be a string if there is a second argument');
  }
  const n = textLength(x.v);
  if (textLength(y.v) !== n) {
    throw valueError('the first two maketrans arguments must have equal length');
  }
  for (let i = 0; i < n; i++) {
    dictSetSteal(table, newInt(codePointAt(x.v, i)), newInt(codePointAt(y.v, i)));
  }
  if (z === undefined) return;
  const m = textLength(z.v);
  for (let i = 0; i < m; i++) dictSetSteal(table, newInt(codePointAt(z.v, i)), newNone());
}

function fillFromDict(table: PyObject, x: PyObject): void {
  if (x.type !== DictType) {
    throw typeError('if you give only one argument to maketrans it must be a dict');
  }
  for (let j = dictNext(x, 0); j >= 0; j = dictNext(x, j + 1)) {
    const key = dictKeyAt(x, j);
    const value = incref(dictValueAt(x, j));
    if (isStr(key)) {
      if (textLength(key.v) !== 1) {
        decref(value);
        throw valueError('string keys in translate table must be of length 1');
      }
      dictSetSteal(table, newInt(codePointAt(key.v, 0)), value);
    } else if (isInt(key)) dictSetSteal(table, incref(key), value);
    else {
      decref(value);
      throw typeError('keys in translate table must be strings or integers');
    }
  }
}

// ---------------------------------------------------------------------------------------------
// The rest

function encode(self: PyObject, encoding?: PyObject, errors?: PyObject): Owned {
  return encodeStr(
    self,
    nameArg(encoding, "encode() argument 'encoding'"),
    nameArg(errors, "encode() argument 'errors'"),
  );
}

function getnewargs(self: PyObject): Owned {
  const t: Text = self.v;
  return newTupleSteal([
    newStrFrom(self, typeof t === 'string' ? t : textSlice(t, 0, textLength(t))),
  ]);
}

/** The method table. */
export function strMethods(): Record<string, NativeDef> {
  return {
    encode: method("($self, /, encoding='utf-8', errors='strict')", encode),
    replace: method('($self, old, new, /, count=-1)', replace),
    split: method('($self, /, sep=None, maxsplit=-1)', split),
    rsplit: method('($self, /, sep=None, maxsplit=-1)', rsplit),
    join: method('($self, iterable, /)', joinMethod),
    capitalize: mapped(textCapitalize),
    casefold: mapped(textCasefold, asciiLower),
    title: mapped(textTitle),
    center: method("($self, width, fillchar=' ', /)", center),
    count: rangeMethod('sub', count),
    expandtabs: method('($self, /, tabsize=8)', expandtabs),
    find: rangeMethod('sub', find),
    partition: method('($self, sep, /)', partition),
    index: rangeMethod('sub', index),
    ljust: method("($self, width, fillchar=' ', /)", ljust),
    lower: mapped(textLower, asciiLower),
    lstrip: method('($self, chars=None, /)', lstrip),
    rfind: rangeMethod('sub', rfind),
    rindex: rangeMethod('sub', rindex),
    rjust: method("($self, width, fillchar=' ', /)", rjust),
    rstrip: method('($self, chars=None, /)', rstrip),
    rpartition: method('($self, sep, /)', rpartition),
    splitlines: method('($self, /, keepends=False)', splitlines),
    strip: method('($self, chars=None, /)', strip),
    swapcase: mapped(textSwapcase),
    translate: method('($self, table, /)', translate),
    upper: mapped(textUpper, asciiUpper),
    startswith: rangeMethod('prefix', startswith),
    endswith: rangeMethod('suffix', endswith),
    removeprefix: method('($self, prefix, /)', removeprefix),
    removesuffix: method('($self, suffix, /)', removesuffix),
    isascii: method('($self, /)', (self: PyObject) => newBool(isAscii(self.v))),
    islower: test(textIsLower),
    isupper: test(textIsUpper),
    istitle: test(textIsTitle),
    isspace: test(textIsSpace),
    isdecimal: test(textIsDecimal),
    isdigit: test(textIsDigit),
    isnumeric: test(textIsNumeric),
    isalpha: test(textIsAlpha),
    isalnum: test(textIsAlnum),
    isidentifier: test(textIsIdentifier),
    isprintable: test(textIsPrintable),
    zfill: method('($self, width, /)', zfill),
    format: methodRaw(strFormat, { sig: '($self, /, *args, **kwargs)' }),
    format_map: method('($self, mapping, /)', strFormatMap),
    __format__: method('($self, format_spec, /)', strDunderFormat),
    maketrans: staticMethodRaw(maketrans, {
      name: 'maketrans',
      min: 1,
      max: 3,
      kw: false,
      sig: '(x, y=<unrepresentable>, z=<unrepresentable>, /)',
    }),
    __sizeof__: method('($self, /)', (self: PyObject) => newInt(strSizeof(self))),
    __getnewargs__: method('($self, /)', getnewargs),
  };
}
