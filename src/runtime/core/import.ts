/**
 * The import statement. CPython: Python/import.c (PyImport_ImportModuleLevelObject), ceval.c (import_name, import_from).
 * Finding and loading is importlib's, unmodified: importlib._bootstrap is run at start (core/startup.ts).
 */
import {
  dictGetBorrowed,
  dictGetStrBorrowed,
  dictKeysArray,
  dictSet,
  dictSetStr,
  isDict,
} from '../objects/dict.ts';
import {
  AttributeErrorType,
  ImportErrorType,
  IndexErrorType,
  KeyErrorType,
} from '../objects/exceptions.ts';
import { newInt } from '../objects/int.ts';
import { None_ } from '../objects/singletons.ts';
import { intern, internStr, isStr, newStrJs, strJs } from '../objects/str.ts';
import { trimImportlibFrames } from '../objects/traceback.ts';
import { getItem, isTrue, sequenceToArray, setItem } from './abstract.ts';
import { getAttr, lookupAttr } from './attr.ts';
import { callMethod, callObject } from './call.ts';
import {
  carries,
  discard,
  importError,
  isPyErr,
  keyError,
  matches,
  moduleNotFoundError,
  typeError,
  valueError,
  warnImport,
  setField,
} from './errors.ts';
import { decref, incref, type Owned, type PyObject } from './object.ts';
import { S } from './state.ts';
import { ListType, ModuleType, TupleType } from './type-object.ts';

const s_import = intern('__import__');
const s_name = intern('__name__');
const s_package = intern('__package__');
const s_spec = intern('__spec__');
const s_path = intern('__path__');
const s_parent = intern('parent');
const s_initializing = intern('_initializing');
const s_find_and_load = intern('_find_and_load');
const s_handle_fromlist = intern('_handle_fromlist');
const s_lock_unlock = intern('_lock_unlock_module');
const s_all = intern('__all__');
const s_dict = intern('__dict__');
const s_file = intern('__file__');
const s_origin = intern('origin');
const s_has_location = intern('has_location');

/** `bootstrap` is the importlib._bootstrap module, `native` the builtins' own __import__; `verbose` (-v) keeps its frames. */
export const importState: {
  bootstrap: PyObject | null;
  native: PyObject | null;
  verbose: boolean;
} = {
  bootstrap: null,
  native: null,
  verbose: false,
};

/** `import name` in generated code: through builtins.__import__ when a program has replaced it. */
export function importModule(
  globals: PyObject,
  locals: PyObject,
  builtins: PyObject,
  name: PyObject,
  fromlist: PyObject,
  level: number,
): Owned {
  const f = isDict(builtins) ? dictGetStrBorrowed(builtins, s_import) : null;
  if (f === null) {
    if (!isDict(builtins))
      return importBySubscript(globals, locals, builtins, name, fromlist, level);
    throw importError('__import__ not found');
  }
  if (f === importState.native || importState.native === null)
    return importModuleLevel(name, globals, fromlist, level);
  const l = newInt(level);
  try {
    return callObject(f, [name, globals, locals, fromlist, l]);
  } finally {
    decref(l);
  }
}

/** The `__import__` of a `__builtins__` that is no dict. */
function importBySubscript(
  globals: PyObject,
  locals: PyObject,
  builtins: PyObject,
  name: PyObject,
  fromlist: PyObject,
  level: number,
): Owned {
  let f: Owned;
  try {
    f = getItem(builtins, s_import);
  } catch (e) {
    if (!matches(e, KeyErrorType)) throw e;
    discard(e);
    throw importError('__import__ not found');
  }
  const l = newInt(level);
  try {
    return callObject(f, [name, globals, locals, fromlist, l]);
  } finally {
    decref(l);
    decref(f);
  }
}

/** The work of `__import__`. */
export function importModuleLevel(
  name: PyObject,
  globals: PyObject | null,
  fromlist: PyObject | null,
  level: number,
): Owned {
  if (!isStr(name)) throw typeError('module name must be a string');
  if (level < 0) throw valueError('level must be >= 0');
  let abs: Owned;
  if (level > 0) abs = resolveName(name, globals, level);
  else {
    if (strJs(name) === '') throw valueError('Empty module name');
    abs = incref(name) as Owned;
  }
  try {
    const module = loadedModule(abs);
    return result(module, abs, name, fromlist, level);
  } finally {
    decref(abs);
  }
}

function loadedModule(abs: PyObject): Owned {
  const found = dictGetBorrowed(S.modules, abs);
  if (found !== null && found !== None_) {
    const m = incref(found) as Owned;
    ensureInitialized(m, abs);
    return m;
  }
  return findAndLoad(abs);
}

function findAndLoad(abs: PyObject): Owned {
  const f = getAttr(importState.bootstrap!, s_find_and_load);
  const imp = getAttr(importState.bootstrap!, s_gcd_import_import);
  try {
    return callObject(f, [abs, imp]);
  } catch (e) {
    removeImportlibFrames(e);
    throw e;
  } finally {
    decref(f);
    decref(imp);
  }
}
const s_gcd_import_import = intern('_gcd_import');

/** A module being imported by somebody else (another frame): importlib's lock protocol. */
function ensureInitialized(m: PyObject, abs: PyObject): void {
  if (m.type !== ModuleType) return;
  const spec = dictGetStrBorrowed(m.v.dict, s_spec);
  if (spec === null || spec === None_) return;
  const busy = lookupAttr(spec, s_initializing);
  if (busy === null) return;
  const yes = isTrue(busy);
  decref(busy);
  if (!yes) return;
  decref(callMethod(importState.bootstrap!, s_lock_unlock, [abs]));
}

function result(
  module: Owned,
  abs: PyObject,
  name: PyObject,
  fromlist: PyObject | null,
  level: number,
): Owned {
  const hasFrom = fromlist !== null && fromlist !== None_ && isTrue(fromlist);
  if (hasFrom) {
    const path = lookupAttr(module, s_path);
    if (path === null) return module;
    decref(path);
    const imp = getAttr(importState.bootstrap!, s_gcd_import_import);
    try {
      return callMethod(importState.bootstrap!, s_handle_fromlist, [module, fromlist!, imp]);
    } catch (e) {
      removeImportlibFrames(e);
      throw e;
    } finally {
      decref(imp);
      decref(module);
    }
  }
  const text = strJs(name);
  const dot = text.indexOf('.');
  if (dot < 0 && !(level > 0 && text === '')) return module;
  if (text === '') return module;
  if (level === 0) {
    decref(module);
    const front = newStrJs(text.slice(0, dot));
    try {
      return loadedModule(front);
    } finally {
      decref(front);
    }
  }
  // `import .a.b` cannot be written, but __import__('a.b', level=1) returns package.a
  const absText = strJs(abs);
  const cut = absText.slice(0, absText.length - (text.length - dot));
  const key = newStrJs(cut);
  try {
    const m = dictGetBorrowed(S.modules, key);
    if (m === null) throw keyError(key);
    decref(module);
    return incref(m) as Owned;
  } finally {
    decref(key);
  }
}

function resolveName(name: PyObject, globals: PyObject | null, level: number): Owned {
  if (globals === null || globals === None_) throw keyErrorText("'__name__' not in globals");
  if (!isDict(globals)) throw typeError('globals must be a dict');
  const pkg = packageOf(globals);
  let base = pkg;
  if (base === '') throw importError('attempted relative import with no known parent package');
  for (let i = 1; i < level; i++) {
    const dot = base.lastIndexOf('.');
    if (dot < 0) throw importError('attempted relative import beyond top-level package');
    base = base.slice(0, dot);
  }
  const tail = strJs(name);
  return newStrJs(tail === '' ? base : `${base}.${tail}`);
}

function keyErrorText(text: string): unknown {
  const s = newStrJs(text);
  const e = keyError(s);
  decref(s);
  return e;
}

function packageOf(globals: PyObject): string {
  const pkg = dictGetStrBorrowed(globals, s_package);
  const spec = dictGetStrBorrowed(globals, s_spec);
  if (pkg !== null && pkg !== None_) {
    if (!isStr(pkg)) throw typeError('package must be a string');
    return strJs(pkg);
  }
  if (spec !== null && spec !== None_) {
    const parent = getAttr(spec, s_parent);
    try {
      if (!isStr(parent)) throw typeError('__spec__.parent must be a string');
      return strJs(parent);
    } finally {
      decref(parent);
    }
  }
  warnImport(
    "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__",
  );
  const name = dictGetStrBorrowed(globals, s_name);
  if (name === null) throw keyErrorText("'__name__' not in globals");
  if (!isStr(name)) throw typeError('__name__ must be a string');
  const text = strJs(name);
  if (dictGetStrBorrowed(globals, s_path) !== null) return text;
  const dot = text.lastIndexOf('.');
  return dot < 0 ? '' : text.slice(0, dot);
}

/** CPython drops importlib's frames from the traceback of a failed import, unless -v asks for them (remove_importlib_frames). */
function removeImportlibFrames(e: unknown): void {
  if (!isPyErr(e) || importState.verbose) return;
  trimImportlibFrames(e.exc, carries(e, ImportErrorType));
}

// ---- from ... import ----

/** `from module import name`: the attribute, else the submodule of that name. */
export function importFromModule(module: PyObject, name: PyObject): Owned {
  const v = lookupAttr(module, name);
  if (v !== null) return v;
  const pkg = lookupAttr(module, s_name);
  if (pkg === null || !isStr(pkg)) {
    if (pkg !== null) decref(pkg);
    throw cannotImport(module, null, name);
  }
  try {
    const full = newStrJs(`${strJs(pkg)}.${strJs(name)}`);
    const m = dictGetBorrowed(S.modules, full);
    decref(full);
    if (m !== null) return incref(m) as Owned;
    throw cannotImport(module, pkg, name);
  } finally {
    decref(pkg);
  }
}

/** Index of `name_from` among the fields of an ImportError. */
const NAME_FROM = 3;

function cannotImport(module: PyObject, pkg: PyObject | null, name: PyObject): unknown {
  const pkgText = pkg === null ? '<unknown module name>' : strJs(pkg);
  const file = moduleFile(module);
  const n = strJs(name);
  let msg: string;
  if (file === null) {
    msg = `cannot import name '${n}' from '${pkgText}' (unknown location)`;
  } else if (isInitializing(module)) {
    msg = `cannot import name '${n}' from partially initialized module '${pkgText}' (most likely due to a circular import) (${file})`;
  } else {
    msg = `cannot import name '${n}' from '${pkgText}' (${file})`;
  }
  const path = file === null ? None_ : newStrJs(file);
  const err = importError(msg, pkg ?? None_, path);
  setField(err.exc, NAME_FROM, name);
  if (path !== None_) decref(path);
  return err;
}

function moduleFile(module: PyObject): string | null {
  const spec = lookupAttr(module, s_spec);
  if (spec !== null) {
    const has = spec === None_ ? null : lookupAttr(spec, s_has_location);
    const yes = has !== null && isTrue(has);
    if (has !== null) decref(has);
    if (yes) {
      const origin = lookupAttr(spec, s_origin);
      decref(spec);
      if (origin !== null) {
        const text = isStr(origin) ? strJs(origin) : null;
        decref(origin);
        if (text !== null) return text;
      }
    } else decref(spec);
  }
  const file = lookupAttr(module, s_file);
  if (file === null) return null;
  const text = isStr(file) ? strJs(file) : null;
  decref(file);
  return text;
}

function isInitializing(module: PyObject): boolean {
  const spec = lookupAttr(module, s_spec);
  if (spec === null) return false;
  const busy = spec === None_ ? null : lookupAttr(spec, s_initializing);
  decref(spec);
  if (busy === null) return false;
  const yes = isTrue(busy);
  decref(busy);
  return yes;
}

/** The items 0, 1, … up to the IndexError. CPython: PySequence_GetItem in import_all_from. */
function itemsByNumber(o: PyObject): Owned[] {
  if (o.type === ListType || o.type === TupleType) return sequenceToArray(o);
  const item = o.type.sq_item;
  if (item === null) {
    const kind = o.type.mp_subscript === null;
    throw typeError(
      kind
        ? `'${o.type.name}' object does not support indexing`
        : `${o.type.name} is not a sequence`,
    );
  }
  const out: Owned[] = [];
  try {
    for (let i = 0; ; i++) out.push(item(o, i));
  } catch (e) {
    if (matches(e, IndexErrorType)) {
      discard(e);
      return out;
    }
    for (const x of out) decref(x);
    throw e;
  }
}

/** `from module import *` into a namespace. */
export function importStar(module: PyObject, ns: PyObject): void {
  const all = lookupAttr(module, s_all);
  let names: PyObject[];
  let skip = false;
  if (all !== null) {
    try {
      names = itemsByNumber(all);
    } finally {
      decref(all);
    }
  } else {
    const dict = lookupAttr(module, s_dict);
    if (dict === null) throw importError('from-import-* object has no __dict__ and no __all__');
    names = isDict(dict) ? dictKeysArray(dict) : sequenceToArray(dict);
    decref(dict);
    skip = true;
  }
  try {
    for (const n of names) {
      if (!isStr(n)) throw starNameError(module, n, skip);
      if (skip && strJs(n).startsWith('_')) continue;
      const id = internStr(n);
      try {
        importOne(module, id, ns);
      } finally {
        decref(id);
      }
    }
  } finally {
    for (const n of names) decref(n);
  }
}

function importOne(module: PyObject, name: PyObject, ns: PyObject): void {
  const v = getAttr(module, name);
  try {
    if (isDict(ns)) dictSet(ns, name, v);
    else setItem(ns, name, v);
  } finally {
    decref(v);
  }
}

function starNameError(module: PyObject, n: PyObject, inDict: boolean): unknown {
  const m = lookupAttr(module, s_name);
  const mod = m !== null && isStr(m) ? strJs(m) : '?';
  if (m !== null) decref(m);
  return typeError(
    `${inDict ? 'Key' : 'Item'} in ${mod}.${inDict ? '__dict__' : '__all__'} must be str, not ${n.type.name}`,
  );
}

void [KeyErrorType, AttributeErrorType, discard, matches, moduleNotFoundError, getItem, dictSetStr];
