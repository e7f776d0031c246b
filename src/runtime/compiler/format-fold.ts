/**
 * `'…%s…' % (a, b)` as an f-string, where it only has %s, %r and %a. CPython: optimize_format (Python/ast_opt.c).
 */
import type * as ast from '../parser/ast.ts';

/** A conversion: flags, width, precision, letter. More than three digits are left alone. */
const CONVERSION = /^([-+ #0]*)(\d{0,3})(?:\.(\d{0,3}))?([sra])/;

function place(e: ast.Located): ast.Located {
  const { lineno, col_offset, end_lineno, end_col_offset } = e;
  return { lineno, col_offset, end_lineno, end_col_offset };
}

function text(s: string, at: ast.Located): ast.Constant {
  return { kind: 'Constant', value: { t: 'str', v: s }, u: null, ...place(at) };
}

function formatted(m: RegExpExecArray, arg: ast.Expr): ast.FormattedValue {
  const [, flags, width, precision, letter] = m;
  let spec = '';
  if (width !== '' && !flags!.includes('-') && Number(width) > 0) spec += '>';
  if (width !== '') spec += String(Number(width));
  if (precision !== undefined) spec += `.${Number(precision)}`;
  return {
    kind: 'FormattedValue',
    value: arg,
    conversion: letter!.charCodeAt(0),
    format_spec: spec === '' ? null : text(spec, arg),
    ...place(arg),
  };
}

/** The f-string of a formatting expression; null where CPython formats at run time. */
export function foldFormat(e: ast.BinOp, format: string, args: ast.Expr[]): ast.JoinedStr | null {
  if (args.some((a) => a.kind === 'Starred')) return null;
  const values: ast.Expr[] = [];
  let literal = '';
  let used = 0;
  for (let i = 0; i < format.length; ) {
    const ch = format[i]!;
    if (ch !== '%') {
      literal += ch;
      i++;
      continue;
    }
    if (format[i + 1] === '%') {
      literal += '%';
      i += 2;
      continue;
    }
    const m = CONVERSION.exec(format.slice(i + 1));
    if (m === null || used === args.length) return null;
    if (literal !== '') values.push(text(literal, e));
    literal = '';
    values.push(formatted(m, args[used++]!));
    i += 1 + m[0].length;
  }
  if (used < args.length) return null;
  if (literal !== '') values.push(text(literal, e));
  return { kind: 'JoinedStr', values, ...place(e) };
}
