/**
 * str: the type, its slots and its iterators. CPython: Objects/unicodeobject.c. Objects, sizes, hashes and interning are in
 * str-object.ts (which this file hands on), methods in str-methods.ts, formatting in str-format.ts and str-percent.ts.
 */
// First: names are interned while other files of an import cycle load.
export * from './str-object.ts';
import { EQ, NE, str_ } from '../core/abstract.ts';
import { bindArgs } from '../core/args.ts';
import { hasBuffer } from '../core/buffer.ts';
import { indexError, memoryError, overflowError, typeError, valueError } from '../core/errors.ts';
import { decref, incref, type Owned, type PyObject } from '../core/object.ts';
import { defineType } from '../core/type-define.ts';
import {
  type KwNames,
  StrType,
  TPFLAGS_BASETYPE,
  TPFLAGS_UNICODE_SUBCLASS,
  type TypeObject,
} from '../core/type-object.ts';
import { textRepr } from '../text/repr.ts';
import {
  codePointAt,
  flatten,
  type Text,
  textCompare,
  textConcat,
  textIndexOf,
  textLength,
  textRepeat,
  textSlice,
  textSliceStep,
} from '../text/text.ts';
import { isBytes } from './bytes-object.ts';
import { decodeObject } from './codec-registry.ts';
import { newSeqIter, type SeqIter, seqIteratorType } from './iter.ts';
import { newBool, newNotImplemented } from './singletons.ts';
import { isSlice, sliceAdjust, sliceBounds, subscriptIndex } from './slice.ts';
import { argumentType } from './str-args.ts';
import { strMethods } from './str-methods.ts';
import { strPercent } from './str-percent.ts';
import {
  ASCII,
  emptyStr,
  exactStr,
  isStr,
  newStr,
  newStrChar,
  newStrFrom,
  newStrOfKind,
  newStrOfType,
  strCharAt,
  strDealloc,
  strEquals,
  strHash,
  strIsAscii,
  strKind,
  strLength,
  strSizeof,
} from './str-object.ts';

/** The longest string the JavaScript engine can make: beyond it memory has run out. */
const MAX_LENGTH = 2 ** 29 - 24;
const SSIZE_MAX = 2 ** 63;

// ---------------------------------------------------------------------------------------------
// Slots

function textArgument(o: PyObject | undefined, name: string): string | undefined {
  if (o === undefined) return undefined;
  if (!isStr(o)) throw typeError(`str() argument '${name}' must be str, not ${argumentType(o)}`);
  const text = o.v as string;
  if (typeof text === 'string' && text.includes('\0')) throw valueError('embedded null character');
  return text;
}

/** `str(object, encoding, errors)`. CPython: PyUnicode_FromEncodedObject. */
function decoded(o: PyObject, encoding: string | undefined, errors: string | undefined): Owned {
  if (isStr(o)) throw typeError('decoding str is not supported');
  if (!isBytes(o) && !hasBuffer(o)) {
    throw typeError(`decoding to str: need a bytes-like object, ${o.type.name} found`);
  }
  return decodeObject(o, encoding ?? 'utf-8', errors ?? 'strict');
}

function strNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  if (type === StrType && kw === null && args.length === 1) return str_(args[0]!);
  const n = kw === null ? args.length : args.length - kw.length;
  if (n > 3) throw typeError(`str expected at most 3 arguments, got ${n}`);
  const [x, enc, err] = bindArgs(
    'str',
    '(object=b"", encoding="utf-8", errors="strict")',
    args,
    kw,
  );
  const encoding = textArgument(enc, 'encoding');
  const errors = textArgument(err, 'errors');
  let text: Owned;
  if (x === undefined) text = incref(emptyStr);
  else if (encoding === undefined && errors === undefined) text = str_(x);
  else text = decoded(x, encoding, errors);
  if (type === StrType) return text;
  try {
    return newStrOfType(type, text.v);
  } finally {
    decref(text);
  }
}

function strRepr(o: PyObject): Owned {
  const text = textRepr(o.v);
  return strIsAscii(o) ? newStrOfKind(text, ASCII) : newStr(text);
}

function strRichcompare(a: PyObject, b: PyObject, op: number): Owned {
  if (!isStr(a) || !isStr(b)) return newNotImplemented();
  if (op === EQ) return newBool(strEquals(a, b));
  if (op === NE) return newBool(!strEquals(a, b));
  const c = a === b ? 0 : textCompare(a.v, b.v);
  switch (op) {
    case 0:
      return newBool(c < 0);
    case 1:
      return newBool(c <= 0);
    case 4:
      return newBool(c > 0);
    default:
      return newBool(c >= 0);
  }
}

/** `a + b`. */
export function strConcat(a: PyObject, b: PyObject): Owned {
  if (!isStr(b)) throw typeError(`can only concatenate str (not "${b.type.name}") to str`);
  const x: Text = a.v;
  const y: Text = b.v;
  if (x === '') return exactStr(b);
  if (y === '') return exactStr(a);
  const k = strKind(a);
  const m = strKind(b);
  if (typeof x === 'string' && typeof y === 'string') {
    if (x.length + y.length > MAX_LENGTH) throw memoryError();
    const t = x + y;
    const n = t.length;
    if (n > 512 && (n ^ x.length) >> (29 - Math.clz32(n)) !== 0) flatten(t);
    return newStrOfKind(t, k > m ? k : m);
  }
  return newStrOfKind(textConcat(x, y), k > m ? k : m);
}

function strRepeat(o: PyObject, n: number): Owned {
  const length = strLength(o);
  if (n <= 0 || length === 0) return incref(emptyStr);
  if (n === 1) return exactStr(o);
  if (length > 1 && length * n >= SSIZE_MAX) throw overflowError('repeated string is too long');
  if (length * n > MAX_LENGTH) throw memoryError();
  return newStrOfKind(textRepeat(o.v, n), strKind(o));
}

function strItem(o: PyObject, i: number): Owned {
  const t: Text = o.v;
  if (typeof t === 'string') {
    if (i < 0 || i >= t.length) throw indexError('string index out of range');
    return newStrChar(t.charCodeAt(i));
  }
  if (i < 0 || i >= t.cps.length) throw indexError('string index out of range');
  return newStrChar(t.cps[i]!);
}

function strSubscript(o: PyObject, key: PyObject): Owned {
  if (isSlice(key)) return strSlice(o, key);
  if (key.type.nb_index === null) {
    throw typeError(`string indices must be integers, not '${key.type.name}'`);
  }
  return strItem(o, subscriptIndex(key, strLength(o), ''));
}

function strSlice(o: PyObject, slice: PyObject): Owned {
  const b = sliceBounds(slice, o);
  const t: Text = o.v;
  const length = textLength(t);
  const count = sliceAdjust(b, length);
  if (count <= 0) return incref(emptyStr);
  if (b.step === 1) return strRange(o, b.start, b.start + count);
  return newStrFrom(o, textSliceStep(t, b.start, b.step, count));
}

/** `o[start:end]`; the whole exact str is itself. CPython: PyUnicode_Substring. */
export function strRange(o: PyObject, start: number, end: number): Owned {
  const t: Text = o.v;
  if (end - start === 1) return newStrChar(codePointAt(t, start));
  if (start === 0 && end >= textLength(t)) return exactStr(o);
  return newStrFrom(o, textSlice(t, start, end));
}

function strContains(o: PyObject, x: PyObject): boolean {
  if (!isStr(x))
    throw typeError(`'in <string>' requires string as left operand, not ${x.type.name}`);
  const t: Text = o.v;
  if (typeof t === 'string') return typeof x.v === 'string' && t.includes(x.v);
  return textIndexOf(t, x.v, 0, t.cps.length) >= 0;
}

function strMod(a: PyObject, b: PyObject): Owned {
  if (!isStr(a)) return newNotImplemented();
  return strPercent(a, b);
}

// ---------------------------------------------------------------------------------------------
// Iterators

const access = { length: strLength, item: strCharAt, exhausted: (): Owned => incref(emptyStr) };

/** The next character of an ASCII str: always one of the singletons. */
export function nextAscii(it: PyObject): Owned | null {
  const s: SeqIter = it.v;
  const seq = s.seq;
  if (seq === null) return null;
  const t: string = seq.v;
  if (s.i < t.length) return newStrChar(t.charCodeAt(s.i++));
  s.seq = null;
  decref(seq);
  return null;
}

export const StrIteratorType = seqIteratorType('str_iterator', access);
export const StrAsciiIteratorType = seqIteratorType('str_ascii_iterator', {
  ...access,
  next: nextAscii,
});

function strIter(o: PyObject): Owned {
  return newSeqIter(strIsAscii(o) ? StrAsciiIteratorType : StrIteratorType, o);
}

defineType(StrType, {
  flags: TPFLAGS_BASETYPE | TPFLAGS_UNICODE_SUBCLASS,
  basicsize: 64,
  itemsize: 0,
  doc: 'Text: str(object) gives its readable form, str(bytes, encoding) decodes.',
  tp_new: strNew,
  tp_dealloc: strDealloc,
  tp_repr: strRepr,
  tp_str: exactStr,
  tp_hash: strHash,
  tp_richcompare: strRichcompare,
  tp_iter: strIter,
  tp_sizeof: strSizeof,
  nb_remainder: strMod,
  sq_length: strLength,
  sq_concat: strConcat,
  sq_repeat: strRepeat,
  sq_item: strItem,
  sq_contains: strContains,
  mp_length: strLength,
  mp_subscript: strSubscript,
  methods: strMethods(),
});
