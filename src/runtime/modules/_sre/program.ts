/**
 * A compiled pattern: the code array checked, decoded into a tree, and prepared for execution.
 * CPython counterpart: `_sre.compile` and `_validate` of Modules/_sre/sre.c.
 *
 * Three views of the same pattern:
 *   raw    the words as `re._compiler` made them (sets are evaluated from here);
 *   code   the words the interpreter runs: counts clamped to 31 bits (`UNBOUNDED` for no limit) and
 *          the first word of every set replaced by its index in `sets`;
 *   body   the tree, read by the translator to native regular expressions.
 */

import type { CharacterHooks } from './charset.ts';
import {
  CharSet,
  FOLD_ASCII,
  FOLD_LOCALE,
  FOLD_NONE,
  FOLD_UNICODE,
  setItemSize,
} from './charset.ts';
import * as C from './constants.ts';
import type { NativePlan } from './native.ts';

/** Repeat count standing for "no upper bound" in `Program.code`. */
export const UNBOUNDED = 0x7fffffff;

/** The code array is not one that `re._compiler` can have produced. */
export class InvalidCode extends Error {}

/** One operation of the tree. All nodes have one shape; unused fields keep their zero value. */
export class Node {
  readonly op: number;
  /** Literal, mark, position, group or look-behind width. */
  readonly arg: number;
  min = 0;
  max = 0;
  set: CharSet | null = null;
  /** Alternatives of a branch; the single body of repeats, groups and assertions. */
  kids: Node[][] = [];

  constructor(op: number, arg: number) {
    this.op = op;
    this.arg = arg;
  }
}

/** A pattern ready to run. Immutable but for the native plan, which is made when it pays. */
export class Program {
  readonly raw: Uint32Array;
  readonly code: Int32Array;
  readonly groups: number;
  readonly hooks: CharacterHooks;
  readonly sets: CharSet[] = [];
  readonly body: Node[];
  /** Where matching starts, after the INFO block. */
  entry = 0;
  infoFlags = 0;
  minWidth = 0;
  prefix: number[] = [];
  prefixText = '';
  prefixSkip = 0;
  infoSet: CharSet | null = null;
  /** How often it ran; native translation waits for a few runs. */
  runs = 0;
  native: NativePlan | null = null;

  constructor(raw: Uint32Array, groups: number, hooks: CharacterHooks) {
    this.raw = raw;
    this.code = new Int32Array(raw);
    this.groups = groups;
    this.hooks = hooks;
    const end = raw.length - 1;
    if (end < 0 || raw[end] !== C.OP_SUCCESS) throw new InvalidCode('no SUCCESS at the end');
    if (raw[0] === C.OP_INFO) this.readInfo(end);
    this.body = new Decoder(this).sequence(this.entry, end);
  }

  private readInfo(end: number): void {
    const raw = this.raw;
    const skip = raw[1]!;
    if (skip < 4 || 1 + skip > end) throw new InvalidCode('bad INFO block');
    this.infoFlags = raw[2]!;
    this.minWidth = Math.min(raw[3]!, UNBOUNDED);
    this.entry = 1 + skip;
    if ((this.infoFlags & C.INFO_PREFIX) !== 0) {
      const length = raw[5]!;
      this.prefixSkip = raw[6]!;
      if (7 + 2 * length > this.entry || this.prefixSkip > length) {
        throw new InvalidCode('bad INFO prefix');
      }
      for (let i = 0; i < length; i++) this.prefix.push(raw[7 + i]!);
      if (this.prefix.every((ch) => ch <= 0xffff)) {
        this.prefixText = String.fromCharCode(...this.prefix);
      }
    } else if ((this.infoFlags & C.INFO_CHARSET) !== 0) {
      checkSet(raw, 5, this.entry);
      this.infoSet = new CharSet(raw, 5, FOLD_NONE, this.hooks);
    }
  }
}

function checkSet(raw: Uint32Array, at: number, end: number): void {
  let p = at;
  while (p < end && raw[p] !== C.OP_FAILURE) {
    const size = setItemSize(raw, raw[p]!, p + 1);
    if (size < 0) throw new InvalidCode('bad set item');
    p += 1 + size;
  }
  if (p !== end - 1) throw new InvalidCode('set overruns its block');
}

/** Walks the code once: checks it, builds the tree and fills `Program.code` and `sets`. */
class Decoder {
  private readonly program: Program;
  private readonly raw: Uint32Array;

  constructor(program: Program) {
    this.program = program;
    this.raw = program.raw;
  }

  /** The nodes of `[at, end)`; the last one must end exactly at `end`. */
  sequence(at: number, end: number): Node[] {
    const out: Node[] = [];
    let p = at;
    while (p < end) p = this.node(p, end, out);
    if (p !== end) throw new InvalidCode('operation overruns its block');
    return out;
  }

  private target(at: number, end: number): number {
    const to = at + this.raw[at]!;
    if (to > end || to <= at) throw new InvalidCode('jump out of range');
    return to;
  }

  private node(at: number, end: number, out: Node[]): number {
    const raw = this.raw;
    const op = raw[at]!;
    const p = at + 1;
    switch (op) {
      case C.OP_ANY:
      case C.OP_ANY_ALL:
      case C.OP_FAILURE:
      case C.OP_SUCCESS:
        out.push(new Node(op, 0));
        return p;
      case C.OP_MARK:
        if (raw[p]! >= 2 * this.program.groups) throw new InvalidCode('mark out of range');
        out.push(new Node(op, raw[p]!));
        return p + 1;
      case C.OP_GROUPREF:
      case C.OP_GROUPREF_IGNORE:
      case C.OP_GROUPREF_LOC_IGNORE:
      case C.OP_GROUPREF_UNI_IGNORE:
        if (raw[p]! >= this.program.groups) throw new InvalidCode('group out of range');
        out.push(new Node(op, raw[p]!));
        return p + 1;
      case C.OP_AT:
      case C.OP_CATEGORY:
      case C.OP_LITERAL:
      case C.OP_NOT_LITERAL:
      case C.OP_LITERAL_IGNORE:
      case C.OP_NOT_LITERAL_IGNORE:
      case C.OP_LITERAL_LOC_IGNORE:
      case C.OP_NOT_LITERAL_LOC_IGNORE:
      case C.OP_LITERAL_UNI_IGNORE:
      case C.OP_NOT_LITERAL_UNI_IGNORE:
        out.push(new Node(op, raw[p]!));
        return p + 1;
      case C.OP_IN:
        return this.set(op, p, end, FOLD_NONE, out);
      case C.OP_IN_IGNORE:
        return this.set(op, p, end, FOLD_ASCII, out);
      case C.OP_IN_UNI_IGNORE:
        return this.set(op, p, end, FOLD_UNICODE, out);
      case C.OP_IN_LOC_IGNORE:
        return this.set(op, p, end, FOLD_LOCALE, out);
      case C.OP_INFO:
        return this.target(p, end);
      case C.OP_BRANCH:
        return this.branch(p, end, out);
      case C.OP_REPEAT:
      case C.OP_REPEAT_ONE:
      case C.OP_MIN_REPEAT_ONE:
      case C.OP_POSSESSIVE_REPEAT:
      case C.OP_POSSESSIVE_REPEAT_ONE:
        return this.repeat(op, p, end, out);
      case C.OP_ATOMIC_GROUP:
      case C.OP_ASSERT:
      case C.OP_ASSERT_NOT:
        return this.block(op, p, end, out);
      case C.OP_GROUPREF_EXISTS:
        return this.conditional(p, end, out);
      default:
        throw new InvalidCode(`operation ${op} out of place`);
    }
  }

  private set(op: number, p: number, end: number, fold: number, out: Node[]): number {
    const program = this.program;
    const next = this.target(p, end);
    checkSet(this.raw, p + 1, next);
    const node = new Node(op, 0);
    node.set = new CharSet(this.raw, p + 1, fold, program.hooks);
    program.code[p + 1] = program.sets.length;
    program.sets.push(node.set);
    out.push(node);
    return next;
  }

  private branch(p: number, end: number, out: Node[]): number {
    const raw = this.raw;
    const node = new Node(C.OP_BRANCH, 0);
    let at = p;
    while (raw[at] !== 0) {
      const next = this.target(at, end);
      if (raw[next - 2] !== C.OP_JUMP) throw new InvalidCode('alternative without JUMP');
      node.kids.push(this.sequence(at + 1, next - 2));
      at = next;
    }
    out.push(node);
    return at + 1;
  }

  private repeat(op: number, p: number, end: number, out: Node[]): number {
    const { raw, program } = this;
    const next = this.target(p, end);
    const min = raw[p + 1]!;
    const max = raw[p + 2]!;
    if (min > max || max > C.MAXREPEAT) throw new InvalidCode('bad repeat counts');
    let kind = op;
    let after = next;
    let stop = next - 1;
    if (op === C.OP_REPEAT) {
      kind = raw[next]!;
      if (kind !== C.OP_MAX_UNTIL && kind !== C.OP_MIN_UNTIL) throw new InvalidCode('no UNTIL');
      after = next + 1;
      stop = next;
    } else if (op === C.OP_POSSESSIVE_REPEAT) {
      if (raw[next] !== C.OP_SUCCESS) throw new InvalidCode('no SUCCESS after repeat');
      after = next + 1;
      stop = next;
    } else if (raw[stop] !== C.OP_SUCCESS) throw new InvalidCode('no SUCCESS after item');
    const node = new Node(kind, 0);
    node.min = program.code[p + 1] = Math.min(min, UNBOUNDED);
    node.max = program.code[p + 2] = Math.min(max, UNBOUNDED);
    node.kids.push(this.sequence(p + 3, stop));
    out.push(node);
    return after;
  }

  private block(op: number, p: number, end: number, out: Node[]): number {
    const next = this.target(p, end);
    const head = op === C.OP_ATOMIC_GROUP ? 1 : 2;
    if (this.raw[next - 1] !== C.OP_SUCCESS) throw new InvalidCode('no SUCCESS after block');
    const node = new Node(op, head === 2 ? Math.min(this.raw[p + 1]!, UNBOUNDED) : 0);
    if (head === 2) this.program.code[p + 1] = node.arg;
    node.kids.push(this.sequence(p + head, next - 1));
    out.push(node);
    return next;
  }

  private conditional(p: number, end: number, out: Node[]): number {
    const raw = this.raw;
    const node = new Node(C.OP_GROUPREF_EXISTS, raw[p]!);
    if (node.arg >= this.program.groups) throw new InvalidCode('group out of range');
    const no = p + raw[p + 1]!;
    if (no > end || no < p + 2) throw new InvalidCode('jump out of range');
    const yes: Node[] = [];
    let at = p + 2;
    // A JUMP at this level can only be the one that leads over the "no" part.
    while (at < no && !(at === no - 2 && raw[at] === C.OP_JUMP)) at = this.node(at, no, yes);
    node.kids.push(yes);
    let next = no;
    if (at === no - 2) {
      next = this.target(no - 1, end);
      node.kids.push(this.sequence(no, next));
    } else if (at !== no) throw new InvalidCode('conditional overruns its block');
    out.push(node);
    return next;
  }
}

/** Check and prepare a code array. `hooks` supplies Unicode, locale and interruption. */
export function compileProgram(
  code: ArrayLike<number>,
  groups: number,
  hooks: CharacterHooks,
): Program {
  return new Program(Uint32Array.from(code), groups, hooks);
}
