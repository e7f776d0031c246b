/**
 * The match statement (PEP 634). A pattern's code runs inside a labelled block and breaks out of it on failure; names are
 * bound only after the whole pattern has matched, as in CPython.
 */
import { reprJs } from '../core/errors.ts';
import { decref } from '../core/object.ts';
import type * as ast from '../parser/ast.ts';
import { borrowed, type FunctionEmitter, fresh, mask, TEMP, type Val } from './emit.ts';
import { SyntaxFailure } from './errors.ts';
import { condition, constantVal, expr, operand } from './expressions.ts';
import { foldExpr } from './fold.ts';
import { constantObject } from './instantiate.ts';
import { storeName } from './names.ts';
import { body } from './statements.ts';

interface Captures {
  names: { name: string; v: Val; node: ast.Located }[];
}

export function matchStatement(c: FunctionEmitter, s: ast.Match): void {
  const subject = c.own(expr(c, s.subject));
  const end = c.fresh('D');
  c.open(`${end}:{`);
  const before = new Set(c.bound);
  s.cases.forEach((k, i) => {
    const last = i === s.cases.length - 1;
    if (irrefutable(k.pattern) && k.guard === null && !last) {
      throw unreachable(k.pattern);
    }
    const fail = c.fresh('D');
    c.setBound(before);
    const live = c.live();
    c.open(`${fail}:{`);
    const caps: Captures = { names: [] };
    pattern(c, k.pattern, subject, fail, caps);
    for (const cap of caps.names) storeName(c, cap.name, fresh(take(c, cap.v)), cap.node);
    if (k.guard !== null) {
      const b = condition(c, k.guard);
      c.line(`if(!${b})break ${fail};`);
    }
    if (last) c.release(subject);
    else c.line(`dec(${subject.js});${subject.js}=null;`);
    body(c, k.body);
    c.line(`break ${end};`);
    c.close();
    c.restoreLive(last ? live : live);
    // what a failed pattern left in its temporaries
    c.releaseDead();
  });
  c.close();
  c.line(`if(${subject.js}!==null){const o=${subject.js};${subject.js}=null;dec(o);}`);
  c.freeTemp(subject);
  c.setBound(before);
}

function take(c: FunctionEmitter, v: Val): string {
  const x = c.fresh('x');
  c.line(`const ${x}=${v.js};${v.js}=null;`);
  return x;
}

function irrefutable(p: ast.Pattern): boolean {
  if (p.kind === 'MatchAs') return p.pattern === null || irrefutable(p.pattern);
  return p.kind === 'MatchOr' && p.patterns.some(irrefutable);
}

/** The complaint about the part of an irrefutable pattern that matches everything. */
function unreachable(p: ast.Pattern): SyntaxFailure {
  if (p.kind === 'MatchOr') return unreachable(p.patterns.find(irrefutable)!);
  if (p.kind === 'MatchAs' && p.pattern !== null) return unreachable(p.pattern);
  const name = p.kind === 'MatchAs' ? p.name : null;
  const what = name === null ? 'wildcard' : `name capture '${name}'`;
  return new SyntaxFailure(`${what} makes remaining patterns unreachable`, p);
}

function capture(
  c: FunctionEmitter,
  caps: Captures,
  name: string,
  js: string,
  node: ast.Located,
): void {
  if (caps.names.some((n) => n.name === name)) {
    throw new SyntaxFailure(`multiple assignments to name '${name}' in pattern`, node);
  }
  const t = c.newTemp();
  c.line(`${t.js}=inc(${js});`);
  caps.names.push({ name, v: t, node });
}

/** Matches the value in the temporary (or pure expression) `subject`, which stays owned by the caller. */
function pattern(
  c: FunctionEmitter,
  p: ast.Pattern,
  subject: Val,
  fail: string,
  caps: Captures,
): void {
  switch (p.kind) {
    case 'MatchValue': {
      checkValue(c, p);
      const v = c.pin(expr(c, p.value));
      c.at(p);
      const b = c.operatePlain(`EQB(${subject.js},${v.js},${mask(borrowed(''), v) & 2})`, [v]);
      c.line(`if(!${b})break ${fail};`);
      return;
    }
    case 'MatchSingleton':
      c.line(`if(${subject.js}!==${constantVal(c, p.value).js})break ${fail};`);
      return;
    case 'MatchSequence':
      return sequence(c, p, subject, fail, caps);
    case 'MatchMapping':
      return mapping(c, p, subject, fail, caps);
    case 'MatchClass':
      return classPattern(c, p, subject, fail, caps);
    case 'MatchStar':
      if (p.name !== null) capture(c, caps, p.name, subject.js, p);
      return;
    case 'MatchAs':
      if (p.pattern !== null) pattern(c, p.pattern, subject, fail, caps);
      if (p.name !== null) capture(c, caps, p.name, subject.js, p);
      return;
    case 'MatchOr':
      return alternatives(c, p, subject, fail, caps);
  }
}

function checkValue(c: FunctionEmitter, p: ast.MatchValue): void {
  const kind = foldExpr(p.value, c.unit.optimize).kind;
  if (kind === 'Constant' || kind === 'Attribute') return;
  throw new SyntaxFailure('patterns may only match literals and attribute lookups', p);
}

/** Matches a fresh value: kept in a temporary while its pattern runs. */
function subpattern(
  c: FunctionEmitter,
  p: ast.Pattern,
  js: string,
  fail: string,
  caps: Captures,
): void {
  if (p.kind === 'MatchAs' && p.pattern === null && p.name === null) {
    c.line(`dec(${js});`);
    return;
  }
  const t = c.newTemp();
  c.line(`${t.js}=${js};`);
  pattern(c, p, t, fail, caps);
  c.release(t);
}

function sequence(
  c: FunctionEmitter,
  p: ast.MatchSequence,
  subject: Val,
  fail: string,
  caps: Captures,
): void {
  const stars = p.patterns.filter((q) => q.kind === 'MatchStar').length;
  if (stars > 1) throw new SyntaxFailure('multiple starred names in sequence pattern', p);
  const star = p.patterns.findIndex((q) => q.kind === 'MatchStar');
  const n = p.patterns.length;
  c.at(p);
  c.line(`if(!ISSEQ(${subject.js}))break ${fail};`);
  if (n === 1 && star === 0 && (p.patterns[0] as ast.MatchStar).name === null) return;
  const len = c.fresh('x');
  c.line(`const ${len}=LEN(${subject.js});`);
  c.line(star < 0 ? `if(${len}!==${n})break ${fail};` : `if(${len}<${n - 1})break ${fail};`);
  const wild = (q: ast.Pattern): boolean =>
    (q.kind === 'MatchAs' && q.pattern === null && q.name === null) ||
    (q.kind === 'MatchStar' && q.name === null);
  if (p.patterns.every(wild)) return;
  if (star >= 0 && wild(p.patterns[star]!)) {
    // items are fetched one by one
    p.patterns.forEach((q, i) => {
      if (wild(q)) return;
      c.at(q);
      const x = c.fresh('x');
      c.line(`const ${x}=ITEMAT(${subject.js},${i < star ? i : `${len}-${n - i}`});`);
      subpattern(c, q, x, fail, caps);
    });
    return;
  }
  const a = c.fresh('a');
  c.line(
    star < 0
      ? `const ${a}=UNPACK(${subject.js},${n});`
      : `const ${a}=UNPACKEX(${subject.js},${star},${n - star - 1});`,
  );
  const temps = p.patterns.map(() => c.newTemp());
  temps.forEach((t, i) => c.line(`${t.js}=${a}[${i}];`));
  p.patterns.forEach((q, i) => {
    pattern(c, q, temps[i]!, fail, caps);
    c.release(temps[i]!);
  });
}

function mapping(
  c: FunctionEmitter,
  p: ast.MatchMapping,
  subject: Val,
  fail: string,
  caps: Captures,
): void {
  c.at(p);
  c.line(`if(!ISMAP(${subject.js}))break ${fail};`);
  const n = p.keys.length;
  if (n > 0) c.line(`if(LEN(${subject.js})<${n})break ${fail};`);
  checkKeys(c, p);
  if (n === 0 && p.rest === null) return;
  const keys = p.keys.map((k, i) => operand(c, k, p.keys.slice(i + 1)));
  const owned = keys.map((v) => c.own(v));
  c.at(p);
  const a = c.fresh('a');
  c.line(
    `const ${a}=MATCHKEYS(${subject.js},[${owned.map((v) => v.js).join(',')}]);if(${a}===null)break ${fail};`,
  );
  const temps = p.patterns.map(() => c.newTemp());
  temps.forEach((t, i) => c.line(`${t.js}=${a}[${i}];`));
  p.patterns.forEach((q, i) => {
    pattern(c, q, temps[i]!, fail, caps);
    c.release(temps[i]!);
  });
  if (p.rest !== null) {
    const t = c.newTemp();
    c.at(p);
    c.line(`${t.js}=MATCHREST(${subject.js},[${owned.map((v) => v.js).join(',')}]);`);
    capture(c, caps, p.rest, t.js, p);
    c.release(t);
  }
  for (const v of owned) c.release(v);
}

function checkKeys(c: FunctionEmitter, p: ast.MatchMapping): void {
  const seen = new Set<string>();
  for (const key of p.keys) {
    const k = foldExpr(key, c.unit.optimize);
    if (k.kind === 'Attribute') continue;
    if (k.kind !== 'Constant') {
      const what = 'mapping pattern keys may only match literals and attribute lookups';
      throw new SyntaxFailure(what, p);
    }
    const id = equalityKey(k.value);
    if (seen.has(id))
      throw new SyntaxFailure(`mapping pattern checks duplicate key (${constantRepr(k.value)})`, p);
    seen.add(id);
  }
}

/** A text that is the same for constants that compare equal. */
function equalityKey(v: ast.ConstValue): string {
  switch (v.t) {
    case 'True':
      return 'n1';
    case 'False':
      return 'n0';
    case 'int':
      return `n${v.v}`;
    case 'float':
      return `n${Number.isInteger(v.v) ? BigInt(v.v) : v.v}`;
    case 'complex':
      return v.v === 0 ? equalityKey({ t: 'float', v: v.re ?? 0 }) : `c${v.re ?? 0},${v.v}`;
    default:
      return v.t + ('v' in v ? JSON.stringify(v.v) : '');
  }
}

function constantRepr(v: ast.ConstValue): string {
  const o = constantObject(v);
  try {
    return reprJs(o);
  } finally {
    decref(o);
  }
}

function classPattern(
  c: FunctionEmitter,
  p: ast.MatchClass,
  subject: Val,
  fail: string,
  caps: Captures,
): void {
  const seen = new Set<string>();
  p.kwd_attrs.forEach((k, i) => {
    if (seen.has(k))
      throw new SyntaxFailure(`attribute name repeated in class pattern: ${k}`, p.kwd_patterns[i]!);
    seen.add(k);
  });
  const cls = c.pin(expr(c, p.cls));
  c.at(p);
  const names = p.kwd_attrs.map((k) => c.name(k));
  const a = c.operatePlain(
    `MATCHCLASS(${subject.js},${cls.js},${p.patterns.length},[${names.join(',')}])`,
    [cls],
  );
  c.line(`if(${a}===null)break ${fail};`);
  const all = [...p.patterns, ...p.kwd_patterns];
  const temps = all.map(() => c.newTemp());
  temps.forEach((t, i) => c.line(`${t.js}=${a}[${i}];`));
  all.forEach((q, i) => {
    pattern(c, q, temps[i]!, fail, caps);
    c.release(temps[i]!);
  });
}

function alternatives(
  c: FunctionEmitter,
  p: ast.MatchOr,
  subject: Val,
  fail: string,
  caps: Captures,
): void {
  const done = c.fresh('D');
  let control: Map<string, Val> | null = null;
  c.open(`${done}:{`);
  p.patterns.forEach((q, i) => {
    if (irrefutable(q) && i < p.patterns.length - 1) {
      throw unreachable(q);
    }
    const next = c.fresh('D');
    c.open(`${next}:{`);
    const inner: Captures = { names: [] };
    pattern(c, q, subject, next, inner);
    if (control === null) {
      control = new Map();
      for (const n of inner.names) {
        const t = c.newTemp();
        control.set(n.name, t);
      }
    } else if (
      inner.names.length !== control.size ||
      inner.names.some((n) => !control!.has(n.name))
    ) {
      throw new SyntaxFailure('alternative patterns bind different names', p);
    }
    for (const n of inner.names) {
      const t: Val = control.get(n.name)!;
      c.line(`if(${t.js}!==null)dec(${t.js});${t.js}=${n.v.js};${n.v.js}=null;`);
      c.freeTemp(n.v);
    }
    c.line(`break ${done};`);
    c.close();
  });
  c.line(`break ${fail};`);
  c.close();
  for (const [name, v] of control ?? new Map<string, Val>()) {
    if (caps.names.some((n) => n.name === name)) {
      throw new SyntaxFailure(`multiple assignments to name '${name}' in pattern`, p);
    }
    caps.names.push({ name, v: { js: v.js, own: TEMP }, node: p });
  }
}
