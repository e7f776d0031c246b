/**
 * timedelta. CPython: the delta_* functions of Modules/_datetimemodule.c.
 *
 * Arithmetic beyond addition works on whole microseconds, which are bigints where doubles do not hold them.
 */
import { bindArgs } from '../../core/args.ts';
import { hash, index } from '../../core/abstract.ts';
import { callMethod0 } from '../../core/call.ts';
import { overflowError, typeError, valueError, zeroDivisionError } from '../../core/errors.ts';
import { freeObject } from '../../core/gc.ts';
import { method } from '../../core/native-def.ts';
import { decref, incref, type Owned, type PyObject } from '../../core/object.ts';
import { defineType, member } from '../../core/type-define.ts';
import {
  FloatType,
  type KwNames,
  TPFLAGS_BASETYPE,
  type TypeObject,
} from '../../core/type-object.ts';
import { asIntegerRatio } from '../../numbers/float-repr.ts';
import { normalize, trueDivide } from '../../numbers/int-arith.ts';
import { isFloat, newFloat } from '../../objects/float.ts';
import { isInt, newInt } from '../../objects/int.ts';
import { newBool, newNotImplemented } from '../../objects/singletons.ts';
import { intern, newStrJs } from '../../objects/str.ts';
import { isTuple, newTupleSteal } from '../../objects/tuple.ts';
import { type Delta, DeltaType, isDelta, newDelta } from './types.ts';

const DAY_US = 86400000000n;

/** All of a timedelta in microseconds. */
function micros(d: Delta): bigint {
  return BigInt(d.days) * DAY_US + BigInt(d.seconds * 1000000 + d.us);
}

function floorDivMod(a: bigint, b: bigint): [bigint, bigint] {
  let q = a / b;
  let r = a % b;
  if (r !== 0n && r < 0n !== b < 0n) {
    q--;
    r += b;
  }
  return [q, r];
}

/** A timedelta of microseconds. */
function fromMicros(us: bigint, type: TypeObject = DeltaType): Owned {
  const [days, rest] = floorDivMod(us, DAY_US);
  if (days > 2147483647n || days < -2147483648n) {
    throw overflowError('Python int too large to convert to C int');
  }
  const n = Number(rest);
  const seconds = Math.floor(n / 1000000);
  return newDelta(Number(days), seconds, n - seconds * 1000000, type);
}

/** a / b rounded to the nearest, ties to even. */
function divideNearest(a: bigint, b: bigint): bigint {
  const [q, r] = floorDivMod(a, b);
  const twice = r * 2n;
  const more = b > 0n ? twice > b : twice < b;
  return more || (twice === b && (q & 1n) === 1n) ? q + 1n : q;
}

// ---------------------------------------------------------------------------------------------
// Construction

const NAMES = ['days', 'seconds', 'microseconds', 'milliseconds', 'minutes', 'hours', 'weeks'];
const FACTORS = [86400000000, 1000000, 1, 1000, 60000000, 3600000000, 604800000000];
/** Components in the order in which CPython adds them up. */
const ORDER = [2, 3, 1, 4, 5, 0, 6];

/** Plain ints of everyday size; false when the exact way is needed. */
function smallParts(args: (PyObject | undefined)[], out: number[]): boolean {
  for (let i = 0; i < 7; i++) {
    const o = args[i];
    if (o === undefined) continue;
    if (!isInt(o) || typeof o.v !== 'number' || o.v > 1e9 || o.v < -1e9) return false;
    out[i] = o.v;
  }
  return true;
}

/** Sum of the parts in microseconds and what is left below one. */
class Sum {
  us = 0n;
  left = 0;

  add(name: string, o: PyObject, factor: number): void {
    if (isInt(o)) {
      this.us += BigInt(o.v) * BigInt(factor);
      return;
    }
    if (!isFloat(o)) {
      throw typeError(`unsupported type for timedelta ${name} component: ${o.type.name}`);
    }
    const x: number = o.v;
    if (Number.isNaN(x)) throw valueError('cannot convert float NaN to integer');
    if (!Number.isFinite(x)) throw overflowError('cannot convert float infinity to integer');
    const whole = Math.trunc(x);
    this.us += BigInt(whole) * BigInt(factor);
    const rest = x - whole;
    if (rest === 0) return;
    const scaled = factor * rest;
    const scaledWhole = Math.trunc(scaled);
    this.left += scaled - scaledWhole;
    this.us += BigInt(scaledWhole);
  }

  /** With the rest rounded half to even, by the parity of the sum. */
  total(): bigint {
    if (this.left === 0) return this.us;
    let whole = Math.sign(this.left) * Math.round(Math.abs(this.left));
    if (Math.abs(whole - this.left) === 0.5) {
      const odd = Number(this.us & 1n);
      const half = (this.left + odd) * 0.5;
      whole = 2 * (Math.sign(half) * Math.round(Math.abs(half))) - odd;
    }
    return this.us + BigInt(whole);
  }
}

function deltaNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const given = bindArgs(
    '__new__',
    '(days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0)',
    args,
    kw,
  ) as (PyObject | undefined)[];
  const n = [0, 0, 0, 0, 0, 0, 0];
  if (smallParts(given, n)) {
    const us = n[2]! + n[3]! * 1000;
    return newDelta(n[0]! + n[6]! * 7, n[1]! + n[4]! * 60 + n[5]! * 3600, us, type);
  }
  const sum = new Sum();
  for (const i of ORDER) {
    const o = given[i];
    if (o !== undefined) sum.add(NAMES[i]!, o, FACTORS[i]!);
  }
  return fromMicros(sum.total(), type);
}

// ---------------------------------------------------------------------------------------------
// Arithmetic

function add(a: PyObject, b: PyObject): Owned {
  if (!isDelta(a) || !isDelta(b)) return newNotImplemented();
  const x: Delta = a.v;
  const y: Delta = b.v;
  return newDelta(x.days + y.days, x.seconds + y.seconds, x.us + y.us);
}

function subtract(a: PyObject, b: PyObject): Owned {
  if (!isDelta(a) || !isDelta(b)) return newNotImplemented();
  const x: Delta = a.v;
  const y: Delta = b.v;
  return newDelta(x.days - y.days, x.seconds - y.seconds, x.us - y.us);
}

function negative(o: PyObject): Owned {
  const d: Delta = o.v;
  return newDelta(-d.days, -d.seconds, -d.us);
}

function positive(o: PyObject): Owned {
  const d: Delta = o.v;
  return newDelta(d.days, d.seconds, d.us);
}

const s_as_integer_ratio = intern('as_integer_ratio');

function floatRatio(x: number): [bigint, bigint] {
  if (Number.isNaN(x)) throw valueError('cannot convert NaN to integer ratio');
  if (!Number.isFinite(x)) throw overflowError('cannot convert Infinity to integer ratio');
  return asIntegerRatio(x).map(BigInt) as [bigint, bigint];
}

/** The ratio of a subclass of float, by its own as_integer_ratio(). */
function foreignRatio(f: PyObject): [bigint, bigint] {
  const r = callMethod0(f, s_as_integer_ratio);
  try {
    if (!isTuple(r)) {
      throw typeError(
        `unexpected return type from as_integer_ratio(): expected tuple, got '${r.type.name}'`,
      );
    }
    if (r.v.length !== 2) throw valueError('as_integer_ratio() must return a 2-tuple');
    return [BigInt(index(r.v[0]!)), BigInt(index(r.v[1]!))];
  } finally {
    decref(r);
  }
}

/** us * f or us / f for a float, by its exact ratio. */
function scaleByFloat(d: Delta, f: PyObject, dividing: boolean): Owned {
  const [n, m] = f.type === FloatType ? floatRatio(f.v) : foreignRatio(f);
  const us = micros(d);
  if (dividing && n === 0n) throw zeroDivisionError('integer division or modulo by zero');
  return fromMicros(dividing ? divideNearest(us * m, n) : divideNearest(us * n, m));
}

function multiply(a: PyObject, b: PyObject): Owned {
  const [d, other] = isDelta(a) ? [a, b] : [b, a];
  if (isInt(other)) return fromMicros(micros(d.v) * BigInt(other.v));
  return isFloat(other) ? scaleByFloat(d.v, other, false) : newNotImplemented();
}

function floorDivide(a: PyObject, b: PyObject): Owned {
  if (!isDelta(a)) return newNotImplemented();
  const zero = () => zeroDivisionError('integer division or modulo by zero');
  if (isInt(b)) {
    const n = BigInt(b.v);
    if (n === 0n) throw zero();
    return fromMicros(floorDivMod(micros(a.v), n)[0]);
  }
  if (!isDelta(b)) return newNotImplemented();
  const n = micros(b.v);
  if (n === 0n) throw zero();
  return newInt(floorDivMod(micros(a.v), n)[0]);
}

function trueDivideDelta(a: PyObject, b: PyObject): Owned {
  if (!isDelta(a)) return newNotImplemented();
  if (isDelta(b)) {
    const n = micros(b.v);
    if (n === 0n) throw zeroDivisionError('division by zero');
    return newFloat(trueDivide(normalize(micros(a.v)), normalize(n)));
  }
  if (isFloat(b)) return scaleByFloat(a.v, b, true);
  if (!isInt(b)) return newNotImplemented();
  if (b.v == 0) throw zeroDivisionError('integer division or modulo by zero');
  return fromMicros(divideNearest(micros(a.v), BigInt(b.v)));
}

function remainder(a: PyObject, b: PyObject): Owned {
  if (!isDelta(a) || !isDelta(b)) return newNotImplemented();
  const n = micros(b.v);
  if (n === 0n) throw zeroDivisionError('integer modulo by zero');
  return fromMicros(floorDivMod(micros(a.v), n)[1]);
}

function divmod(a: PyObject, b: PyObject): Owned {
  if (!isDelta(a) || !isDelta(b)) return newNotImplemented();
  const n = micros(b.v);
  if (n === 0n) throw zeroDivisionError('integer division or modulo by zero');
  const [q, r] = floorDivMod(micros(a.v), n);
  return newTupleSteal([newInt(q), fromMicros(r)]);
}

/** Order of two timedeltas. */
export function compareDeltas(x: Delta, y: Delta): number {
  return x.days - y.days || x.seconds - y.seconds || x.us - y.us;
}

/** The answer of a comparison whose order is known. */
export function ordered(c: number, op: number): Owned {
  switch (op) {
    case 0:
      return newBool(c < 0);
    case 1:
      return newBool(c <= 0);
    case 2:
      return newBool(c === 0);
    case 3:
      return newBool(c !== 0);
    case 4:
      return newBool(c > 0);
    default:
      return newBool(c >= 0);
  }
}

// ---------------------------------------------------------------------------------------------
// Text

function repr(o: PyObject): Owned {
  const d: Delta = o.v;
  const parts: string[] = [];
  if (d.days !== 0) parts.push(`days=${d.days}`);
  if (d.seconds !== 0) parts.push(`seconds=${d.seconds}`);
  if (d.us !== 0) parts.push(`microseconds=${d.us}`);
  return newStrJs(`${o.type.name}(${parts.length > 0 ? parts.join(', ') : '0'})`);
}

const two = (n: number): string => String(n).padStart(2, '0');

function str(o: PyObject): Owned {
  const d: Delta = o.v;
  const minutes = Math.floor(d.seconds / 60);
  let text = `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(d.seconds % 60)}`;
  if (d.us !== 0) text += `.${String(d.us).padStart(6, '0')}`;
  if (d.days === 0) return newStrJs(text);
  return newStrJs(`${d.days} day${Math.abs(d.days) === 1 ? '' : 's'}, ${text}`);
}

const state = (o: PyObject): Owned => {
  const d: Delta = o.v;
  return newTupleSteal([newInt(d.days), newInt(d.seconds), newInt(d.us)]);
};

defineType(DeltaType, {
  flags: TPFLAGS_BASETYPE,
  basicsize: 40,
  tp_new: deltaNew,
  tp_dealloc: (o: PyObject) => freeObject(o),
  tp_repr: repr,
  tp_str: str,
  tp_hash: (o: PyObject) => {
    const parts = state(o);
    try {
      return hash(parts);
    } finally {
      decref(parts);
    }
  },
  tp_richcompare: (a: PyObject, b: PyObject, op: number) =>
    isDelta(b) ? ordered(compareDeltas(a.v, b.v), op) : newNotImplemented(),
  nb_add: add,
  nb_subtract: subtract,
  nb_multiply: multiply,
  nb_remainder: remainder,
  nb_divmod: divmod,
  nb_negative: negative,
  nb_positive: positive,
  nb_absolute: (o: PyObject) => ((o.v as Delta).days < 0 ? negative(o) : positive(o)),
  nb_bool: (o: PyObject) => {
    const d: Delta = o.v;
    return d.days !== 0 || d.seconds !== 0 || d.us !== 0;
  },
  nb_floor_divide: floorDivide,
  nb_true_divide: trueDivideDelta,
  methods: {
    total_seconds: method(
      '($self, /)',
      (o: PyObject) => newFloat(trueDivide(normalize(micros(o.v)), 1000000)),
      'All of it in seconds.',
    ),
    __reduce__: method('($self, /)', (o: PyObject) =>
      newTupleSteal([incref(o.type.self as PyObject), state(o)]),
    ),
  },
  members: {
    days: member((o) => newInt((o.v as Delta).days), null, 'Whole days.'),
    seconds: member((o) => newInt((o.v as Delta).seconds), null, 'Seconds beyond the days.'),
    microseconds: member(
      (o) => newInt((o.v as Delta).us),
      null,
      'Microseconds beyond the seconds.',
    ),
  },
  dict: {
    resolution: () => newDelta(0, 0, 1),
    min: () => newDelta(-999999999, 0, 0),
    max: () => newDelta(999999999, 86399, 999999),
  },
  doc: 'A length of time.',
});
