/**
 * Generic number operations. CPython: the number half of Objects/abstract.c.
 *
 * Every binary operation asks the left operand's slot, then the right one's; a right operand whose type derives from
 * the left one's is asked first.
 */

import { toFloat as intToDouble } from '../numbers/int-arith.ts';
import { OverflowErrorType } from '../objects/exceptions.ts';
import { floatFrom, floatFromText, newFloat } from '../objects/float.ts';
import { intFrom, intFromText, newInt } from '../objects/int.ts';
import { None_, NotImplemented_ } from '../objects/singletons.ts';
import { intern, strValue } from '../objects/str.ts';
import { callSpecial0 } from './call.ts';
import { newException, typeError, warnDeprecated } from './errors.ts';
import { decref, incref, type Owned, type PyObject } from './object.ts';
import { isSubtype } from './subtype.ts';
import {
  type BinarySlot,
  BuiltinType,
  FloatType,
  IntType,
  TPFLAGS_LONG_SUBCLASS,
  TPFLAGS_UNICODE_SUBCLASS,
  type TypeObject,
} from './type-object.ts';

const s_trunc = intern('__trunc__');

const isIntLike = (o: PyObject): boolean => (o.type.flags & TPFLAGS_LONG_SUBCLASS) !== 0;

function quiet(r: Owned): boolean {
  if (r !== NotImplemented_) return false;
  r.rc--;
  return true;
}

/** CPython: binary_op1. `va` and `vb` are the slots of a and b; the result may be NotImplemented (new reference). */
function binary1(a: PyObject, b: PyObject, va: BinarySlot | null, vb: BinarySlot | null): Owned {
  if (vb === va || a.type === b.type) vb = null;
  if (va !== null) {
    if (vb !== null && isSubtype(b.type, a.type)) {
      const r = vb(a, b);
      if (!quiet(r)) return r;
      vb = null;
    }
    const r = va(a, b);
    if (!quiet(r)) return r;
  }
  if (vb !== null) return vb(a, b);
  return incref(NotImplemented_);
}

function unsupported(a: PyObject, b: PyObject, op: string) {
  const text = `unsupported operand type(s) for ${op}: '${a.type.name}' and '${b.type.name}'`;
  if (op === '>>' && a.type === BuiltinType && a.v.def.name === 'print') {
    return typeError(`${text}. Did you mean "print(<message>, file=<output_stream>)"?`);
  }
  return typeError(text);
}

function repeatCount(n: PyObject): number {
  if (n.type.nb_index === null) {
    throw typeError(`can't multiply sequence by non-int of type '${n.type.name}'`);
  }
  return asIndexNumber(n, OverflowErrorType);
}

function concatOrFail(a: PyObject, b: PyObject, op: string): Owned {
  const concat = a.type.sq_concat;
  if (concat !== null) return concat(a, b);
  throw unsupported(a, b, op);
}

function repeatOrFail(a: PyObject, b: PyObject, op: string): Owned {
  if (a.type.sq_repeat !== null) return a.type.sq_repeat(a, repeatCount(b));
  if (b.type.sq_repeat !== null) return b.type.sq_repeat(b, repeatCount(a));
  throw unsupported(a, b, op);
}

/** `a + b`. */
export function add(a: PyObject, b: PyObject): Owned {
  const r = binary1(a, b, a.type.nb_add, b.type.nb_add);
  if (!quiet(r)) return r;
  return concatOrFail(a, b, '+');
}

/** `a - b`. */
export function sub(a: PyObject, b: PyObject): Owned {
  const r = binary1(a, b, a.type.nb_subtract, b.type.nb_subtract);
  if (!quiet(r)) return r;
  throw unsupported(a, b, '-');
}

/** `a * b`. */
export function mul(a: PyObject, b: PyObject): Owned {
  const r = binary1(a, b, a.type.nb_multiply, b.type.nb_multiply);
  if (!quiet(r)) return r;
  return repeatOrFail(a, b, '*');
}

/** `a / b`. */
export function trueDiv(a: PyObject, b: PyObject): Owned {
  const r = binary1(a, b, a.type.nb_true_divide, b.type.nb_true_divide);
  if (!quiet(r)) return r;
  throw unsupported(a, b, '/');
}

/** `a // b`. */
export function floorDiv(a: PyObject, b: PyObject): Owned {
  const r = binary1(a, b, a.type.nb_floor_divide, b.type.nb_floor_divide);
  if (!quiet(r)) return r;
  throw unsupported(a, b, '//');
}

/** `a % b`. */
export function mod(a: PyObject, b: PyObject): Owned {
  const r = binary1(a, b, a.type.nb_remainder, b.type.nb_remainder);
  if (!quiet(r)) return r;
  throw unsupported(a, b, '%');
}

/** `divmod(a, b)`. */
export function divmod_(a: PyObject, b: PyObject): Owned {
  const r = binary1(a, b, a.type.nb_divmod, b.type.nb_divmod);
  if (!quiet(r)) return r;
  throw unsupported(a, b, 'divmod()');
}

/** `a << b`. */
export function lshift(a: PyObject, b: PyObject): Owned {
  const r = binary1(a, b, a.type.nb_lshift, b.type.nb_lshift);
  if (!quiet(r)) return r;
  throw unsupported(a, b, '<<');
}

/** `a >> b`. */
export function rshift(a: PyObject, b: PyObject): Owned {
  const r = binary1(a, b, a.type.nb_rshift, b.type.nb_rshift);
  if (!quiet(r)) return r;
  throw unsupported(a, b, '>>');
}

/** `a & b`. */
export function and_(a: PyObject, b: PyObject): Owned {
  const r = binary1(a, b, a.type.nb_and, b.type.nb_and);
  if (!quiet(r)) return r;
  throw unsupported(a, b, '&');
}

/** `a | b`. */
export function or_(a: PyObject, b: PyObject): Owned {
  const r = binary1(a, b, a.type.nb_or, b.type.nb_or);
  if (!quiet(r)) return r;
  throw unsupported(a, b, '|');
}

/** `a ^ b`. */
export function xor(a: PyObject, b: PyObject): Owned {
  const r = binary1(a, b, a.type.nb_xor, b.type.nb_xor);
  if (!quiet(r)) return r;
  throw unsupported(a, b, '^');
}

/** `a @ b`. */
export function matmul(a: PyObject, b: PyObject): Owned {
  const r = binary1(a, b, a.type.nb_matrix_multiply, b.type.nb_matrix_multiply);
  if (!quiet(r)) return r;
  throw unsupported(a, b, '@');
}

/** `a += b`. */
export function iadd(a: PyObject, b: PyObject): Owned {
  const inplace = a.type.nb_inplace_add;
  if (inplace !== null) {
    const r = inplace(a, b);
    if (!quiet(r)) return r;
  }
  const r = binary1(a, b, a.type.nb_add, b.type.nb_add);
  if (!quiet(r)) return r;
  if (a.type.sq_inplace_concat !== null) return a.type.sq_inplace_concat(a, b);
  return concatOrFail(a, b, '+=');
}

/** `a -= b`. */
export function isub(a: PyObject, b: PyObject): Owned {
  const inplace = a.type.nb_inplace_subtract;
  if (inplace !== null) {
    const r = inplace(a, b);
    if (!quiet(r)) return r;
  }
  const r = binary1(a, b, a.type.nb_subtract, b.type.nb_subtract);
  if (!quiet(r)) return r;
  throw unsupported(a, b, '-=');
}

/** `a *= b`. */
export function imul(a: PyObject, b: PyObject): Owned {
  const inplace = a.type.nb_inplace_multiply;
  if (inplace !== null) {
    const r = inplace(a, b);
    if (!quiet(r)) return r;
  }
  const r = binary1(a, b, a.type.nb_multiply, b.type.nb_multiply);
  if (!quiet(r)) return r;
  const repeat = a.type.sq_inplace_repeat;
  if (repeat !== null) return repeat(a, repeatCount(b));
  return repeatOrFail(a, b, '*=');
}

/** `a /= b`. */
export function itrueDiv(a: PyObject, b: PyObject): Owned {
  const inplace = a.type.nb_inplace_true_divide;
  if (inplace !== null) {
    const r = inplace(a, b);
    if (!quiet(r)) return r;
  }
  const r = binary1(a, b, a.type.nb_true_divide, b.type.nb_true_divide);
  if (!quiet(r)) return r;
  throw unsupported(a, b, '/=');
}

/** `a //= b`. */
export function ifloorDiv(a: PyObject, b: PyObject): Owned {
  const inplace = a.type.nb_inplace_floor_divide;
  if (inplace !== null) {
    const r = inplace(a, b);
    if (!quiet(r)) return r;
  }
  const r = binary1(a, b, a.type.nb_floor_divide, b.type.nb_floor_divide);
  if (!quiet(r)) return r;
  throw unsupported(a, b, '//=');
}

/** `a %= b`. */
export function imod(a: PyObject, b: PyObject): Owned {
  const inplace = a.type.nb_inplace_remainder;
  if (inplace !== null) {
    const r = inplace(a, b);
    if (!quiet(r)) return r;
  }
  const r = binary1(a, b, a.type.nb_remainder, b.type.nb_remainder);
  if (!quiet(r)) return r;
  throw unsupported(a, b, '%=');
}

/** `a <<= b`. */
export function ilshift(a: PyObject, b: PyObject): Owned {
  const inplace = a.type.nb_inplace_lshift;
  if (inplace !== null) {
    const r = inplace(a, b);
    if (!quiet(r)) return r;
  }
  const r = binary1(a, b, a.type.nb_lshift, b.type.nb_lshift);
  if (!quiet(r)) return r;
  throw unsupported(a, b, '<<=');
}

/** `a >>= b`. */
export function irshift(a: PyObject, b: PyObject): Owned {
  const inplace = a.type.nb_inplace_rshift;
  if (inplace !== null) {
    const r = inplace(a, b);
    if (!quiet(r)) return r;
  }
  const r = binary1(a, b, a.type.nb_rshift, b.type.nb_rshift);
  if (!quiet(r)) return r;
  throw unsupported(a, b, '>>=');
}

/** `a &= b`. */
export function iand(a: PyObject, b: PyObject): Owned {
  const inplace = a.type.nb_inplace_and;
  if (inplace !== null) {
    const r = inplace(a, b);
    if (!quiet(r)) return r;
  }
  const r = binary1(a, b, a.type.nb_and, b.type.nb_and);
  if (!quiet(r)) return r;
  throw unsupported(a, b, '&=');
}

/** `a |= b`. */
export function ior(a: PyObject, b: PyObject): Owned {
  const inplace = a.type.nb_inplace_or;
  if (inplace !== null) {
    const r = inplace(a, b);
    if (!quiet(r)) return r;
  }
  const r = binary1(a, b, a.type.nb_or, b.type.nb_or);
  if (!quiet(r)) return r;
  throw unsupported(a, b, '|=');
}

/** `a ^= b`. */
export function ixor(a: PyObject, b: PyObject): Owned {
  const inplace = a.type.nb_inplace_xor;
  if (inplace !== null) {
    const r = inplace(a, b);
    if (!quiet(r)) return r;
  }
  const r = binary1(a, b, a.type.nb_xor, b.type.nb_xor);
  if (!quiet(r)) return r;
  throw unsupported(a, b, '^=');
}

/** `a @= b`. */
export function imatmul(a: PyObject, b: PyObject): Owned {
  const inplace = a.type.nb_inplace_matrix_multiply;
  if (inplace !== null) {
    const r = inplace(a, b);
    if (!quiet(r)) return r;
  }
  const r = binary1(a, b, a.type.nb_matrix_multiply, b.type.nb_matrix_multiply);
  if (!quiet(r)) return r;
  throw unsupported(a, b, '@=');
}

function ternary(a: PyObject, b: PyObject, c: PyObject, op: string): Owned {
  const va = a.type.nb_power;
  let vb = b.type.nb_power;
  if (vb === va || a.type === b.type) vb = null;
  if (va !== null) {
    if (vb !== null && isSubtype(b.type, a.type)) {
      const r = vb(a, b, c);
      if (!quiet(r)) return r;
      vb = null;
    }
    const r = va(a, b, c);
    if (!quiet(r)) return r;
  }
  if (vb !== null) {
    const r = vb(a, b, c);
    if (!quiet(r)) return r;
  }
  const vc = c.type.nb_power;
  if (vc !== null && vc !== va && vc !== b.type.nb_power) {
    const r = vc(a, b, c);
    if (!quiet(r)) return r;
  }
  const names = `'${a.type.name}'`;
  if (c === None_) {
    throw typeError(`unsupported operand type(s) for ${op}: ${names} and '${b.type.name}'`);
  }
  throw typeError(
    `unsupported operand type(s) for ${op}: ${names}, '${b.type.name}', '${c.type.name}'`,
  );
}

/** `a ** b`, or pow(a, b, c). */
export function pow_(a: PyObject, b: PyObject, c: PyObject = None_): Owned {
  return ternary(a, b, c, '** or pow()');
}

/** `a **= b`. */
export function ipow(a: PyObject, b: PyObject): Owned {
  const inplace = a.type.nb_inplace_power;
  if (inplace !== null) {
    const r = inplace(a, b, None_);
    if (!quiet(r)) return r;
  }
  return ternary(a, b, None_, '**=');
}

function badUnary(o: PyObject, op: string) {
  return typeError(`bad operand type for ${op}: '${o.type.name}'`);
}

/** `-o`. */
export function neg(o: PyObject): Owned {
  const f = o.type.nb_negative;
  if (f === null) throw badUnary(o, 'unary -');
  return f(o);
}

/** `+o`. */
export function pos(o: PyObject): Owned {
  const f = o.type.nb_positive;
  if (f === null) throw badUnary(o, 'unary +');
  return f(o);
}

/** `~o`. */
export function invert(o: PyObject): Owned {
  const f = o.type.nb_invert;
  if (f === null) throw badUnary(o, 'unary ~');
  return f(o);
}

/** `abs(o)`. */
export function abs_(o: PyObject): Owned {
  const f = o.type.nb_absolute;
  if (f === null) throw badUnary(o, 'abs()');
  return f(o);
}

// ---------------------------------------------------------------------------------------------
// Conversions

const SUBCLASS_WARNING =
  'The ability to return an instance of a strict subclass of int is deprecated, and may be removed in a future ' +
  'version of Python.';

/** What `__int__` or `__index__` gave: an int, with a warning for subclasses. Consumes it on errors. */
function checkedInt(r: Owned, slot: string): Owned {
  if (r.type === IntType) return r;
  const name = r.type.name;
  if (!isIntLike(r)) {
    decref(r);
    throw typeError(`${slot} returned non-int (type ${name})`);
  }
  try {
    warnDeprecated(`${slot} returned non-int (type ${name}).  ${SUBCLASS_WARNING}`);
  } catch (e) {
    decref(r);
    throw e;
  }
  return r;
}

/** Whether `o` has `__index__`. */
export function isIndex(o: PyObject): boolean {
  return o.type.nb_index !== null;
}

/** `operator.index(o)` as an int object (a subclass of int is itself). CPython: _PyNumber_Index. */
export function indexObject(o: PyObject): Owned {
  if (isIntLike(o)) return incref(o);
  const f = o.type.nb_index;
  if (f === null) throw typeError(`'${o.type.name}' object cannot be interpreted as an integer`);
  return checkedInt(f(o), '__index__');
}

/** `operator.index(o)` as an exact int. CPython: PyNumber_Index. */
export function indexExact(o: PyObject): Owned {
  const r = indexObject(o);
  if (r.type === IntType) return r;
  const copy = newInt(r.v);
  decref(r);
  return copy;
}

/** The value of `operator.index(o)`. */
export function index(o: PyObject): number | bigint {
  if (isIntLike(o)) return o.v;
  const r = indexObject(o);
  const value = r.v;
  decref(r);
  return value;
}

const SSIZE_MAX = 2n ** 63n - 1n;

/**
 * `operator.index(o)` as a JavaScript number (CPython: PyNumber_AsSsize_t). What does not fit 64 bits raises `exc`, or
 * is clipped when that is null; what does not fit 53 bits is rounded, far beyond any real length.
 */
export function asIndexNumber(o: PyObject, exc: TypeObject | null): number {
  const value = index(o);
  if (typeof value === 'number') return value;
  if (value <= SSIZE_MAX && value >= -SSIZE_MAX - 1n) return Number(value);
  if (exc === null) return value < 0n ? -(2 ** 63) : 2 ** 63;
  throw newException(exc, `cannot fit '${o.type.name}' into an index-sized integer`);
}

function exactCopy(r: Owned): Owned {
  if (r.type === IntType) return r;
  const copy = newInt(r.v);
  decref(r);
  return copy;
}

function truncated(o: PyObject): Owned | null {
  const r = callSpecial0(o, s_trunc);
  if (r === null) return null;
  try {
    warnDeprecated('The delegation of int() to __trunc__ is deprecated.');
    if (r.type === IntType) return incref(r);
    if (isIntLike(r)) return newInt(r.v);
    if (r.type.nb_index === null) {
      throw typeError(`__trunc__ returned non-Integral (type ${r.type.name})`);
    }
    return indexExact(r);
  } finally {
    decref(r);
  }
}

/** `int(o)` with one argument. CPython: PyNumber_Long. */
export function toInt(o: PyObject): Owned {
  if (o.type === IntType) return incref(o);
  const t = o.type;
  if (t.nb_int !== null) return exactCopy(checkedInt(t.nb_int(o), '__int__'));
  if (t.nb_index !== null) return indexExact(o);
  const whole = truncated(o);
  if (whole !== null) return whole;
  if ((t.flags & TPFLAGS_UNICODE_SUBCLASS) !== 0) return intFromText(strValue(o), 10);
  if (t.bf_getbuffer !== null) return intFrom(o);
  throw typeError(
    'int() argument must be a string, a bytes-like object or a real number, not ' + `'${t.name}'`,
  );
}

/** What `float(o)` has, as a JavaScript number. CPython: PyFloat_AsDouble. */
export function asDouble(o: PyObject): number {
  if (o.type === FloatType || isSubtype(o.type, FloatType)) return o.v;
  const t = o.type;
  if (t.nb_float === null) {
    if (t.nb_index === null) throw typeError(`must be real number, not ${t.name}`);
    const r = indexObject(o);
    try {
      return intDouble(r);
    } finally {
      decref(r);
    }
  }
  const r = checkedFloat(o, t.nb_float(o));
  const value = r.v;
  decref(r);
  return value;
}

function intDouble(o: PyObject): number {
  const value = intToDouble(o.v);
  if (!Number.isFinite(value)) {
    throw newException(OverflowErrorType, 'int too large to convert to float');
  }
  return value;
}

function checkedFloat(o: PyObject, r: Owned): Owned {
  if (r.type === FloatType) return r;
  const name = r.type.name;
  const owner = o.type.name;
  if (!isSubtype(r.type, FloatType)) {
    decref(r);
    throw typeError(`${owner}.__float__ returned non-float (type ${name})`);
  }
  try {
    warnDeprecated(
      `${owner}.__float__ returned non-float (type ${name}).  The ability to return an instance of a strict subclass ` +
        'of float is deprecated, and may be removed in a future version of Python.',
    );
  } catch (e) {
    decref(r);
    throw e;
  }
  return r;
}

/** `float(o)`. CPython: PyNumber_Float. */
export function toFloat(o: PyObject): Owned {
  if (o.type === FloatType) return incref(o);
  const t = o.type;
  if (t.nb_float !== null) {
    const r = checkedFloat(o, t.nb_float(o));
    if (r.type === FloatType) return r;
    const copy = newFloat(r.v);
    decref(r);
    return copy;
  }
  if (t.nb_index !== null) return newFloat(asDouble(o));
  if (isSubtype(t, FloatType)) return newFloat(o.v);
  if ((t.flags & TPFLAGS_UNICODE_SUBCLASS) !== 0) return newFloat(floatFromText(strValue(o)));
  if (t.bf_getbuffer !== null) return floatFrom(o);
  throw typeError(`float() argument must be a string or a real number, not '${t.name}'`);
}

/** `bin`, `oct` and `hex`. CPython: PyNumber_ToBase. */
export function toBaseText(o: PyObject, format: (v: number | bigint) => string): string {
  return format(index(o));
}
