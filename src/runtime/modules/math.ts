/**
 * math: functions over real numbers. CPython: Modules/mathmodule.c.
 *
 * The arithmetic is in numbers/libm.ts, which answers as C does (NaN for a domain error, an infinity for a pole or an
 * overflow); here are the conversions of arguments and the rules that make exceptions of those answers.
 */
import {
  add,
  asDouble,
  getIter,
  index,
  iterNext,
  mul,
  sequenceToArray,
  trueDiv,
} from '../core/abstract.ts';
import { call0, lookupSpecial } from '../core/call.ts';
import { checkPositional } from '../core/args.ts';
import {
  overflowError,
  type PyErr,
  typeError,
  valueError,
  matches,
  discard,
} from '../core/errors.ts';
import { defineModule } from '../core/module-define.ts';
import { functionRaw, nativeFunction, type NativeDef } from '../core/native-def.ts';
import { decref, incref, type Owned, type PyObject, xdecref } from '../core/object.ts';
import { BoolType, FloatType, IntType, type KwNames } from '../core/type-object.ts';
import {
  compare,
  fromFloat,
  sub,
  abs as absInt,
  mul as mulInt,
  add as addInt,
  type PyInt,
} from '../numbers/int-arith.ts';
import * as libm from '../numbers/libm.ts';
import { LOW, twoProduct, twoSum } from '../numbers/double-double.ts';
import { OverflowErrorType } from '../objects/exceptions.ts';
import { newFloat } from '../objects/float.ts';
import { isInt, newInt } from '../objects/int.ts';
import { newBool, None_ } from '../objects/singletons.ts';
import { intern } from '../objects/str.ts';
import { newTupleSteal } from '../objects/tuple.ts';
import { hasSignBit } from '../numbers/float-repr.ts';

const s_ceil = intern('__ceil__');
const s_floor = intern('__floor__');
const s_trunc = intern('__trunc__');

const LLONG_MAX = 9223372036854775807n;

function domainError(): PyErr {
  return valueError('math domain error');
}

function rangeError(): PyErr {
  return overflowError('math range error');
}

/** The double of an argument. */
function real(o: PyObject): number {
  return o.type === FloatType ? o.v : asDouble(o);
}

function copySign(x: number, y: number): number {
  const m = Math.abs(x);
  if (Number.isNaN(y)) return hasSignBit(y) ? -m : m;
  return y < 0 || Object.is(y, -0) ? -m : m;
}

type Real1 = (x: number) => number;
type Real2 = (x: number, y: number) => number;

/** A function of one double: NaN from a number is a domain error, infinity from a finite one overflow or a pole. */
function real1(name: string, fn: Real1, overflows: boolean, doc: string): NativeDef {
  return nativeFunction(
    name,
    '($module, x, /)',
    (_m: PyObject, o: PyObject): Owned => {
      const x = o.type === FloatType ? (o.v as number) : asDouble(o);
      const r = fn(x);
      if (r - r !== 0) checkResult(x, r, overflows);
      return newFloat(r);
    },
    doc,
  );
}

function checkResult(x: number, r: number, overflows: boolean): void {
  if (Number.isNaN(r)) {
    if (!Number.isNaN(x)) throw domainError();
  } else if (Number.isFinite(x)) throw overflows ? rangeError() : domainError();
}

/** A function of two doubles: NaN from numbers is a domain error, infinity from finite ones overflow. */
function real2(name: string, sig: string, fn: Real2, doc: string): NativeDef {
  return nativeFunction(
    name,
    sig,
    (_m: PyObject, a: PyObject, b: PyObject): Owned => {
      const x = real(a);
      const y = real(b);
      const r = fn(x, y);
      if (Number.isNaN(r)) {
        if (!Number.isNaN(x) && !Number.isNaN(y)) throw domainError();
      } else if (!Number.isFinite(r) && Number.isFinite(x) && Number.isFinite(y))
        throw rangeError();
      return newFloat(r);
    },
    doc,
  );
}

// ---------------------------------------------------------------------------------------------
// Functions with rules of their own

function gamma(_m: PyObject, o: PyObject): Owned {
  const x = real(o);
  const r = libm.gamma(x);
  if (x === 0 || (Number.isNaN(r) && !Number.isNaN(x))) throw domainError();
  if (!Number.isFinite(r) && Number.isFinite(x)) throw rangeError();
  return newFloat(r);
}

function lgamma(_m: PyObject, o: PyObject): Owned {
  const x = real(o);
  const r = libm.lgamma(x);
  if (r === Infinity && Number.isFinite(x))
    throw x <= 0 && Number.isInteger(x) ? domainError() : rangeError();
  return newFloat(r);
}

function fmod(_m: PyObject, a: PyObject, b: PyObject): Owned {
  const x = real(a);
  const y = real(b);
  const r = libm.fmod(x, y);
  if (Number.isNaN(r) && !Number.isNaN(x) && !Number.isNaN(y)) throw domainError();
  return newFloat(r);
}

function pow(_m: PyObject, a: PyObject, b: PyObject): Owned {
  const x = real(a);
  const y = real(b);
  const r = libm.pow(x, y);
  if (!Number.isFinite(r) && Number.isFinite(x) && Number.isFinite(y)) {
    throw Number.isNaN(r) || x === 0 ? domainError() : rangeError();
  }
  return newFloat(r);
}

function ldexp(_m: PyObject, a: PyObject, b: PyObject): Owned {
  const x = real(a);
  if (!isInt(b)) throw typeError('Expected an int as second argument to ldexp.');
  const i: PyInt = b.v;
  if (x === 0 || !Number.isFinite(x)) return newFloat(x);
  const e = typeof i === 'number' ? i : i > 0n ? Infinity : -Infinity;
  if (e > 2147483647) throw rangeError();
  if (e < -2147483648) return newFloat(x < 0 ? -0 : 0);
  const r = libm.ldexp(x, e);
  if (!Number.isFinite(r)) throw rangeError();
  return newFloat(r);
}

/** The logarithm by `fn` of any number; ints beyond the doubles included. */
function logarithm(o: PyObject, fn: Real1): number {
  if (isInt(o)) {
    const v: PyInt = o.v;
    if (typeof v === 'number' ? v <= 0 : v <= 0n) throw domainError();
    return typeof v === 'number' ? fn(v) : libm.logOfInt(v, fn);
  }
  const x = asDouble(o);
  const r = fn(x);
  if (r - r !== 0) checkResult(x, r, false);
  return r;
}

function log(_m: PyObject, args: PyObject[], kw: KwNames): Owned {
  if (kw !== null && kw.length > 0) throw typeError('math.log() takes no keyword arguments');
  checkPositional('log', args.length, 1, 2);
  const top = logarithm(args[0]!, libm.log);
  if (args.length === 1) return newFloat(top);
  const bottom = logarithm(args[1]!, libm.log);
  const a = newFloat(top);
  const b = newFloat(bottom);
  try {
    return trueDiv(a, b);
  } finally {
    decref(a);
    decref(b);
  }
}

/** The int of a double without fraction. */
function wholeInt(x: number): Owned {
  if (Number.isNaN(x)) throw valueError('cannot convert float NaN to integer');
  if (!Number.isFinite(x)) throw overflowError('cannot convert float infinity to integer');
  return newInt(x >= -9007199254740991 && x <= 9007199254740991 ? x + 0 : fromFloat(x));
}

/** ceil and floor: `__ceil__`, or the double rounded. */
function rounding(special: PyObject, round: Real1) {
  return (_m: PyObject, o: PyObject): Owned => {
    if (o.type !== FloatType) {
      const f = lookupSpecial(o, special);
      if (f !== null) return callOwned(f);
    }
    return wholeInt(round(real(o)));
  };
}

function callOwned(f: Owned): Owned {
  try {
    return call0(f);
  } finally {
    decref(f);
  }
}

function trunc(_m: PyObject, o: PyObject): Owned {
  if (o.type === FloatType) return wholeInt(Math.trunc(o.v));
  const f = lookupSpecial(o, s_trunc);
  if (f === null) throw typeError(`type ${o.type.name} doesn't define __trunc__ method`);
  return callOwned(f);
}

function isclose(_m: PyObject, a: PyObject, b: PyObject, rel?: PyObject, least?: PyObject): Owned {
  const x = real(a);
  const y = real(b);
  const relative = rel === undefined ? 1e-9 : real(rel);
  const absolute = least === undefined ? 0 : real(least);
  if (relative < 0 || absolute < 0) throw valueError('tolerances must be non-negative');
  if (x === y) return newBool(true);
  if (Math.abs(x) === Infinity || Math.abs(y) === Infinity) return newBool(false);
  const d = Math.abs(y - x);
  return newBool(d <= Math.abs(relative * y) || d <= Math.abs(relative * x) || d <= absolute);
}

function hypot(_m: PyObject, args: PyObject[], kw: KwNames): Owned {
  if (kw !== null && kw.length > 0) throw typeError('math.hypot() takes no keyword arguments');
  const n = args.length;
  const values = new Float64Array(n);
  for (let i = 0; i < n; i++) values[i] = real(args[i]!);
  return newFloat(libm.hypot(values));
}

function dist(_m: PyObject, p: PyObject, q: PyObject): Owned {
  const a = sequenceToArray(p);
  try {
    const b = sequenceToArray(q);
    try {
      const n = a.length;
      if (n !== b.length) {
        throw valueError('both points must have the same number of dimensions');
      }
      const d = new Float64Array(n);
      for (let i = 0; i < n; i++) d[i] = real(a[i]!) - real(b[i]!);
      return newFloat(libm.hypot(d));
    } finally {
      for (const o of b) decref(o);
    }
  } finally {
    for (const o of a) decref(o);
  }
}

function fsum(_m: PyObject, iterable: PyObject): Owned {
  const values: number[] = [];
  eachItem(iterable, (o) => {
    values.push(real(o));
  });
  const r = libm.fsum(values);
  if (r === libm.FSUM_OVERFLOW) throw overflowError(r);
  if (typeof r === 'string') throw valueError(r);
  return newFloat(r);
}

function eachItem(iterable: PyObject, f: (o: PyObject) => void): void {
  const it = getIter(iterable);
  try {
    const next = iterNext;
    for (;;) {
      const o = next(it);
      if (o === null) return;
      try {
        f(o);
      } finally {
        decref(o);
      }
    }
  } finally {
    decref(it);
  }
}

function nextafter(_m: PyObject, a: PyObject, b: PyObject, steps?: PyObject): Owned {
  const x = real(a);
  const y = real(b);
  if (steps === undefined || steps === None_) return newFloat(libm.nextafter(x, y));
  const n = index(steps);
  if (n < 0) throw valueError('steps must be a non-negative integer');
  return newFloat(libm.nextafter(x, y, n));
}

function fma(_m: PyObject, a: PyObject, b: PyObject, c: PyObject): Owned {
  const x = real(a);
  const y = real(b);
  const z = real(c);
  const r = libm.fma(x, y, z);
  if (r - r === 0) return newFloat(r);
  if (Number.isNaN(r)) {
    if (!Number.isNaN(x) && !Number.isNaN(y) && !Number.isNaN(z)) {
      throw valueError('invalid operation in fma');
    }
  } else if (Number.isFinite(x) && Number.isFinite(y) && Number.isFinite(z)) {
    throw overflowError('overflow in fma');
  }
  return newFloat(r);
}

// ---------------------------------------------------------------------------------------------
// Integers

/** Greatest that a C long holds, for counts; larger ones are refused with `message`. */
function count(v: PyInt, message: string): number {
  if (v > LLONG_MAX) throw overflowError(`${message} must not exceed ${LLONG_MAX}`);
  return Number(v);
}

function factorial(_m: PyObject, o: PyObject): Owned {
  const n = index(o);
  if (n < 0) throw valueError('factorial() not defined for negative values');
  if (n > LLONG_MAX) throw overflowError(`factorial() argument should not exceed ${LLONG_MAX}`);
  return newInt(libm.factorial(Number(n)));
}

function perm(m: PyObject, a: PyObject, b?: PyObject): Owned {
  if (b === undefined || b === None_) return factorial(m, a);
  const n = index(a);
  const k = index(b);
  if (n < 0) throw valueError('n must be a non-negative integer');
  if (k < 0) throw valueError('k must be a non-negative integer');
  if (compare(n, k) < 0) return newInt(0);
  return newInt(libm.perm(n, count(k, 'k')));
}

function comb(_m: PyObject, a: PyObject, b: PyObject): Owned {
  const n = index(a);
  const given = index(b);
  if (n < 0) throw valueError('n must be a non-negative integer');
  if (given < 0) throw valueError('k must be a non-negative integer');
  if (compare(n, given) < 0) return newInt(0);
  const other = sub(n, given);
  const k = compare(other, given) < 0 ? other : given;
  return newInt(libm.comb(n, count(k, 'min(n - k, k)')));
}

function isqrt(_m: PyObject, o: PyObject): Owned {
  const n = index(o);
  if (n < 0) throw valueError('isqrt() argument must be nonnegative');
  return newInt(libm.isqrt(n));
}

/** gcd and lcm of any number of ints. */
function folding(start: number, fn: (a: PyInt, b: PyInt) => PyInt) {
  return (_m: PyObject, args: PyObject[]): Owned => {
    if (args.length === 0) return newInt(start);
    let r = absInt(index(args[0]!));
    for (let i = 1; i < args.length; i++) r = fn(r, index(args[i]!));
    return newInt(r);
  };
}

// ---------------------------------------------------------------------------------------------
// Products

/**
 * The product of all items: over numbers while all are ints within 53 bits or floats, which gives what the general
 * multiplication gives.
 */
function prod(_m: PyObject, iterable: PyObject, start?: PyObject): Owned {
  const it = getIter(iterable);
  let general: Owned | null = null;
  let value = 1;
  let float = false;
  if (start !== undefined) {
    if (start.type === FloatType || (start.type === IntType && typeof start.v === 'number')) {
      value = start.v;
      float = start.type === FloatType;
    } else general = incref(start);
  }
  try {
    const next = iterNext;
    for (;;) {
      const o = next(it);
      if (o === null) break;
      try {
        if (general === null) {
          const t = o.type;
          const plain = t === FloatType || (t === IntType && typeof o.v === 'number');
          const r = plain ? value * o.v : 0;
          if (plain && (float || t === FloatType || Number.isSafeInteger(r))) {
            value = float || t === FloatType ? r : r + 0;
            float ||= t === FloatType;
            continue;
          }
          general = float ? newFloat(value) : newInt(value);
        }
        const r = mul(general, o);
        decref(general);
        general = r;
      } finally {
        decref(o);
      }
    }
  } catch (e) {
    xdecref(general);
    throw e;
  } finally {
    decref(it);
  }
  if (general !== null) return general;
  return float ? newFloat(value) : newInt(value);
}

/**
 * The running total of math.sumprod: ints exactly, floats in triple length, the rest by the operators. The int and the
 * float part are added to `total` when something else comes.
 */
class SumOfProducts {
  total: Owned = newInt(0);
  ints = true;
  int: PyInt = 0;
  intUsed = false;
  floats = true;
  hi = 0;
  lo = 0;
  tiny = 0;
  floatUsed = false;

  /** Adds an owned object to the total. */
  addSteal(o: Owned): void {
    try {
      const r = add(this.total, o);
      decref(this.total);
      this.total = r;
    } finally {
      decref(o);
    }
  }

  endInts(): void {
    this.ints = false;
    if (!this.intUsed) return;
    this.intUsed = false;
    this.addSteal(newInt(this.int));
  }

  endFloats(): void {
    this.floats = false;
    if (!this.floatUsed) return;
    this.floatUsed = false;
    const hi = twoSum(this.lo, this.hi);
    this.addSteal(newFloat(this.tiny + LOW[0]! + hi));
  }

  /** Adds x * y to the ints; false when that leaves the range of a C long. */
  addInts(x: PyInt, y: PyInt): boolean {
    const p = mulInt(x, y);
    const sum = addInt(this.int, p);
    if (!fitsLong(x) || !fitsLong(y) || !fitsLong(p) || !fitsLong(sum)) return false;
    this.int = sum;
    this.intUsed = true;
    return true;
  }

  /** Adds x * y in triple length; false when the total would not be finite. */
  addFloats(x: number, y: number): boolean {
    let p = twoProduct(x, y);
    let pl = LOW[0]!;
    if (Number.isNaN(pl) || Math.abs(p) < 1e-270) {
      // Splitting the factors overflows, or loses bits: the low part by a fused operation.
      p = x * y;
      pl = libm.fma(x, y, -p);
    }
    const s = twoSum(this.hi, p);
    const sl = LOW[0]!;
    if (s - s !== 0) return false;
    const r = twoSum(this.lo, pl);
    const rl = LOW[0]!;
    this.lo = twoSum(r, sl);
    this.tiny += rl + LOW[0]!;
    this.hi = s;
    this.floatUsed = true;
    return true;
  }

  add(p: PyObject, q: PyObject): void {
    const tp = p.type;
    const tq = q.type;
    if (this.ints) {
      if (tp === IntType && tq === IntType && this.addInts(p.v, q.v)) return;
      this.endInts();
    }
    if (this.floats) {
      if (tp === FloatType || tq === FloatType) {
        const x = plainDouble(p);
        const y = plainDouble(q);
        if (x !== null && y !== null && this.addFloats(x, y)) return;
      }
      this.endFloats();
    }
    this.addSteal(mul(p, q));
  }
}

function fitsLong(v: PyInt): boolean {
  return typeof v === 'number' || (v >= -LLONG_MAX - 1n && v <= LLONG_MAX);
}

/** The double of a float, int or bool; null for everything else and for ints too large. */
function plainDouble(o: PyObject): number | null {
  if (o.type === FloatType) return o.v;
  if (o.type !== IntType && o.type !== BoolType) return null;
  try {
    return asDouble(o);
  } catch (e) {
    if (!matches(e, OverflowErrorType)) throw e;
    discard(e);
    return null;
  }
}

function sumprod(_m: PyObject, p: PyObject, q: PyObject): Owned {
  const a = getIter(p);
  let b: Owned | null = null;
  const sum = new SumOfProducts();
  try {
    b = getIter(q);
    for (;;) {
      const x = iterNext(a);
      let y: Owned | null = null;
      try {
        y = iterNext(b);
        if ((x === null) !== (y === null)) throw valueError('Inputs are not the same length');
        if (x === null) break;
        sum.add(x, y!);
      } finally {
        xdecref(x);
        xdecref(y);
      }
    }
    sum.endInts();
    sum.endFloats();
    return sum.total;
  } catch (e) {
    decref(sum.total);
    throw e;
  } finally {
    decref(a);
    xdecref(b);
  }
}

// ---------------------------------------------------------------------------------------------

const pair = (a: Owned, b: Owned): Owned => newTupleSteal([a, b]);

function test(name: string, fn: (x: number) => boolean, doc: string): NativeDef {
  return nativeFunction(
    name,
    '($module, x, /)',
    (_m: PyObject, o: PyObject) => newBool(fn(real(o))),
    doc,
  );
}

function table(defs: NativeDef[]): Record<string, NativeDef> {
  const out: Record<string, NativeDef> = {};
  for (const def of defs) out[def.name] = def;
  return out;
}

const X = '($module, x, /)';
const XY = '($module, x, y, /)';

export const mathModule = defineModule('math', {
  functions: table([
    real1('acos', libm.acos, false, 'Arc cosine in radians.'),
    real1('acosh', libm.acosh, false, 'Inverse hyperbolic cosine.'),
    real1('asin', libm.asin, false, 'Arc sine in radians.'),
    real1('asinh', libm.asinh, false, 'Inverse hyperbolic sine.'),
    real1('atan', libm.atan, false, 'Arc tangent in radians.'),
    real2('atan2', '($module, y, x, /)', libm.atan2, 'The angle of the point (x, y).'),
    real1('atanh', libm.atanh, false, 'Inverse hyperbolic tangent.'),
    real1('cbrt', libm.cbrt, false, 'Cube root.'),
    nativeFunction('ceil', X, rounding(s_ceil, Math.ceil), 'The next integer above.'),
    real2('copysign', XY, copySign, 'x with the sign of y.'),
    real1('cos', libm.cos, false, 'Cosine.'),
    real1('cosh', libm.cosh, true, 'Hyperbolic cosine.'),
    nativeFunction(
      'degrees',
      X,
      (_m, o: PyObject) => newFloat(real(o) * (180 / Math.PI)),
      'Radians to degrees.',
    ),
    nativeFunction('dist', '($module, p, q, /)', dist, 'Distance of two points.'),
    real1('erf', libm.erf, false, 'The error function.'),
    real1('erfc', libm.erfc, false, '1 - erf(x).'),
    real1('exp', libm.exp, true, 'e to the power x.'),
    real1('exp2', libm.exp2, true, '2 to the power x.'),
    real1('expm1', libm.expm1, true, 'exp(x) - 1, exact for small x.'),
    real1('fabs', Math.abs, false, 'abs() as a float.'),
    nativeFunction('factorial', '($module, n, /)', factorial, 'Find n!.'),
    nativeFunction('floor', X, rounding(s_floor, Math.floor), 'The next integer below.'),
    nativeFunction('fma', '($module, x, y, z, /)', fma, 'x * y + z, rounded once.'),
    nativeFunction('fmod', XY, fmod, 'The rest with the sign of x, as in C.'),
    nativeFunction(
      'frexp',
      X,
      (_m, o: PyObject) => {
        const [m, e] = libm.frexp(real(o));
        return pair(newFloat(m), newInt(e));
      },
      'Mantissa and exponent of 2.',
    ),
    nativeFunction('fsum', '($module, seq, /)', fsum, 'The sum, rounded once.'),
    nativeFunction('gamma', X, gamma, 'The gamma function.'),
    nativeFunction('gcd', '($module, *integers)', folding(0, libm.gcd), 'Greatest common divisor.'),
    functionRaw('hypot', hypot, { doc: 'Distance from the origin.' }),
    nativeFunction(
      'isclose',
      '($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)',
      isclose,
      'Whether two numbers are close to each other.',
    ),
    test('isfinite', Number.isFinite, 'Neither infinite nor a NaN.'),
    test('isinf', (x) => x === Infinity || x === -Infinity, 'Whether x is infinite.'),
    test('isnan', Number.isNaN, 'Whether x is a NaN.'),
    nativeFunction('isqrt', '($module, n, /)', isqrt, 'Whole part of the square root.'),
    nativeFunction('lcm', '($module, *integers)', folding(1, libm.lcm), 'Least common multiple.'),
    nativeFunction('ldexp', '($module, x, i, /)', ldexp, 'x * 2**i.'),
    nativeFunction('lgamma', X, lgamma, 'Logarithm of abs(gamma(x)).'),
    functionRaw('log', log, {
      doc: 'Logarithm, to base e where none is given.',
    }),
    real1('log1p', libm.log1p, false, 'log(1 + x), exact for small x.'),
    nativeFunction(
      'log10',
      X,
      (_m, o: PyObject) => newFloat(logarithm(o, libm.log10)),
      'Logarithm to base 10.',
    ),
    nativeFunction(
      'log2',
      X,
      (_m, o: PyObject) => newFloat(logarithm(o, libm.log2)),
      'Logarithm to base 2.',
    ),
    nativeFunction(
      'modf',
      X,
      (_m, o: PyObject) => {
        const [fraction, whole] = libm.modf(real(o));
        return pair(newFloat(fraction), newFloat(whole));
      },
      'Fraction and whole part.',
    ),
    nativeFunction('pow', XY, pow, 'x to the power y, as floats.'),
    nativeFunction(
      'radians',
      X,
      (_m, o: PyObject) => newFloat(real(o) * (Math.PI / 180)),
      'Degrees to radians.',
    ),
    real2('remainder', XY, libm.remainder, 'The rest nearest to zero, by IEEE 754.'),
    real1('sin', libm.sin, false, 'Sine.'),
    real1('sinh', libm.sinh, true, 'Hyperbolic sine.'),
    real1('sqrt', Math.sqrt, false, 'Square root.'),
    real1('tan', libm.tan, false, 'Tangent.'),
    real1('tanh', libm.tanh, false, 'Hyperbolic tangent.'),
    nativeFunction('sumprod', '($module, p, q, /)', sumprod, 'The sum of products of pairs.'),
    nativeFunction('trunc', X, trunc, 'The whole part.'),
    nativeFunction('prod', '($module, iterable, /, *, start=1)', prod, 'The product.'),
    nativeFunction('perm', '($module, n, k=None, /)', perm, 'Orders of k of n.'),
    nativeFunction('comb', '($module, n, k, /)', comb, 'Ways to choose k of n.'),
    nativeFunction(
      'nextafter',
      '($module, x, y, /, *, steps=None)',
      nextafter,
      'The next float on the way to y.',
    ),
    nativeFunction(
      'ulp',
      X,
      (_m, o: PyObject) => newFloat(libm.ulp(real(o))),
      'Distance to the next float.',
    ),
  ]),
  constants: {
    pi: () => newFloat(Math.PI),
    e: () => newFloat(Math.E),
    tau: () => newFloat(2 * Math.PI),
    inf: () => newFloat(Infinity),
    nan: () => newFloat(NaN),
  },
});
