/** _md5. CPython: Modules/md5module.c; the algorithm is _hash/md5.ts. */
import { defineModule } from '../core/module-define.ts';
import { defineHashType, hashFunction } from './_hash/hash-type.ts';
import { Md5 } from './_hash/md5.ts';

const MD5Type = defineHashType('_md5.md5', 'md5', { basicsize: 32 });

defineModule('_md5', {
  functions: { md5: hashFunction(MD5Type, () => new Md5()) },
  types: { MD5Type },
});
