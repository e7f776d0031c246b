/** Runs recorded decimal cases (test/data/decimal-cases.py) against the engine. */
import * as A from '../../src/runtime/modules/_decimal/arith.ts';
import * as X from '../../src/runtime/modules/_decimal/context.ts';
import type { Dec } from '../../src/runtime/modules/_decimal/decimal.ts';
import { format, parseSpec } from '../../src/runtime/modules/_decimal/format.ts';
import { create, parse, toEng, toSci } from '../../src/runtime/modules/_decimal/text.ts';
import * as T from '../../src/runtime/modules/_decimal/transcendental.ts';

export type DecimalCase = [string, number[], string[], unknown, number];

const hooks = { decimalValue: () => -1, isSpace: () => false };
const plainLocale = { decimalPoint: '.', thousandsSep: '', grouping: [] };

/** The value of a text that must be one. */
export function dec(text: string): Dec {
  const v = parse(text, hooks);
  if (v === null) throw new Error(`no decimal: ${text}`);
  return v;
}

type Two = (a: Dec, b: Dec, ctx: X.Context) => Dec;
type One = (a: Dec, ctx: X.Context) => Dec;

export const TWO: Record<string, Two> = {
  add: A.add,
  subtract: A.sub,
  multiply: A.mul,
  divide: A.div,
  divide_int: A.divint,
  remainder: A.rem,
  remainder_near: A.remainderNear,
  compare: A.compare,
  compare_signal: A.compareSignal,
  compare_total: A.compareTotal,
  compare_total_mag: A.compareTotalMagnitude,
  max: A.max,
  min: A.min,
  max_mag: A.maxMagnitude,
  min_mag: A.minMagnitude,
  quantize: A.quantize,
  next_toward: A.nextToward,
  copy_sign: A.copySign,
  scaleb: A.scaleb,
  shift: A.shift,
  rotate: A.rotate,
  logical_and: A.logicalAnd,
  logical_or: A.logicalOr,
  logical_xor: A.logicalXor,
  power: T.power,
};

export const ONE: Record<string, One> = {
  plus: A.plus,
  minus: A.minus,
  abs: A.abs,
  normalize: A.reduce,
  to_integral_value: A.toIntegralValue,
  to_integral_exact: A.toIntegralExact,
  next_minus: A.nextMinus,
  next_plus: A.nextPlus,
  logb: A.logb,
  sqrt: T.sqrt,
  create_decimal: create,
  copy_abs: A.copyAbs,
  copy_negate: A.copyNegate,
  logical_invert: A.logicalInvert,
  exp: T.exp,
  ln: T.ln,
  log10: T.log10,
};

function answer(op: string, args: string[], ctx: X.Context): unknown {
  const text = (d: Dec): string => toSci(d, true);
  if (op === 'float') return text(A.fromFloat(Number(args[0])));
  if (op === 'format') {
    const spec = parseSpec(args[1]!, plainLocale, true);
    return spec === null ? null : format(dec(args[0]!), spec, ctx);
  }
  const v = args.map(dec);
  const a = v[0]!;
  if (op in TWO) return text(TWO[op]!(a, v[1]!, ctx));
  if (op in ONE) return text(ONE[op]!(a, ctx));
  switch (op) {
    case 'divmod':
      return A.divmod(a, v[1]!, ctx).map(text);
    case 'same_quantum':
      return A.sameQuantum(a, v[1]!);
    case 'number_class':
      return A.numberClass(a, ctx);
    case 'is_normal':
      return A.isNormal(a, ctx);
    case 'is_subnormal':
      return A.isSubnormal(a, ctx);
    case 'to_sci_string':
      return text(a);
    case 'to_eng_string':
      return toEng(a, true);
    case 'fma':
      return text(A.fma(a, v[1]!, v[2]!, ctx));
    case 'powmod':
      return text(T.powerModulo(a, v[1]!, v[2]!, ctx));
    case 'hash':
      return A.hash(a).toString();
    case 'ratio':
      return A.integerRatio(a).map(String);
    case 'int':
      return A.toInteger(a).toString();
    default:
      throw new Error(`unknown operation ${op}`);
  }
}

/** Status bits as the mask of the eight signals, in the order the recorder uses. */
export function signals(status: number): number {
  const groups = [
    X.CLAMPED,
    X.IEEE_INVALID,
    X.DIVISION_BY_ZERO,
    X.INEXACT,
    X.ROUNDED,
    X.SUBNORMAL,
    X.OVERFLOW,
    X.UNDERFLOW,
  ];
  return groups.reduce((mask, g, i) => ((status & g) !== 0 ? mask | (1 << i) : mask), 0);
}

/** A line for each case that differs from the record. */
export function runDecimalCases(cases: DecimalCase[]): string[] {
  const failures: string[] = [];
  for (const [op, parts, args, want, mask] of cases) {
    if (want === null && op !== 'format') continue;
    const ctx = new X.Context(parts[0]!, parts[1]!, parts[2]!, parts[3]!, parts[4]!);
    let got: unknown;
    try {
      got = answer(op, args, ctx);
    } catch (error) {
      got = `threw ${(error as Error).stack}`;
    }
    const same = JSON.stringify(got) === JSON.stringify(want);
    if (!same || (op !== 'format' && signals(ctx.status) !== mask)) {
      failures.push(
        `${op}(${args.join(', ')}) in ${parts}: ${JSON.stringify(got)} ` +
          `${signals(ctx.status)}, CPython ${JSON.stringify(want)} ${mask}`,
      );
    }
  }
  return failures;
}
