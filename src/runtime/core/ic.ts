/**
 * Inline caches of generated code: globals, names, attributes, method calls. One `IC` object a site, passed to a shared
 * helper. CPython: the adaptive instructions of Python/specialize.c.
 *
 * Validity: `ic.type`/`ic.ver` equal the object's type and the type's version (any change to a type or its bases gives a new
 * version), or a dict's `ver` (any structural change of the table sets it to 0). A cache that does not apply is filled anew.
 */

import type { CellPayload } from '../objects/cell.ts';
import { slotIndexOf } from '../objects/descr.ts';
import { dictDel, dictGet, dictGetStrBorrowed, dictSetStr, isDictExact } from '../objects/dict.ts';
import { type DictTable, tableFindStr } from '../objects/dict-table.ts';
import { KeyErrorType } from '../objects/exceptions.ts';
import type { FunctionPayload } from '../objects/function.ts';
import { propertyGetterBorrowed } from '../objects/property.ts';
import { typeGetAttro } from '../objects/type.ts';
import { delItem, getItem, setItem } from './abstract.ts';
import {
  genericGetAttr,
  genericSetAttr,
  getAttr,
  inlineIndex,
  SLOTS_IN_PAYLOAD,
  setAttr,
  typeLookupBorrowed,
  typeVersion,
} from './attr.ts';
import * as call from './call.ts';
import { unboundDeref } from './ceval.ts';
import { discard, matches, nameNotDefined, systemError } from './errors.ts';
import type { Frame } from './frame.ts';
import { decref, incref, type Owned, type PyGC, type PyObject, xdecref } from './object.ts';
import { S } from './state.ts';
import { isSubtype } from './subtype.ts';
import {
  FunctionType,
  MethodDescriptorType,
  ModuleType,
  PropertyType,
  TPFLAGS_INLINE_VALUES,
  type TypeObject,
} from './type-object.ts';

const NONE = 0;
const INLINE = 1;
const SLOT = 2;
const FUNC = 3;
const NATIVE = 4;
const CLASSATTR = 5;
const MODULE = 6;
const TYPEATTR = 7;
const PROPERTY = 8;
/** The lookup is valid but needs the generic way each time. */
const PLAIN = 9;

export class IC {
  kind: number;
  type: TypeObject | null;
  ver: number;
  idx: number;
  val: any;
  ver2: number;
  /** Position of the attribute in a method call, for the traceback of a failed lookup; -1: that of the operation. */
  pos: number;
  constructor(pos = -1) {
    this.kind = NONE;
    this.type = null;
    this.ver = -1;
    this.idx = 0;
    this.val = null;
    this.ver2 = -1;
    this.pos = pos;
  }
}

function tableVersion(t: DictTable): number {
  return t.ver !== 0 ? t.ver : (t.ver = ++S.dictVersion);
}

// ---- globals ----

export function LG(fn: PyObject<FunctionPayload>, name: PyObject, ic: IC): Owned {
  const g: DictTable = fn.v.globals.v;
  if (g.ver === ic.ver) {
    if (ic.kind === INLINE) {
      const r = g.e[ic.idx];
      r.rc++;
      return r;
    }
    const b: DictTable = fn.v.builtins.v;
    if (b.ver === ic.ver2 && b === ic.val) {
      const r = b.e[ic.idx];
      r.rc++;
      return r;
    }
  }
  return loadGlobalSlow(fn, name, ic);
}

function loadGlobalSlow(fn: PyObject<FunctionPayload>, name: PyObject, ic: IC): Owned {
  const globals = fn.v.globals;
  const builtins = fn.v.builtins;
  if (isDictExact(builtins) && isDictExact(globals)) {
    const g: DictTable = globals.v;
    let j = tableFindStr(g, name);
    if (j >= 0) {
      ic.kind = INLINE;
      ic.ver = tableVersion(g);
      ic.idx = j * 3 + 2;
      return incref(g.e[ic.idx]);
    }
    const b: DictTable = builtins.v;
    j = tableFindStr(b, name);
    if (j < 0) throw nameNotDefined(name);
    ic.kind = MODULE;
    ic.ver = tableVersion(g);
    ic.ver2 = tableVersion(b);
    ic.val = b;
    ic.idx = j * 3 + 2;
    return incref(b.e[ic.idx]);
  }
  const own = isDictExact(globals) ? dictGetStrBorrowed(globals, name) : mappingGet(globals, name);
  if (own !== null) return isDictExact(globals) ? incref(own) : (own as Owned);
  return mappingLookup(builtins, name);
}

function mappingLookup(o: PyObject, name: PyObject): Owned {
  try {
    return getItem(o, name);
  } catch (e) {
    if (!matches(e, KeyErrorType)) throw e;
    discard(e);
    throw nameNotDefined(name);
  }
}

/** Stores a global, consuming the value. */
export function SG(fn: PyObject<FunctionPayload>, name: PyObject, value: PyObject, ic: IC): void {
  storeDict(fn.v.globals, name, value, ic);
}

function storeDict(d: PyObject, name: PyObject, value: PyObject, ic: IC): void {
  const g: DictTable = d.v;
  if (g.ver === ic.ver && g === ic.val) {
    const old = g.e[ic.idx];
    g.e[ic.idx] = value;
    decref(old);
    return;
  }
  dictSetStr(d, name, value);
  decref(value);
  const j = tableFindStr(g, name);
  ic.ver = tableVersion(g);
  ic.val = g;
  ic.idx = j * 3 + 2;
}

export function DG(fn: PyObject<FunctionPayload>, name: PyObject): void {
  if (!dictDel(fn.v.globals, name)) throw nameNotDefined(name);
}

// ---- names of module and class bodies ----

export function LN(f: Frame, name: PyObject, ic: IC): Owned {
  const fn = f.fn!;
  const ns = f.ns!;
  if (ns === fn.v.globals && isDictExact(ns)) return LG(fn, name, ic);
  if (isDictExact(ns)) {
    const v = dictGetStrBorrowed(ns, name);
    if (v !== null) return incref(v);
  } else {
    const v = mappingGet(ns, name);
    if (v !== null) return v;
  }
  return LG(fn, name, ic);
}

/** An item of a namespace that is no dict, or null. */
export function mappingGet(ns: PyObject, name: PyObject): Owned | null {
  try {
    return getItem(ns, name);
  } catch (e) {
    if (!matches(e, KeyErrorType)) throw e;
    discard(e);
    return null;
  }
}

export function SN(f: Frame, name: PyObject, value: PyObject, ic: IC): void {
  const ns = f.ns!;
  if (isDictExact(ns)) return storeDict(ns, name, value, ic);
  try {
    setItem(ns, name, value);
  } finally {
    decref(value);
  }
}

export function DN(f: Frame, name: PyObject): void {
  const ns = f.ns!;
  if (isDictExact(ns)) {
    if (!dictDel(ns, name)) throw nameNotDefined(name);
    return;
  }
  try {
    delItem(ns, name);
  } catch (e) {
    if (!matches(e, KeyErrorType)) throw e;
    discard(e);
    throw nameNotDefined(name);
  }
}

// ---- cells ----

export function LDEREF(cell: PyObject<CellPayload>, name: PyObject, free: boolean): Owned {
  const r = cell.v.ref;
  if (r === null) throw unboundDeref(name, free);
  r.rc++;
  return r as Owned;
}

/** Stores into a cell, consuming the value. */
export function SDEREF(cell: PyObject<CellPayload>, value: PyObject): void {
  const old = cell.v.ref;
  cell.v.ref = value;
  xdecref(old);
}

export function DDEREF(cell: PyObject<CellPayload>, name: PyObject, free: boolean): void {
  const old = cell.v.ref;
  if (old === null) throw unboundDeref(name, free);
  cell.v.ref = null;
  decref(old);
}

export function CLEARCELL(cell: PyObject<CellPayload>): void {
  const old = cell.v.ref;
  cell.v.ref = null;
  xdecref(old);
}

/** A free name of a class body: the namespace first, then the cell. */
export function LCLASSDEREF(ns: PyObject, cell: PyObject<CellPayload>, name: PyObject): Owned {
  const v = isDictExact(ns) ? dictGet(ns, name) : mappingGet(ns, name);
  return v !== null ? v : LDEREF(cell, name, true);
}

/** A name in an annotation scope inside a class: the class namespace, then the cell or the globals. */
export function LFROMDICT(
  fn: PyObject<FunctionPayload>,
  dictCell: PyObject<CellPayload>,
  name: PyObject,
  cell: PyObject<CellPayload> | null,
): Owned {
  const ns = dictCell.v.ref;
  if (ns === null) throw systemError('class namespace is gone');
  const v = isDictExact(ns) ? dictGet(ns, name) : mappingGet(ns, name);
  if (v !== null) return v;
  return cell !== null ? LDEREF(cell, name, true) : LG(fn, name, new IC());
}

// ---- attributes ----

export function LA(o: PyObject, name: PyObject, ic: IC, m: number): Owned {
  const t = o.type;
  if (t === ic.type && t.version === ic.ver && (ic.kind === INLINE || ic.kind === SLOT)) {
    const v = o.v as (PyObject | null)[];
    const i = ic.idx;
    if (i < v.length) {
      const r = v[i]!;
      if (r !== null) {
        r.rc++;
        return r as Owned;
      }
    }
  }
  return loadAttr(o, name, ic, m);
}

/** What is no value of the instance itself. Apart, so that V8 inlines LA. */
function loadAttr(o: PyObject, name: PyObject, ic: IC, m: number): Owned {
  const t = o.type;
  if (t === ic.type && t.version === ic.ver) {
    const kind = ic.kind;
    if (kind === MODULE) {
      const d: DictTable = o.v.dict.v;
      if (d === ic.val && d.ver === ic.ver2) {
        const r = d.e[ic.idx];
        r.rc++;
        return r;
      }
    } else if (kind === TYPEATTR) {
      if (o === ic.val && (o.v as TypeObject).version === ic.ver2) {
        const r = typeLookupBorrowed(o.v, name)!;
        r.rc++;
        return r as Owned;
      }
    } else if (kind === CLASSATTR) {
      if (ic.idx === 0 || (o as PyGC).dict === null) {
        const r = ic.val as PyObject;
        r.rc++;
        return r as Owned;
      }
    } else if (kind === PROPERTY) {
      return callGetter(ic.val, o, m);
    } else if (kind === PLAIN) {
      return getAttrHeld(o, name, m);
    }
  }
  return loadAttrSlow(o, name, ic, m);
}

/** A property's getter written in Python, called with the object held as CPython's slot call holds it. */
function callGetter(f: PyObject<FunctionPayload>, o: PyObject, m: number): Owned {
  const code = f.v.code.v;
  if (!code.simple || code.argcount !== 1) return call.call1(f, o);
  f.rc++;
  if ((m & 1) === 0) {
    o.rc++;
    return call.orThrow(code.js(f, o));
  }
  o.rc += 2;
  try {
    return call.orThrow(code.js(f, o));
  } finally {
    decref(o);
  }
}

function loadAttrSlow(o: PyObject, name: PyObject, ic: IC, m: number): Owned {
  fillLoad(o, name, ic);
  return getAttrHeld(o, name, m);
}

function getAttrHeld(o: PyObject, name: PyObject, m: number): Owned {
  if ((m & 1) === 0) return getAttr(o, name);
  o.rc++;
  try {
    return getAttr(o, name);
  } finally {
    decref(o);
  }
}

function fillLoad(o: PyObject, name: PyObject, ic: IC): void {
  const t = o.type;
  ic.kind = NONE;
  ic.type = t;
  const get = t.tp_getattro;
  if (get === genericGetAttr) {
    const d = typeLookupBorrowed(t, name);
    ic.ver = typeVersion(t);
    if (d === null) {
      if ((t.flags & TPFLAGS_INLINE_VALUES) !== 0) {
        const i = inlineIndex(t, name);
        if (i >= 0) {
          ic.kind = INLINE;
          ic.idx = i;
        }
      }
      return;
    }
    const dt = d.type;
    if (t.data === SLOTS_IN_PAYLOAD && slotIndexOf(d) >= 0 && isSubtype(t, d.v.type)) {
      ic.kind = SLOT;
      ic.idx = slotIndexOf(d);
      return;
    }
    if (dt === PropertyType) {
      const get = propertyGetterBorrowed(d);
      ic.kind = PLAIN;
      if (
        get !== null &&
        get.type === FunctionType &&
        get.v.code.v.simple &&
        get.v.code.v.argcount === 1
      ) {
        ic.kind = PROPERTY;
        ic.val = get;
      }
      return;
    }
    if (dt.tp_descr_set !== null) {
      ic.kind = PLAIN;
      return;
    }
    if ((t.flags & TPFLAGS_INLINE_VALUES) !== 0) {
      const i = inlineIndex(t, name);
      if (i >= 0) {
        ic.kind = INLINE;
        ic.idx = i;
        return;
      }
    }
    ic.kind = PLAIN;
    if (dt.tp_descr_get === null && (!t.hasDict || (t.flags & TPFLAGS_INLINE_VALUES) !== 0)) {
      ic.kind = CLASSATTR;
      ic.val = d;
      ic.idx = t.hasDict ? 1 : 0;
    }
    return;
  }
  if (t === ModuleType) {
    const dict = o.v.dict;
    const j = tableFindStr(dict.v, name);
    ic.ver = typeVersion(t);
    if (j >= 0 && typeLookupBorrowed(t, name) === null) {
      ic.kind = MODULE;
      ic.val = dict.v;
      ic.ver2 = tableVersion(dict.v);
      ic.idx = j * 3 + 2;
    }
    return;
  }
  if (get === typeGetAttro) {
    const cls = o.v as TypeObject;
    const meta = typeLookupBorrowed(t, name);
    if (meta !== null && meta.type.tp_descr_set !== null) return;
    const d = typeLookupBorrowed(cls, name);
    if (d === null || (d.type.tp_descr_get !== null && d.type !== FunctionType)) return;
    ic.ver = typeVersion(t);
    ic.kind = TYPEATTR;
    ic.val = o;
    ic.ver2 = typeVersion(cls);
  }
}

export function SA(o: PyObject, name: PyObject, value: PyObject, ic: IC, m: number): void {
  const t = o.type;
  if (t === ic.type && t.version === ic.ver && (ic.kind === INLINE || ic.kind === SLOT)) {
    const v = o.v as (PyObject | null)[];
    const i = ic.idx;
    if (i < v.length) {
      const old = v[i]!;
      if (old !== null) {
        value.rc++;
        v[i] = value;
        decref(old);
        return;
      }
    }
  }
  storeAttr(o, name, value, ic, m);
}

/** The first value of an attribute, and everything that is no value of the instance itself. */
function storeAttr(o: PyObject, name: PyObject, value: PyObject, ic: IC, m: number): void {
  const t = o.type;
  if (t === ic.type && t.version === ic.ver) {
    const v = o.v as (PyObject | null)[];
    const i = ic.idx;
    if (ic.kind === INLINE) {
      if (i < v.length) {
        if (v[i] === null && isTail(v, i + 1)) {
          value.rc++;
          v[i] = value;
          return;
        }
      }
    } else if (ic.kind === SLOT) {
      value.rc++;
      v[i] = value;
      return;
    }
  }
  storeAttrSlow(o, name, value, ic, m);
}

function isTail(v: (PyObject | null)[], from: number): boolean {
  for (let j = from; j < v.length; j++) if (v[j] !== null) return false;
  return true;
}

function storeAttrSlow(o: PyObject, name: PyObject, value: PyObject, ic: IC, m: number): void {
  if ((m & 1) !== 0) o.rc++;
  if ((m & 2) !== 0) value.rc++;
  try {
    setAttr(o, name, value);
    fillStore(o, name, ic);
  } finally {
    if ((m & 2) !== 0) decref(value);
    if ((m & 1) !== 0) decref(o);
  }
}

function fillStore(o: PyObject, name: PyObject, ic: IC): void {
  const t = o.type;
  ic.kind = NONE;
  ic.type = t;
  if (t.tp_setattro !== genericSetAttr) return;
  const d = typeLookupBorrowed(t, name);
  ic.ver = typeVersion(t);
  if (d !== null) {
    if (t.data === SLOTS_IN_PAYLOAD && slotIndexOf(d) >= 0 && isSubtype(t, d.v.type)) {
      ic.kind = SLOT;
      ic.idx = slotIndexOf(d);
      return;
    }
    if (d.type.tp_descr_set !== null) return;
  }
  if ((t.flags & TPFLAGS_INLINE_VALUES) === 0) return;
  const i = inlineIndex(t, name);
  if (i >= 0) {
    ic.kind = INLINE;
    ic.idx = i;
  }
}

export function DA(o: PyObject, name: PyObject): void {
  o.type.tp_setattro(o, name, null);
}

// ---- method calls ----

/** Makes the cache describe the method `name` of o's type, if it may be called with o prepended. */
function fillMethod(o: PyObject, name: PyObject, ic: IC): void {
  const t = o.type;
  ic.kind = NONE;
  ic.type = t;
  if (t.tp_getattro !== genericGetAttr) return;
  const d = typeLookupBorrowed(t, name);
  ic.ver = typeVersion(t);
  if (d === null) return;
  if (t.hasDict) {
    if ((t.flags & TPFLAGS_INLINE_VALUES) === 0 || inlineIndex(t, name) >= 0) return;
    ic.idx = 1;
  } else ic.idx = 0;
  ic.val = d;
  if (d.type === FunctionType) ic.kind = FUNC;
  else if (d.type === MethodDescriptorType) {
    call.prepareDescriptor(d);
    ic.kind = NATIVE;
  }
}

function hit(o: PyObject, ic: IC): boolean {
  const t = o.type;
  return (
    t === ic.type &&
    t.version === ic.ver &&
    ic.kind !== NONE &&
    (ic.idx === 0 || (o as PyGC).dict === null)
  );
}

export function M0(o: PyObject, name: PyObject, ic: IC): Owned | null {
  const t = o.type;
  if (
    t === ic.type &&
    t.version === ic.ver &&
    ic.kind === FUNC &&
    (ic.idx === 0 || (o as PyGC).dict === null)
  ) {
    const d = ic.val;
    const code = d.v.code.v;
    if (code.simple && code.argcount === 1) {
      d.rc++;
      return code.js(d, o);
    }
  }
  return otherMethod0(o, name, ic);
}

function otherMethod0(o: PyObject, name: PyObject, ic: IC): Owned | null {
  if (hit(o, ic)) {
    const d = ic.val;
    if (ic.kind === FUNC) {
      const code = d.v.code.v;
      if (code.simple && code.argcount === 1) {
        d.rc++;
        return code.js(d, o);
      }
    } else {
      const def = d.v.def;
      if (def.min === 0) {
        let r: Owned | undefined;
        try {
          r = def.fn(o);
        } finally {
          decref(o);
        }
        if (S.brk !== 0) call.collectAfterMethod(d);
        return r === undefined ? call.none() : r;
      }
    }
  } else fillMethod(o, name, ic);
  const f = lookupMethod(o, name, ic);
  const self = S.self;
  S.self = null;
  return S0(f, self);
}

export function M1(o: PyObject, name: PyObject, a: PyObject, ic: IC): Owned | null {
  const t = o.type;
  if (
    t === ic.type &&
    t.version === ic.ver &&
    ic.kind === FUNC &&
    (ic.idx === 0 || (o as PyGC).dict === null)
  ) {
    const d = ic.val;
    const code = d.v.code.v;
    if (code.simple && code.argcount === 2) {
      d.rc++;
      return code.js(d, o, a);
    }
  }
  return otherMethod1(o, name, a, ic);
}

function otherMethod1(o: PyObject, name: PyObject, a: PyObject, ic: IC): Owned | null {
  if (hit(o, ic)) {
    const d = ic.val;
    if (ic.kind === FUNC) {
      const code = d.v.code.v;
      if (code.simple && code.argcount === 2) {
        d.rc++;
        return code.js(d, o, a);
      }
    } else {
      const def = d.v.def;
      if (def.max >= 1 && def.min <= 1) {
        let r: Owned | undefined;
        try {
          r = def.fn(o, a);
        } finally {
          decref(a);
          decref(o);
        }
        if (S.brk !== 0) call.collectAfterMethod(d);
        return r === undefined ? call.none() : r;
      }
    }
  } else fillMethod(o, name, ic);
  const f = lookupMethod(o, name, ic, [a]);
  const self = S.self;
  S.self = null;
  return S1(f, self, a);
}

export function M2(o: PyObject, name: PyObject, a: PyObject, b: PyObject, ic: IC): Owned | null {
  const t = o.type;
  if (
    t === ic.type &&
    t.version === ic.ver &&
    ic.kind === FUNC &&
    (ic.idx === 0 || (o as PyGC).dict === null)
  ) {
    const d = ic.val;
    const code = d.v.code.v;
    if (code.simple && code.argcount === 3) {
      d.rc++;
      return code.js(d, o, a, b);
    }
  }
  return otherMethod2(o, name, a, b, ic);
}

function otherMethod2(o: PyObject, name: PyObject, a: PyObject, b: PyObject, ic: IC): Owned | null {
  if (hit(o, ic)) {
    const d = ic.val;
    if (ic.kind === FUNC) {
      const code = d.v.code.v;
      if (code.simple && code.argcount === 3) {
        d.rc++;
        return code.js(d, o, a, b);
      }
    } else {
      const def = d.v.def;
      if (def.max >= 2 && def.min <= 2) {
        let r: Owned | undefined;
        try {
          r = def.fn(o, a, b);
        } finally {
          decref(b);
          decref(a);
          decref(o);
        }
        if (S.brk !== 0) call.collectAfterMethod(d);
        return r === undefined ? call.none() : r;
      }
    }
  } else fillMethod(o, name, ic);
  const f = lookupMethod(o, name, ic, [a, b]);
  const self = S.self;
  S.self = null;
  return S2(f, self, a, b);
}

export function M3(
  o: PyObject,
  name: PyObject,
  a: PyObject,
  b: PyObject,
  c: PyObject,
  ic: IC,
): Owned | null {
  const t = o.type;
  if (
    t === ic.type &&
    t.version === ic.ver &&
    ic.kind === FUNC &&
    (ic.idx === 0 || (o as PyGC).dict === null)
  ) {
    const d = ic.val;
    const code = d.v.code.v;
    if (code.simple && code.argcount === 4) {
      d.rc++;
      return code.js(d, o, a, b, c);
    }
  }
  return otherMethod3(o, name, a, b, c, ic);
}

function otherMethod3(
  o: PyObject,
  name: PyObject,
  a: PyObject,
  b: PyObject,
  c: PyObject,
  ic: IC,
): Owned | null {
  if (hit(o, ic)) {
    const d = ic.val;
    if (ic.kind === FUNC) {
      const code = d.v.code.v;
      if (code.simple && code.argcount === 4) {
        d.rc++;
        return code.js(d, o, a, b, c);
      }
    }
  } else fillMethod(o, name, ic);
  const f = lookupMethod(o, name, ic, [a, b, c]);
  const self = S.self;
  S.self = null;
  return S3(f, self, a, b, c);
}

/**
 * First half of a method call whose arguments may run code: the callable is returned and, for a method found on the type,
 * self is left in S.self; otherwise S.self is null. Consumes o.
 */
export function LM(o: PyObject, name: PyObject, ic: IC): Owned {
  if (!hit(o, ic)) fillMethod(o, name, ic);
  if (ic.kind !== NONE && hit(o, ic)) {
    S.self = o;
    return incref(ic.val as PyObject);
  }
  const d = call.methodBorrowed(o, name);
  if (d !== null) {
    S.self = o;
    return incref(d);
  }
  try {
    const r = getAttr(o, name);
    S.self = null;
    return r;
  } finally {
    decref(o);
  }
}

/** LM for a whole call: a failed lookup is reported at the attribute, and the arguments are released. */
function lookupMethod(o: PyObject, name: PyObject, ic: IC, args: PyObject[] = []): Owned {
  try {
    return LM(o, name, ic);
  } catch (e) {
    if (ic.pos >= 0) S.frames[S.sp]!.i = ic.pos;
    for (const a of args) decref(a);
    throw e;
  }
}

/** Second half: calls what LM found. Everything is consumed. */
export function S0(f: PyObject, self: PyObject | null): Owned | null {
  return self === null ? call.C0(f) : call.C1(f, self);
}

export function S1(f: PyObject, self: PyObject | null, a: PyObject): Owned | null {
  return self === null ? call.C1(f, a) : call.C2(f, self, a);
}

export function S2(f: PyObject, self: PyObject | null, a: PyObject, b: PyObject): Owned | null {
  return self === null ? call.C2(f, a, b) : call.C3(f, self, a, b);
}

export function S3(
  f: PyObject,
  self: PyObject | null,
  a: PyObject,
  b: PyObject,
  c: PyObject,
): Owned | null {
  return self === null ? call.C3(f, a, b, c) : call.C4(f, self, a, b, c);
}

export function SN_(f: PyObject, self: PyObject | null, args: PyObject[]): Owned | null {
  return call.CN(f, self === null ? args : [self, ...args]);
}

export function SK(
  f: PyObject,
  self: PyObject | null,
  args: PyObject[],
  kw: PyObject[],
): Owned | null {
  return call.CK(f, self === null ? args : [self, ...args], kw);
}
