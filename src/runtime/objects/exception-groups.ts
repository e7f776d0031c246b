/**
 * BaseExceptionGroup and ExceptionGroup (PEP 654). CPython: Objects/exceptions.c
 * (BaseExceptionGroup_*, exceptiongroup_split_recursive, _PyExc_PrepReraiseStar).
 *
 * ExceptionGroup has two bases. CPython makes it by a call of `type`; here it is a native type
 * whose MRO is set when its dict is filled.
 */
import { weakrefGetset } from './object.ts';
import { isSequence, isTrue, sequenceList, sequenceTuple, str_ } from '../core/abstract.ts';
import { lookupAttr, setAttr } from '../core/attr.ts';
import { call1, callMethod1, callObject, isCallable } from '../core/call.ts';
import {
  enterNative,
  isExceptionClass,
  leaveNative,
  typeError,
  valueError,
} from '../core/errors.ts';
import { classMethod, method } from '../core/native-def.ts';
import { decref, incref, type Owned, type PyObject, xdecref } from '../core/object.ts';
import { isInstanceOf, isSubtype } from '../core/subtype.ts';
import { defineType } from '../core/type-define.ts';
import {
  BaseExceptionType,
  type KwNames,
  StrType,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  TPFLAGS_MANAGED_WEAKREF,
  TupleType,
  type TypeObject,
  TypeType,
} from '../core/type-object.ts';
import { TextBuilder } from '../text/text.ts';
import {
  allocExceptionSteal,
  baseExceptionInit,
  type ExceptionPayload,
  fieldMember,
  setFieldSteal,
  setTraceback,
} from './base-exception.ts';
import { BaseExceptionGroupType, ExceptionGroupType, ExceptionType } from './exception-types.ts';
import { genericAliasNew } from './genericalias.ts';
import { newListSteal } from './list.ts';
import { None_, newNone } from './singletons.ts';
import { emptyStr, intern, newStr, newStrJs, strValue } from './str.ts';
import { newTuple, newTupleSteal } from './tuple.ts';

const MESSAGE = 0;
const EXCEPTIONS = 1;

export function isExceptionGroup(o: PyObject): boolean {
  return isInstanceOf(o, BaseExceptionGroupType);
}

/** The nested exceptions of a group, borrowed. */
export function groupItemsBorrowed(group: PyObject): PyObject[] {
  return (group.v as ExceptionPayload).fields[EXCEPTIONS]!.v;
}

function checkItems(items: PyObject[]): boolean {
  if (items.length === 0)
    throw valueError('second argument (exceptions) must be a non-empty sequence');
  let bare = false;
  for (let i = 0; i < items.length; i++) {
    const item = items[i]!;
    if (!isInstanceOf(item, BaseExceptionType)) {
      throw valueError(`Item ${i} of second argument (exceptions) is not an exception`);
    }
    if (!isInstanceOf(item, ExceptionType)) bare = true;
  }
  return bare;
}

/** The class to make: a BaseExceptionGroup of Exceptions only is an ExceptionGroup. */
function groupClass(type: TypeObject, bare: boolean): TypeObject {
  if (type === BaseExceptionGroupType) return bare ? type : ExceptionGroupType;
  if (bare) {
    if (type === ExceptionGroupType)
      throw typeError('Cannot nest BaseExceptions in an ExceptionGroup');
    if (isSubtype(type, ExceptionType))
      throw typeError(`Cannot nest BaseExceptions in '${type.name}'`);
  }
  return type;
}

function groupNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const n = args.length - (kw === null ? 0 : kw.length);
  const name = 'BaseExceptionGroup.__new__()';
  if (n !== 2) throw typeError(`${name} takes exactly 2 arguments (${n} given)`);
  const message = args[0]!;
  const sequence = args[1]!;
  if (!isInstanceOf(message, StrType)) {
    throw typeError(
      `${name} argument 1 must be str, not ${message === None_ ? 'None' : message.type.name}`,
    );
  }
  if (!isSequence(sequence)) throw typeError('second argument (exceptions) must be a sequence');
  const tuple = sequenceTuple(sequence);
  let T: TypeObject;
  try {
    T = groupClass(type, checkItems(tuple.v));
  } catch (e) {
    decref(tuple);
    throw e;
  }
  const o = allocExceptionSteal(T, newTuple([message, sequence]));
  setFieldSteal(o, MESSAGE, incref(message));
  setFieldSteal(o, EXCEPTIONS, tuple);
  return o;
}

function groupStr(o: PyObject): Owned {
  const fields = (o.v as ExceptionPayload).fields;
  const n = groupItemsBorrowed(o).length;
  const text = str_(fields[MESSAGE]!);
  const out = new TextBuilder();
  out.appendText(strValue(text));
  decref(text);
  out.appendText(` (${n} sub-exception${n > 1 ? 's' : ''})`);
  return newStr(out.finish());
}

/** `BaseExceptionGroup(message, exceptions)`. Borrows both. */
export function newGroup(message: PyObject, exceptions: PyObject): Owned {
  return callObject(BaseExceptionGroupType.self, [message, exceptions]);
}

function derive(o: PyObject, exceptions: PyObject): Owned {
  return newGroup((o.v as ExceptionPayload).fields[MESSAGE]!, exceptions);
}

// ---------------------------------------------------------------------------------------------
// Splitting

/** How leaves are chosen: by type (class or tuple), by a callable, or by identity. */
interface Matcher {
  types: PyObject[] | null;
  predicate: PyObject | null;
  leaves: Set<PyObject> | null;
}

function matcherOf(value: PyObject): Matcher {
  if (isInstanceOf(value, TypeType) ? isExceptionClass(value) : false) {
    return { types: [value], predicate: null, leaves: null };
  }
  if (value.type === TupleType && (value.v as PyObject[]).every((t) => isExceptionClass(t))) {
    return { types: value.v, predicate: null, leaves: null };
  }
  if (isCallable(value) && !isInstanceOf(value, TypeType)) {
    return { types: null, predicate: value, leaves: null };
  }
  throw typeError(
    'expected an exception type, a tuple of exception types, or a callable (other than a class)',
  );
}

function matchesOne(exc: PyObject, m: Matcher): boolean {
  if (m.types !== null) return m.types.some((t) => isSubtype(exc.type, t.v as TypeObject));
  if (m.leaves !== null) return !isExceptionGroup(exc) && m.leaves.has(exc);
  const r = call1(m.predicate!, exc);
  try {
    return isTrue(r);
  } finally {
    decref(r);
  }
}

function copyNotes(from: PyObject, to: PyObject): void {
  const name = intern('__notes__');
  const notes = lookupAttr(from, name);
  try {
    if (notes !== null && isSequence(notes)) {
      const copy = sequenceList(notes);
      try {
        setAttr(to, name, copy);
      } finally {
        decref(copy);
      }
    }
  } finally {
    xdecref(notes);
    decref(name);
  }
}

/** A group like `orig` with only these exceptions (consumed), or null when there are none. */
function subset(orig: PyObject, items: PyObject[]): Owned | null {
  if (items.length === 0) return null;
  const list = newListSteal(items);
  const name = intern('derive');
  let group: Owned;
  try {
    group = callMethod1(orig, name, list);
  } finally {
    decref(list);
    decref(name);
  }
  try {
    if (!isExceptionGroup(group))
      throw typeError('derive must return an instance of BaseExceptionGroup');
    const from: ExceptionPayload = orig.v;
    const to: ExceptionPayload = group.v;
    if (from.traceback !== null) setTraceback(group, from.traceback);
    const { context, cause } = to;
    to.context = from.context === null ? null : incref(from.context);
    to.cause = from.cause === null ? null : incref(from.cause);
    to.suppressContext = true;
    xdecref(context);
    xdecref(cause);
    copyNotes(orig, group);
  } catch (e) {
    decref(group);
    throw e;
  }
  return group;
}

type Split = [Owned | null, Owned | null];

function splitRecursive(exc: PyObject, m: Matcher, wantRest: boolean): Split {
  if (matchesOne(exc, m)) return [incref(exc), null];
  if (!isExceptionGroup(exc)) return [null, wantRest ? incref(exc) : null];
  const match: PyObject[] = [];
  const rest: PyObject[] = [];
  enterNative(' in exceptiongroup_split_recursive');
  try {
    for (const item of groupItemsBorrowed(exc)) {
      const [a, b] = splitRecursive(item, m, wantRest);
      if (a !== null) match.push(a);
      if (b !== null) rest.push(b);
    }
  } catch (e) {
    for (const o of match) decref(o);
    for (const o of rest) decref(o);
    throw e;
  } finally {
    leaveNative();
  }
  let matched: Owned | null;
  try {
    matched = subset(exc, match);
  } catch (e) {
    for (const o of rest) decref(o);
    throw e;
  }
  try {
    return [matched, wantRest ? subset(exc, rest) : null];
  } catch (e) {
    xdecref(matched);
    throw e;
  }
}

function split(o: PyObject, condition: PyObject): Owned {
  const [match, rest] = splitRecursive(o, matcherOf(condition), true);
  return newTupleSteal([match ?? newNone(), rest ?? newNone()]);
}

function subgroup(o: PyObject, condition: PyObject): Owned {
  const [match] = splitRecursive(o, matcherOf(condition), false);
  return match ?? newNone();
}

/** `group.split(condition)` for `except*`: [match, rest], each a new reference or null. */
export function groupSplit(group: PyObject, condition: PyObject): Split {
  const name = intern('split');
  let pair: Owned;
  try {
    pair = callMethod1(group, name, condition);
  } finally {
    decref(name);
  }
  try {
    const who = group.type.name;
    if (!isInstanceOf(pair, TupleType)) {
      throw typeError(`${who}.split must return a tuple, not ${pair.type.name}`);
    }
    const items: PyObject[] = pair.v;
    if (items.length < 2) {
      throw typeError(`${who}.split must return a 2-tuple, got tuple of size ${items.length}`);
    }
    const part = (p: PyObject): Owned | null => (p === None_ ? null : incref(p));
    return [part(items[0]!), part(items[1]!)];
  } finally {
    decref(pair);
  }
}

// ---------------------------------------------------------------------------------------------
// The end of except*

function collectLeaves(exc: PyObject, into: Set<PyObject>): void {
  if (!isExceptionGroup(exc)) {
    into.add(exc);
    return;
  }
  for (const item of groupItemsBorrowed(exc)) collectLeaves(item, into);
}

/** The part of `group` whose leaves are those of `keep`, with the group's own structure. */
function projection(group: PyObject, keep: PyObject[]): Owned | null {
  const leaves = new Set<PyObject>();
  for (const e of keep) collectLeaves(e, leaves);
  return splitRecursive(group, { types: null, predicate: null, leaves }, false)[0];
}

function sameMetadata(a: ExceptionPayload, b: ExceptionPayload): boolean {
  return a.traceback === b.traceback && a.cause === b.cause && a.context === b.context;
}

/**
 * What an `except*` statement raises at its end (new reference), or null: parts of `orig` that were
 * not handled or were raised again are joined in its shape; new exceptions stand beside them.
 * `raised` is borrowed and holds no None.
 */
export function prepReraiseStar(orig: PyObject, raised: PyObject[]): Owned | null {
  if (raised.length === 0) return null;
  if (!isExceptionGroup(orig)) return incref(raised[0]!);
  const fresh: PyObject[] = [];
  const again: PyObject[] = [];
  for (const e of raised) (sameMetadata(e.v, orig.v) ? again : fresh).push(e);
  const rest = projection(orig, again);
  if (fresh.length === 0) return rest;
  if (fresh.length === 1 && rest === null) return incref(fresh[0]!);
  const list = newListSteal([...fresh.map((e) => incref(e)), ...(rest === null ? [] : [rest])]);
  try {
    return newGroup(emptyStr, list);
  } finally {
    decref(list);
  }
}

const FLAGS = TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC;

defineType(BaseExceptionGroupType, {
  flags: FLAGS,
  base: BaseExceptionGroupType.base,
  basicsize: 88,
  data: 2,
  tp_new: groupNew,
  tp_init: baseExceptionInit,
  tp_str: groupStr,
  methods: {
    __class_getitem__: classMethod('($type, object, /)', genericAliasNew, 'A generic alias.'),
    derive: method('($self, object, /)', derive),
    split: method('($self, object, /)', split),
    subgroup: method('($self, object, /)', subgroup),
  },
  members: {
    message: fieldMember(MESSAGE, 'exception message', true),
    exceptions: fieldMember(EXCEPTIONS, 'nested exceptions', true),
  },
  doc: 'Several exceptions raised together.',
});

defineType(ExceptionGroupType, {
  heap: 'mutable',
  flags: FLAGS | TPFLAGS_MANAGED_WEAKREF,
  base: ExceptionGroupType.base,
  basicsize: 88,
  data: 2,
  hasWeakrefs: true,
  bases: [BaseExceptionGroupType, ExceptionType],
  getset: { __weakref__: weakrefGetset },
  dict: { __module__: () => newStrJs('builtins') },
});
