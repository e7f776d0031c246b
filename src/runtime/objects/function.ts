/**
 * Function objects. CPython: Objects/funcobject.c.
 *
 * Payload fields own what they hold; `closure` is the item array of `closureTuple`. Calling: core/call.ts.
 */

import { bindArgs } from '../core/args.ts';
import { instanceDictBorrowed, setInstanceDict } from '../core/attr.ts';
import { callObject, orThrow } from '../core/call.ts';
import { typeError, valueError } from '../core/errors.ts';
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
  CellType,
  CodeType,
  DictType,
  FunctionType,
  type KwNames,
  ModuleType,
  StrType,
  TPFLAGS_HAVE_GC,
  TPFLAGS_METHOD_DESCRIPTOR,
  TupleType,
  type TypeObject,
  type Visit,
} from '../core/type-object.ts';
import { clearWeakrefs } from '../core/weakref.ts';
import { CO_HAS_DOCSTRING, CO_OPTIMIZED, type CodePayload } from './code.ts';
import { dictGetStrBorrowed, dictSet, newDict } from './dict.ts';
import { newMethod } from './method.ts';
import { addressText } from './object.ts';
import { None_, newNone } from './singletons.ts';
import { intern, newStrJs, strJs } from './str.ts';
import { newTupleSteal } from './tuple.ts';

const SIZE = 160;
const s_dunder_name = intern('__name__');
const s_builtins = intern('__builtins__');

export class FunctionPayload {
  code: PyObject<CodePayload>;
  /** dict object */
  globals: PyObject;
  /** dict object of the builtins module the function sees */
  builtins: PyObject;
  /** Cell objects of the free variables, in code.freevars order; the items of closureTuple. */
  closure: PyObject[] | null;
  name: PyObject;
  qualname: PyObject;
  /** tuple object of defaults, or null */
  defaults: PyObject | null = null;
  /** dict object, or null */
  kwdefaults: PyObject | null = null;
  doc: PyObject;
  module: PyObject;
  /** dict object, or a tuple (name, value, ...) not yet made a dict, or null */
  annotations: PyObject | null = null;
  /** tuple object, or null */
  typeParams: PyObject | null = null;
  /** `__closure__` */
  closureTuple: PyObject | null = null;
  constructor(
    code: PyObject<CodePayload>,
    globals: PyObject,
    builtins: PyObject,
    closure: PyObject[] | null,
    name: PyObject,
    qualname: PyObject,
    doc: PyObject,
    module: PyObject,
  ) {
    this.code = code;
    this.globals = globals;
    this.builtins = builtins;
    this.closure = closure;
    this.name = name;
    this.qualname = qualname;
    this.doc = doc;
    this.module = module;
  }
}

export type PyFunction = PyGC<FunctionPayload>;

/** The builtins dict that code with these globals sees, borrowed. CPython: _PyEval_BuiltinsFromGlobals. */
export function builtinsOfBorrowed(globals: PyObject): PyObject {
  const b = dictGetStrBorrowed(globals, s_builtins);
  if (b === null) return S.builtins;
  return b.type === ModuleType ? (b as PyGC).dict! : b;
}

/** What a function of this code has as `__doc__`, borrowed. */
export function functionDoc(code: CodePayload): PyObject {
  return (code.flags & CO_HAS_DOCSTRING) !== 0 && code.doc !== null ? code.doc : None_;
}

/** A function whose code, globals, builtins and cells are taken over. */
export function newFunctionSteal(
  code: PyObject<CodePayload>,
  globals: PyObject,
  builtins: PyObject,
  closure: PyObject[] | null,
): Owned<PyFunction> {
  const c = code.v;
  const module = dictGetStrBorrowed(globals, s_dunder_name) ?? None_;
  const tuple = closure === null || closure.length === 0 ? null : newTupleSteal(closure);
  const payload = new FunctionPayload(
    code,
    globals,
    builtins,
    tuple === null ? null : tuple.v,
    incref(c.nameObject),
    incref(c.qualnameObject),
    incref(functionDoc(c)),
    incref(module),
  );
  payload.closureTuple = tuple;
  const o = newGC(FunctionType, payload);
  account(o, SIZE);
  gcTrack(o);
  return o;
}

/**
 * A function of `code` in `globals`. The cells of `closure` are taken over, everything else is borrowed.
 * CPython: PyFunction_NewWithQualName.
 */
export function newFunction(
  code: PyObject<CodePayload>,
  globals: PyObject,
  closure: PyObject[] | null = null,
  builtins: PyObject = builtinsOfBorrowed(globals),
): Owned<PyFunction> {
  return newFunctionSteal(incref(code), incref(globals), incref(builtins), closure);
}

function set<K extends keyof FunctionPayload>(o: PyObject, field: K, value: PyObject | null): void {
  const p: any = o.v;
  const old: PyObject | null = p[field];
  p[field] = value;
  xdecref(old);
}

function setClosure(o: PyObject, tuple: PyObject | null): void {
  const p: FunctionPayload = o.v;
  const old = p.closureTuple;
  p.closureTuple = tuple;
  p.closure = tuple === null ? null : tuple.v;
  xdecref(old);
}

// ---------------------------------------------------------------------------------------------
// Slots

function functionTraverse(o: PyObject, visit: Visit): void {
  const p: FunctionPayload = o.v;
  visit(p.code);
  visit(p.globals);
  visit(p.builtins);
  visit(p.module);
  if (p.defaults !== null) visit(p.defaults);
  if (p.kwdefaults !== null) visit(p.kwdefaults);
  visit(p.doc);
  visit(p.name);
  const dict = (o as PyGC).dict;
  if (dict !== null) visit(dict);
  if (p.closureTuple !== null) visit(p.closureTuple);
  if (p.annotations !== null) visit(p.annotations);
  if (p.typeParams !== null) visit(p.typeParams);
  visit(p.qualname);
}

/** Drops what may be part of a cycle; code, globals and names stay usable (CPython: func_clear). */
function functionClear(object: PyObject): void {
  const o = object as PyFunction;
  set(o, 'module', newNone());
  set(o, 'defaults', null);
  set(o, 'kwdefaults', null);
  set(o, 'doc', newNone());
  const dict = o.dict;
  o.dict = null;
  xdecref(dict);
  setClosure(o, null);
  set(o, 'annotations', null);
  set(o, 'typeParams', null);
  // The names stay strings: finalizers of the same garbage may still see the function.
  set(o, 'name', newStrJs(''));
  set(o, 'qualname', newStrJs(''));
}

function functionDealloc(object: PyObject): void {
  const o = object as PyFunction;
  gcUntrack(o);
  if (o.ext !== null) clearWeakrefs(o);
  functionClear(o);
  const p = o.v;
  freeObject(o);
  decref(p.module);
  decref(p.doc);
  decref(p.globals);
  decref(p.builtins);
  decref(p.code);
  decref(p.name);
  decref(p.qualname);
}

const FUNCTION_SIGNATURE =
  '(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)';

function functionNew(_type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const [code, globals, name, defaults, closure, kwdefaults] = bindArgs(
    'function',
    FUNCTION_SIGNATURE,
    args,
    kw,
  ) as (PyObject | undefined)[];
  if (code!.type !== CodeType) {
    throw typeError(`function() argument 'code' must be code, not ${code!.type.name}`);
  }
  if (!isInstanceOf(globals!, DictType)) {
    throw typeError(`function() argument 'globals' must be dict, not ${globals!.type.name}`);
  }
  const given = (o: PyObject | undefined): o is PyObject => o !== undefined && o !== None_;
  if (given(name) && !isInstanceOf(name, StrType)) {
    throw typeError('arg 3 (name) must be None or string');
  }
  if (given(defaults) && !isInstanceOf(defaults, TupleType)) {
    throw typeError('arg 4 (defaults) must be None or tuple');
  }
  const cells = checkClosure(code!, closure ?? None_);
  if (given(kwdefaults) && !isInstanceOf(kwdefaults, DictType)) {
    throw typeError('arg 6 (kwdefaults) must be None or dict');
  }
  const o = newFunction(code!, globals!);
  if (given(name)) set(o, 'name', incref(name));
  if (given(defaults)) set(o, 'defaults', incref(defaults));
  if (given(kwdefaults)) set(o, 'kwdefaults', incref(kwdefaults));
  if (cells !== null) setClosure(o, incref(cells));
  return o;
}

function checkClosure(code: PyObject<CodePayload>, closure: PyObject): PyObject | null {
  const nfree = code.v.freevars.length;
  if (!isInstanceOf(closure, TupleType)) {
    if (nfree > 0 && closure === None_) throw typeError('arg 5 (closure) must be tuple');
    if (closure !== None_) throw typeError('arg 5 (closure) must be None or tuple');
    return null;
  }
  const items: PyObject[] = closure.v;
  if (items.length !== nfree) {
    throw valueError(`${code.v.name} requires closure of length ${nfree}, not ${items.length}`);
  }
  for (const item of items) {
    if (item.type !== CellType) {
      throw typeError(`arg 5 (closure) expected cell, found ${item.type.name}`);
    }
  }
  return nfree === 0 ? null : closure;
}

function setCode(o: PyObject, value: PyObject | null): void {
  if (value === null || value.type !== CodeType) {
    throw typeError('__code__ must be set to a code object');
  }
  const nfree = value.v.freevars.length;
  const have = o.v.closure === null ? 0 : o.v.closure.length;
  if (nfree !== have) {
    throw valueError(
      `${strJs(o.v.name)}() requires a code object with ${have} free vars, not ${nfree}`,
    );
  }
  set(o, 'code', incref(value));
}

/** Setter of a field that must be of one type; `nullable` fields take None and deletion as absence. */
function typedSetter(
  field: keyof FunctionPayload,
  T: TypeObject,
  message: string,
  nullable: boolean,
) {
  return (o: PyObject, value: PyObject | null): void => {
    if (nullable && (value === null || value === None_)) {
      set(o, field, null);
      return;
    }
    if (value === null || !isInstanceOf(value, T)) throw typeError(message);
    set(o, field, incref(value));
  };
}

function optional(field: 'defaults' | 'kwdefaults' | 'closureTuple') {
  return (o: PyObject): Owned => {
    const value: PyObject | null = o.v[field];
    return value === null ? newNone() : incref(value);
  };
}

/** `__annotations__`, made of the (name, value, …) tuple of the compiler at first use. */
function getAnnotations(o: PyObject): Owned {
  const p: FunctionPayload = o.v;
  let a = p.annotations;
  if (a === null) a = p.annotations = newDict();
  else if (a.type === TupleType) {
    const dict = newDict();
    const items: PyObject[] = a.v;
    for (let i = 0; i + 1 < items.length; i += 2) dictSet(dict, items[i]!, items[i + 1]!);
    p.annotations = dict;
    decref(a);
    a = dict;
  }
  return incref(a);
}

function setDict(o: PyObject, value: PyObject | null): void {
  if (value === null) throw typeError('cannot delete __dict__');
  if (!isInstanceOf(value, DictType)) {
    throw typeError(`__dict__ must be set to a dictionary, not a '${value.type.name}'`);
  }
  setInstanceDict(o, value);
}

const plainMember = (field: 'doc' | 'module') =>
  member(
    (o) => incref(o.v[field] as PyObject),
    (o, value) => set(o, field, value === null ? newNone() : incref(value)),
  );

/** Code without CO_OPTIMIZED (of modules and exec) runs in the globals. */
function functionCall(o: PyObject, args: PyObject[], kw: KwNames): Owned {
  const code: CodePayload = o.v.code.v;
  if ((code.flags & CO_OPTIMIZED) === 0) {
    return orThrow(code.js(incref(o), o.v.globals));
  }
  return callObject(o, args, kw);
}

defineType(FunctionType, {
  flags: TPFLAGS_HAVE_GC | TPFLAGS_METHOD_DESCRIPTOR,
  basicsize: SIZE - 16,
  hasDict: true,
  hasWeakrefs: true,
  tp_new: functionNew,
  tp_dealloc: functionDealloc,
  tp_traverse: functionTraverse,
  tp_clear: functionClear,
  tp_repr: (o) => newStrJs(`<function ${strJs(o.v.qualname)} at ${addressText(o)}>`),
  tp_call: functionCall,
  tp_descr_get: (f, obj) => (obj === null || obj === None_ ? incref(f) : newMethod(f, obj)),
  getset: {
    __code__: getset((o) => incref(o.v.code as PyObject), setCode),
    __defaults__: getset(
      optional('defaults'),
      typedSetter('defaults', TupleType, '__defaults__ must be set to a tuple object', true),
    ),
    __kwdefaults__: getset(
      optional('kwdefaults'),
      typedSetter('kwdefaults', DictType, '__kwdefaults__ must be set to a dict object', true),
    ),
    __annotations__: getset(
      getAnnotations,
      typedSetter('annotations', DictType, '__annotations__ must be set to a dict object', true),
    ),
    __dict__: getset((o) => incref(instanceDictBorrowed(o)!), setDict),
    __name__: getset(
      (o) => incref(o.v.name as PyObject),
      typedSetter('name', StrType, '__name__ must be set to a string object', false),
    ),
    __qualname__: getset(
      (o) => incref(o.v.qualname as PyObject),
      typedSetter('qualname', StrType, '__qualname__ must be set to a string object', false),
    ),
    __type_params__: getset(
      (o) => (o.v.typeParams === null ? newTupleSteal([]) : incref(o.v.typeParams as PyObject)),
      typedSetter('typeParams', TupleType, '__type_params__ must be set to a tuple', false),
    ),
  },
  members: {
    __closure__: member(optional('closureTuple')),
    __doc__: plainMember('doc'),
    __globals__: member((o) => incref(o.v.globals as PyObject)),
    __module__: plainMember('module'),
    __builtins__: member((o) => incref(o.v.builtins as PyObject)),
  },
  text_signature:
    '(code, globals, name=None, argdefs=None, closure=None,\n         kwdefaults=None)',
});
