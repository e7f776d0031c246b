/** The `_sre` engine against answers recorded from CPython 3.13 (test/data/sre-cases.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MAGIC } from '../../src/runtime/modules/_sre/constants.ts';
import {
  MatchState,
  MODE_FULLMATCH,
  MODE_MATCH,
  MODE_SEARCH,
  run,
  tuning,
} from '../../src/runtime/modules/_sre/match.ts';
import { compileProgram } from '../../src/runtime/modules/_sre/program.ts';
import { textSubject, unitSubject } from '../../src/runtime/modules/_sre/subject.ts';
import { runCases, testHooks } from './sre-hooks.ts';

const path = new URL('../data/sre-cases.json', import.meta.url);
const recorded = JSON.parse(readFileSync(path, 'utf8'));

describe('_sre', () => {
  it('speaks the code of re._constants', () => expect(recorded.magic).toBe(MAGIC));

  for (const mode of ['interpreter', 'native']) {
    it(`agrees with CPython (${mode})`, () => {
      tuning.native = tuning.eager = mode === 'native';
      const failures = runCases(recorded.cases);
      tuning.native = true;
      tuning.eager = false;
      expect(failures).toEqual([]);
    });
  }

  it('matches a megabyte of (?:a|b)* without recursion', () => {
    // (?:ab|b)* as the compiler writes it.
    const code = [
      14, 4, 0, 0, 4294967295, 23, 17, 0, 4294967295, 7, 7, 16, 97, 16, 98, 15, 7, 5, 16, 98, 15, 2,
      0, 18, 1,
    ];
    tuning.native = false;
    const program = compileProgram(
      code,
      0,
      testHooks(() => undefined),
    );
    const state = new MatchState(0);
    const text = 'ab'.repeat(1 << 19);
    const matched = run(program, textSubject(text), 0, text.length, MODE_FULLMATCH, state);
    tuning.native = true;
    expect(matched && state.ptr).toBe(text.length);
  });

  it('can be interrupted', () => {
    // (?:aa|ab?a?)+b
    const code = [
      14, 4, 0, 2, 4294967295, 23, 29, 1, 4294967295, 16, 97, 7, 5, 16, 97, 15, 19, 17, 24, 6, 0, 1,
      16, 98, 1, 24, 6, 0, 1, 16, 97, 1, 15, 2, 0, 18, 16, 98, 1,
    ];
    let calls = 0;
    const hooks = testHooks(() => {
      if (++calls === 20) throw new Error('enough');
    });
    const units = new Uint8Array(60).fill(97);
    const program = compileProgram(code, 0, hooks);
    const state = new MatchState(0);
    for (const subject of [unitSubject(units), textSubject('a'.repeat(60))]) {
      calls = 0;
      for (const mode of [MODE_MATCH, MODE_SEARCH]) {
        calls = 0;
        expect(() => run(program, subject, 0, 60, mode, state)).toThrow('enough');
      }
    }
  });
});
