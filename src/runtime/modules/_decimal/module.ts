/**
 * _decimal: Decimal and the operations of contexts. CPython: Modules/_decimal/_decimal.c.
 *
 * A Decimal's payload is the engine's immutable `Dec`. Every operation runs in a context: the engine ORs what happened
 * into its status, which is then compared with the traps (`finish`).
 */
import { isInstance } from '../../core/abstract.ts';
import { getAttr } from '../../core/attr.ts';
import { call1, callMethod1, callObject } from '../../core/call.ts';
import {
  memoryError,
  notImplementedError,
  overflowError,
  typeError,
  valueError,
  warnDeprecated,
} from '../../core/errors.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../../core/gc.ts';
import { importAttr } from '../../core/import-attr.ts';
import { defineModule } from '../../core/module-define.ts';
import {
  classMethod,
  functionRaw,
  method,
  methodRaw,
  nativeFunction,
} from '../../core/native-def.ts';
import {
  account,
  accountPart,
  decref,
  incref,
  type Owned,
  type PyObject,
  unaccountPart,
} from '../../core/object.ts';
import { addRootFields } from '../../core/roots.ts';
import { S } from '../../core/state.ts';
import { isInstanceOf, isSubtype } from '../../core/subtype.ts';
import { getset, newStaticType } from '../../core/type-define.ts';
import {
  ComplexType,
  type KwNames,
  ListType,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  TupleType,
  type TypeObject,
} from '../../core/type-object.ts';
import { hashed, hashInt, type PyInt, wrapToHalves } from '../../numbers/int-arith.ts';
import { newComplex } from '../../objects/complex.ts';
import { dictGetStrBorrowed, dictSetStr, isDict } from '../../objects/dict.ts';
import { isFloat, newFloat } from '../../objects/float.ts';
import { isInt, newInt } from '../../objects/int.ts';
import { identityHash } from '../../objects/object.ts';
import { newBool, newNotImplemented, None_ } from '../../objects/singletons.ts';
import { intern, isStr, newStr, newStrJs, strJs, strValue } from '../../objects/str.ts';
import { newTupleSteal } from '../../objects/tuple.ts';
import { textFromJs } from '../../text/text.ts';
import * as unicode from '../../text/unicode.ts';
import * as A from './arith.ts';
import * as X from './context.ts';
import type { Context } from './context.ts';
import {
  addStatus,
  contextMethods,
  ContextType,
  type CtxPayload,
  currentContextBorrowed,
  isContext,
  localcontext,
  makeTemplates,
  roundingOf,
  ROUNDINGS,
  setCurrentContext,
  state,
} from './context-type.ts';
import { parseArguments } from '../nameless-arguments.ts';
import { Dec, FINITE, finite, INFINITE, isZero, QNAN, SNAN, words } from './decimal.ts';
import { format, type FormatSpec, type NumberLocale, parseSpec } from './format.ts';
import { EXCEPTION_NAMES, exceptions, signalError } from './signals.ts';
import * as text from './text.ts';
import * as T from './transcendental.ts';
import { NEGATIVE_NAN, POSITIVE_NAN } from '../../numbers/float-repr.ts';

const EQ = 2;
const NE = 3;
/** Words of 19 digits that stand in the object itself. */
const INLINE_WORDS = 4;
const INLINE_DIGITS = 76;
const s_numerator = intern('numerator');
const s_denominator = intern('denominator');
const s_register = intern('register');

const digitHooks: text.DigitHooks = {
  decimalValue: unicode.decimalValue,
  isSpace: unicode.isSpace,
};

// ---------------------------------------------------------------------------------------------
// Objects

function newDecimal(d: Dec): Owned {
  const o = newGC<Dec>(DecimalType, d);
  account(o, 120);
  if (d.digits > INLINE_DIGITS) accountPart(o, 8 * words(d));
  gcTrack(o);
  return o;
}

/** An instance of Decimal or a subclass. */
function newOfType(type: TypeObject, d: Dec): Owned {
  if (type === DecimalType) return newDecimal(d);
  const o = type.tp_alloc(type);
  o.v = d;
  if (d.digits > INLINE_DIGITS) accountPart(o, 8 * words(d));
  return o;
}

function decimalDealloc(o: PyObject): void {
  gcUntrack(o);
  const d: Dec | null = o.v;
  if (d !== null && d.digits > INLINE_DIGITS) unaccountPart(o, 8 * words(d));
  freeObject(o);
}

function isDecimal(o: PyObject): boolean {
  return o.type === DecimalType || isSubtype(o.type, DecimalType);
}

/** The value of a Decimal or int, exactly; null for anything else. */
function operand(o: PyObject): Dec | null {
  if (o.type === DecimalType) return o.v;
  if (isInt(o)) return A.fromInteger(o.v);
  return isSubtype(o.type, DecimalType) ? o.v : null;
}

/** The same, or TypeError. */
function operandOrRaise(o: PyObject): Dec {
  const d = operand(o);
  if (d === null) throw typeError(`conversion from ${o.type.name} to Decimal is not supported`);
  return d;
}

// ---------------------------------------------------------------------------------------------
// Operations in a context

function current(): CtxPayload {
  return currentContextBorrowed().v;
}

/** The context given to a method, or the current one. */
function contextOr(o: PyObject | undefined): CtxPayload {
  if (o === undefined || o === None_) return current();
  if (!isContext(o)) throw typeError('optional argument must be a context');
  return o.v;
}

/** What an error of the engine means: results too long, or exponents it cannot hold. */
function fault(e: unknown): unknown {
  if (!(e instanceof RangeError)) return e;
  return /BigInt|Invalid string length/.test(e.message)
    ? memoryError()
    : notImplementedError(e.message);
}

/** Runs an operation; throws when it met what is trapped. */
function run<R>(p: CtxPayload, f: (ctx: Context) => R): R {
  const ctx = p.ctx;
  const before = ctx.status;
  ctx.status = 0;
  let r: R;
  try {
    r = f(ctx);
  } catch (e) {
    ctx.status |= before;
    throw fault(e);
  }
  const met = ctx.status;
  ctx.status = before | met;
  if ((met & p.traps) !== 0) throw signalError(met & p.traps);
  return r;
}

type Op1 = (a: Dec, ctx: Context) => Dec;
type Op2 = (a: Dec, b: Dec, ctx: Context) => Dec;

function apply1(p: CtxPayload, op: Op1, a: Dec): Owned {
  const ctx = p.ctx;
  const before = ctx.status;
  ctx.status = 0;
  let r: Dec;
  try {
    r = op(a, ctx);
  } catch (e) {
    ctx.status |= before;
    throw fault(e);
  }
  const met = ctx.status;
  ctx.status = before | met;
  if ((met & p.traps) !== 0) throw signalError(met & p.traps);
  return newDecimal(r);
}

function apply2(p: CtxPayload, op: Op2, a: Dec, b: Dec): Owned {
  const ctx = p.ctx;
  const before = ctx.status;
  ctx.status = 0;
  let r: Dec;
  try {
    r = op(a, b, ctx);
  } catch (e) {
    ctx.status |= before;
    throw fault(e);
  }
  const met = ctx.status;
  ctx.status = before | met;
  if ((met & p.traps) !== 0) throw signalError(met & p.traps);
  return newDecimal(r);
}

/** A binary operator. */
function operator2(op: Op2) {
  return (a: PyObject, b: PyObject): Owned => {
    const x = a.type === DecimalType ? (a.v as Dec) : operand(a);
    const y = b.type === DecimalType ? (b.v as Dec) : operand(b);
    if (x === null || y === null) return newNotImplemented();
    return apply2(current(), op, x, y);
  };
}

/** The four operators of every program stand alone so that the engine's functions are inlined into them. */
function add(a: PyObject, b: PyObject): Owned {
  const x = a.type === DecimalType ? (a.v as Dec) : operand(a);
  const y = b.type === DecimalType ? (b.v as Dec) : operand(b);
  if (x === null || y === null) return newNotImplemented();
  const p = current();
  const ctx = p.ctx;
  const before = ctx.status;
  ctx.status = 0;
  try {
    return settle(p, before, A.add(x, y, ctx));
  } catch (e) {
    ctx.status |= before;
    throw fault(e);
  }
}

function sub(a: PyObject, b: PyObject): Owned {
  const x = a.type === DecimalType ? (a.v as Dec) : operand(a);
  const y = b.type === DecimalType ? (b.v as Dec) : operand(b);
  if (x === null || y === null) return newNotImplemented();
  const p = current();
  const ctx = p.ctx;
  const before = ctx.status;
  ctx.status = 0;
  try {
    return settle(p, before, A.sub(x, y, ctx));
  } catch (e) {
    ctx.status |= before;
    throw fault(e);
  }
}

function multiply(a: PyObject, b: PyObject): Owned {
  const x = a.type === DecimalType ? (a.v as Dec) : operand(a);
  const y = b.type === DecimalType ? (b.v as Dec) : operand(b);
  if (x === null || y === null) return newNotImplemented();
  const p = current();
  const ctx = p.ctx;
  const before = ctx.status;
  ctx.status = 0;
  try {
    return settle(p, before, A.mul(x, y, ctx));
  } catch (e) {
    ctx.status |= before;
    throw fault(e);
  }
}

function divide(a: PyObject, b: PyObject): Owned {
  const x = a.type === DecimalType ? (a.v as Dec) : operand(a);
  const y = b.type === DecimalType ? (b.v as Dec) : operand(b);
  if (x === null || y === null) return newNotImplemented();
  const p = current();
  const ctx = p.ctx;
  const before = ctx.status;
  ctx.status = 0;
  try {
    return settle(p, before, A.div(x, y, ctx));
  } catch (e) {
    ctx.status |= before;
    throw fault(e);
  }
}

function settle(p: CtxPayload, before: number, r: Dec): Owned {
  const ctx = p.ctx;
  const met = ctx.status;
  ctx.status = before | met;
  if ((met & p.traps) !== 0) throw signalError(met & p.traps);
  return newDecimal(r);
}

function divmodOf(p: CtxPayload, x: Dec, y: Dec): Owned {
  const [q, r] = run(p, (ctx) => A.divmod(x, y, ctx));
  return newTupleSteal([newDecimal(q), newDecimal(r)]);
}

function divmod(a: PyObject, b: PyObject): Owned {
  const x = operand(a);
  const y = operand(b);
  if (x === null || y === null) return newNotImplemented();
  return divmodOf(current(), x, y);
}

function power(a: PyObject, b: PyObject, c: PyObject): Owned {
  const x = operand(a);
  const y = operand(b);
  if (x === null || y === null) return newNotImplemented();
  const p = current();
  if (c === None_) return apply2(p, T.power, x, y);
  const m = operand(c);
  if (m === null) return newNotImplemented();
  return newDecimal(run(p, (ctx) => T.powerModulo(x, y, m, ctx)));
}

function operator1(op: Op1) {
  return (o: PyObject): Owned => apply1(current(), op, o.v);
}

// ---------------------------------------------------------------------------------------------
// Making decimals

/** Plain decimals of up to 15 digits: the texts of nearly all programs. */
function quickParse(t: string): Dec | null {
  const n = t.length;
  let i = 0;
  let sign = 0;
  if (n > 17 || n === 0) return null;
  if (t.charCodeAt(0) === 45) {
    sign = 1;
    i = 1;
  }
  let coef = 0;
  let digits = 0;
  let point = -1;
  for (; i < n; i++) {
    const c = t.charCodeAt(i);
    if (c >= 48 && c <= 57) {
      coef = coef * 10 + (c - 48);
      digits++;
    } else if (c === 46 && point < 0) point = i;
    else return null;
  }
  if (digits === 0 || digits > 15) return null;
  return finite(sign, coef, point < 0 ? 0 : point - n + 1);
}

function fromStrExact(p: CtxPayload, o: PyObject): Dec {
  const t = strValue(o);
  if (typeof t === 'string') {
    const quick = quickParse(t);
    if (quick !== null) return quick;
  }
  return run(p, (ctx) => text.fromTextExact(strJs(o), ctx, digitHooks));
}

/** create_decimal takes neither blanks nor underscores. */
function fromStr(p: CtxPayload, o: PyObject): Dec {
  const t = strJs(o);
  if (/[_\s\x1c-\x1f\x85]/u.test(t)) {
    return run(p, (ctx) => {
      ctx.status |= X.CONVERSION_SYNTAX;
      return text.nanFromDigits(0, '', false);
    });
  }
  return run(p, (ctx) => text.fromText(t, ctx, digitHooks));
}

function sequenceItems(o: PyObject, error: (m: string) => unknown, message: string): PyObject[] {
  if (!isInstanceOf(o, TupleType) && !isInstanceOf(o, ListType)) throw error(message);
  return o.v;
}

/** The digits of the middle part of a triple. */
function coefficientOf(o: PyObject): string {
  const message = 'coefficient must be a tuple of digits';
  let digits = '';
  for (const item of sequenceItems(o, valueError, message)) {
    if (!isInt(item) || item.v < 0 || item.v > 9) throw valueError(message);
    digits += String(item.v);
  }
  return digits;
}

/** (sign, digits, exponent) as a value that `make` fits into the context. */
function fromTriple(p: CtxPayload, o: PyObject, make: (d: Dec, ctx: Context) => Dec): Dec {
  const parts = sequenceItems(o, typeError, 'argument must be a tuple or list');
  if (parts.length !== 3) throw valueError('argument must be a sequence of length 3');
  const [s, c, e] = parts as [PyObject, PyObject, PyObject];
  if (!isInt(s) || (s.v !== 0 && s.v !== 1)) {
    throw valueError('sign must be an integer with the value 0 or 1');
  }
  const sign: number = s.v;
  if (isStr(e)) {
    const kind = strJs(e);
    if (kind !== 'F' && kind !== 'n' && kind !== 'N') {
      throw valueError("string argument in the third position must be 'F', 'n' or 'N'");
    }
    const digits = coefficientOf(c);
    const d = kind === 'F' ? text.infinityOf(sign) : text.nanFromDigits(sign, digits, kind === 'N');
    return run(p, (ctx) => make(d, ctx));
  }
  if (!isInt(e)) throw valueError('exponent must be an integer');
  if (e.v > 9223372036854775807n || e.v < -9223372036854775808n) {
    throw overflowError('Python int too large to convert to C ssize_t');
  }
  const digits = coefficientOf(c);
  return run(p, (ctx) => make(text.fromDigits(sign, digits, Number(e.v)), ctx));
}

const isTriple = (o: PyObject): boolean => isInstanceOf(o, TupleType) || isInstanceOf(o, ListType);

/** The exact value of anything Decimal() takes. */
function exactFrom(p: CtxPayload, o: PyObject): Dec {
  if (isStr(o)) return fromStrExact(p, o);
  if (isInt(o)) return A.fromInteger(o.v);
  if (isDecimal(o)) return o.v;
  if (isTriple(o)) return fromTriple(p, o, text.exactly);
  if (isFloat(o)) {
    addStatus(p, X.FLOAT_OPERATION);
    return A.fromFloat(o.v);
  }
  throw typeError(`conversion from ${o.type.name} to Decimal is not supported`);
}

/** The value rounded to a context, as create_decimal makes it. */
function createFrom(p: CtxPayload, o: PyObject): Dec {
  if (isStr(o)) return fromStr(p, o);
  if (isTriple(o)) return fromTriple(p, o, text.create);
  const exact = exactFrom(p, o);
  return run(p, (ctx) => text.create(exact, ctx));
}

function decimalNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  let value: PyObject | undefined;
  let context: PyObject | undefined;
  if (kw === null && args.length === 1) value = args[0];
  else if (args.length > 0) [value, context] = parseArguments(['value', 'context'], 0, args, kw);
  const p = contextOr(context);
  if (value === undefined) return newOfType(type, A.ZERO);
  if (type === DecimalType && value.type === DecimalType) return incref(value);
  return newOfType(type, exactFrom(p, value));
}

function fromFloatMethod(cls: PyObject, o: PyObject): Owned {
  let d: Dec;
  if (isInt(o)) d = A.fromInteger(o.v);
  else if (isFloat(o)) d = A.fromFloat(o.v);
  else throw typeError('argument must be int or float');
  const r = newDecimal(d);
  if (cls.v === DecimalType) return r;
  try {
    return call1(cls, r);
  } finally {
    decref(r);
  }
}

// ---------------------------------------------------------------------------------------------
// Text, conversion

const sci = (a: Dec, p: CtxPayload): string => text.toSci(a, p.capitals === 1);

function decimalRepr(o: PyObject): Owned {
  return newStrJs(`Decimal('${sci(o.v, current())}')`);
}

function decimalStr(o: PyObject): Owned {
  return newStrJs(sci(o.v, current()));
}

/** int() and its relatives. */
function toIntWith(a: Dec, rounding: number): Owned {
  if (a.special !== FINITE) {
    if (a.special === INFINITE) throw overflowError('cannot convert Infinity to integer');
    throw valueError('cannot convert NaN to integer');
  }
  if (a.exp === 0 && typeof a.coef === 'number') return newInt(a.sign === 1 ? -a.coef + 0 : a.coef);
  try {
    const wide = X.maxContext();
    wide.rounding = rounding;
    return newInt(A.toInteger(A.toIntegralValue(a, wide)));
  } catch (e) {
    throw fault(e);
  }
}

function decimalFloat(o: PyObject): Owned {
  const a: Dec = o.v;
  if (a.special === FINITE) return newFloat(Number(text.toSci(a, true)));
  if (a.special === INFINITE) return newFloat(a.sign === 1 ? -Infinity : Infinity);
  if (a.special === SNAN) throw valueError('cannot convert signaling NaN to float');
  return newFloat(a.sign === 1 ? NEGATIVE_NAN : POSITIVE_NAN);
}

function decimalHash(o: PyObject): number {
  const a: Dec = o.v;
  if (a.special >= QNAN) {
    if (a.special === SNAN) throw typeError('Cannot hash a signaling NaN value');
    return identityHash(o);
  }
  if (a.special === FINITE && a.exp >= 0 && a.exp + a.digits <= 15) {
    const v = (a.coef as number) * 10 ** a.exp;
    hashInt(a.sign === 1 ? -v : v);
    S.hashHi = hashed.hi;
    return hashed.lo;
  }
  const lo = wrapToHalves(A.hash(a));
  S.hashHi = hashed.hi;
  return lo;
}

function asTuple(o: PyObject): Owned {
  const a: Dec = o.v;
  const digits = text.digitText(a);
  const items: PyObject[] = [];
  for (let i = 0; i < digits.length; i++) items.push(newInt(digits.charCodeAt(i) - 48));
  const sign = newInt(a.sign);
  const coef = newTupleSteal(items);
  const exp =
    a.special === FINITE
      ? newInt(a.exp)
      : newStrJs(a.special === INFINITE ? 'F' : a.special === QNAN ? 'n' : 'N');
  try {
    return callObject(decimalTuple(), [sign, coef, exp]);
  } finally {
    for (const x of [sign, coef, exp]) decref(x as PyObject);
  }
}

const made: { tuple: PyObject | null; rational: PyObject | null } = { tuple: null, rational: null };
addRootFields(made);

/** The named tuple of as_tuple(). */
function decimalTuple(): PyObject {
  if (made.tuple === null) {
    const namedtuple = importAttr('collections', 'namedtuple');
    const args = [newStrJs('DecimalTuple'), newStrJs('sign digits exponent'), intern('decimal')];
    made.tuple = callObject(namedtuple, args, [intern('module')]);
    for (const o of [namedtuple, ...args]) decref(o as PyObject);
  }
  return made.tuple;
}

function rationalClass(): PyObject {
  return (made.rational ??= importAttr('numbers', 'Rational'));
}

function asIntegerRatio(o: PyObject): Owned {
  const a: Dec = o.v;
  if (a.special !== FINITE) {
    if (a.special === INFINITE) throw overflowError('cannot convert Infinity to integer ratio');
    throw valueError('cannot convert NaN to integer ratio');
  }
  try {
    const [n, d] = A.integerRatio(a);
    return newTupleSteal([newInt(n), newInt(d)]);
  } catch (e) {
    throw fault(e);
  }
}

// ---------------------------------------------------------------------------------------------
// Comparison

/** The other side of a comparison, which may need the left side scaled. */
class Pair {
  a: Dec;
  b: Dec;
  constructor(a: Dec, b: Dec) {
    this.a = a;
    this.b = b;
  }
}

function intAttribute(o: PyObject, name: PyObject): PyInt {
  const value = getAttr(o, name);
  try {
    if (!isInt(value)) throw typeError(`${strJs(name)} must be an integer`);
    return value.v;
  } finally {
    decref(value);
  }
}

/** Both sides of a comparison with a fraction, multiplied by its denominator. */
function withFraction(a: Dec, w: PyObject): Pair {
  const n = A.fromInteger(intAttribute(w, s_numerator));
  if (a.special !== FINITE) return new Pair(a, n);
  const d = A.fromInteger(intAttribute(w, s_denominator));
  try {
    return new Pair(
      A.mul(new Dec(a.sign, a.special, a.coef, a.digits, a.exp), d, X.maxContext()),
      n,
    );
  } catch (e) {
    throw fault(e);
  }
}

function withFloat(p: CtxPayload, a: Dec, x: number, op: number): Pair {
  if (op === EQ || op === NE) p.ctx.status |= X.FLOAT_OPERATION;
  else addStatus(p, X.FLOAT_OPERATION);
  return new Pair(a, A.fromFloat(x));
}

function comparands(p: CtxPayload, a: Dec, w: PyObject, op: number): Pair | null {
  const b = operand(w);
  if (b !== null) return new Pair(a, b);
  if (isInstanceOf(w, ComplexType)) {
    if ((op !== EQ && op !== NE) || w.v.im !== 0) return null;
    return withFloat(p, a, w.v.re, op);
  }
  if (isFloat(w)) return withFloat(p, a, w.v, op);
  return isInstance(w, rationalClass()) ? withFraction(a, w) : null;
}

function decimalCompare(v: PyObject, w: PyObject, op: number): Owned {
  const p = current();
  let a: Dec = v.v;
  let b: Dec;
  if (w.type === DecimalType) b = w.v;
  else {
    const pair = comparands(p, a, w, op);
    if (pair === null) {
      return isInstanceOf(w, ComplexType) && (op === EQ || op === NE)
        ? newBool(op === NE)
        : newNotImplemented();
    }
    a = pair.a;
    b = pair.b;
  }
  if (a.special >= QNAN || b.special >= QNAN) {
    const signals = a.special === SNAN || b.special === SNAN;
    if (signals || (op !== EQ && op !== NE)) addStatus(p, X.INVALID_OPERATION);
    return newBool(op === NE);
  }
  const c = A.order(a, b);
  switch (op) {
    case 0:
      return newBool(c < 0);
    case 1:
      return newBool(c <= 0);
    case EQ:
      return newBool(c === 0);
    case NE:
      return newBool(c !== 0);
    case 4:
      return newBool(c > 0);
    default:
      return newBool(c >= 0);
  }
}

// ---------------------------------------------------------------------------------------------
// format

const PLAIN_LOCALE: NumberLocale = { decimalPoint: '.', thousandsSep: '', grouping: [] };

function localeText(dict: PyObject, name: string): string | null {
  const value = dictGetStrBorrowed(dict, intern(name));
  if (value === null) return null;
  if (!isStr(value)) throw typeError(`format override '${name}' must be str`);
  return strJs(value);
}

/** The override dict of __format__: CPython's undocumented way to try out locales. */
function localeOf(dict: PyObject | undefined): NumberLocale {
  if (dict === undefined) return PLAIN_LOCALE;
  if (!isDict(dict)) throw typeError('optional argument must be a dict');
  const grouping = localeText(dict, 'grouping') ?? '';
  const decimalPoint = localeText(dict, 'decimal_point') ?? '.';
  const thousandsSep = localeText(dict, 'thousands_sep') ?? '';
  const fits = (t: string): boolean => [...t].length <= 1;
  if (
    decimalPoint === '' ||
    !fits(decimalPoint) ||
    !fits(thousandsSep) ||
    /[^\x00-\x7f]/.test(grouping)
  ) {
    throw valueError('invalid override dict');
  }
  return { decimalPoint, thousandsSep, grouping: [...grouping].map((c) => c.charCodeAt(0)) };
}

/** Forms that only the Python implementation reads: '#', and leading zeros of the width. */
const LENIENT = /^((?:.?[<>=^])?[-+ ]?z?)(#?)(0?)(\d*)(,?(?:\.\d+)?[eEfFgGn%]?)$/su;
/** Widths beyond this are refused. */
const WIDEST = 1000000000;

/** A number laid out by a specification. */
function layOut(a: Dec, spec: FormatSpec, c: Context): string {
  return format(a, spec, new X.Context(c.prec, c.emax, c.emin, c.rounding, c.clamp));
}

/** With '#' a number has a point, and room for it in its width. */
function withPoint(a: Dec, spec: FormatSpec, c: Context): string {
  const plain = layOut(a, spec, c);
  if (a.special !== FINITE || plain.includes(spec.dot)) return plain;
  const narrow = layOut(a, { ...spec, width: Math.max(spec.width - 1, 0) }, c);
  return narrow.replace(/^([^0-9]*[0-9][0-9,]*)/, `$1${spec.dot}`);
}

function decimalFormat(o: PyObject, args: PyObject[]): Owned {
  const spec = args[0]!;
  if (!isStr(spec)) throw typeError('format arg must be str');
  const p = current();
  const locale = localeOf(args[1]);
  const given = strJs(spec);
  if (given.endsWith('N')) warnDeprecated("Format specifier 'N' is deprecated");
  const capitals = p.capitals === 1;
  let parsed = parseSpec(given, locale, capitals);
  let point = false;
  if (parsed === null) {
    const m = LENIENT.exec(given);
    if (m !== null) {
      point = m[2] === '#';
      parsed = parseSpec(`${m[1]}${m[3]}${m[4]!.replace(/^0+/, '')}${m[5]}`, locale, capitals);
    }
  }
  if (parsed === null || parsed.width > WIDEST) throw valueError('invalid format string');
  try {
    return newStr(textFromJs(point ? withPoint(o.v, parsed, p.ctx) : layOut(o.v, parsed, p.ctx)));
  } catch (e) {
    throw fault(e);
  }
}

function roundMethod(o: PyObject, args: PyObject[]): Owned {
  if (args.length > 1) throw typeError(`function takes at most 1 argument (${args.length} given)`);
  if (args.length === 0) return toIntWith(o.v, X.ROUND_HALF_EVEN);
  const n = args[0]!;
  if (!isInt(n)) throw typeError('optional arg must be an integer');
  if (typeof n.v === 'bigint') {
    if (n.v > 9223372036854775807n || n.v < -9223372036854775808n) {
      throw overflowError('Python int too large to convert to C ssize_t');
    }
    // No context has such exponents.
    addStatus(current(), X.INVALID_OPERATION);
    return newDecimal(text.nanFromDigits(0, '', false));
  }
  return apply2(current(), A.quantize, o.v, finite(0, 1, -n.v + 0));
}

// ---------------------------------------------------------------------------------------------
// Methods of Decimal

const CTX_SIG = '($self, /, context=None)';
const OTHER_SIG = '($self, /, other, context=None)';

/** A method of one operand with an optional context. */
function unary(op: Op1, doc: string) {
  return methodRaw(
    (o: PyObject, args: PyObject[], kw: KwNames) => {
      const [context] = parseArguments(['context'], 0, args, kw);
      return apply1(contextOr(context), op, o.v);
    },
    { sig: CTX_SIG, doc },
  );
}

function unaryAs(make: (a: Dec, p: CtxPayload) => Owned, doc: string) {
  return methodRaw(
    (o: PyObject, args: PyObject[], kw: KwNames) => {
      const [context] = parseArguments(['context'], 0, args, kw);
      return make(o.v, contextOr(context));
    },
    { sig: CTX_SIG, doc },
  );
}

function binary(op: Op2, doc: string) {
  return methodRaw(
    (o: PyObject, args: PyObject[], kw: KwNames) => {
      const [other, context] = parseArguments(['other', 'context'], 1, args, kw);
      const p = contextOr(context);
      return apply2(p, op, o.v, operandOrRaise(other!));
    },
    { sig: OTHER_SIG, doc },
  );
}

function plain(make: (a: Dec, o: PyObject) => Owned, doc: string) {
  return method('($self, /)', (o: PyObject) => make(o.v, o), doc);
}

function toIntegral(op: Op1, doc: string) {
  return methodRaw(
    (o: PyObject, args: PyObject[], kw: KwNames) => {
      const [rounding, context] = parseArguments(['rounding', 'context'], 0, args, kw);
      const p = contextOr(context);
      return newDecimal(withRounding(p, rounding, (ctx) => op(o.v, ctx)));
    },
    { sig: '($self, /, rounding=None, context=None)', doc },
  );
}

/** Runs an operation with another rounding. */
function withRounding(
  p: CtxPayload,
  rounding: PyObject | undefined,
  f: (ctx: Context) => Dec,
): Dec {
  if (rounding === undefined || rounding === None_) return run(p, f);
  const mode = roundingOf(rounding);
  const own = p.ctx.rounding;
  p.ctx.rounding = mode;
  try {
    return run(p, f);
  } finally {
    p.ctx.rounding = own;
  }
}

const quantizeMethod = methodRaw(
  (o: PyObject, args: PyObject[], kw: KwNames) => {
    const [exp, rounding, context] = parseArguments(['exp', 'rounding', 'context'], 1, args, kw);
    const p = contextOr(context);
    if (rounding !== undefined && rounding !== None_) roundingOf(rounding);
    const b = operandOrRaise(exp!);
    return newDecimal(withRounding(p, rounding, (ctx) => A.quantize(o.v, b, ctx)));
  },
  {
    sig: '($self, /, exp, rounding=None, context=None)',
    doc: 'With the exponent of another number.',
  },
);

const fmaMethod = methodRaw(
  (o: PyObject, args: PyObject[], kw: KwNames) => {
    const [other, third, context] = parseArguments(['other', 'third', 'context'], 2, args, kw);
    const p = contextOr(context);
    const b = operandOrRaise(other!);
    const c = operandOrRaise(third!);
    return newDecimal(run(p, (ctx) => A.fma(o.v, b, c, ctx)));
  },
  {
    sig: '($self, /, other, third, context=None)',
    doc: 'self * other + third, rounded once.',
  },
);

const isNormal = (a: Dec, p: CtxPayload): boolean => A.isNormal(a, p.ctx);
const isSubnormal = (a: Dec, p: CtxPayload): boolean => A.isSubnormal(a, p.ctx);
const isNan = (a: Dec): boolean => a.special >= QNAN;

const ONE_OPERATIONS: Record<string, [Op1, string]> = {
  exp: [T.exp, 'e to this power.'],
  ln: [T.ln, 'Logarithm to base e.'],
  log10: [T.log10, 'Logarithm to base 10.'],
  next_minus: [A.nextMinus, 'The next number below.'],
  next_plus: [A.nextPlus, 'The next number above.'],
  normalize: [A.reduce, 'Normalize the number by stripping trailing 0s.'],
  sqrt: [T.sqrt, 'The square root.'],
  logb: [A.logb, 'Its adjusted exponent, as a Decimal.'],
  logical_invert: [A.logicalInvert, 'Each digit 0 or 1 turned over.'],
};

const TWO_OPERATIONS: Record<string, [Op2, string]> = {
  compare: [A.compare, '-1, 0 or 1 as a Decimal, or a NaN.'],
  compare_signal: [A.compareSignal, 'compare() in which every NaN signals.'],
  max: [A.max, 'The larger one, rounded.'],
  max_mag: [A.maxMagnitude, 'The one farther from zero.'],
  min: [A.min, 'The smaller one, rounded.'],
  min_mag: [A.minMagnitude, 'The one nearer to zero.'],
  next_toward: [A.nextToward, 'The next number on the way to y.'],
  remainder_near: [A.remainderNear, 'The rest nearest to zero.'],
  compare_total: [A.compareTotal, 'Order of all representations.'],
  compare_total_mag: [
    A.compareTotalMagnitude,
    'As compare_total, but ignoring the sign of each operand.',
  ],
  copy_sign: [A.copySign, 'Return a copy of self with the sign of other.'],
  logical_and: [A.logicalAnd, 'Digit by digit, both being 1.'],
  logical_or: [A.logicalOr, 'Digit by digit, one being 1.'],
  logical_xor: [A.logicalXor, 'Digit by digit, just one being 1.'],
  rotate: [A.rotate, 'Rotate the digits of the first operand by the amount of the second.'],
  scaleb: [A.scaleb, 'Return self with the exponent adjusted by the second operand.'],
  shift: [A.shift, 'Shift the digits of the first operand by the amount of the second.'],
};

const PREDICATES: Record<string, (a: Dec) => boolean> = {
  is_canonical: () => true,
  is_finite: (a) => a.special === FINITE,
  is_infinite: (a) => a.special === INFINITE,
  is_nan: isNan,
  is_qnan: (a) => a.special === QNAN,
  is_snan: (a) => a.special === SNAN,
  is_signed: (a) => a.sign === 1,
  is_zero: isZero,
};

const newSelf = (_a: Dec, o: PyObject): Owned => incref(o);

function decimalMethods() {
  const out: Record<string, ReturnType<typeof method>> = {};
  for (const [name, [op, doc]] of Object.entries(ONE_OPERATIONS)) out[name] = unary(op, doc);
  const integral = 'Round to the nearest integer without signaling either Inexact or Rounded.';
  out.to_integral = toIntegral(A.toIntegralValue, integral);
  out.to_integral_exact = toIntegral(A.toIntegralExact, 'Rounded to an integer, told by flags.');
  out.to_integral_value = toIntegral(A.toIntegralValue, integral);
  for (const [name, [op, doc]] of Object.entries(TWO_OPERATIONS)) out[name] = binary(op, doc);
  out.quantize = quantizeMethod;
  out.fma = fmaMethod;
  out.same_quantum = methodRaw(
    (o: PyObject, args: PyObject[], kw: KwNames) => {
      const [other, context] = parseArguments(['other', 'context'], 1, args, kw);
      contextOr(context);
      return newBool(A.sameQuantum(o.v, operandOrRaise(other!)));
    },
    { sig: OTHER_SIG, doc: 'Whether the exponents are equal.' },
  );
  for (const [name, test] of Object.entries(PREDICATES)) {
    out[name] = plain((a) => newBool(test(a)), `Whether this ${name.replace('_', ' ')}.`);
  }
  out.is_normal = unaryAs((a, p) => newBool(isNormal(a, p)), 'Whether this is a normal number.');
  out.is_subnormal = unaryAs(
    (a, p) => newBool(isSubnormal(a, p)),
    'Whether this is a subnormal number.',
  );
  out.number_class = unaryAs(
    (a, p) => newStrJs(A.numberClass(a, p.ctx)),
    'In words, what kind of number this is.',
  );
  out.to_eng_string = unaryAs(
    (a, p) => newStrJs(text.toEng(a, p.capitals === 1)),
    'Text with exponents in steps of three.',
  );
  out.adjusted = plain(
    (a) => newInt(a.special === FINITE ? a.exp + a.digits - 1 : 0),
    'Exponent of the first digit.',
  );
  out.canonical = plain(newSelf, 'The number itself.');
  out.conjugate = plain(newSelf, 'Return self.');
  out.radix = plain(() => newDecimal(finite(0, 10, 0)), 'Always 10.');
  out.copy_abs = plain((a) => newDecimal(A.copyAbs(a)), 'Without its sign, as it is.');
  out.copy_negate = plain((a) => newDecimal(A.copyNegate(a)), 'With the other sign, as it is.');
  out.from_float = classMethod('($type, f, /)', fromFloatMethod, 'Exactly the value of a float.');
  out.as_tuple = method('($self, /)', asTuple, 'Sign, digits and exponent.');
  out.as_integer_ratio = method('($self, /)', asIntegerRatio, 'A fraction of the same value.');
  out.__copy__ = plain(newSelf, '');
  out.__deepcopy__ = method('($self, object, /)', (o: PyObject) => incref(o));
  out.__format__ = methodRaw(decimalFormat, { min: 1, max: 2, kw: false });
  out.__reduce__ = method('($self, /)', (o: PyObject) =>
    newTupleSteal([incref(o.type.self as PyObject), newTupleSteal([decimalStr(o)])]),
  );
  out.__round__ = methodRaw(roundMethod, { kw: false });
  out.__ceil__ = plain((a) => toIntWith(a, X.ROUND_CEILING), '');
  out.__floor__ = plain((a) => toIntWith(a, X.ROUND_FLOOR), '');
  out.__trunc__ = plain((a) => toIntWith(a, X.ROUND_DOWN), '');
  out.__complex__ = method('($self, /)', (o: PyObject) => {
    const f = decimalFloat(o);
    const r = newComplex(f.v, 0);
    decref(f);
    return r;
  });
  out.__sizeof__ = method('($self, /)', (o: PyObject) => {
    const n = words(o.v);
    return newInt(104 + (n > INLINE_WORDS ? 8 * n : 0));
  });
  for (const name of ['__copy__', '__ceil__', '__floor__', '__trunc__']) out[name]!.doc = null;
  return out;
}

export const DecimalType: TypeObject = newStaticType('decimal.Decimal', {
  heap: 'immutable',
  generic: 'get',
  flags: TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC,
  basicsize: 104,
  tp_new: decimalNew,
  tp_dealloc: decimalDealloc,
  tp_traverse: () => {},
  tp_repr: decimalRepr,
  tp_str: decimalStr,
  tp_hash: decimalHash,
  tp_richcompare: decimalCompare,
  nb_add: add,
  nb_subtract: sub,
  nb_multiply: multiply,
  nb_true_divide: divide,
  nb_floor_divide: operator2(A.divint),
  nb_remainder: operator2(A.rem),
  nb_divmod: divmod,
  nb_power: power,
  nb_negative: operator1(A.minus),
  nb_positive: operator1(A.plus),
  nb_absolute: operator1(A.abs),
  nb_bool: (o: PyObject) => !isZero(o.v),
  nb_int: (o: PyObject) => toIntWith(o.v, X.ROUND_DOWN),
  nb_float: decimalFloat,
  methods: decimalMethods(),
  getset: {
    real: getset((o) => incref(o)),
    imag: getset(() => newDecimal(A.ZERO)),
  },
  text_signature: '(value="0", context=None)',
  doc: 'A decimal number: from text, an int, a float or a tuple.',
  dict: { __module__: () => intern('decimal') },
});

// ---------------------------------------------------------------------------------------------
// Methods of Context

function ctxUnary(op: Op1, doc: string, parameter = 'x') {
  return method(
    `($self, ${parameter}, /)`,
    (o: PyObject, x: PyObject) => apply1(o.v, op, operandOrRaise(x)),
    doc,
  );
}

/** A method of two or three operands; the parser's message names no function. */
function operands(
  sig: string,
  count: number,
  fn: (o: PyObject, ...x: PyObject[]) => Owned,
  doc: string,
) {
  return methodRaw(
    (o: PyObject, args: PyObject[]) => {
      if (args.length !== count) {
        throw typeError(`function takes exactly ${count} arguments (${args.length} given)`);
      }
      return fn(o, ...args);
    },
    { sig, doc, kw: false },
  );
}

function ctxBinary(op: Op2, doc: string) {
  return operands(
    '($self, x, y, /)',
    2,
    (o, x, y) => {
      const a = operandOrRaise(x!);
      return apply2(o.v, op, a, operandOrRaise(y!));
    },
    doc,
  );
}

function ctxAs(make: (a: Dec, p: CtxPayload, x: PyObject) => Owned, doc: string) {
  return method(
    '($self, x, /)',
    (o: PyObject, x: PyObject) => make(operandOrRaise(x), o.v, x),
    doc,
  );
}

function requireDecimal(x: PyObject): void {
  if (!isDecimal(x)) throw typeError('argument must be a Decimal');
}

function fillContextMethods(): void {
  const out = contextMethods;
  for (const [name, [op, doc]] of Object.entries(ONE_OPERATIONS)) out[name] = ctxUnary(op, doc);
  for (const [name, [op, doc]] of Object.entries(TWO_OPERATIONS)) out[name] = ctxBinary(op, doc);
  out.abs = ctxUnary(A.abs, 'abs(x), rounded.');
  out.minus = ctxUnary(A.minus, '-x, rounded.');
  out.plus = ctxUnary(A.plus, '+x, rounded.');
  out.to_integral = ctxUnary(A.toIntegralValue, 'x rounded to an integer.');
  out.to_integral_exact = ctxUnary(A.toIntegralExact, 'x rounded to an integer, told by flags.');
  out.to_integral_value = ctxUnary(A.toIntegralValue, 'x rounded to an integer, without flags.');
  out.add = ctxBinary(A.add, 'x + y, rounded.');
  out.subtract = ctxBinary(A.sub, 'x - y, rounded.');
  out.multiply = ctxBinary(A.mul, 'x * y, rounded.');
  out.divide = ctxBinary(A.div, 'x / y, rounded.');
  out.divide_int = ctxBinary(A.divint, 'Whole part of x / y.');
  out.remainder = ctxBinary(A.rem, 'x % y with the sign of x.');
  out.quantize = ctxBinary(A.quantize, 'x with the exponent of y.');
  out.divmod = operands(
    '($self, x, y, /)',
    2,
    (o, x, y) => {
      const a = operandOrRaise(x!);
      return divmodOf(o.v, a, operandOrRaise(y!));
    },
    'Whole part and rest of x / y.',
  );
  out.same_quantum = operands(
    '($self, x, y, /)',
    2,
    (_o, x, y) => {
      const a = operandOrRaise(x!);
      return newBool(A.sameQuantum(a, operandOrRaise(y!)));
    },
    'Whether the exponents are equal.',
  );
  out.fma = operands(
    '($self, x, y, z, /)',
    3,
    (o, x, y, z) => {
      const a = operandOrRaise(x!);
      const b = operandOrRaise(y!);
      const c = operandOrRaise(z!);
      return newDecimal(run(o.v as CtxPayload, (ctx) => A.fma(a, b, c, ctx)));
    },
    'x * y + z, rounded once.',
  );
  out.power = methodRaw(contextPower, {
    sig: '($self, /, a, b, modulo=None)',
    doc: 'x ** y, or modulo the third.',
  });
  for (const [name, test] of Object.entries(PREDICATES)) {
    out[name] = ctxAs((a) => newBool(test(a)), `Whether x ${name.replace('_', ' ')}.`);
  }
  out.is_canonical = method(
    '($self, x, /)',
    (_o: PyObject, x: PyObject) => {
      requireDecimal(x);
      return newBool(true);
    },
    'Always true.',
  );
  out.canonical = method(
    '($self, x, /)',
    (_o: PyObject, x: PyObject) => {
      requireDecimal(x);
      return incref(x);
    },
    'x itself.',
  );
  out.is_normal = ctxAs((a, p) => newBool(isNormal(a, p)), 'Whether x is a normal number.');
  out.is_subnormal = ctxAs(
    (a, p) => newBool(isSubnormal(a, p)),
    'Whether x is a subnormal number.',
  );
  out.number_class = ctxAs(
    (a, p) => newStrJs(A.numberClass(a, p.ctx)),
    'In words, what kind of number x is.',
  );
  out.to_sci_string = ctxAs(
    (a, p) => newStrJs(sci(a, p)),
    'Text with an exponent where one is needed.',
  );
  out.to_eng_string = ctxAs(
    (a, p) => newStrJs(text.toEng(a, p.capitals === 1)),
    'Text with exponents in steps of three.',
  );
  out.copy_abs = ctxAs((a) => newDecimal(A.copyAbs(a)), 'x without its sign, as it is.');
  out.copy_negate = ctxAs((a) => newDecimal(A.copyNegate(a)), 'x with the other sign, as it is.');
  out.copy_decimal = ctxAs(
    (a, _p, x) => (x.type === DecimalType ? incref(x) : newDecimal(a)),
    'x as a Decimal.',
  );
  out.radix = method('($self, /)', () => newDecimal(finite(0, 10, 0)), 'Return 10.');
  out._apply = ctxUnary((a, ctx) => text.create(a, ctx), '', 'object');
  out._apply.doc = null;
  out.create_decimal = method(
    '($self, num="0", /)',
    (o: PyObject, x?: PyObject) => newDecimal(x === undefined ? A.ZERO : createFrom(o.v, x)),
    'A Decimal rounded to this context.',
  );
  out.create_decimal_from_float = method(
    '($self, f, /)',
    (o: PyObject, f: PyObject) => {
      const exact = fromFloatMethod(DecimalType.self, f);
      try {
        return newDecimal(run(o.v as CtxPayload, (ctx) => text.create(exact.v, ctx)));
      } finally {
        decref(exact);
      }
    },
    'A float as a Decimal, rounded.',
  );
}

function contextPower(o: PyObject, args: PyObject[], kw: KwNames): Owned {
  const [a, b, modulo] = parseArguments(['a', 'b', 'modulo'], 2, args, kw);
  const x = operandOrRaise(a!);
  const y = operandOrRaise(b!);
  if (modulo === undefined || modulo === None_) return apply2(o.v, T.power, x, y);
  const m = operandOrRaise(modulo);
  return newDecimal(run(o.v as CtxPayload, (ctx) => T.powerModulo(x, y, m, ctx)));
}

fillContextMethods();

// ---------------------------------------------------------------------------------------------
// The module

function put(dict: PyObject, name: string, value: PyObject): void {
  dictSetStr(dict, intern(name), value);
}

function fillModule(dict: PyObject): void {
  makeTemplates();
  const number = importAttr('numbers', 'Number');
  decref(callMethod1(number, s_register, DecimalType.self));
  decref(number);
  put(dict, 'DecimalTuple', decimalTuple());
  for (const name of EXCEPTION_NAMES) put(dict, name, exceptions().get(name)!);
  put(dict, 'DefaultContext', state.defaultTemplate!);
  put(dict, 'BasicContext', state.basicTemplate!);
  put(dict, 'ExtendedContext', state.extendedTemplate!);
  for (const name of ROUNDINGS) put(dict, name, intern(name));
}

export const decimalModule = defineModule('_decimal', {
  functions: {
    getcontext: nativeFunction(
      'getcontext',
      '($module, /)',
      () => incref(currentContextBorrowed()),
      'The context of the running code.',
    ),
    setcontext: nativeFunction(
      'setcontext',
      '($module, context, /)',
      (_m, o: PyObject) => {
        if (!isContext(o)) throw typeError('argument must be a context');
        setCurrentContext(o);
      },
      'Makes a context that of the running code.',
    ),
    localcontext: functionRaw('localcontext', localcontext, {
      sig: '($module, /, ctx=None, **kwargs)',
      doc: 'A context for a with statement.',
    }),
  },
  types: { Decimal: DecimalType, Context: ContextType },
  constants: {
    HAVE_CONTEXTVAR: true,
    HAVE_THREADS: true,
    MAX_PREC: X.MAX_PREC,
    MAX_EMAX: X.MAX_EMAX,
    MIN_EMIN: X.MIN_EMIN,
    MIN_ETINY: X.MIN_ETINY,
    __version__: '1.70',
    __libmpdec_version__: '2.5.1',
  },
  init: fillModule,
});
