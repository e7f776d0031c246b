/** Expressions back to source text, for `from __future__ import annotations`. CPython: Python/ast_unparse.c. */
import { floatRepr } from '../numbers/float-repr.ts';
import type * as ast from '../parser/ast.ts';
import { bytesRepr, textRepr } from '../text/repr.ts';
import { type Text, textConcat, textToJs } from '../text/text.ts';

const TUPLE = 1;
const TEST = 2;
const OR = 3;
const AND = 4;
const NOT = 5;
const CMP = 6;
const EXPR = 7;
const BOR = 7;
const BXOR = 8;
const BAND = 9;
const SHIFT = 10;
const ARITH = 11;
const TERM = 12;
const FACTOR = 13;
const POWER = 14;
const AWAIT = 15;
const ATOM = 16;
const NAMED = 0;

const BIN: Record<ast.Operator, [string, number]> = {
  Add: [' + ', ARITH],
  Sub: [' - ', ARITH],
  Mult: [' * ', TERM],
  MatMult: [' @ ', TERM],
  Div: [' / ', TERM],
  Mod: [' % ', TERM],
  LShift: [' << ', SHIFT],
  RShift: [' >> ', SHIFT],
  BitOr: [' | ', BOR],
  BitXor: [' ^ ', BXOR],
  BitAnd: [' & ', BAND],
  FloorDiv: [' // ', TERM],
  Pow: [' ** ', POWER],
};
const CMPS: Record<ast.CmpOperator, string> = {
  Eq: ' == ',
  NotEq: ' != ',
  Lt: ' < ',
  LtE: ' <= ',
  Gt: ' > ',
  GtE: ' >= ',
  Is: ' is ',
  IsNot: ' is not ',
  In: ' in ',
  NotIn: ' not in ',
};

/** The text of an expression as CPython's annotations hold it. */
export function unparse(e: ast.Expr): Text {
  return out(e, TEST);
}

function join(parts: Text[], sep: string): Text {
  let r: Text = '';
  parts.forEach((p, i) => {
    r = textConcat(i > 0 ? textConcat(r, sep) : r, p);
  });
  return r;
}

function cat(...parts: Text[]): Text {
  return join(parts, '');
}

function paren(inner: Text, yes: boolean): Text {
  return yes ? cat('(', inner, ')') : inner;
}

function out(e: ast.Expr, level: number): Text {
  switch (e.kind) {
    case 'BoolOp': {
      const pr = e.op === 'And' ? AND : OR;
      return paren(
        join(
          e.values.map((v) => out(v, pr + 1)),
          e.op === 'And' ? ' and ' : ' or ',
        ),
        level > pr,
      );
    }
    case 'BinOp': {
      const [op, pr] = BIN[e.op];
      const right = e.op === 'Pow';
      return paren(
        cat(out(e.left, pr + (right ? 1 : 0)), op, out(e.right, pr + (right ? 0 : 1))),
        level > pr,
      );
    }
    case 'UnaryOp': {
      const [op, pr] = {
        Invert: ['~', FACTOR],
        Not: ['not ', NOT],
        UAdd: ['+', FACTOR],
        USub: ['-', FACTOR],
      }[e.op] as [string, number];
      return paren(cat(op, out(e.operand, pr)), level > pr);
    }
    case 'Lambda': {
      const a = args(e.args);
      return paren(cat(a === '' ? 'lambda' : 'lambda ', a, ': ', out(e.body, TEST)), level > TEST);
    }
    case 'IfExp':
      return paren(
        cat(out(e.body, TEST + 1), ' if ', out(e.test, TEST + 1), ' else ', out(e.orelse, TEST)),
        level > TEST,
      );
    case 'Dict':
      return cat(
        '{',
        join(
          e.keys.map((k, i) =>
            k === null
              ? cat('**', out(e.values[i]!, EXPR))
              : cat(out(k, TEST), ': ', out(e.values[i]!, TEST)),
          ),
          ', ',
        ),
        '}',
      );
    case 'Set':
      return cat(
        '{',
        join(
          e.elts.map((x) => out(x, TEST)),
          ', ',
        ),
        '}',
      );
    case 'GeneratorExp':
      return cat('(', out(e.elt, TEST), comps(e.generators), ')');
    case 'ListComp':
      return cat('[', out(e.elt, TEST), comps(e.generators), ']');
    case 'SetComp':
      return cat('{', out(e.elt, TEST), comps(e.generators), '}');
    case 'DictComp':
      return cat('{', out(e.key, TEST), ': ', out(e.value, TEST), comps(e.generators), '}');
    case 'Yield':
      return e.value === null ? '(yield)' : cat('(yield ', out(e.value, TEST), ')');
    case 'YieldFrom':
      return cat('(yield from ', out(e.value, TEST), ')');
    case 'Await':
      return paren(cat('await ', out(e.value, ATOM)), level > AWAIT);
    case 'Compare': {
      let r = out(e.left, CMP + 1);
      e.ops.forEach((op, i) => {
        r = cat(r, CMPS[op], out(e.comparators[i]!, CMP + 1));
      });
      return paren(r, level > CMP);
    }
    case 'Call':
      return call(e);
    case 'Constant':
      return constant(e.value, e.u);
    case 'JoinedStr':
    case 'FormattedValue':
      return fstring(e, false);
    case 'Attribute': {
      const v = out(e.value, ATOM);
      const dot = e.value.kind === 'Constant' && e.value.value.t === 'int' ? ' .' : '.';
      return cat(v, dot, e.attr);
    }
    case 'Starred':
      return cat('*', out(e.value, EXPR));
    case 'Name':
      return e.id;
    case 'List':
      return cat(
        '[',
        join(
          e.elts.map((x) => out(x, TEST)),
          ', ',
        ),
        ']',
      );
    case 'Tuple':
      if (e.elts.length === 0) return '()';
      return paren(
        cat(
          join(
            e.elts.map((x) => out(x, TEST)),
            ', ',
          ),
          e.elts.length === 1 ? ',' : '',
        ),
        level > TUPLE,
      );
    case 'Subscript':
      return cat(out(e.value, ATOM), '[', out(e.slice, TUPLE), ']');
    case 'Slice':
      return cat(
        e.lower === null ? '' : out(e.lower, TEST),
        ':',
        e.upper === null ? '' : out(e.upper, TEST),
        e.step === null ? '' : cat(':', out(e.step, TEST)),
      );
    case 'NamedExpr':
      return paren(cat(out(e.target, ATOM), ' := ', out(e.value, ATOM)), level > NAMED);
  }
}

function comps(gens: ast.Comprehension[]): Text {
  return join(
    gens.map((g) =>
      cat(
        g.is_async ? ' async for ' : ' for ',
        out(g.target, TUPLE),
        ' in ',
        out(g.iter, TEST + 1),
        join(
          g.ifs.map((t) => cat(' if ', out(t, TEST + 1))),
          '',
        ),
      ),
    ),
    '',
  );
}

function call(e: ast.Call): Text {
  const only = e.args[0];
  if (e.args.length === 1 && e.keywords.length === 0 && only!.kind === 'GeneratorExp')
    return cat(out(e.func, ATOM), out(only!, TEST));
  const parts = [
    ...e.args.map((a) => out(a, TEST)),
    ...e.keywords.map((k) =>
      k.arg === null ? cat('**', out(k.value, TEST)) : cat(k.arg, '=', out(k.value, TEST)),
    ),
  ];
  return cat(out(e.func, ATOM), '(', join(parts, ', '), ')');
}

function args(a: ast.Arguments): Text {
  const parts: Text[] = [];
  const pos = [...a.posonlyargs, ...a.args];
  pos.forEach((p, i) => {
    const d = i - (pos.length - a.defaults.length);
    parts.push(d >= 0 ? cat(p.arg, '=', out(a.defaults[d]!, TEST)) : p.arg);
    if (a.posonlyargs.length > 0 && i + 1 === a.posonlyargs.length) parts.push('/');
  });
  if (a.vararg !== null || a.kwonlyargs.length > 0) parts.push(cat('*', a.vararg?.arg ?? ''));
  a.kwonlyargs.forEach((p, i) => {
    const d = a.kw_defaults[i];
    parts.push(d === null || d === undefined ? p.arg : cat(p.arg, '=', out(d, TEST)));
  });
  if (a.kwarg !== null) parts.push(cat('**', a.kwarg.arg));
  return join(parts, ', ');
}

function constant(v: ast.ConstValue, u: string | null): Text {
  switch (v.t) {
    case 'int':
      return String(v.v);
    case 'float':
      return floatRepr(v.v).replace('inf', '1e309');
    case 'complex':
      return floatRepr(v.v).replace(/\.0$/, '').replace('inf', '1e309') + 'j';
    case 'str':
      return cat(u ?? '', textRepr(v.v));
    case 'bytes':
      return bytesRepr(v.v);
    case 'Ellipsis':
      return '...';
    case 'tuple':
      return cat(
        '(',
        join(
          v.v.map((x) => constant(x, null)),
          ', ',
        ),
        v.v.length === 1 ? ',)' : ')',
      );
    case 'frozenset':
      return cat(
        'frozenset({',
        join(
          v.v.map((x) => constant(x, null)),
          ', ',
        ),
        '})',
      );
    default:
      return v.t;
  }
}

function fstring(e: ast.Expr, spec: boolean): Text {
  const inner = fbody(e, spec);
  return cat('f', textRepr(inner));
}

function fbody(e: ast.Expr, spec: boolean): Text {
  if (e.kind === 'JoinedStr')
    return join(
      e.values.map((v) => fbody(v, spec)),
      '',
    );
  if (e.kind === 'Constant' && e.value.t === 'str') {
    return textToJs(e.value.v).replaceAll('{', '{{').replaceAll('}', '}}');
  }
  if (e.kind === 'FormattedValue') {
    const v = out(e.value, TEST + 1);
    const open = textToJs(v).startsWith('{') ? '{ ' : '{';
    const conv = e.conversion > 0 ? `!${String.fromCharCode(e.conversion)}` : '';
    return cat(
      open,
      v,
      conv,
      e.format_spec === null ? '' : cat(':', fbody(e.format_spec, true)),
      '}',
    );
  }
  return out(e, TEST);
}
