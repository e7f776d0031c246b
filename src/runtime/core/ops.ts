/**
 * Operators as generated code calls them: fast paths for int and float, everything else by core/abstract.ts.
 *
 * Operands are borrowed. The last argument is a mask: bit i set when operand i is a borrowed variable or constant; a slow
 * path that may run Python code holds such operands meanwhile, as CPython's value stack does, so that counts seen there
 * are CPython's.
 */

import { dictGetBorrowed, dictSet } from '../objects/dict.ts';
import * as ints from '../numbers/int-arith.ts';
import { pow } from '../numbers/libm-exp.ts';
import { newFloat } from '../objects/float.ts';
import { newDifference, newInt, newProduct, newShifted, newSum } from '../objects/int.ts';
import { False_, True_ } from '../objects/singletons.ts';
import { strConcat } from '../objects/str.ts';
import { strAppendInPlace } from '../objects/str-object.ts';
import {
  add,
  and_,
  compareTruth,
  EQ,
  floorDiv,
  GE,
  GT,
  getItem,
  iadd,
  iand,
  ifloorDiv,
  ilshift,
  imatmul,
  imod,
  imul,
  invert,
  ior,
  ipow,
  irshift,
  isTrue,
  isub,
  itrueDiv,
  ixor,
  LE,
  LT,
  lshift,
  matmul,
  mod,
  mul,
  NE,
  neg,
  or_,
  pos,
  pow_,
  richCompare,
  rshift,
  setItem,
  sub,
  trueDiv,
  xor,
} from './abstract.ts';
import { touch } from './account.ts';
import { isCold } from './call.ts';
import { keyError } from './errors.ts';
import { decref, type Owned, type PyObject } from './object.ts';
import { S } from './state.ts';
import {
  BoolType,
  DictType,
  FloatType,
  IntType,
  ListType,
  NoneType,
  StrType,
  TupleType,
} from './type-object.ts';

const MAX = 9007199254740991;

type Binary = (a: PyObject, b: PyObject) => Owned;

function held(op: Binary, a: PyObject, b: PyObject, m: number): Owned {
  if ((m & 1) !== 0) a.rc++;
  if ((m & 2) !== 0) b.rc++;
  try {
    return op(a, b);
  } finally {
    if ((m & 2) !== 0) decref(b);
    if ((m & 1) !== 0) decref(a);
  }
}

function heldUnary(op: (a: PyObject) => Owned, a: PyObject, m: number): Owned {
  if ((m & 1) !== 0) a.rc++;
  try {
    return op(a);
  } finally {
    if ((m & 1) !== 0) decref(a);
  }
}

/**
 * A one-digit result in the block of a temporary operand that nobody else holds: the same as a new int and a release, as
 * long as nobody asked for its address.
 */
function intInto(
  a: PyObject,
  b: PyObject,
  m: number,
  r: number,
  made: (x: number, y: number, r: number) => Owned,
): Owned {
  if (r < ONE_DIGIT && r > -ONE_DIGIT) {
    if (r > 256 || r < -5) {
      if ((m & 1) === 0 && a.rc === 1 && a.n === 0 && a.a === 0) return reused(a, r, 32);
      if ((m & 2) === 0 && b.rc === 1 && b.n === 0 && b.a === 0) return reused(b, r, 32);
    }
    return newInt(r);
  }
  return made(a.v, b.v, r);
}

/** CPython overwrites a float operand that only the value stack holds, too (specialised +, -, *). */
function floatInto(a: PyObject, b: PyObject, m: number, r: number): Owned {
  if ((m & 1) === 0 && a.rc === 1 && a.a === 0) return reused(a, r, 24);
  if ((m & 2) === 0 && b.rc === 1 && b.a === 0) return reused(b, r, 24);
  return newFloat(r);
}

/** The operand with a new value and a second reference; the peak is that of a separate block. */
function reused(o: PyObject, v: number, size: number): Owned {
  if (S.mem + size > S.high) touch(size);
  o.v = v;
  o.rc = 2;
  return o as Owned;
}

const ONE_DIGIT = 1073741824;

/** 2 ** n. */
const POWERS = new Float64Array(53);
for (let i = 0; i < 53; i++) POWERS[i] = 2 ** i;

export function ADD(a: PyObject, b: PyObject, m: number): Owned {
  const t = a.type;
  if (t === b.type) {
    const x = a.v;
    const y = b.v;
    if (t === IntType) {
      if (typeof x === 'number' && typeof y === 'number') {
        const r = x + y;
        if (r <= MAX && r >= -MAX) return intInto(a, b, m, r, newSum);
      }
      return newSum(x, y, ints.add(x, y));
    } else if (t === FloatType) return floatInto(a, b, m, x + y);
    else if (t === StrType) return strConcat(a, b);
  }
  return held(add, a, b, m);
}

export function SUB(a: PyObject, b: PyObject, m: number): Owned {
  const t = a.type;
  if (t === b.type) {
    const x = a.v;
    const y = b.v;
    if (t === IntType) {
      if (typeof x === 'number' && typeof y === 'number') {
        const r = x - y;
        if (r <= MAX && r >= -MAX) return intInto(a, b, m, r, newDifference);
      }
      return newDifference(x, y, ints.sub(x, y));
    } else if (t === FloatType) return floatInto(a, b, m, x - y);
  }
  return held(sub, a, b, m);
}

export function MUL(a: PyObject, b: PyObject, m: number): Owned {
  const t = a.type;
  if (t === b.type) {
    const x = a.v;
    const y = b.v;
    if (t === IntType) {
      if (typeof x === 'number' && typeof y === 'number') {
        const r = x * y;
        if (r <= MAX && r >= -MAX) return intInto(a, b, m, r === 0 ? 0 : r, newProduct);
        return newInt(BigInt(x) * BigInt(y));
      }
    } else if (t === FloatType) return floatInto(a, b, m, x * y);
  }
  return held(mul, a, b, m);
}

export function TDIV(a: PyObject, b: PyObject, m: number): Owned {
  const t = a.type;
  if (t === b.type) {
    const x = a.v;
    const y = b.v;
    if (t === FloatType) {
      if (y !== 0) return newFloat(x / y);
    } else if (t === IntType) {
      if (typeof x === 'number' && typeof y === 'number' && y !== 0) return newFloat(x / y);
    }
  }
  return held(trueDiv, a, b, m);
}

export function FDIV(a: PyObject, b: PyObject, m: number): Owned {
  if (a.type === IntType && b.type === IntType) {
    const x = a.v;
    const y = b.v;
    if (typeof x === 'number' && typeof y === 'number' && y !== 0) {
      const r = x % y;
      let q = (x - r) / y;
      if (r !== 0 && r < 0 !== y < 0) q -= 1;
      return newInt(q === 0 ? 0 : q);
    }
  }
  return held(floorDiv, a, b, m);
}

export function MOD(a: PyObject, b: PyObject, m: number): Owned {
  if (a.type === IntType && b.type === IntType) {
    const x = a.v;
    const y = b.v;
    if (typeof x === 'number' && typeof y === 'number' && y !== 0) {
      let r = x % y;
      if (r !== 0) {
        if (r < 0 !== y < 0) r += y;
      } else r = 0;
      return newInt(r);
    }
  }
  return held(mod, a, b, m);
}

export function AND(a: PyObject, b: PyObject, m: number): Owned {
  if (a.type === IntType && b.type === IntType) {
    const x = a.v;
    const y = b.v;
    if (typeof x === 'number' && typeof y === 'number' && (x | 0) === x && (y | 0) === y)
      return newInt(x & y);
    return newInt(ints.and(x, y));
  }
  return held(and_, a, b, m);
}

export function OR(a: PyObject, b: PyObject, m: number): Owned {
  if (a.type === IntType && b.type === IntType) {
    const x = a.v;
    const y = b.v;
    if (typeof x === 'number' && typeof y === 'number' && (x | 0) === x && (y | 0) === y)
      return newInt(x | y);
    return newInt(ints.or(x, y));
  }
  return held(or_, a, b, m);
}

export function XOR(a: PyObject, b: PyObject, m: number): Owned {
  if (a.type === IntType && b.type === IntType) {
    const x = a.v;
    const y = b.v;
    if (typeof x === 'number' && typeof y === 'number' && (x | 0) === x && (y | 0) === y)
      return newInt(x ^ y);
    return newInt(ints.xor(x, y));
  }
  return held(xor, a, b, m);
}

export function LSH(a: PyObject, b: PyObject, m: number): Owned {
  if (a.type === IntType && b.type === IntType) {
    const x = a.v;
    const y = b.v;
    if (typeof x === 'number' && typeof y === 'number' && y >= 0 && y < 53) {
      const r = x * POWERS[y]!;
      if (r < ONE_DIGIT && r > -ONE_DIGIT) return newInt(r);
      if (r <= MAX && r >= -MAX) return newShifted(x, y, r);
    }
  }
  return held(lshift, a, b, m);
}

export function RSH(a: PyObject, b: PyObject, m: number): Owned {
  if (a.type === IntType && b.type === IntType) {
    const x = a.v;
    const y = b.v;
    if (typeof y === 'number' && y >= 0) {
      if (typeof x === 'number' && (x | 0) === x) return newInt(y > 31 ? (x < 0 ? -1 : 0) : x >> y);
      return newInt(ints.rshift(x, y));
    }
  }
  return held(rshift, a, b, m);
}

export function MATMUL(a: PyObject, b: PyObject, m: number): Owned {
  return held(matmul, a, b, m);
}

export function POW(a: PyObject, b: PyObject, m: number): Owned {
  if (a.type === FloatType) {
    const x = a.v;
    const y = b.v;
    if (b.type === FloatType || (b.type === IntType && typeof y === 'number')) {
      // Positive bases and results neither zero nor infinite leave no error to raise.
      if (x > 0) {
        const r = pow(x, y);
        if (r > 0 && r < Infinity) return newFloat(r);
      }
    }
  }
  return held(pow_ as Binary, a, b, m);
}

export function IADD(a: PyObject, b: PyObject, m: number): Owned {
  const t = a.type;
  if (t === b.type) {
    const x = a.v;
    const y = b.v;
    if (t === IntType) {
      if (typeof x === 'number' && typeof y === 'number') {
        const r = x + y;
        if (r <= MAX && r >= -MAX) return newInt(r);
      }
      return newSum(x, y, ints.add(x, y));
    } else if (t === FloatType) return newFloat(x + y);
    else if (t === StrType) return strConcat(a, b);
  }
  return held(iadd, a, b, m);
}

export function ISUB(a: PyObject, b: PyObject, m: number): Owned {
  const t = a.type;
  if (t === b.type && (t === IntType || t === FloatType)) return SUB(a, b, m);
  return held(isub, a, b, m);
}

export function IMUL(a: PyObject, b: PyObject, m: number): Owned {
  const t = a.type;
  if (t === b.type && (t === IntType || t === FloatType)) return MUL(a, b, m);
  return held(imul, a, b, m);
}

export function ITDIV(a: PyObject, b: PyObject, m: number): Owned {
  const t = a.type;
  if (t === b.type && (t === IntType || t === FloatType)) return TDIV(a, b, m);
  return held(itrueDiv, a, b, m);
}

export function IFDIV(a: PyObject, b: PyObject, m: number): Owned {
  if (a.type === IntType && b.type === IntType) return FDIV(a, b, m);
  return held(ifloorDiv, a, b, m);
}

export function IMOD(a: PyObject, b: PyObject, m: number): Owned {
  if (a.type === IntType && b.type === IntType) return MOD(a, b, m);
  return held(imod, a, b, m);
}

export function IAND(a: PyObject, b: PyObject, m: number): Owned {
  if (a.type === IntType && b.type === IntType) return AND(a, b, m);
  return held(iand, a, b, m);
}

export function IOR(a: PyObject, b: PyObject, m: number): Owned {
  if (a.type === IntType && b.type === IntType) return OR(a, b, m);
  return held(ior, a, b, m);
}

export function IXOR(a: PyObject, b: PyObject, m: number): Owned {
  if (a.type === IntType && b.type === IntType) return XOR(a, b, m);
  return held(ixor, a, b, m);
}

export function ILSH(a: PyObject, b: PyObject, m: number): Owned {
  if (a.type === IntType && b.type === IntType) return LSH(a, b, m);
  return held(ilshift, a, b, m);
}

export function IRSH(a: PyObject, b: PyObject, m: number): Owned {
  if (a.type === IntType && b.type === IntType) return RSH(a, b, m);
  return held(irshift, a, b, m);
}

export function IMATMUL(a: PyObject, b: PyObject, m: number): Owned {
  return held(imatmul, a, b, m);
}

export function IPOW(a: PyObject, b: PyObject, m: number): Owned {
  return held(ipow, a, b, m);
}

export function NEG(a: PyObject, m: number): Owned {
  if (a.type === IntType && typeof a.v === 'number') return newInt(a.v === 0 ? 0 : -a.v);
  if (a.type === FloatType) return newFloat(-a.v);
  return heldUnary(neg, a, m);
}

export function UPOS(a: PyObject, m: number): Owned {
  return heldUnary(pos, a, m);
}

export function INVERT(a: PyObject, m: number): Owned {
  return heldUnary(invert, a, m);
}

// ---- comparisons ----

function compared(a: PyObject, b: PyObject, op: number, m: number): Owned {
  if ((m & 1) !== 0) a.rc++;
  if ((m & 2) !== 0) b.rc++;
  try {
    return richCompare(a, b, op);
  } finally {
    if ((m & 2) !== 0) decref(b);
    if ((m & 1) !== 0) decref(a);
  }
}

function comparedTruth(a: PyObject, b: PyObject, op: number, m: number): boolean {
  if ((m & 1) !== 0) a.rc++;
  if ((m & 2) !== 0) b.rc++;
  try {
    return compareTruth(a, b, op);
  } finally {
    if ((m & 2) !== 0) decref(b);
    if ((m & 1) !== 0) decref(a);
  }
}

function bool(b: boolean): Owned {
  const r = b ? True_ : False_;
  r.rc++;
  return r as Owned;
}

/** Both ints or both floats: JavaScript's comparison of the payloads is Python's (numbers and bigints mix). */
function plain(a: PyObject, b: PyObject): boolean {
  const t = a.type;
  return t === b.type && (t === IntType || t === FloatType);
}

export function LT_(a: PyObject, b: PyObject, m: number): Owned {
  return plain(a, b) ? bool(a.v < b.v) : compared(a, b, LT, m);
}
export function LE_(a: PyObject, b: PyObject, m: number): Owned {
  return plain(a, b) ? bool(a.v <= b.v) : compared(a, b, LE, m);
}
export function EQ_(a: PyObject, b: PyObject, m: number): Owned {
  return plain(a, b) ? bool(a.v === b.v) : compared(a, b, EQ, m);
}
export function NE_(a: PyObject, b: PyObject, m: number): Owned {
  return plain(a, b) ? bool(a.v !== b.v) : compared(a, b, NE, m);
}
export function GT_(a: PyObject, b: PyObject, m: number): Owned {
  return plain(a, b) ? bool(a.v > b.v) : compared(a, b, GT, m);
}
export function GE_(a: PyObject, b: PyObject, m: number): Owned {
  return plain(a, b) ? bool(a.v >= b.v) : compared(a, b, GE, m);
}
export function LTB(a: PyObject, b: PyObject, m: number): boolean {
  return plain(a, b) ? a.v < b.v : comparedTruth(a, b, LT, m);
}
export function LEB(a: PyObject, b: PyObject, m: number): boolean {
  return plain(a, b) ? a.v <= b.v : comparedTruth(a, b, LE, m);
}
export function EQB(a: PyObject, b: PyObject, m: number): boolean {
  if (plain(a, b)) return a.v === b.v;
  if (a.type === StrType && b.type === StrType && typeof a.v === 'string') return a.v === b.v;
  return comparedTruth(a, b, EQ, m);
}
export function NEB(a: PyObject, b: PyObject, m: number): boolean {
  if (plain(a, b)) return a.v !== b.v;
  if (a.type === StrType && b.type === StrType && typeof a.v === 'string') return a.v !== b.v;
  return comparedTruth(a, b, NE, m);
}
export function GTB(a: PyObject, b: PyObject, m: number): boolean {
  return plain(a, b) ? a.v > b.v : comparedTruth(a, b, GT, m);
}
export function GEB(a: PyObject, b: PyObject, m: number): boolean {
  return plain(a, b) ? a.v >= b.v : comparedTruth(a, b, GE, m);
}

export function TRUE(a: PyObject): boolean {
  if (a === True_) return true;
  if (a === False_) return false;
  const t = a.type;
  if (t === NoneType) return false;
  if (t === IntType || t === BoolType) return a.v !== 0;
  if (t === ListType || t === TupleType) return a.v.length !== 0;
  if (t === StrType) return a.v !== '';
  return isTrue(a);
}

// ---- subscripts ----

export function GETITEM(o: PyObject, k: PyObject, m: number): Owned {
  const t = o.type;
  if (t === ListType || t === TupleType) {
    if (k.type === IntType) {
      const items = o.v as PyObject[];
      let i = k.v;
      if (typeof i === 'number') {
        if (i < 0) i += items.length;
        if (i >= 0 && i < items.length) {
          const r = items[i]!;
          r.rc++;
          return r as Owned;
        }
      }
    }
  } else if (t === DictType) {
    const r = dictGetBorrowed(o, k);
    if (r !== null) {
      r.rc++;
      return r as Owned;
    }
  }
  return held(getItem, o, k, m);
}

/** GETITEM for code that sees null as a raised exception: a key that a dict has not. */
export function SUBSCR(o: PyObject, k: PyObject, m: number): Owned | null {
  if (o.type !== DictType) return GETITEM(o, k, m);
  const r = dictGetBorrowed(o, k);
  if (r === null) {
    S.err = keyError(k);
    return null;
  }
  r.rc++;
  return r as Owned;
}

export function SETITEM(o: PyObject, k: PyObject, v: PyObject, m: number): void {
  const t = o.type;
  if (t === ListType && k.type === IntType) {
    const items = o.v as PyObject[];
    let i = k.v;
    if (typeof i === 'number') {
      if (i < 0) i += items.length;
      if (i >= 0 && i < items.length) {
        const old = items[i]!;
        v.rc++;
        items[i] = v;
        decref(old);
        return;
      }
    }
  } else if (t === DictType) {
    dictSet(o, k, v);
    return;
  }
  if ((m & 1) !== 0) o.rc++;
  if ((m & 2) !== 0) k.rc++;
  if ((m & 4) !== 0) v.rc++;
  try {
    setItem(o, k, v);
  } finally {
    if ((m & 4) !== 0) decref(v);
    if ((m & 2) !== 0) decref(k);
    if ((m & 1) !== 0) decref(o);
  }
}

// ---- augmented assignment of local variables ----
// `x = IADDX(x, b, m)`: the variable's own reference is consumed when the operation succeeds. A number that only the
// variable holds is overwritten.

function consumed(
  op: (a: PyObject, b: PyObject, m: number) => Owned,
  a: PyObject,
  b: PyObject,
  m: number,
): Owned {
  const r = op(a, b, m | 1);
  decref(a);
  return r;
}

/**
 * `s = s + t` and `s += t` of strs in a local variable, whose reference to `a` is consumed. From the second time on CPython
 * resizes the str that only the variable holds (BINARY_OP_INPLACE_ADD_UNICODE).
 */
function strInPlace(a: PyObject, b: PyObject): Owned {
  if (!isCold()) {
    if (b.v === '') return a as Owned;
    if (strAppendInPlace(a, b)) return a as Owned;
  }
  const r = strConcat(a, b);
  decref(a);
  return r;
}

/** `x = x + b` of a local variable: its own reference `a` is consumed when the operation succeeds. */
export function ADDX(a: PyObject, b: PyObject, m: number): Owned {
  if (a.type === StrType && b.type === StrType) return strInPlace(a, b);
  return consumed(ADD, a, b, m);
}

/** The same where the variable `cur` may have changed since it was read into the owned `a`. */
export function ADDS(cur: PyObject | null, a: PyObject, b: PyObject, m: number): Owned {
  return addSeparate(ADD, cur, a, b, m);
}

/** `x += b`, in the same way. */
export function IADDS(cur: PyObject | null, a: PyObject, b: PyObject, m: number): Owned {
  return addSeparate(IADD, cur, a, b, m);
}

function addSeparate(
  op: (a: PyObject, b: PyObject, m: number) => Owned,
  cur: PyObject | null,
  a: PyObject,
  b: PyObject,
  m: number,
): Owned {
  if (cur === a && a.type === StrType && b.type === StrType) {
    a.rc--;
    return strInPlace(a, b);
  }
  const r = op(a, b, m);
  decref(a);
  if (cur !== null) decref(cur);
  return r;
}

export function IADDX(a: PyObject, b: PyObject, m: number): Owned {
  const t = a.type;
  if (t === StrType && b.type === StrType) return strInPlace(a, b);
  if (t === b.type && a.rc === 1 && a.a === 0 && !S.tracing) {
    if (t === FloatType) return overwritten(a, a.v + b.v, 24);
    if (t === IntType && a.n === 0 && typeof b.v === 'number') {
      const r = a.v + b.v;
      if (r < ONE_DIGIT && r > 256) return overwritten(a, r, 32);
    }
  }
  return consumed(IADD, a, b, m);
}

export function ISUBX(a: PyObject, b: PyObject, m: number): Owned {
  const t = a.type;
  if (t === b.type && a.rc === 1 && a.a === 0 && !S.tracing) {
    if (t === FloatType) return overwritten(a, a.v - b.v, 24);
    if (t === IntType && a.n === 0 && typeof b.v === 'number') {
      const r = a.v - b.v;
      if (r < ONE_DIGIT && r > 256) return overwritten(a, r, 32);
    }
  }
  return consumed(ISUB, a, b, m);
}

export function IMULX(a: PyObject, b: PyObject, m: number): Owned {
  if (a.type === FloatType && b.type === FloatType && a.rc === 1 && a.a === 0)
    return overwritten(a, a.v * b.v, 24);
  return consumed(IMUL, a, b, m);
}

function overwritten(o: PyObject, v: number, size: number): Owned {
  if (S.mem + size > S.high) touch(size);
  o.v = v;
  return o as Owned;
}
