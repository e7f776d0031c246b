/**
 * Patterns of the match statement, on the fast path (CPython: the pattern rules of
 * Grammar/python.gram, PEP 634).
 *
 * Invariants: as in parser-expr.ts.
 */

import type * as A from './ast.ts';
import { ExprParser } from './parser-expr.ts';
import * as T from './tokens.ts';

export class PatternParser extends ExprParser {
  /** patterns: an open sequence or one pattern. */
  patterns(): A.Pattern {
    const s = this.p;
    const isStar = this.k === T.STAR;
    const first = this.maybeStarPattern();
    if (this.k !== T.COMMA) {
      if (isStar) this.fail();
      return first;
    }
    const patterns = [first];
    while (this.accept(T.COMMA)) {
      if (this.k === T.COLON || this.k === T.K_IF) break;
      patterns.push(this.maybeStarPattern());
    }
    return this.sequenceAt(patterns, s);
  }

  private sequenceAt(patterns: A.Pattern[], s: number): A.Pattern {
    const t = this.t;
    return {
      kind: 'MatchSequence',
      patterns,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  private maybeStarPattern(): A.Pattern {
    if (this.k !== T.STAR) return this.pattern();
    const t = this.t;
    const s = this.p;
    this.advance();
    const wildcard = this.atSoft(T.SOFT_WILDCARD);
    const captured = wildcard ? this.identifier() : this.captureTarget();
    const name = wildcard ? null : captured;
    return {
      kind: 'MatchStar',
      name,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  private captureTarget(): string {
    if (this.atSoft(T.SOFT_WILDCARD)) this.fail();
    const name = this.identifier();
    if (this.k === T.DOT || this.k === T.LPAR || this.k === T.EQUAL) this.fail();
    return name;
  }

  private pattern(): A.Pattern {
    const t = this.t;
    const s = this.p;
    this.enter();
    const pattern = this.orPattern();
    this.depth--;
    if (!this.accept(T.K_AS)) return pattern;
    const name = this.captureTarget();
    return {
      kind: 'MatchAs',
      pattern,
      name,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  private orPattern(): A.Pattern {
    const t = this.t;
    const s = this.p;
    const first = this.closedPattern();
    if (this.k !== T.VBAR) return first;
    const patterns = [first];
    while (this.accept(T.VBAR)) patterns.push(this.closedPattern());
    return {
      kind: 'MatchOr',
      patterns,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  private closedPattern(): A.Pattern {
    switch (this.k) {
      case T.NUMBER:
      case T.MINUS:
        return this.valuePattern(this.signedNumber());
      case T.STRING:
      case T.FSTRING_START:
        return this.valuePattern(this.strings());
      case T.K_NONE:
        return this.singleton({ t: 'None' });
      case T.K_TRUE:
        return this.singleton({ t: 'True' });
      case T.K_FALSE:
        return this.singleton({ t: 'False' });
      case T.NAME:
        return this.namePattern();
      case T.LPAR:
        return this.groupPattern();
      case T.LSQB:
        return this.listPattern();
      case T.LBRACE:
        return this.mappingPattern();
      default:
        return this.fail();
    }
  }

  /** `value` is an expression node just read: a pattern of the same extent. */
  private valuePattern(value: A.Expr): A.Pattern {
    return {
      kind: 'MatchValue',
      value,
      lineno: value.lineno,
      col_offset: value.col_offset,
      end_lineno: value.end_lineno,
      end_col_offset: value.end_col_offset,
    };
  }

  private singleton(value: A.ConstValue): A.Pattern {
    const t = this.t;
    const s = this.p;
    this.advance();
    return {
      kind: 'MatchSingleton',
      value,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[s + 5],
      end_col_offset: t[s + 6],
    };
  }

  /** A number with an optional '-', or a complex one. */
  private signedNumber(): A.Expr {
    const t = this.t;
    const s = this.p;
    const negative = this.accept(T.MINUS);
    if (this.k !== T.NUMBER) this.fail();
    let left = this.numberNode();
    const imaginary = (left as A.Constant).value.t === 'complex';
    if (negative) {
      left = {
        kind: 'UnaryOp',
        op: 'USub',
        operand: left,
        lineno: t[s + 3],
        col_offset: t[s + 4],
        end_lineno: t[this.p - 3],
        end_col_offset: t[this.p - 2],
      };
    }
    if (this.k !== T.PLUS && this.k !== T.MINUS) return left;
    const op = this.k === T.PLUS ? 'Add' : 'Sub';
    this.advance();
    if (this.k !== T.NUMBER || imaginary) this.fail();
    const right = this.numberNode();
    if ((right as A.Constant).value.t !== 'complex') this.fail();
    return {
      kind: 'BinOp',
      left,
      op,
      right,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  private namePattern(): A.Pattern {
    const t = this.t;
    const s = this.p;
    const next = this.peek();
    if (this.atSoft(T.SOFT_WILDCARD)) {
      this.advance();
      return {
        kind: 'MatchAs',
        pattern: null,
        name: null,
        lineno: t[s + 3],
        col_offset: t[s + 4],
        end_lineno: t[s + 5],
        end_col_offset: t[s + 6],
      };
    }
    if (next !== T.DOT && next !== T.LPAR && next !== T.EQUAL) {
      const name = this.identifier();
      return {
        kind: 'MatchAs',
        pattern: null,
        name,
        lineno: t[s + 3],
        col_offset: t[s + 4],
        end_lineno: t[s + 5],
        end_col_offset: t[s + 6],
      };
    }
    const value = this.nameOrAttr();
    if (this.k === T.LPAR) return this.classPattern(value, s);
    if (this.k === T.EQUAL || value.kind === 'Name') this.fail();
    return this.valuePattern(value);
  }

  private nameOrAttr(): A.Expr {
    const t = this.t;
    const s = this.p;
    if (this.k !== T.NAME) this.fail();
    let node = this.nameNode('Load');
    while (this.accept(T.DOT)) {
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
    }
    return node;
  }

  private groupPattern(): A.Pattern {
    const s = this.p;
    this.advance();
    if (this.accept(T.RPAR)) return this.sequenceAt([], s);
    const isStar = this.k === T.STAR;
    const first = this.maybeStarPattern();
    if (this.k === T.RPAR && !isStar) {
      this.advance();
      return first;
    }
    if (this.k !== T.COMMA) this.fail();
    const patterns = [first];
    this.restOfSequence(patterns, T.RPAR);
    return this.sequenceAt(patterns, s);
  }

  private listPattern(): A.Pattern {
    const s = this.p;
    this.advance();
    const patterns: A.Pattern[] = [];
    if (this.k !== T.RSQB) {
      patterns.push(this.maybeStarPattern());
      this.restOfSequence(patterns, T.RSQB);
    } else this.advance();
    return this.sequenceAt(patterns, s);
  }

  private restOfSequence(patterns: A.Pattern[], close: number): void {
    while (this.accept(T.COMMA)) {
      if (this.k === close) break;
      patterns.push(this.maybeStarPattern());
    }
    this.expect(close);
  }

  private mappingPattern(): A.Pattern {
    const t = this.t;
    const s = this.p;
    const keys: A.Expr[] = [];
    const patterns: A.Pattern[] = [];
    let rest: string | null = null;
    this.advance();
    while (this.k !== T.RBRACE) {
      if (rest !== null) this.fail();
      if (this.accept(T.DOUBLESTAR)) {
        rest = this.captureTarget();
      } else {
        keys.push(this.mappingKey());
        this.expect(T.COLON);
        patterns.push(this.pattern());
      }
      if (!this.accept(T.COMMA)) break;
    }
    this.expect(T.RBRACE);
    return {
      kind: 'MatchMapping',
      keys,
      patterns,
      rest,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  private mappingKey(): A.Expr {
    switch (this.k) {
      case T.NUMBER:
      case T.MINUS:
        return this.signedNumber();
      case T.STRING:
      case T.FSTRING_START:
        return this.strings();
      case T.K_NONE:
        return this.constant({ t: 'None' });
      case T.K_TRUE:
        return this.constant({ t: 'True' });
      case T.K_FALSE:
        return this.constant({ t: 'False' });
      default: {
        const key = this.nameOrAttr();
        if (key.kind === 'Name') this.fail();
        return key;
      }
    }
  }

  private classPattern(cls: A.Expr, s: number): A.Pattern {
    const t = this.t;
    const patterns: A.Pattern[] = [];
    const attrs: string[] = [];
    const kwdPatterns: A.Pattern[] = [];
    this.advance();
    while (this.k !== T.RPAR) {
      if (this.k === T.NAME && this.peek() === T.EQUAL) {
        attrs.push(this.identifier());
        this.advance();
        kwdPatterns.push(this.pattern());
      } else {
        if (attrs.length > 0) this.fail();
        patterns.push(this.pattern());
      }
      if (!this.accept(T.COMMA)) break;
    }
    this.expect(T.RPAR);
    return {
      kind: 'MatchClass',
      cls,
      patterns,
      kwd_attrs: attrs,
      kwd_patterns: kwdPatterns,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }
}
