/**
 * zlib: compression and checksums. CPython: Modules/zlibmodule.c; the algorithms are in _zlib/.
 */
import { index } from '../core/abstract.ts';
import { getBuffer, PyBUF_SIMPLE, releaseBuffer, bytesCopy, withBytes } from '../core/buffer.ts';
import { callObject } from '../core/call.ts';
import { bindArgs } from '../core/args.ts';
import { eofError, newException, type PyErr, typeError, valueError } from '../core/errors.ts';
import { freeObject } from '../core/gc.ts';
import { defineModule } from '../core/module-define.ts';
import { method } from '../core/native-def.ts';
import { account, decref, incref, type Owned, PyObject } from '../core/object.ts';
import { addAtoms, addRoot } from '../core/roots.ts';
import { member, newStaticType } from '../core/type-define.ts';
import {
  type KwNames,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TypeType,
  type TypeObject,
} from '../core/type-object.ts';
import { newBytes } from '../objects/bytes-object.ts';
import { dictSet, newDict } from '../objects/dict.ts';
import { ExceptionType } from '../objects/exceptions.ts';
import { newInt } from '../objects/int.ts';
import { newBool, None_ } from '../objects/singletons.ts';
import { newStrJs } from '../objects/str.ts';
import { intArg, ssizeArg } from '../objects/str-args.ts';
import { newTupleSteal } from '../objects/tuple.ts';
import { adler32, crc32 } from './_zlib/checksum.ts';
import { BLOCK_FLUSH, Deflater, FINISH, NO_FLUSH } from './_zlib/deflate.ts';
import { Inflater, WRAP_AUTO, WRAP_GZIP, WRAP_RAW, WRAP_ZLIB } from './_zlib/inflate.ts';

const MAX_WBITS = 15;
const DEF_BUF_SIZE = 16384;
const NO_LIMIT = Number.MAX_SAFE_INTEGER;
const EMPTY = new Uint8Array(0);

const Z_NEED_DICT = 2;
const Z_STREAM_ERROR = -2;
const Z_DATA_ERROR = -3;
const Z_BUF_ERROR = -5;

let errorClass: PyObject | null = null;
addRoot((visit) => {
  if (errorClass !== null) visit(errorClass);
});

/** zlib.error, made when first asked for. */
function errorType(): PyObject {
  if (errorClass !== null) return errorClass;
  const name = newStrJs('error');
  const bases = newTupleSteal([incref(ExceptionType.self as PyObject)]);
  const dict = newDict();
  const key = newStrJs('__module__');
  const module = newStrJs('zlib');
  dictSet(dict, key, module);
  errorClass = callObject(TypeType.self, [name, bases, dict]);
  for (const o of [name, bases, dict, key, module]) decref(o);
  return errorClass;
}

/** "Error -3 while decompressing data: incorrect header check". CPython: zlib_error. */
function zlibError(code: number, doing: string, message = ''): PyErr {
  let detail = message;
  if (detail === '' && code === Z_BUF_ERROR) detail = 'incomplete or truncated stream';
  if (detail === '' && code === Z_STREAM_ERROR) detail = 'inconsistent stream state';
  if (detail === '' && code === Z_DATA_ERROR) detail = 'invalid input data';
  return newException(
    errorType().v as TypeObject,
    `Error ${code} ${doing}${detail === '' ? '' : `: ${detail}`}`,
  );
}

/** A checksum's start value: taken modulo 2**32. */
function startValue(o: PyObject | undefined, fallback: number): number {
  if (o === undefined) return fallback;
  return Number(BigInt.asUintN(32, BigInt(index(o))));
}

// ---------------------------------------------------------------------------------------------
// Window bits

class Wrapping {
  readonly wrap: number;
  readonly bits: number;
  constructor(wrap: number, bits: number) {
    this.wrap = wrap;
    this.bits = bits;
  }
}

/** What `wbits` asks of a compressor; null for what zlib refuses. */
function deflateWrapping(wbits: number): Wrapping | null {
  const raw = wbits < 0;
  const gzip = wbits > 15;
  const bits = raw ? -wbits : gzip ? wbits - 16 : wbits;
  // A raw stream cannot say that its window of 256 bytes was widened.
  if (bits < 8 || bits > 15 || (bits === 8 && (raw || gzip))) return null;
  return new Wrapping(raw ? WRAP_RAW : gzip ? WRAP_GZIP : WRAP_ZLIB, bits);
}

function inflateWrapping(wbits: number): Wrapping | null {
  if (wbits < 0) return wbits >= -15 && wbits <= -8 ? new Wrapping(WRAP_RAW, -wbits) : null;
  const bits = wbits & 15;
  if (wbits >= 48 || (bits !== 0 && bits < 8)) return null;
  return new Wrapping([WRAP_ZLIB, WRAP_GZIP, WRAP_AUTO][wbits >> 4]!, bits);
}

// ---------------------------------------------------------------------------------------------
// One-shot functions

function compress(_m: PyObject, data: PyObject, level?: PyObject, wbits?: PyObject): Owned {
  return withSimple(data, (bytes) => {
    const effort = intArg(level, -1);
    const w = deflateWrapping(intArg(wbits, MAX_WBITS));
    if (w === null || effort < -1 || effort > 9) {
      throw newException(errorType().v as TypeObject, 'Bad compression level');
    }
    return newBytes(new Deflater(effort, w.wrap, w.bits, 0).deflate(bytes, FINISH));
  });
}

function withSimple<T>(o: PyObject, f: (bytes: Uint8Array) => T): T {
  const view = getBuffer(o, PyBUF_SIMPLE);
  try {
    return f(view.contiguous());
  } finally {
    releaseBuffer(view);
  }
}

function decompress(_m: PyObject, data: PyObject, wbits?: PyObject, bufsize?: PyObject): Owned {
  return withSimple(data, (bytes) => {
    const bits = intArg(wbits, MAX_WBITS);
    if (ssizeArg(bufsize, DEF_BUF_SIZE) < 0) throw valueError('bufsize must be non-negative');
    const w = inflateWrapping(bits);
    if (w === null) throw zlibError(Z_STREAM_ERROR, 'while preparing to decompress data');
    const inflater = new Inflater(w.wrap, w.bits);
    const out = inflater.decode(bytes, NO_LIMIT);
    if (inflater.finished) return newBytes(out);
    throw streamError(inflater);
  });
}

/** Why an inflater stopped short. */
function streamError(inflater: Inflater): PyErr {
  const doing = 'while decompressing data';
  if (inflater.bad) return zlibError(Z_DATA_ERROR, doing, inflater.message);
  if (inflater.needsDictionary) return zlibError(Z_NEED_DICT, doing);
  return zlibError(Z_BUF_ERROR, doing);
}

// ---------------------------------------------------------------------------------------------
// Compression objects

const STREAM_SIZE = 168;

function newStream(type: TypeObject, payload: unknown): Owned {
  const o = new PyObject(type, payload);
  account(o, type.basicsize);
  return o as Owned;
}

const COMPRESSOBJ =
  '($module, /, level=Z_DEFAULT_COMPRESSION, method=DEFLATED,\n            wbits=MAX_WBITS, ' +
  'memLevel=DEF_MEM_LEVEL,\n            strategy=Z_DEFAULT_STRATEGY, zdict=None)';

function compressobj(
  _m: PyObject,
  level?: PyObject,
  how?: PyObject,
  wbits?: PyObject,
  memory?: PyObject,
  strategy?: PyObject,
  zdict?: PyObject,
): Owned {
  const effort = intArg(level, -1);
  const kind = intArg(how, 8);
  const w = deflateWrapping(intArg(wbits, MAX_WBITS));
  const mem = intArg(memory, 8);
  const plan = intArg(strategy, 0);
  const dict = zdict === undefined || zdict === None_ ? null : bytesCopy(zdict);
  if (
    effort < -1 ||
    effort > 9 ||
    kind !== 8 ||
    w === null ||
    mem < 1 ||
    mem > 9 ||
    plan < 0 ||
    plan > 4
  ) {
    throw valueError('Invalid initialization option');
  }
  const d = new Deflater(effort, w.wrap, w.bits, plan);
  if (dict !== null) {
    if (w.wrap === WRAP_GZIP) throw valueError('Invalid dictionary');
    d.setDictionary(dict);
  }
  return newStream(CompressType, d);
}

function compressMore(o: PyObject, data: PyObject): Owned {
  return withSimple(data, (bytes) => {
    const d: Deflater = o.v;
    if (d.finished) throw zlibError(Z_STREAM_ERROR, 'while compressing data');
    return newBytes(d.deflate(bytes, NO_FLUSH));
  });
}

function compressFlush(o: PyObject, mode?: PyObject): Owned {
  const how = intArg(mode, FINISH);
  const d: Deflater = o.v;
  if (how === NO_FLUSH) return newBytes(EMPTY);
  if (how < 0 || how > BLOCK_FLUSH || d.finished) throw zlibError(Z_STREAM_ERROR, 'while flushing');
  return newBytes(d.deflate(EMPTY, how));
}

function compressCopy(o: PyObject): Owned {
  const d: Deflater = o.v;
  if (d.finished) throw valueError('Inconsistent stream state');
  return newStream(CompressType, d.copy());
}

export const CompressType: TypeObject = newStaticType('zlib.Compress', {
  heap: 'mutable',
  flags: TPFLAGS_DISALLOW_INSTANTIATION,
  basicsize: STREAM_SIZE,
  tp_dealloc: (o: PyObject) => freeObject(o),
  methods: {
    compress: method('($self, data, /)', compressMore, 'Compresses more bytes.'),
    flush: method('($self, mode=zlib.Z_FINISH, /)', compressFlush, 'What remains to be written.'),
    copy: method('($self, /)', compressCopy, 'Another object in the same state.'),
    __copy__: method('($self, /)', compressCopy),
    __deepcopy__: method('($self, memo, /)', compressCopy),
  },
});

// ---------------------------------------------------------------------------------------------
// Decompression objects

class Decompress {
  inflater: Inflater;
  zdict: Uint8Array | null;
  /** Owned bytes. */
  unusedData: PyObject = newBytes(EMPTY);
  unconsumedTail: PyObject = newBytes(EMPTY);
  eof = false;
  /** flush() at the end of the stream has given the stream's state up. */
  ended = false;
  constructor(inflater: Inflater, zdict: Uint8Array | null) {
    this.inflater = inflater;
    this.zdict = zdict;
  }
}

/** The dictionary argument: any bytes-like object. */
function dictionaryArg(o: PyObject | undefined): Uint8Array | null {
  if (o === undefined) return null;
  if (o.type.bf_getbuffer === null)
    throw typeError('zdict argument must support the buffer protocol');
  return bytesCopy(o);
}

function newInflater(wbits: PyObject | undefined, zdict: Uint8Array | null): Inflater {
  const w = inflateWrapping(intArg(wbits, MAX_WBITS));
  if (w === null) throw valueError('Invalid initialization option');
  const inflater = new Inflater(w.wrap, w.bits);
  if (w.wrap === WRAP_RAW && zdict !== null) inflater.setDictionary(zdict);
  return inflater;
}

function decompressobj(_m: PyObject, wbits?: PyObject, zdict?: PyObject): Owned {
  const dict = dictionaryArg(zdict);
  return newStream(DecompressType, new Decompress(newInflater(wbits, dict), dict));
}

/** Decodes, giving the dictionary when the stream asks for one; the input used is in `usedInput`. */
function decodeWithDictionary(
  inflater: Inflater,
  zdict: Uint8Array | null,
  input: Uint8Array,
  limit: number,
): Uint8Array {
  const out = inflater.decode(input, limit);
  usedInput = inflater.inputAt;
  if (!inflater.needsDictionary || zdict === null) return out;
  if (!inflater.setDictionary(zdict)) throw zlibError(Z_DATA_ERROR, 'while setting zdict');
  const more = inflater.decode(input.subarray(usedInput), limit);
  usedInput += inflater.inputAt;
  return more;
}

let usedInput = 0;

function replaceBytes(old: PyObject, bytes: Uint8Array): PyObject {
  const fresh = newBytes(bytes);
  decref(old);
  return fresh;
}

/** Where the input went that was not decoded. CPython: save_unconsumed_input. */
function saveRest(p: Decompress, input: Uint8Array): void {
  const rest = input.subarray(usedInput);
  if (p.inflater.finished) {
    p.eof = true;
    if (rest.length > 0) {
      const before: Uint8Array = p.unusedData.v;
      const all = new Uint8Array(before.length + rest.length);
      all.set(before);
      all.set(rest, before.length);
      p.unusedData = replaceBytes(p.unusedData, all);
    }
  }
  const left = p.inflater.finished ? EMPTY : rest;
  if (left.length > 0 || (p.unconsumedTail.v as Uint8Array).length > 0) {
    p.unconsumedTail = replaceBytes(p.unconsumedTail, left.slice());
  }
}

function decompressMore(o: PyObject, data: PyObject, maxLength?: PyObject): Owned {
  const max = ssizeArg(maxLength, 0);
  if (max < 0) throw valueError('max_length must be non-negative');
  return withSimple(data, (bytes) =>
    newBytes(runDecompress(o.v, bytes, max === 0 ? NO_LIMIT : max)),
  );
}

function runDecompress(p: Decompress, input: Uint8Array, limit: number): Uint8Array {
  if (p.ended) throw zlibError(Z_STREAM_ERROR, 'while decompressing data');
  usedInput = 0;
  const out = decodeWithDictionary(p.inflater, p.zdict, input, limit);
  if (p.inflater.bad || p.inflater.needsDictionary) {
    const err = streamError(p.inflater);
    saveRest(p, input);
    throw err;
  }
  saveRest(p, input);
  return out;
}

function decompressFlush(o: PyObject, length?: PyObject): Owned {
  if (ssizeArg(length, DEF_BUF_SIZE) <= 0) throw valueError('length must be greater than zero');
  const p: Decompress = o.v;
  if (p.ended) return newBytes(EMPTY);
  const input: Uint8Array = p.unconsumedTail.v;
  const out = runDecompress(p, input, NO_LIMIT);
  if (p.eof) p.ended = true;
  return newBytes(out);
}

function decompressCopy(o: PyObject): Owned {
  const p: Decompress = o.v;
  if (p.ended) throw valueError('Inconsistent stream state');
  const c = new Decompress(p.inflater.copy(), p.zdict);
  c.unusedData = replaceBytes(c.unusedData, (p.unusedData.v as Uint8Array).slice());
  c.unconsumedTail = replaceBytes(c.unconsumedTail, (p.unconsumedTail.v as Uint8Array).slice());
  c.eof = p.eof;
  return newStream(DecompressType, c);
}

export const DecompressType: TypeObject = newStaticType('zlib.Decompress', {
  heap: 'mutable',
  flags: TPFLAGS_DISALLOW_INSTANTIATION,
  basicsize: STREAM_SIZE,
  tp_dealloc: (o: PyObject) => {
    const p: Decompress = o.v;
    decref(p.unusedData);
    decref(p.unconsumedTail);
    freeObject(o);
  },
  methods: {
    decompress: method(
      '($self, data, /, max_length=0)',
      decompressMore,
      'Decompresses more bytes.',
    ),
    flush: method(
      '($self, length=zlib.DEF_BUF_SIZE, /)',
      decompressFlush,
      'What remains to be read.',
    ),
    copy: method('($self, /)', decompressCopy, 'Another object in the same state.'),
    __copy__: method('($self, /)', decompressCopy),
    __deepcopy__: method('($self, memo, /)', decompressCopy),
  },
  members: {
    unused_data: member((o) => incref((o.v as Decompress).unusedData) as Owned),
    unconsumed_tail: member((o) => incref((o.v as Decompress).unconsumedTail) as Owned),
    eof: member((o) => newBool((o.v as Decompress).eof)),
  },
});

// ---------------------------------------------------------------------------------------------
// The decompressor of gzip.py: keeps its own input

class StreamDecompressor {
  inflater: Inflater;
  zdict: Uint8Array | null;
  pending: Uint8Array = EMPTY;
  unusedData: Uint8Array = EMPTY;
  eof = false;
  needsInput = true;
  constructor(inflater: Inflater, zdict: Uint8Array | null) {
    this.inflater = inflater;
    this.zdict = zdict;
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b.slice();
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

function streamNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const [wbits, zdict] = bindArgs('_ZlibDecompressor', "(wbits=15, zdict=b'')", args, kw);
  const dict = dictionaryArg(zdict);
  return newStream(type, new StreamDecompressor(newInflater(wbits, dict), dict));
}

function streamDecompress(o: PyObject, data: PyObject, maxLength?: PyObject): Owned {
  const max = ssizeArg(maxLength, -1);
  return withBytes(data, (bytes) => {
    const p: StreamDecompressor = o.v;
    if (p.eof) throw eofError('End of stream already reached');
    const input = joined(p.pending, bytes);
    usedInput = 0;
    const out =
      max === 0
        ? EMPTY
        : decodeWithDictionary(p.inflater, p.zdict, input, max < 0 ? NO_LIMIT : max);
    if (p.inflater.bad || p.inflater.needsDictionary) throw streamError(p.inflater);
    const rest = input.slice(usedInput);
    p.eof = p.inflater.finished;
    p.pending = p.eof ? EMPTY : rest;
    if (p.eof) p.unusedData = rest;
    p.needsInput = !p.eof && rest.length === 0 && (max < 0 || out.length < max);
    return newBytes(out);
  });
}

const StreamDecompressorType: TypeObject = newStaticType('zlib._ZlibDecompressor', {
  heap: 'immutable',
  basicsize: 184,
  tp_new: streamNew,
  tp_dealloc: (o: PyObject) => freeObject(o),
  text_signature: "(wbits=15, zdict=b'')",
  doc: 'Decompresses piece by piece.',
  methods: { decompress: method('($self, /, data, max_length=-1)', streamDecompress) },
  members: {
    eof: member((o) => newBool((o.v as StreamDecompressor).eof)),
    unused_data: member((o) => newBytes((o.v as StreamDecompressor).unusedData.slice())),
    needs_input: member((o) => newBool((o.v as StreamDecompressor).needsInput)),
  },
});

defineModule('zlib', {
  functions: {
    adler32: method(
      '($module, data, value=1, /)',
      (_m: PyObject, data: PyObject, value?: PyObject) =>
        withSimple(data, (b) => newInt(adler32(b, startValue(value, 1)))),
    ),
    crc32: method('($module, data, value=0, /)', (_m: PyObject, data: PyObject, value?: PyObject) =>
      withSimple(data, (b) => newInt(crc32(b, startValue(value, 0)))),
    ),
    compress: method('($module, data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS)', compress),
    compressobj: method(COMPRESSOBJ, compressobj),
    decompress: method('($module, data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE)', decompress),
    decompressobj: method("($module, /, wbits=MAX_WBITS, zdict=b'')", decompressobj),
  },
  types: { _ZlibDecompressor: StreamDecompressorType },
  constants: {
    __version__: '1.0',
    MAX_WBITS,
    DEFLATED: 8,
    DEF_MEM_LEVEL: 8,
    DEF_BUF_SIZE,
    Z_BEST_SPEED: 1,
    Z_BEST_COMPRESSION: 9,
    Z_DEFAULT_COMPRESSION: -1,
    Z_FILTERED: 1,
    Z_HUFFMAN_ONLY: 2,
    Z_RLE: 3,
    Z_FIXED: 4,
    Z_DEFAULT_STRATEGY: 0,
    Z_NO_COMPRESSION: 0,
    Z_NO_FLUSH: 0,
    Z_PARTIAL_FLUSH: 1,
    Z_SYNC_FLUSH: 2,
    Z_FULL_FLUSH: 3,
    Z_FINISH: 4,
    Z_BLOCK: 5,
    Z_TREES: 6,
    ZLIB_VERSION: '1.2.13',
    ZLIB_RUNTIME_VERSION: '1.2.13',
    error: () => incref(errorType()) as Owned,
  },
});

addAtoms(DecompressType, (o, visit) => {
  const p: Decompress = o.v;
  visit(p.unusedData);
  visit(p.unconsumedTail);
});
