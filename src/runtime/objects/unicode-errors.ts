/**
 * UnicodeEncodeError, UnicodeDecodeError, UnicodeTranslateError. CPython: Objects/exceptions.c
 * (UnicodeError*).
 *
 * `start` and `end` are numbers in the payload. Codecs read and change them through the functions
 * below.
 */
import { asIndexNumber, str_ } from '../core/abstract.ts';
import { bytesCopy } from '../core/buffer.ts';
import { typeError } from '../core/errors.ts';
import { decref, incref, type Owned, type PyObject } from '../core/object.ts';
import { isInstanceOf } from '../core/subtype.ts';
import { defineType, member } from '../core/type-define.ts';
import {
  BytesType,
  IntType,
  type KwNames,
  StrType,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  type TypeObject,
} from '../core/type-object.ts';
import { codePointAt, TextBuilder, textLength } from '../text/text.ts';
import {
  baseExceptionInit,
  baseExceptionNew,
  type ExceptionPayload,
  fieldMember,
  setFieldSteal,
} from './base-exception.ts';
import { newBytes } from './bytes.ts';
import {
  OverflowErrorType,
  UnicodeDecodeErrorType,
  UnicodeEncodeErrorType,
  UnicodeTranslateErrorType,
} from './exception-types.ts';
import { newInt } from './int.ts';
import { None_ } from './singletons.ts';
import { emptyStr, newStr, strValue } from './str.ts';

const ENCODING = 0;
const OBJECT = 1;
const REASON = 2;

function expectStr(o: PyObject, i: number): PyObject {
  if (!isInstanceOf(o, StrType))
    throw typeError(
      `argument ${i} must be str, not ${o.type === None_.type ? 'None' : o.type.name}`,
    );
  return o;
}

function checkCount(args: PyObject[], n: number): void {
  if (args.length !== n)
    throw typeError(`function takes exactly ${n} arguments (${args.length} given)`);
}

/** Fills what all three have: args[i…] = object, start, end, reason. */
function fill(o: PyObject, object: Owned, args: PyObject[], at: number): void {
  let start: number;
  let end: number;
  try {
    start = asIndexNumber(args[at + 1]!, OverflowErrorType);
    end = asIndexNumber(args[at + 2]!, OverflowErrorType);
    expectStr(args[at + 3]!, at + 4);
  } catch (e) {
    decref(object);
    throw e;
  }
  const p: ExceptionPayload = o.v;
  setFieldSteal(o, OBJECT, object);
  p.start = start;
  p.end = end;
  setFieldSteal(o, REASON, incref(args[at + 3]!));
}

function encodeInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  baseExceptionInit(o, args, kw);
  checkCount(args, 5);
  expectStr(args[0]!, 1);
  expectStr(args[1]!, 2);
  fill(o, incref(args[1]!), args, 1);
  setFieldSteal(o, ENCODING, incref(args[0]!));
}

function decodeInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  baseExceptionInit(o, args, kw);
  checkCount(args, 5);
  expectStr(args[0]!, 1);
  const object = args[1]!;
  fill(o, isInstanceOf(object, BytesType) ? incref(object) : newBytes(bytesCopy(object)), args, 1);
  setFieldSteal(o, ENCODING, incref(args[0]!));
}

function translateInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  baseExceptionInit(o, args, kw);
  checkCount(args, 4);
  expectStr(args[0]!, 1);
  fill(o, incref(args[0]!), args, 0);
}

function hex(n: number, width: number): string {
  return n.toString(16).padStart(width, '0');
}

function escaped(cp: number): string {
  if (cp <= 0xff) return `\\x${hex(cp, 2)}`;
  return cp <= 0xffff ? `\\u${hex(cp, 4)}` : `\\U${hex(cp, 8)}`;
}

/** "'codec' codec " + `one` or `many` + position + ": reason". */
function describe(o: PyObject, verb: string, one: string | null, many: string): Owned {
  const p: ExceptionPayload = o.v;
  const out = new TextBuilder();
  const put = (value: PyObject): void => {
    const text = str_(value);
    out.appendText(strValue(text));
    decref(text);
  };
  const encoding = p.fields[ENCODING]!;
  if (encoding !== null) {
    out.appendText("'");
    put(encoding);
    out.appendText("' codec ");
  }
  if (one !== null) out.appendText(`can't ${verb} ${one} in position ${p.start}: `);
  else out.appendText(`can't ${verb} ${many} in position ${p.start}-${p.end - 1}: `);
  put(p.fields[REASON] ?? None_);
  return newStr(out.finish());
}

function single(p: ExceptionPayload, length: number): boolean {
  return p.start >= 0 && p.start < length && p.end === p.start + 1;
}

function textStr(verb: string) {
  return (o: PyObject): Owned => {
    const p: ExceptionPayload = o.v;
    const object = p.fields[OBJECT]!;
    if (object === null) return incref(emptyStr) as Owned;
    const text = strValue(object);
    const one = single(p, textLength(text))
      ? `character '${escaped(codePointAt(text, p.start))}'`
      : null;
    return describe(o, verb, one, 'characters');
  };
}

function decodeStr(o: PyObject): Owned {
  const p: ExceptionPayload = o.v;
  const object = p.fields[OBJECT]!;
  if (object === null) return incref(emptyStr) as Owned;
  const bytes: Uint8Array = object.v;
  const one = single(p, bytes.length) ? `byte 0x${hex(bytes[p.start]!, 2)}` : null;
  return describe(o, 'decode', one, 'bytes');
}

function positionMember(field: 'start' | 'end', doc: string) {
  return member(
    (o) => newInt((o.v as ExceptionPayload)[field]),
    (o, value) => {
      if (value === null) throw typeError("can't delete numeric/char attribute");
      if (!isInstanceOf(value, IntType)) throw typeError('an integer is required');
      (o.v as ExceptionPayload)[field] = asIndexNumber(value, OverflowErrorType);
    },
    doc,
  );
}

function declare(
  type: TypeObject,
  init: (o: PyObject, args: PyObject[], kw: KwNames) => void,
  str: (o: PyObject) => Owned,
  doc: string,
): void {
  defineType(type, {
    flags: TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC,
    base: type.base,
    basicsize: 112,
    data: 3,
    tp_new: baseExceptionNew,
    tp_init: init,
    tp_str: str,
    members: {
      encoding: fieldMember(ENCODING, 'exception encoding'),
      object: fieldMember(OBJECT, 'exception object'),
      start: positionMember('start', 'exception start'),
      end: positionMember('end', 'exception end'),
      reason: fieldMember(REASON, 'exception reason'),
    },
    doc,
  });
}

declare(
  UnicodeEncodeErrorType,
  encodeInit,
  textStr('encode'),
  'Text that this encoding cannot write.',
);
declare(UnicodeDecodeErrorType, decodeInit, decodeStr, 'Bytes that are no text in this encoding.');
declare(
  UnicodeTranslateErrorType,
  translateInit,
  textStr('translate'),
  'Text that cannot be translated.',
);

// ---------------------------------------------------------------------------------------------
// For codecs

/** The object being coded (str or bytes), or null when the error was never initialised. */
export function unicodeErrorObjectBorrowed(o: PyObject): PyObject | null {
  return (o.v as ExceptionPayload).fields[OBJECT]!;
}

export function unicodeErrorEncodingBorrowed(o: PyObject): PyObject | null {
  return (o.v as ExceptionPayload).fields[ENCODING]!;
}

/** `start`, clamped into an object of `length`. CPython: PyUnicodeEncodeError_GetStart. */
export function unicodeErrorStart(o: PyObject, length: number): number {
  const start = (o.v as ExceptionPayload).start;
  return start < 0 ? 0 : start >= length ? Math.max(length - 1, 0) : start;
}

/** `end`, clamped. CPython: PyUnicodeEncodeError_GetEnd. */
export function unicodeErrorEnd(o: PyObject, length: number): number {
  const end = (o.v as ExceptionPayload).end;
  return end < 1 ? Math.min(1, length) : Math.min(end, length);
}

/**
 * Changes an error in place for the next report of the same codec run; `reason` is a str object
 * (borrowed).
 */
export function unicodeErrorUpdate(
  o: PyObject,
  start: number,
  end: number,
  reason: PyObject,
): void {
  const p: ExceptionPayload = o.v;
  p.start = start;
  p.end = end;
  setFieldSteal(o, REASON, incref(reason));
}
