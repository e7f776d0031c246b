/** The `_decimal` engine against answers recorded by test/data/decimal-cases.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as A from '../../src/runtime/modules/_decimal/arith.ts';
import * as X from '../../src/runtime/modules/_decimal/context.ts';
import { words } from '../../src/runtime/modules/_decimal/decimal.ts';
import { digitText, fromTextExact, toSci } from '../../src/runtime/modules/_decimal/text.ts';
import type { DecimalCase } from './decimal-cases.ts';
import { dec, runDecimalCases } from './decimal-cases.ts';

const path = new URL('../data/decimal-cases.json', import.meta.url);
const recorded = JSON.parse(readFileSync(path, 'utf8')) as DecimalCase[];
const hooks = {
  decimalValue: (ch: number) => (ch >= 0x660 && ch <= 0x669 ? ch - 0x660 : -1),
  isSpace: (ch: number) => ch === 0x2003,
};

function context(): X.Context {
  return new X.Context(28, 999999, -999999, X.ROUND_HALF_EVEN, 0);
}

describe('_decimal', () => {
  it('agrees with CPython on recorded operations', () => {
    expect(runDecimalCases(recorded)).toEqual([]);
  });

  it('reads what the constructor reads', () => {
    const read = (text: string): string => {
      const ctx = context();
      const v = fromTextExact(text, ctx, hooks);
      return ctx.status === 0 ? toSci(v, true) : 'error';
    };
    expect(
      [
        '1_000.5',
        ' 12\u2003',
        '\u0661\u0662.5',
        '1__2_',
        '_',
        '',
        '.',
        '1e',
        '-inf',
        'nan12',
        'snan',
        'infinit',
        '1e5',
        '.5',
        '5.',
        '1 2',
        '1\0',
        '+0e-7',
      ].map(read),
    ).toEqual([
      '1000.5',
      '12',
      '12.5',
      '12',
      'error',
      'error',
      'error',
      'error',
      '-Infinity',
      'NaN12',
      'sNaN',
      'error',
      '1E+5',
      '0.5',
      '5',
      'error',
      'error',
      '0E-7',
    ]);
  });

  it('names the exponent limit instead of guessing', () => {
    expect(() => dec('1e99999999999999999')).toThrow('2**53');
  });

  it('counts words of nineteen digits', () => {
    expect([dec('0'), dec('9999999999999999999'), dec('10000000000000000000')].map(words)).toEqual([
      1, 1, 2,
    ]);
  });

  it('tells the digits of a tuple', () => {
    expect(['-1.50', 'Infinity', 'NaN', 'NaN7'].map((t) => digitText(dec(t)))).toEqual([
      '150',
      '0',
      '',
      '7',
    ]);
  });

  it('keeps coefficients canonical at 2**53', () => {
    const ctx = context();
    const big = A.add(dec('9007199254740991'), dec('1'), ctx);
    expect(typeof big.coef).toBe('bigint');
    expect(typeof A.sub(big, dec('1'), ctx).coef).toBe('number');
  });
});
