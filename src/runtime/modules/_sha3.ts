/** _sha3. CPython: Modules/sha3module.c; the sponge is _hash/sha3.ts. */
import { isTrue } from '../core/abstract.ts';
import { bindArgs } from '../core/args.ts';
import { defineModule } from '../core/module-define.ts';
import type { PyObject } from '../core/object.ts';
import { getset } from '../core/type-define.ts';
import type { KwNames, TypeObject } from '../core/type-object.ts';
import { newBytes } from '../objects/bytes-object.ts';
import { newInt } from '../objects/int.ts';
import { defineHashType, newHash, withInput } from './_hash/hash-type.ts';
import { Sha3 } from './_hash/sha3.ts';

const SUFFIX = 0x06;
const SHAKE_SUFFIX = 0x1f;
/** Bits of the sponge's state. */
const WIDTH = 1600;

const rateBits = (o: PyObject): number => (o.v as Sha3).blockSize * 8;

function sha3Type(name: string, rate: number, size: number): TypeObject {
  const shake = size === 0;
  const suffix = shake ? SHAKE_SUFFIX : SUFFIX;
  return defineHashType(`_sha3.${name}`, name, {
    basicsize: 32,
    shake,
    parameter: 'data',
    tp_new: (type: TypeObject, args: PyObject[], kw: KwNames) => {
      // The parser takes one positional argument, whatever keywords there are.
      const [data, secure] = bindArgs(name, "(data=b'', /, *, usedforsecurity=True)", args, kw);
      if (secure !== undefined) isTrue(secure);
      const hash = new Sha3(rate, size, suffix);
      if (data !== undefined) withInput(data, (bytes) => hash.update(bytes));
      return newHash(type, hash);
    },
    getset: {
      _capacity_bits: getset((o) => newInt(WIDTH - rateBits(o))),
      _rate_bits: getset((o) => newInt(rateBits(o))),
      _suffix: getset(() => newBytes(Uint8Array.of(suffix))),
    },
  });
}

defineModule('_sha3', {
  types: {
    sha3_224: sha3Type('sha3_224', 144, 28),
    sha3_256: sha3Type('sha3_256', 136, 32),
    sha3_384: sha3Type('sha3_384', 104, 48),
    sha3_512: sha3Type('sha3_512', 72, 64),
    shake_128: sha3Type('shake_128', 168, 0),
    shake_256: sha3Type('shake_256', 136, 0),
  },
  constants: { implementation: 'vivarium' },
});
