/**
 * BaseException: what all exceptions share. CPython: Objects/exceptions.c (BaseException_*).
 *
 * Invariants
 * - One payload class for all exception types, so that sites which see any exception stay
 *   monomorphic. What a type adds (StopIteration.value, OSError.errno …) is in `fields`, at the
 *   indices its file defines; the number of fields of a native type is its `data`, and classes made
 *   in Python have those of their nearest native base.
 * - Instance attributes are the object's own dict (`PyGC.dict`), made at first use.
 */
import { slot_tp_init } from '../core/slot-functions.ts';
import { repr, sequenceTuple, str_ } from '../core/abstract.ts';
import { noKeywords } from '../core/args.ts';
import {
  genericGetAttr,
  instanceDictBorrowed,
  lookupAttr,
  setAttr,
  setInstanceDict,
} from '../core/attr.ts';
import { typeError } from '../core/errors.ts';
import { freeObject, gcUntrack } from '../core/gc.ts';
import { method } from '../core/native-def.ts';
import { decref, incref, type Owned, type PyGC, type PyObject, xdecref } from '../core/object.ts';
import { isInstanceOf } from '../core/subtype.ts';
import { defineType, getset, type MemberDef, member } from '../core/type-define.ts';
import {
  BaseExceptionType,
  type KwNames,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  TracebackType,
  type TypeObject,
  type Visit,
} from '../core/type-object.ts';
import { TextBuilder } from '../text/text.ts';
import { dictKeyAt, dictNext, dictValueAt, isDict } from './dict.ts';
import { isList, listAppend, newList } from './list.ts';
import { False_, None_, newBool, newNone, True_ } from './singletons.ts';
import { emptyStr, intern, isStr, newStr, strValue } from './str.ts';
import { emptyTuple, newTuple } from './tuple.ts';
import { typeShortName } from './type-names.ts';

export class ExceptionPayload {
  /** tuple object, owned. */
  args: PyObject;
  /** All owned. */
  traceback: PyObject | null;
  context: PyObject | null;
  cause: PyObject | null;
  suppressContext: boolean;
  /** What the type adds, owned values. */
  fields: (PyObject | null)[];
  /** Unicode errors: the range at fault. */
  start: number;
  end: number;
  /** OSError.characters_written, -1 while not set. */
  written: number;
  constructor(args: PyObject, fields: (PyObject | null)[]) {
    this.args = args;
    this.traceback = null;
    this.context = null;
    this.cause = null;
    this.suppressContext = false;
    this.fields = fields;
    this.start = 0;
    this.end = 0;
    this.written = -1;
  }
}

export type PyException = PyGC<ExceptionPayload>;

const NO_FIELDS: (PyObject | null)[] = [];

function newFields(type: TypeObject): (PyObject | null)[] {
  let native = type;
  while (native.heap !== null) native = native.base!;
  const count: number = native.data;
  if (count === 0) return NO_FIELDS;
  const fields: (PyObject | null)[] = [];
  for (let i = 0; i < count; i++) fields.push(null);
  return fields;
}

/** A bare exception of `type` with these arguments, a tuple that is taken over. */
export function allocExceptionSteal(type: TypeObject, args: PyObject): Owned<PyException> {
  const o = type.tp_alloc(type) as unknown as Owned<PyException>;
  o.v = new ExceptionPayload(args, newFields(type));
  return o;
}

/** The positional ones of a call's arguments, as the tuple `args` wants. */
function positionalTuple(args: PyObject[], kw: KwNames): PyObject {
  const n = args.length - (kw === null ? 0 : kw.length);
  if (n === 0) return incref(emptyTuple);
  return newTuple(n === args.length ? args : args.slice(0, n));
}

/** BaseException.__new__: keeps the positional arguments, ignores the others. */
export function baseExceptionNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  return allocExceptionSteal(type, positionalTuple(args, kw));
}

function sameItems(items: PyObject[], args: PyObject[], n: number): boolean {
  if (items.length !== n) return false;
  for (let i = 0; i < n; i++) if (items[i] !== args[i]) return false;
  return true;
}

/**
 * Sets `args` to the positional arguments; the tuple that __new__ made of the same ones is kept.
 */
export function setArgs(o: PyObject, args: PyObject[], n: number): void {
  const p: ExceptionPayload = o.v;
  const old = p.args;
  // an explicit call of the base's __init__ brings a tuple of its own
  if (o.type.tp_init !== slot_tp_init && sameItems(old.v, args, n)) return;
  p.args = n === 0 ? incref(emptyTuple) : newTuple(n === args.length ? args : args.slice(0, n));
  decref(old);
}

/** BaseException.__init__. */
export function baseExceptionInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  if (kw !== null) noKeywords(o.type.name, kw);
  setArgs(o, args, args.length);
}

/**
 * A new exception of `type` as a call of it with these arguments (borrowed) would make it,
 * subclasses' hooks aside.
 */
export function newExceptionObject(type: TypeObject, args: PyObject[]): Owned {
  const o = baseExceptionNew(type, args, null);
  const init = type.tp_init;
  if (init !== baseExceptionInit && init !== null) {
    try {
      init(o, args, null);
    } catch (e) {
      decref(o);
      throw e;
    }
  }
  return o;
}

/** Replaces one of the type's own fields; `value` is taken over. */
export function setFieldSteal(o: PyObject, i: number, value: PyObject | null): void {
  const fields = (o.v as ExceptionPayload).fields;
  const old = fields[i]!;
  fields[i] = value;
  if (old !== null) decref(old);
}

export function fieldBorrowed(o: PyObject, i: number): PyObject | null {
  return (o.v as ExceptionPayload).fields[i]!;
}

/** A field as an attribute: None while it is unset. CPython: Py_T_OBJECT. */
export function fieldMember(i: number, doc: string, readonly = false): MemberDef {
  const get = (o: PyObject): Owned => incref((o.v as ExceptionPayload).fields[i] ?? None_);
  if (readonly) return member(get, null, doc);
  return member(get, (o, value) => setFieldSteal(o, i, value === null ? null : incref(value)), doc);
}

// ---------------------------------------------------------------------------------------------
// Slots

/** BaseException_clear: the dict, args, traceback, cause, context; then what subclasses add. */
export function baseExceptionClear(object: PyObject): void {
  const o = object as PyException;
  const p = o.v;
  const fields = p.fields;
  for (let i = 0; i < fields.length; i++) {
    const value = fields[i]!;
    if (value === null) continue;
    fields[i] = null;
    decref(value);
  }
  const dict = o.dict;
  o.dict = null;
  xdecref(dict);
  const args = p.args;
  p.args = incref(emptyTuple);
  decref(args);
  const { traceback, cause, context } = p;
  p.traceback = null;
  xdecref(traceback);
  p.cause = null;
  xdecref(cause);
  p.context = null;
  xdecref(context);
}

function baseExceptionDealloc(o: PyObject): void {
  gcUntrack(o);
  if (o.v !== null) {
    baseExceptionClear(o);
    decref(o.v.args);
  }
  freeObject(o);
}

function baseExceptionTraverse(object: PyObject, visit: Visit): void {
  const o = object as PyException;
  const p = o.v;
  if (p === null) return;
  const fields = p.fields;
  for (let i = 0; i < fields.length; i++) {
    const value = fields[i]!;
    if (value !== null) visit(value);
  }
  if (o.dict !== null) visit(o.dict);
  visit(p.args);
  if (p.traceback !== null) visit(p.traceback);
  if (p.cause !== null) visit(p.cause);
  if (p.context !== null) visit(p.context);
}

function baseExceptionRepr(o: PyObject): Owned {
  const args = (o.v as ExceptionPayload).args;
  const items: PyObject[] = args.v;
  const out = new TextBuilder();
  out.appendText(typeShortName(o.type));
  const text = repr(items.length === 1 ? items[0]! : args);
  if (items.length === 1) out.appendText('(');
  out.appendText(strValue(text));
  if (items.length === 1) out.appendText(')');
  decref(text);
  return newStr(out.finish());
}

/** BaseException.__str__: nothing, the one argument, or the tuple of them. */
export function baseExceptionStr(o: PyObject): Owned {
  const args = (o.v as ExceptionPayload).args;
  const items: PyObject[] = args.v;
  if (items.length === 0) return incref(emptyStr) as Owned;
  return str_(items.length === 1 ? items[0]! : args);
}

// ---------------------------------------------------------------------------------------------
// Attributes

function setArgsAttribute(o: PyObject, value: PyObject | null): void {
  if (value === null) throw typeError('args may not be deleted');
  const tuple = sequenceTuple(value);
  const p: ExceptionPayload = o.v;
  const old = p.args;
  p.args = tuple;
  decref(old);
}

/** `__traceback__ = value`. CPython: BaseException_set_tb. */
export function setTraceback(o: PyObject, value: PyObject | null): void {
  if (value === null) throw typeError('__traceback__ may not be deleted');
  if (value !== None_ && value.type !== TracebackType) {
    throw typeError('__traceback__ must be a traceback or None');
  }
  const p: ExceptionPayload = o.v;
  const old = p.traceback;
  p.traceback = value === None_ ? null : incref(value);
  xdecref(old);
}

function chainable(value: PyObject | null, name: string, what: string): PyObject | null {
  if (value === null) throw typeError(`${name} may not be deleted`);
  if (value === None_) return null;
  if (!isInstanceOf(value, BaseExceptionType)) {
    throw typeError(`exception ${what} must be None or derive from BaseException`);
  }
  return incref(value);
}

function setContextAttribute(o: PyObject, value: PyObject | null): void {
  const fresh = chainable(value, '__context__', 'context');
  const p: ExceptionPayload = o.v;
  const old = p.context;
  p.context = fresh;
  xdecref(old);
}

function setCauseAttribute(o: PyObject, value: PyObject | null): void {
  const fresh = chainable(value, '__cause__', 'cause');
  const p: ExceptionPayload = o.v;
  const old = p.cause;
  p.cause = fresh;
  p.suppressContext = true;
  xdecref(old);
}

function setSuppressContext(o: PyObject, value: PyObject | null): void {
  if (value === null) throw typeError("can't delete numeric/char attribute");
  if (value !== True_ && value !== False_) throw typeError('attribute value type must be bool');
  o.v.suppressContext = value === True_;
}

function setDictAttribute(o: PyObject, value: PyObject | null): void {
  if (value === null) throw typeError('cannot delete __dict__');
  if (!isDict(value))
    throw typeError(`__dict__ must be set to a dictionary, not a '${value.type.name}'`);
  setInstanceDict(o, value);
}

function optional(field: 'traceback' | 'context' | 'cause') {
  return (o: PyObject): Owned => incref((o.v as ExceptionPayload)[field] ?? None_);
}

/**
 * `(type, args)` or `(type, args, state)`: what the reduce methods of exceptions return. `state` is
 * taken over.
 */
export function reduceTuple(o: PyObject, args: PyObject, state: PyObject | null): Owned {
  const t = newTuple(state === null ? [o.type.self, args] : [o.type.self, args, state]);
  xdecref(state);
  return t;
}

function baseExceptionReduce(o: PyObject): Owned {
  const dict = (o as PyGC).dict;
  return reduceTuple(o, o.v.args, dict === null ? null : incref(dict));
}

function baseExceptionSetState(o: PyObject, state: PyObject): Owned {
  if (state !== None_) {
    if (!isDict(state)) throw typeError('state is not a dictionary');
    for (let j = dictNext(state, 0); j >= 0; j = dictNext(state, j + 1)) {
      const key = incref(dictKeyAt(state, j));
      const value = incref(dictValueAt(state, j));
      try {
        setAttr(o, key, value);
      } finally {
        decref(key);
        decref(value);
      }
    }
  }
  return newNone();
}

function withTraceback(o: PyObject, traceback: PyObject): Owned {
  setTraceback(o, traceback);
  return incref(o) as Owned;
}

function addNote(o: PyObject, note: PyObject): Owned {
  if (!isStr(note)) throw typeError(`note must be a str, not '${note.type.name}'`);
  const name = intern('__notes__');
  let notes = lookupAttr(o, name);
  try {
    if (notes === null) {
      notes = newList();
      setAttr(o, name, notes);
    }
    if (!isList(notes)) throw typeError('Cannot add note: __notes__ is not a list');
    listAppend(notes, note);
  } finally {
    xdecref(notes);
    decref(name);
  }
  return newNone();
}

defineType(BaseExceptionType, {
  flags: TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC,
  basicsize: 72,
  hasDict: true,
  data: 0,
  tp_new: baseExceptionNew,
  tp_init: baseExceptionInit,
  tp_dealloc: baseExceptionDealloc,
  tp_traverse: baseExceptionTraverse,
  tp_clear: baseExceptionClear,
  tp_repr: baseExceptionRepr,
  tp_str: baseExceptionStr,
  tp_getattro: genericGetAttr,
  methods: {
    __reduce__: method('($self, /)', baseExceptionReduce),
    __setstate__: method('($self, object, /)', baseExceptionSetState),
    with_traceback: method(
      '($self, object, /)',
      withTraceback,
      'Sets __traceback__; the exception itself.',
    ),
    add_note: method(
      '($self, object, /)',
      addNote,
      'Appends a line that is shown under the exception.',
    ),
  },
  members: {
    __suppress_context__: member((o) => newBool(o.v.suppressContext), setSuppressContext),
  },
  getset: {
    __dict__: getset((o) => incref(instanceDictBorrowed(o)!), setDictAttribute),
    args: getset((o) => incref((o.v as ExceptionPayload).args), setArgsAttribute),
    __traceback__: getset(optional('traceback'), setTraceback),
    __context__: getset(optional('context'), setContextAttribute, 'exception context'),
    __cause__: getset(optional('cause'), setCauseAttribute, 'exception cause'),
  },
  doc: 'What everything that can be raised descends from.',
});
