/**
 * Expressions, on the fast path (CPython: the expression rules of Grammar/python.gram).
 *
 * Invariants: any error throws FAILURE, the caller finds out which error it was. A method leaves
 * the cursor behind what it read; a node ends where the last consumed token ends. Targets are
 * parsed as expressions and turned into targets by `toTarget`. `depth` counts nesting and `deepest`
 * keeps its maximum, from which the caller judges whether CPython's parser stack would have
 * overflowed.
 */

import type { Text } from '../text/text.ts';
import type * as A from './ast.ts';
import {
  concatenate,
  flatten,
  formatSpec,
  isEmptyText,
  joinedStr,
  textConstant,
} from './fstring.ts';
import { LiteralDecoder, sourceText } from './literals.ts';
import type { TokenBuffer } from './token-buffer.ts';
import { Cursor, STRIDE } from './token-buffer.ts';
import * as T from './tokens.ts';

/** Binding strength of binary operators by token type, 0 for others. */
const STRENGTH = new Uint8Array(T.TOKEN_LIMIT);
const BINARY: (A.Operator | undefined)[] = [];
const COMPARISON = new Uint8Array(T.TOKEN_LIMIT);
for (const [type, strength, op] of [
  [T.VBAR, 1, 'BitOr'],
  [T.CIRCUMFLEX, 2, 'BitXor'],
  [T.AMPER, 3, 'BitAnd'],
  [T.LEFTSHIFT, 4, 'LShift'],
  [T.RIGHTSHIFT, 4, 'RShift'],
  [T.PLUS, 5, 'Add'],
  [T.MINUS, 5, 'Sub'],
  [T.STAR, 6, 'Mult'],
  [T.SLASH, 6, 'Div'],
  [T.DOUBLESLASH, 6, 'FloorDiv'],
  [T.PERCENT, 6, 'Mod'],
  [T.AT, 6, 'MatMult'],
] as const) {
  STRENGTH[type] = strength;
  BINARY[type] = op;
}
for (const type of [
  T.EQEQUAL,
  T.NOTEQUAL,
  T.LESS,
  T.LESSEQUAL,
  T.GREATER,
  T.GREATEREQUAL,
  T.K_IN,
  T.K_NOT,
  T.K_IS,
])
  COMPARISON[type] = 1;

/** Collects a warning at a source position. */
export type WarningList = { category: string; msg: string; lineno: number; at: number }[];

export class ExprParser extends Cursor {
  depth = 0;
  deepest = 0;
  /** `from __future__ import barry_as_FLUFL`: `<>` in place of `!=`. */
  flufl = false;
  warnings: WarningList = [];
  readonly decoder = new LiteralDecoder();

  protected readonly featureVersion: number;

  constructor(buffer: TokenBuffer, source: string, names: string[], featureVersion: number) {
    super(buffer, source, names);
    this.featureVersion = featureVersion;
  }

  protected need(version: number): void {
    if (this.featureVersion < version) this.fail();
  }

  protected enter(): void {
    if (++this.depth > this.deepest) this.deepest = this.depth;
  }

  // ---- lists of expressions ----

  /** Whether the current token can go on after a comma that might be the last. */
  private startsExpr(): boolean {
    const k = this.k;
    if (k < T.KEYWORD_BASE) {
      return (
        k === T.NAME ||
        k === T.NUMBER ||
        k === T.STRING ||
        k === T.LPAR ||
        k === T.LSQB ||
        k === T.LBRACE ||
        k === T.MINUS ||
        k === T.PLUS ||
        k === T.TILDE ||
        k === T.STAR ||
        k === T.ELLIPSIS ||
        k === T.FSTRING_START
      );
    }
    return (
      k === T.K_FALSE ||
      k === T.K_NONE ||
      k === T.K_TRUE ||
      k === T.K_NOT ||
      k === T.K_LAMBDA ||
      k === T.K_AWAIT
    );
  }

  private tuple(elts: A.Expr[], s: number): A.Expr {
    const t = this.t;
    return {
      kind: 'Tuple',
      elts,
      ctx: 'Load',
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  /** star_expressions */
  starExpressions(): A.Expr {
    const s = this.p;
    const first = this.k === T.STAR ? this.starred() : this.expression();
    if (this.k !== T.COMMA) return first;
    const elts = [first];
    while (this.accept(T.COMMA)) {
      if (!this.startsExpr()) break;
      elts.push(this.k === T.STAR ? this.starred() : this.expression());
    }
    return this.tuple(elts, s);
  }

  /** expressions: as star_expressions, without stars. */
  expressions(): A.Expr {
    const s = this.p;
    const first = this.expression();
    if (this.k !== T.COMMA) return first;
    const elts = [first];
    while (this.accept(T.COMMA)) {
      if (!this.startsExpr()) break;
      elts.push(this.expression());
    }
    return this.tuple(elts, s);
  }

  /** '*' bitwise_or */
  starred(): A.Expr {
    const t = this.t;
    const s = this.p;
    this.advance();
    const value = this.binary(0);
    return {
      kind: 'Starred',
      value,
      ctx: 'Load',
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  /** '*' expression, as in calls and subscripts. */
  private starredExpression(): A.Expr {
    const t = this.t;
    const s = this.p;
    this.advance();
    const value = this.expression();
    return {
      kind: 'Starred',
      value,
      ctx: 'Load',
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  starNamed(): A.Expr {
    return this.k === T.STAR ? this.starred() : this.namedExpression();
  }

  namedExpression(): A.Expr {
    if (this.k === T.NAME && this.peek() === T.COLONEQUAL) return this.walrus();
    return this.expression();
  }

  private walrus(): A.Expr {
    this.need(8);
    const t = this.t;
    const s = this.p;
    const target = this.nameNode('Store');
    this.advance();
    const value = this.expression();
    return {
      kind: 'NamedExpr',
      target,
      value,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  yieldExpr(): A.Expr {
    const t = this.t;
    const s = this.p;
    this.advance();
    if (this.accept(T.K_FROM)) {
      const value = this.expression();
      return {
        kind: 'YieldFrom',
        value,
        lineno: t[s + 3],
        col_offset: t[s + 4],
        end_lineno: t[this.p - 3],
        end_col_offset: t[this.p - 2],
      };
    }
    const value = this.startsExpr() ? this.starExpressions() : null;
    return {
      kind: 'Yield',
      value,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  /** annotated_rhs */
  yieldOrStar(): A.Expr {
    return this.k === T.K_YIELD ? this.yieldExpr() : this.starExpressions();
  }

  // ---- operators ----

  /** expression */
  expression(): A.Expr {
    if (this.k === T.K_LAMBDA) return this.lambda();
    const s = this.p;
    const body = this.disjunction();
    if (this.k !== T.K_IF) return body;
    const t = this.t;
    this.advance();
    const test = this.disjunction();
    this.expect(T.K_ELSE);
    this.enter();
    const orelse = this.expression();
    this.depth--;
    return {
      kind: 'IfExp',
      test,
      body,
      orelse,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  disjunction(): A.Expr {
    const s = this.p;
    const left = this.conjunction();
    return this.k === T.K_OR ? this.boolOp('Or', T.K_OR, left, s) : left;
  }

  private conjunction(): A.Expr {
    const s = this.p;
    const left = this.inversion();
    return this.k === T.K_AND ? this.boolOp('And', T.K_AND, left, s) : left;
  }

  private boolOp(op: A.BoolOperator, type: number, left: A.Expr, s: number): A.Expr {
    const t = this.t;
    const values = [left];
    while (this.accept(type)) values.push(op === 'Or' ? this.conjunction() : this.inversion());
    return {
      kind: 'BoolOp',
      op,
      values,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  private inversion(): A.Expr {
    if (this.k === T.K_NOT) {
      const t = this.t;
      const s = this.p;
      this.advance();
      this.enter();
      const operand = this.inversion();
      this.depth--;
      return {
        kind: 'UnaryOp',
        op: 'Not',
        operand,
        lineno: t[s + 3],
        col_offset: t[s + 4],
        end_lineno: t[this.p - 3],
        end_col_offset: t[this.p - 2],
      };
    }
    const s = this.p;
    const left = this.binary(0);
    return COMPARISON[this.k] === 1 ? this.comparison(left, s) : left;
  }

  private comparison(left: A.Expr, s: number): A.Expr {
    const t = this.t;
    const ops: A.CmpOperator[] = [];
    const comparators: A.Expr[] = [];
    while (COMPARISON[this.k] === 1) {
      const op = this.comparisonOp();
      if (op === null) break;
      ops.push(op);
      comparators.push(this.binary(0));
    }
    if (ops.length === 0) return left;
    return {
      kind: 'Compare',
      left,
      ops,
      comparators,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  /** Consumes a comparison operator; null when 'not' is no part of one. */
  private comparisonOp(): A.CmpOperator | null {
    const k = this.k;
    if (k === T.K_NOT && this.peek() !== T.K_IN) return null;
    if (k === T.NOTEQUAL && (this.source.charCodeAt(this.t[this.p + 1]) === 60) !== this.flufl) {
      this.fail();
    }
    this.advance();
    switch (k) {
      case T.EQEQUAL:
        return 'Eq';
      case T.NOTEQUAL:
        return 'NotEq';
      case T.LESS:
        return 'Lt';
      case T.LESSEQUAL:
        return 'LtE';
      case T.GREATER:
        return 'Gt';
      case T.GREATEREQUAL:
        return 'GtE';
      case T.K_IN:
        return 'In';
      case T.K_IS:
        return this.accept(T.K_NOT) ? 'IsNot' : 'Is';
      default:
        this.advance();
        return 'NotIn';
    }
  }

  /** Binary operators stronger than `limit`: bitwise_or is binary(0). */
  binary(limit: number): A.Expr {
    const t = this.t;
    const s = this.p;
    let left = this.unary();
    let strength = STRENGTH[this.k];
    while (strength > limit) {
      const op = BINARY[this.k]!;
      if (this.k === T.AT) this.need(5);
      this.advance();
      const right = this.binary(strength);
      left = {
        kind: 'BinOp',
        left,
        op,
        right,
        lineno: t[s + 3],
        col_offset: t[s + 4],
        end_lineno: t[this.p - 3],
        end_col_offset: t[this.p - 2],
      };
      strength = STRENGTH[this.k];
    }
    return left;
  }

  private unary(): A.Expr {
    const k = this.k;
    if (k === T.MINUS || k === T.PLUS || k === T.TILDE) {
      const t = this.t;
      const s = this.p;
      this.advance();
      this.enter();
      const operand = this.unary();
      this.depth--;
      return {
        kind: 'UnaryOp',
        op: k === T.MINUS ? 'USub' : k === T.PLUS ? 'UAdd' : 'Invert',
        operand,
        lineno: t[s + 3],
        col_offset: t[s + 4],
        end_lineno: t[this.p - 3],
        end_col_offset: t[this.p - 2],
      };
    }
    const s = this.p;
    const base = k === T.K_AWAIT ? this.awaitPrimary() : this.primary();
    return this.k === T.DOUBLESTAR ? this.power(base, s) : base;
  }

  private power(left: A.Expr, s: number): A.Expr {
    const t = this.t;
    this.advance();
    this.enter();
    const right = this.unary();
    this.depth--;
    return {
      kind: 'BinOp',
      left,
      op: 'Pow',
      right,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  private awaitPrimary(): A.Expr {
    this.need(5);
    const t = this.t;
    const s = this.p;
    this.advance();
    const value = this.primary();
    return {
      kind: 'Await',
      value,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  // ---- primaries ----

  primary(): A.Expr {
    const t = this.t;
    const s = this.p;
    let node = this.atom();
    for (;;) {
      if (this.k === T.DOT) {
        this.advance();
        const attr = this.identifier();
        node = {
          kind: 'Attribute',
          value: node,
          attr,
          ctx: 'Load',
          lineno: t[s + 3],
          col_offset: t[s + 4],
          end_lineno: t[this.p - 3],
          end_col_offset: t[this.p - 2],
        };
      } else if (this.k === T.LPAR) {
        node = this.call(node, s);
      } else if (this.k === T.LSQB) {
        this.advance();
        this.enter();
        const slice = this.slices();
        this.depth--;
        this.expect(T.RSQB);
        node = {
          kind: 'Subscript',
          value: node,
          slice,
          ctx: 'Load',
          lineno: t[s + 3],
          col_offset: t[s + 4],
          end_lineno: t[this.p - 3],
          end_col_offset: t[this.p - 2],
        };
      } else {
        return node;
      }
    }
  }

  private call(func: A.Expr, s: number): A.Expr {
    const t = this.t;
    const args: A.Expr[] = [];
    const keywords: A.Keyword[] = [];
    this.enter();
    this.arguments(args, keywords);
    this.depth--;
    return {
      kind: 'Call',
      func,
      args,
      keywords,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  /** '(' [arguments] ')', into the two lists. */
  arguments(args: A.Expr[], keywords: A.Keyword[]): void {
    const t = this.t;
    const open = this.p;
    // 0: positional arguments may follow; 1: a keyword was seen; 2: a '**' was seen.
    let stage = 0;
    this.advance();
    while (this.k !== T.RPAR) {
      const s = this.p;
      if (this.k === T.STAR) {
        if (stage === 2) this.fail();
        args.push(this.starredExpression());
      } else if (this.k === T.DOUBLESTAR) {
        stage = 2;
        this.advance();
        const value = this.expression();
        keywords.push({
          kind: 'keyword',
          arg: null,
          value,
          lineno: t[s + 3],
          col_offset: t[s + 4],
          end_lineno: t[this.p - 3],
          end_col_offset: t[this.p - 2],
        });
      } else if (this.k === T.NAME && this.peek() === T.EQUAL) {
        if (stage === 0) stage = 1;
        const arg = this.identifier();
        this.advance();
        const value = this.expression();
        keywords.push({
          kind: 'keyword',
          arg,
          value,
          lineno: t[s + 3],
          col_offset: t[s + 4],
          end_lineno: t[this.p - 3],
          end_col_offset: t[this.p - 2],
        });
      } else {
        if (stage !== 0) this.fail();
        const value = this.namedExpression();
        if (this.k === T.K_FOR || this.k === T.K_ASYNC) {
          if (args.length > 0) this.fail();
          args.push(this.generator(value, open));
          return;
        }
        args.push(value);
      }
      if (!this.accept(T.COMMA)) break;
    }
    this.expect(T.RPAR);
  }

  /** for_if_clauses ')' behind an element; `s` is the '('. */
  private generator(elt: A.Expr, s: number): A.Expr {
    const t = this.t;
    const generators = this.comprehensions();
    this.expect(T.RPAR);
    return {
      kind: 'GeneratorExp',
      elt,
      generators,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  private slices(): A.Expr {
    const s = this.p;
    if (this.k !== T.STAR) {
      const only = this.slice();
      if (this.k !== T.COMMA) return only;
      this.advance();
      return this.sliceTuple([only], s);
    }
    return this.sliceTuple([], s);
  }

  private sliceTuple(elts: A.Expr[], s: number): A.Expr {
    while (this.k !== T.RSQB) {
      elts.push(this.k === T.STAR ? this.starredExpression() : this.slice());
      if (!this.accept(T.COMMA)) break;
    }
    return this.tuple(elts, s);
  }

  private slice(): A.Expr {
    const t = this.t;
    const s = this.p;
    let lower: A.Expr | null = null;
    if (this.k !== T.COLON) {
      if (this.k === T.NAME && this.peek() === T.COLONEQUAL) return this.walrus();
      lower = this.expression();
      if (this.k !== T.COLON) return lower;
    }
    this.advance();
    const upper = this.sliceBound();
    const step = this.accept(T.COLON) ? this.sliceBound() : null;
    return {
      kind: 'Slice',
      lower,
      upper,
      step,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  private sliceBound(): A.Expr | null {
    const k = this.k;
    return k === T.COLON || k === T.COMMA || k === T.RSQB ? null : this.expression();
  }

  // ---- atoms ----

  nameNode(ctx: A.ExprContext): A.Expr {
    const t = this.t;
    const s = this.p;
    this.advance();
    return {
      kind: 'Name',
      id: this.names[t[s + 7]],
      ctx,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[s + 5],
      end_col_offset: t[s + 6],
    };
  }

  protected constant(value: A.ConstValue): A.Expr {
    const t = this.t;
    const s = this.p;
    this.advance();
    return {
      kind: 'Constant',
      value,
      u: null,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[s + 5],
      end_col_offset: t[s + 6],
    };
  }

  protected numberNode(): A.Expr {
    const t = this.t;
    const value = this.decoder.number(this.source, t[this.p + 1], t[this.p + 2]);
    if (value === null) this.fail();
    if (this.featureVersion < 6) {
      if (this.source.slice(t[this.p + 1], t[this.p + 2]).includes('_')) this.fail();
    }
    return this.constant(value);
  }

  private atom(): A.Expr {
    switch (this.k) {
      case T.NAME:
        return this.nameNode('Load');
      case T.NUMBER:
        return this.numberNode();
      case T.STRING:
      case T.FSTRING_START:
        return this.strings();
      case T.LPAR:
        return this.paren();
      case T.LSQB:
        return this.list();
      case T.LBRACE:
        return this.brace();
      case T.K_TRUE:
        return this.constant({ t: 'True' });
      case T.K_FALSE:
        return this.constant({ t: 'False' });
      case T.K_NONE:
        return this.constant({ t: 'None' });
      case T.ELLIPSIS:
        return this.constant({ t: 'Ellipsis' });
      default:
        return this.fail();
    }
  }

  private paren(): A.Expr {
    const s = this.p;
    this.enter();
    this.advance();
    const node = this.parenBody(s);
    this.depth--;
    return node;
  }

  private parenBody(s: number): A.Expr {
    if (this.k === T.RPAR) {
      this.advance();
      return this.tuple([], s);
    }
    if (this.k === T.K_YIELD) {
      const value = this.yieldExpr();
      this.expect(T.RPAR);
      return value;
    }
    const isStar = this.k === T.STAR;
    const first = this.starNamed();
    if (this.k === T.RPAR && !isStar) {
      this.advance();
      return first;
    }
    if (this.k === T.COMMA) {
      const elts = this.restOfElements(first, T.RPAR);
      return this.tuple(elts, s);
    }
    if (isStar) this.fail();
    return this.generator(first, s);
  }

  /** (',' element)* [','] and the closing token. */
  private restOfElements(first: A.Expr, close: number): A.Expr[] {
    const elts = [first];
    while (this.accept(T.COMMA)) {
      if (this.k === close) break;
      elts.push(this.starNamed());
    }
    this.expect(close);
    return elts;
  }

  private list(): A.Expr {
    const t = this.t;
    const s = this.p;
    this.enter();
    this.advance();
    let elts: A.Expr[] = [];
    if (this.k === T.RSQB) this.advance();
    else {
      const isStar = this.k === T.STAR;
      const first = this.starNamed();
      if (!isStar && (this.k === T.K_FOR || this.k === T.K_ASYNC)) {
        const generators = this.comprehensions();
        this.expect(T.RSQB);
        this.depth--;
        return {
          kind: 'ListComp',
          elt: first,
          generators,
          lineno: t[s + 3],
          col_offset: t[s + 4],
          end_lineno: t[this.p - 3],
          end_col_offset: t[this.p - 2],
        };
      }
      elts = this.restOfElements(first, T.RSQB);
    }
    this.depth--;
    return {
      kind: 'List',
      elts,
      ctx: 'Load',
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  private brace(): A.Expr {
    const s = this.p;
    this.enter();
    this.advance();
    const node = this.braceBody(s);
    this.depth--;
    return node;
  }

  private braceBody(s: number): A.Expr {
    if (this.k === T.RBRACE || this.k === T.DOUBLESTAR) return this.dict([], [], s);
    const t = this.t;
    const isStar = this.k === T.STAR;
    const isNamed = this.k === T.NAME && this.peek() === T.COLONEQUAL;
    const first = this.starNamed();
    if (this.k === T.COLON && !isStar && !isNamed) {
      return this.dictFrom(first, s);
    }
    if (!isStar && (this.k === T.K_FOR || this.k === T.K_ASYNC)) {
      const generators = this.comprehensions();
      this.expect(T.RBRACE);
      return {
        kind: 'SetComp',
        elt: first,
        generators,
        lineno: t[s + 3],
        col_offset: t[s + 4],
        end_lineno: t[this.p - 3],
        end_col_offset: t[this.p - 2],
      };
    }
    const elts = this.restOfElements(first, T.RBRACE);
    return {
      kind: 'Set',
      elts,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  private dictFrom(key: A.Expr, s: number): A.Expr {
    const t = this.t;
    this.advance();
    const value = this.expression();
    if (this.k === T.K_FOR || this.k === T.K_ASYNC) {
      const generators = this.comprehensions();
      this.expect(T.RBRACE);
      return {
        kind: 'DictComp',
        key,
        value,
        generators,
        lineno: t[s + 3],
        col_offset: t[s + 4],
        end_lineno: t[this.p - 3],
        end_col_offset: t[this.p - 2],
      };
    }
    if (this.k !== T.RBRACE) this.expect(T.COMMA);
    return this.dict([key], [value], s);
  }

  /** The rest of a dict display, the cursor on an item or the '}'. */
  private dict(keys: (A.Expr | null)[], values: A.Expr[], s: number): A.Expr {
    const t = this.t;
    while (this.k !== T.RBRACE) {
      if (this.accept(T.DOUBLESTAR)) {
        keys.push(null);
        values.push(this.binary(0));
      } else {
        keys.push(this.expression());
        this.expect(T.COLON);
        values.push(this.expression());
      }
      if (!this.accept(T.COMMA)) break;
    }
    this.expect(T.RBRACE);
    return {
      kind: 'Dict',
      keys,
      values,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  /** for_if_clauses */
  private comprehensions(): A.Comprehension[] {
    const out: A.Comprehension[] = [];
    while (this.k === T.K_FOR || this.k === T.K_ASYNC) {
      const isAsync = this.accept(T.K_ASYNC);
      if (isAsync) this.need(6);
      this.expect(T.K_FOR);
      const target = this.starTargets();
      this.expect(T.K_IN);
      const iter = this.disjunction();
      const ifs: A.Expr[] = [];
      while (this.accept(T.K_IF)) ifs.push(this.disjunction());
      out.push({ kind: 'comprehension', target, iter, ifs, is_async: isAsync ? 1 : 0 });
    }
    if (out.length === 0) this.fail();
    return out;
  }

  // ---- targets ----

  /** star_targets, Store */
  starTargets(): A.Expr {
    const s = this.p;
    const first = this.starTarget();
    if (this.k !== T.COMMA) return first;
    const elts = [first];
    while (this.accept(T.COMMA)) {
      if (!this.startsExpr()) break;
      elts.push(this.starTarget());
    }
    const node = this.tuple(elts, s) as A.Tuple;
    node.ctx = 'Store';
    return node;
  }

  starTarget(): A.Expr {
    const node = this.k === T.STAR ? this.starred() : this.binary(0);
    this.toTarget(node, 'Store');
    return node;
  }

  /** Gives an expression the context Store or Del, fails when it is no target. */
  toTarget(node: A.Expr, ctx: A.ExprContext): void {
    switch (node.kind) {
      case 'Name':
      case 'Attribute':
      case 'Subscript':
        node.ctx = ctx;
        return;
      case 'Tuple':
      case 'List':
        for (const elt of node.elts) this.toTarget(elt, ctx);
        node.ctx = ctx;
        return;
      case 'Starred':
        if (ctx === 'Del') this.fail();
        this.toTarget(node.value, ctx);
        node.ctx = ctx;
        return;
      default:
        this.fail();
    }
  }

  // ---- lambda ----

  private lambda(): A.Expr {
    const t = this.t;
    const s = this.p;
    this.advance();
    const args = this.parameters(T.COLON, false);
    this.expect(T.COLON);
    this.enter();
    const body = this.expression();
    this.depth--;
    return {
      kind: 'Lambda',
      args,
      body,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  /** Parameters up to `close`, which stays; annotations and type comments only for `def`. */
  protected parameters(close: number, annotated: boolean): A.Arguments {
    const args: A.Arguments = {
      kind: 'arguments',
      posonlyargs: [],
      args: [],
      vararg: null,
      kwonlyargs: [],
      kw_defaults: [],
      kwarg: null,
      defaults: [],
    };
    let star = false;
    while (this.k !== close) {
      if (args.kwarg !== null) this.fail();
      if (this.k === T.SLASH) {
        if (star || args.posonlyargs.length > 0 || args.args.length === 0) this.fail();
        this.need(8);
        args.posonlyargs = args.args;
        args.args = [];
        this.advance();
      } else if (this.k === T.STAR) {
        if (star) this.fail();
        star = true;
        this.advance();
        if (this.k === T.COMMA) {
          const next = this.peek();
          if (next === close || next === T.DOUBLESTAR || next === T.TYPE_COMMENT) this.fail();
        } else {
          args.vararg = this.parameter(annotated, true);
        }
      } else if (this.accept(T.DOUBLESTAR)) {
        args.kwarg = this.parameter(annotated, false);
      } else {
        this.plainParameter(args, star, annotated);
      }
      this.parameterEnd(args, close, annotated);
    }
    return args;
  }

  private plainParameter(args: A.Arguments, star: boolean, annotated: boolean): void {
    const arg = this.parameter(annotated, false);
    const value = this.accept(T.EQUAL) ? this.expression() : null;
    if (star) {
      args.kwonlyargs.push(arg);
      args.kw_defaults.push(value);
    } else {
      args.args.push(arg);
      if (value !== null) args.defaults.push(value);
      else if (args.defaults.length > 0) this.fail();
    }
  }

  private parameter(annotated: boolean, starAnnotation: boolean): A.Arg {
    const t = this.t;
    const s = this.p;
    const arg = this.identifier();
    let annotation: A.Expr | null = null;
    if (annotated && this.accept(T.COLON)) {
      annotation = starAnnotation && this.k === T.STAR ? this.starred() : this.expression();
    }
    return {
      kind: 'arg',
      arg,
      annotation,
      type_comment: null,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  /** The comma behind a parameter, and its type comment. */
  private parameterEnd(args: A.Arguments, close: number, annotated: boolean): void {
    const afterSlash = this.t[this.p - STRIDE] === T.SLASH;
    const bareStar = this.t[this.p - STRIDE] === T.STAR;
    const comma = this.accept(T.COMMA);
    if (annotated && this.k === T.TYPE_COMMENT) {
      if (afterSlash || bareStar) this.fail();
      const last = args.kwarg ?? args.kwonlyargs.at(-1) ?? args.vararg ?? args.args.at(-1);
      last!.type_comment = this.typeComment();
    }
    if (!comma && this.k !== close) this.fail();
  }

  /** Consumes a TYPE_COMMENT. */
  protected typeComment(): Text {
    const text = sourceText(this.source.slice(this.t[this.p + 1], this.t[this.p + 2]));
    this.advance();
    return text;
  }

  // ---- strings ----

  private at(s: number): A.Located {
    const t = this.t;
    return {
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  /** Adjacent string literals. */
  protected strings(): A.Expr {
    const s = this.p;
    const first = this.k === T.STRING ? this.stringToken() : this.fstring();
    if (this.k !== T.STRING && this.k !== T.FSTRING_START && first.kind === 'Constant')
      return first;
    const parts = [first];
    while (this.k === T.STRING || this.k === T.FSTRING_START) {
      parts.push(this.k === T.STRING ? this.stringToken() : this.fstring());
    }
    return concatenate(parts, this.at(s)) ?? this.fail();
  }

  private stringToken(): A.Expr {
    const t = this.t;
    const s = this.p;
    const value = this.decoder.string(this.source, t[s + 1], t[s + 2]);
    if (value === null) this.fail();
    if (this.decoder.invalidEscape !== null) this.warnEscape(s, s);
    this.advance();
    return {
      kind: 'Constant',
      value,
      u: this.source.charCodeAt(t[s + 1]) === 117 ? 'u' : null,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[s + 5],
      end_col_offset: t[s + 6],
    };
  }

  /** Notes the bad escape the decoder met in token `s`; `lineOf` is the token to name. */
  private warnEscape(s: number, lineOf: number): void {
    const found = this.decoder.invalidEscape!;
    this.decoder.invalidEscape = null;
    const at = this.t[s + 1];
    const type = this.t[lineOf];
    if ((found === '{' || found === '}') && type !== T.STRING) return;
    this.warnings.push({
      category: this.featureVersion >= 12 ? 'SyntaxWarning' : 'DeprecationWarning',
      msg: escapeWarning(found),
      lineno: this.t[lineOf + 3],
      at,
    });
  }

  private fstring(): A.Expr {
    const t = this.t;
    const s = this.p;
    const prefix = this.source.slice(t[s + 1], t[s + 2]);
    const raw = prefix.includes('r') || prefix.includes('R');
    const parts: A.Expr[] = [];
    const middles: number[] = [];
    this.advance();
    this.enter();
    while (this.k !== T.FSTRING_END) {
      if (this.k === T.LBRACE) {
        parts.push(this.replacementField());
      } else if (this.k === T.FSTRING_MIDDLE) {
        middles.push(parts.length, this.p);
        parts.push(textConstant('', null, this.at(this.p), this.at(this.p)));
        this.advance();
      } else this.fail();
    }
    for (let i = 0; i < middles.length; i += 2) {
      parts[middles[i]] = this.middle(middles[i + 1], raw, this.p);
    }
    this.depth--;
    this.advance();
    const values = flatten(parts).filter((part) => !isEmptyText(part));
    return joinedStr(values, this.at(s));
  }

  /** The constant of the FSTRING_MIDDLE at `m`. */
  private middle(m: number, raw: boolean, lineOf: number): A.Constant {
    const t = this.t;
    const value = this.decoder.text(this.source, t[m + 1], t[m + 2], raw);
    if (value === null) this.fail();
    if (this.decoder.invalidEscape !== null) this.warnEscape(m, lineOf);
    return {
      kind: 'Constant',
      value: { t: 'str', v: value },
      u: null,
      lineno: t[m + 3],
      col_offset: t[m + 4],
      end_lineno: t[m + 5],
      end_col_offset: t[m + 6],
    };
  }

  /** '{' ... '}' in an f-string or a format spec. */
  private replacementField(): A.Expr {
    const t = this.t;
    const s = this.p;
    this.advance();
    const value = this.yieldOrStar();
    const debug = this.accept(T.EQUAL);
    // The token that ends the expression; the text of a debug field hangs on it.
    const ending = this.p;
    let conversion = this.k === T.EXCLAMATION ? this.conversion() : -1;
    const spec = this.k === T.COLON ? this.formatSpec() : null;
    if (debug && conversion < 0 && spec === null) conversion = 114;
    this.expect(T.RBRACE);
    const node: A.FormattedValue = {
      kind: 'FormattedValue',
      value,
      conversion,
      format_spec: spec,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
    return debug ? this.debugField(node, ending) : node;
  }

  /** The field with its text before it, which ends where CPython says it does. */
  private debugField(node: A.FormattedValue, ending: number): A.Expr {
    const t = this.t;
    let line = t[ending + 5];
    let col = t[ending + 6];
    if (t[ending] === T.EXCLAMATION) {
      // At the conversion's name.
      line = t[ending + STRIDE + 3];
      col = t[ending + STRIDE + 4];
    } else if (t[ending] === T.COLON) {
      line = t[ending + 3];
      col = t[ending + 4] + 1;
    }
    const { lineno, col_offset } = node;
    const from = { lineno, col_offset: col_offset + 1, end_lineno: 0, end_col_offset: 0 };
    const to = { lineno: 0, col_offset: 0, end_lineno: line, end_col_offset: col - 1 };
    const text = this.texts[t[ending + 7] - 1] ?? '';
    const at = { lineno, col_offset, end_lineno: line, end_col_offset: col };
    return joinedStr([textConstant(sourceText(text), null, from, to), node], at);
  }

  private conversion(): number {
    const t = this.t;
    const mark = this.p;
    this.advance();
    if (this.k !== T.NAME || t[mark + 2] !== t[this.p + 1]) this.fail();
    const name = this.identifier();
    if (name !== 's' && name !== 'r' && name !== 'a') this.fail();
    return name.charCodeAt(0);
  }

  private formatSpec(): A.Expr {
    const s = this.p;
    const parts: A.Expr[] = [];
    this.advance();
    while (this.k !== T.RBRACE) {
      if (this.k === T.LBRACE) parts.push(this.replacementField());
      else if (this.k === T.FSTRING_MIDDLE) {
        parts.push(this.middle(this.p, false, this.p));
        this.advance();
      } else this.fail();
    }
    return formatSpec(parts, this.at(s));
  }
}

/** The message for a bad escape. */
export function escapeWarning(found: string): string {
  return found.length > 1
    ? `invalid octal escape sequence '\\${found}'`
    : `invalid escape sequence '\\${found}'`;
}
