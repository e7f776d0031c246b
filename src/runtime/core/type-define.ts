/**
 * Declaring built-in types. CPython: the static PyTypeObject structs, PyMethodDef, PyGetSetDef and PyMemberDef tables.
 *
 * Declarations run while files load, in any order, so this file imports nothing that needs another file to be complete:
 * `defineType` only fills slots and remembers the tables; core/type-ready.ts makes dicts, MROs and descriptors of them.
 */
import type { NativeDef } from './native-def.ts';
import type { Owned, PyObject } from './object.ts';
import { IMMORTAL, PyGC } from './object.ts';
import * as identities from './type-object.ts';
import { TypeObject, TypeType } from './type-object.ts';

/** `case int(x)` binds the subject itself. CPython: _Py_TPFLAGS_MATCH_SELF. */
export const TPFLAGS_MATCH_SELF = 1 << 22;

export type Getter = (o: PyObject) => Owned;
/** value null deletes. */
export type Setter = (o: PyObject, value: PyObject | null) => void;

/** A computed attribute. CPython: PyGetSetDef. */
export class GetsetDef {
  name: string;
  get: Getter | null;
  set: Setter | null;
  doc: string | null;
  constructor(get: Getter | null, set: Setter | null, doc: string | null) {
    this.name = '';
    this.get = get;
    this.set = set;
    this.doc = doc;
  }
}

/**
 * An attribute that CPython keeps in a struct field. CPython: PyMemberDef. `index` is the position among the slot values
 * of instances for `__slots__` of Python classes, -1 for natives with `get`.
 */
export class MemberDef {
  name: string;
  get: Getter | null;
  set: Setter | null;
  doc: string | null;
  index: number;
  constructor(get: Getter | null, set: Setter | null, doc: string | null, index: number) {
    this.name = '';
    this.get = get;
    this.set = set;
    this.doc = doc;
    this.index = index;
  }
}

/** Declares a computed attribute; without `set` it is read-only. */
export function getset(get: Getter | null, set?: Setter | null, doc?: string): GetsetDef {
  return new GetsetDef(get, set ?? null, doc ?? null);
}

/** Declares a struct field; without `set` it is read-only. */
export function member(get: Getter, set?: Setter | null, doc?: string): MemberDef {
  return new MemberDef(get, set ?? null, doc ?? null, -1);
}

type TypeObjectField =
  | 'flags'
  | 'basicsize'
  | 'itemsize'
  | 'hasDict'
  | 'hasWeakrefs'
  | 'base'
  | 'data'
  | `${'tp' | 'nb' | 'sq' | 'mp' | 'am' | 'bf'}_${string}`;

type Slots = Partial<Pick<TypeObject, Extract<keyof TypeObject, TypeObjectField>>>;

/** What a type's file says about it. Slots not given are inherited as CPython's inherit_slots does. */
export interface TypeSpec extends Slots {
  methods?: Record<string, NativeDef>;
  getset?: Record<string, GetsetDef>;
  members?: Record<string, MemberDef>;
  /** All bases, where there is more than one; `base` is the first. */
  bases?: TypeObject[];
  /** Signature of the constructor, `__text_signature__`. */
  text_signature?: string;
  doc?: string | null;
  /**
   * CPython makes the type at run time (PyType_FromSpec): `__flags__` says so, `__module__` stands in its dict, and a
   * mutable one takes new attributes.
   */
  heap?: 'immutable' | 'mutable';
  /** The declaration names PyObject_GenericGetAttr (and GenericSetAttr): their dunders stand in the type's dict. */
  generic?: 'get' | 'get set';
  /** `tp_new` makes the payload, but CPython's type has no `__new__` of its own and takes its base's. */
  inheritsNew?: boolean;
  /** Offsets of the dict and weak reference words where they are not the last word of an instance. */
  dictoffset?: number;
  weakrefoffset?: number;
  /** Metatype, where it is not that of the base. */
  metatype?: TypeObject;
  /** Further entries of the type's dict, made when the type becomes ready (new references). */
  dict?: Record<string, () => Owned>;
}

/** What is remembered about a declared type until it is ready, and about native types for good. */
export const specs = new Map<TypeObject, TypeSpec>();

function giveSelf(type: TypeObject): void {
  const self = new PyGC<TypeObject>(TypeType, type);
  self.rc = IMMORTAL;
  type.self = self;
}

for (const type of Object.values(identities)) if (type instanceof TypeObject) giveSelf(type);

const NOT_SLOTS = new Set([
  'bases',
  'methods',
  'getset',
  'members',
  'text_signature',
  'doc',
  'dict',
  'metatype',
  'heap',
  'generic',
  'inheritsNew',
  'dictoffset',
  'weakrefoffset',
]);

/** Fills a type. Its slots work at once; attributes and inheritance from `readyTypes` on. */
export function defineType(type: TypeObject, spec: TypeSpec): TypeObject {
  if (type.self === undefined) giveSelf(type);
  const fields = type as unknown as Record<string, unknown>;
  for (const [key, value] of Object.entries(spec)) {
    if (!NOT_SLOTS.has(key) && value !== undefined) fields[key] = value;
  }
  if (spec.doc !== undefined) type.doc = spec.doc;
  specs.set(type, spec);
  if (hooks.readyOne !== null) hooks.readyOne(type);
  return type;
}

/** A built-in type without an identity in type-object.ts. `name` is CPython's tp_name ('itertools.count'). */
export function newStaticType(name: string, spec: TypeSpec): TypeObject {
  return defineType(new TypeObject(name), spec);
}

/** Filled by core/type-ready.ts; `readyOne` is set once the built-in types are ready. */
export const hooks: {
  readyAll: (() => void) | null;
  readyOne: ((type: TypeObject) => void) | null;
} = { readyAll: null, readyOne: null };

/** Makes all declared types usable. Called once, before anything runs. */
export function readyTypes(): void {
  if (hooks.readyAll === null) throw new Error('core/type-ready.ts is not part of this build');
  hooks.readyAll();
}

/** The identities of the built-in types. */
export function builtinIdentities(): TypeObject[] {
  return Object.values(identities).filter((t): t is TypeObject => t instanceof TypeObject);
}
