/**
 * _codecs: the registry and the native codecs as functions. CPython: Modules/_codecsmodule.c. The registry itself is
 * objects/codec-registry.ts, the codecs are in text/.
 */
import { getItem, index, isCallable, isTrue } from '../core/abstract.ts';
import { nativeFunction, method, type NativeDef } from '../core/args.ts';
import { getBuffer, PyBUF_SIMPLE, releaseBuffer } from '../core/buffer.ts';
import { discard, matches, typeError, valueError, warnDeprecated } from '../core/errors.ts';
import { freeObject } from '../core/gc.ts';
import { defineModule } from '../core/module-define.ts';
import { account, decref, type Owned, PyObject } from '../core/object.ts';
import { newStaticType } from '../core/type-define.ts';
import { NoneType, TPFLAGS_DISALLOW_INSTANTIATION } from '../core/type-object.ts';
import {
  buildEncodingMap,
  decodeAscii,
  decodeCharmap,
  decodeLatin1,
  type DecodeLookup,
  encodeAscii,
  encodeCharmap,
  encodeLatin1,
  type EncodeLookup,
  type EncodingMap,
} from '../text/charmap.ts';
import type { CodecFailure, DecodeErrors, Decoded, EncodeErrors } from '../text/codec.ts';
import {
  decodeRawUnicodeEscape,
  decodeUnicodeEscape,
  encodeRawUnicodeEscape,
  encodeUnicodeEscape,
  escapeDecode,
  escapeEncode,
} from '../text/escapes.ts';
import { codePointAt, type Text, textLength } from '../text/text.ts';
import { decodeUtf16, decodeUtf32, encodeUtf16, encodeUtf32 } from '../text/utf16.ts';
import { decodeUtf7, encodeUtf7 } from '../text/utf7.ts';
import { decodeUtf8, encodeUtf8 } from '../text/utf8.ts';
import { isBytes, newBytes } from '../objects/bytes.ts';
import {
  codecDecode,
  codecEncode,
  lookupCodec,
  lookupErrorHandler,
  registerError,
  registerSearch,
  runDecoder,
  runEncoder,
  unregisterSearch,
  utf8Bytes,
} from '../objects/codec-registry.ts';
import { dictSetSteal, newDict } from '../objects/dict.ts';
import { LookupErrorType } from '../objects/exceptions.ts';
import { isInt, newInt, newIntExact } from '../objects/int.ts';
import { intArg, nameArg } from '../objects/str-args.ts';
import { isStr, newStr, strJs } from '../objects/str.ts';
import { newTupleSteal } from '../objects/tuple.ts';

/** The `errors` argument: None means strict. */
function errorsArg(fname: string, o: PyObject | undefined): string {
  if (o === undefined || o.type === NoneType) return 'strict';
  if (!isStr(o)) throw typeError(`${fname}() argument 2 must be str or None, not ${o.type.name}`);
  const js = strJs(o);
  if (js.includes('\0')) throw valueError('embedded null character');
  return js;
}

function strArg(fname: string, o: PyObject): void {
  if (!isStr(o)) throw typeError(`${fname}() argument 1 must be str, not ${o.type.name}`);
}

/** Runs `f` with the bytes of a data argument; a str counts as its UTF-8 form where `text` allows one. */
function withData<T>(o: PyObject, text: boolean, f: (b: Uint8Array) => T): T {
  if (isBytes(o)) return f(o.v);
  if (text && isStr(o)) return f(utf8Bytes(o));
  const view = getBuffer(o, PyBUF_SIMPLE);
  try {
    return f(view.contiguous());
  } finally {
    releaseBuffer(view);
  }
}

const pair = (first: Owned, n: number): Owned => newTupleSteal([first, newIntExact(n)]);

// ---------------------------------------------------------------------------------------------
// Codecs

type Encode = (t: Text, e: EncodeErrors) => Uint8Array | CodecFailure;
type Decode = (b: Uint8Array, e: DecodeErrors, final: boolean) => Decoded | CodecFailure;

function encoder(name: string, encode: Encode): NativeDef {
  return nativeFunction(
    name,
    '($module, str, errors=None, /)',
    (_m, str: PyObject, errors?: PyObject) => {
      strArg(name, str);
      const e = errorsArg(name, errors);
      return pair(newBytes(runEncoder(str, e, encode)), textLength(str.v));
    },
  );
}

type Ordered = (t: Text, order: number, e: EncodeErrors) => Uint8Array | CodecFailure;

function orderedEncoder(name: string, encode: Ordered): NativeDef {
  const sig = '($module, str, errors=None, byteorder=0, /)';
  return nativeFunction(name, sig, (_m, str: PyObject, errors?: PyObject, byteorder?: PyObject) => {
    strArg(name, str);
    const e = errorsArg(name, errors);
    const order = intArg(byteorder, 0);
    const bytes = runEncoder(str, e, (t, h) => encode(t, Math.sign(order), h));
    return pair(newBytes(bytes), textLength(str.v));
  });
}

/** A decoder that works on what it gets as a whole. */
function decoder(name: string, decode: Decode): NativeDef {
  return nativeFunction(
    name,
    '($module, data, errors=None, /)',
    (_m, data: PyObject, errors?: PyObject) =>
      decoded(data, errorsArg(name, errors), true, (b, e) => decode(b, e, true)),
  );
}

function decoded(
  data: PyObject,
  errors: string,
  _final: boolean,
  decode: (b: Uint8Array, e: DecodeErrors) => Decoded | CodecFailure,
): Owned {
  return withData(data, false, (bytes) => {
    const r = runDecoder(data, bytes, errors, decode);
    return pair(newStr(r.text), r.consumed);
  });
}

/** A decoder with `final`. */
function partDecoder(name: string, decode: Decode): NativeDef {
  const sig = '($module, data, errors=None, final=False, /)';
  return nativeFunction(name, sig, (_m, data: PyObject, errors?: PyObject, final?: PyObject) => {
    const e = errorsArg(name, errors);
    const last = final !== undefined && isTrue(final);
    return decoded(data, e, last, (b, h) => decode(b, h, last));
  });
}

type OrderedDecode = (
  b: Uint8Array,
  order: number,
  e: DecodeErrors,
  final: boolean,
) => Decoded | CodecFailure;

function exDecoder(name: string, decode: OrderedDecode): NativeDef {
  const sig = '($module, data, errors=None, byteorder=0, final=False,\n                 /)';
  return nativeFunction(
    name,
    sig,
    (_m, data: PyObject, errors?: PyObject, byteorder?: PyObject, final?: PyObject) => {
      const e = errorsArg(name, errors);
      const order = Math.sign(intArg(byteorder, 0));
      const last = final !== undefined && isTrue(final);
      return withData(data, false, (bytes) => {
        const r = runDecoder(data, bytes, e, (b, h) => decode(b, order, h, last));
        return newTupleSteal([newStr(r.text), newIntExact(r.consumed), newInt(r.byteOrder)]);
      });
    },
  );
}

/** unicode_escape and raw_unicode_escape. */
function escapeDecoder(name: string, decode: Decode): NativeDef {
  const sig = '($module, data, errors=None, final=True, /)';
  return nativeFunction(name, sig, (_m, data: PyObject, errors?: PyObject, final?: PyObject) => {
    const e = errorsArg(name, errors);
    const last = final === undefined || isTrue(final);
    return withData(data, true, (bytes) => {
      const r = runDecoder(data, bytes, e, (b, h) => decode(b, h, last));
      if (r.invalidEscape >= 0) warnEscape(bytes, r.invalidEscape);
      return pair(newStr(r.text), r.consumed);
    });
  });
}

/** The warning about an invalid escape whose character stands at `at`. */
function warnEscape(b: Uint8Array, at: number): void {
  const c = b[at]!;
  if (c >= 52 && c <= 55) {
    const digits = String.fromCharCode(...b.subarray(at, at + 3));
    warnDeprecated(`invalid octal escape sequence '\\${digits}'`);
  } else warnDeprecated(`invalid escape sequence '\\${String.fromCharCode(c)}'`);
}

function escapeDecodeFunction(_m: unknown, data: PyObject, errors?: PyObject): Owned {
  const e = errorsArg('escape_decode', errors);
  return withData(data, true, (b) => {
    const r = escapeDecode(b, e);
    if (typeof r === 'string') throw valueError(r);
    if (r.invalidEscape >= 0) warnEscape(b, r.invalidEscape);
    return pair(newBytes(r.bytes), b.length);
  });
}

function escapeEncodeFunction(_m: unknown, data: PyObject, errors?: PyObject): Owned {
  if (!isBytes(data))
    throw typeError(`escape_encode() argument 1 must be bytes, not ${data.type.name}`);
  errorsArg('escape_encode', errors);
  return pair(newBytes(escapeEncode(data.v)), data.v.length);
}

function readbufferEncode(_m: unknown, data: PyObject, errors?: PyObject): Owned {
  errorsArg('readbuffer_encode', errors);
  return withData(data, true, (b) => pair(newBytes(b.slice()), b.length));
}

// ---------------------------------------------------------------------------------------------
// Character maps

/** What a mapping says of a byte or character; null for a LookupError or None. */
function mappedObject(mapping: PyObject, key: number): Owned | null {
  const k = newInt(key);
  let found: Owned;
  try {
    found = getItem(mapping, k);
  } catch (e) {
    if (!matches(e, LookupErrorType)) throw e;
    discard(e);
    return null;
  } finally {
    decref(k);
  }
  if (found.type !== NoneType) return found;
  decref(found);
  return null;
}

function decodeLookup(mapping: PyObject): DecodeLookup {
  return (byte) => {
    const found = mappedObject(mapping, byte);
    if (found === null) return null;
    try {
      if (isStr(found)) return found.v;
      if (!isInt(found)) throw typeError('character mapping must return integer, None or str');
      const v = index(found);
      if (v < 0 || v > 0x10ffff) throw typeError('character mapping must be in range(0x110000)');
      return Number(v);
    } finally {
      decref(found);
    }
  };
}

function encodeLookup(mapping: PyObject): EncodeLookup {
  return (cp) => {
    const found = mappedObject(mapping, cp);
    if (found === null) return null;
    try {
      if (isBytes(found)) return found.v;
      if (!isInt(found)) {
        throw typeError(
          `character mapping must return integer, bytes or None, not ${found.type.name}`,
        );
      }
      const v = index(found);
      if (v < 0 || v > 255) throw typeError('character mapping must be in range(256)');
      return Number(v);
    } finally {
      decref(found);
    }
  };
}

const EncodingMapType = newStaticType('EncodingMap', {
  flags: TPFLAGS_DISALLOW_INSTANTIATION,
  basicsize: 64,
  tp_dealloc: (o: PyObject) => freeObject(o, o.v.size()),
  methods: {
    size: method('($self, /)', (o: PyObject) => newIntExact((o.v as EncodingMap).size())),
  },
});

function charmapBuild(_m: unknown, map: PyObject): Owned {
  if (!isStr(map)) throw typeError(`charmap_build() argument must be str, not ${map.type.name}`);
  const made = buildEncodingMap(map.v);
  if (made !== null) {
    const o = new PyObject(EncodingMapType, made);
    account(o, made.size());
    return o as Owned;
  }
  if (textLength(map.v) === 0) throw typeError('bad argument type for built-in operation');
  const dict = newDict();
  const n = Math.min(256, textLength(map.v));
  for (let i = 0; i < n; i++) dictSetSteal(dict, newInt(codePointAt(map.v, i)), newInt(i));
  return dict;
}

const given = (o: PyObject | undefined): o is PyObject => o !== undefined && o.type !== NoneType;

function charmapDecode(_m: unknown, data: PyObject, errors?: PyObject, mapping?: PyObject): Owned {
  const e = errorsArg('charmap_decode', errors);
  const map = !given(mapping) ? null : isStr(mapping) ? (mapping.v as Text) : decodeLookup(mapping);
  return decoded(data, e, true, (b, h) => decodeCharmap(b, map, h));
}

function charmapEncode(_m: unknown, str: PyObject, errors?: PyObject, mapping?: PyObject): Owned {
  strArg('charmap_encode', str);
  const e = errorsArg('charmap_encode', errors);
  let map: EncodingMap | EncodeLookup | null = null;
  if (given(mapping)) map = mapping.type === EncodingMapType ? mapping.v : encodeLookup(mapping);
  return pair(newBytes(runEncoder(str, e, (t, h) => encodeCharmap(t, map, h))), textLength(str.v));
}

// ---------------------------------------------------------------------------------------------
// The registry

function register(_m: unknown, f: PyObject): void {
  if (!isCallable(f)) throw typeError('argument must be callable');
  registerSearch(f);
}

function lookup(_m: unknown, encoding: PyObject): Owned {
  return lookupCodec(nameArg(encoding, 'lookup() argument')!);
}

function encode(_m: unknown, obj: PyObject, encoding?: PyObject, errors?: PyObject): Owned {
  const enc = nameArg(encoding, "encode() argument 'encoding'") ?? 'utf-8';
  return codecEncode(obj, enc, nameArg(errors, "encode() argument 'errors'") ?? null);
}

function decode(_m: unknown, obj: PyObject, encoding?: PyObject, errors?: PyObject): Owned {
  const enc = nameArg(encoding, "decode() argument 'encoding'") ?? 'utf-8';
  return codecDecode(obj, enc, nameArg(errors, "decode() argument 'errors'") ?? null);
}

function registerErrorFunction(_m: unknown, errors: PyObject, handler: PyObject): void {
  const name = nameArg(errors, 'register_error() argument 1')!;
  if (!isCallable(handler)) throw typeError('handler must be callable');
  registerError(name, handler);
}

function lookupErrorFunction(_m: unknown, name: PyObject): Owned {
  return lookupErrorHandler(nameArg(name, 'lookup_error() argument')!);
}

const byName = (defs: NativeDef[]): Record<string, NativeDef> =>
  Object.fromEntries(defs.map((d) => [d.name, d]));

defineModule('_codecs', {
  functions: byName([
    nativeFunction('register', '($module, search_function, /)', register),
    nativeFunction('unregister', '($module, search_function, /)', (_m, f: PyObject) =>
      unregisterSearch(f),
    ),
    nativeFunction('lookup', '($module, encoding, /)', lookup),
    nativeFunction('encode', "($module, /, obj, encoding='utf-8', errors='strict')", encode),
    nativeFunction('decode', "($module, /, obj, encoding='utf-8', errors='strict')", decode),
    nativeFunction('escape_encode', '($module, data, errors=None, /)', escapeEncodeFunction),
    nativeFunction('escape_decode', '($module, data, errors=None, /)', escapeDecodeFunction),
    encoder('utf_8_encode', encodeUtf8),
    partDecoder('utf_8_decode', decodeUtf8),
    encoder('utf_7_encode', (t) => encodeUtf7(t)),
    partDecoder('utf_7_decode', decodeUtf7),
    orderedEncoder('utf_16_encode', encodeUtf16),
    encoder('utf_16_le_encode', (t, e) => encodeUtf16(t, -1, e)),
    encoder('utf_16_be_encode', (t, e) => encodeUtf16(t, 1, e)),
    partDecoder('utf_16_decode', (b, e, f) => decodeUtf16(b, 0, e, f)),
    partDecoder('utf_16_le_decode', (b, e, f) => decodeUtf16(b, -1, e, f)),
    partDecoder('utf_16_be_decode', (b, e, f) => decodeUtf16(b, 1, e, f)),
    exDecoder('utf_16_ex_decode', decodeUtf16),
    orderedEncoder('utf_32_encode', encodeUtf32),
    encoder('utf_32_le_encode', (t, e) => encodeUtf32(t, -1, e)),
    encoder('utf_32_be_encode', (t, e) => encodeUtf32(t, 1, e)),
    partDecoder('utf_32_decode', (b, e, f) => decodeUtf32(b, 0, e, f)),
    partDecoder('utf_32_le_decode', (b, e, f) => decodeUtf32(b, -1, e, f)),
    partDecoder('utf_32_be_decode', (b, e, f) => decodeUtf32(b, 1, e, f)),
    exDecoder('utf_32_ex_decode', decodeUtf32),
    encoder('unicode_escape_encode', (t) => encodeUnicodeEscape(t)),
    escapeDecoder('unicode_escape_decode', decodeUnicodeEscape),
    encoder('raw_unicode_escape_encode', (t) => encodeRawUnicodeEscape(t)),
    escapeDecoder('raw_unicode_escape_decode', decodeRawUnicodeEscape),
    encoder('latin_1_encode', encodeLatin1),
    decoder('latin_1_decode', (b) => decodeLatin1(b)),
    encoder('ascii_encode', encodeAscii),
    decoder('ascii_decode', (b, e) => decodeAscii(b, e)),
    nativeFunction('charmap_encode', '($module, str, errors=None, mapping=None, /)', charmapEncode),
    nativeFunction(
      'charmap_decode',
      '($module, data, errors=None, mapping=None, /)',
      charmapDecode,
    ),
    nativeFunction('charmap_build', '($module, map, /)', charmapBuild),
    nativeFunction('readbuffer_encode', '($module, data, errors=None, /)', readbufferEncode),
    nativeFunction('register_error', '($module, errors, handler, /)', registerErrorFunction),
    nativeFunction('lookup_error', '($module, name, /)', lookupErrorFunction),
  ]),
});
