/**
 * Translation of harmless patterns to native regular expressions, by far the fastest way to run
 * them. There is no CPython counterpart: CPython always interprets.
 *
 * A pattern is translated only if the native engine provably gives the same answer AND cannot run
 * away, because a native match cannot be interrupted:
 *   meaning   no `i`, `m`, `s` or `u` flag is ever used: classes, case variants and anchors are
 *             spelled out from the injected Unicode tables, for texts of code units only. Groups
 *             inside loops, atomic and possessive parts, conditionals, references to groups that
 *             may be unset, and loops over possibly empty bodies stay with the interpreter.
 *   cost      loops inside loops must be deterministic (whatever may follow a choice differs in
 *             its first character); all others are counted, and `exponent`/`factor` bound the work
 *             by factor * n ** exponent. The caller compares that with a budget.
 *
 * Native matches report texts of groups, not positions. Positions are recovered by walking the
 * `steps`: every part of varying width before a group is captured too, so widths add up.
 */

import type { CharacterHooks, CharSet } from './charset.ts';
import { evaluateSet, FOLD_NONE, setItemSize } from './charset.ts';
import * as C from './constants.ts';
import type { Node, Program } from './program.ts';
import { UNBOUNDED } from './program.ts';

/** Most work (in character steps) a native call may need in the worst case. */
const BUDGET = 5e7;
/** Longest text for patterns with loops: the native backtrack stack is finite. */
const LONGEST = 1 << 22;
/** Bounded repeats up to this spread count as a constant factor. */
const SMALL_SPREAD = 16;

const STEP_FIXED = 0;
const STEP_WIDTH = 1;
const STEP_OPEN = 2;
const STEP_CLOSE = 3;
const STEP_SAVE = 4;
const STEP_RESTORE = 5;

/** Where a native match left its answer. */
export interface NativeResult {
  start: number;
  ptr: number;
  lastindex: number;
  /** Two positions a group, -1 when unset; group 0 is the whole match. */
  spans: Int32Array;
}

/** What became of the attempt to translate a program. */
export class NativePlan {
  readonly source: string;
  /** A look-ahead searches must start with, or ''. */
  readonly filter: string;
  readonly steps: Int32Array;
  readonly exponent: number;
  readonly factor: number;
  readonly hasLoop: boolean;
  readonly hasGroups: boolean;
  private sticky: RegExp | null = null;
  private whole: RegExp | null = null;
  private global: RegExp | null = null;
  /** Set when the native engine itself gave up once. */
  broken = false;

  constructor(source: string, filter: string, steps: number[], cost: Cost, hasGroups: boolean) {
    this.source = source;
    this.filter = filter;
    this.steps = Int32Array.from(steps);
    this.exponent = cost.exponent;
    this.factor = cost.factor;
    this.hasLoop = cost.hasLoop;
    this.hasGroups = hasGroups;
  }

  /** May a call on `n` characters run natively? `extra` is 1 for a search, 0 for a match. */
  affords(n: number, extra: number): boolean {
    if (this.broken) return false;
    if (!this.hasLoop) return this.factor * n <= BUDGET || extra === 0;
    if (n > LONGEST) return false;
    const power = this.exponent === 0 ? extra : this.exponent + extra;
    return this.factor * n ** power <= BUDGET;
  }

  /** Match at `start` exactly. */
  match(text: string, start: number, all: boolean, out: NativeResult): boolean {
    let regex = all ? this.whole : this.sticky;
    if (regex === null) {
      if (all) regex = this.whole = new RegExp(`(?:${this.source})(?![^])`, 'y');
      else regex = this.sticky = new RegExp(this.source, 'y');
    }
    regex.lastIndex = start;
    if (!this.hasGroups) {
      if (!regex.test(text)) return false;
      out.start = start;
      out.ptr = regex.lastIndex;
      out.lastindex = -1;
      return true;
    }
    const found = regex.exec(text);
    if (found === null) return false;
    this.locate(found, start, out);
    return true;
  }

  /** Find the leftmost match at or after `start`. */
  search(text: string, start: number, out: NativeResult): boolean {
    const regex = this.global ?? (this.global = new RegExp(this.filter + this.source, 'g'));
    regex.lastIndex = start;
    const found = regex.exec(text);
    if (found === null) return false;
    this.locate(found, found.index, out);
    return true;
  }

  private locate(found: RegExpExecArray, start: number, out: NativeResult): void {
    const { steps } = this;
    const spans = out.spans;
    spans.fill(-1);
    out.start = start;
    out.ptr = start + found[0].length;
    out.lastindex = -1;
    const saved: number[] = [];
    let pos = start;
    for (let i = 0; i < steps.length; ) {
      const arg = steps[i + 1]!;
      switch (steps[i]) {
        case STEP_FIXED:
          pos += arg;
          i += 2;
          break;
        case STEP_WIDTH: {
          const part = found[arg] as string | undefined;
          if (part !== undefined) pos += part.length;
          i += 2;
          break;
        }
        case STEP_OPEN: {
          const part = found[steps[i + 2]!] as string | undefined;
          if (part === undefined) {
            i = steps[i + 3]!;
            break;
          }
          spans[2 * arg] = pos;
          spans[2 * arg + 1] = pos + part.length;
          i += 4;
          break;
        }
        case STEP_CLOSE:
          pos = spans[2 * arg + 1]!;
          out.lastindex = arg;
          i += 2;
          break;
        case STEP_SAVE:
          saved.push(pos);
          i += 2;
          break;
        default:
          pos = saved.pop()!;
          i += 2;
      }
    }
  }
}

/** Thrown inside the translator only: this pattern stays with the interpreter. */
class NotNative extends Error {}

/** Translate `program`, or null when it must be interpreted. */
export function planNative(program: Program): NativePlan | null {
  try {
    const cost = new Cost();
    cost.exponent = cost.sequence(program.body, new Uint8Array(257), 0, true, false);
    const writer = new Writer(program);
    const source = writer.sequence(program.body, false, true);
    if (source.length > 200000) return null;
    const filter = searchFilter(program);
    return new NativePlan(source, filter, writer.steps, cost, program.groups > 0);
  } catch (error) {
    if (error instanceof NotNative) return null;
    throw error;
  }
}

/**
 * The set in front of a pattern filters the positions a search tries. With flags set for a part
 * only, re._compiler may make it narrower than the pattern: then it must be asked here as well.
 */
function searchFilter(program: Program): string {
  const set = program.infoSet;
  if (set === null) return '';
  const first = program.body.find((node) => node.op !== C.OP_MARK);
  const source = setSource(set, program.hooks);
  if (first !== undefined && isCharacter(first.op)) {
    if (characterSource(first, program.hooks) === source) return '';
  }
  return `(?=${source})`;
}

/** Width of a sequence; `max` is Infinity when it has no bound. */
function widthOf(nodes: Node[]): { min: number; max: number } {
  let min = 0;
  let max = 0;
  for (const node of nodes) {
    if (isCharacter(node.op)) {
      min++;
      max++;
    } else if (node.op === C.OP_BRANCH) {
      const widths = node.kids.map(widthOf);
      min += Math.min(...widths.map((w) => w.min));
      max += Math.max(...widths.map((w) => w.max));
    } else if (isRepeat(node.op)) {
      const inner = widthOf(node.kids[0]!);
      min += inner.min * node.min;
      max += inner.max === 0 ? 0 : node.max === UNBOUNDED ? Infinity : inner.max * node.max;
    } else if (node.op === C.OP_GROUPREF) max = Infinity;
  }
  return { min, max };
}

function isCharacter(op: number): boolean {
  switch (op) {
    case C.OP_ANY:
    case C.OP_ANY_ALL:
    case C.OP_IN:
    case C.OP_IN_IGNORE:
    case C.OP_IN_UNI_IGNORE:
    case C.OP_LITERAL:
    case C.OP_NOT_LITERAL:
    case C.OP_LITERAL_IGNORE:
    case C.OP_NOT_LITERAL_IGNORE:
    case C.OP_LITERAL_UNI_IGNORE:
    case C.OP_NOT_LITERAL_UNI_IGNORE:
      return true;
    default:
      return false;
  }
}

function isRepeat(op: number): boolean {
  return (
    op === C.OP_REPEAT_ONE ||
    op === C.OP_MIN_REPEAT_ONE ||
    op === C.OP_MAX_UNTIL ||
    op === C.OP_MIN_UNTIL
  );
}

function hasMark(nodes: Node[]): boolean {
  return nodes.some((n) => n.op === C.OP_MARK || n.kids.some(hasMark));
}

/** Which first characters a part may have: 0..255, and 256 for all others together. */
type First = Uint8Array;

function union(a: First, b: First): First {
  const out = a.slice();
  for (let i = 0; i < 257; i++) out[i]! |= b[i]!;
  return out;
}

function disjoint(a: First, b: First): boolean {
  for (let i = 0; i < 257; i++) if (a[i] === 1 && b[i] === 1) return false;
  return true;
}

function isEmpty(a: First): boolean {
  return !a.includes(1);
}

function everything(): First {
  return new Uint8Array(257).fill(1);
}

function firstOfCharacter(node: Node): First {
  const out = everything();
  const arg = node.arg;
  if (node.op === C.OP_ANY) out[10] = 0;
  else if (node.op === C.OP_LITERAL) {
    out.fill(0);
    out[Math.min(arg, 256)] = 1;
  } else if (node.op === C.OP_NOT_LITERAL) {
    if (arg < 256) out[arg] = 0;
  } else if (node.set !== null) {
    for (let ch = 0; ch < 256; ch++) out[ch] = node.set.has(ch) ? 1 : 0;
    if (isLatinSet(node.set)) out[256] = 0;
  }
  return out;
}

/** Certainly without members above U+00FF? */
function isLatinSet(set: CharSet): boolean {
  if (set.fold !== FOLD_NONE) return false;
  const { code } = set;
  for (let p = set.at; code[p] !== C.OP_FAILURE; ) {
    const op = code[p++]!;
    if (
      op === C.OP_LITERAL
        ? code[p]! > 255
        : op === C.OP_RANGE
          ? code[p + 1]! > 255
          : op !== C.OP_CHARSET && !(op === C.OP_CATEGORY && isLatinCategory(code[p]!))
    )
      return false;
    p += setItemSize(code, op, p);
  }
  return true;
}

function isLatinCategory(category: number): boolean {
  return (
    category === C.CATEGORY_DIGIT ||
    category === C.CATEGORY_SPACE ||
    category === C.CATEGORY_WORD ||
    category === C.CATEGORY_LINEBREAK
  );
}

/** First characters of `nodes` when `follow` comes after them. */
function firstOf(nodes: Node[], follow: First): First {
  let first = follow;
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i]!;
    if (node.op === C.OP_MARK) continue;
    if (isCharacter(node.op)) first = firstOfCharacter(node);
    else if (node.op === C.OP_BRANCH) {
      const after = first;
      first = new Uint8Array(257);
      for (const kid of node.kids) first = union(first, firstOf(kid, after));
    } else if (isRepeat(node.op)) {
      const body = firstOf(node.kids[0]!, first);
      first = node.min > 0 ? body : union(body, first);
    } else first = everything();
  }
  return first;
}

/** Bounds the work of a backtracking match: factor * n ** exponent. */
class Cost {
  exponent = 0;
  factor = 1;
  hasLoop = false;

  /**
   * Exponent of `nodes`, which `follow` may follow at a cost of n ** `after`. `terminal`: a match
   * of these nodes is the match of the pattern. `strict`: no choice may be ambiguous.
   */
  sequence(
    nodes: Node[],
    follow: First,
    after: number,
    terminal: boolean,
    strict: boolean,
  ): number {
    let first = follow;
    let exponent = after;
    for (let i = nodes.length - 1; i >= 0; i--) {
      const node = nodes[i]!;
      const op = node.op;
      if (op === C.OP_BRANCH) exponent = this.branch(node, first, exponent, terminal, strict);
      else if (op === C.OP_REPEAT_ONE || op === C.OP_MIN_REPEAT_ONE) {
        exponent = this.single(node, first, exponent, terminal, strict);
      } else if (isRepeat(op)) exponent = this.loop(node, first, exponent, terminal, strict);
      else if (op === C.OP_ASSERT || op === C.OP_ASSERT_NOT) {
        const inner = this.sequence(node.kids[0]!, new Uint8Array(257), 0, false, false);
        if (strict && inner > 0) throw new NotNative();
        exponent = Math.max(exponent, inner);
      } else if (op === C.OP_GROUPREF) {
        if (strict) throw new NotNative();
        exponent = Math.max(exponent, 1);
      } else if (!isCharacter(op) && op !== C.OP_MARK && op !== C.OP_AT && op !== C.OP_FAILURE) {
        throw new NotNative();
      }
      first = firstOf([node], first);
    }
    return exponent;
  }

  private multiply(by: number): void {
    this.factor *= by;
    if (this.factor > 1e6) throw new NotNative();
  }

  private branch(
    node: Node,
    follow: First,
    after: number,
    terminal: boolean,
    strict: boolean,
  ): number {
    const firsts = node.kids.map((kid) => firstOf(kid, follow));
    let seen = new Uint8Array(257);
    let ambiguous = false;
    let exponent = after;
    for (let i = 0; i < firsts.length; i++) {
      if (!disjoint(seen, firsts[i]!)) ambiguous = true;
      seen = union(seen, firsts[i]!) as typeof seen;
      exponent = Math.max(exponent, this.sequence(node.kids[i]!, follow, after, terminal, strict));
    }
    if (ambiguous) {
      if (strict) throw new NotNative();
      this.multiply(node.kids.length);
    }
    return exponent;
  }

  private single(
    node: Node,
    follow: First,
    after: number,
    terminal: boolean,
    strict: boolean,
  ): number {
    const item = node.kids[0]!;
    if (item.length !== 1 || !isCharacter(item[0]!.op)) throw new NotNative();
    const spread = node.max - node.min;
    const clear = spread === 0 || disjoint(firstOfCharacter(item[0]!), follow);
    if (strict && !clear) throw new NotNative();
    if (spread <= SMALL_SPREAD && node.max <= 1000) {
      if (!clear) this.multiply(spread + 1);
      return after;
    }
    this.hasLoop = true;
    const scan = terminal && isEmpty(follow) ? 0 : 1;
    return Math.max(scan, (clear ? 0 : 1) + after);
  }

  private loop(
    node: Node,
    follow: First,
    after: number,
    terminal: boolean,
    strict: boolean,
  ): number {
    const body = node.kids[0]!;
    if (widthOf(body).min === 0) throw new NotNative();
    const first = firstOf(body, follow);
    const clear = node.max === node.min || disjoint(first, follow);
    if (strict && !clear) throw new NotNative();
    if (node.max === 1) {
      if (!clear) this.multiply(2);
      return this.sequence(body, follow, after, terminal, strict);
    }
    this.hasLoop = true;
    this.sequence(body, union(first, follow), 0, false, true);
    return Math.max(1, (clear ? 0 : 1) + after);
  }
}

/** Writes the native source and the steps that recover positions. */
class Writer {
  readonly steps: number[] = [];
  private readonly program: Program;
  private captures = 0;
  /** Groups still to be opened: while there are any, widths must be tracked. */
  private pending: number;
  private readonly certainGroups: number[] = [];
  private readonly captureOf: number[] = [];

  constructor(program: Program) {
    this.program = program;
    this.pending = countOpenings(program.body);
  }

  /**
   * Source of `nodes`. `optional`: they may not take part in the match, so even fixed widths must
   * be captured. `certain`: groups closed here are set in every match.
   */
  sequence(nodes: Node[], optional: boolean, certain: boolean): string {
    let out = '';
    let fixed = 0;
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i]!;
      if (node.op === C.OP_MARK || node.kids.some(hasMark)) {
        if (fixed > 0) this.steps.push(STEP_FIXED, fixed);
        fixed = 0;
        if (node.op === C.OP_MARK) {
          const close = closing(nodes, i);
          out += this.group(node.arg >> 1, nodes.slice(i + 1, close), certain);
          i = close;
        } else out += this.compound(node, optional, certain);
        continue;
      }
      const source = this.plain(node);
      const width = widthOf([node]);
      if (this.pending === 0 || width.max === 0) out += source;
      else if (width.min === width.max && !optional) {
        fixed += width.min;
        out += source;
      } else {
        if (fixed > 0) this.steps.push(STEP_FIXED, fixed);
        fixed = 0;
        this.steps.push(STEP_WIDTH, ++this.captures);
        out += `(${source})`;
      }
    }
    if (fixed > 0 && this.pending > 0) this.steps.push(STEP_FIXED, fixed);
    return out;
  }

  private group(index: number, inner: Node[], certain: boolean): string {
    const capture = ++this.captures;
    const group = index + 1;
    this.pending--;
    this.captureOf[group] = capture;
    const at = this.steps.length;
    this.steps.push(STEP_OPEN, group, capture, 0);
    const source = this.sequence(inner, false, certain);
    this.steps.push(STEP_CLOSE, group);
    this.steps[at + 3] = this.steps.length;
    if (certain) this.certainGroups.push(group);
    return `(${source})`;
  }

  /** A node with groups inside. */
  private compound(node: Node, optional: boolean, certain: boolean): string {
    const op = node.op;
    if (op === C.OP_BRANCH) {
      return `(?:${node.kids.map((kid) => this.sequence(kid, true, false)).join('|')})`;
    }
    if (isRepeat(op) && node.max === 1) {
      if (node.min === 1) return `(?:${this.sequence(node.kids[0]!, optional, certain)})`;
      const lazy = op === C.OP_MIN_UNTIL ? '?' : '';
      return `(?:${this.sequence(node.kids[0]!, true, false)})?${lazy}`;
    }
    if (op === C.OP_ASSERT && node.arg === 0) {
      this.steps.push(STEP_SAVE, 0);
      const source = this.sequence(node.kids[0]!, optional, certain);
      this.steps.push(STEP_RESTORE, 0);
      return `(?=${source})`;
    }
    throw new NotNative();
  }

  /** A node without groups inside. */
  private plain(node: Node): string {
    const pending = this.pending;
    this.pending = 0;
    const source = this.plainSource(node);
    this.pending = pending;
    return source;
  }

  private plainSource(node: Node): string {
    const { op, arg } = node;
    if (isCharacter(op)) return characterSource(node, this.program.hooks);
    if (op === C.OP_AT) return this.position(arg);
    if (op === C.OP_BRANCH) {
      return `(?:${node.kids.map((kid) => this.sequence(kid, true, false)).join('|')})`;
    }
    if (isRepeat(op)) {
      const lazy = op === C.OP_MIN_REPEAT_ONE || op === C.OP_MIN_UNTIL ? '?' : '';
      return `(?:${this.sequence(node.kids[0]!, true, false)})${counts(node)}${lazy}`;
    }
    if (op === C.OP_FAILURE) return '[]';
    if (op === C.OP_ASSERT || op === C.OP_ASSERT_NOT) {
      const inner = this.sequence(node.kids[0]!, true, false);
      const behind = node.arg > 0 ? '<' : '';
      return `(?${behind}${op === C.OP_ASSERT ? '=' : '!'}${inner})`;
    }
    if (op === C.OP_GROUPREF && this.certainGroups.includes(arg + 1)) {
      return `(?:\\${this.captureOf[arg + 1]})`;
    }
    throw new NotNative();
  }

  private position(where: number): string {
    const word = () => classSource(categoryRanges(this.program.hooks, C.CATEGORY_UNI_WORD), false);
    switch (where) {
      case C.AT_BEGINNING:
      case C.AT_BEGINNING_STRING:
        return '^';
      case C.AT_BEGINNING_LINE:
        return '(?<![^\\n])';
      case C.AT_END:
        return '(?=\\n?(?![^]))';
      case C.AT_END_LINE:
        return '(?![^\\n])';
      case C.AT_END_STRING:
        return '(?![^])';
      case C.AT_BOUNDARY:
        return '\\b';
      // Python 3.13: neither assertion holds in an empty string.
      case C.AT_NON_BOUNDARY:
        return '(?:\\B(?!^(?![^])))';
      case C.AT_UNI_BOUNDARY: {
        const w = word();
        return `(?:(?<=${w})(?!${w})|(?<!${w})(?=${w}))`;
      }
      case C.AT_UNI_NON_BOUNDARY: {
        const w = word();
        return `(?:(?<=${w})(?=${w})|(?<!${w})(?!${w})(?!^(?![^])))`;
      }
      default:
        throw new NotNative();
    }
  }
}

function countOpenings(nodes: Node[]): number {
  let n = 0;
  for (const node of nodes) {
    if (node.op === C.OP_MARK && (node.arg & 1) === 0) n++;
    for (const kid of node.kids) n += countOpenings(kid);
  }
  return n;
}

function closing(nodes: Node[], open: number): number {
  const mark = nodes[open]!.arg;
  for (let i = open + 1; i < nodes.length; i++) {
    if (nodes[i]!.op === C.OP_MARK && nodes[i]!.arg === mark + 1) return i;
  }
  throw new NotNative();
}

function counts(node: Node): string {
  const { min, max } = node;
  if (min > 1000 || (max !== UNBOUNDED && max > 1000)) throw new NotNative();
  if (max === UNBOUNDED) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  if (min === 0 && max === 1) return '?';
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

function escaped(ch: number): string {
  if ((ch >= 48 && ch <= 57) || (ch >= 65 && ch <= 90) || (ch >= 97 && ch <= 122)) {
    return String.fromCharCode(ch);
  }
  return `\\u${ch.toString(16).padStart(4, '0')}`;
}

function characterSource(node: Node, hooks: CharacterHooks): string {
  const arg = node.arg;
  switch (node.op) {
    case C.OP_ANY:
      return '[^\\n]';
    case C.OP_ANY_ALL:
      return '[^]';
    case C.OP_LITERAL:
      return arg > 0xffff ? '[]' : escaped(arg);
    case C.OP_NOT_LITERAL:
      return arg > 0xffff ? '[^]' : `[^${escaped(arg)}]`;
    case C.OP_LITERAL_IGNORE:
      return classSource(asciiVariants(arg), false);
    case C.OP_NOT_LITERAL_IGNORE:
      return classSource(asciiVariants(arg), true);
    case C.OP_LITERAL_UNI_IGNORE:
      return classSource(caseVariants(hooks, arg), false);
    case C.OP_NOT_LITERAL_UNI_IGNORE:
      return classSource(caseVariants(hooks, arg), true);
    default:
      return setSource(node.set!, hooks);
  }
}

/** Alternating first and last character of each run. */
type Ranges = number[];

function classSource(ranges: Ranges, negated: boolean): string {
  let out = negated ? '[^' : '[';
  for (let i = 0; i < ranges.length; i += 2) {
    const lo = ranges[i]!;
    const hi = Math.min(ranges[i + 1]!, 0xffff);
    if (lo > 0xffff) continue;
    out += escaped(lo);
    if (hi > lo) out += `-${escaped(hi)}`;
  }
  return `${out}]`;
}

function asciiVariants(ch: number): Ranges {
  const up = ch >= 97 && ch <= 122 ? ch - 32 : ch;
  // Upper-case letters are never their own lower case.
  if (ch >= 65 && ch <= 90) return [];
  return up === ch ? [ch, ch] : [up, up, ch, ch];
}

function rangesOf(test: (ch: number) => boolean, limit: number): Ranges {
  const out: Ranges = [];
  let open = -1;
  for (let ch = 0; ch <= limit; ch++) {
    const hit = ch < limit && test(ch);
    if (hit && open < 0) open = ch;
    else if (!hit && open >= 0) {
      out.push(open, ch - 1);
      open = -1;
    }
  }
  return out;
}

/** Tables computed once for a set of hooks. */
class Tables {
  readonly hooks: CharacterHooks;
  readonly categories: (Ranges | undefined)[] = [];
  byLower: Map<number, Ranges> | null = null;

  constructor(hooks: CharacterHooks) {
    this.hooks = hooks;
  }
}

let tables: Tables | null = null;

function tablesOf(hooks: CharacterHooks): Tables {
  if (tables === null || tables.hooks !== hooks) tables = new Tables(hooks);
  return tables;
}

function categoryRanges(hooks: CharacterHooks, category: number): Ranges {
  const { categories } = tablesOf(hooks);
  let ranges = categories[category];
  if (ranges === undefined) {
    const code = Uint32Array.of(C.OP_CATEGORY, category, C.OP_FAILURE);
    ranges = categories[category] = rangesOf((ch) => memberOf(code, ch, hooks), 0x10000);
  }
  return ranges;
}

function memberOf(code: Uint32Array, ch: number, hooks: CharacterHooks): boolean {
  return evaluateSet(code, 0, ch, hooks);
}

/** All characters whose lower case is `lower`. */
function caseVariants(hooks: CharacterHooks, lower: number): Ranges {
  const own = tablesOf(hooks);
  if (own.byLower === null) {
    own.byLower = new Map();
    for (let ch = 0; ch < 0x10000; ch++) {
      const lo = hooks.lower(ch);
      const list = own.byLower.get(lo);
      if (list === undefined) own.byLower.set(lo, [ch, ch]);
      else list.push(ch, ch);
    }
  }
  return own.byLower.get(lower) ?? [];
}

function setSource(set: CharSet, hooks: CharacterHooks): string {
  if (set.dynamic) throw new NotNative();
  if (set.fold !== FOLD_NONE) {
    return classSource(
      rangesOf((ch) => set.evaluate(ch), 0x10000),
      false,
    );
  }
  const { code } = set;
  const ranges: Ranges = [];
  let negated = false;
  for (let p = set.at; code[p] !== C.OP_FAILURE; ) {
    const op = code[p++]!;
    if (op === C.OP_NEGATE) {
      if (p !== set.at + 1) throw new NotNative();
      negated = true;
    } else if (op === C.OP_LITERAL) ranges.push(code[p]!, code[p]!);
    else if (op === C.OP_RANGE) ranges.push(code[p]!, code[p + 1]!);
    else if (op === C.OP_CATEGORY) ranges.push(...categoryRanges(hooks, code[p]!));
    else {
      const item = Uint32Array.from([...code.subarray(p - 1, p + setItemSize(code, op, p)), 0]);
      ranges.push(...rangesOf((ch) => memberOf(item, ch, hooks), 0x10000));
    }
    p += setItemSize(code, op, p);
  }
  return classSource(ranges, negated);
}
