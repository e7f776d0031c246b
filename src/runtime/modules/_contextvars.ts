/**
 * _contextvars: Context, ContextVar and Token. CPython: Python/context.c.
 *
 * A context's variables are in a table that contexts share until one of them writes (CPython: a HAMT); copying is O(1).
 *
 * Invariants: a table owns its keys and values and each context its table; `contextState.current` is owned.
 */
import { compareTruth, EQ, NE } from '../core/abstract.ts';
import { checkPositional } from '../core/args.ts';
import { callObject } from '../core/call.ts';
import {
  keyError,
  newException,
  newExceptionArgs,
  type PyErr,
  reprJs,
  runtimeError,
  typeError,
  valueError,
} from '../core/errors.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import { defineModule } from '../core/module-define.ts';
import { classMethod, method, methodRaw, nativeFunction } from '../core/native-def.ts';
import {
  account,
  decref,
  IMMORTAL,
  incref,
  type Owned,
  type PyGC,
  PyObject,
  xdecref,
} from '../core/object.ts';
import { addRootFields } from '../core/roots.ts';
import { getset, member, newStaticType } from '../core/type-define.ts';
import { type KwNames, TPFLAGS_HAVE_GC, type TypeObject, type Visit } from '../core/type-object.ts';
import { clearWeakrefs } from '../core/weakref.ts';
import { LookupErrorType, TypeErrorType } from '../objects/exceptions.ts';
import { genericAliasNew } from '../objects/genericalias.ts';
import { addressText, identityHash } from '../objects/object.ts';
import { newBool, newNone, newNotImplemented, None_ } from '../objects/singletons.ts';
import { isStr, newStrJs } from '../objects/str.ts';
import { newTupleSteal } from '../objects/tuple.ts';

type VarMap = Map<PyObject, PyObject>;
/** Variables of one or several contexts: each owns a reference. CPython: PyHamtObject. */
type VarTable = PyGC<VarMap>;

const TABLE_SIZE = 40;

function releaseVars(o: PyObject): void {
  const map: VarMap = o.v;
  o.v = new Map();
  for (const [k, v] of map) {
    decref(k);
    decref(v);
  }
}

const TableType: TypeObject = newStaticType('hamt', {
  flags: TPFLAGS_HAVE_GC,
  basicsize: TABLE_SIZE,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    releaseVars(o);
    freeObject(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    for (const [k, v] of o.v as VarMap) {
      visit(k);
      visit(v);
    }
  },
  tp_clear: releaseVars,
});

/** A table of one user with these variables. */
function newTable(from: VarMap | null): VarTable {
  const map: VarMap = new Map();
  if (from !== null) for (const [k, v] of from) map.set(incref(k), incref(v));
  const o = newGC(TableType, map);
  account(o, TABLE_SIZE + 16);
  gcTrack(o);
  return o as PyGC as VarTable;
}

/** The table of a context that is about to be written: nobody else may use it. */
function writableTable(c: ContextPayload): VarMap {
  if (c.table.rc > 1) {
    const old = c.table;
    c.table = newTable(old.v);
    decref(old);
  }
  return c.table.v;
}

class ContextPayload {
  table: VarTable;
  /** The context that was current before this one was entered; owned. */
  previous: PyObject | null = null;
  entered = false;
  constructor(table: VarTable) {
    this.table = table;
  }
}

/** The context that runs; null until somebody asks for it. */
export const contextState: { current: PyObject | null } = { current: null };
addRootFields(contextState);

function newContextSteal(table: VarTable): Owned {
  const o = newGC(ContextType, new ContextPayload(table));
  account(o, 64);
  gcTrack(o);
  return o;
}

/** The running context, borrowed. */
export function currentContextBorrowed(): PyObject {
  return (contextState.current ??= newContextSteal(newTable(null)));
}

/** contextvars.copy_context(). */
export function copyContext(): Owned {
  return newContextSteal(incref((currentContextBorrowed().v as ContextPayload).table));
}

/** Makes a context current; it must not be already. */
export function enterContext(o: PyObject): void {
  const c: ContextPayload = o.v;
  if (c.entered) throw runtimeError(`cannot enter context: ${reprJs(o)} is already entered`);
  c.previous = contextState.current;
  c.entered = true;
  contextState.current = incref(o);
}

/** Ends what `enterContext` began. */
export function exitContext(o: PyObject): void {
  const c: ContextPayload = o.v;
  if (!c.entered || contextState.current !== o) {
    throw runtimeError(`cannot exit context: ${reprJs(o)} is not the current context`);
  }
  contextState.current = c.previous;
  c.previous = null;
  c.entered = false;
  decref(o);
}

// ---------------------------------------------------------------------------------------------
// Context

function contextNew(_type: TypeObject, args: PyObject[]): Owned {
  if (args.length > 0) throw typeError('Context() does not accept any arguments');
  return newContextSteal(newTable(null));
}

/** The value of a key, borrowed, or null; only variables are keys. */
function find(o: PyObject, key: PyObject): PyObject | null {
  if (key.type !== ContextVarType) {
    throw newException(TypeErrorType, `a ContextVar key was expected, got ${reprJs(key)}`);
  }
  return (o.v as ContextPayload).table.v.get(key) ?? null;
}

function subscript(o: PyObject, key: PyObject): Owned {
  const value = find(o, key);
  if (value === null) throw keyError(key);
  return incref(value);
}

function contextRun(o: PyObject, args: PyObject[], kw: KwNames): Owned {
  const n = args.length - (kw === null ? 0 : kw.length);
  if (n < 1) throw typeError('run() missing 1 required positional argument');
  enterContext(o);
  try {
    return callObject(args[0]!, args.slice(1), kw);
  } finally {
    exitContext(o);
  }
}

function sameVars(a: Map<PyObject, PyObject>, b: Map<PyObject, PyObject>): boolean {
  if (a.size !== b.size) return false;
  for (const [k, v] of a) {
    const other = b.get(k);
    if (other === undefined || !compareTruth(v, other, EQ)) return false;
  }
  return true;
}

function contextCompare(a: PyObject, b: PyObject, op: number): Owned {
  if (a.type !== ContextType || b.type !== ContextType || (op !== EQ && op !== NE)) {
    return newNotImplemented();
  }
  const x = incref((a.v as ContextPayload).table);
  const y = incref((b.v as ContextPayload).table);
  try {
    return newBool((x === y || sameVars(x.v, y.v)) === (op === EQ));
  } finally {
    decref(x);
    decref(y);
  }
}

const ITERATOR_SIZE = 168;

/** A walk through a table, which it owns; writers copy a table that others use. */
class TableWalk {
  table: VarTable;
  entries: IterableIterator<[PyObject, PyObject]>;
  constructor(table: VarTable) {
    this.table = table;
    this.entries = table.v.entries();
  }
}

/** What keys(), values() and items() return: an iterator with a length. CPython: _PyHamtKeys_Type and its sisters. */
function walkType(name: string, item: (key: PyObject, value: PyObject) => Owned): TypeObject {
  return newStaticType(name, {
    flags: TPFLAGS_HAVE_GC,
    basicsize: ITERATOR_SIZE,
    tp_dealloc: (o: PyObject) => {
      gcUntrack(o);
      decref((o.v as TableWalk).table);
      freeObject(o);
    },
    tp_traverse: (o: PyObject, visit: Visit) => visit((o.v as TableWalk).table),
    tp_iter: (o: PyObject) => incref(o),
    tp_iternext: (o: PyObject) => {
      const { done, value } = (o.v as TableWalk).entries.next();
      return done === true ? null : item(value[0], value[1]);
    },
    mp_length: (o: PyObject) => (o.v as TableWalk).table.v.size,
  });
}

const KeysType = walkType('keys', (k) => incref(k));
const ValuesType = walkType('values', (_k, v) => incref(v));
const ItemsType = walkType('items', (k, v) => newTupleSteal([incref(k), incref(v)]));

function newWalk(type: TypeObject, context: PyObject): Owned {
  const o = newGC(type, new TableWalk(incref((context.v as ContextPayload).table)));
  account(o, ITERATOR_SIZE + 16);
  gcTrack(o);
  return o;
}

function contextDealloc(object: PyObject): void {
  const o = object as PyGC<ContextPayload>;
  gcUntrack(o);
  if (o.ext !== null) clearWeakrefs(o);
  const c = o.v;
  freeObject(o);
  decref(c.table);
  xdecref(c.previous);
}

export const ContextType: TypeObject = newStaticType('_contextvars.Context', {
  weakrefoffset: 32,
  flags: TPFLAGS_HAVE_GC,
  basicsize: 48,
  hasWeakrefs: true,
  tp_new: contextNew,
  tp_dealloc: contextDealloc,
  tp_traverse: (o: PyObject, visit: Visit) => {
    const c: ContextPayload = o.v;
    if (c.previous !== null) visit(c.previous);
    visit(c.table);
  },
  tp_clear: (o: PyObject) => {
    const c: ContextPayload = o.v;
    const table = c.table;
    c.table = newTable(null);
    decref(table);
    const previous = c.previous;
    c.previous = null;
    xdecref(previous);
  },
  tp_richcompare: contextCompare,
  tp_hash: null,
  tp_iter: (o: PyObject) => newWalk(KeysType, o),
  mp_length: (o: PyObject) => (o.v as ContextPayload).table.v.size,
  mp_subscript: subscript,
  sq_contains: (o: PyObject, key: PyObject) => find(o, key) !== null,
  methods: {
    get: method(
      '($self, key, default=None, /)',
      (o: PyObject, key: PyObject, absent?: PyObject) => incref(find(o, key) ?? absent ?? None_),
      'The value of a variable here, or the default.',
    ),
    items: method(
      '($self, /)',
      (o: PyObject) => newWalk(ItemsType, o),
      'Walks (variable, value) pairs.',
    ),
    keys: method('($self, /)', (o: PyObject) => newWalk(KeysType, o), 'Walks the variables.'),
    values: method('($self, /)', (o: PyObject) => newWalk(ValuesType, o), 'Walks the values.'),
    copy: method(
      '($self, /)',
      (o: PyObject) => newContextSteal(incref((o.v as ContextPayload).table)),
      'Another context with the same values.',
    ),
    run: methodRaw(contextRun),
  },
});

// ---------------------------------------------------------------------------------------------
// ContextVar

class VarPayload {
  name: PyObject;
  default: PyObject | null;
  constructor(name: PyObject, absent: PyObject | null) {
    this.name = name;
    this.default = absent;
  }
}

function varNew(_type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const nkw = kw === null ? 0 : kw.length;
  const n = args.length - nkw;
  if (args.length > 2)
    throw typeError(`ContextVar() takes at most 2 arguments (${args.length} given)`);
  if (n === 0) throw typeError('ContextVar() takes exactly 1 positional argument (0 given)');
  if (n > 1) throw typeError(`ContextVar() takes at most 1 positional argument (${n} given)`);
  if (nkw === 1 && kw![0]!.v !== 'default') {
    throw typeError(`ContextVar() got an unexpected keyword argument '${kw![0]!.v}'`);
  }
  return newContextVar(args[0]!, nkw === 1 ? args[1]! : null);
}

/** A variable; name and default are borrowed. */
export function newContextVar(name: PyObject, absent: PyObject | null): Owned {
  if (!isStr(name)) throw typeError('context variable name must be a str');
  const o = newGC(
    ContextVarType,
    new VarPayload(incref(name), absent === null ? null : incref(absent)),
  );
  account(o, 80);
  return o;
}

/** The value of a variable in the running context, or null (its default does not count). */
export function contextVarGetBorrowed(o: PyObject): PyObject | null {
  const current = contextState.current;
  return current === null ? null : ((current.v as ContextPayload).table.v.get(o) ?? null);
}

/** Sets a variable in the running context. */
export function contextVarSet(o: PyObject, value: PyObject): void {
  const c: ContextPayload = currentContextBorrowed().v;
  const map = writableTable(c);
  const old = map.get(o);
  map.set(o, incref(value));
  if (old === undefined) incref(o);
  else decref(old);
}

function contextVarDelete(o: PyObject): void {
  const c: ContextPayload = currentContextBorrowed().v;
  const map = writableTable(c);
  const old = map.get(o);
  if (old === undefined) throw newExceptionArgs(LookupErrorType, [o]);
  map.delete(o);
  decref(o);
  decref(old);
}

function varGet(o: PyObject, args: PyObject[]): Owned {
  checkPositional('get', args.length, 0, 1);
  const value = contextVarGetBorrowed(o) ?? args[0] ?? (o.v as VarPayload).default;
  if (value === null || value === undefined) throw newExceptionArgs(LookupErrorType, [o]);
  return incref(value);
}

function varSet(o: PyObject, value: PyObject): Owned {
  const context = currentContextBorrowed();
  const old = contextVarGetBorrowed(o);
  const token = newGC(
    TokenType,
    new TokenPayload(incref(context), incref(o), old === null ? null : incref(old)),
  );
  account(token, 64);
  gcTrack(token);
  contextVarSet(o, value);
  return token;
}

function wrong(token: PyObject, what: string): PyErr {
  return valueError(`${reprJs(token)} was created ${what}`);
}

function varReset(o: PyObject, token: PyObject): void {
  if (token.type !== TokenType) {
    throw typeError(`expected an instance of Token, got ${reprJs(token)}`);
  }
  const t: TokenPayload = token.v;
  if (t.used) throw runtimeError(`${reprJs(token)} has already been used once`);
  if (t.variable !== o) throw wrong(token, 'by a different ContextVar');
  if (t.context !== currentContextBorrowed()) throw wrong(token, 'in a different Context');
  t.used = true;
  if (t.old === null) contextVarDelete(o);
  else contextVarSet(o, t.old);
}

function varRepr(o: PyObject): Owned {
  const p: VarPayload = o.v;
  const absent = p.default === null ? '' : ` default=${reprJs(p.default)}`;
  return newStrJs(`<ContextVar name=${reprJs(p.name)}${absent} at ${addressText(o)}>`);
}

export const ContextVarType: TypeObject = newStaticType('_contextvars.ContextVar', {
  flags: TPFLAGS_HAVE_GC,
  basicsize: 64,
  tp_new: varNew,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    const p: VarPayload = o.v;
    freeObject(o);
    decref(p.name);
    xdecref(p.default);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    const p: VarPayload = o.v;
    visit(p.name);
    if (p.default !== null) visit(p.default);
  },
  tp_clear: (o: PyObject) => {
    const p: VarPayload = o.v;
    const old = p.default;
    p.default = null;
    xdecref(old);
  },
  tp_repr: varRepr,
  tp_hash: identityHash,
  methods: {
    get: methodRaw(varGet, {
      kw: false,
      sig: '($self, default=<unrepresentable>, /)',
      doc: 'The value in the running context.',
    }),
    set: method(
      '($self, value, /)',
      varSet,
      'Gives a value in the running context; a token to undo that.',
    ),
    reset: method(
      '($self, token, /)',
      varReset,
      'Goes back to before the set() that gave the token.',
    ),
    __class_getitem__: classMethod('($type, object, /)', genericAliasNew, 'A generic alias.'),
  },
  members: { name: member((o) => incref((o.v as VarPayload).name)) },
});

// ---------------------------------------------------------------------------------------------
// Token

class TokenPayload {
  context: PyObject;
  variable: PyObject;
  old: PyObject | null;
  used = false;
  constructor(context: PyObject, variable: PyObject, old: PyObject | null) {
    this.context = context;
    this.variable = variable;
    this.old = old;
  }
}

const MissingType: TypeObject = newStaticType('Token.MISSING', {
  basicsize: 16,
  tp_dealloc: (o: PyObject) => {
    o.rc = IMMORTAL;
  },
  tp_repr: () => newStrJs('<Token.MISSING>'),
});

const Missing: PyObject = new PyObject(MissingType, null);
Missing.rc = IMMORTAL;

export const TokenType: TypeObject = newStaticType('_contextvars.Token', {
  flags: TPFLAGS_HAVE_GC,
  basicsize: 48,
  tp_new: () => {
    throw runtimeError('Tokens can only be created by ContextVars');
  },
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    const t: TokenPayload = o.v;
    freeObject(o);
    decref(t.context);
    decref(t.variable);
    xdecref(t.old);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    const t: TokenPayload = o.v;
    visit(t.context);
    visit(t.variable);
    if (t.old !== null) visit(t.old);
  },
  tp_repr: (o: PyObject) => {
    const t: TokenPayload = o.v;
    const used = t.used ? ' used' : '';
    return newStrJs(`<Token${used} var=${reprJs(t.variable)} at ${addressText(o)}>`);
  },
  methods: {
    __class_getitem__: classMethod('($type, object, /)', genericAliasNew, 'A generic alias.'),
  },
  getset: {
    var: getset((o) => incref((o.v as TokenPayload).variable)),
    old_value: getset((o) => incref((o.v as TokenPayload).old ?? Missing)),
  },
  dict: {
    MISSING: () => incref(Missing),
    __hash__: () => newNone(),
  },
});

export const contextvarsModule = defineModule('_contextvars', {
  functions: { copy_context: nativeFunction('copy_context', '($module, /)', copyContext) },
  types: [ContextType, ContextVarType, TokenType],
  doc: 'Context Variables',
});
