/** _sha1. CPython: Modules/sha1module.c; the algorithm is _hash/sha1.ts. */
import { defineModule } from '../core/module-define.ts';
import { defineHashType, hashFunction } from './_hash/hash-type.ts';
import { Sha1 } from './_hash/sha1.ts';

const SHA1Type = defineHashType('_sha1.sha1', 'sha1', { basicsize: 40 });

defineModule('_sha1', {
  functions: { sha1: hashFunction(SHA1Type, () => new Sha1()) },
  types: { SHA1Type },
});
