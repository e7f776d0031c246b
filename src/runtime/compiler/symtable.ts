/**
 * Scopes: which name means what where. CPython: Python/symtable.c.
 *
 * Pass 1 (`Builder`) walks the tree and records, for each block, how each name is used. Pass 2 (`analyze`) resolves each
 * to local, cell, free, or global. Names are mangled (`__x` in class C is `_C__x`) before they are recorded.
 *
 * Comprehensions other than generator expressions are inlined into their block (PEP 709): their scope stays in the tree
 * with `inlined` set; its bound names are variables of their own in the enclosing function.
 */
import type * as ast from '../parser/ast.ts';
import { SyntaxFailure } from './errors.ts';

export const DEF_GLOBAL = 1;
export const DEF_LOCAL = 2;
export const DEF_PARAM = 4;
export const DEF_NONLOCAL = 8;
export const USE = 16;
export const DEF_FREE_CLASS = 64;
export const DEF_IMPORT = 128;
export const DEF_ANNOT = 256;
export const DEF_COMP_ITER = 512;
export const DEF_TYPE_PARAM = 1024;
export const DEF_COMP_CELL = 2048;
const DEF_BOUND = DEF_LOCAL | DEF_PARAM | DEF_IMPORT | DEF_TYPE_PARAM;

export const UNRESOLVED = 0;
export const LOCAL = 1;
export const GLOBAL_EXPLICIT = 2;
export const GLOBAL_IMPLICIT = 3;
export const FREE = 4;
export const CELL = 5;

export type BlockType =
  | 'module'
  | 'class'
  | 'function'
  | 'typeparams'
  | 'typealias'
  | 'typevarbound'
  | 'annotation';

export class Sym {
  flags = 0;
  scope = UNRESOLVED;
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

export class Scope {
  readonly type: BlockType;
  readonly name: string;
  readonly node: object;
  readonly parent: Scope | null;
  readonly children: Scope[] = [];
  readonly symbols = new Map<string, Sym>();
  /** Parameters in order of code.varnames. */
  readonly params: string[] = [];
  readonly lineno: number;
  readonly location: ast.Located;
  /** 'list' | 'set' | 'dict' | 'generator' for comprehension scopes. */
  comprehension: 'list' | 'set' | 'dict' | 'generator' | null = null;
  inlined = false;
  nested = false;
  generator = false;
  coroutine = false;
  /** An `async def`: await is allowed in it. */
  isAsync = false;
  lambda = false;
  hasDocstring = false;
  /** Class name for private name mangling. */
  private_: string | null = null;
  /** The names mangled in a generic class's type parameter scope (null: all). */
  mangledNames: Set<string> | null = null;
  needsClassClosure = false;
  needsClassDict = false;
  canSeeClassScope = false;
  /** Number of positional parameters. */
  positional = 0;
  varargs = false;
  varkeywords = false;
  /** Visiting the outermost iterable of a comprehension. */
  compIterTarget = false;
  compIterExpr = 0;
  /** What part of a type parameter this is, for messages. */
  what = '';
  /** Uses locals(), eval, exec, vars, dir, sys._getframe ...: its frame must be open to inspection. */
  inspectsFrame = false;
  /** A comprehension inlined into this block does: its variables must be visible in a namespace's frame, too. */
  inspectedComprehension = false;
  /** Names that the block may unbind: never known to be bound. */
  readonly unstable = new Set<string>();
  /** For classes: attributes assigned through `self` in methods (__static_attributes__). */
  readonly staticAttributes = new Set<string>();
  directives: {
    name: string;
    lineno: number;
    col_offset: number;
    end_lineno: number;
    end_col_offset: number;
  }[] = [];

  constructor(type: BlockType, name: string, node: object, parent: Scope | null, loc: ast.Located) {
    this.type = type;
    this.name = name;
    this.node = node;
    this.parent = parent;
    this.lineno = loc.lineno;
    this.location = loc;
    if (parent !== null) {
      this.private_ = parent.private_;
      if (type !== 'class') this.mangledNames = parent.mangledNames;
      this.nested = parent.nested || isFunctionLike(parent);
    }
  }

  /** A name as this block records it. */
  mangled(name: string): string {
    if (this.mangledNames !== null && !this.mangledNames.has(name)) return name;
    return mangle(this.private_, name);
  }

  lookup(name: string): Sym | undefined {
    return this.symbols.get(name);
  }

  /** The resolved scope of a (mangled) name; GLOBAL_IMPLICIT for names never seen. */
  resolve(name: string): number {
    return this.symbols.get(name)?.scope ?? GLOBAL_IMPLICIT;
  }
}

export function isFunctionLike(s: Scope): boolean {
  return s.type !== 'module' && s.type !== 'class';
}

/** Python's private name mangling (CPython: _Py_Mangle). */
export function mangle(klass: string | null, name: string): string {
  if (klass === null || !name.startsWith('__') || name.endsWith('__') || name.includes('.'))
    return name;
  const stripped = klass.replace(/^_+/, '');
  return stripped === '' ? name : `_${stripped}${name}`;
}

export class SymbolTable {
  readonly scopes = new Map<object, Scope>();
  top!: Scope;
  private readonly defaults = new Map<ast.TypeParam, object>();
  /** What the scope of a type parameter's default is kept under; that of its bound is under the parameter itself. */
  defaultKey(p: ast.TypeParam): object {
    let key = this.defaults.get(p);
    if (key === undefined) this.defaults.set(p, (key = {}));
    return key;
  }
  /** Scope of a node that opens a block; type parameter scopes are keyed by the node's `type_params` array. */
  of(node: object): Scope {
    const s = this.scopes.get(node);
    if (s === undefined) throw new Error('no scope for node ' + (node as { kind?: string }).kind);
    return s;
  }
}

const FRAME_WORDS = new Set([
  'locals',
  'eval',
  'exec',
  'vars',
  'dir',
  '_getframe',
  'currentframe',
  'f_locals',
  'settrace',
  'set_trace',
  'breakpoint',
]);

const NOWHERE: ast.Located = { lineno: 0, col_offset: 0, end_lineno: 0, end_col_offset: 0 };

class Builder {
  readonly table = new SymbolTable();
  cur!: Scope;
  readonly filename: string;
  readonly futureAnnotations: boolean;

  constructor(filename: string, futureAnnotations: boolean) {
    this.filename = filename;
    this.futureAnnotations = futureAnnotations;
  }

  fail(msg: string, at: ast.Located): never {
    throw new SyntaxFailure(msg, at);
  }

  enter(type: BlockType, name: string, node: object, loc: ast.Located): Scope {
    const s = new Scope(type, name, node, this.cur ?? null, loc);
    this.cur?.children.push(s);
    // What stands inside an iterable expression stays inside, whatever blocks it opens.
    s.compIterExpr = this.cur?.compIterExpr ?? 0;
    this.table.scopes.set(node, s);
    this.cur = s;
    return s;
  }

  leave(): void {
    this.cur = this.cur.parent!;
  }

  def(rawName: string, flag: number, at: ast.Located): void {
    this.defIn(this.cur, this.cur.mangled(rawName), flag, at);
  }

  defIn(scope: Scope, name: string, flag: number, at: ast.Located): void {
    let sym = scope.symbols.get(name);
    if (sym === undefined) {
      sym = new Sym(name);
      scope.symbols.set(name, sym);
    } else if (flag & DEF_PARAM && sym.flags & DEF_PARAM) {
      this.fail(`duplicate argument '${name}' in function definition`, at);
    } else if (flag & DEF_TYPE_PARAM && sym.flags & DEF_TYPE_PARAM) {
      this.fail(`duplicate type parameter '${name}'`, at);
    }
    sym.flags |= flag;
    if (scope.compIterTarget && flag & DEF_LOCAL) {
      if (sym.flags & (DEF_GLOBAL | DEF_NONLOCAL)) {
        this.fail(
          `comprehension inner loop cannot rebind assignment expression target '${name}'`,
          at,
        );
      }
      sym.flags |= DEF_COMP_ITER;
    }
    if (flag & DEF_PARAM) scope.params.push(name);
    if (flag & DEF_GLOBAL && scope !== this.table.top) {
      const top = this.table.top;
      let g = top.symbols.get(name);
      if (g === undefined) {
        g = new Sym(name);
        top.symbols.set(name, g);
      }
      g.flags |= DEF_GLOBAL;
    }
  }

  // ---- statements ----

  body(stmts: ast.Stmt[]): void {
    for (const s of stmts) this.stmt(s);
  }

  exprs(list: (ast.Expr | null)[]): void {
    for (const e of list) if (e !== null) this.expr(e);
  }

  stmt(s: ast.Stmt): void {
    switch (s.kind) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        return this.functionDef(s);
      case 'ClassDef':
        return this.classDef(s);
      case 'Return':
        if (s.value !== null) this.expr(s.value);
        return;
      case 'Delete':
        return this.exprs(s.targets);
      case 'Assign':
        this.exprs(s.targets);
        return this.expr(s.value);
      case 'TypeAlias':
        return this.typeAlias(s);
      case 'AugAssign':
        this.expr(s.target);
        return this.expr(s.value);
      case 'AnnAssign':
        return this.annAssign(s);
      case 'For':
      case 'AsyncFor':
        // only a module that may await is one then (PyCF_ALLOW_TOP_LEVEL_AWAIT)
        if (s.kind === 'AsyncFor' && this.cur.type === 'module') this.cur.coroutine = true;
        this.expr(s.target);
        this.expr(s.iter);
        this.body(s.body);
        return this.body(s.orelse);
      case 'While':
      case 'If':
        this.expr(s.test);
        this.body(s.body);
        return this.body(s.orelse);
      case 'With':
      case 'AsyncWith':
        if (s.kind === 'AsyncWith' && this.cur.type === 'module') this.cur.coroutine = true;
        for (const item of s.items) {
          this.expr(item.context_expr);
          if (item.optional_vars !== null) this.expr(item.optional_vars);
        }
        return this.body(s.body);
      case 'Match':
        this.expr(s.subject);
        for (const c of s.cases) {
          this.pattern(c.pattern);
          if (c.guard !== null) this.expr(c.guard);
          this.body(c.body);
        }
        return;
      case 'Raise':
        return this.exprs([s.exc, s.cause]);
      case 'Try':
      case 'TryStar':
        this.body(s.body);
        for (const h of s.handlers) {
          if (h.type !== null) this.expr(h.type);
          if (h.name !== null) {
            this.def(h.name, DEF_LOCAL, h);
            this.cur.unstable.add(this.cur.mangled(h.name));
          }
          this.body(h.body);
        }
        this.body(s.orelse);
        return this.body(s.finalbody);
      case 'Assert':
        return this.exprs([s.test, s.msg]);
      case 'Import':
      case 'ImportFrom':
        for (const a of s.names) this.alias(a);
        return;
      case 'Global':
        return this.globals(s, s.names, DEF_GLOBAL, 'global');
      case 'Nonlocal':
        return this.globals(s, s.names, DEF_NONLOCAL, 'nonlocal');
      case 'Expr':
        return this.expr(s.value);
      default:
        return;
    }
  }

  globals(s: ast.Global | ast.Nonlocal, names: string[], flag: number, word: string): void {
    for (const raw of names) {
      const name = this.cur.mangled(raw);
      const sym = this.cur.symbols.get(name);
      if (sym !== undefined && sym.flags & (DEF_PARAM | DEF_LOCAL | USE | DEF_ANNOT)) {
        let text: string;
        if (sym.flags & DEF_PARAM) text = `name '${name}' is parameter and ${word}`;
        else if (sym.flags & USE) text = `name '${name}' is used prior to ${word} declaration`;
        else if (sym.flags & DEF_ANNOT) text = `annotated name '${name}' can't be ${word}`;
        else text = `name '${name}' is assigned to before ${word} declaration`;
        this.fail(text, s);
      }
      this.def(raw, flag, s);
      this.cur.directives.push({ name, ...place(s) });
    }
  }

  alias(a: ast.Alias): void {
    let name = a.asname ?? a.name;
    if (a.asname === null) {
      const dot = name.indexOf('.');
      if (dot >= 0) name = name.slice(0, dot);
    }
    if (name === '*') {
      if (this.cur.type !== 'module') this.fail('import * only allowed at module level', a);
      return;
    }
    this.def(name, DEF_IMPORT, a);
  }

  annAssign(s: ast.AnnAssign): void {
    const t = s.target;
    if (t.kind === 'Name') {
      const name = this.cur.mangled(t.id);
      const old = this.cur.symbols.get(name);
      if (
        old !== undefined &&
        old.flags & (DEF_GLOBAL | DEF_NONLOCAL) &&
        this.cur !== this.table.top &&
        s.simple
      ) {
        this.fail(
          old.flags & DEF_GLOBAL
            ? `annotated name '${name}' can't be global`
            : `annotated name '${name}' can't be nonlocal`,
          s,
        );
      }
      if (s.simple) this.def(t.id, DEF_ANNOT | DEF_LOCAL, t);
      else if (s.value !== null) this.def(t.id, DEF_LOCAL, t);
    } else {
      this.expr(t);
    }
    this.annotation(s.annotation);
    if (s.value !== null) this.expr(s.value);
  }

  /** With `from __future__ import annotations` the annotation is never evaluated: its names bind nothing. */
  annotation(e: ast.Expr): void {
    if (this.futureAnnotations) {
      const s = this.enter('annotation', '_annotation', e, e);
      this.expr(e);
      this.leave();
      this.cur.children.splice(this.cur.children.indexOf(s), 1);
    } else {
      this.expr(e);
    }
  }

  arguments(a: ast.Arguments): void {
    this.cur.positional = a.posonlyargs.length + a.args.length;
    for (const p of [...a.posonlyargs, ...a.args]) this.def(p.arg, DEF_PARAM, p);
    for (const p of a.kwonlyargs) this.def(p.arg, DEF_PARAM, p);
    if (a.vararg !== null) {
      this.def(a.vararg.arg, DEF_PARAM, a.vararg);
      this.cur.varargs = true;
    }
    if (a.kwarg !== null) {
      this.def(a.kwarg.arg, DEF_PARAM, a.kwarg);
      this.cur.varkeywords = true;
    }
  }

  argAnnotations(a: ast.Arguments): void {
    const all = [...a.posonlyargs, ...a.args];
    if (a.vararg !== null) all.push(a.vararg);
    all.push(...a.kwonlyargs);
    if (a.kwarg !== null) all.push(a.kwarg);
    for (const p of all) if (p.annotation !== null) this.annotation(p.annotation);
  }

  functionDef(s: ast.FunctionDef | ast.AsyncFunctionDef): void {
    this.def(s.name, DEF_LOCAL, s);
    this.exprs(s.decorator_list);
    this.exprs(s.args.defaults);
    this.exprs(s.args.kw_defaults);
    const generic = s.type_params.length > 0;
    if (generic) {
      this.enterTypeParams(
        s.name,
        s.type_params,
        s,
        s.args.defaults.length > 0,
        s.args.kw_defaults.some((d) => d !== null),
      );
      this.typeParams(s.type_params);
    }
    this.argAnnotations(s.args);
    if (s.returns !== null) this.annotation(s.returns);
    const scope = this.enter('function', s.name, s, s);
    scope.coroutine = s.kind === 'AsyncFunctionDef';
    scope.isAsync = scope.coroutine;
    this.arguments(s.args);
    scope.hasDocstring = docstringOf(s.body) !== null;
    this.body(s.body);
    this.leave();
    if (generic) this.leave();
  }

  classDef(s: ast.ClassDef): void {
    this.def(s.name, DEF_LOCAL, s);
    this.exprs(s.decorator_list);
    const generic = s.type_params.length > 0;
    if (generic) {
      const tp = this.enterTypeParams(s.name, s.type_params, s, false, false);
      tp.private_ = s.name;
      tp.mangledNames = new Set(s.type_params.map((p) => p.name));
      this.typeParams(s.type_params);
    }
    this.exprs(s.bases);
    for (const k of s.keywords) this.expr(k.value);
    const scope = this.enter('class', s.name, s, s);
    scope.private_ = s.name;
    if (generic) {
      this.defIn(scope, '__type_params__', DEF_LOCAL, s);
      this.defIn(scope, '.type_params', USE, s);
    }
    this.body(s.body);
    this.leave();
    if (generic) this.leave();
  }

  enterTypeParams(
    name: string,
    params: ast.TypeParam[],
    node: ast.Located & { kind: string },
    defaults: boolean,
    kwdefaults: boolean,
  ): Scope {
    const inClass = this.cur.type === 'class';
    const s = this.enter('typeparams', name, params, node);
    s.canSeeClassScope = inClass || (s.parent!.canSeeClassScope && s.parent!.type !== 'function');
    if (inClass) this.defIn(s, '__classdict__', USE, node);
    if (node.kind === 'ClassDef') {
      this.defIn(s, '.type_params', DEF_LOCAL, node);
      this.defIn(s, '.type_params', USE, node);
      this.defIn(s, '.generic_base', DEF_LOCAL, node);
      this.defIn(s, '.generic_base', USE, node);
    }
    if (defaults) this.defIn(s, '.defaults', DEF_PARAM, node);
    if (kwdefaults) this.defIn(s, '.kwdefaults', DEF_PARAM, node);
    return s;
  }

  typeParams(params: ast.TypeParam[]): void {
    let seenDefault = false;
    for (const p of params) {
      this.def(p.name, DEF_TYPE_PARAM | DEF_LOCAL, p);
      if (p.kind === 'TypeVar' && p.bound !== null) {
        this.typeParamScope(
          p.name,
          p,
          p.bound,
          p.bound.kind === 'Tuple' ? 'a TypeVar constraint' : 'a TypeVar bound',
        );
      }
      if (p.default_value !== null) {
        seenDefault = true;
        this.typeParamScope(
          p.name,
          this.table.defaultKey(p),
          p.default_value,
          `a ${p.kind} default`,
        );
      } else if (seenDefault) {
        this.fail(`non-default type parameter '${p.name}' follows default type parameter`, p);
      }
    }
  }

  typeParamScope(name: string, key: object, e: ast.Expr, what: string): void {
    const inClass = this.cur.canSeeClassScope;
    const s = this.enter('typevarbound', name, key, e);
    s.what = what;
    s.canSeeClassScope = inClass;
    if (inClass) this.defIn(s, '__classdict__', USE, e);
    this.expr(e);
    this.leave();
  }

  typeAlias(s: ast.TypeAlias): void {
    const name = (s.name as ast.Name).id;
    this.expr(s.name);
    const inClass = this.cur.type === 'class';
    const generic = s.type_params.length > 0;
    if (generic) {
      this.enterTypeParams(name, s.type_params, s, false, false);
      this.typeParams(s.type_params);
    }
    const scope = this.enter('typealias', name, s, s);
    scope.canSeeClassScope = inClass;
    if (inClass) this.defIn(scope, '__classdict__', USE, s);
    this.expr(s.value);
    this.leave();
    if (generic) this.leave();
  }

  pattern(p: ast.Pattern): void {
    switch (p.kind) {
      case 'MatchValue':
        return this.expr(p.value);
      case 'MatchSequence':
      case 'MatchOr':
        for (const q of p.patterns) this.pattern(q);
        return;
      case 'MatchMapping':
        this.exprs(p.keys);
        for (const q of p.patterns) this.pattern(q);
        if (p.rest !== null) this.def(p.rest, DEF_LOCAL, p);
        return;
      case 'MatchClass':
        this.expr(p.cls);
        for (const q of p.patterns) this.pattern(q);
        for (const q of p.kwd_patterns) this.pattern(q);
        return;
      case 'MatchStar':
        if (p.name !== null) this.def(p.name, DEF_LOCAL, p);
        return;
      case 'MatchAs':
        if (p.pattern !== null) this.pattern(p.pattern);
        if (p.name !== null) this.def(p.name, DEF_LOCAL, p);
        return;
      default:
        return;
    }
  }

  // ---- expressions ----

  expr(e: ast.Expr): void {
    switch (e.kind) {
      case 'BoolOp':
        return this.exprs(e.values);
      case 'NamedExpr':
        return this.namedExpr(e);
      case 'BinOp':
        this.expr(e.left);
        return this.expr(e.right);
      case 'UnaryOp':
        return this.expr(e.operand);
      case 'Lambda':
        return this.lambda(e);
      case 'IfExp':
        this.expr(e.test);
        this.expr(e.body);
        return this.expr(e.orelse);
      case 'Dict':
        this.exprs(e.keys);
        return this.exprs(e.values);
      case 'Set':
        return this.exprs(e.elts);
      case 'ListComp':
        return this.comprehension(e, 'list', '<listcomp>', [e.elt]);
      case 'SetComp':
        return this.comprehension(e, 'set', '<setcomp>', [e.elt]);
      case 'DictComp':
        return this.comprehension(e, 'dict', '<dictcomp>', [e.key, e.value]);
      case 'GeneratorExp':
        return this.comprehension(e, 'generator', '<genexpr>', [e.elt]);
      case 'Yield':
        this.forbidInAnnotation('yield expression', e);
        if (e.value !== null) this.expr(e.value);
        return this.yields(e);
      case 'YieldFrom':
        this.forbidInAnnotation('yield expression', e);
        this.expr(e.value);
        return this.yields(e);
      case 'Await':
        this.forbidInAnnotation('await expression', e);
        this.expr(e.value);
        this.cur.coroutine = true;
        return;
      case 'Compare':
        this.expr(e.left);
        return this.exprs(e.comparators);
      case 'Call':
        this.expr(e.func);
        this.exprs(e.args);
        for (const k of e.keywords) this.expr(k.value);
        return;
      case 'FormattedValue':
        this.expr(e.value);
        if (e.format_spec !== null) this.expr(e.format_spec);
        return;
      case 'JoinedStr':
        return this.exprs(e.values);
      case 'Attribute':
        if (FRAME_WORDS.has(e.attr)) this.cur.inspectsFrame = true;
        if (e.ctx === 'Store' && e.value.kind === 'Name' && e.value.id === 'self')
          this.staticAttribute(e.attr);
        return this.expr(e.value);
      case 'Subscript':
        this.expr(e.value);
        return this.expr(e.slice);
      case 'Starred':
        return this.expr(e.value);
      case 'Name':
        this.def(e.id, e.ctx === 'Load' ? USE : DEF_LOCAL, e);
        if (e.ctx === 'Del') this.cur.unstable.add(this.cur.mangled(e.id));
        if (e.ctx === 'Load') {
          if (FRAME_WORDS.has(e.id)) this.cur.inspectsFrame = true;
          if (e.id === 'super' && isFunctionLike(this.cur))
            this.defIn(this.cur, '__class__', USE, e);
        }
        return;
      case 'List':
      case 'Tuple':
        return this.exprs(e.elts);
      case 'Slice':
        return this.exprs([e.lower, e.upper, e.step]);
      default:
        return;
    }
  }

  staticAttribute(name: string): void {
    for (
      let s: Scope | null = this.cur.type === 'function' ? this.cur : null;
      s !== null;
      s = s.parent
    ) {
      if (s.type === 'class') {
        s.staticAttributes.add(mangle(s.private_, name));
        return;
      }
    }
  }

  forbidInAnnotation(what: string, e: ast.Located): void {
    const t = this.cur.type;
    if (t === 'annotation') this.fail(`${what} cannot be used within an annotation`, e);
    if (t === 'typevarbound') this.fail(`${what} cannot be used within ${this.cur.what}`, e);
    if (t === 'typealias') this.fail(`${what} cannot be used within a type alias`, e);
    if (t === 'typeparams')
      this.fail(`${what} cannot be used within the definition of a generic`, e);
  }

  yields(e: ast.Yield | ast.YieldFrom): void {
    const c = this.cur.comprehension;
    if (c !== null) {
      const text = {
        list: "'yield' inside list comprehension",
        set: "'yield' inside set comprehension",
        dict: "'yield' inside dict comprehension",
        generator: "'yield' inside generator expression",
      }[c];
      this.fail(text, e);
    }
    this.cur.generator = true;
  }

  lambda(e: ast.Lambda): void {
    this.exprs(e.args.defaults);
    this.exprs(e.args.kw_defaults);
    const s = this.enter('function', '<lambda>', e, e);
    s.lambda = true;
    this.arguments(e.args);
    this.expr(e.body);
    this.leave();
  }

  namedExpr(e: ast.NamedExpr): void {
    this.forbidInAnnotation('named expression', e);
    if (this.cur.compIterExpr > 0) {
      this.fail('assignment expression cannot be used in a comprehension iterable expression', e);
    }
    const target = e.target as ast.Name;
    if (this.cur.comprehension !== null) this.extendNamedExprScope(target);
    this.expr(e.value);
    this.expr(target);
  }

  /** PEP 572: the target of := in a comprehension binds in the block around all comprehensions. */
  extendNamedExprScope(target: ast.Name): void {
    const name = this.cur.mangled(target.id);
    for (let s: Scope | null = this.cur; s !== null; s = s.parent) {
      if (s.comprehension !== null) {
        const sym = s.symbols.get(name);
        if (sym !== undefined && sym.flags & DEF_COMP_ITER && sym.flags & DEF_LOCAL) {
          this.fail(
            `assignment expression cannot rebind comprehension iteration variable '${target.id}'`,
            target,
          );
        }
        continue;
      }
      if (s.type === 'function') {
        const sym = s.symbols.get(name);
        const global = sym !== undefined && (sym.flags & DEF_GLOBAL) !== 0;
        this.defIn(this.cur, name, global ? DEF_GLOBAL : DEF_NONLOCAL, target);
        this.cur.directives.push({ name, ...place(target) });
        return this.defIn(s, name, DEF_LOCAL, target);
      }
      if (s.type === 'module') {
        this.defIn(this.cur, name, DEF_GLOBAL, target);
        this.cur.directives.push({ name, ...place(target) });
        return this.defIn(s, name, DEF_GLOBAL, target);
      }
      if (s.type === 'class') {
        this.fail(
          'assignment expression within a comprehension cannot be used in a class body',
          target,
        );
      }
      if (s.type === 'annotation') continue;
      const where = {
        typeparams: 'within the definition of a generic',
        typealias: 'in a type alias',
        typevarbound: 'in a TypeVar bound',
      }[s.type as 'typeparams'];
      this.fail(`assignment expression within a comprehension cannot be used ${where}`, target);
    }
  }

  comprehension(
    e: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp,
    kind: 'list' | 'set' | 'dict' | 'generator',
    name: string,
    elts: ast.Expr[],
  ): void {
    const outer = this.cur;
    const first = e.generators[0]!;
    outer.compIterExpr++;
    this.expr(first.iter);
    outer.compIterExpr--;
    const s = this.enter('function', name, e, e);
    s.comprehension = kind;
    s.canSeeClassScope = false;
    if (first.is_async) s.coroutine = true;
    if (kind === 'generator') s.generator = true;
    this.defIn(s, '.0', DEF_PARAM, e);
    this.target(first.target, s);
    this.exprs(first.ifs);
    for (const g of e.generators.slice(1)) {
      this.target(g.target, s);
      s.compIterExpr++;
      this.expr(g.iter);
      s.compIterExpr--;
      this.exprs(g.ifs);
      if (g.is_async) s.coroutine = true;
    }
    // CPython visits the value of a dict display before the rest only for evaluation order; names do not care.
    this.exprs(elts);
    const asyncInside = s.coroutine && kind !== 'generator';
    if (kind !== 'generator' && s.inspectsFrame) {
      outer.inspectsFrame = true;
      outer.inspectedComprehension = true;
    }
    this.leave();
    if (asyncInside) outer.coroutine = true;
  }

  target(t: ast.Expr, s: Scope): void {
    s.compIterTarget = true;
    this.expr(t);
    s.compIterTarget = false;
  }
}

function place(s: ast.Located): ast.Located {
  return {
    lineno: s.lineno,
    col_offset: s.col_offset,
    end_lineno: s.end_lineno,
    end_col_offset: s.end_col_offset,
  };
}

/** The docstring node of a body, or null. */
export function docstringOf(body: ast.Stmt[]): ast.Constant | null {
  const first = body[0];
  if (
    first !== undefined &&
    first.kind === 'Expr' &&
    first.value.kind === 'Constant' &&
    first.value.value.t === 'str'
  ) {
    return first.value;
  }
  return null;
}

// ---- pass 2 ----

type Names = Set<string>;

function analyze(
  scope: Scope,
  bound: Names | null,
  globals: Names,
  typeParams: Names,
  classScope: Scope | null,
): Names {
  const local: Names = new Set();
  const newGlobals: Names = new Set();
  const newBound: Names = new Set();
  const free: Names = new Set();
  if (scope.type === 'class') {
    for (const n of globals) newGlobals.add(n);
    if (bound !== null) for (const n of bound) newBound.add(n);
  }
  for (const sym of scope.symbols.values()) {
    analyzeName(scope, sym, bound, local, free, globals, typeParams, classScope);
  }
  if (scope.type !== 'class') {
    if (isFunctionLike(scope)) for (const n of local) newBound.add(n);
    if (bound !== null) for (const n of bound) newBound.add(n);
    for (const n of globals) newGlobals.add(n);
  } else {
    newBound.add('__class__');
    newBound.add('__classdict__');
  }
  const childFree: Names = new Set();
  for (const child of scope.children) {
    const seesClass =
      child.canSeeClassScope && scope.type === 'class'
        ? scope
        : child.canSeeClassScope
          ? classScope
          : null;
    child.inlined =
      child.comprehension !== null &&
      child.comprehension !== 'generator' &&
      !scope.canSeeClassScope &&
      !scope.canSeeClassScope;
    const f = analyze(
      child,
      new Set(newBound),
      new Set(newGlobals),
      new Set(typeParams),
      seesClass,
    );
    if (child.inlined) inlineComprehension(scope, child, f, childFree);
    else for (const n of f) childFree.add(n);
  }
  if (isFunctionLike(scope)) {
    for (const sym of scope.symbols.values()) {
      if (sym.scope === LOCAL && childFree.has(sym.name)) {
        sym.scope = CELL;
        childFree.delete(sym.name);
      }
    }
  } else if (scope.type === 'class') {
    if (childFree.delete('__class__')) scope.needsClassClosure = true;
    if (childFree.delete('__classdict__')) scope.needsClassDict = true;
  }
  updateSymbols(scope, childFree, bound);
  for (const n of childFree) free.add(n);
  return free;
}

/**
 * The names of an inlined comprehension that it does not bind itself are uses of the enclosing block; only those which
 * inner functions of the comprehension capture need cells.
 */
function inlineComprehension(scope: Scope, comp: Scope, compFree: Names, childFree: Names): void {
  const captured = capturedBy(comp);
  for (const n of compFree) {
    if (captured.has(n) || scope.type !== 'function' || scope.symbols.get(n)?.scope !== LOCAL)
      childFree.add(n);
  }
}

function capturedBy(scope: Scope): Names {
  const out: Names = new Set();
  for (const child of scope.children) {
    if (child.inlined) {
      for (const n of capturedBy(child)) if (!isBoundIn(child, n)) out.add(n);
    } else {
      for (const sym of child.symbols.values()) if (sym.scope === FREE) out.add(sym.name);
    }
  }
  return out;
}

function isBoundIn(scope: Scope, name: string): boolean {
  const s = scope.symbols.get(name)?.scope;
  return s === LOCAL || s === CELL;
}

function analyzeName(
  scope: Scope,
  sym: Sym,
  bound: Names | null,
  local: Names,
  free: Names,
  globals: Names,
  typeParams: Names,
  classScope: Scope | null,
): void {
  const name = sym.name;
  const flags = sym.flags;
  if (flags & DEF_GLOBAL) {
    if (flags & DEF_NONLOCAL)
      throw failDirective(scope, name, `name '${name}' is nonlocal and global`);
    sym.scope = GLOBAL_EXPLICIT;
    globals.add(name);
    bound?.delete(name);
    return;
  }
  if (flags & DEF_NONLOCAL) {
    if (bound === null)
      throw failDirective(scope, name, 'nonlocal declaration not allowed at module level');
    if (!bound.has(name))
      throw failDirective(scope, name, `no binding for nonlocal '${name}' found`);
    if (typeParams.has(name))
      throw failDirective(scope, name, `nonlocal binding not allowed for type parameter '${name}'`);
    sym.scope = FREE;
    free.add(name);
    return;
  }
  if (flags & DEF_BOUND) {
    sym.scope = LOCAL;
    local.add(name);
    globals.delete(name);
    if (flags & DEF_TYPE_PARAM) typeParams.add(name);
    else typeParams.delete(name);
    return;
  }
  if (classScope !== null) {
    const cs = classScope.symbols.get(name);
    if (cs !== undefined) {
      if (cs.flags & DEF_GLOBAL) {
        sym.scope = GLOBAL_EXPLICIT;
        return;
      }
      if (cs.flags & DEF_BOUND && !(cs.flags & DEF_NONLOCAL)) {
        sym.scope = GLOBAL_IMPLICIT;
        return;
      }
    }
  }
  if (bound?.has(name)) {
    sym.scope = FREE;
    free.add(name);
    return;
  }
  sym.scope = GLOBAL_IMPLICIT;
}

function failDirective(scope: Scope, name: string, msg: string): SyntaxFailure {
  const at = scope.directives.find((d) => d.name === name);
  return new SyntaxFailure(msg, at ?? scope.location);
}

/** Names free in inner blocks pass through this one. */
function updateSymbols(scope: Scope, childFree: Names, bound: Names | null): void {
  for (const name of childFree) {
    const sym = scope.symbols.get(name);
    if (sym !== undefined) {
      if (scope.type === 'class' && sym.flags & (DEF_BOUND | DEF_GLOBAL))
        sym.flags |= DEF_FREE_CLASS;
      // The block itself may find the name in the class's namespace, its inner blocks never do.
      else if (scope.canSeeClassScope && sym.scope === GLOBAL_IMPLICIT && bound?.has(name))
        sym.flags |= DEF_FREE_CLASS;
      continue;
    }
    if (bound !== null && !bound.has(name)) continue;
    if (bound === null) continue;
    const fresh = new Sym(name);
    fresh.scope = FREE;
    scope.symbols.set(name, fresh);
  }
}

/** Builds and resolves the scopes of a tree. Throws SyntaxFailure. */
export function buildSymbolTable(
  mod: ast.Mod,
  filename: string,
  futureAnnotations: boolean,
): SymbolTable {
  const b = new Builder(filename, futureAnnotations);
  const top = new Scope('module', 'top', mod, null, NOWHERE);
  b.table.scopes.set(mod, top);
  b.table.top = top;
  b.cur = top;
  if (mod.kind === 'Expression') b.expr(mod.body);
  else if (mod.kind !== 'FunctionType') b.body(mod.body);
  analyze(top, null, new Set(), new Set(), null);
  return b.table;
}
