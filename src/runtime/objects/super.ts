/**
 * super. CPython: super_* in Objects/typeobject.c.
 *
 * Inside methods `super()` without arguments is compiled to `newSuper` with the class cell and the first argument; only
 * a `super` called under another name looks into the frame.
 */
import { checkPositional, noKeywords } from '../core/args.ts';
import { lookupAttr, lookupGeneric, noAttribute } from '../core/attr.ts';
import { callObject } from '../core/call.ts';
import { runtimeError, typeError } from '../core/errors.ts';
import { currentFrame } from '../core/frame.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import type { Owned, PyObject } from '../core/object.ts';
import { account, decref, incref, xdecref } from '../core/object.ts';
import { isSubtype } from '../core/subtype.ts';
import { defineType, member } from '../core/type-define.ts';
import type { KwNames, TypeObject, Visit } from '../core/type-object.ts';
import {
  SuperType,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  TPFLAGS_TYPE_SUBCLASS,
} from '../core/type-object.ts';
import { cellGetBorrowed } from './cell.ts';
import { dictGetStrBorrowed } from './dict.ts';
import { None_, newNone } from './singletons.ts';
import { intern, newStrJs } from './str.ts';

const s_class = intern('__class__');

/** All owned. `objType` is the type whose MRO is searched; null in an unbound super. */
export class SuperPayload {
  type: PyObject | null = null;
  obj: PyObject | null = null;
  objType: PyObject | null = null;
}

const isType = (o: PyObject): boolean => (o.type.flags & TPFLAGS_TYPE_SUBCLASS) !== 0;

/** The type object where the search for `obj` starts (new reference). CPython: supercheck. */
function startType(cls: PyObject, obj: PyObject): Owned {
  const T: TypeObject = cls.v;
  if (isType(obj) && isSubtype(obj.v, T)) return incref(obj);
  if (isSubtype(obj.type, T)) return incref<PyObject>(obj.type.self);
  const own = lookupAttr(obj, s_class);
  if (own !== null) {
    if (isType(own) && own !== (obj.type.self as PyObject) && isSubtype(own.v, T)) return own;
    decref(own);
  }
  const what = isType(obj) ? `type ${(obj.v as TypeObject).name}` : `instance of ${obj.type.name}`;
  throw typeError(
    `super(type, obj): obj (${what}) is not an instance or subtype of type (${T.name}).`,
  );
}

/** `super(cls, obj)`. */
export function newSuper(cls: PyObject, obj: PyObject): Owned {
  const objType = startType(cls, obj);
  const p = new SuperPayload();
  p.type = incref(cls);
  p.obj = incref(obj);
  p.objType = objType;
  const o = newGC(SuperType, p);
  account(o, 56);
  gcTrack(o);
  return o;
}

function superNew(type: TypeObject): Owned {
  const o = type.tp_alloc(type);
  o.v = new SuperPayload();
  return o;
}

function superInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  noKeywords('super', kw);
  checkPositional('super()', args.length, 0, 2);
  let cls: PyObject;
  let obj: PyObject | null;
  if (args.length === 0) [cls, obj] = fromFrame();
  else {
    cls = args[0]!;
    obj = args[1] ?? null;
    if (!isType(cls)) throw typeError(`super() argument 1 must be a type, not ${cls.type.name}`);
  }
  if (obj === None_) obj = null;
  const objType = obj === null ? null : startType(cls, obj);
  const p: SuperPayload = o.v;
  const old = [p.type, p.obj, p.objType];
  p.type = incref(cls);
  p.obj = obj === null ? null : incref(obj);
  p.objType = objType;
  for (const x of old) xdecref(x);
}

/** `__class__` and the first argument of the calling function (borrowed). */
function fromFrame(): [PyObject, PyObject] {
  const frame = currentFrame();
  const code = frame.code;
  if (code === null || frame.fn === null) throw runtimeError('super(): no current frame');
  if (code.argcount === 0) throw runtimeError('super(): no arguments');
  const at = code.freevars.indexOf(s_class);
  const closure = frame.fn.v.closure;
  if (at < 0 || closure === null) throw runtimeError('super(): __class__ cell not found');
  const cls = cellGetBorrowed(closure[at]!);
  if (cls === null) throw runtimeError('super(): empty __class__ cell');
  if (!isType(cls)) {
    throw runtimeError(`super(): __class__ is not a type (${cls.type.name})`);
  }
  const first = frame.locals === null ? null : frame.locals[0];
  if (first === null || first === undefined) throw runtimeError('super(): arg[0] deleted');
  return [cls, first];
}

function superDealloc(o: PyObject): void {
  gcUntrack(o);
  const p: SuperPayload = o.v;
  xdecref(p.obj);
  xdecref(p.type);
  xdecref(p.objType);
  freeObject(o);
}

function superTraverse(o: PyObject, visit: Visit): void {
  const p: SuperPayload | null = o.v;
  if (p === null) return;
  if (p.obj !== null) visit(p.obj);
  if (p.type !== null) visit(p.type);
  if (p.objType !== null) visit(p.objType);
}

/**
 * What `super(cls, obj).name` finds behind `cls` in the MRO of `start`, bound; null when nothing does.
 */
export function superFind(
  cls: TypeObject,
  obj: PyObject,
  start: PyObject,
  name: PyObject,
): Owned | null {
  const mro = (start.v as TypeObject).mro;
  const n = mro.length;
  let i = mro.indexOf(cls) + 1;
  if (i === 0) return null;
  for (; i < n; i++) {
    const found = dictGetStrBorrowed(mro[i]!.dict, name);
    if (found === null) continue;
    const get = found.type.tp_descr_get;
    if (get === null) return incref(found);
    found.rc++;
    try {
      return get(found, obj === start ? null : obj, start);
    } finally {
      decref(found);
    }
  }
  return null;
}

function superGetAttro(o: PyObject, name: PyObject): Owned {
  const p: SuperPayload = o.v;
  if (p.objType !== null && p.type !== null && name !== s_class) {
    const found = superFind(p.type.v, p.obj!, p.objType, name);
    if (found !== null) return found;
  }
  const own = lookupGeneric(o, name);
  if (own === null) throw noAttribute(o, name);
  return own;
}

function superDescrGet(o: PyObject, obj: PyObject | null): Owned {
  const p: SuperPayload = o.v;
  if (obj === null || obj === None_ || p.obj !== null) return incref(o);
  if (o.type !== SuperType) return callObject(o.type.self, [p.type!, obj]);
  return newSuper(p.type!, obj);
}

function superRepr(o: PyObject): Owned {
  const p: SuperPayload = o.v;
  const cls = p.type === null ? 'NULL' : (p.type.v as TypeObject).name;
  if (p.objType === null) return newStrJs(`<super: <class '${cls}'>, NULL>`);
  return newStrJs(`<super: <class '${cls}'>, <${(p.objType.v as TypeObject).name} object>>`);
}

const field = (key: keyof SuperPayload) =>
  member((o) => {
    const value = (o.v as SuperPayload)[key];
    return value === null ? newNone() : incref(value);
  });

defineType(SuperType, {
  flags: TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC,
  basicsize: 40,
  tp_new: superNew,
  tp_init: superInit,
  tp_dealloc: superDealloc,
  tp_traverse: superTraverse,
  tp_repr: superRepr,
  tp_getattro: superGetAttro,
  tp_descr_get: superDescrGet,
  members: {
    __thisclass__: field('type'),
    __self__: field('obj'),
    __self_class__: field('objType'),
  },
  doc: 'Attributes as the classes behind in the order of resolution have them.',
});
