/** Constant folding, as CPython's Python/ast_opt.c: only what it folds, within its size limits. */
import {
  add,
  and as bitAnd,
  or as bitOr,
  xor as bitXor,
  floorDiv,
  lshift,
  mod,
  mul,
  pow,
  rshift,
  sub,
} from '../numbers/int-arith.ts';
import { pow as powFloat } from '../numbers/libm.ts';
import type * as ast from '../parser/ast.ts';
import { foldFormat } from './format-fold.ts';
import { textCharAt, textConcat, textLength, textRepeat } from '../text/text.ts';

type Int = number | bigint;

function constant(e: ast.Located, value: ast.ConstValue): ast.Constant {
  return {
    kind: 'Constant',
    value,
    u: null,
    lineno: e.lineno,
    col_offset: e.col_offset,
    end_lineno: e.end_lineno,
    end_col_offset: e.end_col_offset,
  };
}

const folded = new WeakMap<object, ast.Expr>();

/** The folded form of e (itself when nothing folds). Results are remembered: folding twice costs nothing. */
export function foldExpr(e: ast.Expr, optimize: number): ast.Expr {
  switch (e.kind) {
    case 'BinOp':
    case 'UnaryOp':
    case 'Tuple':
    case 'Compare':
    case 'Subscript':
      break;
    default:
      return e;
  }
  const old = folded.get(e);
  if (old !== undefined) return old;
  const out = fold(e, optimize);
  folded.set(e, out);
  return out;
}

function fold(
  e: ast.BinOp | ast.UnaryOp | ast.Tuple | ast.Compare | ast.Subscript,
  optimize: number,
): ast.Expr {
  switch (e.kind) {
    case 'BinOp': {
      const a = foldExpr(e.left, optimize);
      const b = foldExpr(e.right, optimize);
      if (a.kind !== 'Constant') return e;
      if (e.op === 'Mod' && b.kind === 'Tuple' && a.value.t === 'str') {
        return typeof a.value.v === 'string' ? (foldFormat(e, a.value.v, b.elts) ?? e) : e;
      }
      if (b.kind !== 'Constant') return e;
      const v = binary(e.op, a.value, b.value);
      return v === null ? e : constant(e, v);
    }
    case 'UnaryOp': {
      const a = foldExpr(e.operand, optimize);
      if (a.kind !== 'Constant') return e;
      const v = unary(e.op, a.value);
      return v === null ? e : constant(e, v);
    }
    case 'Tuple': {
      if (e.ctx !== 'Load') return e;
      const items: ast.ConstValue[] = [];
      for (const x of e.elts) {
        const f = foldExpr(x, optimize);
        if (f.kind !== 'Constant') return e;
        items.push(f.value);
      }
      return constant(e, { t: 'tuple', v: items });
    }
    case 'Compare':
      return foldContainer(e, optimize);
    default:
      return foldSubscript(e, optimize);
  }
}

/** `x in [1, 2]` tests against a tuple, `x in {1, 2}` against a constant frozenset. */
function foldContainer(e: ast.Compare, optimize: number): ast.Expr {
  const last = e.comparators.length - 1;
  const op = e.ops[last]!;
  const right = e.comparators[last]!;
  if (op !== 'In' && op !== 'NotIn') return e;
  const container = foldIterable(right, optimize);
  if (container === right) return e;
  return { ...e, comparators: [...e.comparators.slice(0, last), container] };
}

/** What is only iterated or searched need not be a list: a tuple does; a set of constants is a frozenset constant. */
export function foldIterable(e: ast.Expr, optimize: number): ast.Expr {
  if (e.kind !== 'List' && e.kind !== 'Set') return e;
  if (e.elts.some((x) => x.kind === 'Starred')) return e;
  const items: ast.ConstValue[] = [];
  for (const x of e.elts) {
    const f = foldExpr(x, optimize);
    if (f.kind !== 'Constant') return e.kind === 'List' ? { ...e, kind: 'Tuple' } : e;
    items.push(f.value);
  }
  return constant(e, { t: e.kind === 'List' ? 'tuple' : 'frozenset', v: items });
}

function foldSubscript(e: ast.Subscript, optimize: number): ast.Expr {
  if (e.ctx !== 'Load') return e;
  const o = foldExpr(e.value, optimize);
  const k = foldExpr(e.slice, optimize);
  if (o.kind !== 'Constant' || k.kind !== 'Constant') return e;
  const index = asInt(k.value);
  const item = index === null ? null : itemOf(o.value, Number(index));
  return item === null ? e : constant(e, item);
}

/** Item of a constant sequence, or null. */
function itemOf(v: ast.ConstValue, index: number): ast.ConstValue | null {
  if (v.t !== 'tuple' && v.t !== 'str' && v.t !== 'bytes') return null;
  const length = v.t === 'str' ? textLength(v.v) : v.v.length;
  const i = index < 0 ? index + length : index;
  if (i < 0 || i >= length) return null;
  if (v.t === 'tuple') return v.v[i]!;
  return v.t === 'bytes' ? { t: 'int', v: v.v[i]! } : { t: 'str', v: textCharAt(v.v, i) };
}

function unary(op: ast.UnaryOperator, v: ast.ConstValue): ast.ConstValue | null {
  if (op === 'Not') {
    const t = truth(v);
    return t === null ? null : { t: t ? 'False' : 'True' };
  }
  const n = asInt(v);
  if (n !== null) {
    if (op === 'UAdd') return { t: 'int', v: n };
    if (op === 'USub') return { t: 'int', v: sub(0, n) };
    return { t: 'int', v: sub(-1, n) };
  }
  if (v.t === 'float')
    return op === 'Invert' ? null : { t: 'float', v: op === 'USub' ? -v.v : v.v };
  if (v.t === 'complex') {
    if (op === 'Invert') return null;
    return op === 'USub' ? { t: 'complex', re: -(v.re ?? 0), v: -v.v } : v;
  }
  return null;
}

function truth(v: ast.ConstValue): boolean | null {
  switch (v.t) {
    case 'None':
    case 'False':
      return false;
    case 'True':
    case 'Ellipsis':
      return true;
    case 'int':
    case 'float':
      return v.v !== 0;
    case 'str':
      return textLength(v.v) > 0;
    case 'bytes':
    case 'tuple':
      return v.v.length > 0;
    default:
      return null;
  }
}

function asInt(v: ast.ConstValue): Int | null {
  return v.t === 'int' ? v.v : v.t === 'True' ? 1 : v.t === 'False' ? 0 : null;
}

/** Of two bools these make a bool. */
const LOGIC = new Set<ast.Operator>(['BitAnd', 'BitOr', 'BitXor']);

const MAX_INT_BITS = 128;
const MAX_STR = 4096;
const MAX_COLLECTION = 256;

function bits(n: Int): number {
  return BigInt(n < 0 ? -BigInt(n) : n).toString(2).length;
}

function binary(op: ast.Operator, a: ast.ConstValue, b: ast.ConstValue): ast.ConstValue | null {
  const x = asInt(a);
  const y = asInt(b);
  if (x !== null && y !== null) {
    const v = intBinary(op, x, y);
    const bools = a.t !== 'int' && b.t !== 'int' && v !== null && v.t === 'int';
    return bools && LOGIC.has(op) ? { t: v.v === 1 ? 'True' : 'False' } : v;
  }
  if (op === 'Add' && a.t === 'str' && b.t === 'str') return { t: 'str', v: textConcat(a.v, b.v) };
  if (op === 'Add' && a.t === 'bytes' && b.t === 'bytes') {
    const out = new Uint8Array(a.v.length + b.v.length);
    out.set(a.v);
    out.set(b.v, a.v.length);
    return { t: 'bytes', v: out };
  }
  if (op === 'Add' && a.t === 'tuple' && b.t === 'tuple')
    return { t: 'tuple', v: [...a.v, ...b.v] };
  if (op === 'Mult') {
    if (y !== null && x === null) return repeat(a, y);
    if (x !== null && y === null && b.t !== 'float' && b.t !== 'complex') return repeat(b, x);
  }
  const f = x !== null ? Number(x) : a.t === 'float' ? a.v : null;
  const g = y !== null ? Number(y) : b.t === 'float' ? b.v : null;
  if (f !== null && g !== null && Number.isFinite(f) && Number.isFinite(g))
    return floatBinary(op, f, g);
  return complexBinary(op, a, b, f, g);
}

function intBinary(op: ast.Operator, x: Int, y: Int): ast.ConstValue | null {
  const int = (v: Int): ast.ConstValue => ({ t: 'int', v });
  switch (op) {
    case 'Add':
      return int(add(x, y));
    case 'Sub':
      return int(sub(x, y));
    case 'Mult':
      return x !== 0 && y !== 0 && bits(x) + bits(y) > MAX_INT_BITS ? null : int(mul(x, y));
    case 'FloorDiv':
      return y === 0 ? null : int(floorDiv(x, y));
    case 'Mod':
      return y === 0 ? null : int(mod(x, y));
    case 'Div': {
      if (y === 0) return null;
      if (typeof x === 'bigint' || typeof y === 'bigint') return null;
      return { t: 'float', v: x / y };
    }
    case 'Pow': {
      if (y < 0) return floatBinary(op, Number(x), Number(y));
      if (typeof y === 'bigint' || bits(x) * y > MAX_INT_BITS) return null;
      return int(pow(x, y) as Int);
    }
    case 'LShift':
      if (y < 0 || typeof y === 'bigint' || y > MAX_INT_BITS || bits(x) + y > MAX_INT_BITS)
        return null;
      return int(lshift(x, y) as Int);
    case 'RShift':
      return y < 0 || typeof y === 'bigint' ? null : int(rshift(x, y) as Int);
    case 'BitAnd':
      return int(bitAnd(x, y));
    case 'BitOr':
      return int(bitOr(x, y));
    case 'BitXor':
      return int(bitXor(x, y));
    default:
      return null;
  }
}

function floatBinary(op: ast.Operator, f: number, g: number): ast.ConstValue | null {
  const float = (v: number): ast.ConstValue => ({ t: 'float', v });
  switch (op) {
    case 'Add':
      return float(f + g);
    case 'Sub':
      return float(f - g);
    case 'Mult':
      return float(f * g);
    case 'Div':
      return g === 0 ? null : float(f / g);
    case 'Pow': {
      // a negative number to a fraction is complex, zero to a negative one an error
      if ((f < 0 && !Number.isInteger(g)) || (f === 0 && g < 0)) return null;
      const v = powFloat(f, g);
      return Number.isFinite(v) ? float(v) : null;
    }
    default:
      return null;
  }
}

/** Only sums and differences of a real and an imaginary constant: `1+2j`. */
function complexBinary(
  op: ast.Operator,
  a: ast.ConstValue,
  b: ast.ConstValue,
  f: number | null,
  g: number | null,
): ast.ConstValue | null {
  if (op !== 'Add' && op !== 'Sub') return null;
  const s = op === 'Add' ? 1 : -1;
  const ar = a.t === 'complex' ? (a.re ?? 0) : f;
  const br = b.t === 'complex' ? (b.re ?? 0) : g;
  if (ar === null || br === null) return null;
  const ai = a.t === 'complex' ? a.v : 0;
  const bi = b.t === 'complex' ? b.v : 0;
  return { t: 'complex', re: ar + s * br, v: ai + s * bi };
}

function repeat(v: ast.ConstValue, n: Int): ast.ConstValue | null {
  if (typeof n === 'bigint' || n < 0) return null;
  if (v.t === 'str')
    return textLength(v.v) * n > MAX_STR ? null : { t: 'str', v: textRepeat(v.v, n) };
  if (v.t === 'bytes') {
    if (v.v.length * n > MAX_STR) return null;
    const out = new Uint8Array(v.v.length * n);
    for (let i = 0; i < n; i++) out.set(v.v, i * v.v.length);
    return { t: 'bytes', v: out };
  }
  if (v.t === 'tuple') {
    if (v.v.length * n > MAX_COLLECTION) return null;
    const out: ast.ConstValue[] = [];
    for (let i = 0; i < n; i++) out.push(...v.v);
    return { t: 'tuple', v: out };
  }
  return null;
}
