/**
 * _hashlib: hashes by name, HMAC and key derivation. CPython: Modules/_hashopenssl.c; OpenSSL's part is done by the
 * algorithms of _hash/. What OpenSSL has beyond those (RIPEMD-160, SM3) is not offered.
 */
import { index, isTrue } from '../core/abstract.ts';
import { method } from '../core/args.ts';
import { withBytes } from '../core/buffer.ts';
import { newException, type PyErr, reprJs, typeError, valueError } from '../core/errors.ts';
import { freeObject } from '../core/gc.ts';
import { defineModule } from '../core/module-define.ts';
import type { NativeDef } from '../core/native-def.ts';
import { account, decref, type Owned, PyObject } from '../core/object.ts';
import { getset, newStaticType } from '../core/type-define.ts';
import {
  BuiltinType,
  TPFLAGS_BASETYPE,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_HAVE_GC,
  TPFLAGS_MANAGED_WEAKREF,
  type TypeObject,
} from '../core/type-object.ts';
import { newBytes } from '../objects/bytes-object.ts';
import { dictGetBorrowed, dictSet, newDict } from '../objects/dict.ts';
import { ValueErrorType } from '../objects/exceptions.ts';
import { isInt, newInt } from '../objects/int.ts';
import { newMappingproxy } from '../objects/mappingproxy.ts';
import { addressText, weakrefGetset } from '../objects/object.ts';
import { newFrozensetFromOwned } from '../objects/set.ts';
import { None_ } from '../objects/singletons.ts';
import { isStr, newStrAscii, newStrJs, strJs } from '../objects/str.ts';
import { compareDigest } from './_operator.ts';
import { Blake2 } from './_hash/blake2.ts';
import type { Hash } from './_hash/block-hash.ts';
import { withInput } from './_hash/hash-type.ts';
import { Hmac, type MakeHash, pbkdf2, scrypt } from './_hash/keyed.ts';
import { Md5 } from './_hash/md5.ts';
import { Sha1 } from './_hash/sha1.ts';
import { Sha256, Sha512 } from './_hash/sha2.ts';
import { Sha3 } from './_hash/sha3.ts';

const SHA3 = 0x06;
const SHAKE = 0x1f;
const UNSUPPORTED = '[digital envelope routines] unsupported';
const INT_MAX = 2147483647;
/** OpenSSL's limit for the memory of scrypt where none is given. */
const SCRYPT_MEMORY = 32 << 20;

const unkeyed = {
  salt: new Uint8Array(0),
  person: new Uint8Array(0),
  fanout: 1,
  depth: 1,
  leafSize: 0,
  nodeOffset: 0n,
  nodeDepth: 0,
  innerSize: 0,
  key: new Uint8Array(0),
  lastNode: false,
};

/** SHA-512/t: SHA-512 from a state that SHA-512 itself makes of the name (FIPS 180-4, 5.3.6). */
function truncated(bits: number): MakeHash {
  return () => {
    const seed = new Sha512();
    for (let i = 0; i < seed.state.length; i++) seed.state[i]! ^= 0xa5a5a5a5;
    seed.update(Uint8Array.from(`SHA-512/${bits}`, (c) => c.charCodeAt(0)));
    const view = new DataView(seed.digest().buffer);
    const hash = new Sha512(bits / 8);
    for (let i = 0; i < hash.state.length; i++) hash.state[i] = view.getInt32(i * 4);
    return hash;
  };
}

const ALGORITHMS: Record<string, MakeHash> = {
  md5: () => new Md5(),
  sha1: () => new Sha1(),
  sha224: () => new Sha256(28),
  sha256: () => new Sha256(32),
  sha384: () => new Sha512(48),
  sha512: () => new Sha512(64),
  sha512_224: truncated(224),
  sha512_256: truncated(256),
  sha3_224: () => new Sha3(144, 28, SHA3),
  sha3_256: () => new Sha3(136, 32, SHA3),
  sha3_384: () => new Sha3(104, 48, SHA3),
  sha3_512: () => new Sha3(72, 64, SHA3),
  shake_128: () => new Sha3(168, 0, SHAKE),
  shake_256: () => new Sha3(136, 0, SHAKE),
  blake2b: () => Blake2.of(true, { ...unkeyed, digestSize: 64 }),
  blake2s: () => Blake2.of(false, { ...unkeyed, digestSize: 32 }),
};

/** OpenSSL's other spellings. */
const ALIASES: Record<string, string> = {
  blake2b512: 'blake2b',
  blake2s256: 'blake2s',
  shake128: 'shake_128',
  shake256: 'shake_256',
  'sha3-224': 'sha3_224',
  'sha3-256': 'sha3_256',
  'sha3-384': 'sha3_384',
  'sha3-512': 'sha3_512',
  'sha2-224': 'sha224',
  'sha2-256': 'sha256',
  'sha2-384': 'sha384',
  'sha2-512': 'sha512',
  'sha-1': 'sha1',
  'sha-224': 'sha224',
  'sha-256': 'sha256',
  'sha-384': 'sha384',
  'sha-512': 'sha512',
  'sha512-224': 'sha512_224',
  'sha512-256': 'sha512_256',
  'sha-512/224': 'sha512_224',
  'sha-512/256': 'sha512_256',
};

const ErrorType: TypeObject = newStaticType('_hashlib.UnsupportedDigestmodError', {
  heap: 'mutable',
  base: ValueErrorType,
  flags: TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC | TPFLAGS_MANAGED_WEAKREF,
  hasWeakrefs: true,
  getset: { __weakref__: weakrefGetset },
});

const unsupported = (message: string): PyErr => newException(ErrorType, message);

/** The name that objects show, of a name in any spelling. */
function algorithm(name: string): string {
  const lower = name.toLowerCase();
  const known = ALIASES[lower] ?? lower;
  if (!Object.hasOwn(ALGORITHMS, known)) throw unsupported(UNSUPPORTED);
  return known;
}

// ---------------------------------------------------------------------------------------------
// Hash objects

class Named {
  readonly name: string;
  readonly hash: Hash;
  constructor(name: string, hash: Hash) {
    this.name = name;
    this.hash = hash;
  }
}

const hex = (bytes: Uint8Array): string => {
  let s = '';
  for (const b of bytes) s += (b < 16 ? '0' : '') + b.toString(16);
  return s;
};

function newNamed(type: TypeObject, name: string, hash: Hash): Owned {
  const o = new PyObject(type, new Named(name, hash));
  account(o, type.basicsize);
  return o as Owned;
}

const hashOf = (o: PyObject): Hash => (o.v as Named).hash;

function length(o: PyObject): number {
  const n = Number(index(o));
  if (n < 0) throw valueError('value must be positive');
  return n;
}

const common = {
  copy: method('($self, /)', (o: PyObject) =>
    newNamed(o.type, (o.v as Named).name, hashOf(o).copy()),
  ),
  digest: method('($self, /)', (o: PyObject) => newBytes(hashOf(o).digest())),
  hexdigest: method('($self, /)', (o: PyObject) => newStrAscii(hex(hashOf(o).digest()))),
};

const sizes = {
  digest_size: getset((o) => newInt(hashOf(o).digestSize)),
  block_size: getset((o) => newInt(hashOf(o).blockSize)),
};

const HashType: TypeObject = newStaticType('_hashlib.HASH', {
  heap: 'immutable',
  flags: TPFLAGS_BASETYPE | TPFLAGS_DISALLOW_INSTANTIATION,
  basicsize: 32,
  text_signature: "(name, string=b'')",
  tp_dealloc: (o: PyObject) => freeObject(o),
  tp_repr: (o: PyObject) =>
    newStrJs(`<${(o.v as Named).name} _hashlib.HASH object @ ${addressText(o)}>`),
  methods: {
    ...common,
    update: method('($self, obj, /)', (o: PyObject, data: PyObject) =>
      withInput(data, (bytes) => hashOf(o).update(bytes)),
    ),
  },
  getset: { ...sizes, name: getset((o) => newStrJs((o.v as Named).name)) },
});

const HashXofType: TypeObject = newStaticType('_hashlib.HASHXOF', {
  heap: 'immutable',
  base: HashType,
  flags: TPFLAGS_BASETYPE | TPFLAGS_DISALLOW_INSTANTIATION,
  text_signature: "(name, string=b'')",
  methods: {
    digest: method('($self, /, length)', (o: PyObject, n: PyObject) =>
      newBytes(hashOf(o).digest(length(n))),
    ),
    hexdigest: method('($self, /, length)', (o: PyObject, n: PyObject) =>
      newStrAscii(hex(hashOf(o).digest(length(n)))),
    ),
  },
  getset: { digest_size: getset(() => newInt(0)) },
});

const HmacType: TypeObject = newStaticType('_hashlib.HMAC', {
  heap: 'immutable',
  flags: TPFLAGS_DISALLOW_INSTANTIATION,
  basicsize: 32,
  tp_dealloc: (o: PyObject) => freeObject(o),
  tp_repr: (o: PyObject) => newStrJs(`<${(o.v as Named).name} HMAC object @ ${addressText(o)}>`),
  methods: {
    ...common,
    update: method('($self, /, msg)', (o: PyObject, data: PyObject) =>
      withInput(data, (bytes) => hashOf(o).update(bytes)),
    ),
  },
  getset: { ...sizes, name: getset((o) => newStrJs(`hmac-${(o.v as Named).name}`)) },
});

function newHash(name: string, data?: PyObject, secure?: PyObject): Owned {
  if (secure !== undefined) isTrue(secure);
  const known = algorithm(name);
  const hash = ALGORITHMS[known]!();
  if (data !== undefined) withInput(data, (bytes) => hash.update(bytes));
  return newNamed(known.startsWith('shake') ? HashXofType : HashType, known, hash);
}

// ---------------------------------------------------------------------------------------------
// Functions

/** openssl_md5 and its like; `digestmod` of an HMAC may be one of them. */
const constructors: Map<NativeDef, string> = new Map();

function openssl(name: string): NativeDef {
  const def = method(
    "($module, /, string=b'', *, usedforsecurity=True)",
    (_m: PyObject, data?: PyObject, secure?: PyObject) => newHash(name, data, secure),
  );
  constructors.set(def, name);
  return def;
}

/** The algorithm that a digest argument names. */
function digestOf(o: PyObject): string {
  if (isStr(o)) return algorithm(strJs(o));
  const name = o.type === BuiltinType ? constructors.get(o.v.def) : undefined;
  if (name === undefined) throw unsupported(`Unsupported digestmod ${reprJs(o)}`);
  return name;
}

function hmacNew(_m: PyObject, key: PyObject, msg?: PyObject, digestmod?: PyObject): Owned {
  return withBytes(key, (bytes) => {
    if (digestmod === undefined || digestmod === None_)
      throw typeError("Missing required parameter 'digestmod'.");
    const name = digestOf(digestmod);
    const hash = Hmac.of(ALGORITHMS[name]!, bytes);
    if (msg !== undefined && msg !== None_) withInput(msg, (b) => hash.update(b));
    return newNamed(HmacType, name, hash);
  });
}

function hmacDigest(_m: PyObject, key: PyObject, msg: PyObject, digest: PyObject): Owned {
  return withBytes(key, (k) =>
    withBytes(msg, (m) => {
      const hash = Hmac.of(ALGORITHMS[digestOf(digest)]!, k);
      hash.update(m);
      return newBytes(hash.digest());
    }),
  );
}

function pbkdf2Hmac(
  _m: PyObject,
  name: PyObject,
  password: PyObject,
  salt: PyObject,
  iterations: PyObject,
  dklen?: PyObject,
): Owned {
  if (!isStr(name))
    throw typeError(`pbkdf2_hmac() argument 'hash_name' must be str, not ${name.type.name}`);
  return withBytes(password, (p) =>
    withBytes(salt, (s) => {
      const rounds = Number(index(iterations));
      const make = ALGORITHMS[algorithm(strJs(name))]!;
      if (rounds < 1) throw valueError('iteration value must be greater than 0.');
      const size =
        dklen === undefined || dklen === None_ ? make().digestSize : Number(index(dklen));
      if (size < 1) throw valueError('key length must be greater than 0.');
      return newBytes(pbkdf2(make, p, s, rounds, size));
    }),
  );
}

const SCRYPT =
  '($module, /, password, *, salt=None, n=None, r=None, p=None,\n       maxmem=0, dklen=64)';

function unsigned(o: PyObject | undefined, name: string): number {
  if (o === undefined || o === None_)
    throw typeError(`${name} is required and must be an unsigned int`);
  if (!isInt(o)) throw typeError(`scrypt() argument '${name}' must be int, not ${o.type.name}`);
  if (o.v < 0 || o.v >= 2n ** 64n)
    throw typeError(`${name} is required and must be an unsigned int`);
  return Number(o.v);
}

function scryptFunction(
  _m: PyObject,
  password: PyObject,
  salt?: PyObject,
  n?: PyObject,
  r?: PyObject,
  p?: PyObject,
  maxmem?: PyObject,
  dklen?: PyObject,
): Owned {
  if (salt === undefined || salt === None_) throw typeError('salt is required');
  return withBytes(password, (secret) =>
    withBytes(salt, (s) => {
      const cost = unsigned(n, 'n');
      if (cost < 2 || !/^0*10*$/.test(cost.toString(2)))
        throw valueError('n must be a power of 2.');
      const blocks = unsigned(r, 'r');
      const lanes = unsigned(p, 'p');
      const memory = maxmem === undefined ? 0 : Number(index(maxmem));
      if (memory < 0 || memory > INT_MAX)
        throw valueError('maxmem must be positive and smaller than 2147483647');
      const size = dklen === undefined ? 64 : Number(index(dklen));
      if (size < 1 || size > INT_MAX)
        throw valueError('dklen must be greater than 0 and smaller than 2147483647');
      const needed = 128 * blocks * (cost + lanes + 2);
      if (needed > (memory === 0 ? SCRYPT_MEMORY : memory)) {
        throw valueError('[digital envelope routines] memory limit exceeded');
      }
      return newBytes(scrypt(secret, s, cost, blocks, lanes, size));
    }),
  );
}

const OPENSSL = [
  'md5',
  'sha1',
  'sha224',
  'sha256',
  'sha384',
  'sha512',
  'sha3_224',
  'sha3_256',
  'sha3_384',
  'sha3_512',
  'shake_128',
  'shake_256',
];

defineModule('_hashlib', {
  doc: 'Hashes by name, HMAC, and keys from passwords.',
  functions: {
    ...Object.fromEntries(OPENSSL.map((name) => [`openssl_${name}`, openssl(name)])),
    new: method(
      "($module, /, name, string=b'', *, usedforsecurity=True)",
      (_m: PyObject, name: PyObject, data?: PyObject, secure?: PyObject) => {
        if (!isStr(name)) throw typeError('name must be a string');
        return newHash(strJs(name), data, secure);
      },
    ),
    hmac_new: method("($module, /, key, msg=b'', digestmod=None)", hmacNew),
    hmac_digest: method('($module, /, key, msg, digest)', hmacDigest),
    pbkdf2_hmac: method(
      '($module, /, hash_name, password, salt, iterations,\n            dklen=None)',
      pbkdf2Hmac,
    ),
    scrypt: method(SCRYPT, scryptFunction),
    compare_digest: method('($module, a, b, /)', compareDigest),
    get_fips_mode: method('($module, /)', () => newInt(0)),
  },
  types: {
    HASH: HashType,
    HASHXOF: HashXofType,
    HMAC: HmacType,
    UnsupportedDigestmodError: ErrorType,
  },
  constants: {
    openssl_md_meth_names: () =>
      newFrozensetFromOwned(Object.keys(ALGORITHMS).map((n) => newStrJs(n))),
  },
  init: (dict, module) => {
    const table = newDict();
    const values = (module as unknown as { dict: PyObject }).dict;
    for (const name of OPENSSL) {
      const key = newStrJs(`openssl_${name}`);
      const f = dictGetBorrowed(values, key)!;
      const text = newStrJs(name);
      dictSet(table, f, text);
      for (const o of [key, text]) decref(o);
    }
    const key = newStrJs('_constructors');
    const proxy = newMappingproxy(table);
    dictSet(dict, key, proxy);
    for (const o of [key, proxy, table]) decref(o as Owned);
  },
});
