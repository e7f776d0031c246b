/**
 * Context objects, their signal dicts, and the context that is current. CPython: the context half of
 * Modules/_decimal/_decimal.c. The methods that compute are in module.ts.
 *
 * Invariant: `CtxPayload.ctx` is the engine's context; its `status` is the flags. `prec`, `emax` and `emin` are kept
 * beside it as exact ints, because the engine's doubles round the greatest ones.
 */
import { index, isTrue, iterate } from '../../core/abstract.ts';
import { genericGetAttr, genericSetAttr } from '../../core/attr.ts';
import { call0, callObject } from '../../core/call.ts';
import { attributeError, overflowError, typeError, valueError } from '../../core/errors.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../../core/gc.ts';
import { importAttr } from '../../core/import-attr.ts';
import { method, methodRaw, type NativeDef } from '../../core/native-def.ts';
import { account, decref, incref, type Owned, type PyObject, xdecref } from '../../core/object.ts';
import { addRoot } from '../../core/roots.ts';
import { isInstanceOf, isSubtype } from '../../core/subtype.ts';
import { getset, newStaticType } from '../../core/type-define.ts';
import {
  type KwNames,
  ListType,
  TPFLAGS_BASETYPE,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_HAVE_GC,
  type TypeObject,
  TypeType,
  type Visit,
} from '../../core/type-object.ts';
import type { PyInt } from '../../numbers/int-arith.ts';
import { dictGetBorrowed, dictLen, dictSet, isDict, newDict } from '../../objects/dict.ts';
import { isInt, newInt } from '../../objects/int.ts';
import { newBool, newNotImplemented, None_ } from '../../objects/singletons.ts';
import { intern, isStr, newStrJs, strJs } from '../../objects/str.ts';
import { newTupleSteal } from '../../objects/tuple.ts';
import { contextState, contextVarSet, newContextVar } from '../_contextvars.ts';
import { parseArguments } from '../nameless-arguments.ts';
import * as X from './context.ts';
import {
  flagOf,
  keyErrorText,
  SIGNALS,
  signalClass,
  signalError,
  signalList,
  signalNames,
} from './signals.ts';

const EQ = 2;
const NE = 3;

export class CtxPayload {
  ctx: X.Context;
  traps: number;
  capitals: number;
  prec: PyInt;
  emax: PyInt;
  emin: PyInt;
  /** SignalDict objects. */
  flagsDict: PyObject | null = null;
  trapsDict: PyObject | null = null;
  constructor(
    prec: PyInt,
    emax: PyInt,
    emin: PyInt,
    rounding: number,
    clamp: number,
    traps: number,
    capitals: number,
  ) {
    this.ctx = new X.Context(Number(prec), Number(emax), Number(emin), rounding, clamp);
    this.traps = traps;
    this.capitals = capitals;
    this.prec = prec;
    this.emax = emax;
    this.emin = emin;
  }
}

/** What the module makes when it is first imported. All are kept for good. */
class DecimalState {
  variable: PyObject | null = null;
  defaultTemplate: PyObject | null = null;
  basicTemplate: PyObject | null = null;
  extendedTemplate: PyObject | null = null;
  signalDict: TypeObject | null = null;
  /** The current context of the contextvars context `cacheFor`. */
  cache: PyObject | null = null;
  cacheFor: PyObject | null = null;
}

export const state = new DecimalState();
addRoot((visit) => {
  const { variable, defaultTemplate, basicTemplate, extendedTemplate, signalDict } = state;
  for (const o of [variable, defaultTemplate, basicTemplate, extendedTemplate]) {
    if (o !== null) visit(o);
  }
  if (signalDict !== null) visit(signalDict.self);
});

// ---------------------------------------------------------------------------------------------
// Names of roundings

export const ROUNDINGS = [
  'ROUND_UP',
  'ROUND_DOWN',
  'ROUND_CEILING',
  'ROUND_FLOOR',
  'ROUND_HALF_UP',
  'ROUND_HALF_DOWN',
  'ROUND_HALF_EVEN',
  'ROUND_05UP',
];

const ROUNDING_TEXT =
  'valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n' +
  '   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]';

/** The number of a rounding mode given by name. */
export function roundingOf(o: PyObject): number {
  const i = isStr(o) ? ROUNDINGS.indexOf(strJs(o)) : -1;
  if (i < 0) throw typeError(ROUNDING_TEXT);
  return i;
}

// ---------------------------------------------------------------------------------------------
// Signal dicts

/** A view of the flags or traps of a context. */
class SignalView {
  owner: CtxPayload;
  traps: boolean;
  constructor(owner: CtxPayload, traps: boolean) {
    this.owner = owner;
    this.traps = traps;
  }

  get bits(): number {
    return this.traps ? this.owner.traps : this.owner.ctx.status;
  }

  set bits(v: number) {
    if (this.traps) this.owner.traps = v;
    else this.owner.ctx.status = v;
  }
}

function viewOf(o: PyObject): SignalView {
  if (!(o.v instanceof SignalView)) throw valueError('invalid signal dict');
  return o.v;
}

function isSignalDict(o: PyObject): boolean {
  return isSubtype(o.type, SignalDictMixinType);
}

/** The bits of a plain dict that names every signal. */
function dictBits(dict: PyObject): number {
  if (dictLen(dict) !== SIGNALS.length) throw keyErrorText('invalid signal dict');
  let bits = 0;
  for (const s of SIGNALS) {
    const value = dictGetBorrowed(dict, signalClass(s));
    if (value === null) throw keyErrorText('invalid signal dict');
    if (isTrue(value)) bits |= s.flag;
  }
  return bits;
}

/** The bits of a dict, signal dict or list of signals. */
function bitsOf(o: PyObject): number {
  if (isSignalDict(o)) return viewOf(o).bits;
  if (isDict(o)) return dictBits(o);
  if (!isInstanceOf(o, ListType)) throw typeError('argument must be a signal dict');
  let bits = 0;
  iterate(o, (item) => {
    bits |= flagOf(item);
  });
  return bits;
}

/** Whether a plain dict has exactly the signals as keys. */
function namesSignals(dict: PyObject): boolean {
  if (dictLen(dict) !== SIGNALS.length) return false;
  return SIGNALS.every((s) => dictGetBorrowed(dict, signalClass(s)) !== null);
}

function signalTuple(): Owned {
  return newTupleSteal(SIGNALS.map((s) => incref(signalClass(s))));
}

function signalCompare(a: PyObject, b: PyObject, op: number): Owned {
  if (!isSignalDict(a) || (op !== EQ && op !== NE)) return newNotImplemented();
  const x = viewOf(a).bits;
  let same: boolean;
  if (isSignalDict(b)) same = x === viewOf(b).bits;
  else if (isDict(b)) {
    if (dictLen(b) === 0) throw valueError('invalid signal dict');
    same = namesSignals(b) && x === dictBits(b);
  } else return newNotImplemented();
  return newBool(same === (op === EQ));
}

function signalRepr(o: PyObject): Owned {
  const bits = viewOf(o).bits;
  const items = SIGNALS.map(
    (s) => `<class 'decimal.${s.name}'>:${(bits & s.flag) !== 0 ? 'True' : 'False'}`,
  );
  return newStrJs(`{${items.join(', ')}}`);
}

function signalCopy(o: PyObject): Owned {
  const bits = viewOf(o).bits;
  const d = newDict();
  for (const s of SIGNALS) {
    const value = newBool((bits & s.flag) !== 0);
    dictSet(d, signalClass(s), value);
    decref(value);
  }
  return d;
}

export const SignalDictMixinType: TypeObject = newStaticType('decimal.SignalDictMixin', {
  heap: 'immutable',
  generic: 'get',
  flags: TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC,
  basicsize: 24,
  inheritsNew: true,
  tp_new: (type: TypeObject) => type.tp_alloc(type),
  tp_init: () => {},
  tp_dealloc: (o: PyObject) => freeObject(o),
  tp_repr: signalRepr,
  tp_richcompare: signalCompare,
  tp_hash: null,
  tp_iter: (o: PyObject) => {
    viewOf(o);
    const names = signalTuple();
    try {
      return names.type.tp_iter!(names);
    } finally {
      decref(names);
    }
  },
  mp_length: (o: PyObject) => {
    viewOf(o);
    return SIGNALS.length;
  },
  mp_subscript: (o: PyObject, key: PyObject) => newBool((viewOf(o).bits & flagOf(key)) !== 0),
  mp_ass_subscript: (o: PyObject, key: PyObject, value: PyObject | null) => {
    const view = viewOf(o);
    if (value === null) throw valueError('signal keys cannot be deleted');
    const flag = flagOf(key);
    if (isTrue(value)) view.bits |= flag;
    else view.bits &= ~flag;
  },
  methods: {
    copy: method('($self, /)', signalCopy),
  },
});

/** The class of signal dicts: the mixin made a MutableMapping. */
function signalDictClass(): TypeObject {
  if (state.signalDict === null) {
    const mapping = importAttr('collections.abc', 'MutableMapping');
    const bases = newTupleSteal([incref(SignalDictMixinType.self as PyObject), mapping]);
    const name = intern('SignalDict');
    const dict = newDict();
    const meta = mapping.type.self as PyObject;
    const cls = callObject(isSubtype(mapping.type, TypeType) ? meta : TypeType.self, [
      name,
      bases,
      dict,
    ]);
    for (const o of [bases, name, dict]) decref(o as PyObject);
    state.signalDict = cls.v as TypeObject;
  }
  return state.signalDict;
}

function newSignalDict(owner: CtxPayload, traps: boolean): Owned {
  const o = call0(signalDictClass().self);
  o.v = new SignalView(owner, traps);
  return o;
}

// ---------------------------------------------------------------------------------------------
// Making contexts

function adopt(o: PyObject, p: CtxPayload): void {
  o.v = p;
  p.flagsDict = newSignalDict(p, false);
  p.trapsDict = newSignalDict(p, true);
}

const DEFAULT_TRAPS = X.IEEE_INVALID | X.DIVISION_BY_ZERO | X.OVERFLOW;

/** A context with the given payload. */
function newContext(p: CtxPayload): Owned {
  const o = ContextType.tp_alloc(ContextType);
  adopt(o, p);
  return o;
}

function copyPayload(p: CtxPayload): CtxPayload {
  return new CtxPayload(p.prec, p.emax, p.emin, p.ctx.rounding, p.ctx.clamp, p.traps, p.capitals);
}

/** A copy with the flags, as Context.copy() makes it. */
export function copyContext(o: PyObject): Owned {
  const p: CtxPayload = o.v;
  const q = copyPayload(p);
  q.ctx.status = p.ctx.status;
  return newContext(q);
}

/** Makes the three templates; the first decides what Context() begins with. */
export function makeTemplates(): void {
  if (state.defaultTemplate !== null) return;
  const E = X.ROUND_HALF_EVEN;
  state.defaultTemplate = newContext(new CtxPayload(28, 999999, -999999, E, 0, DEFAULT_TRAPS, 1));
  const basic = DEFAULT_TRAPS | X.UNDERFLOW | X.CLAMPED;
  state.basicTemplate = newContext(
    new CtxPayload(9, 999999, -999999, X.ROUND_HALF_UP, 0, basic, 1),
  );
  state.extendedTemplate = newContext(new CtxPayload(9, 999999, -999999, E, 0, 0, 1));
  const name = intern('decimal_context');
  state.variable = newContextVar(name, null);
  decref(name);
}

function contextNew(type: TypeObject): Owned {
  const o = type.tp_alloc(type);
  adopt(o, copyPayload(state.defaultTemplate!.v));
  return o;
}

export function isContext(o: PyObject): boolean {
  return o.type === ContextType || isSubtype(o.type, ContextType);
}

// ---------------------------------------------------------------------------------------------
// The current context

/** The current context, borrowed. */
export function currentContextBorrowed(): PyObject {
  const running = contextState.current;
  if (running !== null && state.cacheFor === running) return state.cache!;
  return findContext();
}

function findContext(): PyObject {
  const variable = state.variable!;
  const running = contextState.current;
  let found = running === null ? undefined : running.v.table.v.get(variable);
  if (found === undefined) {
    const fresh = newContext(copyPayload(state.defaultTemplate!.v));
    contextVarSet(variable, fresh);
    decref(fresh);
    found = fresh as PyObject;
  }
  state.cacheFor = contextState.current;
  return (state.cache = found as PyObject);
}

/** Makes a context current; a template only lends its settings. */
export function setCurrentContext(o: PyObject): void {
  let context: Owned;
  if (o === state.defaultTemplate || o === state.basicTemplate || o === state.extendedTemplate) {
    context = newContext(copyPayload(o.v));
  } else context = incref(o);
  contextVarSet(state.variable!, context);
  decref(context);
  state.cacheFor = null;
  state.cache = null;
}

/** Records conditions; throws when one is trapped. */
export function addStatus(p: CtxPayload, status: number): void {
  p.ctx.status |= status;
  if ((status & p.traps) !== 0) throw signalError(status & p.traps);
}

// ---------------------------------------------------------------------------------------------
// Attributes

function ssize(o: PyObject): PyInt {
  if (!isInt(o)) throw typeError('an integer is required');
  const v = index(o);
  if (v > 9223372036854775807n || v < -9223372036854775808n) {
    throw overflowError('Python int too large to convert to C ssize_t');
  }
  return v;
}

function setPrec(p: CtxPayload, o: PyObject): void {
  const v = ssize(o);
  if (v < 1 || v > X.MAX_PREC) throw valueError('valid range for prec is [1, MAX_PREC]');
  p.prec = v;
  p.ctx.prec = Number(v);
}

function setEmin(p: CtxPayload, o: PyObject): void {
  const v = ssize(o);
  if (v > 0 || v < X.MIN_EMIN) throw valueError('valid range for Emin is [MIN_EMIN, 0]');
  p.emin = v;
  p.ctx.emin = Number(v);
}

function setEmax(p: CtxPayload, o: PyObject): void {
  const v = ssize(o);
  if (v < 0 || v > X.MAX_EMAX) throw valueError('valid range for Emax is [0, MAX_EMAX]');
  p.emax = v;
  p.ctx.emax = Number(v);
}

function setRounding(p: CtxPayload, o: PyObject): void {
  p.ctx.rounding = roundingOf(o);
}

function zeroOrOne(o: PyObject, name: string): number {
  const v = ssize(o);
  if (v !== 0 && v !== 1) throw valueError(`valid values for ${name} are 0 or 1`);
  return v;
}

function setCapitals(p: CtxPayload, o: PyObject): void {
  p.capitals = zeroOrOne(o, 'capitals');
}

function setClamp(p: CtxPayload, o: PyObject): void {
  p.ctx.clamp = zeroOrOne(o, 'clamp');
}

function setFlags(p: CtxPayload, o: PyObject): void {
  p.ctx.status = bitsOf(o);
}

function setTraps(p: CtxPayload, o: PyObject): void {
  p.traps = bitsOf(o);
}

/** The settings in the order of Context's parameters. */
const SETTERS: [string, (p: CtxPayload, o: PyObject) => void][] = [
  ['prec', setPrec],
  ['rounding', setRounding],
  ['Emin', setEmin],
  ['Emax', setEmax],
  ['capitals', setCapitals],
  ['clamp', setClamp],
  ['flags', setFlags],
  ['traps', setTraps],
];

/** Sets what is given; None leaves a setting. */
export function applySettings(p: CtxPayload, values: (PyObject | undefined)[]): void {
  for (let i = 0; i < SETTERS.length; i++) {
    const value = values[i];
    if (value !== undefined && value !== None_) SETTERS[i]![1](p, value);
  }
}

export const SETTING_NAMES = SETTERS.map((s) => s[0]);

function contextInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  if (args.length === 0) return;
  applySettings(o.v, parseArguments(SETTING_NAMES, 0, args, kw));
}

function contextGetattro(o: PyObject, name: PyObject): Owned {
  const p: CtxPayload = o.v;
  if (isStr(name)) {
    if (name.v === 'traps') return incref(p.trapsDict!);
    if (name.v === 'flags') return incref(p.flagsDict!);
  }
  return genericGetAttr(o, name);
}

function contextSetattro(o: PyObject, name: PyObject, value: PyObject | null): void {
  if (value === null) throw attributeError('context attributes cannot be deleted');
  if (isStr(name)) {
    if (name.v === 'traps') {
      setTrapsDict(o.v, value);
      return;
    }
    if (name.v === 'flags') {
      setFlagsDict(o.v, value);
      return;
    }
  }
  genericSetAttr(o, name, value);
}

/** Assignment takes dicts only. */
function setTrapsDict(p: CtxPayload, o: PyObject): void {
  if (!isSignalDict(o) && !isDict(o)) throw typeError('argument must be a signal dict');
  p.traps = bitsOf(o);
}

function setFlagsDict(p: CtxPayload, o: PyObject): void {
  if (!isSignalDict(o) && !isDict(o)) throw typeError('argument must be a signal dict');
  p.ctx.status = bitsOf(o);
}

function setting(get: (p: CtxPayload) => Owned, set: (p: CtxPayload, o: PyObject) => void) {
  return getset(
    (o) => get(o.v),
    (o, value) => {
      if (value === null) throw attributeError('context attributes cannot be deleted');
      set(o.v, value);
    },
  );
}

function contextRepr(o: PyObject): Owned {
  const p: CtxPayload = o.v;
  const c = p.ctx;
  return newStrJs(
    `Context(prec=${p.prec}, rounding=${ROUNDINGS[c.rounding]}, Emin=${p.emin}, Emax=${p.emax}, ` +
      `capitals=${p.capitals}, clamp=${c.clamp}, flags=${signalNames(c.status)}, traps=${signalNames(p.traps)})`,
  );
}

function contextReduce(o: PyObject): Owned {
  const p: CtxPayload = o.v;
  return newTupleSteal([
    incref(o.type.self as PyObject),
    newTupleSteal([
      newInt(p.prec),
      intern(ROUNDINGS[p.ctx.rounding]!),
      newInt(p.emin),
      newInt(p.emax),
      newInt(p.capitals),
      newInt(p.ctx.clamp),
      signalList(p.ctx.status),
      signalList(p.traps),
    ]),
  ]);
}

/** Methods that compute, filled in by module.ts before the types are made ready. */
export const contextMethods: Record<string, NativeDef> = {
  clear_flags: method(
    '($self, /)',
    (o: PyObject) => {
      (o.v as CtxPayload).ctx.status = 0;
    },
    'Takes all flags back.',
  ),
  clear_traps: method(
    '($self, /)',
    (o: PyObject) => {
      (o.v as CtxPayload).traps = 0;
    },
    'Turns all traps off.',
  ),
  __copy__: method('($self, /)', copyContext),
  copy: method('($self, /)', copyContext, 'Another context with the same settings.'),
  __reduce__: method('($self, /)', contextReduce),
  Etiny: method(
    '($self, /)',
    (o: PyObject) => {
      const p: CtxPayload = o.v;
      return newInt(BigInt(p.emin) - (BigInt(p.prec) - 1n));
    },
    'Smallest exponent of a subnormal number.',
  ),
  Etop: method(
    '($self, /)',
    (o: PyObject) => {
      const p: CtxPayload = o.v;
      return newInt(BigInt(p.emax) - (BigInt(p.prec) - 1n));
    },
    'Largest exponent of a number with all digits.',
  ),
};

export const ContextType: TypeObject = newStaticType('decimal.Context', {
  heap: 'immutable',
  flags: TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC,
  basicsize: 96,
  tp_new: contextNew,
  tp_init: contextInit,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    const p: CtxPayload = o.v;
    freeObject(o);
    if (p !== null) {
      xdecref(p.flagsDict);
      xdecref(p.trapsDict);
    }
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    const p: CtxPayload | null = o.v;
    if (p === null) return;
    if (p.flagsDict !== null) visit(p.flagsDict);
    if (p.trapsDict !== null) visit(p.trapsDict);
  },
  tp_repr: contextRepr,
  tp_getattro: contextGetattro,
  tp_setattro: contextSetattro,
  methods: contextMethods,
  getset: {
    prec: setting((p) => newInt(p.prec), setPrec),
    Emax: setting((p) => newInt(p.emax), setEmax),
    Emin: setting((p) => newInt(p.emin), setEmin),
    rounding: setting((p) => intern(ROUNDINGS[p.ctx.rounding]!), setRounding),
    capitals: setting((p) => newInt(p.capitals), setCapitals),
    clamp: setting((p) => newInt(p.ctx.clamp), setClamp),
  },
  text_signature:
    '(prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None)',
  doc: 'Precision, rounding and traps of decimal arithmetic.',
  dict: { __module__: () => intern('decimal') },
});

// ---------------------------------------------------------------------------------------------
// localcontext

class ManagerPayload {
  local: PyObject;
  global: PyObject;
  constructor(local: PyObject, global: PyObject) {
    this.local = local;
    this.global = global;
  }
}

const ContextManagerType: TypeObject = newStaticType('decimal.ContextManager', {
  heap: 'immutable',
  generic: 'get',
  flags: TPFLAGS_HAVE_GC | TPFLAGS_DISALLOW_INSTANTIATION,
  basicsize: 32,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    const m: ManagerPayload = o.v;
    freeObject(o);
    decref(m.local);
    decref(m.global);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    const m: ManagerPayload = o.v;
    visit(m.local);
    visit(m.global);
  },
  methods: {
    __enter__: method('($self, /)', (o: PyObject) => {
      const m: ManagerPayload = o.v;
      setCurrentContext(m.local);
      return incref(m.local);
    }),
    __exit__: methodRaw((o: PyObject) => {
      setCurrentContext((o.v as ManagerPayload).global);
      return newBool(false);
    }),
  },
});

/** localcontext(ctx=None, **settings). */
export function localcontext(_m: PyObject, args: PyObject[], kw: KwNames): Owned {
  const [given, ...settings] = parseArguments(['ctx', ...SETTING_NAMES], 0, args, kw);
  const global = currentContextBorrowed();
  let from = global;
  if (given !== undefined && given !== None_) {
    if (!isContext(given)) throw typeError('optional argument must be a context');
    from = given;
  }
  incref(global);
  let local: Owned | null = null;
  try {
    local = copyContext(from);
    applySettings(local.v, settings);
  } catch (e) {
    xdecref(local);
    decref(global);
    throw e;
  }
  const o = newGC(ContextManagerType, new ManagerPayload(local, global));
  account(o, 48);
  gcTrack(o);
  return o;
}
