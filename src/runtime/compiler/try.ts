/**
 * try, with, and their exits.
 *
 * A body that must be followed by something (finally, __exit__) runs in a labelled block; whatever leaves it (return,
 * break, continue, an exception) sets a code and breaks to the label, so that the following part stands once, outside
 * the JavaScript try, and then goes on with what the code says.
 */
import type * as ast from '../parser/ast.ts';
import { borrowed, EXIT_RETURN, type FunctionEmitter, fresh, type Val } from './emit.ts';
import { SyntaxFailure } from './errors.ts';
import { awaitVal, expr } from './expressions.ts';
import { deleteQuietly, storeName } from './names.ts';
import { body, resumeExit, store } from './statements.ts';

export function tryStatement(c: FunctionEmitter, s: ast.Try): void {
  if (s.finalbody.length === 0) return tryExcept(c, s);
  protect(
    c,
    () => (s.handlers.length > 0 ? tryExcept(c, s) : body(c, s.body)),
    () => c.unit.repeatWarnings(() => body(c, s.finalbody)),
    s,
  );
}

/**
 * Runs `emit`, then `after` on every way out. `after` runs with the exception, if any, as the one being handled;
 * it gets the temporary that holds it (null inside means normal exit).
 */
function protect(
  c: FunctionEmitter,
  emit: () => void,
  after: (exc: Val) => void,
  node: ast.Located,
): void {
  const label = c.fresh('Y');
  const code = c.fresh('q');
  const exc = c.newTemp();
  const result = c.newTemp();
  c.line(`let ${code}=0;`);
  const used = new Set<number>();
  const before = new Set(c.bound);
  c.open(`${label}:{`);
  c.guarded(() => {
    c.contexts.push({ kind: 'finally', label, code, used, result });
    const live = c.live();
    emit();
    c.restoreLive(live);
    c.contexts.pop();
    c.line(`break ${label};`);
  });
  c.line(`${exc.js}=CAUGHT(F);${code}=4;`);
  c.releaseDead();
  c.close();
  const afterBody = new Set(c.bound);
  c.setBound(before);
  const saved = c.fresh('p');
  c.line(`let ${saved}=null;if(${code}===4)${saved}=PUSHEXC(F,${exc.js});`);
  const over = c.fresh('Y');
  // a return that waits is lost when the finally part leaves in a way of its own
  const lost = used.has(EXIT_RETURN)
    ? `if(${result.js}!==null){const o=${result.js};${result.js}=null;dec(o);}`
    : '';
  const exit = (): void =>
    c.line(`if(${code}===4){POPEXC(F,${saved});dec(${exc.js});${exc.js}=null;}${lost}`);
  c.open(`${over}:{`);
  c.guarded(() => {
    c.contexts.push({ kind: 'handler', star: false, exit });
    const live2 = c.live();
    after(exc);
    c.restoreLive(live2);
    c.contexts.pop();
    c.at(node);
    c.forgetPosition();
    c.open(`if(${code}===4){`);
    c.raise(`RETHROW(F,${exc.js})`);
    c.close(`}else break ${over};`);
  });
  passOn(c, () =>
    c.line(`if(${code}===4){POPEXC(F,${saved});dec(${exc.js});${exc.js}=null;}${lost}`),
  );
  c.close();
  for (const n of afterBody) c.bound.add(n);
  c.freeTemp(exc);
  resumeExits(c, code, used, result);
}

/** Behind a guarded block: the exception goes on outwards, after `leave` has given up what the block held. */
function passOn(c: FunctionEmitter, leave: () => void): void {
  const e = c.fresh('e');
  c.line(`const ${e}=CAUGHTAGAIN(F);`);
  c.releaseDead();
  leave();
  c.raise(e);
}

/** Behind the labelled block: goes on with whatever way out led there. */
function resumeExits(c: FunctionEmitter, code: string, used: Set<number>, result: Val): void {
  for (const k of [...used].sort()) {
    c.open(`if(${code}===${k}){`);
    resumeExit(c, k, result);
    c.close();
  }
  c.freeTemp(result);
}

function tryExcept(c: FunctionEmitter, s: ast.Try): void {
  s.handlers.forEach((h, i) => {
    if (h.type === null && i < s.handlers.length - 1)
      throw new SyntaxFailure("default 'except:' must be last", h);
  });
  const done = c.fresh('D');
  const exc = c.newTemp();
  const saved = c.fresh('p');
  const before = new Set(c.bound);
  // with an else part, its exceptions must not reach the handlers
  c.line(`${done}:{`);
  const ok = c.fresh('q');
  if (s.orelse.length > 0) c.line(`let ${ok}=false;`);
  const live = c.live();
  c.guarded(() => {
    body(c, s.body);
    if (s.orelse.length > 0) c.line(`${ok}=true;`);
    else c.line(`break ${done};`);
    c.restoreLive(live);
  });
  const afterBody = new Set(c.bound);
  if (s.orelse.length > 0) {
    c.open(`if(${ok}){`);
    c.setBound(afterBody);
    body(c, s.orelse);
    c.line(`break ${done};`);
    c.close();
    c.restoreLive(live);
  }
  const afterElse = new Set(c.bound);
  c.setBound(before);
  c.line(`${exc.js}=CAUGHT(F);`);
  c.releaseDead();
  c.line(`const ${saved}=PUSHEXC(F,${exc.js});`);
  const exit = (): void => c.line(`POPEXC(F,${saved});dec(${exc.js});${exc.js}=null;`);
  let merged = afterElse;
  const live2 = c.live();
  const handler = (h: ast.ExceptHandler): void => {
    c.setBound(before);
    if (h.type !== null) {
      const t = c.pin(expr(c, h.type));
      c.at(h);
      const b = c.operatePlain(`EXCMATCH(${exc.js},${t.js})`, [t]);
      c.open(`if(${b}){`);
    } else c.open('{');
    c.contexts.push({ kind: 'handler', star: false, exit });
    handlerBody(c, h, exc);
    c.contexts.pop();
    exit();
    c.line(`break ${done};`);
    c.close();
    c.restoreLive(live2);
    const bound: Set<string> = c.bound;
    merged = new Set([...merged].filter((x) => bound.has(x)));
  };
  c.guarded(() => {
    for (const h of s.handlers) handler(h);
    c.raise(`RETHROW(F,${exc.js})`);
  });
  passOn(c, () =>
    c.line(`if(${exc.js}!==null){POPEXC(F,${saved});dec(${exc.js});${exc.js}=null;}`),
  );
  c.close();
  c.setBound(merged);
  c.freeTemp(exc);
}

/** `except T as name: body`: the name is unbound on every way out. */
function handlerBody(c: FunctionEmitter, h: ast.ExceptHandler, exc: Val): void {
  if (h.name === null) return body(c, h.body);
  const name = h.name;
  storeName(c, name, fresh(`inc(${exc.js})`), h);
  const label = c.fresh('Y');
  const code = c.fresh('q');
  const used = new Set<number>();
  const result = c.newTemp();
  c.line(`let ${code}=0;`);
  const live = c.live();
  c.open(`${label}:{`);
  c.guarded(() => {
    c.contexts.push({ kind: 'finally', label, code, used, result });
    body(c, h.body);
    c.contexts.pop();
    c.restoreLive(live);
    c.line(`break ${label};`);
  });
  const e = c.fresh('e');
  c.line(`const ${e}=CAUGHTAGAIN(F);`);
  deleteQuietly(c, name, h);
  c.raise(e);
  c.close();
  deleteQuietly(c, name, h);
  resumeExits(c, code, used, result);
}

/** except*: the group is split along the handlers; what is raised or left is gathered and raised at the end. */
export function tryStarStatement(c: FunctionEmitter, s: ast.TryStar): void {
  if (s.finalbody.length > 0) {
    const inner: ast.TryStar = { ...s, finalbody: [] };
    return protect(
      c,
      () => tryStarStatement(c, inner),
      () => c.unit.repeatWarnings(() => body(c, s.finalbody)),
      s,
    );
  }
  const done = c.fresh('D');
  const orig = c.newTemp();
  const rest = c.newTemp();
  const list = c.newTemp();
  const match = c.newTemp();
  const saved = c.fresh('p');
  const ok = c.fresh('q');
  const before = new Set(c.bound);
  c.line(`${done}:{let ${ok}=false;`);
  const live = c.live();
  c.guarded(() => {
    body(c, s.body);
    c.line(`${ok}=true;`);
    c.restoreLive(live);
  });
  const afterBody = new Set(c.bound);
  c.open(`if(${ok}){`);
  c.setBound(afterBody);
  body(c, s.orelse);
  c.line(`break ${done};`);
  c.close();
  c.restoreLive(live);
  c.setBound(before);
  c.line(`${orig.js}=CAUGHT(F);`);
  c.releaseDead();
  c.line(`const ${saved}=PUSHEXC(F,${orig.js});${rest.js}=inc(${orig.js});${list.js}=LIST([]);`);
  const over = c.fresh('Y');
  const handler = (h: ast.ExceptHandler): void => {
    const t = c.pin(expr(c, h.type!));
    c.at(h.type!);
    c.line(
      `${match.js}=EGMATCH(${rest.js},${t.js});if(${match.js}!==null){const o=${rest.js};${rest.js}=S.egrest;S.egrest=null;dec(o);}`,
    );
    c.release(t);
    c.open(`if(${match.js}!==null){`);
    const prev = c.fresh('p');
    c.line(`const ${prev}=PUSHEXC(F,${match.js});`);
    const caught = c.fresh('Y');
    c.open(`${caught}:{`);
    // no jump gets here: forbidInStar
    c.contexts.push({ kind: 'handler', star: true, exit: () => {} });
    const live3 = c.live();
    c.guarded(() => {
      handlerBody(c, h, match);
      c.restoreLive(live3);
      c.line(`break ${caught};`);
    });
    c.contexts.pop();
    c.line(`LISTAPPEND(${list.js},CAUGHT(F));`);
    c.releaseDead();
    c.close();
    c.line(`POPEXC(F,${prev});dec(${match.js});${match.js}=null;`);
    c.close();
    c.setBound(before);
  };
  c.open(`${over}:{`);
  c.guarded(() => {
    for (const h of s.handlers) handler(h);
    c.line(`LISTAPPEND(${list.js},inc(${rest.js}));`);
    c.open(`${match.js}=EGRERAISE(${orig.js},${list.js});if(${match.js}!==null){`);
    c.raise(`RETHROWNEW(F,${match.js})`);
    c.close(`}else break ${over};`);
  });
  const drop = `POPEXC(F,${saved});dec(${orig.js});${orig.js}=null;if(${rest.js}!==null){dec(${rest.js});${rest.js}=null;}dec(${list.js});${list.js}=null;if(${match.js}!==null){dec(${match.js});${match.js}=null;}`;
  passOn(c, () => c.line(drop));
  c.close();
  c.line(`${drop}}`);
  for (const t of [orig, rest, list, match]) c.freeTemp(t);
}

// ---- with ----

export function withStatement(
  c: FunctionEmitter,
  s: ast.With | ast.AsyncWith,
  i: number,
  isAsync: boolean,
): void {
  const item = s.items[i]!;
  const ctx = c.pin(expr(c, item.context_expr));
  c.at(item.context_expr);
  const exit = c.newTemp();
  const enter = c.newTemp();
  const cjs = c.own(ctx);
  c.line(`${enter.js}=${isAsync ? 'AENTER' : 'WENTER'}(${cjs.js});${exit.js}=S.exit;S.exit=null;`);
  c.release(cjs);
  const ejs = c.steal(enter);
  let value: Val = c.called(`C0(${ejs})`);
  if (isAsync) value = awaitVal(c, value, item.context_expr, 1);
  value = c.evaluated(value);
  const label = c.fresh('Y');
  const code = c.fresh('q');
  const exc = c.newTemp();
  const result = c.newTemp();
  const used = new Set<number>();
  const vt = c.pin(value);
  c.line(`let ${code}=0;`);
  const before = new Set(c.bound);
  c.open(`${label}:{`);
  c.guarded(() => {
    c.contexts.push({ kind: 'finally', label, code, used, result });
    if (item.optional_vars !== null) store(c, item.optional_vars, vt);
    else c.release(vt);
    const live = c.live();
    if (i + 1 < s.items.length) withStatement(c, s, i + 1, isAsync);
    else body(c, s.body);
    c.restoreLive(live);
    c.contexts.pop();
    c.line(`break ${label};`);
  });
  c.line(`${exc.js}=CAUGHT(F);${code}=4;`);
  c.releaseDead();
  c.close();
  const afterBody = new Set(c.bound);
  c.setBound(before);
  c.open(`if(${code}===4){`);
  const saved = c.fresh('p');
  const over = c.fresh('Y');
  c.line(`const ${saved}=PUSHEXC(F,${exc.js});`);
  c.open(`${over}:{`);
  c.guarded(() => {
    c.at(item.context_expr);
    const live2 = c.live();
    let r: Val = c.called(`WEXIT(${exit.js},${exc.js})`);
    if (isAsync) r = awaitVal(c, r, item.context_expr, 2);
    const rp = c.pin(r);
    const b = c.operatePlain(`TRUE(${rp.js})`, [rp]);
    c.line(`if(${b})break ${over};`);
    c.raise(`RETHROW(F,${exc.js})`);
    c.restoreLive(live2);
  });
  passOn(c, () => c.line(`POPEXC(F,${saved});dec(${exc.js});${exc.js}=null;`));
  c.close();
  c.line(`POPEXC(F,${saved});dec(${exc.js});${exc.js}=null;dec(${exit.js});${exit.js}=null;`);
  c.open('}else{');
  c.at(item.context_expr);
  // the bound method stays whole on CPython's stack: it holds its self during the call
  let n: Val = c.called(`C3(inc(${exit.js}),inc(None),inc(None),inc(None))`);
  c.release(exit);
  if (isAsync) n = awaitVal(c, n, item.context_expr, 2);
  c.release(c.evaluated(n));
  c.close();
  c.freeTemp(exit);
  c.freeTemp(exc);
  // what the body bound is bound unless an exception was swallowed
  void afterBody;
  resumeExits(c, code, used, result);
  void borrowed;
}
