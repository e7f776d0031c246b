/** Codecs and their error handlers against what CPython did (text-record.py). */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as charmap from '../../src/runtime/text/charmap.ts';
import type { DecodeErrors, EncodeErrors } from '../../src/runtime/text/codec.ts';
import { CodecFailure, Decoded } from '../../src/runtime/text/codec.ts';
import * as escapes from '../../src/runtime/text/escapes.ts';
import '../../src/runtime/text/names.ts';
import type { Text } from '../../src/runtime/text/text.ts';
import { textFromCodePoints, textToCodePoints } from '../../src/runtime/text/text.ts';
import { decodeUtf7, encodeUtf7 } from '../../src/runtime/text/utf7.ts';
import { decodeUtf8, encodeUtf8 } from '../../src/runtime/text/utf8.ts';
import * as utf16 from '../../src/runtime/text/utf16.ts';

const recorded = JSON.parse(readFileSync(new URL('text-recorded.json', import.meta.url), 'utf8'));
const table = textFromCodePoints(recorded.table);
const map = charmap.buildEncodingMap(table)!;

type Decoder = (b: Uint8Array, errors: DecodeErrors, final: boolean) => Decoded | CodecFailure;
type Encoder = (t: Text, errors: EncodeErrors) => Uint8Array | CodecFailure;

const DECODERS: Record<string, Decoder> = {
  utf_8: decodeUtf8,
  utf_7: decodeUtf7,
  utf_16: (b, errors, final) => utf16.decodeUtf16(b, 0, errors, final),
  utf_32: (b, errors, final) => utf16.decodeUtf32(b, 0, errors, final),
  ascii: (b, errors) => charmap.decodeAscii(b, errors),
  charmap: (b, errors) => charmap.decodeCharmap(b, table, errors),
  unicode_escape: escapes.decodeUnicodeEscape,
  raw_unicode_escape: escapes.decodeRawUnicodeEscape,
};

const ENCODERS: Record<string, Encoder> = {
  utf_8: encodeUtf8,
  utf_7: (t) => encodeUtf7(t),
  utf_16: (t, errors) => utf16.encodeUtf16(t, 0, errors),
  utf_16_be: (t, errors) => utf16.encodeUtf16(t, 1, errors),
  utf_32: (t, errors) => utf16.encodeUtf32(t, 0, errors),
  ascii: charmap.encodeAscii,
  latin_1: charmap.encodeLatin1,
  charmap: (t, errors) => charmap.encodeCharmap(t, map, errors),
  unicode_escape: (t) => escapes.encodeUnicodeEscape(t),
  raw_unicode_escape: (t) => escapes.encodeRawUnicodeEscape(t),
};

/** The recorder's custom handlers: a fixed replacement, and a log of the calls. */
const REPLACEMENTS: Record<string, Text | Uint8Array> = {
  text: '<!>',
  bytes: Uint8Array.from([65, 66, 67, 68]),
  wide: textFromCodePoints([0x20ac, 0x1f600]),
};

let calls: unknown[] = [];

function handler(name: string): any {
  if (!(name in REPLACEMENTS)) return name;
  return (encoding: string, reason: string, _object: unknown, start: number, end: number) => {
    calls.push([encoding, reason, start, end]);
    return { replacement: REPLACEMENTS[name], resume: end };
  };
}

function outcome(result: Decoded | Uint8Array | CodecFailure, source: number[], name: string) {
  if (result instanceof CodecFailure) {
    return { error: [result.encoding, result.start, result.end, result.reason], calls };
  }
  if (!(result instanceof Decoded)) return { value: [Array.from(result), source.length], calls };
  const value = [Array.from(textToCodePoints(result.text)), result.consumed];
  if (name === 'utf_16' || name === 'utf_32') value.push(result.byteOrder);
  return { value, calls };
}

test('codecs agree with CPython', () => {
  for (const [direction, name, source, errors, final, want] of recorded.codecs) {
    calls = [];
    const result =
      direction === 'decode'
        ? DECODERS[name](Uint8Array.from(source), handler(errors), final)
        : ENCODERS[name](textFromCodePoints(source), handler(errors));
    const label = JSON.stringify([direction, name, source, errors, final]);
    expect(outcome(result, source, name), label).toEqual(want);
  }
});

test('escape codec of bytes', () => {
  for (const [source, , encoded, errors, decoded] of recorded.bytes) {
    const b = Uint8Array.from(source);
    expect(Array.from(escapes.escapeEncode(b))).toEqual(encoded);
    const result = escapes.escapeDecode(b, errors);
    expect(typeof result === 'string' ? result : Array.from(result.bytes)).toEqual(decoded);
  }
});

test('invalid escapes are pointed out', () => {
  const bytes = (s: string) => Uint8Array.from(s, (c) => c.charCodeAt(0));
  const at = (s: string) => (escapes.decodeUnicodeEscape(bytes(s)) as Decoded).invalidEscape;
  expect(at('a\\n')).toBe(-1);
  expect(at('a\\z\\q')).toBe(2);
  expect(at('ab\\477')).toBe(3);
});

test('a callback may replace the input', () => {
  const fresh = Uint8Array.from([97, 98, 99, 100]);
  const errors: DecodeErrors = () => ({ replacement: '!', resume: 2, input: fresh });
  const result = decodeUtf8(Uint8Array.from([65, 0xff, 66]), errors) as Decoded;
  expect(result.text).toBe('A!cd');
});

test('encoding maps', () => {
  expect(map.size()).toBe(recorded.tableSize);
  expect(charmap.buildEncodingMap('abc')).toBeNull();
  expect(map.lookup(7)).toBe(-1);
});
