/**
 * The slow parser: finds the error of a source the fast one refused (CPython:
 * _PyPegen_run_parser of Parser/pegen.c, Parser/pegen_errors.c, Parser/action_helpers.c).
 *
 * Invariants: it interprets CPython's grammar rule by rule and reads tokens on demand, so that "the
 * last token read" and the state of the tokenizer, which many errors point at, are CPython's. The
 * first pass runs without the invalid_ rules, the second with them. An error is thrown as soon as
 * it is raised. Nodes hold no more than messages need.
 */

import { LiteralDecoder } from './literals.ts';
import { ParseError } from './parse-error.ts';
import { escapeWarning } from './parser-expr.ts';
import type { Action, Alt, Item, Rule } from './peg.ts';
import { grammarRules } from './peg.ts';
import type { Tokenizer } from './tokenizer.ts';
import { surplus } from './tokenizer.ts';
import * as T from './tokens.ts';
import { shownText, textComplaint } from './utf8.ts';

/** CPython's MAXSTACK. */
const MAX_LEVEL = 6000;
const FAIL = undefined;
/** CPython's CURRENT_POS: the tokenizer's position. */
const CURRENT = -5;

/** A token or a node: all that has an extent. */
class Spot {
  kind: string;
  line: number;
  col: number;
  endLine: number;
  endCol: number;
  v: Record<string, any>;

  constructor(
    kind: string,
    line: number,
    col: number,
    endLine: number,
    endCol: number,
    v: Record<string, any>,
  ) {
    this.kind = kind;
    this.line = line;
    this.col = col;
    this.endLine = endLine;
    this.endCol = endCol;
    this.v = v;
  }
}

class Token extends Spot {
  type: number;
  start: number;
  end: number;
  level: number;
  nameIndex: number;

  constructor(type: number, tok: Tokenizer) {
    super('token', tok.line, tok.col, tok.endLine, tok.endCol, {});
    this.type = type;
    this.start = tok.start;
    this.end = tok.end;
    this.level = tok.level;
    this.nameIndex = tok.nameIndex;
  }
}

/** What the slow parser needs to know of the options. */
export interface ErrorOptions {
  mode: 'exec' | 'eval' | 'single' | 'func_type';
  featureVersion: number;
  dontImplyDedent: boolean;
  allowIncompleteInput: boolean;
  barryAsFlufl: boolean;
  maxStrDigits: number;
  warn: ((category: any, message: string, lineno: number, col: number) => unknown) | null;
}

const EXPR_NAMES: Record<string, string> = {
  Attribute: 'attribute',
  Subscript: 'subscript',
  Starred: 'starred',
  Name: 'name',
  List: 'list',
  Tuple: 'tuple',
  Lambda: 'lambda',
  Call: 'function call',
  BoolOp: 'expression',
  BinOp: 'expression',
  UnaryOp: 'expression',
  GeneratorExp: 'generator expression',
  Yield: 'yield expression',
  YieldFrom: 'yield expression',
  Await: 'await expression',
  ListComp: 'list comprehension',
  SetComp: 'set comprehension',
  DictComp: 'dict comprehension',
  Dict: 'dict literal',
  Set: 'set display',
  JoinedStr: 'f-string expression',
  FormattedValue: 'f-string expression',
  Constant: 'literal',
  None: 'None',
  True: 'True',
  False: 'False',
  Ellipsis: 'ellipsis',
  Compare: 'comparison',
  IfExp: 'conditional expression',
  NamedExpr: 'named expression',
};

/** Nodes whose making depends on the version: action name to version, subject and kind. */
const VERSIONS: Record<string, [number, string, string]> = {
  version6a: [6, 'Variable annotation syntax is', 'stmt'],
  version6b: [6, 'Variable annotations syntax is', 'stmt'],
  version5matmult: [5, "The '@' operator is", 'BinOp'],
  version5function: [5, 'Async functions are', 'stmt'],
  version5for: [5, 'Async for loops are', 'stmt'],
  version5with: [5, 'Async with statements are', 'stmt'],
  version5await: [5, 'Await expressions are', 'Await'],
  version6comprehension: [6, 'Async comprehensions are', 'comprehension'],
  version8slash: [8, 'Positional-only parameters are', 'arguments'],
  version8walrus: [8, 'Assignment expressions are', 'NamedExpr'],
  version10match: [10, 'Pattern matching is', 'stmt'],
  version11groups: [11, 'Exception groups are', 'stmt'],
  version12type: [12, 'Type statement is', 'stmt'],
  version12params: [12, 'Type parameter lists are', 'stmt'],
  version13default: [13, 'Type parameter defaults are', 'stmt'],
};

const SOFT_KEYWORDS = ['_', 'case', 'match', 'type'];

function first(x: any): Spot {
  return Array.isArray(x) ? first(x[0]) : x;
}

function last(x: any): Spot {
  return Array.isArray(x) ? last(x[x.length - 1]) : x;
}

/** Characters in the first `bytes` UTF-8 bytes of a line; a cut character counts. */
function bytesToChars(line: string, bytes: number): number {
  let seen = 0;
  let chars = 0;
  for (let i = 0; i < line.length && seen < bytes; chars++) {
    const cp = line.codePointAt(i)!;
    seen += cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    i += cp > 0xffff ? 2 : 1;
  }
  return seen < bytes ? chars + Math.min(bytes - seen, 1) : chars;
}

/** Reads one source, knowing that it fails. */
export class ErrorFinder {
  private readonly tok: Tokenizer;
  private readonly options: ErrorOptions;
  private readonly rules = grammarRules();
  private readonly decoder = new LiteralDecoder();
  private tokens: Token[] = [];
  private memo: Map<number, { result: any; mark: number }>[] = [];
  private mark = 0;
  private level = 0;
  private callInvalid = false;
  private flufl: boolean;
  private started = false;
  private knownErrorToken: Token | null = null;

  constructor(tokenizer: Tokenizer, options: ErrorOptions) {
    this.tok = tokenizer;
    this.options = options;
    this.flufl = options.barryAsFlufl;
    this.decoder.maxStrDigits = options.maxStrDigits;
    tokenizer.onWarn = (category, msg, lineno) => this.warn(category, msg, lineno);
  }

  /**
   * Whether the first pass accepts the source; throws when its parser stack overflows. A JS stack
   * too small to tell counts as a yes.
   */
  accepts(): boolean {
    try {
      return this.start() !== FAIL;
    } catch (e) {
      if (e instanceof RangeError) return true;
      throw e;
    }
  }

  /** Throws the error. */
  find(): never {
    let result: any = FAIL;
    let error: ParseError | null = null;
    try {
      result = this.start();
    } catch (e) {
      error = this.asError(e);
    }
    if (result !== FAIL) this.multipleStatements();
    const done = this.tok.done;
    if (
      this.options.allowIncompleteInput &&
      (done === 'eof' || done === 'eofs' || done === 'eols')
    ) {
      this.knownErrorToken = null;
      this.catching(() => this.raiseLast('_IncompleteInputError', 'incomplete input'));
    }
    if (error !== null) throw this.preferTokenizer(error);
    const lastToken = this.tokens[this.tokens.length - 1];
    this.mark = 0;
    this.callInvalid = true;
    this.level = 0;
    this.memo = [];
    try {
      this.start();
    } catch (e) {
      error = this.asError(e);
    }
    if (error !== null) throw this.preferTokenizer(error);
    this.generic(lastToken);
  }

  private catching(action: () => void): void {
    try {
      action();
    } catch (e) {
      throw this.asError(e);
    }
  }

  /** A stack that overflows here would have in CPython, or nearly so. */
  private asError(e: unknown): ParseError {
    if (e instanceof ParseError) return e;
    if (e instanceof RangeError) return stackOverflow();
    throw e;
  }

  private start(): any {
    const names = { exec: 'file', eval: 'eval', single: 'interactive', func_type: 'func_type' };
    return this.rule(this.rules.get(names[this.options.mode])!);
  }

  private multipleStatements(): never {
    if (this.options.mode === 'single') {
      this.raiseLast('SyntaxError', 'multiple statements found while compiling a single statement');
    }
    throw new ParseError(
      'SystemError',
      'the fast parser refused what the grammar accepts',
      this.tokens[this.tokens.length - 1].line,
      null,
      null,
      null,
      null,
    );
  }

  // ---- errors ----

  private generic(lastToken: Token): never {
    if (lastToken.type === T.ERRORTOKEN && this.tok.done === 'eof') {
      if (this.tok.level > 0) this.raiseUnclosed();
      this.raiseLast('SyntaxError', 'unexpected EOF while parsing');
    }
    if (lastToken.type === T.INDENT || lastToken.type === T.DEDENT) {
      this.raiseLast(
        'IndentationError',
        lastToken.type === T.INDENT ? 'unexpected indent' : 'unexpected unindent',
      );
    }
    let error: ParseError | null = null;
    try {
      this.raiseAt(lastToken, lastToken, 'invalid syntax');
    } catch (e) {
      error = this.asError(e);
    }
    throw this.tokenizeRest(error!);
  }

  /** An error of the parser gives way to one of the tokenizer further on. */
  private preferTokenizer(error: ParseError): ParseError {
    if (this.tok.done !== 'ok') return error;
    if (!/^(Syntax|Indentation|Tab)Error$|^_Incomplete/.test(error.type)) return error;
    return this.tokenizeRest(error);
  }

  private tokenizeRest(error: ParseError): ParseError {
    const tok = this.tok;
    const current = this.knownErrorToken ?? this.tokens[this.tokens.length - 1];
    const line = current.line;
    for (;;) {
      const type = tok.next();
      if (type === T.ENDMARKER) return error;
      if (type !== T.ERRORTOKEN) continue;
      // Inside an f-string the error of its expression is worth more than what follows from it.
      if (tok.insideFString) return error;
      if (tok.done === 'error' || tok.done === 'eofs' || tok.done === 'eols') {
        return this.tokenizerFailure();
      }
      if (tok.level > 0 && line > tok.parenLines[tok.level - 1]) {
        try {
          this.raiseUnclosed();
        } catch (e) {
          return this.asError(e);
        }
      }
      return error;
    }
  }

  private tokenizerFailure(): ParseError {
    const e = this.tok.error!;
    return new ParseError(e.type, e.msg, e.lineno, e.offset, e.endLineno, e.endOffset, e.text);
  }

  private raiseUnclosed(): never {
    const tok = this.tok;
    const at = tok.level - 1;
    const line = tok.parenLines[at];
    this.raiseKnown(
      'SyntaxError',
      line,
      tok.parenCols[at],
      line,
      -1,
      `'${String.fromCharCode(tok.parens[at])}' was never closed`,
    );
  }

  /** Where a line of the source begins (1-based), and where it ends before its newline. */
  private sourceLine(lineno: number): string {
    const text = this.tok.text;
    let start = 0;
    for (let n = 1; n < lineno; n++) {
      const at = text.indexOf('\n', start);
      if (at < 0) break;
      start = at + 1;
    }
    const end = text.indexOf('\n', start);
    return text.slice(start, end < 0 ? this.tok.size : end);
  }

  /** The line shown with the error. */
  private errorLine(lineno: number): string {
    const tok = this.tok;
    const inp = this.inputEnd();
    const current = tok.lineno <= lineno && inp > tok.bufStart;
    return shownText(current ? tok.text.slice(tok.bufStart, inp) : this.sourceLine(lineno));
  }

  /** CPython's tok->inp: the end of the line being read. */
  private inputEnd(): number {
    const tok = this.tok;
    const at = tok.text.indexOf('\n', tok.lineStart);
    return at < 0 ? tok.size : at + 1;
  }

  private currentColumn(): number {
    const tok = this.tok;
    const at = Math.max(tok.pos, tok.lineStart);
    let bytes = at - tok.lineStart;
    for (let i = tok.lineStart; i < at; i++) {
      const c = tok.text.charCodeAt(i);
      if (c >= 0x80) bytes += surplus(c);
    }
    return bytes;
  }

  /** Columns are 1-based bytes here, or CURRENT, or what comes out of -1. */
  private raiseColumns(
    type: string,
    line: number,
    col: number,
    endLine: number,
    endCol: number,
    msg: string,
  ): never {
    const endLineno = endLine === CURRENT ? this.tok.lineno : endLine;
    const endByte = endCol === CURRENT ? this.currentColumn() : endCol;
    const text = this.errorLine(line);
    const offset = bytesToChars(text, col);
    const endOffset = endByte > 0 ? bytesToChars(text, endByte) : endByte;
    throw new ParseError(type, msg, line, offset, endLineno, endOffset, text);
  }

  /** RAISE_ERROR_KNOWN_LOCATION: columns are 0-based bytes. */
  private raiseKnown(
    type: string,
    line: number,
    col: number,
    endLine: number,
    endCol: number,
    msg: string,
  ): never {
    this.raiseColumns(
      type,
      line,
      col === CURRENT ? CURRENT : col + 1,
      endLine,
      endCol === CURRENT ? CURRENT : endCol + 1,
      msg,
    );
  }

  private raiseAt(a: Spot, b: Spot, msg: string): never {
    this.raiseKnown('SyntaxError', a.line, a.col, b.endLine, b.endCol, msg);
  }

  private raiseFrom(a: Spot, msg: string): never {
    this.raiseKnown('SyntaxError', a.line, a.col, CURRENT, CURRENT, msg);
  }

  /** RAISE_ERROR: at the last token read. */
  private raiseLast(type: string, msg: string): never {
    this.raiseToken(type, this.tokens[this.tokens.length - 1], msg);
  }

  private raiseToken(type: string, at: Token, msg: string): never {
    const tok = this.tok;
    if (this.tokens.length === 0) this.raiseColumns(type, 0, 0, 0, -1, msg);
    const token = this.knownErrorToken ?? at;
    let col = token.col + 1;
    if (token.col === -1) col = tok.pos === tok.bufStart ? 0 : this.currentColumn();
    const endCol = token.endCol === -1 ? -1 : token.endCol + 1;
    this.raiseColumns(type, token.line, col, token.endLine, endCol, msg);
  }

  private raiseNext(msg: string): never {
    this.fillTo(this.mark);
    this.raiseToken('SyntaxError', this.tokens[this.mark], msg);
  }

  // ---- warnings ----

  private warn(category: string, msg: string, lineno: number): boolean {
    if (this.callInvalid || this.options.warn === null) return false;
    return this.options.warn(category, msg, lineno, 0) === true;
  }

  private warnEscape(lineOf: Token): void {
    const found = this.decoder.invalidEscape;
    this.decoder.invalidEscape = null;
    if (found === null) return;
    if ((found === '{' || found === '}') && lineOf.type !== T.STRING) return;
    const category = this.options.featureVersion >= 12 ? 'SyntaxWarning' : 'DeprecationWarning';
    if (!this.warn(category, escapeWarning(found), lineOf.line)) return;
    this.knownErrorToken = lineOf;
    this.raiseLast('SyntaxError', escapeWarning(found));
  }

  // ---- tokens ----

  private fillTo(index: number): void {
    while (this.tokens.length <= index) this.fill();
  }

  private fill(): void {
    const tok = this.tok;
    let type = tok.next();
    while (type === T.TYPE_IGNORE) type = tok.next();
    if (this.options.mode === 'single' && type === T.ENDMARKER && this.started) {
      type = T.NEWLINE;
      this.started = false;
      if (tok.indent > 0 && !this.options.dontImplyDedent) tok.dropIndents();
    } else this.started = true;
    this.tokens.push(new Token(type, tok));
    if (type === T.ERRORTOKEN) this.raiseTokenizer();
  }

  private raiseTokenizer(): never {
    const tok = this.tok;
    const line = tok.lineno;
    switch (tok.done) {
      case 'error':
      case 'eofs':
      case 'eols':
        throw this.tokenizerFailure();
      case 'dedent':
        return this.raiseLast(
          'IndentationError',
          'unindent does not match any outer indentation level',
        );
      case 'tabspace':
        return this.raiseKnown(
          'TabError',
          line,
          0,
          line,
          -1,
          'inconsistent use of tabs and spaces in indentation',
        );
      case 'toodeep':
        return this.raiseKnown(
          'IndentationError',
          line,
          0,
          line,
          -1,
          'too many levels of indentation',
        );
      case 'linecont':
        return this.raiseKnown(
          'SyntaxError',
          line,
          this.continuationColumn(),
          line,
          -1,
          'unexpected character after line continuation character',
        );
      case 'decode': {
        const name = tok.text.slice(tok.nameStart, tok.pos);
        return this.raiseLast('SyntaxError', `(unicode error) ${textComplaint(name)}`);
      }
      default:
        if (tok.level > 0) return this.raiseUnclosed();
        return this.raiseLast('SyntaxError', 'unexpected EOF while parsing');
    }
  }

  /** CPython counts from the start of its buffer, not of the line. */
  private continuationColumn(): number {
    const tok = this.tok;
    let bytes = tok.pos - tok.bufStart - 1;
    for (let i = tok.bufStart; i < tok.pos; i++) {
      const c = tok.text.charCodeAt(i);
      if (c >= 0x80) bytes += surplus(c);
    }
    return bytes;
  }

  private peek(): Token {
    if (this.mark >= this.tokens.length) this.fill();
    return this.tokens[this.mark];
  }

  private spell(token: Token): string {
    return this.tok.text.slice(token.start, token.end);
  }

  // ---- the grammar ----

  private deeper(): void {
    if (this.level++ >= MAX_LEVEL) throw stackOverflow();
  }

  private rule(rule: Rule): any {
    this.deeper();
    const result = rule.left
      ? this.leftRecursive(rule)
      : rule.memo
        ? this.remembered(rule)
        : this.plain(rule);
    this.level--;
    return result;
  }

  private plain(rule: Rule): any {
    if (rule.name !== 'expression_without_invalid') return this.alternatives(rule.alts);
    const before = this.callInvalid;
    this.callInvalid = false;
    const result = this.alternatives(rule.alts);
    this.callInvalid = before;
    return result;
  }

  private memoAt(mark: number): Map<number, { result: any; mark: number }> {
    let memo = this.memo[mark];
    if (memo === undefined) {
      memo = new Map();
      this.memo[mark] = memo;
    }
    return memo;
  }

  private remembered(rule: Rule): any {
    const start = this.mark;
    const memo = this.memoAt(start);
    const seen = memo.get(rule.index);
    if (seen !== undefined) {
      this.mark = seen.mark;
      return seen.result;
    }
    const result = this.alternatives(rule.alts);
    memo.set(rule.index, { result, mark: this.mark });
    return result;
  }

  private leftRecursive(rule: Rule): any {
    const start = this.mark;
    const memo = this.memoAt(start);
    const seen = memo.get(rule.index);
    if (seen !== undefined) {
      this.mark = seen.mark;
      return seen.result;
    }
    let result: any = FAIL;
    let end = start;
    for (;;) {
      memo.set(rule.index, { result, mark: end });
      this.mark = start;
      this.deeper();
      const grown = this.alternatives(rule.alts);
      this.level--;
      if (grown === FAIL || this.mark <= end) break;
      result = grown;
      end = this.mark;
    }
    this.mark = end;
    return result;
  }

  private alternatives(alts: Alt[]): any {
    const start = this.mark;
    for (const alt of alts) {
      if (alt.secondPassOnly && !this.callInvalid) continue;
      const values: any[] = [];
      let cut = false;
      let ok = true;
      for (const item of alt.items) {
        if (item.op === 'cut') {
          cut = true;
          values.push(null);
          continue;
        }
        const value = this.item(item);
        if (value === FAIL) {
          ok = false;
          break;
        }
        values.push(value);
      }
      if (ok) {
        const result = this.act(alt, values, start);
        if (result !== FAIL) return result;
      }
      this.mark = start;
      if (cut) return FAIL;
    }
    return FAIL;
  }

  private item(item: Item): any {
    switch (item.op) {
      case 'token':
        return this.token(item.type);
      case 'name':
        return this.name();
      case 'soft':
        return this.soft(item.word);
      case 'softany':
        return this.anySoft();
      case 'rule':
        return this.rule(item.rule);
      case 'group': {
        this.deeper();
        const result = this.alternatives(item.alts);
        this.level--;
        return result;
      }
      case 'opt': {
        const start = this.mark;
        const result = this.item(item.item);
        if (result !== FAIL) return result;
        this.mark = start;
        return null;
      }
      case 'loop':
        return this.loop(item.item, item.atLeast);
      case 'gather':
        return this.gather(item.item, item.separator);
      case 'look': {
        const start = this.mark;
        const found = this.item(item.item) !== FAIL;
        this.mark = start;
        return found === item.positive ? null : FAIL;
      }
      case 'force': {
        const result = this.item(item.item);
        if (result !== FAIL) return result;
        const token = this.peek();
        return this.raiseAt(token, token, `expected '${item.text}'`);
      }
      default:
        return null;
    }
  }

  private loop(item: Item, atLeast: number): any {
    const out: any[] = [];
    this.deeper();
    for (;;) {
      const start = this.mark;
      const value = this.item(item);
      if (value === FAIL) {
        this.mark = start;
        break;
      }
      out.push(value);
    }
    this.level--;
    return out.length < atLeast ? FAIL : out;
  }

  private gather(item: Item, separator: Item): any {
    this.deeper();
    const out: any[] = [];
    let start = this.mark;
    let value = this.item(item);
    while (value !== FAIL) {
      out.push(value);
      start = this.mark;
      if (this.item(separator) === FAIL) break;
      value = this.item(item);
    }
    this.mark = start;
    this.level--;
    return out.length === 0 ? FAIL : out;
  }

  private token(type: number): any {
    const token = this.peek();
    if (token.type !== type) return FAIL;
    this.mark++;
    return type === T.NUMBER ? this.number(token) : token;
  }

  private name(): any {
    const token = this.peek();
    if (token.type !== T.NAME) return FAIL;
    this.mark++;
    const id = this.tok.names.values[token.nameIndex];
    return new Spot('Name', token.line, token.col, token.endLine, token.endCol, { id });
  }

  private soft(word: string): any {
    const token = this.peek();
    if (token.type !== T.NAME || this.spell(token) !== word) return FAIL;
    return this.name();
  }

  private anySoft(): any {
    const token = this.peek();
    if (token.type !== T.NAME) return FAIL;
    // CPython compares no further than the name goes: `c` passes for `case`.
    const spelling = this.spell(token);
    if (!SOFT_KEYWORDS.some((word) => word.startsWith(spelling))) return FAIL;
    return this.name();
  }

  // ---- actions ----

  private spot(kind: string, start: number, v: Record<string, any>): Spot {
    const from = this.tokens[start];
    let m = this.mark - 1;
    while (m > 0 && isSpace(this.tokens[m].type)) m--;
    const to = this.tokens[Math.max(m, 0)];
    return new Spot(kind, from.line, from.col, to.endLine, to.endCol, v);
  }

  private captures(alt: Alt, values: any[]): Record<string, any> {
    const v: Record<string, any> = {};
    for (let i = 0; i < values.length; i++) {
      const name = alt.names[i];
      if (name !== null) v[name] = values[i];
    }
    return v;
  }

  private act(alt: Alt, values: any[], start: number): any {
    const action = alt.action;
    switch (action.do) {
      case 'default':
        return values.length === 1 ? values[0] : values;
      case 'capture': {
        const at = alt.names.indexOf(action.name);
        return values[at];
      }
      case 'node':
        if (action.kind === 'MatchOr' && values[0].length === 1) return values[0][0];
        return this.spot(action.kind, start, this.captures(alt, values));
      case 'call':
        return this.call(action.name, this.captures(alt, values), start);
      case 'error':
        return this.raise(action, this.captures(alt, values));
    }
  }

  private raise(action: Action & { do: 'error' }, v: Record<string, any>): never {
    const [a, b] = action.args.map((name) => v[name]);
    const msg = action.msg.replace(/%[ntl]/, (code) => {
      if (code === '%n') return exprName(a);
      return code === '%t' ? this.spell(a) : String(a.line);
    });
    switch (action.where) {
      case 'at':
        return this.raiseAt(first(a), last(a), msg);
      case 'range':
        return this.raiseAt(first(a), last(b), msg);
      case 'from':
        return this.raiseFrom(a, msg);
      case 'next':
        return this.raiseNext(msg);
      case 'indent':
        return this.raiseLast('IndentationError', msg);
      default:
        return this.raiseLast('SyntaxError', msg);
    }
  }

  private call(name: string, v: Record<string, any>, start: number): any {
    const version = VERSIONS[name];
    if (version !== undefined) {
      const [minor, subject, kind] = version;
      if (this.options.featureVersion < minor) {
        this.raiseLast('SyntaxError', `${subject} only supported in Python 3.${minor} and greater`);
      }
      return this.spot(kind, start, v);
    }
    switch (name) {
      case 'interactive_exit':
        return FAIL;
      case 'future_import':
        return this.futureImport(v);
      case 'star_import':
        return [];
      case 'join_names':
        return this.spot('Name', start, { id: `${v.a.v.id}.${v.b.v.id}` });
      case 'tuple':
        return this.spot('Tuple', start, { elts: [v.a, ...(v.b ?? [])] });
      case 'elements':
        return [v.y, ...(v.z ?? [])];
      case 'paren_tuple':
        return this.spot('Tuple', start, { elts: v.t ?? [] });
      case 'join':
        return [...v.a, ...v.b];
      case 'call_args':
        return this.callArgs(v, start);
      case 'ensure_real':
        if (v.a.v.imaginary) this.raiseAt(v.a, v.a, 'real number required in complex literal');
        return v.a;
      case 'ensure_imaginary':
        if (!v.a.v.imaginary) {
          this.raiseAt(v.a, v.a, 'imaginary number required in complex literal');
        }
        return v.a;
      case 'check_flufl':
        return this.checkFlufl(v.a);
      case 'check_conversion':
        return this.checkConversion(v);
      case 'formatted_value':
        return this.formattedValue(v, start);
      case 'string':
        return this.string(v.a);
      case 'format_middle':
        return this.middle(v.a, false, v.a);
      case 'joined_str':
        return this.joinedStr(v, start);
      case 'concatenate':
        return this.concatenate(v.a, start);
      default:
        return this.invalid(name, v);
    }
  }

  /** The actions of invalid_ rules. */
  private invalid(name: string, v: Record<string, any>): any {
    switch (name) {
      case 'generator_parens':
        return this.generatorParens(v.a, v.b);
      case 'nonparen_genexp': {
        const args = v.a.v.args;
        return args.length <= 1 ? FAIL : this.generatorParens(args[args.length - 1], v.b);
      }
      case 'argument_order': {
        const unpacking = v.a.v.keywords.some((keyword: Spot) => keyword.v.name === undefined);
        return this.raiseLast(
          'SyntaxError',
          unpacking
            ? 'positional argument follows keyword argument unpacking'
            : 'positional argument follows keyword argument',
        );
      }
      case 'legacy': {
        const id = v.a.v.id;
        if (!isLegacy(v.a)) return FAIL;
        return this.raiseAt(
          v.a,
          v.b,
          `Missing parentheses in call to '${id}'. Did you mean ${id}(...)?`,
        );
      }
      case 'missing_comma':
        if (isLegacy(v.a) || this.tokens[this.mark - 1].level === 0) return FAIL;
        return this.raiseAt(v.a, v.b, 'invalid syntax. Perhaps you forgot a comma?');
      case 'bad_bound_tuple':
        return this.badBound(v, 'TypeVarTuple');
      case 'bad_bound_spec':
        return this.badBound(v, 'ParamSpec');
      case 'invalid_target_assign':
        return this.invalidTarget(v.a, 'assign');
      case 'invalid_target_for':
        return this.invalidTarget(v.a, 'for');
      case 'invalid_target_del':
        return this.invalidTarget(v.a, 'del');
      case 'kvpair_colon':
        return this.raiseKnown(
          'SyntaxError',
          v.a.line,
          v.a.endCol - 1,
          v.a.endLine,
          -1,
          "':' expected after dictionary key",
        );
      default:
        throw new Error(`grammar: no action ${name}`);
    }
  }

  private futureImport(v: Record<string, any>): any {
    if (v.m.v.id === '__future__' && v.d.length === 0) {
      for (const alias of v.t) if (alias.v?.id === 'barry_as_FLUFL') this.flufl = true;
    }
    return v;
  }

  private checkFlufl(token: Token): any {
    const text = this.spell(token);
    if (!this.flufl) return text === '!=' ? token : FAIL;
    if (text !== '<>') {
      this.raiseLast('SyntaxError', "with Barry as BDFL, use '<>' instead of '!='");
    }
    return token;
  }

  private callArgs(v: Record<string, any>, start: number): any {
    const rest: Spot[] = v.k ?? [];
    const args = [...(v.a ?? []), ...rest.filter((item) => item.kind !== 'keyword')];
    return this.spot('Call', start, {
      args,
      keywords: rest.filter((item) => item.kind === 'keyword'),
    });
  }

  private generatorParens(from: Spot, clauses: Spot[]): never {
    const clause = clauses[clauses.length - 1];
    const ifs = clause.v.ifs;
    this.raiseAt(
      from,
      ifs.length > 0 ? ifs[ifs.length - 1] : clause.v.iter,
      'Generator expression must be parenthesized',
    );
  }

  private badBound(v: Record<string, any>, what: string): never {
    const thing = v.e.kind === 'Tuple' ? 'constraints' : 'bound';
    this.raiseFrom(v.c, `cannot use ${thing} with ${what}`);
  }

  private invalidTarget(e: Spot, use: 'assign' | 'for' | 'del'): any {
    const bad = findInvalidTarget(e, use);
    if (bad === null) return FAIL;
    return this.raiseAt(
      bad,
      bad,
      `cannot ${use === 'del' ? 'delete' : 'assign to'} ${exprName(bad)}`,
    );
  }

  // ---- literals ----

  private number(token: Token): any {
    const spelling = this.spell(token);
    if (this.options.featureVersion < 6 && spelling.includes('_')) {
      this.raiseLast(
        'SyntaxError',
        'Underscores in numeric literals are only supported in Python 3.6 and greater',
      );
    }
    const value = this.decoder.number(this.tok.text, token.start, token.end);
    if (value === null) {
      const msg = this.decoder.error!;
      this.decoder.error = null;
      this.raiseKnown('SyntaxError', token.line, -1, token.endLine, -1, msg);
    }
    return new Spot('Constant', token.line, token.col, token.endLine, token.endCol, {
      imaginary: value.t === 'complex',
    });
  }

  private decodeFailure(token: Token): never {
    const msg = this.decoder.error!;
    this.decoder.error = null;
    if (this.decoder.errorAtToken) {
      this.decoder.errorAtToken = false;
      this.raiseAt(token, token, msg);
    }
    return this.raiseLast('SyntaxError', msg);
  }

  private string(token: Token): any {
    const value = this.decoder.string(this.tok.text, token.start, token.end);
    if (value === null) return this.decodeFailure(token);
    this.warnEscape(token);
    return new Spot('Constant', token.line, token.col, token.endLine, token.endCol, {
      bytes: value.t === 'bytes',
    });
  }

  private middle(token: Token, raw: boolean, lineOf: Token): any {
    if (this.decoder.text(this.tok.text, token.start, token.end, raw) === null) {
      this.decodeFailure(token);
    }
    this.warnEscape(lineOf);
    return token;
  }

  private joinedStr(v: Record<string, any>, start: number): any {
    const raw = /r/i.test(this.spell(v.a));
    for (const part of v.m) if (part instanceof Token) this.middle(part, raw, v.b);
    return this.spot('JoinedStr', start, {});
  }

  private concatenate(parts: Spot[], start: number): any {
    const bytes = parts.some((part) => part.v.bytes === true);
    if (bytes && parts.some((part) => part.v.bytes !== true)) {
      this.raiseLast('SyntaxError', 'cannot mix bytes and nonbytes literals');
    }
    if (parts.length === 1) return parts[0];
    const joined = parts.some((part) => part.kind === 'JoinedStr');
    return this.spot(joined ? 'JoinedStr' : 'Constant', start, { bytes });
  }

  private checkConversion(v: Record<string, any>): any {
    if (v.a.line !== v.b.line || v.a.endCol !== v.b.col) {
      this.raiseAt(
        v.a,
        v.b,
        'f-string: conversion type must come right after the exclamanation mark',
      );
    }
    return v.b;
  }

  private formattedValue(v: Record<string, any>, start: number): any {
    const conv: Spot | null = v.conv;
    if (conv !== null && !/^[sra]$/.test(conv.v.id)) {
      this.raiseAt(
        conv,
        conv,
        `f-string: invalid conversion character '${conv.v.id}': ` + "expected 's', 'r', or 'a'",
      );
    }
    return this.spot('FormattedValue', start, {});
  }
}

function isSpace(type: number): boolean {
  return type === T.ENDMARKER || (type >= T.NEWLINE && type <= T.DEDENT);
}

function isLegacy(e: Spot): boolean {
  return e.kind === 'Name' && (e.v.id === 'print' || e.v.id === 'exec');
}

function exprName(e: Spot): string {
  const name = EXPR_NAMES[e.kind];
  if (name === undefined) throw new Error(`grammar: no name for ${e.kind}`);
  return name;
}

/** The part of `e` that cannot be a target; null when all can. */
function findInvalidTarget(e: Spot, use: 'assign' | 'for' | 'del'): Spot | null {
  switch (e.kind) {
    case 'Tuple':
    case 'List':
      for (const elt of e.v.elts ?? []) {
        const bad = findInvalidTarget(elt, use);
        if (bad !== null) return bad;
      }
      return null;
    case 'Starred':
      return use === 'del' ? e : findInvalidTarget(e.v.value, use);
    case 'Compare':
      if (use !== 'for') return e;
      return e.v.ops[0].kind === 'In' ? findInvalidTarget(e.v.left, use) : null;
    case 'Name':
    case 'Subscript':
    case 'Attribute':
      return null;
    default:
      return e;
  }
}

/** The error of a parser stack that is too deep. */
export function stackOverflow(): ParseError {
  return new ParseError(
    'MemoryError',
    'Parser stack overflowed - Python source too complex to parse',
    null,
    null,
    null,
    null,
    null,
  );
}
