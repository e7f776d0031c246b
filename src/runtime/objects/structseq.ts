/**
 * Struct sequences: tuples whose items also have names (sys.version_info, os.stat_result, time.struct_time).
 * CPython: Objects/structseq.c.
 *
 * The payload holds the items the sequence shows; fields beyond them are in `ext.slots`. A field named null is an unnamed one
 * (visible by index only).
 */
import { repr, sequenceToArray } from '../core/abstract.ts';
import { bindArgs, method } from '../core/args.ts';
import { newExceptionText, typeError } from '../core/errors.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import {
  account,
  decref,
  Extension,
  incref,
  type Owned,
  type PyGC,
  type PyObject,
} from '../core/object.ts';
import { member, type MemberDef, newStaticType } from '../core/type-define.ts';
import {
  type KwNames,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_HAVE_GC,
  TPFLAGS_TUPLE_SUBCLASS,
  TupleType,
  type TypeObject,
  type Visit,
} from '../core/type-object.ts';
import { textConcat, TextBuilder } from '../text/text.ts';
import {
  dictGetStrBorrowed,
  dictKeysArray,
  dictLen,
  dictPop,
  dictSetStr,
  isDict,
  newDict,
} from './dict.ts';
import { TypeErrorType } from './exceptions.ts';
import { newInt } from './int.ts';
import { newListSteal } from './list.ts';
import { newNone } from './singletons.ts';
import { intern, newStr, strValue } from './str.ts';
import { newTuple, newTupleSteal } from './tuple.ts';

/** A field: name (null: unnamed) and doc. */
export type StructField = string | null | [name: string, doc: string];

class StructInfo {
  names: (string | null)[];
  /** Fields shown by the sequence. */
  shown: number;
  constructor(names: (string | null)[], shown: number) {
    this.names = names;
    this.shown = shown;
  }
}

export interface StructSeqOptions {
  doc?: string;
  /** Number of fields the sequence shows (all by default). */
  shown?: number;
  /** Python code cannot make instances (sys.version_info). */
  sealed?: boolean;
  /** A constructor that does not take a sequence. */
  tp_new?: TypeObject['tp_new'];
  text_signature?: string;
}

function fieldName(f: StructField): string | null {
  return Array.isArray(f) ? f[0] : f;
}

function infoOf(type: TypeObject): StructInfo {
  let t: TypeObject | null = type;
  while (t !== null && !(t.data instanceof StructInfo)) t = t.base;
  return t!.data;
}

function fieldValue(o: PyObject, i: number, shown: number): Owned {
  if (i < shown) return incref(o.v[i]);
  const value = (o as PyGC).ext!.slots![i - shown];
  return value === null || value === undefined ? newNone() : incref(value);
}

/** Declares a struct sequence type: `defineStructSeq('time.struct_time', ['tm_year', …], { shown: 9 })`. */
export function defineStructSeq(
  name: string,
  fields: StructField[],
  options: StructSeqOptions = {},
): TypeObject {
  const names = fields.map(fieldName);
  const shown = options.shown ?? names.length;
  const members: Record<string, MemberDef> = {};
  for (let i = 0; i < fields.length; i++) {
    const f = fields[i]!;
    const key = names[i];
    if (key == null) continue;
    members[key] = member(
      (o: PyObject) => fieldValue(o, i, shown),
      null,
      Array.isArray(f) ? f[1] : undefined,
    );
  }
  const sealed = options.sealed === true;
  const core = name.startsWith('sys.') || !name.includes('.');
  return newStaticType(name, {
    heap: core ? undefined : 'mutable',
    base: TupleType,
    data: new StructInfo(names, shown),
    flags: TPFLAGS_HAVE_GC | TPFLAGS_TUPLE_SUBCLASS | (sealed ? TPFLAGS_DISALLOW_INSTANTIATION : 0),
    basicsize: 24 + 8 * (names.length - shown),
    itemsize: 8,
    doc: options.doc ?? null,
    tp_new: sealed ? undefined : (options.tp_new ?? structNew),
    text_signature: options.text_signature,
    tp_dealloc: structDealloc,
    tp_traverse: structTraverse,
    tp_repr: structRepr,
    members,
    methods: {
      __reduce__: method('($self, /)', structReduce),
      __replace__: method('($self, /, **changes)', structReplace),
    },
    dict: {
      n_sequence_fields: () => newInt(shown),
      n_fields: () => newInt(names.length),
      n_unnamed_fields: () => newInt(names.filter((n) => n === null).length),
      __match_args__: () =>
        newTupleSteal(names.slice(0, shown).flatMap((n) => (n === null ? [] : [intern(n)]))),
    },
  });
}

/**
 * An instance of all field values, which it takes over (missing last ones are None). The collector does not look at it.
 * CPython: PyStructSequence_New.
 */
export function newStructSeqSteal(type: TypeObject, values: PyObject[]): Owned {
  const info = infoOf(type);
  const items = values.slice(0, info.shown);
  while (items.length < info.shown) items.push(newNone());
  const o = newGC(type, items);
  const hidden = info.names.length - info.shown;
  if (hidden > 0) {
    const slots: (PyObject | null)[] = [];
    for (let i = 0; i < hidden; i++) slots.push(values[info.shown + i] ?? newNone());
    o.ext = new Extension();
    o.ext.slots = slots;
  }
  account(o, structBlock(o));
  return o;
}

function structBlock(o: PyObject): number {
  return 16 + o.type.basicsize + 8 * infoOf(o.type).names.length;
}

function structDealloc(o: PyObject): void {
  gcUntrack(o);
  const size = structBlock(o);
  const items: PyObject[] = o.v;
  for (let i = 0; i < items.length; i++) decref(items[i]!);
  freeObject(o, size);
}

function structTraverse(o: PyObject, visit: Visit): void {
  const items: PyObject[] = o.v;
  for (let i = 0; i < items.length; i++) visit(items[i]!);
  const slots = (o as PyGC).ext?.slots;
  if (slots) for (const value of slots) if (value !== null) visit(value);
}

function structNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const [sequence, dict] = bindArgs('structseq', '(sequence, dict={})', args, kw);
  const items = sequenceToArray(sequence, 'constructor requires a sequence') as PyObject[];
  try {
    if (dict !== undefined && !isDict(dict))
      throw typeError(`${type.name}() takes a dict as second arg, if any`);
    checkLength(type, items.length);
    addFields(type, items, dict ?? null);
  } catch (e) {
    for (const item of items) decref(item);
    throw e;
  }
  const o = newStructSeqSteal(type, items);
  gcTrack(o);
  return o;
}

function checkLength(type: TypeObject, n: number): void {
  const { names, shown } = infoOf(type);
  const bounds = (kind: string, m: number) =>
    `${type.name}() takes ${kind} ${m}-sequence (${n}-sequence given)`;
  if (shown === names.length) {
    if (n !== shown) throw typeError(bounds('a', shown));
    return;
  }
  if (n < shown) throw typeError(bounds('an at least', shown));
  if (n > names.length) throw typeError(bounds('an at most', names.length));
}

/** Hidden fields not in the sequence come from the dict, or are None. */
function addFields(type: TypeObject, items: PyObject[], dict: PyObject | null): void {
  const { names } = infoOf(type);
  let found = 0;
  for (let i = items.length; i < names.length; i++) {
    const key = intern(names[i]!);
    const value = dict === null ? null : dictGetStrBorrowed(dict, key);
    decref(key);
    if (value !== null) found++;
    items.push(value === null ? newNone() : incref(value));
  }
  if (dict !== null && dictLen(dict) > found) {
    throw typeError(`${type.name}() got duplicate or unexpected field name(s)`);
  }
}

function structRepr(o: PyObject): Owned {
  const { names, shown } = infoOf(o.type);
  const out = new TextBuilder();
  out.appendText(`${o.type.name}(`);
  for (let i = 0; i < shown; i++) {
    if (i > 0) out.appendText(', ');
    out.appendText(`${reprName(names, i)}=`);
    const text = repr(o.v[i]);
    out.appendText(strValue(text));
    decref(text);
  }
  out.appendText(')');
  return newStr(out.finish());
}

/** CPython prints field `i` of the member table, which has no unnamed fields. */
function reprName(names: (string | null)[], i: number): string {
  let seen = -1;
  for (const name of names) {
    if (name !== null) seen++;
    if (seen === i) return name!;
  }
  return '';
}

function hiddenDict(o: PyObject): Owned {
  const { names, shown } = infoOf(o.type);
  const d = newDict();
  for (let i = shown; i < names.length; i++) {
    const key = intern(names[i]!);
    const value = fieldValue(o, i, shown);
    dictSetStr(d, key, value);
    decref(key);
    decref(value);
  }
  return d;
}

function structReduce(o: PyObject): Owned {
  return newTupleSteal([incref(o.type.self), newTupleSteal([newTuple(o.v), hiddenDict(o)])]);
}

function structReplace(o: PyObject, changes?: PyObject): Owned {
  const { names, shown } = infoOf(o.type);
  if (names.includes(null)) {
    throw typeError(
      `__replace__() is not supported for ${o.type.name} because it has unnamed field(s)`,
    );
  }
  if (changes === undefined)
    return newStructSeqSteal(
      o.type,
      names.map((_, i) => fieldValue(o, i, shown)),
    );
  const values = names.map((name, i) => {
    const key = intern(name!);
    const value = dictPop(changes, key);
    decref(key);
    return value ?? fieldValue(o, i, shown);
  });
  if (dictLen(changes) > 0) {
    for (const value of values) decref(value);
    const keys = newListSteal(dictKeysArray(changes));
    const text = repr(keys);
    decref(keys);
    const message = textConcat('Got unexpected field name(s): ', strValue(text));
    decref(text);
    throw newExceptionText(TypeErrorType, message);
  }
  return newStructSeqSteal(o.type, values);
}
