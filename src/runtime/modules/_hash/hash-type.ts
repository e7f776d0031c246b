/**
 * The Python types of hash objects: one maker for all modules of hashes. CPython: Modules/md5module.c and its sisters.
 * The payload of an object is its `Hash`.
 */
import { isTrue } from '../../core/abstract.ts';
import { getBuffer, PyBUF_SIMPLE, releaseBuffer, type BufferView } from '../../core/buffer.ts';
import { bufferError, overflowError, typeError, valueError } from '../../core/errors.ts';
import { freeObject, gcTrack, newGC } from '../../core/gc.ts';
import { method, type NativeDef } from '../../core/native-def.ts';
import { account, type Owned, PyObject } from '../../core/object.ts';
import { type GetsetDef, getset, newStaticType, type TypeSpec } from '../../core/type-define.ts';
import {
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_HAVE_GC,
  type TypeObject,
} from '../../core/type-object.ts';
import { newBytes } from '../../objects/bytes-object.ts';
import { isInt, newInt } from '../../objects/int.ts';
import { isStr, newStrAscii, newStrJs } from '../../objects/str.ts';
import type { Hash } from './block-hash.ts';

/** Runs `f` with the bytes to be hashed. CPython: GET_BUFFER_VIEW_OR_ERROUT. */
export function withInput(o: PyObject, f: (bytes: Uint8Array) => void): void {
  if (isStr(o)) throw typeError('Strings must be encoded before hashing');
  if (o.type.bf_getbuffer === null) throw typeError('object supporting the buffer API required');
  const view: BufferView = getBuffer(o, PyBUF_SIMPLE);
  try {
    if (view.ndim > 1) throw bufferError('Buffer must be single dimension');
    f(view.contiguous());
  } finally {
    releaseBuffer(view);
  }
}

/** An unsigned long argument. CPython: _PyLong_UnsignedLong_Converter. */
export function unsignedArg(o: PyObject): number {
  if (!isInt(o)) throw typeError('an integer is required');
  if (o.v < 0) throw valueError('value must be positive');
  if (o.v >= 2n ** 64n) throw overflowError('Python int too large to convert to C unsigned long');
  return Number(o.v);
}

export function newHash(type: TypeObject, hash: Hash): Owned {
  if ((type.flags & TPFLAGS_HAVE_GC) === 0) {
    const plain = new PyObject(type, hash);
    account(plain, type.basicsize);
    return plain as Owned;
  }
  const o = newGC(type, hash);
  account(o, 16 + type.basicsize);
  gcTrack(o);
  return o;
}

const hex = (bytes: Uint8Array): string => {
  let s = '';
  for (let i = 0; i < bytes.length; i++) s += (bytes[i]! < 16 ? '0' : '') + bytes[i]!.toString(16);
  return s;
};

function update(o: PyObject, data: PyObject): void {
  withInput(data, (bytes) => (o.v as Hash).update(bytes));
}

/** Digests of a length the caller chooses: SHAKE. */
const anyLength: Record<string, NativeDef> = {
  digest: method('($self, length, /)', (o: PyObject, n: PyObject) =>
    newBytes((o.v as Hash).digest(shakeLength(n))),
  ),
  hexdigest: method('($self, length, /)', (o: PyObject, n: PyObject) =>
    newStrAscii(hex((o.v as Hash).digest(shakeLength(n)))),
  ),
};

function shakeLength(o: PyObject): number {
  const n = unsignedArg(o);
  if (n >= 1 << 29) throw valueError('length is too large');
  return n;
}

const fixedLength: Record<string, NativeDef> = {
  digest: method(
    '($self, /)',
    (o: PyObject) => newBytes((o.v as Hash).digest()),
    'The hash so far, as bytes.',
  ),
  hexdigest: method(
    '($self, /)',
    (o: PyObject) => newStrAscii(hex((o.v as Hash).digest())),
    'The hash so far, in hexadecimal digits.',
  ),
};

export interface HashTypeOptions {
  basicsize: number;
  /** Makes objects when called; without, only the module's function does. */
  tp_new?: TypeSpec['tp_new'];
  /** Digests take a length. */
  shake?: boolean;
  /** Name of the parameter of update(). */
  parameter?: string;
  getset?: Record<string, GetsetDef>;
  dict?: Record<string, () => Owned>;
  text_signature?: string;
}

/** A type of hash objects; `name` is what its objects call the algorithm. */
export function defineHashType(
  typeName: string,
  name: string,
  options: HashTypeOptions,
): TypeObject {
  const type: TypeObject = newStaticType(typeName, {
    heap: 'immutable',
    flags: options.tp_new === undefined ? TPFLAGS_DISALLOW_INSTANTIATION | TPFLAGS_HAVE_GC : 0,
    basicsize: options.basicsize,
    tp_new: options.tp_new,
    tp_traverse: options.tp_new === undefined ? () => {} : null,
    tp_dealloc: (o: PyObject) => freeObject(o),
    text_signature: options.text_signature,
    methods: {
      copy: method(
        '($self, /)',
        (o: PyObject) => newHash(type, (o.v as Hash).copy()),
        'Another object in the same state.',
      ),
      ...(options.shake === true ? anyLength : fixedLength),
      update: method(
        `($self, ${options.parameter ?? 'obj'}, /)`,
        update,
        'Goes on with more bytes.',
      ),
    },
    getset: {
      block_size: getset((o) => newInt((o.v as Hash).blockSize)),
      name: getset(() => newStrJs(name)),
      digest_size: getset((o) => newInt((o.v as Hash).digestSize)),
      ...options.getset,
    },
    dict: options.dict,
  });
  return type;
}

/** The module function that makes hash objects: `sha256(string=b'', *, usedforsecurity=True)`. */
export function hashFunction(type: TypeObject, make: () => Hash): NativeDef {
  const sig = "($module, /, string=b'', *, usedforsecurity=True)";
  return method(sig, (_m: PyObject, data?: PyObject, secure?: PyObject) => {
    if (secure !== undefined) isTrue(secure);
    const hash = make();
    if (data !== undefined) withInput(data, (bytes) => hash.update(bytes));
    return newHash(type, hash);
  });
}
