/**
 * UnitBuilder and UnitSource: the result of compiling one module, string or interactive statement: JavaScript text plus
 * plain data (constants, names, positions, code object descriptions). A UnitSource can be written to a cache and
 * instantiated later without parsing (instantiate.ts).
 */
import type { ConstValue, Located } from '../parser/ast.ts';
import { textToCodePoints } from '../text/text.ts';
import type { ConstantTable } from './constants.ts';
import type { FunctionEmitter } from './emit.ts';
import { RUNTIME_NAMES } from './runtime-names.ts';
import type { SymbolTable } from './symtable.ts';

/** Plain description of one code object. Indexes refer to the unit's names and constants. */
export interface CodeMeta {
  name: string;
  qualname: string;
  firstlineno: number;
  argcount: number;
  posonlyargcount: number;
  kwonlyargcount: number;
  flags: number;
  varnames: string[];
  cellvars: string[];
  freevars: string[];
  names: string[];
  /** Constant indexes, in order of first use. */
  consts: number[];
  /** Code indexes of inner functions. */
  inner: number[];
  resident: boolean;
  /** Constant index of the docstring, or -1. */
  doc: number;
  stacksize: number;
  /** Frame slots in order: name, whether it holds a cell, whether it belongs to an inlined comprehension. */
  slots: { name: string; cell: boolean; hidden: boolean }[];
  /** Of a class body: the attributes its methods assign (__static_attributes__). */
  attributes: string[] | null;
}

/** The JavaScript of a unit, ready to run: sets U.factories. */
export type UnitRunner = (R: unknown, U: unknown) => void;

export interface UnitSource {
  /** Body of `new Function('R', 'U', …)`; sets U.factories. */
  js: string;
  /** The same as a function, where it need not be compiled any more; `js` is empty then. */
  run?: UnitRunner;
  consts: ConstValue[];
  /** The constants in the form of constants.ts, in place of `consts`, where the unit was stored. */
  constants?: ConstantTable;
  names: string[];
  positions: number[] | Int32Array;
  codes: CodeMeta[];
  /** Indexes of the constants that stand in the program; ~index: not the constant itself (a tuple), but its items. */
  literals: number[];
}

/** Equal constants of one unit are one object; 1, True, 1.0 and 0.0, -0.0 stay apart. */
export function constKey(c: ConstValue): string {
  switch (c.t) {
    case 'int':
      return 'i' + c.v;
    case 'float':
      return 'f' + (Object.is(c.v, -0) ? '-0' : Number.isNaN(c.v) ? 'nan' : c.v);
    case 'complex':
      return (
        'c' +
        (Object.is(c.v, -0) ? '-0' : c.v) +
        (c.re === undefined ? '' : ',' + (Object.is(c.re, -0) ? '-0' : c.re))
      );
    case 'str':
      return typeof c.v === 'string' ? 's' + c.v : 'w' + Array.from(textToCodePoints(c.v)).join();
    case 'bytes':
      return 'b' + Array.from(c.v).join();
    case 'tuple':
      return 't(' + c.v.map((x) => `${constKey(x).length}:${constKey(x)}`).join() + ')';
    case 'frozenset':
      return 'z(' + c.v.map((x) => `${constKey(x).length}:${constKey(x)}`).join() + ')';
    default:
      return c.t;
  }
}

export class UnitBuilder {
  readonly consts: ConstValue[] = [];
  readonly names: string[] = [];
  readonly positions: number[] = [];
  readonly codes: CodeMeta[] = [];
  /** JavaScript of each code object's factory. */
  readonly factories: string[] = [];
  readonly filename: string;
  readonly optimize: number;
  readonly verify: boolean;
  futureAnnotations = false;
  /** CO_FUTURE_* bits of all code objects of the unit. */
  futureFlags = 0;
  /** Line of the last valid `from __future__` statement, -1 without one. */
  futureLine = -1;
  /** A statement typed at the prompt: expression statements print. */
  interactive = false;
  table!: SymbolTable;
  readonly emitters = new Map<FunctionEmitter, number>();
  readonly parents = new Map<FunctionEmitter, FunctionEmitter>();
  /** Receives the compiler's SyntaxWarnings as they are found. */
  onWarning: ((msg: string, at: Located) => void) | null = null;
  topLevelAwait = false;
  /** Emit LINE and LINEEND calls: the line profiler watches. */
  traceLines = false;
  private readonly literals = new Set<number>();
  private readonly constIndex_ = new Map<string, number>();
  private readonly nameIndex_ = new Map<string, number>();
  private readonly positionIndex = new Map<string, number>();

  constructor(filename: string, optimize: number, verify: boolean) {
    this.filename = filename;
    this.optimize = optimize;
    this.verify = verify;
  }

  constant(c: ConstValue): number {
    const key = constKey(c);
    let i = this.constIndex_.get(key);
    if (i === undefined) {
      i = this.consts.length;
      this.consts.push(c);
      this.constIndex_.set(key, i);
    }
    return i;
  }

  /** A constant of the program's text, which CPython's arena holds while a source that is run at once runs. */
  literal(c: ConstValue): number {
    const known = this.consts.length;
    const i = this.constant(c);
    // of equal tuples the first is the one object; if the compiler made that, no literal is it
    this.literals.add(c.t === 'tuple' && i < known && !this.literals.has(i) ? ~i : i);
    return i;
  }

  /** A tuple or set that the compiler makes of literals. */
  literalItems(c: ConstValue): number {
    const i = this.constant(c);
    this.literals.add(~i);
    return i;
  }

  nameIndex(n: string): number {
    let i = this.nameIndex_.get(n);
    if (i === undefined) {
      i = this.names.length;
      this.names.push(n);
      this.nameIndex_.set(n, i);
    }
    return i;
  }

  warn(msg: string, at: Located): void {
    this.onWarning?.(msg, at);
  }

  /** Runs `emit` for code that CPython compiles twice (finally bodies): its warnings come twice. */
  repeatWarnings(emit: () => void): void {
    const issue = this.onWarning;
    const again: { msg: string; at: Located }[] = [];
    this.onWarning = (msg, at) => {
      issue?.(msg, at);
      again.push({ msg, at });
    };
    emit();
    this.onWarning = issue;
    for (const w of again) issue?.(w.msg, w.at);
  }

  position(n: Located): number {
    const key = `${n.lineno},${n.col_offset},${n.end_lineno},${n.end_col_offset}`;
    let i = this.positionIndex.get(key);
    if (i === undefined) {
      i = this.positions.length / 4;
      this.positions.push(n.lineno, n.end_lineno, n.col_offset, n.end_col_offset);
      this.positionIndex.set(key, i);
    }
    return i;
  }

  finish(): UnitSource {
    const js =
      `"use strict";const {${RUNTIME_NAMES.join(',')}}=R;const {K,N,C,IC}=U;\n` +
      `U.factories=[\n${this.factories.join(',\n')}\n];`;
    return {
      js,
      consts: this.consts,
      names: this.names,
      positions: this.positions,
      codes: this.codes,
      literals: [...this.literals],
    };
  }
}
