/**
 * The parser against CPython 3.13: the syntax errors recorded by scripts/syntax-cases.py, and trees of
 * a few sources where the tree is easily got wrong. scripts/ast-compare.mjs compares whole libraries.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Expr, Mod } from '../../src/runtime/parser/ast.ts';
import type { ParseOptions } from '../../src/runtime/parser/index.ts';
import { decodeSource, ParseError, parse, setNameLookup } from '../../src/runtime/parser/index.ts';
import { WideText } from '../../src/runtime/text/text.ts';

interface Case {
  source: string;
  mode: ParseOptions['mode'];
  type: string;
  msg: string;
  lineno: number | null;
  offset: number | null;
  endLineno: number | null;
  endOffset: number | null;
  text: string | null;
}

const cases: Case[] = JSON.parse(readFileSync('test/parser/syntax-errors.json', 'utf8'));

/** Of the names the recorded sources use, those that exist. */
const NAMES = new Map([
  ['EURO SIGN', 0x20ac],
  ['LATIN SMALL LETTER A', 0x61],
  ['BULLET', 0x2022],
]);

function failure(source: string, options: Partial<ParseOptions> = {}): ParseError {
  try {
    parse(source, { mode: 'exec', filename: '<test>', ...options });
  } catch (error) {
    if (error instanceof ParseError) return error;
    throw error;
  }
  throw new Error(`parses: ${source}`);
}

function evaluate(source: string, options: Partial<ParseOptions> = {}): Expr {
  const tree: Mod = parse(source, { mode: 'eval', filename: '<test>', ...options });
  if (tree.kind !== 'Expression') throw new Error(tree.kind);
  return tree.body;
}

describe('syntax errors', () => {
  setNameLookup((name) => NAMES.get(name) ?? -1);

  it('equals the recorded ones', () => {
    const wrong: unknown[] = [];
    for (const one of cases) {
      const { source, mode, ...expected } = one;
      const ours = { ...failure(source, { mode }) };
      if (JSON.stringify(sorted(ours)) !== JSON.stringify(sorted(expected))) {
        wrong.push({ source, expected, ours });
      }
    }
    expect(wrong).toEqual([]);
  });

  it('asks for more input when it may', () => {
    const error = failure('if x:\n', { mode: 'single', allowIncompleteInput: true });
    expect(error.type).toBe('_IncompleteInputError');
  });

  it('turns warnings into errors when told to', () => {
    const error = failure('x = "\\d"\n', { warn: () => true });
    expect([error.type, error.msg, error.offset]).toEqual([
      'SyntaxError',
      "invalid escape sequence '\\d'",
      5,
    ]);
  });

  it('overflows as a MemoryError', () => {
    expect(failure(`${'-'.repeat(20000)}x`).type).toBe('MemoryError');
  });
});

function sorted(record: object): [string, unknown][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}

describe('trees', () => {
  it('counts columns in UTF-8 bytes', () => {
    const node = evaluate('"é😀" + x');
    expect(node.kind === 'BinOp' && node.right.col_offset).toBe(11);
  });

  it('makes wide texts of astral characters only', () => {
    const wide = evaluate('"a😀"');
    const value = wide.kind === 'Constant' && wide.value.t === 'str' ? wide.value.v : null;
    expect(value).toBeInstanceOf(WideText);
    expect((value as WideText).cps).toEqual(Uint32Array.of(97, 0x1f600));
    const narrow = evaluate('"\\ud83d\\ude00"');
    expect(narrow.kind === 'Constant' && narrow.value).toEqual({ t: 'str', v: '\ud83d\ude00' });
  });

  it('normalises identifiers', () => {
    const node = evaluate('ﬁ');
    expect(node.kind === 'Name' && node.id).toBe('fi');
  });

  it('keeps small ints as numbers', () => {
    expect(evaluate('9007199254740991')).toMatchObject({ value: { t: 'int', v: 2 ** 53 - 1 } });
    expect(evaluate('9007199254740992')).toMatchObject({ value: { t: 'int', v: 2n ** 53n } });
  });

  it('keeps the text of a debug field', () => {
    const node = evaluate("f'{ x = !r:>{w}}'");
    expect(node.kind === 'JoinedStr' && node.values[0]).toMatchObject({
      value: { t: 'str', v: ' x = ' },
    });
  });

  it('warns once, in order', () => {
    const seen: string[] = [];
    const warn = (category: string, message: string, lineno: number): void => {
      seen.push(`${category} ${message} ${lineno}`);
    };
    parse('with ("\\d"):\n  1if x else b"\\e"\n', { mode: 'exec', filename: '<test>', warn });
    expect(seen).toEqual([
      "SyntaxWarning invalid escape sequence '\\d' 1",
      'SyntaxWarning invalid decimal literal 2',
      "SyntaxWarning invalid escape sequence '\\e' 2",
    ]);
  });
});

describe('source bytes', () => {
  const bytes = (...parts: (string | number)[]): Uint8Array =>
    Uint8Array.from(
      parts.flatMap((part) =>
        typeof part === 'number' ? [part] : [...part].map((ch) => ch.charCodeAt(0)),
      ),
    );

  it('honours the byte order mark and the cookie', () => {
    expect(decodeSource(bytes(0xef, 0xbb, 0xbf, 'x'))).toBe('x');
    expect(decodeSource(bytes('# coding: latin-1\n', 0xe9))).toBe('# coding: latin-1\né');
    expect(() => decodeSource(bytes('# coding: nonesuch\n'))).toThrow();
  });
});
