/**
 * The backtracking matcher. CPython counterpart: Modules/_sre/sre_lib.h.
 *
 * There is no JavaScript recursion: what C keeps in `match_context` records lives in one growing
 * Int32Array, the stack. A frame is nine words (see the F_ constants); saved marks and saved
 * "last position" words of repeats lie between frames. A frame is left only through the unwinding
 * switch, which resumes its parent at the place named by `F_JUMP`.
 *
 * Invariants: positions are indexes into the subject, -1 is C's NULL; `lastmark` is the highest
 * valid mark, those above it are garbage; a repeat context is four words after its REPEAT frame.
 * Where CPython restores marks only inside repeats, so does this file: the results must agree in
 * every corner, not only the sensible ones.
 */

import type { CharacterHooks, CharSet } from './charset.ts';
import {
  asciiLower,
  inCategory,
  isAsciiWord,
  isLocaleWord,
  isUnicodeWord,
  localeEqual,
  localeLower,
} from './charset.ts';
import * as C from './constants.ts';
import type { Program } from './program.ts';
import { UNBOUNDED } from './program.ts';
import type { Subject } from './subject.ts';

const F_PARENT = 0;
const F_JUMP = 1;
const F_TOP = 2;
const F_PC = 3;
const F_PTR = 4;
const F_COUNT = 5;
const F_REPEAT = 6;
const F_LASTMARK = 7;
const F_LASTINDEX = 8;
const FRAME = 9;

const R_COUNT = 0;
const R_PC = 1;
const R_PREV = 2;
const R_LAST = 3;
const REPEAT_WORDS = 4;

const J_NONE = 0;
const J_MAX_UNTIL_1 = 1;
const J_MAX_UNTIL_2 = 2;
const J_MAX_UNTIL_3 = 3;
const J_MIN_UNTIL_1 = 4;
const J_MIN_UNTIL_2 = 5;
const J_MIN_UNTIL_3 = 6;
const J_REPEAT = 7;
const J_REPEAT_ONE = 8;
const J_MIN_REPEAT_ONE = 9;
const J_BRANCH = 10;
const J_ASSERT = 11;
const J_ASSERT_NOT = 12;
const J_POSSESSIVE_1 = 13;
const J_POSSESSIVE_2 = 14;
const J_ATOMIC = 15;

const NO_CODE = new Int32Array(1);
const NO_SETS: CharSet[] = [];
const NO_UNITS = new Uint8Array(0);
/** Steps between two calls of `poll`. */
const POLL_STEPS = 0x1000;
/** A stack that grew beyond this many words is given back after the run. */
const KEEP_WORDS = 1 << 18;

function unit(text: string | null, units: Uint8Array | Uint32Array, at: number): number {
  return text !== null ? text.charCodeAt(at) : units[at]!;
}

/** The machine: one instance runs one match at a time and keeps its buffers between runs. */
export class Engine {
  /** Start and end of the match; `start` is also where `mustAdvance` forbids an empty match. */
  start = 0;
  ptr = 0;
  lastmark = -1;
  lastindex = -1;
  mustAdvance = false;
  marks: Int32Array = new Int32Array(32);
  private matchAll = false;
  private end = 0;
  private repeat = -1;
  private steps = 0;
  private stack: Int32Array = new Int32Array(1024);
  private top = 0;
  private text: string | null = null;
  private units: Uint8Array | Uint32Array = NO_UNITS;
  private code: Int32Array = NO_CODE;
  private sets: CharSet[] = NO_SETS;
  private hooks: CharacterHooks | null = null;

  /** Point the machine at a program and a subject cut off at `end`. */
  load(program: Program, subject: Subject, end: number): void {
    this.code = program.code;
    this.sets = program.sets;
    this.hooks = program.hooks;
    this.text = subject.text;
    this.units = subject.units;
    this.end = end;
    if (this.marks.length < 2 * program.groups) this.marks = new Int32Array(2 * program.groups);
    this.lastmark = this.lastindex = this.repeat = -1;
    this.top = 0;
    this.steps = 0;
    this.matchAll = false;
  }

  /** Drop what the run held on to. */
  unload(): void {
    this.text = null;
    this.units = NO_UNITS;
    this.sets = NO_SETS;
    if (this.stack.length > KEEP_WORDS) this.stack = new Int32Array(1024);
  }

  /** Match at `start`, of the whole subject if `all`. */
  match(program: Program, start: number, all: boolean): boolean {
    this.start = this.ptr = start;
    this.matchAll = all;
    // A start beyond the end is not refused: CPython compares the width as an unsigned number.
    if (start <= this.end && this.end - start < program.minWidth) return false;
    return this.execute(program.entry, 1) === 1;
  }

  /** Find the leftmost match at or after `start`. */
  search(program: Program, start: number): boolean {
    const end = this.end;
    if (start > end || end - start < program.minWidth) return false;
    const prefix = program.prefix.length;
    if (prefix !== 0) return this.searchPrefix(program, start);
    if (program.infoSet !== null) return this.searchSet(program, start, program.infoSet);
    this.start = this.ptr = start;
    const entry = program.entry;
    if (this.execute(entry, 1) === 1) return true;
    this.mustAdvance = false;
    if (
      this.code[entry] === C.OP_AT &&
      (this.code[entry + 1] === C.AT_BEGINNING || this.code[entry + 1] === C.AT_BEGINNING_STRING)
    )
      return false;
    const last = program.minWidth > 1 ? end - program.minWidth + 1 : end;
    for (let at = start + 1; at <= last; at++) if (this.attempt(entry, at, at)) return true;
    return false;
  }

  private attempt(entry: number, start: number, ptr: number): boolean {
    this.lastmark = this.lastindex = -1;
    this.start = start;
    this.ptr = ptr;
    this.tick(4);
    return this.execute(entry, 0) === 1;
  }

  private searchPrefix(program: Program, start: number): boolean {
    const length = program.prefix.length;
    const skip = program.prefixSkip;
    const whole = (program.infoFlags & C.INFO_LITERAL) !== 0;
    this.mustAdvance = false;
    for (let at = start; ; at++) {
      at = this.findPrefix(program, at);
      if (at < 0 || at + length > this.end) return false;
      if (whole) {
        this.start = at;
        this.ptr = at + length;
        return true;
      }
      if (this.attempt(program.entry + 2 * skip, at, at + skip)) return true;
    }
  }

  private findPrefix(program: Program, from: number): number {
    const { prefix, prefixText } = program;
    if (this.text !== null) {
      return prefixText.length === prefix.length ? this.text.indexOf(prefixText, from) : -1;
    }
    const units = this.units;
    const first = prefix[0]!;
    const last = this.end - prefix.length;
    for (let at = from; at <= last; at++) {
      at = units.indexOf(first, at);
      if (at < 0 || at > last) return -1;
      let i = 1;
      while (i < prefix.length && units[at + i] === prefix[i]) i++;
      if (i === prefix.length) return at;
    }
    return -1;
  }

  private searchSet(program: Program, start: number, set: CharSet): boolean {
    const { end, text, units } = this;
    this.mustAdvance = false;
    for (let at = start; ; at++) {
      if (text !== null) while (at < end && !set.has(text.charCodeAt(at))) at++;
      else while (at < end && !set.has(units[at]!)) at++;
      if (at >= end) return false;
      if (this.attempt(program.entry, at, at)) return true;
    }
  }

  private tick(amount: number): void {
    this.steps += amount;
    if (this.steps >= POLL_STEPS) {
      this.steps = 0;
      this.hooks!.poll();
    }
  }

  private grow(need: number): Int32Array {
    const old = this.stack;
    const bigger = new Int32Array(Math.max(old.length * 2, need + 1024));
    bigger.set(old);
    return (this.stack = bigger);
  }

  /** Copy marks 0..lastmark onto the stack at `sp`; the new top. */
  private pushMarks(sp: number, lastmark: number): number {
    if (lastmark < 0) return sp;
    let st = this.stack;
    if (sp + lastmark + 1 > st.length) st = this.grow(sp + lastmark + 1);
    const marks = this.marks;
    for (let i = 0; i <= lastmark; i++) st[sp + i] = marks[i]!;
    return sp + lastmark + 1;
  }

  private restoreMarks(at: number, lastmark: number): void {
    const { stack, marks } = this;
    for (let i = 0; i <= lastmark; i++) marks[i] = stack[at + i]!;
  }

  private setMark(i: number, ptr: number): void {
    if ((i & 1) !== 0) this.lastindex = (i >> 1) + 1;
    if (i > this.lastmark) {
      for (let j = this.lastmark + 1; j < i; j++) this.marks[j] = -1;
      this.lastmark = i;
    }
    this.marks[i] = ptr;
  }

  private isWordAt(kind: number, at: number): boolean {
    const ch = unit(this.text, this.units, at);
    if (kind === C.AT_BOUNDARY) return isAsciiWord(ch);
    if (kind === C.AT_UNI_BOUNDARY) return isUnicodeWord(this.hooks!, ch);
    return isLocaleWord(this.hooks!, ch);
  }

  private isAt(where: number, ptr: number): boolean {
    const { end, text, units } = this;
    switch (where) {
      case C.AT_BEGINNING:
      case C.AT_BEGINNING_STRING:
        return ptr === 0;
      case C.AT_BEGINNING_LINE:
        return ptr === 0 || unit(text, units, ptr - 1) === 10;
      case C.AT_END:
        return ptr === end || (ptr === end - 1 && unit(text, units, ptr) === 10);
      case C.AT_END_LINE:
        return ptr === end || unit(text, units, ptr) === 10;
      case C.AT_END_STRING:
        return ptr === end;
      case C.AT_BOUNDARY:
      case C.AT_LOC_BOUNDARY:
      case C.AT_UNI_BOUNDARY:
        return (
          end !== 0 &&
          (ptr > 0 && this.isWordAt(where, ptr - 1)) !== (ptr < end && this.isWordAt(where, ptr))
        );
      case C.AT_NON_BOUNDARY:
      case C.AT_LOC_NON_BOUNDARY:
      case C.AT_UNI_NON_BOUNDARY:
        return (
          end !== 0 &&
          (ptr > 0 && this.isWordAt(where - 1, ptr - 1)) ===
            (ptr < end && this.isWordAt(where - 1, ptr))
        );
      default:
        return false;
    }
  }

  /** Does the one-character operation at `pc` accept `ch`? */
  private accepts(pc: number, ch: number): boolean {
    const code = this.code;
    const arg = code[pc + 1]!;
    switch (code[pc]) {
      case C.OP_ANY:
        return ch !== 10;
      case C.OP_ANY_ALL:
        return true;
      case C.OP_LITERAL:
        return ch === arg;
      case C.OP_NOT_LITERAL:
        return ch !== arg;
      case C.OP_LITERAL_IGNORE:
        return asciiLower(ch) === arg;
      case C.OP_NOT_LITERAL_IGNORE:
        return asciiLower(ch) !== arg;
      case C.OP_LITERAL_UNI_IGNORE:
        return this.hooks!.lower(ch) === arg;
      case C.OP_NOT_LITERAL_UNI_IGNORE:
        return this.hooks!.lower(ch) !== arg;
      case C.OP_LITERAL_LOC_IGNORE:
        return localeEqual(this.hooks!, arg, ch);
      case C.OP_NOT_LITERAL_LOC_IGNORE:
        return !localeEqual(this.hooks!, arg, ch);
      case C.OP_CATEGORY:
        return inCategory(this.hooks!, arg, ch);
      default:
        return this.sets[code[pc + 2]!]!.has(ch);
    }
  }

  /** How many characters from `ptr` on, at most `max`, the item at `pc` accepts. */
  private count(pc: number, ptr: number, max: number): number {
    const { text, units, code } = this;
    let end = this.end;
    const whole = max >= end - ptr;
    if (!whole) end = ptr + max;
    let p = ptr;
    const op = code[pc]!;
    if (op === C.OP_ANY_ALL) return end - ptr;
    if (op === C.OP_IN || op === C.OP_IN_IGNORE || op === C.OP_IN_UNI_IGNORE) {
      const set = this.sets[code[pc + 2]!]!;
      const low = set.low;
      let ch = 0;
      if (text !== null) {
        while (
          p < end &&
          ((ch = text.charCodeAt(p)) < 256 && low[ch]! < 2 ? low[ch] === 1 : set.has(ch))
        )
          p++;
      } else {
        while (p < end && ((ch = units[p]!) < 256 && low[ch]! < 2 ? low[ch] === 1 : set.has(ch)))
          p++;
      }
    } else if (op === C.OP_ANY || op === C.OP_NOT_LITERAL) {
      const stop = op === C.OP_ANY ? 10 : code[pc + 1]!;
      if (text !== null && whole && end === text.length && end - p > 16 && stop <= 0xffff) {
        // Native scan for the only character that stops the run.
        p = text.indexOf(String.fromCharCode(stop), p);
        if (p < 0) p = end;
      } else while (p < end && unit(text, units, p) !== stop) p++;
    } else if (op === C.OP_LITERAL) {
      const want = code[pc + 1]!;
      while (p < end && unit(text, units, p) === want) p++;
    } else if (isSingle(op)) {
      while (p < end && this.accepts(pc, unit(text, units, p))) p++;
    } else return this.countPattern(pc, ptr, end);
    this.tick((p - ptr) >> 5);
    return p - ptr;
  }

  /** The general item of a single-character repeat: only hand-made code arrays have it. */
  private countPattern(pc: number, ptr: number, end: number): number {
    this.ptr = ptr;
    while (this.ptr < end && this.execute(pc, 0) === 1);
    return this.ptr - ptr;
  }

  /** Length of group `group` if the text at `ptr` repeats it, or -1 (also when it is unset). */
  private groupLength(op: number, group: number, ptr: number): number {
    const { marks, text, units, end } = this;
    if (2 * group >= this.lastmark) return -1;
    const from = marks[2 * group]!;
    const to = marks[2 * group + 1]!;
    if (from < 0 || to < from) return -1;
    if (to > from && end - ptr < to - from) return -1;
    for (let p = from, q = ptr; p < to; p++, q++) {
      const a = unit(text, units, p);
      const b = unit(text, units, q);
      if (a !== b && (op === C.OP_GROUPREF || !this.sameFolded(op, a, b))) return -1;
    }
    return to - from;
  }

  private sameFolded(op: number, a: number, b: number): boolean {
    const hooks = this.hooks!;
    if (op === C.OP_GROUPREF_IGNORE) return asciiLower(a) === asciiLower(b);
    if (op === C.OP_GROUPREF_UNI_IGNORE) return hooks.lower(a) === hooks.lower(b);
    return localeLower(hooks, a) === localeLower(hooks, b);
  }

  private groupIsSet(group: number): boolean {
    if (2 * group >= this.lastmark) return false;
    const from = this.marks[2 * group]!;
    return from >= 0 && this.marks[2 * group + 1]! >= from;
  }

  /** First alternative of the branch at `pc` that may match at `ptr`, or -1. */
  private nextAlternative(pc: number, ptr: number): number {
    const { code, end, text, units } = this;
    for (let p = pc, skip = code[p]!; skip !== 0; p += skip, skip = code[p]!) {
      const op = code[p + 1];
      if (op === C.OP_LITERAL) {
        if (ptr >= end || unit(text, units, ptr) !== code[p + 2]) continue;
      } else if (op === C.OP_IN) {
        if (ptr >= end || !this.sets[code[p + 3]!]!.has(unit(text, units, ptr))) continue;
      }
      return p;
    }
    return -1;
  }

  /** Largest count in min..count after which the tail at `tail` may begin; below `min` if none. */
  private backOff(tail: number, from: number, count: number, min: number): number {
    const code = this.code;
    if (code[tail] !== C.OP_LITERAL) return count;
    const { text, units, end } = this;
    const want = code[tail + 1]!;
    let n = count;
    while (n >= min && (from + n >= end || unit(text, units, from + n) !== want)) n--;
    this.tick((count - n) >> 5);
    return n;
  }

  /** Run the code at `entry` from `this.ptr`. 1: matched, `this.ptr` is its end; 0: no match. */
  private execute(entry: number, toplevel: number): number {
    const { code, text, units, end } = this;
    const base = this.top;
    let st = this.stack;
    if (base + 64 > st.length) st = this.grow(base + 64);
    let ctx = base;
    let sp = base + FRAME;
    st[ctx + F_PARENT] = -1;
    st[ctx + F_JUMP] = J_NONE;
    st[ctx + F_TOP] = toplevel;
    let pc = entry;
    let ptr = this.ptr;
    let ret = 0;
    let jump = J_NONE;
    let callee = 0;
    let calleeTop = 0;
    let steps = 0;

    for (;;) {
      if (jump !== J_NONE) {
        // Call: the parent remembers where it is, a new frame starts at `callee`.
        st[ctx + F_PC] = pc;
        st[ctx + F_PTR] = ptr;
        if (sp + 32 > st.length) st = this.grow(sp + 32);
        st[sp + F_PARENT] = ctx;
        st[sp + F_JUMP] = jump;
        st[sp + F_TOP] = calleeTop;
        ctx = sp;
        sp += FRAME;
        pc = callee;
        ptr = this.ptr;
        jump = J_NONE;
      }

      run: for (;;) {
        if (++steps >= POLL_STEPS) {
          steps = 0;
          this.top = sp;
          this.hooks!.poll();
        }
        switch (code[pc++]) {
          case C.OP_LITERAL:
            if (ptr >= end || unit(text, units, ptr) !== code[pc]) {
              ret = 0;
              break run;
            }
            pc++;
            ptr++;
            continue;

          case C.OP_NOT_LITERAL:
            if (ptr >= end || unit(text, units, ptr) === code[pc]) {
              ret = 0;
              break run;
            }
            pc++;
            ptr++;
            continue;

          case C.OP_IN:
          case C.OP_IN_IGNORE:
          case C.OP_IN_UNI_IGNORE:
          case C.OP_IN_LOC_IGNORE:
            if (ptr >= end || !this.sets[code[pc + 1]!]!.has(unit(text, units, ptr))) {
              ret = 0;
              break run;
            }
            pc += code[pc]!;
            ptr++;
            continue;

          case C.OP_ANY:
            if (ptr >= end || unit(text, units, ptr) === 10) {
              ret = 0;
              break run;
            }
            ptr++;
            continue;

          case C.OP_ANY_ALL:
            if (ptr >= end) {
              ret = 0;
              break run;
            }
            ptr++;
            continue;

          case C.OP_CATEGORY:
          case C.OP_LITERAL_IGNORE:
          case C.OP_NOT_LITERAL_IGNORE:
          case C.OP_LITERAL_UNI_IGNORE:
          case C.OP_NOT_LITERAL_UNI_IGNORE:
          case C.OP_LITERAL_LOC_IGNORE:
          case C.OP_NOT_LITERAL_LOC_IGNORE:
            if (ptr >= end || !this.accepts(pc - 1, unit(text, units, ptr))) {
              ret = 0;
              break run;
            }
            pc++;
            ptr++;
            continue;

          case C.OP_MARK:
            this.setMark(code[pc++]!, ptr);
            continue;

          case C.OP_AT:
            if (!this.isAt(code[pc++]!, ptr)) {
              ret = 0;
              break run;
            }
            continue;

          case C.OP_SUCCESS:
            if (
              st[ctx + F_TOP] === 1 &&
              ((this.matchAll && ptr !== end) || (this.mustAdvance && ptr === this.start))
            ) {
              ret = 0;
              break run;
            }
            this.ptr = ptr;
            ret = 1;
            break run;

          case C.OP_FAILURE:
            ret = 0;
            break run;

          case C.OP_JUMP:
          case C.OP_INFO:
            pc += code[pc]!;
            continue;

          case C.OP_GROUPREF:
          case C.OP_GROUPREF_IGNORE:
          case C.OP_GROUPREF_UNI_IGNORE:
          case C.OP_GROUPREF_LOC_IGNORE: {
            const length = this.groupLength(code[pc - 1]!, code[pc]!, ptr);
            if (length < 0) {
              ret = 0;
              break run;
            }
            pc++;
            ptr += length;
            continue;
          }

          case C.OP_GROUPREF_EXISTS:
            pc += this.groupIsSet(code[pc]!) ? 2 : code[pc + 1]!;
            continue;

          case C.OP_BRANCH: {
            st[ctx + F_LASTMARK] = this.lastmark;
            st[ctx + F_LASTINDEX] = this.lastindex;
            if (this.repeat >= 0) {
              sp = this.pushMarks(sp, this.lastmark);
              st = this.stack;
            }
            const alternative = this.nextAlternative(pc, ptr);
            if (alternative < 0) {
              ret = 0;
              break run;
            }
            pc = alternative;
            this.ptr = ptr;
            jump = J_BRANCH;
            callee = pc + 1;
            calleeTop = st[ctx + F_TOP]!;
            break run;
          }

          case C.OP_REPEAT_ONE: {
            const min = code[pc + 1]!;
            if (min > end - ptr) {
              ret = 0;
              break run;
            }
            this.top = sp;
            let n = this.count(pc + 3, ptr, code[pc + 2]!);
            st = this.stack;
            if (n < min) {
              ret = 0;
              break run;
            }
            const tail = pc + code[pc]!;
            if (
              code[tail] === C.OP_SUCCESS &&
              ptr + n === end &&
              !(st[ctx + F_TOP] === 1 && this.mustAdvance && end === this.start)
            ) {
              this.ptr = end;
              ret = 1;
              break run;
            }
            n = this.backOff(tail, ptr, n, min);
            if (n < min) {
              ret = 0;
              break run;
            }
            st[ctx + F_COUNT] = n;
            st[ctx + F_LASTMARK] = this.lastmark;
            st[ctx + F_LASTINDEX] = this.lastindex;
            if (this.repeat >= 0) {
              sp = this.pushMarks(sp, this.lastmark);
              st = this.stack;
            }
            this.ptr = ptr + n;
            jump = J_REPEAT_ONE;
            callee = tail;
            calleeTop = st[ctx + F_TOP]!;
            break run;
          }

          case C.OP_MIN_REPEAT_ONE: {
            const min = code[pc + 1]!;
            if (min > end - ptr) {
              ret = 0;
              break run;
            }
            let n = 0;
            if (min !== 0) {
              this.top = sp;
              n = this.count(pc + 3, ptr, min);
              st = this.stack;
              if (n < min) {
                ret = 0;
                break run;
              }
              ptr += n;
            }
            const tail = pc + code[pc]!;
            if (
              code[tail] === C.OP_SUCCESS &&
              !(
                st[ctx + F_TOP] === 1 &&
                ((this.matchAll && ptr !== end) || (this.mustAdvance && ptr === this.start))
              )
            ) {
              this.ptr = ptr;
              ret = 1;
              break run;
            }
            st[ctx + F_COUNT] = n;
            st[ctx + F_LASTMARK] = this.lastmark;
            st[ctx + F_LASTINDEX] = this.lastindex;
            if (this.repeat >= 0) {
              sp = this.pushMarks(sp, this.lastmark);
              st = this.stack;
            }
            this.ptr = ptr;
            jump = J_MIN_REPEAT_ONE;
            callee = tail;
            calleeTop = st[ctx + F_TOP]!;
            break run;
          }

          case C.OP_POSSESSIVE_REPEAT_ONE: {
            const min = code[pc + 1]!;
            if (min > end - ptr) {
              ret = 0;
              break run;
            }
            this.top = sp;
            const n = this.count(pc + 3, ptr, code[pc + 2]!);
            st = this.stack;
            if (n < min) {
              ret = 0;
              break run;
            }
            ptr += n;
            pc += code[pc]!;
            if (
              code[pc] === C.OP_SUCCESS &&
              ptr === end &&
              !(st[ctx + F_TOP] === 1 && this.mustAdvance && ptr === this.start)
            ) {
              this.ptr = ptr;
              ret = 1;
              break run;
            }
            continue;
          }

          case C.OP_REPEAT:
            if (sp + 32 > st.length) st = this.grow(sp + 32);
            st[sp + R_COUNT] = -1;
            st[sp + R_PC] = pc;
            st[sp + R_PREV] = this.repeat;
            st[sp + R_LAST] = -1;
            st[ctx + F_REPEAT] = sp;
            this.repeat = sp;
            sp += REPEAT_WORDS;
            this.ptr = ptr;
            jump = J_REPEAT;
            callee = pc + code[pc]!;
            calleeTop = st[ctx + F_TOP]!;
            break run;

          case C.OP_MAX_UNTIL: {
            const rep = this.repeat;
            if (rep < 0) throw new Error('internal error in regular expression engine');
            this.ptr = ptr;
            const n = st[rep + R_COUNT]! + 1;
            const head = st[rep + R_PC]!;
            st[ctx + F_REPEAT] = rep;
            st[ctx + F_COUNT] = n;
            calleeTop = st[ctx + F_TOP]!;
            if (n < code[head + 1]!) {
              st[rep + R_COUNT] = n;
              jump = J_MAX_UNTIL_1;
              callee = head + 3;
              break run;
            }
            if ((n < code[head + 2]! || code[head + 2] === UNBOUNDED) && ptr !== st[rep + R_LAST]) {
              st[rep + R_COUNT] = n;
              st[ctx + F_LASTMARK] = this.lastmark;
              st[ctx + F_LASTINDEX] = this.lastindex;
              sp = this.pushMarks(sp, this.lastmark);
              st = this.stack;
              if (sp + 32 > st.length) st = this.grow(sp + 32);
              st[sp++] = st[rep + R_LAST]!;
              st[rep + R_LAST] = ptr;
              jump = J_MAX_UNTIL_2;
              callee = head + 3;
              break run;
            }
            this.repeat = st[rep + R_PREV]!;
            jump = J_MAX_UNTIL_3;
            callee = pc;
            break run;
          }

          case C.OP_MIN_UNTIL: {
            const rep = this.repeat;
            if (rep < 0) throw new Error('internal error in regular expression engine');
            this.ptr = ptr;
            const n = st[rep + R_COUNT]! + 1;
            const head = st[rep + R_PC]!;
            st[ctx + F_REPEAT] = rep;
            st[ctx + F_COUNT] = n;
            calleeTop = st[ctx + F_TOP]!;
            if (n < code[head + 1]!) {
              st[rep + R_COUNT] = n;
              jump = J_MIN_UNTIL_1;
              callee = head + 3;
              break run;
            }
            this.repeat = st[rep + R_PREV]!;
            st[ctx + F_LASTMARK] = this.lastmark;
            st[ctx + F_LASTINDEX] = this.lastindex;
            if (this.repeat >= 0) {
              sp = this.pushMarks(sp, this.lastmark);
              st = this.stack;
            }
            jump = J_MIN_UNTIL_2;
            callee = pc;
            break run;
          }

          case C.OP_POSSESSIVE_REPEAT:
            this.ptr = ptr;
            st[ctx + F_COUNT] = 0;
            calleeTop = 0;
            callee = pc + 3;
            if (code[pc + 1]! > 0) {
              jump = J_POSSESSIVE_1;
              break run;
            }
            if (code[pc + 2]! > 0) {
              st[ctx + F_LASTMARK] = this.lastmark;
              st[ctx + F_LASTINDEX] = this.lastindex;
              sp = this.pushMarks(sp, this.lastmark);
              st = this.stack;
              jump = J_POSSESSIVE_2;
              break run;
            }
            pc += code[pc]! + 1;
            continue;

          case C.OP_ATOMIC_GROUP:
            this.ptr = ptr;
            jump = J_ATOMIC;
            callee = pc + 1;
            calleeTop = 0;
            break run;

          case C.OP_ASSERT:
            if (ptr < code[pc + 1]!) {
              ret = 0;
              break run;
            }
            this.ptr = ptr - code[pc + 1]!;
            jump = J_ASSERT;
            callee = pc + 2;
            calleeTop = 0;
            break run;

          case C.OP_ASSERT_NOT:
            if (ptr >= code[pc + 1]!) {
              this.ptr = ptr - code[pc + 1]!;
              st[ctx + F_LASTMARK] = this.lastmark;
              st[ctx + F_LASTINDEX] = this.lastindex;
              if (this.repeat >= 0) {
                sp = this.pushMarks(sp, this.lastmark);
                st = this.stack;
              }
              jump = J_ASSERT_NOT;
              callee = pc + 2;
              calleeTop = 0;
              break run;
            }
            pc += code[pc]!;
            continue;

          default:
            throw new Error('internal error in regular expression engine');
        }
      }
      if (jump !== J_NONE) continue;

      // Return `ret` to the parent, and on through every parent that has nothing left to try.
      unwind: for (;;) {
        const from = st[ctx + F_JUMP]!;
        const child = ctx;
        ctx = st[child + F_PARENT]!;
        sp = child;
        if (ctx < 0) {
          this.top = base;
          this.tick(steps);
          return ret;
        }
        pc = st[ctx + F_PC]!;
        ptr = st[ctx + F_PTR]!;
        switch (from) {
          case J_BRANCH: {
            if (ret === 1) continue;
            const lastmark = st[ctx + F_LASTMARK]!;
            if (this.repeat >= 0) this.restoreMarks(child - lastmark - 1, lastmark);
            this.lastmark = lastmark;
            this.lastindex = st[ctx + F_LASTINDEX]!;
            pc = this.nextAlternative(pc + code[pc]!, ptr);
            if (pc < 0) continue;
            this.ptr = ptr;
            jump = J_BRANCH;
            callee = pc + 1;
            calleeTop = st[ctx + F_TOP]!;
            break unwind;
          }

          case J_REPEAT_ONE: {
            if (ret === 1) continue;
            const lastmark = st[ctx + F_LASTMARK]!;
            if (this.repeat >= 0) this.restoreMarks(child - lastmark - 1, lastmark);
            this.lastmark = lastmark;
            this.lastindex = st[ctx + F_LASTINDEX]!;
            const min = code[pc + 1]!;
            const tail = pc + code[pc]!;
            const n = this.backOff(tail, ptr, st[ctx + F_COUNT]! - 1, min);
            if (n < min) continue;
            st[ctx + F_COUNT] = n;
            this.ptr = ptr + n;
            jump = J_REPEAT_ONE;
            callee = tail;
            calleeTop = st[ctx + F_TOP]!;
            break unwind;
          }

          case J_MIN_REPEAT_ONE: {
            if (ret === 1) continue;
            const lastmark = st[ctx + F_LASTMARK]!;
            if (this.repeat >= 0) this.restoreMarks(child - lastmark - 1, lastmark);
            this.lastmark = lastmark;
            this.lastindex = st[ctx + F_LASTINDEX]!;
            const n = st[ctx + F_COUNT]! + 1;
            const max = code[pc + 2]!;
            this.top = sp;
            if ((n > max && max !== UNBOUNDED) || this.count(pc + 3, ptr, 1) === 0) continue;
            st = this.stack;
            st[ctx + F_COUNT] = n;
            ptr++;
            this.ptr = ptr;
            jump = J_MIN_REPEAT_ONE;
            callee = pc + code[pc]!;
            calleeTop = st[ctx + F_TOP]!;
            break unwind;
          }

          case J_REPEAT:
            this.repeat = st[st[ctx + F_REPEAT]! + R_PREV]!;
            continue;

          case J_MAX_UNTIL_1:
          case J_MIN_UNTIL_1:
          case J_MIN_UNTIL_3:
            if (from === J_MIN_UNTIL_3) st[st[ctx + F_REPEAT]! + R_LAST] = st[child - 1]!;
            if (ret === 1) continue;
            st[st[ctx + F_REPEAT]! + R_COUNT] = st[ctx + F_COUNT]! - 1;
            this.ptr = ptr;
            continue;

          case J_MAX_UNTIL_2: {
            const rep = st[ctx + F_REPEAT]!;
            st[rep + R_LAST] = st[child - 1]!;
            if (ret === 1) continue;
            const lastmark = st[ctx + F_LASTMARK]!;
            sp = child - 2 - lastmark;
            this.restoreMarks(sp, lastmark);
            this.lastmark = lastmark;
            this.lastindex = st[ctx + F_LASTINDEX]!;
            st[rep + R_COUNT] = st[ctx + F_COUNT]! - 1;
            this.ptr = ptr;
            this.repeat = st[rep + R_PREV]!;
            jump = J_MAX_UNTIL_3;
            callee = pc;
            calleeTop = st[ctx + F_TOP]!;
            break unwind;
          }

          case J_MAX_UNTIL_3:
            this.repeat = st[ctx + F_REPEAT]!;
            if (ret === 0) this.ptr = ptr;
            continue;

          case J_MIN_UNTIL_2: {
            const rep = st[ctx + F_REPEAT]!;
            const saved = this.repeat >= 0;
            this.repeat = rep;
            if (ret === 1) continue;
            const lastmark = st[ctx + F_LASTMARK]!;
            if (saved) {
              sp = child - 1 - lastmark;
              this.restoreMarks(sp, lastmark);
            }
            this.lastmark = lastmark;
            this.lastindex = st[ctx + F_LASTINDEX]!;
            this.ptr = ptr;
            const n = st[ctx + F_COUNT]!;
            const max = code[st[rep + R_PC]! + 2]!;
            if ((n >= max && max !== UNBOUNDED) || ptr === st[rep + R_LAST]) continue;
            st[rep + R_COUNT] = n;
            st[sp++] = st[rep + R_LAST]!;
            st[rep + R_LAST] = ptr;
            jump = J_MIN_UNTIL_3;
            callee = st[rep + R_PC]! + 3;
            calleeTop = st[ctx + F_TOP]!;
            break unwind;
          }

          case J_POSSESSIVE_1:
          case J_POSSESSIVE_2: {
            if (from === J_POSSESSIVE_1 && ret === 0) {
              this.ptr = ptr;
              continue;
            }
            let again = true;
            if (from === J_POSSESSIVE_1) {
              ptr = -1;
            } else {
              const lastmark = st[ctx + F_LASTMARK]!;
              sp = child - 1 - lastmark;
              if (ret === 0) {
                this.restoreMarks(sp, lastmark);
                this.lastmark = lastmark;
                this.lastindex = st[ctx + F_LASTINDEX]!;
                this.ptr = ptr;
                again = false;
              }
            }
            if (again) {
              const n = st[ctx + F_COUNT]! + 1;
              st[ctx + F_COUNT] = n;
              callee = pc + 3;
              calleeTop = 0;
              if (n < code[pc + 1]!) {
                ptr = st[ctx + F_PTR]!;
                jump = J_POSSESSIVE_1;
                break unwind;
              }
              if ((n < code[pc + 2]! || code[pc + 2] === UNBOUNDED) && this.ptr !== ptr) {
                st[ctx + F_LASTMARK] = this.lastmark;
                st[ctx + F_LASTINDEX] = this.lastindex;
                sp = this.pushMarks(sp, this.lastmark);
                st = this.stack;
                ptr = this.ptr;
                jump = J_POSSESSIVE_2;
                break unwind;
              }
            }
            pc += code[pc]! + 1;
            ptr = this.ptr;
            break unwind;
          }

          case J_ATOMIC:
            if (ret === 0) {
              this.ptr = ptr;
              continue;
            }
            pc += code[pc]!;
            ptr = this.ptr;
            break unwind;

          case J_ASSERT:
            if (ret === 0) continue;
            pc += code[pc]!;
            break unwind;

          case J_ASSERT_NOT: {
            const lastmark = st[ctx + F_LASTMARK]!;
            if (ret === 1) {
              ret = 0;
              continue;
            }
            if (this.repeat >= 0) {
              sp = child - 1 - lastmark;
              this.restoreMarks(sp, lastmark);
            }
            this.lastmark = lastmark;
            this.lastindex = st[ctx + F_LASTINDEX]!;
            pc += code[pc]!;
            break unwind;
          }

          default:
            throw new Error('internal error in regular expression engine');
        }
      }
    }
  }
}

function isSingle(op: number): boolean {
  switch (op) {
    case C.OP_IN_LOC_IGNORE:
    case C.OP_CATEGORY:
    case C.OP_LITERAL_IGNORE:
    case C.OP_NOT_LITERAL_IGNORE:
    case C.OP_LITERAL_UNI_IGNORE:
    case C.OP_NOT_LITERAL_UNI_IGNORE:
    case C.OP_LITERAL_LOC_IGNORE:
    case C.OP_NOT_LITERAL_LOC_IGNORE:
      return true;
    default:
      return false;
  }
}
