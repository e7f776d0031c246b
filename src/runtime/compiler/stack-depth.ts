/**
 * co_stacksize: how deep CPython's evaluation stack gets in a block. It decides how large frames and generators are.
 * CPython: calculate_stackdepth (Python/flowgraph.c) over what Python/compile.c emits.
 *
 * The walk follows compile.c construct by construct and keeps the depth only. Code that cannot be reached does not count,
 * nor do constants that a jump or a return absorbs.
 */
import type * as ast from '../parser/ast.ts';
import { foldExpr, foldIterable } from './fold.ts';
import { freevarsOf } from './names.ts';
import { SyntaxFailure } from './errors.ts';
import { DEF_LOCAL, DEF_NONLOCAL, FREE, type Scope, type SymbolTable } from './symtable.ts';

/** Displays and calls with more operands are built piece by piece. CPython: STACK_USE_GUIDELINE. */
const GUIDELINE = 30;
const CO_MAXBLOCKS = 21;

export interface DepthOptions {
  table: SymbolTable;
  optimize: number;
  futureAnnotations: boolean;
  interactive: boolean;
}

/** What return, break and continue leave behind. */
type Block =
  | { kind: 'loop'; depth: number; iter: boolean; left: boolean }
  | { kind: 'finally'; body: ast.Stmt[] }
  | { kind: 'with'; async: boolean }
  | { kind: 'handler' }
  | { kind: 'named' };

class DepthWalk {
  private depth = 0;
  private max = 0;
  /** Whether the code being walked can be reached. */
  private live = true;
  private blocks: Block[] = [];
  /** How many blocks compile.c has open here. */
  private nesting = 0;
  private readonly scope: Scope;
  private readonly o: DepthOptions;

  constructor(scope: Scope, o: DepthOptions) {
    this.scope = scope;
    this.o = o;
    // compile.c puts a handler of StopIteration around such a body
    if (scope.generator || scope.coroutine) this.nesting = 1;
  }

  result(): number {
    return Math.max(1, this.max);
  }

  // ---- the stack ----

  private push(n = 1): void {
    this.depth += n;
    if (this.live && this.depth > this.max) this.max = this.depth;
  }

  private pop(n = 1): void {
    this.depth -= n;
  }

  /** compiler_push_fblock. */
  private nest(at: ast.Located): void {
    if (++this.nesting > CO_MAXBLOCKS)
      throw new SyntaxFailure('too many statically nested blocks', at);
  }

  /** Something that needs `n` more than there is for a moment. */
  private touch(n: number): void {
    if (this.live && this.depth + n > this.max) this.max = this.depth + n;
  }

  // ---- blocks of code ----

  module(body: ast.Stmt[]): void {
    this.body(body);
    this.implicitReturn();
  }

  /** `return None` at the end needs no stack: RETURN_CONST. */
  private implicitReturn(): void {
    if (this.scope.generator || this.scope.coroutine) this.guard();
  }

  /** The handler that turns StopIteration into RuntimeError, around the body of generators. */
  private guard(): void {
    const { live } = this;
    this.live = true;
    this.depth = 0;
    this.push(2);
    this.pop(2);
    this.live = live;
  }

  expression(e: ast.Expr): void {
    this.returned(e);
    this.implicitReturn();
  }

  function(s: ast.FunctionDef | ast.AsyncFunctionDef): void {
    this.module(s.body);
  }

  private returned(e: ast.Expr): void {
    if (this.fold(e).kind === 'Constant') return;
    this.expr(e);
    this.pop();
  }

  classBody(s: ast.ClassDef): void {
    this.touch(1);
    if (this.scope.needsClassDict) this.touch(1);
    this.body(s.body);
    this.live = true;
    if (this.scope.needsClassClosure) this.touch(2);
    this.touch(1);
  }

  /** The block of a comprehension or generator expression. */
  comprehensionBlock(e: Comp): void {
    if (e.kind !== 'GeneratorExp') this.push();
    this.push();
    this.generators(e, 0);
    if (e.kind === 'GeneratorExp') this.implicitReturn();
  }

  // ---- statements ----

  private body(list: ast.Stmt[]): void {
    for (const s of list) this.stmt(s);
  }

  private stmt(s: ast.Stmt): void {
    switch (s.kind) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        return this.functionDef(s);
      case 'ClassDef':
        return this.classDef(s);
      case 'Return':
        return this.returnStmt(s);
      case 'Delete':
        for (const t of s.targets) this.remove(t);
        return;
      case 'Assign':
        return this.assign(s);
      case 'TypeAlias':
        return this.typeAlias(s);
      case 'AugAssign':
        return this.augAssign(s);
      case 'AnnAssign':
        return this.annAssign(s);
      case 'For':
      case 'AsyncFor':
        return this.forStmt(s);
      case 'While':
        return this.whileStmt(s);
      case 'If':
        return this.ifStmt(s);
      case 'With':
      case 'AsyncWith':
        return this.withStmt(s, 0);
      case 'Match':
        return this.matchStmt(s);
      case 'Raise':
        return this.raise(s);
      case 'Try':
        return s.finalbody.length > 0 ? this.tryFinally(s) : this.tryExcept(s);
      case 'TryStar':
        return s.finalbody.length > 0 ? this.tryFinally(s) : this.tryStar(s);
      case 'Assert':
        return this.assertStmt(s);
      case 'Import':
        for (const a of s.names) {
          this.touch(2);
          if (a.asname !== null && a.name.includes('.')) this.touch(2);
        }
        return;
      case 'ImportFrom':
        this.touch(2);
        return;
      case 'Expr':
        return this.exprStmt(s);
      case 'Break':
      case 'Continue':
        return this.leaveLoop(s.kind === 'Break');
      default:
        return;
    }
  }

  private exprStmt(s: ast.ExprStmt): void {
    if (!this.o.interactive && this.fold(s.value).kind === 'Constant') return;
    this.expr(s.value);
    this.pop();
  }

  private returnStmt(s: ast.Return): void {
    const e = s.value === null ? null : this.fold(s.value);
    const kept = e !== null && e.kind !== 'Constant';
    if (kept) this.expr(e);
    // a constant is absorbed by the return
    this.unwind(null);
    if (kept) this.pop();
    this.live = false;
  }

  /** What leaving the enclosing blocks needs; up to the loop `until`, or all. */
  private unwind(until: Block | null): void {
    const saved = this.blocks;
    const { depth } = this;
    for (let i = saved.length - 1; i >= 0; i--) {
      const b = saved[i]!;
      if (b === until) break;
      this.blocks = saved.slice(0, i);
      switch (b.kind) {
        case 'loop':
          if (b.iter) this.pop();
          break;
        case 'finally': {
          const { live } = this;
          this.body(b.body);
          this.live = live;
          break;
        }
        case 'with':
          this.exitCall(b.async);
          this.pop();
          break;
        case 'handler':
          this.pop();
          break;
        case 'named':
          this.touch(1);
          break;
      }
    }
    this.blocks = saved;
    this.depth = depth;
  }

  private leaveLoop(isBreak: boolean): void {
    for (let i = this.blocks.length - 1; i >= 0; i--) {
      const b = this.blocks[i]!;
      if (b.kind !== 'loop') continue;
      this.unwind(b);
      if (isBreak && this.live) b.left = true;
      break;
    }
    this.live = false;
  }

  private assign(s: ast.Assign): void {
    this.expr(s.value);
    s.targets.forEach((t, i) => {
      if (i < s.targets.length - 1) this.push();
      this.store(t);
    });
  }

  /** Stores the topmost value. */
  private store(t: ast.Expr): void {
    switch (t.kind) {
      case 'Tuple':
      case 'List':
        this.pop();
        this.push(t.elts.length);
        for (const x of t.elts) this.store(x.kind === 'Starred' ? x.value : x);
        return;
      case 'Attribute':
        this.expr(t.value);
        this.pop(2);
        return;
      case 'Subscript': {
        this.expr(t.value);
        const n = this.subscript(t.slice, true);
        this.pop(n + 2);
        return;
      }
      case 'Starred':
        return this.store(t.value);
      default:
        this.pop();
    }
  }

  /** Pushes the index; the bounds of a slice without step stay apart where that is allowed. Returns how many it pushed. */
  private subscript(slice: ast.Expr, apart: boolean): number {
    if (slice.kind === 'Slice' && slice.step === null && apart) {
      this.bound(slice.lower);
      this.bound(slice.upper);
      return 2;
    }
    this.expr(slice);
    return 1;
  }

  private bound(e: ast.Expr | null): void {
    if (e === null) this.push();
    else this.expr(e);
  }

  private remove(t: ast.Expr): void {
    switch (t.kind) {
      case 'Tuple':
      case 'List':
        for (const x of t.elts) this.remove(x);
        return;
      case 'Attribute':
        this.expr(t.value);
        this.pop();
        return;
      case 'Subscript':
        this.expr(t.value);
        this.subscript(t.slice, false);
        this.pop(2);
        return;
      default:
    }
  }

  private augAssign(s: ast.AugAssign): void {
    const t = s.target;
    if (t.kind === 'Attribute') {
      this.expr(t.value);
      this.push();
      this.expr(s.value);
      this.pop(3);
    } else if (t.kind === 'Subscript') {
      this.expr(t.value);
      const n = this.subscript(t.slice, true) + 1;
      this.push(n);
      this.pop(n - 1);
      this.expr(s.value);
      this.pop(n + 2);
    } else {
      this.expr(t);
      this.expr(s.value);
      this.pop(2);
    }
  }

  private annAssign(s: ast.AnnAssign): void {
    const t = s.target;
    if (s.value !== null) {
      this.expr(s.value);
      this.store(t);
    }
    const evaluated = this.scope.type === 'module' || this.scope.type === 'class';
    if (t.kind === 'Name') {
      if (s.simple === 0 || !evaluated) {
        if (s.simple === 0 && evaluated && !this.o.futureAnnotations) this.dropped(s.annotation);
        return;
      }
      this.annotation(s.annotation);
      this.push(2);
      this.pop(3);
      return;
    }
    if (s.value === null) {
      if (t.kind === 'Attribute') this.dropped(t.value);
      else if (t.kind === 'Subscript') {
        this.dropped(t.value);
        this.droppedSlice(t.slice);
      }
    }
    if (evaluated && !this.o.futureAnnotations) this.dropped(s.annotation);
  }

  private dropped(e: ast.Expr): void {
    this.expr(e);
    this.pop();
  }

  private droppedSlice(e: ast.Expr): void {
    if (e.kind === 'Slice') {
      for (const x of [e.lower, e.upper, e.step]) if (x !== null) this.dropped(x);
    } else if (e.kind === 'Tuple') for (const x of e.elts) this.droppedSlice(x);
    else this.dropped(e);
  }

  private annotation(e: ast.Expr): void {
    if (this.o.futureAnnotations) this.push();
    else if (e.kind === 'Starred') this.expr(e.value);
    else this.expr(e);
  }

  private forStmt(s: ast.For | ast.AsyncFor): void {
    this.expr(foldIterable(s.iter, this.o.optimize));
    const block: Block = { kind: 'loop', depth: this.depth, iter: true, left: false };
    const entered = this.live;
    this.blocks.push(block);
    this.nest(s);
    if (s.kind === 'AsyncFor') {
      // GET_ANEXT, the awaited value, what is sent, and its exception
      this.touch(3);
    }
    this.push();
    this.store(s.target);
    this.body(s.body);
    this.blocks.pop();
    this.nesting--;
    this.live = entered;
    this.pop();
    this.body(s.orelse);
    this.live ||= block.left;
  }

  private whileStmt(s: ast.While): void {
    const constant = this.constantTest(s.test);
    const block: Block = { kind: 'loop', depth: this.depth, iter: false, left: false };
    if (constant === null) this.test(s.test);
    const entered = this.live;
    this.blocks.push(block);
    this.nest(s);
    if (constant === false) this.live = false;
    this.body(s.body);
    this.blocks.pop();
    this.nesting--;
    this.live = entered && constant !== true;
    this.body(s.orelse);
    this.live ||= block.left;
  }

  private ifStmt(s: ast.If): void {
    const constant = this.constantTest(s.test);
    if (constant === null) this.test(s.test);
    const entered = this.live;
    if (constant === false) this.live = false;
    this.body(s.body);
    const after = this.live;
    this.live = entered && constant !== true;
    this.body(s.orelse);
    this.live ||= after;
  }

  /** The truth of a constant test: its jump is folded. */
  private constantTest(e0: ast.Expr): boolean | null {
    const e = this.fold(e0);
    if (e.kind === 'Name' && e.id === '__debug__') return this.o.optimize === 0;
    if (e.kind !== 'Constant') return null;
    const c = e.value;
    switch (c.t) {
      case 'None':
      case 'False':
        return false;
      case 'int':
      case 'float':
        return Number(c.v) !== 0;
      case 'complex':
        return Number(c.v) !== 0 || (c.re ?? 0) !== 0;
      case 'str':
      case 'bytes':
      case 'tuple':
      case 'frozenset':
        return (c.v as { length: number }).length > 0;
      default:
        return true;
    }
  }

  /** A condition. CPython: compiler_jump_if. */
  private test(e0: ast.Expr): void {
    const e = this.fold(e0);
    if (e.kind === 'UnaryOp' && e.op === 'Not') return this.test(e.operand);
    if (e.kind === 'BoolOp') {
      for (const v of e.values) this.test(v);
      return;
    }
    if (e.kind === 'IfExp') {
      this.test(e.test);
      this.test(e.body);
      this.test(e.orelse);
      return;
    }
    if (this.constantTest(e) !== null) return;
    if (e.kind === 'Compare' && e.ops.length > 1) {
      this.expr(e.left);
      e.comparators.forEach((c, i) => {
        this.expr(c);
        if (i < e.comparators.length - 1) this.touch(1);
        this.pop();
      });
      this.pop();
      return;
    }
    if (e.kind === 'Compare' && isNone(e)) this.expr(e.left);
    else this.expr(e);
    this.pop();
  }

  private withStmt(s: ast.With | ast.AsyncWith, pos: number): void {
    const item = s.items[pos]!;
    const isAsync = s.kind === 'AsyncWith';
    const block: Block = { kind: 'with', async: isAsync };
    this.expr(item.context_expr);
    this.push();
    if (isAsync) this.touch(2);
    const { depth } = this;
    const entered = this.live;
    this.blocks.push(block);
    this.nest(item.context_expr);
    if (item.optional_vars !== null) this.store(item.optional_vars);
    else this.pop();
    if (pos === s.items.length - 1) this.body(s.body);
    else this.withStmt(s, pos + 1);
    this.blocks.pop();
    this.nesting--;
    const after = this.live;
    if (after) this.exitCall(isAsync);
    // the handler: what __enter__ gave is replaced by lasti and exception
    this.live = entered;
    this.depth = depth + 1;
    this.touch(3);
    if (isAsync) this.touch(4);
    this.depth = depth - 2;
  }

  /** exit(None, None, None) with the exit function on the stack. */
  private exitCall(isAsync: boolean): void {
    this.touch(3);
    if (isAsync) this.touch(2);
  }

  private raise(s: ast.Raise): void {
    if (s.exc !== null) {
      this.expr(s.exc);
      if (s.cause !== null) {
        this.expr(s.cause);
        this.pop();
      }
      this.pop();
    }
    this.live = false;
  }

  private assertStmt(s: ast.Assert): void {
    if (this.o.optimize > 0) return;
    const constant = this.constantTest(s.test);
    if (constant === null) this.test(s.test);
    if (constant === true) return;
    this.push();
    if (s.msg !== null) {
      this.expr(s.msg);
      this.pop();
    }
    this.pop();
    if (constant === false) this.live = false;
  }

  private tryFinally(s: ast.Try | ast.TryStar): void {
    const entered = this.live;
    this.blocks.push({ kind: 'finally', body: s.finalbody });
    this.nest(s);
    if (s.handlers.length > 0) {
      if (s.kind === 'Try') this.tryExcept(s);
      else this.tryStar(s);
    } else this.body(s.body);
    this.blocks.pop();
    this.nesting--;
    this.body(s.finalbody);
    const after = this.live;
    this.live = entered;
    this.handled(() => {
      this.blocks.push({ kind: 'handler' });
      this.nest(s);
      this.body(s.finalbody);
      this.blocks.pop();
      this.nesting--;
    });
    this.live = after;
  }

  /** A handler: the exception, what was handled before, and what its own clean-up needs. */
  private handled(f: () => void): void {
    this.push();
    this.touch(3);
    this.push();
    f();
    this.pop(2);
  }

  private tryExcept(s: ast.Try | ast.TryStar): void {
    const entered = this.live;
    this.nest(s);
    this.body(s.body);
    this.nesting--;
    this.body(s.orelse);
    let after = this.live;
    this.live = entered;
    this.nest(s);
    this.handled(() => {
      for (const h of s.handlers) {
        this.live = entered;
        if (h.type !== null) {
          this.expr(h.type);
          this.pop();
        }
        this.handlerBody(h);
        after ||= this.live;
      }
    });
    this.nesting--;
    this.live = after;
  }

  private handlerBody(h: ast.ExceptHandler): void {
    this.pop();
    this.blocks.push({ kind: 'handler' });
    this.nest(h);
    if (h.name !== null) {
      // its clean-up: lasti, exception, and None for the name
      this.touch(3);
      this.blocks.push({ kind: 'named' });
    }
    this.body(h.body);
    if (h.name !== null) this.blocks.pop();
    this.blocks.pop();
    this.nesting--;
    this.push();
  }

  private tryStar(s: ast.Try | ast.TryStar): void {
    const entered = this.live;
    this.nest(s);
    this.body(s.body);
    const after = this.live;
    this.live = entered;
    this.push();
    this.touch(3);
    this.push();
    this.blocks.push({ kind: 'handler' });
    // the original exception, the list of results, the rest
    this.touch(1);
    this.push(2);
    for (const h of s.handlers) {
      this.live = entered;
      if (h.type !== null) {
        this.expr(h.type);
        this.pop();
      }
      this.touch(1);
      const { depth } = this;
      this.touch(3);
      if (h.name !== null) {
        this.touch(3);
        this.blocks.push({ kind: 'named' });
      }
      this.nest(h);
      this.body(h.body);
      this.nesting--;
      if (h.name !== null) this.blocks.pop();
      this.depth = depth;
    }
    this.live = entered;
    this.touch(2);
    this.pop(2);
    this.blocks.pop();
    this.nesting--;
    this.pop(2);
    this.live = after;
    this.body(s.orelse);
    this.live ||= entered;
  }

  // ---- definitions ----

  private decorators(list: ast.Expr[]): void {
    for (const d of list) this.expr(d);
  }

  private functionDef(s: ast.FunctionDef | ast.AsyncFunctionDef): void {
    this.decorators(s.decorator_list);
    const generic = s.type_params.length > 0;
    const attrs = this.defaults(s.args);
    if (generic) {
      // the defaults become arguments of the function of the type parameters
      this.closure(this.o.table.of(s.type_params));
      if (attrs === 0) this.touch(1);
      this.pop(attrs);
    } else {
      const annotations = this.annotations(s.args, s.returns);
      this.closure(this.o.table.of(s));
      this.pop(attrs + annotations);
    }
    this.pop(s.decorator_list.length + 1);
  }

  /** Positional defaults and keyword-only ones: how many values they leave. */
  private defaults(a: ast.Arguments): number {
    let n = 0;
    if (a.defaults.length > 0) {
      this.tupleOf(a.defaults);
      n++;
    }
    const given = a.kw_defaults.filter((d) => d !== null);
    if (given.length > 0) {
      for (const d of given) this.expr(d);
      this.push();
      this.pop(given.length);
      n++;
    }
    return n;
  }

  /** BUILD_TUPLE of expressions; constants make a constant. */
  private tupleOf(list: ast.Expr[]): void {
    if (list.every((e) => this.fold(e).kind === 'Constant')) {
      this.push();
      return;
    }
    for (const e of list) this.expr(e);
    this.pop(list.length - 1);
  }

  private annotations(a: ast.Arguments, returns: ast.Expr | null): number {
    const all = [
      ...a.posonlyargs,
      ...a.args,
      ...(a.vararg === null ? [] : [a.vararg]),
      ...a.kwonlyargs,
      ...(a.kwarg === null ? [] : [a.kwarg]),
    ]
      .map((x) => x.annotation)
      .concat([returns])
      .filter((x) => x !== null);
    if (all.length === 0) return 0;
    const constant = this.o.futureAnnotations || all.every((e) => this.fold(e).kind === 'Constant');
    if (constant) {
      this.push();
      return 1;
    }
    for (const e of all) {
      this.push();
      this.annotation(e);
    }
    this.pop(2 * all.length - 1);
    return 1;
  }

  /** The function object of a block: closure, code, function. Leaves one value. */
  private closure(scope: Scope): void {
    const n = freeCount(scope);
    if (n > 0) {
      this.push(n);
      this.pop(n - 1);
      this.push();
      this.pop();
    } else this.push();
  }

  private classDef(s: ast.ClassDef): void {
    this.decorators(s.decorator_list);
    if (s.type_params.length > 0) {
      this.closure(this.o.table.of(s.type_params));
      this.touch(1);
    } else this.buildClass(s, []);
    this.pop(s.decorator_list.length + 1);
  }

  private buildClass(s: ast.ClassDef, more: ast.Expr[]): void {
    this.push(2);
    this.closure(this.o.table.of(s));
    this.push();
    this.arguments(2, [...s.bases, ...more], s.keywords);
    this.pop(2);
    this.push();
  }

  typeParamsOf(s: Generic): void {
    this.typeParams(s.type_params);
    if (s.kind === 'ClassDef') {
      this.pop();
      this.push();
      this.pop();
      const marker = { kind: 'Name', id: '.generic_base', ctx: 'Load' } as ast.Name;
      this.buildClass(s, [marker]);
      this.pop();
      return;
    }
    if (s.kind === 'TypeAlias') {
      this.pop();
      this.push(2);
      this.closure(this.o.table.of(s));
      this.pop(3);
      return;
    }
    const attrs = this.scope.params.length;
    this.push(attrs);
    const n = this.annotations(s.args, s.returns);
    this.closure(this.o.table.of(s));
    this.pop(attrs + n);
    this.pop(2);
  }

  private typeParams(list: ast.TypeParam[]): void {
    for (const p of list) {
      this.push();
      if (p.kind === 'TypeVar' && p.bound !== null) {
        this.closure(this.o.table.of(p));
        this.pop();
      }
      if (p.default_value !== null) {
        this.closure(this.o.table.of(this.o.table.defaultKey(p)));
        this.pop();
      }
      this.touch(1);
    }
    this.pop(list.length - 1);
  }

  private typeAlias(s: ast.TypeAlias): void {
    if (s.type_params.length > 0) {
      this.closure(this.o.table.of(s.type_params));
      this.touch(1);
      this.pop();
      return;
    }
    this.push(2);
    this.closure(this.o.table.of(s));
    this.pop(3);
  }

  // ---- expressions ----

  private fold(e: ast.Expr): ast.Expr {
    return foldExpr(e, this.o.optimize);
  }

  /** Leaves one value. */
  private expr(e0: ast.Expr): void {
    const e = this.fold(e0);
    switch (e.kind) {
      case 'NamedExpr':
        this.expr(e.value);
        this.touch(1);
        return;
      case 'BoolOp':
        e.values.forEach((v, i) => {
          this.expr(v);
          if (i === e.values.length - 1) return;
          this.touch(1);
          this.pop();
        });
        return;
      case 'BinOp':
        this.expr(e.left);
        this.expr(e.right);
        this.pop();
        return;
      case 'UnaryOp':
        return this.expr(e.operand);
      case 'Lambda': {
        const attrs = this.defaults(e.args);
        this.closure(this.o.table.of(e));
        this.pop(attrs);
        return;
      }
      case 'IfExp':
        return this.ifExpr(e);
      case 'Dict':
        return this.dict(e);
      case 'Set':
      case 'List':
      case 'Tuple':
        return this.display(e, 0, e.elts);
      case 'ListComp':
      case 'SetComp':
      case 'DictComp':
      case 'GeneratorExp':
        return this.comprehension(e);
      case 'Await':
      case 'YieldFrom':
        this.expr(e.value);
        this.touch(2);
        return;
      case 'Yield':
        if (e.value === null) this.push();
        else this.expr(e.value);
        return;
      case 'Compare':
        return this.compare(e);
      case 'Call':
        return this.call(e);
      case 'FormattedValue':
        this.expr(e.value);
        if (e.format_spec !== null) {
          this.expr(e.format_spec);
          this.pop();
        }
        return;
      case 'JoinedStr':
        return this.joined(e.values);
      case 'Attribute':
        return this.attribute(e);
      case 'Subscript': {
        this.expr(e.value);
        const n = this.subscript(e.slice, true);
        this.pop(n);
        return;
      }
      case 'Starred':
        return this.expr(e.value);
      case 'Slice':
        this.bound(e.lower);
        this.bound(e.upper);
        if (e.step !== null) {
          this.expr(e.step);
          this.pop();
        }
        this.pop();
        return;
      default:
        this.push();
    }
  }

  private ifExpr(e: ast.IfExp): void {
    const constant = this.constantTest(e.test);
    if (constant === null) this.test(e.test);
    const { live } = this;
    if (constant === false) this.live = false;
    this.expr(e.body);
    this.pop();
    this.live = live && constant !== true;
    this.expr(e.orelse);
    this.live = live;
  }

  private attribute(e: ast.Attribute): void {
    const args = this.superArgs(e.value);
    if (args !== null) {
      this.push(3);
      this.pop(2);
      return;
    }
    this.expr(e.value);
  }

  /** `super()` or `super(A, B)` by name, whose attribute takes one instruction. */
  private superArgs(e: ast.Expr): ast.Expr[] | null {
    if (e.kind !== 'Call' || e.func.kind !== 'Name' || e.func.id !== 'super') return null;
    if (e.keywords.length > 0 || e.args.some((a) => a.kind === 'Starred')) return null;
    if (this.scope.type !== 'function') return null;
    if (e.args.length === 0)
      return this.scope.resolve('__class__') === FREE && this.scope.positional > 0 ? [] : null;
    return e.args.length === 2 ? e.args : null;
  }

  private compare(e: ast.Compare): void {
    this.expr(e.left);
    e.comparators.forEach((c, i) => {
      this.expr(c);
      if (i < e.comparators.length - 1) this.touch(1);
      this.pop();
    });
  }

  private joined(values: ast.Expr[]): void {
    if (values.length === 0) {
      this.push();
      return;
    }
    if (values.length > GUIDELINE) {
      this.push(3);
      for (const v of values) {
        this.expr(v);
        this.pop();
      }
      this.pop(2);
      return;
    }
    for (const v of values) this.expr(v);
    this.pop(values.length - 1);
  }

  private dict(e: ast.Dict): void {
    let pending = 0;
    let have = false;
    const flush = (end: number): void => {
      this.subdict(e, end - pending, end);
      if (have) this.pop();
      have = true;
      pending = 0;
    };
    e.keys.forEach((k, i) => {
      if (k === null) {
        if (pending > 0) flush(i);
        if (!have) this.push();
        have = true;
        this.expr(e.values[i]!);
        this.pop();
      } else if (pending * 2 > GUIDELINE) {
        pending++;
        flush(i + 1);
      } else pending++;
    });
    if (pending > 0) flush(e.keys.length);
    if (!have) this.push();
  }

  private subdict(e: ast.Dict, begin: number, end: number): void {
    const n = end - begin;
    const big = n * 2 > GUIDELINE;
    const keys = e.keys.slice(begin, end) as ast.Expr[];
    if (n > 1 && !big && keys.every((k) => this.fold(k).kind === 'Constant')) {
      for (let i = begin; i < end; i++) this.expr(e.values[i]!);
      this.push();
      this.pop(n);
      return;
    }
    if (big) this.push();
    for (let i = begin; i < end; i++) {
      this.expr(e.keys[i]!);
      this.expr(e.values[i]!);
      if (big) this.pop(2);
    }
    if (!big) this.pop(2 * n - 1);
  }

  /** List, set and tuple displays on top of `pushed` items that belong to them. CPython: starunpack_helper. */
  private display(e: ast.List | ast.SetExpr | ast.Tuple, pushed: number, elts: ast.Expr[]): void {
    const tuple = e.kind === 'Tuple';
    if (elts.length > 2 && elts.every((x) => this.fold(x).kind === 'Constant')) {
      if (!tuple) {
        this.pop(pushed);
        this.push(2);
        this.pop();
      } else this.push();
      return;
    }
    this.unpacked(elts, pushed, tuple);
  }

  private unpacked(elts: ast.Expr[], pushed: number, tuple: boolean): void {
    const n = elts.length;
    const big = n + pushed + (tuple ? 1 : 0) > GUIDELINE;
    if (!big && !elts.some((x) => x.kind === 'Starred')) {
      for (const x of elts) this.expr(x);
      if (n + pushed === 0) this.push();
      else this.pop(n + pushed - 1);
      return;
    }
    let built = false;
    const build = (count: number): void => {
      this.pop(count);
      this.push();
      built = true;
    };
    if (big) build(pushed);
    elts.forEach((x, i) => {
      if (x.kind === 'Starred') {
        if (!built) build(i + pushed);
        this.expr(x.value);
        this.pop();
      } else {
        this.expr(x);
        if (built) this.pop();
      }
    });
  }

  private call(e: ast.Call): void {
    const { func } = e;
    if (func.kind === 'Attribute' && this.superArgs(func.value) !== null) {
      this.push(3);
      this.pop(1);
    } else if (func.kind === 'Attribute') {
      this.expr(func.value);
      this.push();
    } else {
      this.expr(func);
      this.push();
    }
    this.arguments(0, e.args, e.keywords);
    this.pop(1);
  }

  /** Arguments on top of `pushed` ones; they leave nothing but what was below them, the result in its place. */
  private arguments(pushed: number, args: ast.Expr[], keywords: ast.Keyword[]): void {
    const below = this.depth - pushed;
    const spread =
      args.length + keywords.length * 2 > GUIDELINE ||
      args.some((a) => a.kind === 'Starred') ||
      keywords.some((k) => k.arg === null);
    if (!spread) {
      for (const a of args) this.expr(a);
      for (const k of keywords) this.expr(k.value);
      if (keywords.length > 0) this.push();
      this.depth = below;
      return;
    }
    if (pushed === 0 && args.length === 1 && args[0]!.kind === 'Starred') {
      this.expr((args[0] as ast.Starred).value);
    } else if (args.length > 2 && args.every((x) => this.fold(x).kind === 'Constant')) {
      this.pop(pushed);
      this.push();
    } else this.unpacked(args, pushed, true);
    if (keywords.length > 0) this.spreadKeywords(keywords);
    this.depth = below;
  }

  private spreadKeywords(keywords: ast.Keyword[]): void {
    let seen = 0;
    let have = false;
    const flush = (end: number): void => {
      this.subkeywords(keywords.slice(end - seen, end));
      if (have) this.pop();
      have = true;
      seen = 0;
    };
    keywords.forEach((k, i) => {
      if (k.arg !== null) {
        seen++;
        return;
      }
      if (seen > 0) flush(i);
      if (!have) this.push();
      have = true;
      this.expr(k.value);
      this.pop();
    });
    if (seen > 0) flush(keywords.length);
  }

  private subkeywords(list: ast.Keyword[]): void {
    const n = list.length;
    const big = n * 2 > GUIDELINE;
    if (n > 1 && !big) {
      for (const k of list) this.expr(k.value);
      this.push();
      this.pop(n);
      return;
    }
    if (big) this.push();
    for (const k of list) {
      this.push();
      this.expr(k.value);
      if (big) this.pop(2);
    }
    if (!big) this.pop(2 * n - 1);
  }

  // ---- comprehensions ----

  private comprehension(e: Comp): void {
    const scope = this.o.table.of(e);
    const first = e.generators[0]!;
    if (!scope.inlined) {
      this.closure(scope);
      this.expr(foldIterable(first.iter, this.o.optimize));
      this.pop();
      if (scope.coroutine && e.kind !== 'GeneratorExp') this.touch(2);
      return;
    }
    this.expr(foldIterable(first.iter, this.o.optimize));
    let saved = 0;
    for (const s of scope.symbols.values())
      if ((s.flags & DEF_LOCAL) !== 0 && (s.flags & DEF_NONLOCAL) === 0) saved++;
    this.push(saved);
    this.touch(1);
    this.push();
    this.generators(e, 0);
    this.pop(saved);
  }

  /** The loop of generator `i`, whose iterator is on the stack; takes it away. */
  private generators(e: Comp, i: number): void {
    const g = e.generators[i]!;
    if (g.is_async !== 0) this.touch(3);
    this.push();
    this.store(g.target);
    this.inside(e, i, g);
    this.pop();
  }

  private inside(e: Comp, i: number, g: ast.Comprehension): void {
    for (const c of g.ifs) this.test(c);
    const next = e.generators[i + 1];
    if (next !== undefined) {
      const single = this.single(next);
      if (single !== null) {
        this.expr(single);
        this.store(next.target);
        this.inside(e, i + 1, next);
        return;
      }
      this.expr(foldIterable(next.iter, this.o.optimize));
      this.generators(e, i + 1);
      return;
    }
    if (e.kind === 'DictComp') {
      this.expr(e.key);
      this.expr(e.value);
      this.pop(2);
      return;
    }
    this.expr(e.elt);
    this.pop();
  }

  /** `for x in [y]` inside a comprehension is an assignment. */
  private single(g: ast.Comprehension): ast.Expr | null {
    const it = g.iter;
    if (g.is_async !== 0 || (it.kind !== 'List' && it.kind !== 'Tuple')) return null;
    return it.elts.length === 1 && it.elts[0]!.kind !== 'Starred' ? it.elts[0]! : null;
  }

  // ---- match ----

  private matchStmt(s: ast.Match): void {
    this.expr(s.subject);
    const entered = this.live;
    let after = false;
    const last = s.cases.length - 1;
    const wild = s.cases[last]!;
    const isDefault =
      wild.pattern.kind === 'MatchAs' && wild.pattern.pattern === null && s.cases.length > 1;
    let irrefutable = false;
    s.cases.forEach((c, i) => {
      this.live = entered;
      const subjectKept = i !== last - (isDefault ? 1 : 0) && !(isDefault && i === last);
      const { depth } = this;
      if (isDefault && i === last) {
        if (wild.pattern.kind === 'MatchAs' && wild.pattern.name !== null) this.pop();
        else this.depth = depth - 1;
        if (c.guard !== null) this.test(c.guard);
        else irrefutable = true;
        this.body(c.body);
        after ||= this.live;
        this.depth = depth;
        return;
      }
      if (subjectKept) this.push();
      this.pattern(c.pattern);
      if (c.guard !== null) this.test(c.guard);
      this.depth = depth - (subjectKept ? 0 : 1);
      if (subjectKept) this.pop();
      this.body(c.body);
      after ||= this.live;
      this.depth = depth;
    });
    this.pop();
    this.live = after || (entered && !irrefutable);
  }

  /** Consumes the subject on top; what it captures stays on the stack below. */
  private pattern(p: ast.Pattern): void {
    switch (p.kind) {
      case 'MatchValue':
        this.expr(p.value);
        this.pop(2);
        return;
      case 'MatchSingleton':
        this.push();
        this.pop(2);
        return;
      case 'MatchAs':
        if (p.pattern !== null) {
          this.push();
          this.pattern(p.pattern);
        }
        if (p.name === null) this.pop();
        return;
      case 'MatchStar':
        if (p.name === null) this.pop();
        return;
      case 'MatchSequence':
        return this.matchSequence(p);
      case 'MatchMapping':
        return this.matchMapping(p);
      case 'MatchClass':
        return this.matchClass(p);
      case 'MatchOr': {
        const { depth } = this;
        let end = depth;
        for (const alternative of p.patterns) {
          this.depth = depth;
          this.push();
          this.pattern(alternative);
          end = this.depth;
        }
        this.depth = end - 1;
      }
    }
  }

  private matchSequence(p: ast.MatchSequence): void {
    const n = p.patterns.length;
    const star = p.patterns.findIndex((x) => x.kind === 'MatchStar');
    this.push();
    this.pop();
    if (star < 0 || n > 1) {
      this.push(2);
      this.pop(2);
    }
    const starWild = star >= 0 && (p.patterns[star] as ast.MatchStar).name === null;
    const wildOnly = p.patterns.every(
      (x) =>
        (x.kind === 'MatchAs' && x.pattern === null && x.name === null) ||
        (x.kind === 'MatchStar' && x.name === null),
    );
    if (wildOnly) {
      this.pop();
      return;
    }
    if (starWild) {
      p.patterns.forEach((x, i) => {
        if (
          x.kind === 'MatchStar' ||
          (x.kind === 'MatchAs' && x.pattern === null && x.name === null)
        )
          return;
        this.push();
        if (i < star) this.touch(1);
        else this.touch(2);
        this.pattern(x);
      });
      this.pop();
      return;
    }
    this.pop();
    this.push(n);
    for (const x of p.patterns) this.pattern(x);
  }

  private matchMapping(p: ast.MatchMapping): void {
    this.touch(1);
    if (p.keys.length === 0 && p.rest === null) {
      this.pop();
      return;
    }
    if (p.keys.length > 0) this.touch(2);
    for (const k of p.keys) this.expr(k);
    if (p.keys.length === 0) this.push();
    else this.pop(p.keys.length - 1);
    // subject, keys, values
    this.push();
    this.touch(1);
    this.pop();
    this.push();
    this.pop();
    const n = p.patterns.length;
    this.push(n);
    for (const x of p.patterns) this.pattern(x);
    if (p.rest !== null) {
      this.touch(2 + p.keys.length);
      this.pop();
      return;
    }
    this.pop(2);
  }

  private matchClass(p: ast.MatchClass): void {
    this.expr(p.cls);
    this.push();
    this.pop(2);
    this.touch(1);
    const n = p.patterns.length + p.kwd_patterns.length;
    this.pop();
    this.push(n);
    for (const x of [...p.patterns, ...p.kwd_patterns]) this.pattern(x);
  }
}

/** `x is None` in a condition is one jump. */
function isNone(e: ast.Compare): boolean {
  const right = e.comparators[0]!;
  const op = e.ops[0]!;
  return (
    e.ops.length === 1 &&
    (op === 'Is' || op === 'IsNot') &&
    right.kind === 'Constant' &&
    right.value.t === 'None'
  );
}

type Comp = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp;
type Generic = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.TypeAlias;

function freeCount(scope: Scope): number {
  return freevarsOf(scope).length;
}

/** co_stacksize of the block. */
export function stackDepth(scope: Scope, o: DepthOptions): number {
  const walk = new DepthWalk(scope, o);
  const node = scope.node as ast.Node | ast.TypeParam[];
  if (Array.isArray(node)) {
    const owner = genericOwner(scope);
    if (owner !== null) walk.typeParamsOf(owner);
    return walk.result();
  }
  switch (node.kind) {
    case 'Module':
    case 'Interactive':
      walk.module(node.body);
      break;
    case 'Expression':
      walk.expression(node.body);
      break;
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      walk.function(node);
      break;
    case 'ClassDef':
      walk.classBody(node);
      break;
    case 'Lambda':
      walk.expression(node.body);
      break;
    case 'ListComp':
    case 'SetComp':
    case 'DictComp':
    case 'GeneratorExp':
      walk.comprehensionBlock(node);
      break;
    case 'TypeAlias':
      walk.expression(node.value);
      break;
    case 'TypeVar':
      if (node.bound !== null) walk.expression(node.bound);
      break;
    default:
  }
  return walk.result();
}

/** The definition whose type parameters the scope holds. */
function genericOwner(scope: Scope): Generic | null {
  const inner = scope.children.find((c) => {
    const n = c.node as ast.Node;
    return (
      n.kind === 'FunctionDef' ||
      n.kind === 'AsyncFunctionDef' ||
      n.kind === 'ClassDef' ||
      n.kind === 'TypeAlias'
    );
  });
  return inner === undefined ? null : (inner.node as Generic);
}
