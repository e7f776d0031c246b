/**
 * property. CPython: Objects/descrobject.c (property_*).
 *
 * `__doc__` of an exact property stands in the payload; a subclass keeps it in its instance dict, since the class's own
 * `__doc__` would hide the member.
 */
import { bindArgs } from '../core/args.ts';
import { genericGetAttr, lookupAttr, setAttr } from '../core/attr.ts';
import { call1, call2, callObject } from '../core/call.ts';
import { attributeError, discard, matches, reprJs, typeError } from '../core/errors.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import { method, methodRaw } from '../core/native-def.ts';
import type { Owned, PyObject } from '../core/object.ts';
import { account, decref, incref, xdecref } from '../core/object.ts';
import { defineType, getset, member } from '../core/type-define.ts';
import type { KwNames, TypeObject, Visit } from '../core/type-object.ts';
import { PropertyType, TPFLAGS_BASETYPE, TPFLAGS_HAVE_GC } from '../core/type-object.ts';
import { AttributeErrorType } from './exceptions.ts';
import { None_, newBool, newNone } from './singletons.ts';
import { isAbstract } from './staticmethod.ts';
import { intern } from './str.ts';
import { typeQualname } from './type-names.ts';

const s_doc = intern('__doc__');
const s_name = intern('__name__');

/** Null stands for None or "not given". */
export class PropertyPayload {
  fget: PyObject | null = null;
  fset: PyObject | null = null;
  fdel: PyObject | null = null;
  doc: PyObject | null = null;
  /** Set by `__set_name__` or assignment. */
  name: PyObject | null = null;
  /** The doc is the getter's: a copy with another getter takes that one's. */
  getterDoc = false;
}

function propertyNew(type: TypeObject): Owned {
  if (type === PropertyType) {
    const o = newGC(type, new PropertyPayload());
    account(o, 80);
    gcTrack(o);
    return o;
  }
  const o = type.tp_alloc(type);
  o.v = new PropertyPayload();
  return o;
}

function given(o: PyObject | undefined): PyObject | null {
  return o === undefined || o === None_ ? null : incref(o);
}

function propertyInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  const [fget, fset, fdel, doc] = bindArgs(
    'property',
    '(fget=None, fset=None, fdel=None, doc=None)',
    args,
    kw,
  );
  const p: PropertyPayload = o.v;
  const old = [p.fget, p.fset, p.fdel, p.doc, p.name];
  p.fget = given(fget);
  p.fset = given(fset);
  p.fdel = given(fdel);
  p.doc = null;
  p.name = null;
  p.getterDoc = false;
  for (const x of old) xdecref(x);
  setDoc(o, p, given(doc));
}

/** Consumes the doc. CPython: the second half of property_init_impl. */
function setDoc(o: PyObject, p: PropertyPayload, doc: PyObject | null): void {
  let text = doc;
  if (text === null && p.fget !== null) {
    text = lookupAttr(p.fget, s_doc);
    if (text === None_) {
      decref(text);
      text = null;
    }
    if (text !== null) p.getterDoc = true;
  }
  if (o.type === PropertyType) {
    p.doc = text;
    return;
  }
  const value = text ?? newNone();
  try {
    setAttr(o, s_doc, value);
  } catch (e) {
    // A subclass with __slots__ has nowhere to keep it: only a getter's doc is missed.
    if (p.getterDoc || !matches(e, AttributeErrorType)) throw e;
    discard(e);
  } finally {
    decref(value);
  }
}

function propertyDealloc(o: PyObject): void {
  gcUntrack(o);
  const p: PropertyPayload = o.v;
  xdecref(p.fget);
  xdecref(p.fset);
  xdecref(p.fdel);
  xdecref(p.doc);
  xdecref(p.name);
  freeObject(o);
}

function propertyTraverse(o: PyObject, visit: Visit): void {
  const p: PropertyPayload = o.v;
  if (p.fget !== null) visit(p.fget);
  if (p.fset !== null) visit(p.fset);
  if (p.fdel !== null) visit(p.fdel);
  if (p.doc !== null) visit(p.doc);
  if (p.name !== null) visit(p.name);
}

function propertyClear(o: PyObject): void {
  const p: PropertyPayload = o.v;
  const { doc } = p;
  p.doc = null;
  xdecref(doc);
}

/** The name by which messages call the property: its own or its getter's. Owned or null. */
function propertyName(p: PropertyPayload): Owned | null {
  if (p.name !== null) return incref(p.name);
  return p.fget === null ? null : lookupAttr(p.fget, s_name);
}

function missing(o: PyObject, obj: PyObject, what: string) {
  const name = propertyName(o.v);
  const which = name === null ? 'property' : `property ${reprJs(name)}`;
  if (name !== null) decref(name);
  return attributeError(`${which} of '${typeQualname(obj.type)}' object has no ${what}`);
}

function propertyGet(o: PyObject, obj: PyObject | null): Owned {
  if (obj === null || obj === None_) return incref(o);
  const p: PropertyPayload = o.v;
  if (p.fget === null) throw missing(o, obj, 'getter');
  return call1(p.fget, obj);
}

function propertySet(o: PyObject, obj: PyObject, value: PyObject | null): void {
  const p: PropertyPayload = o.v;
  const f = value === null ? p.fdel : p.fset;
  if (f === null) throw missing(o, obj, value === null ? 'deleter' : 'setter');
  decref(value === null ? call1(f, obj) : call2(f, obj, value));
}

type Which = 'fget' | 'fset' | 'fdel';

/** A copy with one function replaced, of the same class. CPython: property_copy. */
function copyWith(which: Which) {
  return (o: PyObject, f: PyObject): Owned => {
    const p: PropertyPayload = o.v;
    const pick = (k: Which) => (k === which && f !== None_ ? f : (p[k] ?? None_));
    const fget = pick('fget');
    const doc = p.getterDoc && fget !== None_ ? None_ : (p.doc ?? None_);
    const copy = callObject(o.type.self, [fget, pick('fset'), pick('fdel'), doc]);
    if (copy.type === o.type || copy.type.mro.includes(PropertyType)) {
      const q: PropertyPayload = copy.v;
      const old = q.name;
      q.name = p.name === null ? null : incref(p.name);
      xdecref(old);
    }
    return copy;
  };
}

const field = (which: Which) => member((o) => incref((o.v as PropertyPayload)[which] ?? None_));

function getName(o: PyObject): Owned {
  const name = propertyName(o.v);
  if (name === null) {
    throw attributeError(`'${o.type.name}' object has no attribute '__name__'`, o, s_name);
  }
  return name;
}

function setPayload(key: 'name' | 'doc') {
  return (o: PyObject, value: PyObject | null): void => {
    const p: PropertyPayload = o.v;
    const old = p[key];
    p[key] = value === null ? null : incref(value);
    xdecref(old);
  };
}

function setNameMethod(o: PyObject, args: PyObject[]): Owned {
  if (args.length !== 2) {
    throw typeError(`__set_name__() takes 2 positional arguments but ${args.length} were given`);
  }
  setPayload('name')(o, args[1]!);
  return newNone();
}

function isAbstractProperty(o: PyObject): Owned {
  const { fget, fset, fdel } = o.v as PropertyPayload;
  return newBool(isAbstract(fget) || isAbstract(fset) || isAbstract(fdel));
}

defineType(PropertyType, {
  flags: TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC,
  basicsize: 64,
  tp_new: propertyNew,
  tp_init: propertyInit,
  tp_dealloc: propertyDealloc,
  tp_traverse: propertyTraverse,
  tp_clear: propertyClear,
  tp_getattro: genericGetAttr,
  tp_descr_get: propertyGet,
  tp_descr_set: propertySet,
  methods: {
    getter: method(
      '($self, object, /)',
      copyWith('fget'),
      'The property with another function for reading.',
    ),
    setter: method(
      '($self, object, /)',
      copyWith('fset'),
      'The property with another function for assignment.',
    ),
    deleter: method(
      '($self, object, /)',
      copyWith('fdel'),
      'The property with another function for del.',
    ),
    __set_name__: methodRaw(setNameMethod, {
      sig: '($self, owner, name, /)',
      kw: false,
      doc: 'Tells the property its name.',
    }),
  },
  members: {
    fget: field('fget'),
    fset: field('fset'),
    fdel: field('fdel'),
    __doc__: member((o) => incref((o.v as PropertyPayload).doc ?? None_), setPayload('doc')),
  },
  getset: {
    __name__: getset(getName, setPayload('name')),
    __isabstractmethod__: getset(isAbstractProperty),
  },
  text_signature: '(fget=None, fset=None, fdel=None, doc=None)',
  doc:
    'Property attribute.\n\n  fget\n    function to be used for getting an attribute value\n' +
    '  fset\n    function to be used for setting an attribute value\n' +
    "  fdel\n    function to be used for del'ing an attribute\n  doc\n    docstring\n\n" +
    'Typical use is to define a managed attribute x:\n\nclass C(object):\n' +
    '    def getx(self): return self._x\n    def setx(self, value): self._x = value\n' +
    "    def delx(self): del self._x\n    x = property(getx, setx, delx, \"I'm the 'x' property.\")\n\n" +
    'Decorators make defining new properties or modifying existing ones easy:\n\n' +
    'class C(object):\n    @property\n    def x(self):\n        "I am the \'x\' property."\n' +
    '        return self._x\n    @x.setter\n    def x(self, value):\n        self._x = value\n' +
    '    @x.deleter\n    def x(self):\n        del self._x',
});

/** The getter of an exact property, for inline caches; null otherwise. */
export function propertyGetterBorrowed(o: PyObject): PyObject | null {
  return o.type === PropertyType ? (o.v as PropertyPayload).fget : null;
}
