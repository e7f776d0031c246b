/**
 * _weakref. CPython: Modules/_weakref.c.
 */

import { typeError } from '../core/errors.ts';
import { defineModule } from '../core/module-define.ts';
import { nativeFunction } from '../core/native-def.ts';
import type { PyObject } from '../core/object.ts';
import { incref } from '../core/object.ts';
import { weakrefsOf } from '../core/weakref.ts';
import { dictDel, dictGetBorrowed, isDict } from '../objects/dict.ts';
import { newInt } from '../objects/int.ts';
import { newListSteal } from '../objects/list.ts';
import { newNone } from '../objects/singletons.ts';
import {
  CallableProxyType,
  isProxy,
  isWeakref,
  newProxy,
  ProxyType,
  WeakrefType,
  weakrefObjectBorrowed,
} from '../objects/weakref.ts';

/** Removes the key if its value is a reference to an object that is gone. */
function removeDead(_module: PyObject, dict: PyObject, key: PyObject) {
  if (!isDict(dict)) {
    throw typeError(`_remove_dead_weakref() argument 1 must be dict, not ${dict.type.name}`);
  }
  const value = dictGetBorrowed(dict, key);
  if (value === null) return newNone();
  if (!isWeakref(value) && !isProxy(value)) throw typeError('not a weakref');
  if (weakrefObjectBorrowed(value) === null) dictDel(dict, key);
  return newNone();
}

export const _weakref = defineModule('_weakref', {
  functions: {
    getweakrefcount: nativeFunction(
      'getweakrefcount',
      '($module, object, /)',
      (_m, o: PyObject) => newInt(weakrefsOf(o).length),
      'How many weak references there are.',
    ),
    getweakrefs: nativeFunction(
      'getweakrefs',
      '($module, object, /)',
      (_m, o: PyObject) => newListSteal(weakrefsOf(o).map((r) => incref(r))),
      'All weak references.',
    ),
    proxy: nativeFunction(
      'proxy',
      '($module, object, callback=None, /)',
      (_m, o: PyObject, callback: PyObject | undefined) => newProxy(o, callback ?? null),
      'A proxy that does not keep its object alive.',
    ),
    _remove_dead_weakref: nativeFunction(
      '_remove_dead_weakref',
      '($module, dct, key, /)',
      removeDead,
      'Removes a key whose weak value is gone.',
    ),
  },
  types: {
    ref: WeakrefType,
    ReferenceType: WeakrefType,
    ProxyType,
    CallableProxyType,
  },
});
