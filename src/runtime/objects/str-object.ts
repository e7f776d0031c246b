/**
 * str objects: making them, their sizes, their hashes and the table of interned ones. The data half of CPython's
 * Objects/unicodeobject.c; the type itself is str.ts.
 *
 * Imports nothing but the ground of the object model, so that any file may intern names while it loads.
 *
 * Invariants
 * - The payload is a Text. A str has a kind (ASCII, LATIN1, UCS2, UCS4) from which the size of its block follows. Scanning a
 *   text for it would flatten V8's ropes, so that appending in a loop would take quadratic time: results take their kind
 *   from their operands where they can, and the kind of a long str is kept. With KIND_IN_A it stands in the object: `a` of a
 *   str without an address is 0 for ASCII, else minus the kind. Otherwise it is not stored: while no other live str than
 *   ASCII ones exists (`others` is 0) it needs no look at the text; of texts beyond SCAN characters the exceptions are
 *   listed in `wideKinds`.
 * - `''` and the 256 latin-1 characters are immortal singletons.
 * - `n` is the low half of the hash, 0 while it is not computed.
 * - The table of interned strs owns no references and the dead stay in it until it is swept: an entry counts while
 *   its object lives (`rc > 0`). What natives intern is immortal and has no block.
 */
import { FreedType, freeObject, gcUntrack } from '../core/gc.ts';
import {
  account,
  accountPart,
  IMMORTAL,
  IMMORTAL_MIN,
  immortalize,
  incref,
  isImmortal,
  type Owned,
  PyObject,
  reaccount,
  unaccount,
  unaccountPart,
} from '../core/object.ts';
import { S } from '../core/state.ts';
import { StrType, TPFLAGS_UNICODE_SUBCLASS, type TypeObject } from '../core/type-object.ts';
import {
  hashHigh,
  hashKeyFromBytes,
  hashKeyFromSeed,
  type HashKey,
  hashText,
  hashBytes,
} from '../text/siphash.ts';
import {
  flatten,
  type Text,
  textEquals,
  textFromJs,
  textKind,
  textLength,
  textToJs,
  WideText,
} from '../text/text.ts';

export type PyStr = PyObject<Text>;

/** Kinds, in the order of what they can hold: the kind of a concatenation is the greater one. */
export const ASCII = 1;
export const LATIN1 = 2;
export const UCS2 = 3;
export const UCS4 = 4;

/** Whether core/address.ts takes a negative `a` for "no address yet". */
const KIND_IN_A: boolean = false;

/** Texts up to this length are scanned for their kind whenever it is wanted. */
const SCAN = 8;
const NON_ASCII = /[^\x00-\x7f]/;
const NON_LATIN1 = /[^\x00-\xff]/;
const PAIR = /[\ud800-\udbff][\udc00-\udfff]/;

/** Number of live mortal strs that are not ASCII. */
const live = { others: 0 };
/** Kinds of those longer than SCAN. */
const wideKinds: Map<PyObject, number> = new Map();

// ---------------------------------------------------------------------------------------------
// Kinds and sizes

function scanShort(t: string): number {
  let bits = 0;
  for (let i = 0; i < t.length; i++) bits |= t.charCodeAt(i);
  return bits < 0x80 ? ASCII : bits < 0x100 ? LATIN1 : UCS2;
}

/** The kind of a text, found by looking at it. */
export function kindOfText(t: Text): number {
  if (typeof t !== 'string') return UCS4;
  if (t.length <= 32) return scanShort(t);
  if (!NON_ASCII.test(t)) return ASCII;
  return NON_LATIN1.test(t) ? UCS2 : LATIN1;
}

/** Size of the block of an exact str. */
export function strBlock(length: number, kind: number): number {
  switch (kind) {
    case ASCII:
      return 41 + length;
    case LATIN1:
      return 57 + length;
    case UCS2:
      return 58 + 2 * length;
    default:
      return 60 + 4 * length;
  }
}

/** Bytes of the data block that an instance of a subclass has beside its object. */
function dataBlock(t: Text): number {
  return (textLength(t) + 1) * textKind(t);
}

/** The kind of a str object. */
export function strKind(o: PyObject): number {
  const t: Text = o.v;
  if (typeof t !== 'string') return UCS4;
  if (t.length <= 1 || o.type !== StrType) return kindOfText(t);
  if (KIND_IN_A) return o.a === 0 ? ASCII : o.a < 0 ? -o.a : kindOfText(t);
  if (live.others === 0) return ASCII;
  if (t.length <= SCAN) return scanShort(t);
  return wideKinds.get(o) ?? ASCII;
}

/** Whether a str has only ASCII characters. */
export function strIsAscii(o: PyObject): boolean {
  return strKind(o) === ASCII;
}

/** What `str.__sizeof__` reports. */
export function strSizeof(o: PyObject): number {
  const n = textLength(o.v);
  const kind = strKind(o);
  if (o.type !== StrType) return o.type.basicsize + dataBlock(o.v);
  // The latin-1 singletons beyond ASCII carry their UTF-8 form.
  return strBlock(n, kind) + (n === 1 && kind === LATIN1 && isImmortal(o) ? 3 : 0);
}

// ---------------------------------------------------------------------------------------------
// Making

function singleton(t: string): PyStr {
  return immortalize(new PyObject<Text>(StrType, t));
}

/** `''`. */
export const emptyStr: PyStr = singleton('');
/** The 256 latin-1 characters. */
export const latin1Strs: PyStr[] = [];
for (let i = 0; i < 256; i++) latin1Strs.push(singleton(String.fromCharCode(i)));

function noteOther(o: PyObject, length: number, kind: number): void {
  if (KIND_IN_A) {
    o.a = -kind;
    return;
  }
  live.others++;
  if (length > SCAN && kind !== UCS4) wideKinds.set(o, kind);
}

/** Undoes `noteOther` when the str dies. */
function forgetOther(o: PyObject, length: number): void {
  if (KIND_IN_A) {
    if (o.a < 0) o.a = 0;
    return;
  }
  live.others--;
  if (length > SCAN) wideKinds.delete(o);
}

/** A str whose kind is known. */
export function newStrOfKind(t: Text, kind: number): Owned<PyStr> {
  if (typeof t === 'string' && t.length <= 1) return newStrShort(t);
  const o = new PyObject<Text>(StrType, t);
  const n = textLength(t);
  if (kind !== ASCII) noteOther(o, n, kind);
  account(o, strBlock(n, kind));
  return o as Owned<PyStr>;
}

/** The same, but one character is an object of its own: where CPython makes a block without looking at its content. */
export function newStrFresh(t: Text, kind: number): Owned<PyStr> {
  if (t === '') return incref(emptyStr);
  const o = new PyObject<Text>(StrType, t);
  const n = textLength(t);
  if (kind !== ASCII) noteOther(o, n, kind);
  account(o, strBlock(n, kind));
  return o as Owned<PyStr>;
}

/** A str known to be ASCII. */
export function newStrAscii(t: string): Owned<PyStr> {
  if (t.length <= 1) return newStrShort(t);
  const o = new PyObject<Text>(StrType, t);
  account(o, 41 + t.length);
  return o as Owned<PyStr>;
}

/** '' or one plain character. */
function newStrShort(t: string): Owned<PyStr> {
  if (t.length === 0) return incref(emptyStr);
  const c = t.charCodeAt(0);
  if (c < 256) return incref(latin1Strs[c]!);
  const o = new PyObject<Text>(StrType, t);
  noteOther(o, 1, UCS2);
  account(o, 60);
  return o as Owned<PyStr>;
}

/** A str of this text. */
export function newStr(t: Text): Owned<PyStr> {
  if (typeof t === 'string' && t.length <= 1) return newStrShort(t);
  return newStrOfKind(t, kindOfText(t));
}

/** A str of part of the text of `from`, or of a text made only of its characters. */
export function newStrFrom(from: PyObject, t: Text): Owned<PyStr> {
  if (typeof t === 'string') {
    if (t.length <= 1) return newStrShort(t);
    if (strKind(from) === ASCII) return newStrAscii(t);
  }
  return newStrOfKind(t, kindOfText(t));
}

/** A str of a UTF-16 string: surrogate pairs are one character. */
export function newStrJs(js: string): Owned<PyStr> {
  if (js.length <= 1) return newStrShort(js);
  const kind = kindOfText(js);
  if (kind === UCS2 && PAIR.test(js)) return newStrOfKind(textFromJs(js), UCS4);
  return newStrOfKind(js, kind);
}

/** A str of one code point. */
export function newStrChar(cp: number): Owned<PyStr> {
  if (cp < 256) return incref(latin1Strs[cp]!);
  if (cp <= 0xffff) return newStrShort(String.fromCharCode(cp));
  return newStrOfKind(new WideText(Uint32Array.of(cp)), UCS4);
}

/** The character at `i`, which must be in range. */
export function strCharAt(o: PyObject, i: number): Owned<PyStr> {
  const t: Text = o.v;
  return newStrChar(typeof t === 'string' ? t.charCodeAt(i) : t.cps[i]!);
}

/** The exact str with the text of `o`: itself when it is exact. */
export function exactStr(o: PyObject): Owned<PyStr> {
  return o.type === StrType ? incref(o) : newStr(o.v);
}

/** An instance of `type`, str or a subclass, with this text. */
export function newStrOfType(type: TypeObject, t: Text): Owned {
  if (type === StrType) return newStr(t);
  const o = type.tp_alloc(type);
  o.v = t;
  accountPart(o, dataBlock(t));
  return o;
}

/** tp_dealloc. */
export function strDealloc(o: PyObject): void {
  if (o.type !== StrType) {
    gcUntrack(o);
    unaccountPart(o, dataBlock(o.v));
    freeObject(o);
    return;
  }
  const n = textLength(o.v);
  const kind = strKind(o);
  if (kind !== ASCII) forgetOther(o, n);
  unaccount(o, strBlock(n, kind));
  if (S.poison) o.type = FreedType;
}

/**
 * Makes `o` the concatenation of itself and `text` in place. Only where nobody else can tell: one reference, exact,
 * no hash yet, which an interned str has (CPython: unicode_modifiable, unicode_resize). False when it must not be done.
 */
export function strAppendInPlace(o: PyObject, other: PyObject): boolean {
  if (o.rc !== 1 || o.n !== 0 || o.type !== StrType || other.type !== StrType) return false;
  const a = o.v;
  const b = other.v;
  if (typeof a !== 'string' || typeof b !== 'string' || a.length === 0) return false;
  const kind = strKind(o);
  const otherKind = strKind(other);
  if (otherKind > kind) return false;
  const n = a.length;
  reaccount(o, strBlock(n, kind), strBlock(n + b.length, kind));
  if (!KIND_IN_A && kind !== ASCII && n <= SCAN && n + b.length > SCAN) wideKinds.set(o, kind);
  const t = a + b;
  const m = t.length;
  // As in strConcat: one piece again whenever the text has grown by about a quarter.
  if (m > 512 && (m ^ n) >> (29 - Math.clz32(m)) !== 0) flatten(t);
  o.v = t;
  return true;
}

// ---------------------------------------------------------------------------------------------
// Reading

export function isStr(o: PyObject): boolean {
  return (o.type.flags & TPFLAGS_UNICODE_SUBCLASS) !== 0;
}

export function isStrExact(o: PyObject): boolean {
  return o.type === StrType;
}

/** The text of a str. */
export function strValue(o: PyObject): Text {
  return o.v;
}

/** The text of a str as a UTF-16 string. */
export function strJs(o: PyObject): string {
  const t: Text = o.v;
  return typeof t === 'string' ? t : textToJs(t);
}

/** Number of characters of a str. */
export function strLength(o: PyObject): number {
  return textLength(o.v);
}

/** Whether two strs have the same characters. */
export function strEquals(a: PyObject, b: PyObject): boolean {
  return a.v === b.v || (typeof a.v === 'object' && textEquals(a.v, b.v));
}

/** Whether the text of a str is this one. */
export function strIs(o: PyObject, js: string): boolean {
  return o.v === js;
}

// ---------------------------------------------------------------------------------------------
// Interning

const interned: Map<string, PyStr> = new Map([['', emptyStr]]);
for (const o of latin1Strs) interned.set(o.v as string, o);
/** Size beyond which the dead are swept out. */
const internLimit = { v: 8192 };

function sweep(): void {
  for (const [key, o] of interned) if (o.rc <= 0) interned.delete(key);
  internLimit.v = Math.max(8192, interned.size * 2);
}

function remember(key: string, o: PyStr): void {
  if (interned.size >= internLimit.v) sweep();
  interned.set(key, o);
}

/** Makes an interned str immortal: its block is no longer counted. */
function makeImmortal(o: PyStr): void {
  unaccount(o, strBlock(textLength(o.v), strKind(o)));
  o.rc += IMMORTAL;
}

/** The interned, immortal str of a name that native code uses. */
export function intern(js: string): Owned<PyStr> {
  const found = interned.get(js);
  if (found !== undefined && found.rc > 0) {
    if (found.rc < IMMORTAL_MIN) makeImmortal(found);
    found.rc++;
    return found as Owned<PyStr>;
  }
  const o = newStrJs(js);
  makeImmortal(o);
  remember(js, o);
  return o;
}

/** The interned str equal to `o`: `o` itself when there is none yet, or when it is no exact str. */
export function internStr(o: PyObject): Owned<PyStr> {
  if (o.type !== StrType) return incref(o);
  const t: Text = o.v;
  const key = typeof t === 'string' ? t : textToJs(t);
  const found = interned.get(key);
  if (found === o) return incref(o);
  if (found !== undefined && found.rc > 0) {
    // Two lone surrogates have the key of the character they would make: only one of both can be interned.
    return strEquals(found, o) ? incref(found) : incref(o);
  }
  remember(key, o);
  // As in CPython the hash of an interned str is always known: what appends in place goes by it.
  if (o.n === 0) strHash(o);
  return incref(o);
}

/** `internStr` that takes its argument over. */
export function internSteal(o: Owned): Owned<PyStr> {
  const r = internStr(o);
  o.rc--;
  if (o.rc === 0) strDealloc(o);
  return r;
}

/** Interns the str of a text: mortal, as names in code objects are. */
export function internText(t: Text): Owned<PyStr> {
  if (typeof t === 'string') {
    const found = interned.get(t);
    if (found !== undefined && found.rc > 0 && found.v === t) return incref(found);
  }
  return internSteal(newStr(t));
}

/** `sys._is_interned`. */
export function isInterned(o: PyObject): boolean {
  if (o.type !== StrType) return false;
  const t: Text = o.v;
  return interned.get(typeof t === 'string' ? t : textToJs(t)) === o;
}

// ---------------------------------------------------------------------------------------------
// Hashing

function randomKey(): HashKey {
  const bytes = new Uint8Array(16);
  for (let i = 0; i < 16; i++) bytes[i] = Math.floor(Math.random() * 256);
  return hashKeyFromBytes(bytes);
}

let key: HashKey = hashKeyFromSeed(0);

/** High halves of the hashes of strs met lately: slot by the low half. */
const RECENT = 4096;
/** Longer texts are not kept alive by the list. */
const RECENT_TEXT = 256;
const recentStr: (PyObject | null)[] = new Array(RECENT).fill(null);
const recentHigh = new Int32Array(RECENT);

/**
 * Sets the key of all hashes of str and bytes: from PYTHONHASHSEED, or a random one for null. Before anything has been
 * put into a dict or set.
 */
export function setHashSeed(seed: number | null): void {
  key = seed === null ? randomKey() : hashKeyFromSeed(seed);
  recentStr.fill(null);
  for (const o of interned.values()) {
    o.n = 0;
    if (o.rc < IMMORTAL_MIN) strHash(o);
  }
}

/** tp_hash of str: the low half; the high one in S.hashHi. */
export function strHash(o: PyObject): number {
  let lo = o.n;
  const slot = lo & (RECENT - 1);
  if (lo !== 0 && recentStr[slot] === o) {
    S.hashHi = recentHigh[slot]!;
    return lo;
  }
  const k = key;
  lo = hashText(o.v, k.k0Low, k.k0High, k.k1Low, k.k1High);
  o.n = lo;
  S.hashHi = hashHigh.v;
  if (typeof o.v === 'string' && o.v.length < RECENT_TEXT) {
    recentStr[lo & (RECENT - 1)] = o;
    recentHigh[lo & (RECENT - 1)] = hashHigh.v;
  }
  return lo;
}

/** The hash of bytes: the low half; the high one in S.hashHi. */
export function hashOfBytes(b: Uint8Array): number {
  const k = key;
  const lo = hashBytes(b, k.k0Low, k.k0High, k.k1Low, k.k1High);
  S.hashHi = hashHigh.v;
  return lo;
}
