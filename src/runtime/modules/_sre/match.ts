/**
 * Running a compiled pattern: the one door the `_sre` module goes through.
 * CPython counterpart: `sre_match`, `sre_search` and the scanner loop of Modules/_sre/sre.c.
 *
 * Chooses between the native translation and the interpreter. The choice never shows in results.
 */
import { Engine } from './engine.ts';
import type { NativePlan } from './native.ts';
import { planNative } from './native.ts';
import type { Program } from './program.ts';
import type { Subject } from './subject.ts';

export const MODE_MATCH = 0;
export const MODE_FULLMATCH = 1;
export const MODE_SEARCH = 2;

/** Runs of a pattern, or characters of a subject, after which translation pays. */
const NATIVE_RUNS = 6;
const NATIVE_LENGTH = 512;
/** Native attempts of a stepwise search between two polls. */
const POLL_ATTEMPTS = 256;

/** Input and answer of a run; make one per scanner or operation and reuse it. */
export class MatchState {
  /** Start and end of the match found. */
  start = 0;
  ptr = 0;
  /** Last closed group, or -1. */
  lastindex = -1;
  /** Set before a run: a match at the start position must not be empty. */
  mustAdvance = false;
  /** Two positions for each group 0..groups, -1 when unset. */
  spans: Int32Array;

  constructor(groups: number) {
    this.spans = new Int32Array(2 * (groups + 1)).fill(-1);
  }

  /** Prepare for the next search of `finditer`/`sub`/`split`; the position to search from. */
  advance(): number {
    this.mustAdvance = this.ptr === this.start;
    return this.ptr;
  }
}

/** For tests and measurements: never translate, or translate at the first run. */
export const tuning = { native: true, eager: false };

const idle: Engine[] = [];

/**
 * Match `program` against `subject[0:end]` from `start` on. True when it matched; then `state` has
 * the spans. `state.mustAdvance` is used up by the call. Throws what `hooks.poll` throws.
 */
export function run(
  program: Program,
  subject: Subject,
  start: number,
  end: number,
  mode: number,
  state: MatchState,
): boolean {
  if (tuning.native && subject.text !== null && start <= end) {
    const plan = planFor(program, end - start);
    if (plan !== null) {
      const answer = runNative(plan, program, subject, start, end, mode, state);
      if (answer >= 0) return answer === 1;
    }
  }
  return interpret(program, subject, start, end, mode, state);
}

function planFor(program: Program, length: number): NativePlan | null {
  if (program.runs < 0) return program.native;
  program.runs++;
  if (program.runs < NATIVE_RUNS && length < NATIVE_LENGTH && !tuning.eager) return null;
  program.runs = -1;
  // A literal is found by the interpreter's own search as fast as by anything else.
  return (program.native = planNative(program));
}

/** 1 or 0 as the native answer, -1 when the interpreter must decide. */
function runNative(
  plan: NativePlan,
  program: Program,
  subject: Subject,
  start: number,
  end: number,
  mode: number,
  state: MatchState,
): number {
  const n = end - start;
  const extra = mode === MODE_SEARCH ? 1 : 0;
  if (!plan.affords(n, 0)) return -1;
  let from = start;
  if (state.mustAdvance && program.minWidth === 0) {
    // Only the interpreter can refuse an empty match; it does so at the first position.
    const there = mode === MODE_SEARCH ? MODE_MATCH : mode;
    if (interpret(program, subject, start, end, there, state)) return 1;
    if (mode !== MODE_SEARCH || ++from > end) return 0;
  }
  state.mustAdvance = false;
  const whole = subject.text!;
  const text = end === whole.length ? whole : whole.slice(0, end);
  try {
    let found = false;
    if (extra === 0) found = plan.match(text, from, mode === MODE_FULLMATCH, state);
    else if (plan.affords(n, 1)) found = plan.search(text, from, state);
    else found = stepwise(plan, program, text, from, state);
    if (!found) return 0;
  } catch (error) {
    // The native engine ran out of its own stack: an answer is not available from it.
    if (!(error instanceof RangeError)) throw error;
    plan.broken = true;
    return -1;
  }
  state.spans[0] = state.start;
  state.spans[1] = state.ptr;
  return 1;
}

/** A search too long for one native call: one attempt per position, interruptible in between. */
function stepwise(
  plan: NativePlan,
  program: Program,
  text: string,
  from: number,
  state: MatchState,
): boolean {
  const { prefixText, infoSet, hooks } = program;
  const last = text.length - program.minWidth;
  let attempts = 0;
  for (let at = from; at <= last; at++) {
    if (prefixText !== '') {
      at = text.indexOf(prefixText, at);
      if (at < 0) return false;
    } else if (infoSet !== null) {
      while (at <= last && !infoSet.has(text.charCodeAt(at))) at++;
      if (at > last) return false;
    }
    if (plan.match(text, at, false, state)) return true;
    if (++attempts % POLL_ATTEMPTS === 0) hooks.poll();
  }
  return false;
}

function interpret(
  program: Program,
  subject: Subject,
  start: number,
  end: number,
  mode: number,
  state: MatchState,
): boolean {
  // `poll` may run Python code that matches again: then this engine is not idle.
  const engine = idle.pop() ?? new Engine();
  engine.load(program, subject, end);
  engine.mustAdvance = state.mustAdvance;
  state.mustAdvance = false;
  let found = false;
  try {
    found =
      mode === MODE_SEARCH
        ? engine.search(program, start)
        : engine.match(program, start, mode === MODE_FULLMATCH);
  } finally {
    engine.unload();
    idle.push(engine);
  }
  if (found) copyAnswer(engine, program.groups, state);
  return found;
}

function copyAnswer(engine: Engine, groups: number, state: MatchState): void {
  const { spans } = state;
  const { marks, lastmark } = engine;
  state.start = spans[0] = engine.start;
  state.ptr = spans[1] = engine.ptr;
  state.lastindex = engine.lastindex;
  for (let i = 0; i < groups; i++) {
    const set = 2 * i + 1 <= lastmark && marks[2 * i]! >= 0 && marks[2 * i + 1]! >= 0;
    spans[2 * i + 2] = set ? marks[2 * i]! : -1;
    spans[2 * i + 3] = set ? marks[2 * i + 1]! : -1;
  }
}
