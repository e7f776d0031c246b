/** Character tables and the case runner of the `_sre` tests. */
import type { CharacterHooks } from '../../src/runtime/modules/_sre/charset.ts';
import {
  MatchState,
  MODE_FULLMATCH,
  MODE_MATCH,
  MODE_SEARCH,
  run,
} from '../../src/runtime/modules/_sre/match.ts';
import type { Program } from '../../src/runtime/modules/_sre/program.ts';
import { compileProgram } from '../../src/runtime/modules/_sre/program.ts';
import type { Subject } from '../../src/runtime/modules/_sre/subject.ts';
import { textSubject, unitSubject } from '../../src/runtime/modules/_sre/subject.ts';

const DECIMAL = /^\p{Nd}$/u;
const ALNUM = /^[\p{L}\p{N}]$/u;
const SPACE = /^[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/u;

function simple(ch: number, text: string): number {
  if (ch === 0x130) return 0x69;
  return [...text].length === 1 ? text.codePointAt(0)! : ch;
}

/** Hooks with the tables of this JavaScript engine and the C locale. */
export function testHooks(poll: () => void): CharacterHooks {
  return {
    isDecimal: (ch) => DECIMAL.test(String.fromCodePoint(ch)),
    isSpace: (ch) => SPACE.test(String.fromCodePoint(ch)),
    isAlnum: (ch) => ALNUM.test(String.fromCodePoint(ch)),
    isLinebreak: (ch) =>
      (ch >= 10 && ch <= 13) ||
      (ch >= 28 && ch <= 30) ||
      ch === 0x85 ||
      ch === 0x2028 ||
      ch === 0x2029,
    lower: (ch) => simple(ch, String.fromCodePoint(ch).toLowerCase()),
    upper: (ch) => (ch === 0x130 ? ch : simple(ch, String.fromCodePoint(ch).toUpperCase())),
    localeIsAlnum: (ch) => ch < 128 && /[0-9A-Za-z]/.test(String.fromCharCode(ch)),
    localeLower: (ch) => (ch >= 65 && ch <= 90 ? ch + 32 : ch),
    localeUpper: (ch) => (ch >= 97 && ch <= 122 ? ch - 32 : ch),
    poll,
  };
}

type Row = [string, number, number, number[] | null, number[] | null, number[] | null, number[][]];
export type Case = [number, number, number[], Row[], string];

function answer(program: Program, subject: Subject, row: Row, mode: number): number[] | null {
  const state = new MatchState(program.groups);
  if (!run(program, subject, row[1], row[2], mode, state)) return null;
  return [...state.spans, state.lastindex];
}

function findAll(program: Program, subject: Subject, row: Row): number[][] {
  const state = new MatchState(program.groups);
  const out: number[][] = [];
  let at = row[1];
  while (run(program, subject, at, row[2], MODE_SEARCH, state)) {
    out.push([state.start, state.ptr]);
    at = state.advance();
  }
  return out;
}

/** Run recorded cases; a line for each difference (row positions count code points). */
export function runCases(cases: Case[]): string[] {
  const hooks = testHooks(() => undefined);
  const failures: string[] = [];
  for (const [kind, groups, code, rows, pattern] of cases) {
    const program = compileProgram(code, groups, hooks);
    for (const row of rows) {
      const chars = [...row[0]];
      const points = chars.map((c) => c.codePointAt(0)!);
      const subject =
        kind === 1
          ? unitSubject(Uint8Array.from(points))
          : chars.length === row[0].length
            ? textSubject(row[0])
            : unitSubject(Uint32Array.from(points));
      const got = [
        answer(program, subject, row, MODE_MATCH),
        answer(program, subject, row, MODE_FULLMATCH),
        answer(program, subject, row, MODE_SEARCH),
        findAll(program, subject, row),
      ];
      const want = row.slice(3);
      if (JSON.stringify(got) !== JSON.stringify(want)) {
        failures.push(
          `${pattern} on ${JSON.stringify(row.slice(0, 3))}: ` +
            `${JSON.stringify(got)}, CPython ${JSON.stringify(want)}`,
        );
      }
    }
  }
  return failures;
}
