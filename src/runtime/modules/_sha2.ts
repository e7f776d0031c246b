/** _sha2. CPython: Modules/sha2module.c; the algorithms are in _hash/sha2.ts. */
import { defineModule } from '../core/module-define.ts';
import { defineHashType, hashFunction } from './_hash/hash-type.ts';
import { Sha256, Sha512 } from './_hash/sha2.ts';

const SHA224Type = defineHashType('_sha2.SHA224Type', 'sha224', { basicsize: 32 });
const SHA256Type = defineHashType('_sha2.SHA256Type', 'sha256', { basicsize: 32 });
const SHA384Type = defineHashType('_sha2.SHA384Type', 'sha384', { basicsize: 32 });
const SHA512Type = defineHashType('_sha2.SHA512Type', 'sha512', { basicsize: 32 });

defineModule('_sha2', {
  functions: {
    sha224: hashFunction(SHA224Type, () => new Sha256(28)),
    sha256: hashFunction(SHA256Type, () => new Sha256(32)),
    sha384: hashFunction(SHA384Type, () => new Sha512(48)),
    sha512: hashFunction(SHA512Type, () => new Sha512(64)),
  },
  types: { SHA224Type, SHA256Type, SHA384Type, SHA512Type },
});
