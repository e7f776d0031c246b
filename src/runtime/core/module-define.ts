/**
 * Declaring native modules and making their module objects. CPython: PyModuleDef, Objects/moduleobject.c.
 *
 * `defineModule` runs while files load and only remembers the declaration; the module object, its functions and its
 * constants are made when the module is first imported. Imports nothing that must be complete at load time.
 */

import { newBuiltin } from '../objects/builtin.ts';
import { dictGetBorrowed, dictSet, dictSetStr } from '../objects/dict.ts';
import { newFloat } from '../objects/float.ts';
import { newInt } from '../objects/int.ts';
import { newModule } from '../objects/module.ts';
import { newBool, newNone } from '../objects/singletons.ts';
import { intern, newStrJs } from '../objects/str.ts';
import { moduleNotFoundError } from './errors.ts';
import type { NativeDef } from './native-def.ts';
import { decref, incref, type Owned, type PyGC, type PyObject } from './object.ts';
import { S } from './state.ts';
import type { TypeObject } from './type-object.ts';

/** A constant: a JavaScript value, or a function that makes the object (new reference). */
export type ModuleConstant = string | number | bigint | boolean | null | (() => Owned);

export interface ModuleSpec {
  functions?: Record<string, NativeDef>;
  /** Types under the last part of their name, or under the given names. */
  types?: readonly TypeObject[] | Record<string, TypeObject>;
  constants?: Record<string, ModuleConstant>;
  doc?: string;
  /** Runs last, when the module is made. */
  init?: (dict: PyObject, module: PyObject) => void;
}

export class ModuleDef {
  name: string;
  spec: ModuleSpec;
  constructor(name: string, spec: ModuleSpec) {
    this.name = name;
    this.spec = spec;
  }
}

const declared: Map<string, ModuleDef> = new Map();

/** Declares a native module. */
export function defineModule(name: string, spec: ModuleSpec): ModuleDef {
  const def = new ModuleDef(name, spec);
  declared.set(name, def);
  return def;
}

export function nativeModule(name: string): ModuleDef | null {
  return declared.get(name) ?? null;
}

/** Names of all native modules, sorted: `sys.builtin_module_names`. */
export function nativeModuleNames(): string[] {
  return [...declared.keys()].sort();
}

function put(dict: PyObject, name: string, value: Owned): void {
  const key = intern(name);
  dictSetStr(dict, key, value);
  decref(key);
  decref(value);
}

function constantObject(c: ModuleConstant): Owned {
  if (typeof c === 'function') return c();
  if (c === null) return newNone();
  if (typeof c === 'string') return newStrJs(c);
  if (typeof c === 'boolean') return newBool(c);
  if (typeof c === 'bigint' || Number.isInteger(c)) return newInt(c);
  return newFloat(c);
}

/** Fills the dict of a module from its declaration. */
function fill(def: ModuleDef, module: PyObject): void {
  const dict = (module as PyGC).dict!;
  const { functions, types, constants, init } = def.spec;
  const name = intern(def.name);
  for (const [key, f] of Object.entries(functions ?? {})) {
    if (f.name === '') f.name = key;
    put(dict, key, newBuiltin(f, module, name));
  }
  decref(name);
  if (Array.isArray(types)) {
    for (const T of types as TypeObject[]) {
      put(dict, T.name.slice(T.name.lastIndexOf('.') + 1), incref(T.self as PyObject));
    }
  } else {
    for (const [key, T] of Object.entries((types ?? {}) as Record<string, TypeObject>)) {
      put(dict, key, incref(T.self as PyObject));
    }
  }
  for (const [key, c] of Object.entries(constants ?? {})) put(dict, key, constantObject(c));
  init?.(dict, module);
}

/** A new module object of a declaration; not entered into sys.modules. */
export function makeModule(def: ModuleDef): Owned {
  const module = newModule(def.name, def.spec.doc ?? null);
  fill(def, module);
  return module;
}

/** `sys.modules[name]`, made now when it is a native module that was not imported yet. */
export function importNative(name: string): Owned {
  const key = intern(name);
  try {
    const found = S.modules === null ? null : dictGetBorrowed(S.modules, key);
    if (found !== null) return incref(found);
    const def = declared.get(name);
    if (def === undefined) throw moduleNotFoundError(`No module named '${name}'`, key);
    const module = makeModule(def);
    if (S.modules !== null) dictSet(S.modules, key, module);
    return module;
  } finally {
    decref(key);
  }
}
