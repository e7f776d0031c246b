/**
 * Attributes of modules that native code needs (`copyreg.__newobj__`, `builtins.getattr`). CPython:
 * _PyImport_GetModuleAttrString.
 */

import { intern } from '../objects/str.ts';
import { newTupleSteal } from '../objects/tuple.ts';
import { getAttr } from './attr.ts';
import { importModuleLevel } from './import.ts';
import type { Owned } from './object.ts';
import { decref } from './object.ts';

/** Imports the module if need be and gives its attribute. */
export function importAttr(module: string, name: string): Owned {
  const key = intern(name);
  const fromlist = newTupleSteal([key]);
  const moduleName = intern(module);
  try {
    const m = importModuleLevel(moduleName, null, fromlist, 0);
    try {
      return getAttr(m, key);
    } finally {
      decref(m);
    }
  } finally {
    decref(moduleName);
    decref(fromlist);
  }
}
