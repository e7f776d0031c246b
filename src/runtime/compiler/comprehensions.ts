/** Inlined list, set and dict comprehensions (PEP 709), and the loops they share with generator expressions. */
import type * as ast from '../parser/ast.ts';
import { borrowed, type FunctionEmitter, fresh, type Val } from './emit.ts';
import { SyntaxFailure } from './errors.ts';
import { condition, expr, operand } from './expressions.ts';
import { foldIterable } from './fold.ts';
import { comprehensionCall } from './functions.ts';
import { declare } from './names.ts';
import { forLoop } from './statements.ts';
import { CELL, LOCAL } from './symtable.ts';

export function comprehension(
  c: FunctionEmitter,
  e: ast.ListComp | ast.SetComp | ast.DictComp,
): Val {
  const scope = c.unit.table.of(e);
  const empty = { ListComp: 'LIST([])', SetComp: 'SET([])', DictComp: 'NEWDICT(0)' }[e.kind];
  if (!scope.inlined) return comprehensionCall(c, e, (f, out) => element(f, e, out), empty);
  if (
    scope.coroutine &&
    !c.scope.isAsync &&
    c.scope.comprehension === null &&
    !(c.unit.topLevelAwait && c.scope.type === 'module')
  ) {
    throw new SyntaxFailure('asynchronous comprehension outside of an asynchronous function', e);
  }
  const first = e.generators[0]!;
  const source = c.pin(expr(c, foldIterable(first.iter, c.unit.optimize)));
  c.at(first.iter);
  const it = c.pin(
    c.operate(first.is_async ? `AITER(${source.js})` : `ITER(${source.js})`, [source]),
  );
  const out = c.newTemp();
  c.at(e);
  c.line(`${out.js}=${empty};`);
  const outer = c.inner;
  c.inner = scope;
  const vars: string[] = [];
  for (const s of scope.symbols.values()) {
    if (s.name === '.0' || (s.scope !== LOCAL && s.scope !== CELL)) continue;
    const js = declare(c, scope, s.name, s.scope === CELL, true);
    vars.push(js);
    c.activeHidden.add(js);
    c.line(s.scope === CELL ? `${js}=NEWCELL();` : `${js}=null;`);
    c.bound.delete(js);
  }
  const before = new Set(c.bound);
  comprehensionLoops(c, e, it, () => element(c, e, out));
  c.setBound(before);
  for (const js of vars) {
    c.activeHidden.delete(js);
    c.line(`if(${js}!==null){const o=${js};${js}=null;dec(o);}`);
  }
  c.inner = outer;
  return out;
}

/** Evaluates the element and adds it to the display in `out`. */
function element(c: FunctionEmitter, e: ast.ListComp | ast.SetComp | ast.DictComp, out: Val): void {
  if (e.kind === 'DictComp') {
    const k = operand(c, e.key, [e.value]);
    const kp = c.pin(k);
    const v = c.pin(expr(c, e.value));
    c.at(e.key);
    c.line(`DICTSET(${out.js},${kp.js},${v.js});`);
    c.release(v);
    c.release(kp);
    return;
  }
  const x = c.steal(expr(c, e.elt));
  c.at(e.elt);
  c.line(`${e.kind === 'ListComp' ? 'LISTAPPEND' : 'SETADD'}(${out.js},${x});`);
}

/** Nested `for … if …` clauses around `emit`; `it` is the iterator of the first clause. */
export function comprehensionLoops(
  c: FunctionEmitter,
  e: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp,
  it: Val,
  emit: () => void,
): void {
  const clause = (i: number): void => {
    if (i === e.generators.length) return emit();
    const g = e.generators[i]!;
    let source: Val;
    if (i === 0) source = it.own === 0 ? c.pin(fresh(`inc(${it.js})`)) : it;
    else {
      const v = c.pin(expr(c, foldIterable(g.iter, c.unit.optimize)));
      c.at(g.iter);
      source = c.pin(c.operate(g.is_async ? `AITER(${v.js})` : `ITER(${v.js})`, [v]));
    }
    forLoop(c, source, g.target, g.is_async !== 0, g.iter, (label) => {
      for (const test of g.ifs) {
        const b = condition(c, test);
        c.line(`if(!${b}){if(S.brk!==0)BRK(F);continue ${label};}`);
      }
      clause(i + 1);
    });
  };
  clause(0);
  void borrowed;
}
