/** complex. CPython: Objects/complexobject.c. Payload {re, im}. Algorithms: numbers/complex-arith.ts. */

import { asDouble, str_ } from '../core/abstract.ts';
import { bindArgs } from '../core/args.ts';
import { call0, lookupSpecial } from '../core/call.ts';
import {
  overflowError,
  typeError,
  valueError,
  warnDeprecated,
  zeroDivisionError,
} from '../core/errors.ts';
import { freeObject } from '../core/gc.ts';
import { method } from '../core/native-def.ts';
import { account, decref, incref, type Owned, PyObject } from '../core/object.ts';
import { S } from '../core/state.ts';
import { isSubtype } from '../core/subtype.ts';
import { defineType, member } from '../core/type-define.ts';
import {
  ComplexType,
  type KwNames,
  TPFLAGS_BASETYPE,
  TPFLAGS_LONG_SUBCLASS,
  type TypeObject,
} from '../core/type-object.ts';
import * as arith from '../numbers/complex-arith.ts';
import { complexRepr, hashDouble } from '../numbers/float-repr.ts';
import { formatComplex } from '../numbers/format-spec.ts';
import { hashed } from '../numbers/int-arith.ts';
import { combineComplex } from '../numbers/tuple-hash.ts';
import { type Text, textToJs } from '../text/text.ts';
import { toDecimalAscii } from '../text/unicode.ts';
import { formatError, isFloat, newFloat } from './float.ts';
import { intToFloat } from './int.ts';
import { None_, newBool, newNotImplemented } from './singletons.ts';
import { intern, isStr, newStrJs, strJs, strValue } from './str.ts';
import { newTupleSteal } from './tuple.ts';

export class ComplexPayload {
  re: number;
  im: number;
  constructor(re: number, im: number) {
    this.re = re;
    this.im = im;
  }
}

const SIZE = 32;
const s_complex = intern('__complex__');

export function newComplex(re: number, im: number): Owned<PyObject<ComplexPayload>> {
  const o = new PyObject(ComplexType, new ComplexPayload(re, im));
  account(o, SIZE);
  return o as Owned<PyObject<ComplexPayload>>;
}

export function isComplex(o: PyObject): boolean {
  return o.type === ComplexType || isSubtype(o.type, ComplexType);
}

function complexDealloc(o: PyObject): void {
  freeObject(o, o.type === ComplexType ? SIZE : -1);
}

/** Calls `__complex__`; null when the type has none. */
function viaComplexMethod(o: PyObject): ComplexPayload | null {
  const f = lookupSpecial(o, s_complex);
  if (f === null) return null;
  let r: Owned;
  try {
    r = call0(f);
  } finally {
    decref(f);
  }
  if (!isComplex(r)) {
    const name = r.type.name;
    decref(r);
    throw typeError(`__complex__ returned non-complex (type ${name})`);
  }
  if (r.type !== ComplexType) {
    warnDeprecated(
      `__complex__ returned non-complex (type ${r.type.name}).  The ability to return an instance of a strict subclass of complex is deprecated, and may be removed in a future version of Python.`,
    );
  }
  const v = r.v;
  decref(r);
  return v;
}

/** The value of a number as complex. CPython: PyComplex_AsCComplex. */
export function asComplex(o: PyObject): ComplexPayload {
  if (isComplex(o)) return o.v;
  return viaComplexMethod(o) ?? new ComplexPayload(asDouble(o), 0);
}

function fromText(text: Text): ComplexPayload {
  const r = arith.parseComplex(textToJs(toDecimalAscii(text)).trim());
  if (r === undefined) throw valueError('complex() arg is a malformed string');
  return new ComplexPayload(r.re, r.im);
}

function complexNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const [real, imag] = bindArgs('complex', '(real=0, imag=0)', args, kw) as (
    | PyObject
    | undefined
  )[];
  if (
    real !== undefined &&
    imag === undefined &&
    type === ComplexType &&
    real.type === ComplexType
  ) {
    return incref(real) as Owned;
  }
  const v = complexValue(real, imag);
  if (type === ComplexType) return newComplex(v.re, v.im);
  const o = type.tp_alloc(type);
  o.v = new ComplexPayload(v.re, v.im);
  return o;
}

function complexValue(real: PyObject | undefined, imag: PyObject | undefined): ComplexPayload {
  if (real !== undefined && isStr(real)) {
    if (imag !== undefined) throw typeError("complex() can't take second arg if first is a string");
    return fromText(strValue(real));
  }
  if (imag !== undefined && isStr(imag)) throw typeError("complex() second arg can't be a string");
  const r = real === undefined ? new ComplexPayload(0, 0) : part(real, 'first');
  if (imag === undefined) return r;
  const i = part(imag, 'second');
  return new ComplexPayload(
    isReal(imag) ? r.re : r.re - i.im,
    real !== undefined && !isReal(real) ? r.im + i.re : i.re,
  );
}

function isReal(o: PyObject): boolean {
  return !isComplex(o);
}

function part(o: PyObject, which: string): ComplexPayload {
  if (isComplex(o)) return o.v;
  if (which === 'first') {
    const v = viaComplexMethod(o);
    if (v !== null) return v;
  }
  if (o.type.nb_float === null && o.type.nb_index === null) {
    const text = which === 'first' ? 'a string or a number' : 'a number';
    throw typeError(
      `complex() ${which} argument must be ${text}, not '${o.type.name}'`.replace(
        'second argument',
        'second argument',
      ),
    );
  }
  return new ComplexPayload(asDouble(o), 0);
}

function operand(o: PyObject): ComplexPayload | null {
  if (isComplex(o)) return o.v;
  if ((o.type.flags & TPFLAGS_LONG_SUBCLASS) !== 0) return new ComplexPayload(intToFloat(o.v), 0);
  if (isFloat(o)) return new ComplexPayload(o.v, 0);
  return null;
}

type Op = (a: ComplexPayload, b: ComplexPayload) => Owned;

function binary(f: Op): (a: PyObject, b: PyObject) => Owned {
  return (a, b) => {
    const x = operand(a);
    const y = x === null ? null : operand(b);
    return x === null || y === null ? newNotImplemented() : f(x, y);
  };
}

function multiply(a: ComplexPayload, b: ComplexPayload): Owned {
  const r = arith.complexMul(a, b);
  return newComplex(r.re, r.im);
}

function divide(a: ComplexPayload, b: ComplexPayload): Owned {
  const r = arith.complexDiv(a, b);
  if (r === 'zero') throw zeroDivisionError(arith.DIVISION_MESSAGE);
  return newComplex(r.re, r.im);
}

/** x ** y of complex operands in parts. */
export function complexPower(xre: number, xim: number, yre: number, yim: number): Owned {
  const r = arith.complexPow({ re: xre, im: xim }, { re: yre, im: yim });
  if (r === 'zero') throw zeroDivisionError(arith.POWER_ZERO_MESSAGE);
  if (r === 'range') throw overflowError(arith.POWER_RANGE_MESSAGE);
  return newComplex(r.re, r.im);
}

function power(a: PyObject, b: PyObject, c: PyObject): Owned {
  const x = operand(a);
  const y = x === null ? null : operand(b);
  if (x === null || y === null) return newNotImplemented();
  if (c !== None_) throw valueError('complex modulo');
  return complexPower(x.re, x.im, y.re, y.im);
}

function complexAbs(o: PyObject): Owned {
  const r = arith.complexAbs(o.v);
  if (r === Number.POSITIVE_INFINITY && Number.isFinite(o.v.re) && Number.isFinite(o.v.im)) {
    throw overflowError('absolute value too large');
  }
  return newFloat(r);
}

function complexHash(o: PyObject): number {
  hashDouble(o.v.re);
  const lo = hashed.lo;
  const hi = hashed.hi;
  hashDouble(o.v.im);
  combineComplex(lo, hi, hashed.lo, hashed.hi);
  S.hashHi = hashed.hi;
  return hashed.lo;
}

function complexCompare(a: PyObject, b: PyObject, op: number): Owned {
  if (op !== 2 && op !== 3) return newNotImplemented();
  let equal: boolean;
  if (isComplex(b)) equal = a.v.re === b.v.re && a.v.im === b.v.im;
  else if ((b.type.flags & TPFLAGS_LONG_SUBCLASS) !== 0) {
    equal = a.v.im === 0 && Number.isFinite(a.v.re) && compareWithInt(a.v.re, b.v) === 0;
  } else if (isFloat(b)) equal = a.v.im === 0 && a.v.re === b.v;
  else return newNotImplemented();
  return newBool(equal === (op === 2));
}

import { compareWithInt } from '../numbers/float-repr.ts';

function complexFormat(self: PyObject, spec: PyObject): Owned {
  if (!isStr(spec)) throw typeError(`__format__() argument must be str, not ${spec.type.name}`);
  if (spec.v === '') return str_(self);
  const r = formatComplex(self.v.re, self.v.im, strJs(spec), self.type.name);
  if (typeof r === 'object' && 'error' in r) throw formatError(r);
  return newStrJs(r as string);
}

defineType(ComplexType, {
  flags: TPFLAGS_BASETYPE,
  basicsize: SIZE,
  text_signature: '(real=0, imag=0)',
  tp_new: complexNew,
  tp_dealloc: complexDealloc,
  tp_repr: (o) => newStrJs(complexRepr(o.v.re, o.v.im)),
  tp_hash: complexHash,
  tp_richcompare: complexCompare,
  nb_add: binary((a, b) => newComplex(a.re + b.re, a.im + b.im)),
  nb_subtract: binary((a, b) => newComplex(a.re - b.re, a.im - b.im)),
  nb_multiply: binary(multiply),
  nb_true_divide: binary(divide),
  nb_power: power,
  nb_negative: (o) => newComplex(-o.v.re, -o.v.im),
  nb_positive: (o) => (o.type === ComplexType ? (incref(o) as Owned) : newComplex(o.v.re, o.v.im)),
  nb_absolute: complexAbs,
  nb_bool: (o) => o.v.re !== 0 || o.v.im !== 0,
  methods: {
    conjugate: method('($self, /)', (o) => newComplex(o.v.re, -o.v.im)),
    __complex__: method('($self, /)', (o) =>
      o.type === ComplexType ? (incref(o) as Owned) : newComplex(o.v.re, o.v.im),
    ),
    __getnewargs__: method('($self, /)', (o) =>
      newTupleSteal([newFloat(o.v.re), newFloat(o.v.im)]),
    ),
    __format__: method('($self, format_spec, /)', complexFormat),
  },
  members: {
    real: member((o) => newFloat(o.v.re)),
    imag: member((o) => newFloat(o.v.im)),
  },
});
