/**
 * marshal: plain values as bytes, format version 4. CPython: Python/marshal.c.
 *
 * Code objects of this runtime have no bytecode: they cannot be written ("unmarshallable object"). Shared objects are
 * written once and referred to by number, by the same rule of reference counts as CPython's, so that bytes agree.
 */
import { method } from '../core/args.ts';
import { index, isTrue } from '../core/abstract.ts';
import { hasBuffer, withBytes } from '../core/buffer.ts';
import { callMethod1 } from '../core/call.ts';
import { eofError, typeError, valueError } from '../core/errors.ts';
import { defineModule } from '../core/module-define.ts';
import { decref, decrefAll, incref, type Owned, type PyObject } from '../core/object.ts';
import { CodeType, ComplexType, FrozensetType, ListType, SetType } from '../core/type-object.ts';
import { bytesValue, isBytes, isBytesExact, newBytes } from '../objects/bytes-object.ts';
import { newBytearray } from '../objects/bytearray-object.ts';
import { runDecoder, runEncoder } from '../objects/codec-registry.ts';
import { newComplex } from '../objects/complex.ts';
import {
  dictKeyAt,
  dictNext,
  dictSet,
  dictValueAt,
  isDictExact,
  newDict,
} from '../objects/dict.ts';
import { floatFromText, isFloatExact, newFloat } from '../objects/float.ts';
import { intValue, isIntExact, newInt } from '../objects/int.ts';
import { listAppendSteal, newList } from '../objects/list.ts';
import { newMemoryview } from '../objects/memoryview.ts';
import { newFrozensetSteal, newSet, setAddSteal, setItems } from '../objects/set.ts';
import {
  Ellipsis_,
  False_,
  newBool,
  newEllipsis,
  newNone,
  None_,
  True_,
} from '../objects/singletons.ts';
import {
  intern,
  internSteal,
  isInterned,
  isStrExact,
  newStr,
  newStrAscii,
  strIsAscii,
  strValue,
} from '../objects/str.ts';
import { isTupleExact, newTupleSteal } from '../objects/tuple.ts';
import { formatDouble, NO_FLAGS } from '../numbers/float-repr.ts';
import { ByteSink, bytesOfLatin1 } from '../text/codec.ts';
import { textFromLatin1 } from '../text/text.ts';
import { decodeUtf8, encodeUtf8 } from '../text/utf8.ts';
import { StopIterationType } from '../objects/exceptions.ts';

const VERSION = 4;
const MAX_DEPTH = 2000;
const FLAG_REF = 0x80;

const code = (c: string): number => c.charCodeAt(0);

const s_write = intern('write');
const s_read = intern('read');
const s_readinto = intern('readinto');

// ---------------------------------------------------------------------------------------------
// Writing

class Writer {
  out = new ByteSink(64);
  version: number;
  allowCode: boolean;
  /** Objects written so far by number; null in formats without references. */
  refs: Map<PyObject, number> | null;
  depth = 0;
  constructor(version: number, allowCode: boolean) {
    this.version = version;
    this.allowCode = allowCode;
    this.refs = version >= 3 ? new Map() : null;
  }

  short(x: number): void {
    this.out.push(x & 0xff);
    this.out.push((x >> 8) & 0xff);
  }

  long(x: number): void {
    for (let i = 0; i < 4; i++) this.out.push((x >> (8 * i)) & 0xff);
  }

  double(x: number): void {
    this.out.pushBytes(new Uint8Array(Float64Array.of(x).buffer));
  }

  /** Length and bytes. */
  string(bytes: Uint8Array): void {
    this.long(bytes.length);
    this.out.pushBytes(bytes);
  }

  /** A float as text, in the formats before 2. */
  floatText(x: number): void {
    const text = formatDouble(x, 'g', 17, NO_FLAGS);
    this.out.push(text.length);
    this.out.pushBytes(bytesOfLatin1(text));
  }
}

function unmarshallable() {
  return valueError('unmarshallable object');
}

function put(w: Writer, o: PyObject): void {
  if (++w.depth > MAX_DEPTH) throw valueError('object too deeply nested to marshal');
  if (o === None_) w.out.push(code('N'));
  else if (o === StopIterationType.self) w.out.push(code('S'));
  else if (o === Ellipsis_) w.out.push(code('.'));
  else if (o === False_) w.out.push(code('F'));
  else if (o === True_) w.out.push(code('T'));
  else {
    const flag = reference(w, o);
    if (flag >= 0) putValue(w, o, flag);
  }
  w.depth--;
}

/** Writes a reference to an object written before (-1); otherwise the flag for its type code. */
function reference(w: Writer, o: PyObject): number {
  if (w.refs === null) return 0;
  if (o.rc === 1 && !(isStrExact(o) && isInterned(o))) return 0;
  const known = w.refs.get(o);
  if (known !== undefined) {
    w.out.push(code('r'));
    w.long(known);
    return -1;
  }
  w.refs.set(o, w.refs.size);
  return FLAG_REF;
}

function putValue(w: Writer, o: PyObject, flag: number): void {
  if (isIntExact(o)) putInt(w, intValue(o), flag);
  else if (isFloatExact(o)) putFloats(w, [o.v], 'g', 'f', flag);
  else if (o.type === ComplexType) putFloats(w, [o.v.re, o.v.im], 'y', 'x', flag);
  else if (isBytesExact(o)) {
    w.out.push(code('s') | flag);
    w.string(bytesValue(o));
  } else if (isStrExact(o)) putStr(w, o, flag);
  else if (isTupleExact(o)) {
    const items: PyObject[] = o.v;
    const small = w.version >= 4 && items.length < 256;
    w.out.push(code(small ? ')' : '(') | flag);
    if (small) w.out.push(items.length);
    else w.long(items.length);
    for (let i = 0; i < items.length; i++) put(w, items[i]!);
  } else if (o.type === ListType) {
    w.out.push(code('[') | flag);
    w.long(o.v.length);
    for (let i = 0; i < o.v.length; i++) put(w, o.v[i]);
  } else if (isDictExact(o)) putDict(w, o, flag);
  else if (o.type === SetType || o.type === FrozensetType) putSet(w, o, flag);
  else if (o.type === CodeType) {
    throw w.allowCode ? unmarshallable() : valueError('marshalling code objects is disallowed');
  } else if (hasBuffer(o)) {
    w.out.push(code('s') | flag);
    withBytes(o, (bytes) => w.string(bytes));
  } else throw unmarshallable();
}

function putInt(w: Writer, v: number | bigint, flag: number): void {
  if (v >= -2147483648 && v <= 2147483647) {
    w.out.push(code('i') | flag);
    w.long(Number(v));
    return;
  }
  w.out.push(code('l') | flag);
  let rest = BigInt(v);
  const negative = rest < 0n;
  if (negative) rest = -rest;
  const digits: number[] = [];
  for (; rest > 0n; rest >>= 15n) digits.push(Number(rest & 0x7fffn));
  w.long(negative ? -digits.length : digits.length);
  for (const d of digits) w.short(d);
}

function putFloats(w: Writer, parts: number[], binary: string, text: string, flag: number): void {
  w.out.push(code(w.version > 1 ? binary : text) | flag);
  for (const x of parts) {
    if (w.version > 1) w.double(x);
    else w.floatText(x);
  }
}

function putStr(w: Writer, o: PyObject, flag: number): void {
  const interned = isInterned(o);
  if (w.version >= 4 && strIsAscii(o)) {
    const bytes = bytesOfLatin1(strValue(o) as string);
    if (bytes.length < 256) {
      w.out.push(code(interned ? 'Z' : 'z') | flag);
      w.out.push(bytes.length);
      w.out.pushBytes(bytes);
    } else {
      w.out.push(code(interned ? 'A' : 'a') | flag);
      w.string(bytes);
    }
    return;
  }
  w.out.push(code(w.version >= 3 && interned ? 't' : 'u') | flag);
  w.string(runEncoder(o, 'surrogatepass', encodeUtf8));
}

function putDict(w: Writer, o: PyObject, flag: number): void {
  w.out.push(code('{') | flag);
  for (let j = dictNext(o, 0); j >= 0; j = dictNext(o, j + 1)) {
    put(w, dictKeyAt(o, j));
    put(w, dictValueAt(o, j));
  }
  w.out.push(code('0'));
}

/** The elements in the order of their bytes, so that equal sets give equal data. */
function putSet(w: Writer, o: PyObject, flag: number): void {
  w.out.push(code(o.type === SetType ? '<' : '>') | flag);
  const items = setItems(o).slice();
  w.long(items.length);
  const keyed = items.map((item) => ({
    item,
    key: textFromLatin1(dumpBytes(item, w.version, w.allowCode)),
  }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  for (const { item } of keyed) put(w, item);
}

function dumpBytes(o: PyObject, version: number, allowCode: boolean): Uint8Array {
  const w = new Writer(version, allowCode);
  put(w, o);
  return w.out.finish();
}

function versionArg(o: PyObject | undefined): number {
  return o === undefined ? VERSION : Number(index(o));
}

const allows = (o: PyObject | undefined): boolean => o === undefined || isTrue(o);

function dumps(_m: PyObject, value: PyObject, version?: PyObject, allowCode?: PyObject): Owned {
  return newBytes(dumpBytes(value, versionArg(version), allows(allowCode)));
}

function dump(
  m: PyObject,
  value: PyObject,
  file: PyObject,
  version?: PyObject,
  allowCode?: PyObject,
): Owned {
  const data = dumps(m, value, version, allowCode);
  try {
    return callMethod1(file, s_write, data);
  } finally {
    decref(data);
  }
}

// ---------------------------------------------------------------------------------------------
// Reading

/** Where bytes come from: an array, or a file read piece by piece. */
class Reader {
  bytes: Uint8Array;
  at = 0;
  file: PyObject | null;
  allowCode: boolean;
  /** Objects that may be referred to, owned; null while one is being read. */
  refs: (PyObject | null)[] = [];
  depth = 0;
  constructor(bytes: Uint8Array, file: PyObject | null, allowCode: boolean) {
    this.bytes = bytes;
    this.file = file;
    this.allowCode = allowCode;
  }

  take(n: number): Uint8Array {
    if (this.file !== null) return readExactly(this.file, n);
    if (this.bytes.length - this.at < n) throw eofError('marshal data too short');
    this.at += n;
    return this.bytes.subarray(this.at - n, this.at);
  }

  byte(): number {
    return this.take(1)[0]!;
  }

  short(): number {
    const b = this.take(2);
    return ((b[0]! | (b[1]! << 8)) << 16) >> 16;
  }

  long(): number {
    const b = this.take(4);
    return b[0]! | (b[1]! << 8) | (b[2]! << 16) | (b[3]! << 24);
  }

  double(): number {
    return new Float64Array(this.take(8).slice().buffer)[0]!;
  }

  floatText(): number {
    return floatFromText(textFromLatin1(this.take(this.byte())));
  }

  size(what: string): number {
    const n = this.long();
    if (n < 0) throw valueError(`bad marshal data (${what} size out of range)`);
    return n;
  }
}

function readExactly(file: PyObject, n: number): Uint8Array {
  const bytes = new Uint8Array(n);
  const memory = newBytearray(bytes);
  const view = newMemoryview(memory);
  let r: Owned;
  try {
    r = callMethod1(file, s_readinto, view);
  } finally {
    decref(view);
    decref(memory);
  }
  const got = Number(index(r));
  decref(r);
  if (got === n) return bytes;
  if (got > n)
    throw valueError(`read() returned too much data: ${n} bytes requested, ${got} returned`);
  throw eofError('EOF read where not expected');
}

/** The next object; null for the end mark of dicts. */
function get(r: Reader): Owned | null {
  if (r.file === null && r.at >= r.bytes.length) throw eofError('EOF read where object expected');
  const tag = r.byte();
  if (++r.depth > MAX_DEPTH) throw valueError('recursion limit exceeded');
  const flag = (tag & FLAG_REF) !== 0;
  const value = getValue(r, String.fromCharCode(tag & ~FLAG_REF), flag);
  r.depth--;
  return value;
}

/** Enters a finished object among the references, when it is one. */
function noted(r: Reader, value: Owned, flag: boolean): Owned {
  if (flag) r.refs.push(incref<PyObject>(value));
  return value;
}

function getValue(r: Reader, tag: string, flag: boolean): Owned | null {
  switch (tag) {
    case '0':
      return null;
    case 'N':
      return newNone();
    case 'S':
      return incref<PyObject>(StopIterationType.self);
    case '.':
      return newEllipsis();
    case 'F':
      return newBool(false);
    case 'T':
      return newBool(true);
    case 'i':
      return noted(r, newInt(r.long()), flag);
    case 'I':
      return noted(
        r,
        newInt(BigInt.asIntN(64, BigInt(r.long() >>> 0) | (BigInt(r.long()) << 32n))),
        flag,
      );
    case 'l':
      return noted(r, getLong(r), flag);
    case 'f':
      return noted(r, newFloat(r.floatText()), flag);
    case 'g':
      return noted(r, newFloat(r.double()), flag);
    case 'x':
      return noted(r, newComplex(r.floatText(), r.floatText()), flag);
    case 'y':
      return noted(r, newComplex(r.double(), r.double()), flag);
    case 's':
      return noted(r, newBytes(r.take(r.size('bytes object')).slice()), flag);
    case 'A':
      return noted(r, internSteal(newStrAscii(textFromLatin1(r.take(r.size('string'))))), flag);
    case 'a':
      return noted(r, newStrAscii(textFromLatin1(r.take(r.size('string')))), flag);
    case 'Z':
      return noted(r, internSteal(newStrAscii(textFromLatin1(r.take(r.byte())))), flag);
    case 'z':
      return noted(r, newStrAscii(textFromLatin1(r.take(r.byte()))), flag);
    case 't':
      return noted(r, internSteal(getText(r)), flag);
    case 'u':
      return noted(r, getText(r), flag);
    case ')':
      return getTuple(r, r.byte(), flag);
    case '(':
      return getTuple(r, r.size('tuple'), flag);
    case '[':
      return getList(r, flag);
    case '{':
      return getDict(r, flag);
    case '<':
    case '>':
      return getSet(r, tag, flag);
    case 'r':
      return getReference(r);
    case 'c':
      if (!r.allowCode) throw valueError('unmarshalling code objects is disallowed');
      throw valueError('unmarshallable object');
    default:
      throw valueError('bad marshal data (unknown type code)');
  }
}

function getLong(r: Reader): Owned {
  const n = r.long();
  if (n === -2147483648) throw valueError('bad marshal data (long size out of range)');
  const size = Math.abs(n);
  let v = 0n;
  for (let i = 0; i < size; i++) {
    const d = r.short();
    if (d < 0) throw valueError('bad marshal data (digit out of range in long)');
    if (i === size - 1 && d === 0) throw valueError('bad marshal data (unnormalized long data)');
    v |= BigInt(d) << BigInt(15 * i);
  }
  return newInt(n < 0 ? -v : v);
}

function getText(r: Reader): Owned {
  const bytes = r.take(r.size('string'));
  return newStr(runDecoder(None_, bytes.slice(), 'surrogatepass', (b, e) => decodeUtf8(b, e)).text);
}

/** A number among the references for an object whose parts are read first. */
function reserve(r: Reader, flag: boolean): number {
  return flag ? r.refs.push(null) - 1 : -1;
}

function settle(r: Reader, at: number, value: Owned): Owned {
  if (at >= 0) r.refs[at] = incref<PyObject>(value);
  return value;
}

function element(r: Reader, what: string): Owned {
  const item = get(r);
  if (item === null) throw typeError(`NULL object in marshal data for ${what}`);
  return item;
}

function elements(r: Reader, n: number, what: string): Owned[] {
  const items: Owned[] = [];
  try {
    for (let i = 0; i < n; i++) items.push(element(r, what));
  } catch (e) {
    decrefAll(items);
    throw e;
  }
  return items;
}

function getTuple(r: Reader, n: number, flag: boolean): Owned {
  const at = reserve(r, flag);
  return settle(r, at, newTupleSteal(elements(r, n, 'tuple')));
}

function getList(r: Reader, flag: boolean): Owned {
  const n = r.size('list');
  const list = newList();
  if (flag) r.refs.push(incref<PyObject>(list));
  try {
    for (let i = 0; i < n; i++) listAppendSteal(list, element(r, 'list'));
  } catch (e) {
    decref(list);
    throw e;
  }
  return list;
}

function getDict(r: Reader, flag: boolean): Owned {
  const dict = newDict();
  if (flag) r.refs.push(incref<PyObject>(dict));
  try {
    for (;;) {
      const key = get(r);
      if (key === null) return dict;
      const value = get(r);
      if (value === null) {
        decref(key);
        return dict;
      }
      dictSet(dict, key, value);
      decref(key);
      decref(value);
    }
  } catch (e) {
    decref(dict);
    throw e;
  }
}

function getSet(r: Reader, tag: string, flag: boolean): Owned {
  const n = r.size('set');
  if (tag === '>') {
    const at = reserve(r, flag);
    return settle(r, at, newFrozensetSteal(elements(r, n, 'set')));
  }
  const set = newSet();
  if (flag) r.refs.push(incref<PyObject>(set));
  try {
    for (let i = 0; i < n; i++) setAddSteal(set, element(r, 'set'));
  } catch (e) {
    decref(set);
    throw e;
  }
  return set;
}

function getReference(r: Reader): Owned {
  const n = r.long();
  const value = n < 0 ? undefined : r.refs[n];
  if (value === null || value === undefined)
    throw valueError('bad marshal data (invalid reference)');
  return incref(value);
}

function readObject(r: Reader): Owned {
  try {
    const value = get(r);
    if (value === null) throw typeError('NULL object in marshal data for object');
    return value;
  } finally {
    for (const ref of r.refs) if (ref !== null) decref(ref);
  }
}

function loads(_m: PyObject, data: PyObject, allowCode?: PyObject): Owned {
  return withBytes(data, (bytes) => readObject(new Reader(bytes, null, allows(allowCode))));
}

function load(_m: PyObject, file: PyObject, allowCode?: PyObject): Owned {
  const zero = newInt(0);
  let probe: Owned;
  try {
    probe = callMethod1(file, s_read, zero);
  } finally {
    decref(zero);
  }
  const ok = isBytes(probe);
  const name = probe.type.name;
  decref(probe);
  if (!ok) throw typeError(`file.read() returned not bytes but ${name}`);
  return readObject(new Reader(new Uint8Array(0), file, allows(allowCode)));
}

defineModule('marshal', {
  doc: 'Plain values as bytes.',
  functions: {
    dump: method('($module, value, file, version=version, /, *, allow_code=True)', dump),
    load: method('($module, file, /, *, allow_code=True)', load),
    dumps: method('($module, value, version=version, /, *, allow_code=True)', dumps),
    loads: method('($module, bytes, /, *, allow_code=True)', loads),
  },
  constants: { version: VERSION },
});
