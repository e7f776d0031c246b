/** errno: error numbers of Linux. CPython: Modules/errnomodule.c. */
import { defineModule } from '../core/module-define.ts';
import { decref } from '../core/object.ts';
import { dictContains, dictSet, dictSetStr, newDict } from '../objects/dict.ts';
import { newInt } from '../objects/int.ts';
import { intern, newStrJs } from '../objects/str.ts';
import { ERRNO } from './_os/os-error.ts';

defineModule('errno', {
  doc: 'Error numbers of the system by name.',
  constants: ERRNO,
  init(dict) {
    const codes = newDict();
    for (const [name, number] of Object.entries(ERRNO)) {
      const key = newInt(number);
      const value = newStrJs(name);
      if (!dictContains(codes, key)) dictSet(codes, key, value);
      decref(key);
      decref(value);
    }
    const name = intern('errorcode');
    dictSetStr(dict, name, codes);
    decref(name);
    decref(codes);
  },
});
