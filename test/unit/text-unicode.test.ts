/** Unicode properties of all assigned code points, normal forms and names against CPython. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { unicodeDatabase, unicodeDatabase320 } from '../../src/runtime/text/database.ts';
import {
  characterName,
  characterName320,
  lookupCharacter,
  lookupName,
  lookupName320,
} from '../../src/runtime/text/names.ts';
import { isNormalized, normalize } from '../../src/runtime/text/normalize.ts';
import type { Text } from '../../src/runtime/text/text.ts';
import * as T from '../../src/runtime/text/text.ts';
import * as U from '../../src/runtime/text/unicode.ts';

const recorded = JSON.parse(readFileSync(new URL('text-recorded.json', import.meta.url), 'utf8'));
const FORMS = ['NFC', 'NFD', 'NFKC', 'NFKD'] as const;
const cps = (t: Text): number[] => Array.from(T.textToCodePoints(t));
const codes = (t: Text): string =>
  cps(t)
    .map((c) => c.toString(16))
    .join('.');

/** The unassigned and private expanses are sampled, as in text-record.py. */
function* covered(): Generator<number> {
  for (let cp = 0; cp < 0x34000; cp++) yield cp;
  for (let cp = 0x34000; cp < 0xe0000; cp += 251) yield cp;
  for (let cp = 0xe0000; cp < 0xe1000; cp++) yield cp;
  for (let cp = 0xe1000; cp < 0x110000; cp += 251) yield cp;
}

function digest(value: (cp: number, c: Text) => string | number | boolean): string {
  const md5 = createHash('md5');
  let lines = '';
  for (const cp of covered()) {
    lines += String(value(cp, T.textFromCodePoint(cp))) + '\n';
    if (lines.length > 100000) {
      md5.update(lines);
      lines = '';
    }
  }
  md5.update(lines);
  return md5.digest('hex');
}

function float(x: number): string {
  if (Number.isNaN(x)) return '-1.0';
  if (x >= 1e16) return x.toExponential();
  return Number.isInteger(x) ? x + '.0' : String(x);
}

const flag = (predicate: (t: Text) => boolean) => (_: number, c: Text) => (predicate(c) ? 1 : 0);
const mapped = (map: (t: Text) => Text) => (_: number, c: Text) => codes(map(c));
const PROPERTIES: Record<string, (cp: number, c: Text) => string | number | boolean> = {
  isalpha: flag(U.textIsAlpha),
  isdecimal: flag(U.textIsDecimal),
  isdigit: flag(U.textIsDigit),
  isnumeric: flag(U.textIsNumeric),
  isalnum: flag(U.textIsAlnum),
  islower: flag(U.textIsLower),
  isupper: flag(U.textIsUpper),
  istitle: flag(U.textIsTitle),
  isspace: flag(U.textIsSpace),
  isprintable: flag(U.textIsPrintable),
  isidentifier: flag(U.textIsIdentifier),
  lower: mapped(U.textLower),
  upper: mapped(U.textUpper),
  title: mapped(U.textTitle),
  casefold: mapped(U.textCasefold),
  swapcase: mapped(U.textSwapcase),
  sigma: mapped((c) => U.textLower(T.textJoin('', ['A\u03a3', c, 'A', c, '\u03a3']))),
};
for (const [tag, db] of [
  ['', unicodeDatabase()],
  ['old ', unicodeDatabase320()],
] as const) {
  PROPERTIES[tag + 'category'] = (cp) => db.category(cp);
  PROPERTIES[tag + 'bidirectional'] = (cp) => db.bidirectional(cp);
  PROPERTIES[tag + 'combining'] = (cp) => db.combining(cp);
  PROPERTIES[tag + 'mirrored'] = (cp) => db.mirrored(cp);
  PROPERTIES[tag + 'east_asian_width'] = (cp) => db.eastAsianWidth(cp);
  PROPERTIES[tag + 'decomposition'] = (cp) => db.decomposition(cp);
  PROPERTIES[tag + 'numeric'] = (cp) => float(db.numeric(cp));
  PROPERTIES[tag + 'digit'] = (cp) => db.digit(cp);
  PROPERTIES[tag + 'decimal'] = (cp) => db.decimal(cp);
  const name = tag === '' ? characterName : characterName320;
  PROPERTIES[tag + 'name'] = (cp) => name(cp) ?? '';
  for (const form of FORMS) {
    PROPERTIES[tag + form] = (_, c) => codes(normalize(form, c, db));
  }
}

describe('properties of code points', () => {
  test('all recorded ones are tested', () => {
    expect(Object.keys(PROPERTIES).sort()).toEqual(Object.keys(recorded.properties).sort());
  });
  for (const [name, value] of Object.entries(PROPERTIES)) {
    test(name, () => expect(digest(value)).toBe(recorded.properties[name]));
  }
});

test('normal forms of texts', () => {
  for (const [source, ...forms] of recorded.normalForms) {
    const t = T.textFromCodePoints(source);
    FORMS.forEach((form, i) => {
      const got = normalize(form, t);
      expect(cps(got), form + ' ' + codes(t)).toEqual(forms[i]);
      expect(isNormalized(form, t)).toBe(T.textEquals(got, t));
      expect(isNormalized(form, got)).toBe(true);
    });
  }
});

test('lookup by name, alias and sequence', () => {
  const found = (t: Text | null) => (t === null ? null : cps(t));
  for (const [name, now, old] of recorded.lookups) {
    expect(found(lookupName(name)), name).toEqual(now);
    expect(found(lookupName320(name)), '3.2 ' + name).toEqual(old);
  }
  expect(lookupCharacter('KEYCAP DIGIT ONE')).toBe(-1);
  for (let cp = 0; cp < 0x110000; cp += 7) {
    const name = characterName(cp);
    if (name !== null) expect(lookupCharacter(name)).toBe(cp);
  }
});
