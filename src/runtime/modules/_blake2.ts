/** _blake2. CPython: Modules/_blake2/; the algorithm is _hash/blake2.ts. */
import { isTrue } from '../core/abstract.ts';
import { bindArgs } from '../core/args.ts';
import { bytesCopy } from '../core/buffer.ts';
import { overflowError, valueError } from '../core/errors.ts';
import { defineModule } from '../core/module-define.ts';
import { index } from '../core/number-ops.ts';
import type { Owned, PyObject } from '../core/object.ts';
import type { KwNames, TypeObject } from '../core/type-object.ts';
import { newInt } from '../objects/int.ts';
import { intArg } from '../objects/str-args.ts';
import { Blake2 } from './_hash/blake2.ts';
import { defineHashType, newHash, unsignedArg, withInput } from './_hash/hash-type.ts';

const SIGNATURE =
  "(data=b'', /, *, digest_size=64, key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0, " +
  'node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True)';

const EMPTY = new Uint8Array(0);

/** A bytes argument of bounded length. */
function boundedBytes(o: PyObject | undefined, what: string, max: number): Uint8Array {
  const bytes = o === undefined ? EMPTY : bytesCopy(o);
  if (bytes.length > max) throw valueError(`maximum ${what} length is ${max} bytes`);
  return bytes;
}

function boundedInt(
  o: PyObject | undefined,
  fallback: number,
  low: number,
  high: number,
  message: string,
): number {
  const n = intArg(o, fallback);
  if (n < low || n > high) throw valueError(message);
  return n;
}

function leafSize(o: PyObject | undefined): number {
  const n = o === undefined ? 0 : unsignedArg(o);
  if (n > 0xffffffff) throw overflowError('leaf_size is too large');
  return n;
}

function nodeOffset(o: PyObject | undefined, wide: boolean): bigint {
  const n = o === undefined ? 0n : BigInt(index(o));
  if (n < 0n) throw valueError('value must be positive');
  if (n >= 1n << 64n) throw overflowError('int too big to convert');
  if (!wide && n >= 1n << 48n) throw overflowError('node_offset is too large');
  return n;
}

/** `blake2b` or `blake2s`: words of 8 or 4 bytes decide all sizes. */
function blakeType(name: string, wide: boolean, basicsize: number): TypeObject {
  const size = wide ? 8 : 4;
  const max = size * 8;
  const small = size * 2;
  const make = (type: TypeObject, args: PyObject[], kw: KwNames): Owned => {
    const [
      data,
      digest,
      key,
      salt,
      person,
      fanout,
      depth,
      leaf,
      offset,
      nodeDepth,
      inner,
      last,
      secure,
    ] = bindArgs(name, SIGNATURE, args, kw);
    const digestSize = boundedInt(
      digest,
      max,
      1,
      max,
      `digest_size must be between 1 and ${max} bytes`,
    );
    if (secure !== undefined) isTrue(secure);
    const hash = Blake2.of(wide, {
      digestSize,
      salt: boundedBytes(salt, 'salt', small),
      person: boundedBytes(person, 'person', small),
      fanout: boundedInt(fanout, 1, 0, 255, 'fanout must be between 0 and 255'),
      depth: boundedInt(depth, 1, 1, 255, 'depth must be between 1 and 255'),
      leafSize: leafSize(leaf),
      nodeOffset: nodeOffset(offset, wide),
      nodeDepth: boundedInt(nodeDepth, 0, 0, 255, 'node_depth must be between 0 and 255'),
      innerSize: boundedInt(inner, 0, 0, max, `inner_size must be between 0 and is ${max}`),
      key: boundedBytes(key, 'key', max),
      lastNode: last !== undefined && isTrue(last),
    });
    if (data !== undefined) withInput(data, (bytes) => hash.update(bytes));
    return newHash(type, hash);
  };
  return defineHashType(`_blake2.${name}`, name, {
    basicsize,
    parameter: 'data',
    tp_new: make,
    text_signature:
      `(data=b'', /, *, digest_size=_blake2.${name}.MAX_DIGEST_SIZE,\n        key=b'', salt=b'', ` +
      `person=b'', fanout=1, depth=1, leaf_size=0,\n        node_offset=0, node_depth=0, ` +
      `inner_size=0, last_node=False,\n        usedforsecurity=True)`,
    dict: {
      SALT_SIZE: () => newInt(small),
      PERSON_SIZE: () => newInt(small),
      MAX_KEY_SIZE: () => newInt(max),
      MAX_DIGEST_SIZE: () => newInt(max),
    },
  });
}

defineModule('_blake2', {
  doc: 'The BLAKE2 hashes.',
  types: { blake2b: blakeType('blake2b', true, 440), blake2s: blakeType('blake2s', false, 232) },
  constants: {
    BLAKE2B_SALT_SIZE: 16,
    BLAKE2B_PERSON_SIZE: 16,
    BLAKE2B_MAX_KEY_SIZE: 64,
    BLAKE2B_MAX_DIGEST_SIZE: 64,
    BLAKE2S_SALT_SIZE: 8,
    BLAKE2S_PERSON_SIZE: 8,
    BLAKE2S_MAX_KEY_SIZE: 32,
    BLAKE2S_MAX_DIGEST_SIZE: 32,
  },
});
