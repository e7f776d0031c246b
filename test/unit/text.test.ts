/** Texts and their methods against what CPython did (text-record.py). */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bytesRepr, textAscii, textRepr } from '../../src/runtime/text/repr.ts';
import {
  hashBytes,
  hashHigh,
  hashKeyFromBytes,
  hashKeyFromSeed,
  hashText,
  sipHash24,
} from '../../src/runtime/text/siphash.ts';
import type { Text } from '../../src/runtime/text/text.ts';
import * as T from '../../src/runtime/text/text.ts';

const recorded = JSON.parse(readFileSync(new URL('text-recorded.json', import.meta.url), 'utf8'));
const text = (cps: number[]): Text => T.textFromCodePoints(cps);

/** Code points of a text, checking that it has the canonical form. */
function codes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(codes);
  if (value instanceof T.WideText) expect(value.cps.some((c) => c > 0xffff)).toBe(true);
  else if (typeof value !== 'string') return value;
  return Array.from(T.textToCodePoints(value as Text));
}

type Row = [number[], number[], number[], number, number, number, number, Record<string, unknown>];

function run(s: Text, n: Text, x: Text, [m, a, b, w]: number[]): Record<string, unknown> {
  const length = T.textLength(s);
  const out: Record<string, unknown> = {
    find: T.textIndexOf(s, n, a, b),
    rfind: T.textLastIndexOf(s, n, a, b),
    count: T.textCount(s, n, a, b),
    replace: T.textReplace(s, n, x, m),
    splitSpace: T.textSplitWhitespace(s, m),
    rsplitSpace: T.textRsplitWhitespace(s, m),
    lines: T.textSplitLines(s, false),
    ends: T.textSplitLines(s, true),
    strip: T.textStrip(s, 'both'),
    lstrip: T.textStrip(s, 'left'),
    rstrip: T.textStripChars(s, n, 'right'),
    stripc: T.textStripChars(s, n, 'both'),
    center: T.textCenter(s, w, 0x1f600),
    ljust: T.textLjust(s, w, 0x78),
    rjust: T.textRjust(s, w, 0x20),
    zfill: T.textZfill(T.textConcat('-', s), w),
    tabs: T.textExpandTabs(s, m + 2),
    starts: T.textStartsWith(s, n, a, b),
    'ends at': T.textEndsWith(s, n, a, b),
    noprefix: T.textRemovePrefix(s, n),
    nosuffix: T.textRemoveSuffix(s, n),
    join: T.textJoin(n, [s, x, s]),
    repeat: T.textRepeat(s, m),
    concat: T.textConcat(s, n),
    compare: Math.sign(T.textCompare(s, n)),
    equal: T.textEquals(s, n),
    slice: T.textSlice(s, a, b),
    step: T.textSliceStep(s, length - 1, -2, Math.ceil(length / 2)),
    repr: textRepr(s),
    ascii: textAscii(s),
  };
  if (T.textLength(n) === 0) return out;
  out.split = T.textSplit(s, n, m);
  out.rsplit = T.textRsplit(s, n, m);
  out.part = T.textPartition(s, n);
  out.rpart = T.textRpartition(s, n);
  return out;
}

describe('text methods', () => {
  test('agree with CPython', () => {
    for (const [s, n, x, m, a, b, w, want] of recorded.methods as Row[]) {
      const got = run(text(s), text(n), text(x), [m, a, b, w]);
      for (const name in got) got[name] = codes(got[name]);
      expect(got, JSON.stringify([s, n, x, m, a, b, w])).toEqual(want);
    }
  });

  test('builder crosses from plain to wide', () => {
    for (const [s, n, x] of recorded.methods as Row[]) {
      const builder = new T.TextBuilder();
      for (const cp of s) builder.append(cp);
      builder.appendText(text(n));
      expect(builder.length).toBe(s.length + n.length);
      builder.append(66);
      builder.appendText(text(x));
      expect(codes(builder.finish())).toEqual([...s, ...n, 66, ...x]);
    }
  });

  test('long texts are built in chunks', () => {
    const builder = new T.TextBuilder();
    for (let i = 0; i < 20000; i++) builder.append(i);
    const plain = builder.finish() as string;
    expect(plain.length).toBe(20000);
    expect(plain.charCodeAt(19999)).toBe(19999);
    expect(T.textFromCodePoints(T.textToCodePoints(plain))).toBe(plain);
  });

  test('UTF-16 pairs become one character, lone surrogates stay', () => {
    expect(codes(T.textFromJs('a\u{1f600}b'))).toEqual([97, 0x1f600, 98]);
    expect(codes(T.textFromJs('\ude00\ud83d'))).toEqual([0xde00, 0xd83d]);
    expect(T.textToJs(text([0x1f600, 65]))).toBe('\u{1f600}A');
    expect(T.textLength(text([0xd83d, 0xde00]))).toBe(2);
  });

  test('kind and maximum', () => {
    const cases: [Text, number, number][] = [
      ['', 1, 0x7f],
      ['a'.repeat(40), 1, 0x7f],
      ['\xe9', 1, 0xff],
      ['\xe9'.repeat(40), 1, 0xff],
      ['\u20ac', 2, 0xffff],
      ['\u20ac'.repeat(40), 2, 0xffff],
      [text([0x1f600]), 4, 0x10ffff],
    ];
    for (const [t, kind, max] of cases) {
      expect(T.textKind(t)).toBe(kind);
      expect(T.maxChar(t)).toBe(max);
      expect(T.isAscii(t)).toBe(max === 0x7f);
    }
  });

  test('repr of bytes', () => {
    for (const [b, repr] of recorded.bytes) expect(bytesRepr(Uint8Array.from(b))).toBe(repr);
  });
});

describe('hash', () => {
  const whole = (low: number) => String((BigInt(hashHigh.v) << 32n) | BigInt(low >>> 0));

  test('of str and bytes under PYTHONHASHSEED', () => {
    for (const seed in recorded.hashes.seeds) {
      const k = hashKeyFromSeed(Number(seed));
      recorded.hashes.texts.forEach((cps: number[], i: number) => {
        const [ofText, ofBytes] = recorded.hashes.seeds[seed][i];
        const t = text(cps);
        expect(whole(hashText(t, k.k0Low, k.k0High, k.k1Low, k.k1High))).toBe(ofText);
        const b = Uint8Array.from(cps);
        expect(whole(hashBytes(b, k.k0Low, k.k0High, k.k1Low, k.k1High))).toBe(ofBytes);
      });
    }
  });

  test('SipHash-2-4 gives the vector of its paper', () => {
    const key = hashKeyFromBytes(Uint8Array.from({ length: 16 }, (_, i) => i));
    const low = sipHash24(
      Uint8Array.from({ length: 15 }, (_, i) => i),
      key,
    );
    expect([hashHigh.v >>> 0, low >>> 0]).toEqual([0xa129ca61, 0x49be45e5]);
  });
});
