/**
 * Union types such as `int | str`. CPython: Objects/unionobject.c.
 */
import { hash, or_, richCompareBool } from '../core/abstract.ts';
import { callObject } from '../core/call.ts';
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
import { defineType, getset, member } from '../core/type-define.ts';
import {
  FrozensetType,
  NoneType,
  SetType,
  TPFLAGS_HAVE_GC,
  TPFLAGS_TYPE_SUBCLASS,
  TypeObject,
  type Visit,
} from '../core/type-object.ts';
import {
  isGenericAlias,
  makeParameters,
  substituteParameters,
  typingRepr,
} from './genericalias.ts';
import { None_, newBool, newNotImplemented } from './singletons.ts';
import { newStrJs } from './str.ts';
import { newTupleSteal } from './tuple.ts';

const EQ = 2;
const NE = 3;
const SIZE = 48;

export const UnionType = new TypeObject('types.UnionType');

export class UnionPayload {
  /** tuple object of at least two different members */
  args: PyObject;
  /** tuple object, made on demand */
  parameters: PyObject | null;
  constructor(args: PyObject) {
    this.args = args;
    this.parameters = null;
  }
}

type Union = PyGC<UnionPayload>;

export function isUnion(o: PyObject): boolean {
  return o.type === UnionType;
}

function isUnionable(o: PyObject): boolean {
  return (
    o === None_ ||
    (o.type.flags & TPFLAGS_TYPE_SUBCLASS) !== 0 ||
    isGenericAlias(o) ||
    o.type === UnionType ||
    o.type.name === 'typing.TypeAliasType'
  );
}

function isSame(a: PyObject, b: PyObject): boolean {
  if (isGenericAlias(a) && isGenericAlias(b)) return richCompareBool(a, b, EQ);
  return a === b;
}

function addMembers(o: PyObject, out: PyObject[]): void {
  if (o.type === UnionType) {
    for (const x of (o.v as UnionPayload).args.v as PyObject[]) addMembers(x, out);
    return;
  }
  const x = o === None_ ? (NoneType.self as PyObject) : o;
  if (!out.some((y) => isSame(y, x))) out.push(x);
}

/** The union of members that may be unions themselves; one member alone is itself. */
function makeUnion(items: PyObject[]): Owned {
  const members: PyObject[] = [];
  for (const item of items) addMembers(item, members);
  if (members.length === 1) return incref(members[0]!);
  const o = newGC(UnionType, new UnionPayload(newTupleSteal(members.map(incref))));
  account(o, SIZE);
  gcTrack(o);
  return o;
}

/** `a | b` of types; usable as nb_or. CPython: _Py_union_type_or. */
export function unionOr(a: PyObject, b: PyObject): Owned {
  if (!isUnionable(a) || !isUnionable(b)) return newNotImplemented();
  return makeUnion([a, b]);
}

function unionDealloc(object: PyObject): void {
  const o = object as Union;
  gcUntrack(o);
  const { args, parameters } = o.v;
  freeObject(o);
  decref(args);
  xdecref(parameters);
}

function unionRepr(o: PyObject): Owned {
  const items = (o.v.args.v as PyObject[]).map((x) =>
    x === NoneType.self ? 'None' : typingRepr(x),
  );
  return newStrJs(items.join(' | '));
}

function unionHash(o: PyObject): number {
  const set = callObject(FrozensetType.self, [o.v.args]);
  try {
    return hash(set);
  } finally {
    decref(set);
  }
}

function unionCompare(a: PyObject, b: PyObject, op: number): Owned {
  if (b.type !== UnionType || a.type !== UnionType || (op !== EQ && op !== NE)) {
    return newNotImplemented();
  }
  const x = callObject(SetType.self, [a.v.args]);
  try {
    const y = callObject(SetType.self, [b.v.args]);
    try {
      return newBool(richCompareBool(x, y, EQ) === (op === EQ));
    } finally {
      decref(y);
    }
  } finally {
    decref(x);
  }
}

function parametersBorrowed(o: PyObject): PyObject {
  const p: UnionPayload = o.v;
  return (p.parameters ??= makeParameters(p.args));
}

function unionGetItem(o: PyObject, item: PyObject): Owned {
  const args = substituteParameters(o, o.v.args, parametersBorrowed(o), item);
  try {
    const items: PyObject[] = args.v;
    let r = incref(items[0]!);
    for (let i = 1; i < items.length; i++) {
      try {
        const next = or_(r, items[i]!);
        decref(r);
        r = next;
      } catch (e) {
        decref(r);
        throw e;
      }
    }
    return r;
  } finally {
    decref(args);
  }
}

defineType(UnionType, {
  flags: TPFLAGS_HAVE_GC,
  basicsize: SIZE - 16,
  tp_dealloc: unionDealloc,
  tp_traverse: (o: PyObject, visit: Visit) => {
    visit(o.v.args);
    if (o.v.parameters !== null) visit(o.v.parameters);
  },
  tp_repr: unionRepr,
  tp_hash: unionHash,
  tp_richcompare: unionCompare,
  mp_subscript: unionGetItem,
  nb_or: unionOr,
  members: { __args__: member((o) => incref(o.v.args as PyObject)) },
  getset: { __parameters__: getset((o) => incref(parametersBorrowed(o))) },
});
