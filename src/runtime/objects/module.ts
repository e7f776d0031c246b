/**
 * Modules. CPython: Objects/moduleobject.c.
 *
 * The module's namespace is the object's own dict (`PyGC.dict`), always present. The payload is unused by Python modules;
 * native modules may keep their state in it.
 */

import { contains, isTrue, repr } from '../core/abstract.ts';
import { bindArgs, method } from '../core/args.ts';
import { lookupAttr, lookupGeneric } from '../core/attr.ts';
import { callObject } from '../core/call.ts';
import { attributeError, type PyErr, typeError } from '../core/errors.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import {
  account,
  decref,
  incref,
  type Owned,
  type PyGC,
  type PyObject,
  xdecref,
} from '../core/object.ts';
import { S } from '../core/state.ts';
import { isInstanceOf } from '../core/subtype.ts';
import { defineType, getset, member } from '../core/type-define.ts';
import {
  DictType,
  type KwNames,
  ListType,
  ModuleType,
  StrType,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  type TypeObject,
  type Visit,
} from '../core/type-object.ts';
import { clearWeakrefs } from '../core/weakref.ts';
import { dictDel, dictGetStrBorrowed, dictKeysArray, dictSetStr, newDict } from './dict.ts';
import { newListSteal } from './list.ts';
import { None_, newNone } from './singletons.ts';
import { intern, newStrJs, strJs } from './str.ts';

const SIZE = 72;
const s_name = intern('__name__');
const s_doc = intern('__doc__');
const s_package = intern('__package__');
const s_loader = intern('__loader__');
const s_spec = intern('__spec__');
const s_file = intern('__file__');
const s_path = intern('path');
const s_dict = intern('__dict__');
const s_annotations = intern('__annotations__');
const s_getattr = intern('__getattr__');
const s_dir = intern('__dir__');
const s_initializing = intern('_initializing');
const s_uninitialized = intern('_uninitialized_submodules');
const s_origin = intern('origin');
const s_has_location = intern('has_location');
const s_spec_loader = intern('loader');
const s_spec_name = intern('name');
const s_stdlib = intern('stdlib_module_names');

export class ModulePayload {
  /** State of a native module. */
  state: any = null;
  /** The namespace once more, borrowed from the object, for inline caches. */
  dict: PyObject | null = null;
}

export type PyModule = PyGC<ModulePayload>;

function initDict(dict: PyObject, name: PyObject, doc: PyObject): void {
  dictSetStr(dict, s_name, name);
  dictSetStr(dict, s_doc, doc);
  dictSetStr(dict, s_package, None_);
  dictSetStr(dict, s_loader, None_);
  dictSetStr(dict, s_spec, None_);
}

/** A module with an initialised namespace. */
export function newModule(name: string, doc: string | null = null): Owned<PyModule> {
  const o = newGC(ModuleType, new ModulePayload()) as Owned<PyModule>;
  account(o, SIZE);
  o.v.dict = o.dict = newDict();
  const nameObject = newStrJs(name);
  const docObject = doc === null ? newNone() : newStrJs(doc);
  initDict(o.dict, nameObject, docObject);
  decref(nameObject);
  decref(docObject);
  gcTrack(o);
  return o;
}

export function isModule(o: PyObject): o is PyModule {
  return isInstanceOf(o, ModuleType);
}

/** The module's namespace. */
export function moduleDictBorrowed(o: PyObject): PyObject {
  return (o as PyModule).dict!;
}

function moduleNew(type: TypeObject): Owned {
  const o = type.tp_alloc(type) as Owned<PyModule>;
  o.v = new ModulePayload();
  o.v.dict = o.dict = newDict();
  return o;
}

function moduleInit(object: PyObject, args: PyObject[], kw: KwNames): void {
  const o = object as PyModule;
  const [name, doc] = bindArgs('module', '(name, doc=None)', args, kw) as PyObject[];
  if (!isInstanceOf(name!, StrType)) {
    throw typeError(`module() argument 'name' must be str, not ${name!.type.name}`);
  }
  if (o.dict === null) o.v.dict = o.dict = newDict();
  initDict(o.dict, name!, doc ?? None_);
}

function moduleDealloc(object: PyObject): void {
  const o = object as PyModule;
  gcUntrack(o);
  if (o.ext !== null) clearWeakrefs(o);
  freeObject(o);
}

// ---------------------------------------------------------------------------------------------
// Attributes

const isStr = (o: PyObject | null): o is PyObject => o !== null && isInstanceOf(o, StrType);

function flagOf(spec: PyObject, name: PyObject): boolean {
  const value = lookupAttr(spec, name);
  if (value === null) return false;
  const yes = isTrue(value);
  decref(value);
  return yes;
}

/** `spec.origin` as a string when the module has a location. */
function originOf(spec: PyObject): string | null {
  if (!flagOf(spec, s_has_location)) return null;
  const origin = lookupAttr(spec, s_origin);
  const text = isStr(origin) ? strJs(origin) : null;
  xdecref(origin);
  return text;
}

/** Whether the file stands in the first entry of sys.path, where it hides a library module of its name. */
function mayShadow(origin: string | null): boolean {
  if (origin === null) return false;
  const flags = dictGetStrBorrowed(S.sysdict, intern('flags'));
  if (flags !== null && flagOf(flags, intern('safe_path'))) return false;
  const path = dictGetStrBorrowed(S.sysdict, s_path);
  if (path === null || path.type !== ListType || path.v.length === 0) return false;
  const first = path.v[0] as PyObject;
  if (!isStr(first)) return false;
  let root = origin.slice(0, Math.max(0, origin.lastIndexOf('/')));
  if (origin.endsWith('/__init__.py')) root = root.slice(0, Math.max(0, root.lastIndexOf('/')));
  return root !== '' && root === strJs(first);
}

function isStandard(name: PyObject): boolean {
  const names = dictGetStrBorrowed(S.sysdict, s_stdlib);
  return names !== null && contains(names, name);
}

function missingWithSpec(o: PyModule, name: PyObject, moduleName: PyObject, spec: PyObject): PyErr {
  const m = strJs(moduleName);
  const n = strJs(name);
  const origin = originOf(spec);
  const shadows = mayShadow(origin);
  if (shadows && isStandard(moduleName)) {
    return attributeError(
      `module '${m}' has no attribute '${n}' (consider renaming '${origin}' since it has the same name as the ` +
        `standard library module named '${m}' and the import system gives it precedence)`,
      o,
      name,
    );
  }
  if (flagOf(spec, s_initializing)) {
    if (shadows) {
      return attributeError(
        `module '${m}' has no attribute '${n}' (consider renaming '${origin}' if it has the same name as a ` +
          'third-party module you intended to import)',
        o,
        name,
      );
    }
    const from = origin === null ? '' : ` from '${origin}'`;
    return attributeError(
      `partially initialized module '${m}'${from} has no attribute '${n}' ` +
        '(most likely due to a circular import)',
      o,
      name,
    );
  }
  if (isUninitializedSubmodule(spec, name)) {
    return attributeError(
      `cannot access submodule '${n}' of module '${m}' (most likely due to a circular import)`,
      o,
      name,
    );
  }
  return attributeError(`module '${m}' has no attribute '${n}'`, o, name);
}

function isUninitializedSubmodule(spec: PyObject, name: PyObject): boolean {
  const list = lookupAttr(spec, s_uninitialized);
  if (list === null) return false;
  try {
    return contains(list, name);
  } finally {
    decref(list);
  }
}

function missing(o: PyModule, name: PyObject): PyErr {
  const dict = o.dict!;
  const moduleName = dictGetStrBorrowed(dict, s_name);
  if (!isStr(moduleName)) {
    return attributeError(`module has no attribute '${strJs(name)}'`, o, name);
  }
  const spec = dictGetStrBorrowed(dict, s_spec);
  if (spec !== null && spec !== None_) {
    moduleName.rc++;
    spec.rc++;
    try {
      return missingWithSpec(o, name, moduleName, spec);
    } finally {
      decref(spec);
      decref(moduleName);
    }
  }
  return attributeError(`module '${strJs(moduleName)}' has no attribute '${strJs(name)}'`, o, name);
}

function moduleGetAttr(object: PyObject, name: PyObject): Owned {
  const o = object as PyModule;
  const found = lookupGeneric(o, name);
  if (found !== null) return found;
  const hook = o.dict === null ? null : dictGetStrBorrowed(o.dict, s_getattr);
  if (hook !== null) return callHook(hook, name);
  throw missing(o, name);
}

function callHook(hook: PyObject, name: PyObject): Owned {
  hook.rc++;
  try {
    return callObject(hook, [name]);
  } finally {
    decref(hook);
  }
}

function moduleDir(o: PyObject): Owned {
  const dict = lookupAttr(o, s_dict);
  if (dict === null || !isInstanceOf(dict, DictType)) {
    xdecref(dict);
    throw typeError('<module>.__dict__ is not a dictionary');
  }
  try {
    const hook = dictGetStrBorrowed(dict, s_dir);
    if (hook !== null) return callObject(hook, []);
    return newListSteal(dictKeysArray(dict));
  } finally {
    decref(dict);
  }
}

function getAnnotations(o: PyObject): Owned {
  const dict = moduleDictBorrowed(o);
  const found = dictGetStrBorrowed(dict, s_annotations);
  if (found !== null) return incref(found);
  const fresh = newDict();
  dictSetStr(dict, s_annotations, fresh);
  return fresh;
}

function setAnnotations(o: PyObject, value: PyObject | null): void {
  const dict = moduleDictBorrowed(o);
  if (value !== null) dictSetStr(dict, s_annotations, value);
  else if (dictGetStrBorrowed(dict, s_annotations) === null) {
    throw attributeError('__annotations__', o, s_annotations);
  } else dictDel(dict, s_annotations);
}

// ---------------------------------------------------------------------------------------------
// repr

function quoted(o: PyObject): string {
  const r = repr(o);
  const text = strJs(r);
  decref(r);
  return text;
}

function attrOrNone(o: PyObject, name: PyObject): Owned {
  return lookupAttr(o, name) ?? newNone();
}

/** The module's repr from its spec. CPython: importlib._bootstrap._module_repr_from_spec. */
function reprOfSpec(spec: PyObject): string {
  const name = attrOrNone(spec, s_spec_name);
  const origin = attrOrNone(spec, s_origin);
  const loader = attrOrNone(spec, s_spec_loader);
  try {
    const shown = name === None_ ? "'?'" : quoted(name);
    if (origin === None_) {
      return loader === None_ ? `<module ${shown}>` : `<module ${shown} (${quoted(loader)})>`;
    }
    if (flagOf(spec, s_has_location)) return `<module ${shown} from ${quoted(origin)}>`;
    return `<module ${shown} (${isStr(origin) ? strJs(origin) : quoted(origin)})>`;
  } finally {
    decref(name);
    decref(origin);
    decref(loader);
  }
}

/** CPython: importlib._bootstrap._module_repr. */
function moduleRepr(o: PyObject): Owned {
  const spec = lookupAttr(o, s_spec);
  if (spec !== null && spec !== None_ && isTrue(spec)) {
    try {
      return newStrJs(reprOfSpec(spec));
    } finally {
      decref(spec);
    }
  }
  xdecref(spec);
  const name = lookupAttr(o, s_name);
  const file = lookupAttr(o, s_file);
  const loader = attrOrNone(o, s_loader);
  const shown = name === null ? "'?'" : quoted(name);
  let text: string;
  if (file !== null) text = `<module ${shown} from ${quoted(file)}>`;
  else if (loader === None_) text = `<module ${shown}>`;
  else text = `<module ${shown} (${quoted(loader)})>`;
  xdecref(name);
  xdecref(file);
  decref(loader);
  return newStrJs(text);
}

defineType(ModuleType, {
  flags: TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC,
  basicsize: SIZE - 16,
  hasDict: true,
  hasWeakrefs: true,
  tp_new: moduleNew,
  tp_init: moduleInit,
  tp_dealloc: moduleDealloc,
  tp_traverse: (o: PyObject, visit: Visit) => {
    const dict = (o as PyModule).dict;
    if (dict !== null) visit(dict);
  },
  tp_clear: (o: PyObject) => {
    const m = o as PyModule;
    const dict = m.dict;
    m.v.dict = m.dict = null;
    xdecref(dict);
  },
  tp_repr: moduleRepr,
  tp_getattro: moduleGetAttr,
  methods: { __dir__: method('($self, /)', moduleDir) },
  members: {
    __dict__: member((o) => incref(moduleDictBorrowed(o))),
  },
  getset: { __annotations__: getset(getAnnotations, setAnnotations) },
  text_signature: '(name, doc=None)',
});

/**
 * Empties a module's namespace for the interpreter's end: names with one leading underscore first, then all others but
 * `__builtins__`, each set to None. CPython: _PyModule_ClearDict.
 */
export function clearModuleDict(dict: PyObject): void {
  for (const pass of [0, 1]) {
    const keys = dictKeysArray(dict);
    for (const key of keys) {
      if (key.type !== StrType) continue;
      const name = strJs(key);
      const value = dictGetStrBorrowed(dict, key);
      if (value === null || value === None_) continue;
      const underscore = name[0] === '_' && name[1] !== '_';
      if (pass === 0 ? underscore : name !== '__builtins__') dictSetStr(dict, key, None_);
    }
    for (const key of keys) decref(key);
  }
}
