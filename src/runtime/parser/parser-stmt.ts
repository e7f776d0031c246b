/**
 * Statements and whole inputs, on the fast path (CPython: the statement rules of
 * Grammar/python.gram).
 *
 * Invariants: as in parser-expr.ts. A soft keyword is decided by looking at tokens: `match` opens a
 * statement when its line ends with ':' and an indented block follows, `type` when a name follows.
 */

import type { Text } from '../text/text.ts';
import type * as A from './ast.ts';
import { PatternParser } from './pattern.ts';
import { STRIDE } from './token-buffer.ts';
import * as T from './tokens.ts';

const AUGMENTED: (A.Operator | undefined)[] = [];
for (const [type, op] of [
  [T.PLUSEQUAL, 'Add'],
  [T.MINEQUAL, 'Sub'],
  [T.STAREQUAL, 'Mult'],
  [T.ATEQUAL, 'MatMult'],
  [T.SLASHEQUAL, 'Div'],
  [T.PERCENTEQUAL, 'Mod'],
  [T.AMPEREQUAL, 'BitAnd'],
  [T.VBAREQUAL, 'BitOr'],
  [T.CIRCUMFLEXEQUAL, 'BitXor'],
  [T.LEFTSHIFTEQUAL, 'LShift'],
  [T.RIGHTSHIFTEQUAL, 'RShift'],
  [T.DOUBLESTAREQUAL, 'Pow'],
  [T.DOUBLESLASHEQUAL, 'FloorDiv'],
] as const)
  AUGMENTED[type] = op;

export class StmtParser extends PatternParser {
  // ---- inputs ----

  module(typeIgnores: A.TypeIgnore[]): A.Module {
    const body: A.Stmt[] = [];
    while (this.k !== T.ENDMARKER) this.statement(body);
    return { kind: 'Module', body, type_ignores: typeIgnores };
  }

  interactive(): A.Interactive {
    const body: A.Stmt[] = [];
    if (this.k === T.NEWLINE) {
      const t = this.t;
      this.advance();
      body.push({
        kind: 'Pass',
        lineno: t[3],
        col_offset: t[4],
        end_lineno: t[5],
        end_col_offset: t[6],
      });
    } else if (this.compound(body)) this.expect(T.NEWLINE);
    else this.simpleStatements(body);
    return { kind: 'Interactive', body };
  }

  evalInput(): A.Expression {
    const body = this.expressions();
    while (this.accept(T.NEWLINE));
    if (this.k !== T.ENDMARKER) this.fail();
    return { kind: 'Expression', body };
  }

  funcType(): A.FunctionType {
    const argtypes: A.Expr[] = [];
    this.expect(T.LPAR);
    let stage = 0;
    while (this.k !== T.RPAR) {
      if (this.k === T.STAR) {
        if (stage > 0) this.fail();
        stage = 1;
        this.advance();
      } else if (this.k === T.DOUBLESTAR) {
        if (stage > 1) this.fail();
        stage = 2;
        this.advance();
      } else if (stage > 0) this.fail();
      argtypes.push(this.expression());
      if (!this.accept(T.COMMA)) break;
      if (this.k === T.RPAR) this.fail();
    }
    this.expect(T.RPAR);
    this.expect(T.RARROW);
    const returns = this.expression();
    while (this.accept(T.NEWLINE));
    if (this.k !== T.ENDMARKER) this.fail();
    return { kind: 'FunctionType', argtypes, returns };
  }

  // ---- statements ----

  private statement(out: A.Stmt[]): void {
    if (!this.compound(out)) this.simpleStatements(out);
  }

  /** The token a compound statement ends with. */
  private lastToken(): number {
    const t = this.t;
    let e = this.p - STRIDE;
    while (e > 0 && (t[e] === T.NEWLINE || t[e] === T.INDENT || t[e] === T.DEDENT)) e -= STRIDE;
    return e;
  }

  /** Reads a compound statement if there is one. */
  private compound(out: A.Stmt[]): boolean {
    switch (this.k) {
      case T.K_IF:
        out.push(this.ifStatement());
        return true;
      case T.K_DEF:
        out.push(this.functionDef(this.p, false, []));
        return true;
      case T.K_CLASS:
        out.push(this.classDef([]));
        return true;
      case T.AT:
        out.push(this.decorated());
        return true;
      case T.K_FOR:
        out.push(this.forStatement(this.p, false));
        return true;
      case T.K_WITH:
        out.push(this.withStatement(this.p, false));
        return true;
      case T.K_TRY:
        out.push(this.tryStatement());
        return true;
      case T.K_WHILE:
        out.push(this.whileStatement());
        return true;
      case T.K_ASYNC:
        out.push(this.asyncStatement([]));
        return true;
      case T.NAME:
        if (this.t[this.p + 7] !== T.SOFT_MATCH || !this.atMatchStatement()) return false;
        out.push(this.matchStatement());
        return true;
      default:
        return false;
    }
  }

  private asyncStatement(decorators: A.Expr[]): A.Stmt {
    const s = this.p;
    this.need(5);
    this.advance();
    if (this.k === T.K_DEF) return this.functionDef(s, true, decorators);
    if (decorators.length > 0) this.fail();
    if (this.k === T.K_FOR) return this.forStatement(s, true);
    if (this.k === T.K_WITH) return this.withStatement(s, true);
    return this.fail();
  }

  private block(): A.Stmt[] {
    const out: A.Stmt[] = [];
    if (!this.accept(T.NEWLINE)) {
      this.simpleStatements(out);
      return out;
    }
    this.expect(T.INDENT);
    this.enter();
    do this.statement(out);
    while (this.k !== T.DEDENT && this.k !== T.ENDMARKER);
    this.depth--;
    this.expect(T.DEDENT);
    return out;
  }

  private ifStatement(): A.If {
    const t = this.t;
    const starts: number[] = [];
    const tests: A.Expr[] = [];
    const bodies: A.Stmt[][] = [];
    do {
      starts.push(this.p);
      this.advance();
      tests.push(this.namedExpression());
      this.expect(T.COLON);
      bodies.push(this.block());
    } while (this.k === T.K_ELIF);
    if (tests.length > this.deepest) this.deepest = tests.length;
    let orelse = this.elseBlock();
    const e = this.lastToken();
    for (let i = tests.length - 1; ; i--) {
      const s = starts[i];
      const node: A.If = {
        kind: 'If',
        test: tests[i],
        body: bodies[i],
        orelse,
        lineno: t[s + 3],
        col_offset: t[s + 4],
        end_lineno: t[e + 5],
        end_col_offset: t[e + 6],
      };
      if (i === 0) return node;
      orelse = [node];
    }
  }

  private elseBlock(): A.Stmt[] {
    if (!this.accept(T.K_ELSE)) return [];
    this.expect(T.COLON);
    return this.block();
  }

  private whileStatement(): A.Stmt {
    const t = this.t;
    const s = this.p;
    this.advance();
    const test = this.namedExpression();
    this.expect(T.COLON);
    const body = this.block();
    const orelse = this.elseBlock();
    const e = this.lastToken();
    return {
      kind: 'While',
      test,
      body,
      orelse,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[e + 5],
      end_col_offset: t[e + 6],
    };
  }

  private optionalTypeComment(): Text | null {
    return this.k === T.TYPE_COMMENT ? this.typeComment() : null;
  }

  private forStatement(s: number, isAsync: boolean): A.Stmt {
    const t = this.t;
    this.advance();
    const target = this.starTargets();
    this.expect(T.K_IN);
    const iter = this.starExpressions();
    this.expect(T.COLON);
    const comment = this.optionalTypeComment();
    const body = this.block();
    const orelse = this.elseBlock();
    const e = this.lastToken();
    return {
      kind: isAsync ? 'AsyncFor' : 'For',
      target,
      iter,
      body,
      orelse,
      type_comment: comment,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[e + 5],
      end_col_offset: t[e + 6],
    };
  }

  private withStatement(s: number, isAsync: boolean): A.Stmt {
    const t = this.t;
    this.advance();
    let items = this.k === T.LPAR ? this.parenthesizedItems(isAsync) : null;
    if (items === null) {
      items = [this.withItem()];
      while (this.accept(T.COMMA)) items.push(this.withItem());
    }
    this.expect(T.COLON);
    const comment = this.optionalTypeComment();
    const body = this.block();
    const e = this.lastToken();
    return {
      kind: isAsync ? 'AsyncWith' : 'With',
      items,
      body,
      type_comment: comment,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[e + 5],
      end_col_offset: t[e + 6],
    };
  }

  /** Index of the token behind the bracket that closes the one at the cursor. */
  private behindBracket(): number {
    const t = this.t;
    let p = this.p;
    let level = 0;
    for (;;) {
      const k = t[p];
      if (k === T.LPAR || k === T.LSQB || k === T.LBRACE) level++;
      else if (k === T.RPAR || k === T.RSQB || k === T.RBRACE) level--;
      else if (k === T.ENDMARKER || k === T.ERRORTOKEN) return this.fail();
      p += STRIDE;
      if (level === 0) return p;
    }
  }

  /** '(' items ')' before ':'; null, the cursor restored, when the brackets are an expression's. */
  private parenthesizedItems(isAsync: boolean): A.WithItem[] | null {
    const s = this.p;
    const behind = this.behindBracket();
    if (this.t[behind] !== T.COLON) return null;
    // The grammar gives `async with (...)` no type comment: then it is the other form.
    if (isAsync && this.t[behind + STRIDE] === T.TYPE_COMMENT) return null;
    const items: A.WithItem[] = [];
    this.advance();
    do {
      if (this.k === T.RPAR && items.length > 0) break;
      if (this.k === T.K_YIELD || this.k === T.STAR || this.k === T.RPAR) return this.back(s);
      const expr = this.expression();
      let target: A.Expr | null = null;
      if (this.accept(T.K_AS)) target = this.starTarget();
      else if (this.k !== T.COMMA && this.k !== T.RPAR) return this.back(s);
      items.push({ kind: 'withitem', context_expr: expr, optional_vars: target });
    } while (this.accept(T.COMMA));
    this.expect(T.RPAR);
    return items;
  }

  private back(position: number): null {
    this.seek(position);
    return null;
  }

  private withItem(): A.WithItem {
    const expr = this.expression();
    let target: A.Expr | null = null;
    if (this.accept(T.K_AS)) {
      target = this.starTarget();
      if (this.k !== T.COMMA && this.k !== T.RPAR && this.k !== T.COLON) this.fail();
    }
    return { kind: 'withitem', context_expr: expr, optional_vars: target };
  }

  private tryStatement(): A.Stmt {
    const t = this.t;
    const s = this.p;
    this.advance();
    this.expect(T.COLON);
    const body = this.block();
    const handlers: A.ExceptHandler[] = [];
    let star = false;
    while (this.k === T.K_EXCEPT) {
      const starred = this.peek() === T.STAR;
      if (handlers.length > 0 && starred !== star) this.fail();
      star = starred;
      handlers.push(this.exceptHandler(star));
    }
    if (star) this.need(11);
    const orelse = handlers.length > 0 ? this.elseBlock() : [];
    let finalbody: A.Stmt[] = [];
    if (this.accept(T.K_FINALLY)) {
      this.expect(T.COLON);
      finalbody = this.block();
    } else if (handlers.length === 0) this.fail();
    const e = this.lastToken();
    return {
      kind: star ? 'TryStar' : 'Try',
      body,
      handlers,
      orelse,
      finalbody,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[e + 5],
      end_col_offset: t[e + 6],
    };
  }

  private exceptHandler(star: boolean): A.ExceptHandler {
    const t = this.t;
    const s = this.p;
    this.advance();
    if (star) this.advance();
    let type: A.Expr | null = null;
    let name: string | null = null;
    if (this.k !== T.COLON || star) {
      type = this.expression();
      if (this.accept(T.K_AS)) name = this.identifier();
    }
    this.expect(T.COLON);
    const body = this.block();
    const e = this.lastToken();
    return {
      kind: 'ExceptHandler',
      type,
      name,
      body,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[e + 5],
      end_col_offset: t[e + 6],
    };
  }

  // ---- match ----

  private atMatchStatement(): boolean {
    const t = this.t;
    const next = t[this.p + STRIDE];
    if (next === T.EQUAL || next === T.DOT || next === T.NEWLINE) return false;
    let p = this.p + STRIDE;
    while (t[p] !== T.NEWLINE) {
      if (t[p] === T.ENDMARKER || t[p] === T.ERRORTOKEN) return false;
      p += STRIDE;
    }
    return t[p - STRIDE] === T.COLON && t[p + STRIDE] === T.INDENT;
  }

  private matchStatement(): A.Stmt {
    const t = this.t;
    const s = this.p;
    this.need(10);
    this.advance();
    const subject = this.subject();
    this.expect(T.COLON);
    this.expect(T.NEWLINE);
    this.expect(T.INDENT);
    this.enter();
    const cases: A.MatchCase[] = [];
    while (this.atSoft(T.SOFT_CASE)) {
      this.advance();
      const pattern = this.patterns();
      const guard = this.accept(T.K_IF) ? this.namedExpression() : null;
      this.expect(T.COLON);
      cases.push({ kind: 'match_case', pattern, guard, body: this.block() });
    }
    if (cases.length === 0) this.fail();
    this.depth--;
    this.expect(T.DEDENT);
    const e = this.lastToken();
    return {
      kind: 'Match',
      subject,
      cases,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[e + 5],
      end_col_offset: t[e + 6],
    };
  }

  private subject(): A.Expr {
    const t = this.t;
    const s = this.p;
    const isStar = this.k === T.STAR;
    const first = this.starNamed();
    if (this.k !== T.COMMA) {
      if (isStar) this.fail();
      return first;
    }
    const elts = [first];
    while (this.accept(T.COMMA)) {
      if (this.k === T.COLON) break;
      elts.push(this.starNamed());
    }
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

  // ---- definitions ----

  private decorated(): A.Stmt {
    const decorators: A.Expr[] = [];
    while (this.accept(T.AT)) {
      decorators.push(this.namedExpression());
      this.expect(T.NEWLINE);
    }
    if (this.k === T.K_DEF) return this.functionDef(this.p, false, decorators);
    if (this.k === T.K_CLASS) return this.classDef(decorators);
    if (this.k === T.K_ASYNC) return this.asyncStatement(decorators);
    return this.fail();
  }

  private functionDef(s: number, isAsync: boolean, decorators: A.Expr[]): A.Stmt {
    const t = this.t;
    this.advance();
    const name = this.identifier();
    const typeParams = this.typeParams();
    this.expect(T.LPAR);
    const args = this.parameters(T.RPAR, true);
    this.expect(T.RPAR);
    const returns = this.accept(T.RARROW) ? this.expression() : null;
    this.expect(T.COLON);
    const comment = this.functionTypeComment();
    const body = this.block();
    const e = this.lastToken();
    return {
      kind: isAsync ? 'AsyncFunctionDef' : 'FunctionDef',
      name,
      args,
      body,
      decorator_list: decorators,
      returns,
      type_comment: comment,
      type_params: typeParams,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[e + 5],
      end_col_offset: t[e + 6],
    };
  }

  private functionTypeComment(): Text | null {
    if (this.k === T.TYPE_COMMENT) return this.typeComment();
    if (this.k !== T.NEWLINE || this.peek() !== T.TYPE_COMMENT) return null;
    this.advance();
    const comment = this.typeComment();
    if (this.k !== T.NEWLINE || this.peek() !== T.INDENT) this.fail();
    return comment;
  }

  private classDef(decorators: A.Expr[]): A.Stmt {
    const t = this.t;
    const s = this.p;
    const bases: A.Expr[] = [];
    const keywords: A.Keyword[] = [];
    this.advance();
    const name = this.identifier();
    const typeParams = this.typeParams();
    if (this.k === T.LPAR) this.classArguments(bases, keywords);
    this.expect(T.COLON);
    const body = this.block();
    const e = this.lastToken();
    return {
      kind: 'ClassDef',
      name,
      bases,
      keywords,
      body,
      decorator_list: decorators,
      type_params: typeParams,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[e + 5],
      end_col_offset: t[e + 6],
    };
  }

  /** As call arguments, but a bare generator expression is none. */
  private classArguments(bases: A.Expr[], keywords: A.Keyword[]): void {
    const open = this.p;
    this.arguments(bases, keywords);
    const only = bases.length === 1 ? bases[0] : null;
    if (
      only?.kind === 'GeneratorExp' &&
      only.lineno === this.t[open + 3] &&
      only.col_offset === this.t[open + 4]
    )
      this.fail();
  }

  private typeParams(): A.TypeParam[] {
    const out: A.TypeParam[] = [];
    if (this.k !== T.LSQB) return out;
    this.need(12);
    this.advance();
    do {
      if (this.k === T.RSQB && out.length > 0) break;
      out.push(this.typeParam());
    } while (this.accept(T.COMMA));
    this.expect(T.RSQB);
    return out;
  }

  private typeParam(): A.TypeParam {
    const t = this.t;
    const s = this.p;
    const k = this.k;
    if (k === T.STAR || k === T.DOUBLESTAR) {
      this.advance();
      const name = this.identifier();
      const value = this.typeParamDefault(k === T.STAR);
      return {
        kind: k === T.STAR ? 'TypeVarTuple' : 'ParamSpec',
        name,
        default_value: value,
        lineno: t[s + 3],
        col_offset: t[s + 4],
        end_lineno: t[this.p - 3],
        end_col_offset: t[this.p - 2],
      };
    }
    const name = this.identifier();
    const bound = this.accept(T.COLON) ? this.expression() : null;
    const value = this.typeParamDefault(false);
    return {
      kind: 'TypeVar',
      name,
      bound,
      default_value: value,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  private typeParamDefault(star: boolean): A.Expr | null {
    if (!this.accept(T.EQUAL)) return null;
    this.need(13);
    return star && this.k === T.STAR ? this.starred() : this.expression();
  }

  // ---- simple statements ----

  private simpleStatements(out: A.Stmt[]): void {
    do {
      if (this.k === T.NEWLINE && out.length > 0 && this.t[this.p - STRIDE] === T.SEMI) break;
      out.push(this.simpleStatement());
    } while (this.accept(T.SEMI));
    this.expect(T.NEWLINE);
  }

  private simpleStatement(): A.Stmt {
    switch (this.k) {
      case T.K_RETURN:
        return this.returnStatement();
      case T.K_IMPORT:
        return this.importStatement();
      case T.K_FROM:
        return this.importFrom();
      case T.K_RAISE:
        return this.raiseStatement();
      case T.K_PASS:
        return this.wordStatement('Pass');
      case T.K_BREAK:
        return this.wordStatement('Break');
      case T.K_CONTINUE:
        return this.wordStatement('Continue');
      case T.K_DEL:
        return this.deleteStatement();
      case T.K_ASSERT:
        return this.assertStatement();
      case T.K_GLOBAL:
        return this.namesStatement('Global');
      case T.K_NONLOCAL:
        return this.namesStatement('Nonlocal');
      case T.NAME:
        if (this.t[this.p + 7] === T.SOFT_TYPE && this.peek() === T.NAME) return this.typeAlias();
        return this.expressionStatement();
      default:
        return this.expressionStatement();
    }
  }

  private wordStatement(kind: 'Pass' | 'Break' | 'Continue'): A.Stmt {
    const t = this.t;
    const s = this.p;
    this.advance();
    return {
      kind,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[s + 5],
      end_col_offset: t[s + 6],
    };
  }

  private returnStatement(): A.Stmt {
    const t = this.t;
    const s = this.p;
    this.advance();
    const bare = this.k === T.NEWLINE || this.k === T.SEMI;
    const value = bare ? null : this.starExpressions();
    return {
      kind: 'Return',
      value,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  private raiseStatement(): A.Stmt {
    const t = this.t;
    const s = this.p;
    this.advance();
    const bare = this.k === T.NEWLINE || this.k === T.SEMI;
    const exc = bare ? null : this.expression();
    const cause = !bare && this.accept(T.K_FROM) ? this.expression() : null;
    return {
      kind: 'Raise',
      exc,
      cause,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  private deleteStatement(): A.Stmt {
    const t = this.t;
    const s = this.p;
    const targets: A.Expr[] = [];
    this.advance();
    do {
      if (targets.length > 0 && (this.k === T.NEWLINE || this.k === T.SEMI)) break;
      const target = this.binary(0);
      this.toTarget(target, 'Del');
      targets.push(target);
    } while (this.accept(T.COMMA));
    return {
      kind: 'Delete',
      targets,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  private assertStatement(): A.Stmt {
    const t = this.t;
    const s = this.p;
    this.advance();
    const test = this.expression();
    const msg = this.accept(T.COMMA) ? this.expression() : null;
    return {
      kind: 'Assert',
      test,
      msg,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  private namesStatement(kind: 'Global' | 'Nonlocal'): A.Stmt {
    const t = this.t;
    const s = this.p;
    const names: string[] = [];
    this.advance();
    do names.push(this.identifier());
    while (this.accept(T.COMMA));
    return {
      kind,
      names,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  private typeAlias(): A.Stmt {
    const t = this.t;
    const s = this.p;
    this.need(12);
    this.advance();
    const name = this.nameNode('Store');
    const typeParams = this.typeParams();
    this.expect(T.EQUAL);
    const value = this.expression();
    return {
      kind: 'TypeAlias',
      name,
      type_params: typeParams,
      value,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  private expressionStatement(): A.Stmt {
    const t = this.t;
    const s = this.p;
    const value = this.yieldOrStar();
    const k = this.k;
    if (k === T.EQUAL) return this.assignment(value, s);
    if (k === T.COLON) return this.annotated(value, s);
    if (k < T.KEYWORD_BASE && AUGMENTED[k] !== undefined) return this.augmented(value, s);
    return {
      kind: 'Expr',
      value,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  private assignment(first: A.Expr, s: number): A.Stmt {
    const t = this.t;
    const targets: A.Expr[] = [];
    let value = first;
    while (this.accept(T.EQUAL)) {
      this.toTarget(value, 'Store');
      targets.push(value);
      value = this.yieldOrStar();
    }
    const comment = this.optionalTypeComment();
    return {
      kind: 'Assign',
      targets,
      value,
      type_comment: comment,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  private isSingleTarget(node: A.Expr): boolean {
    return node.kind === 'Name' || node.kind === 'Attribute' || node.kind === 'Subscript';
  }

  private annotated(target: A.Expr, s: number): A.Stmt {
    const t = this.t;
    if (!this.isSingleTarget(target)) this.fail();
    this.need(6);
    this.toTarget(target, 'Store');
    const simple = target.kind === 'Name' && t[s] !== T.LPAR ? 1 : 0;
    this.advance();
    const annotation = this.expression();
    const value = this.accept(T.EQUAL) ? this.yieldOrStar() : null;
    return {
      kind: 'AnnAssign',
      target,
      annotation,
      value,
      simple,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  private augmented(target: A.Expr, s: number): A.Stmt {
    const t = this.t;
    if (!this.isSingleTarget(target)) this.fail();
    if (this.k === T.ATEQUAL) this.need(5);
    this.toTarget(target, 'Store');
    const op = AUGMENTED[this.k]!;
    this.advance();
    const value = this.yieldOrStar();
    return {
      kind: 'AugAssign',
      target,
      op,
      value,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  // ---- imports ----

  private dottedName(): string {
    let name = this.identifier();
    while (this.accept(T.DOT)) name += '.' + this.identifier();
    return name;
  }

  private alias(dotted: boolean): A.Alias {
    const t = this.t;
    const s = this.p;
    const name = dotted ? this.dottedName() : this.identifier();
    const asname = this.accept(T.K_AS) ? this.identifier() : null;
    return {
      kind: 'alias',
      name,
      asname,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  private importStatement(): A.Stmt {
    const t = this.t;
    const s = this.p;
    const names: A.Alias[] = [];
    this.advance();
    do names.push(this.alias(true));
    while (this.accept(T.COMMA));
    return {
      kind: 'Import',
      names,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  private importFrom(): A.Stmt {
    const t = this.t;
    const s = this.p;
    let level = 0;
    this.advance();
    while (this.k === T.DOT || this.k === T.ELLIPSIS) {
      level += this.k === T.DOT ? 1 : 3;
      this.advance();
    }
    const module = this.k === T.K_IMPORT && level > 0 ? null : this.dottedName();
    this.expect(T.K_IMPORT);
    const names = this.importTargets();
    if (module === '__future__' && level === 0) {
      for (const alias of names) if (alias.name === 'barry_as_FLUFL') this.flufl = true;
    }
    return {
      kind: 'ImportFrom',
      module,
      names,
      level,
      lineno: t[s + 3],
      col_offset: t[s + 4],
      end_lineno: t[this.p - 3],
      end_col_offset: t[this.p - 2],
    };
  }

  private importTargets(): A.Alias[] {
    const t = this.t;
    const names: A.Alias[] = [];
    const s = this.p;
    if (this.accept(T.STAR)) {
      names.push({
        kind: 'alias',
        name: '*',
        asname: null,
        lineno: t[s + 3],
        col_offset: t[s + 4],
        end_lineno: t[s + 5],
        end_col_offset: t[s + 6],
      });
      return names;
    }
    const brackets = this.accept(T.LPAR);
    do {
      if (brackets && this.k === T.RPAR && names.length > 0) break;
      names.push(this.alias(false));
    } while (this.accept(T.COMMA));
    if (brackets) this.expect(T.RPAR);
    return names;
  }
}
