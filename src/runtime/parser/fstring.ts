/**
 * Joining the parts of string literals and f-strings (CPython: the string half of
 * Parser/action_helpers.c).
 *
 * Invariants: constants next to each other are folded, empty ones dropped when there is an f-string
 * in the run; a debug field (`{x=}`) arrives as a JoinedStr of its text and its value.
 */

import type { Text } from '../text/text.ts';
import type { Constant, Expr, JoinedStr, Located } from './ast.ts';
import { concatTexts } from './literals.ts';

/** A string constant at a location. */
export function textConstant(v: Text, u: string | null, from: Located, to: Located): Constant {
  return {
    kind: 'Constant',
    value: { t: 'str', v },
    u,
    lineno: from.lineno,
    col_offset: from.col_offset,
    end_lineno: to.end_lineno,
    end_col_offset: to.end_col_offset,
  };
}

/** Whether `node` is the constant ''. */
export function isEmptyText(node: Expr): boolean {
  return node.kind === 'Constant' && node.value.t === 'str' && node.value.v === '';
}

/** The values of nested JoinedStr nodes in place of these. */
export function flatten(parts: Expr[]): Expr[] {
  const out: Expr[] = [];
  for (const part of parts) {
    if (part.kind === 'JoinedStr') out.push(...part.values);
    else out.push(part);
  }
  return out;
}

function fold(parts: Expr[], dropEmpty: boolean): Expr[] {
  const out: Expr[] = [];
  for (let i = 0; i < parts.length; i++) {
    let part = parts[i];
    if (part.kind === 'Constant') {
      let last: Expr = part;
      const texts: Text[] = [];
      let j = i;
      for (; j < parts.length; j++) {
        const next = parts[j];
        if (next.kind !== 'Constant' || next.value.t !== 'str') break;
        texts.push(next.value.v);
        last = next;
      }
      if (texts.length > 1) {
        part = textConstant(concatTexts(texts), part.u, part, last);
        i = j - 1;
      }
      if (dropEmpty && isEmptyText(part)) continue;
    }
    out.push(part);
  }
  return out;
}

function joinBytes(parts: Expr[], at: Located): Expr {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (const part of parts) {
    if (part.kind !== 'Constant' || part.value.t !== 'bytes') continue;
    chunks.push(part.value.v);
    size += part.value.v.length;
  }
  const v = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    v.set(chunk, offset);
    offset += chunk.length;
  }
  return {
    kind: 'Constant',
    value: { t: 'bytes', v },
    u: null,
    lineno: at.lineno,
    col_offset: at.col_offset,
    end_lineno: at.end_lineno,
    end_col_offset: at.end_col_offset,
  };
}

/** Adjacent literals as one node; null when bytes and text are mixed. */
export function concatenate(parts: Expr[], at: Located): Expr | null {
  let bytes = false;
  let text = false;
  let fstring = false;
  for (const part of parts) {
    if (part.kind !== 'Constant') fstring = true;
    else if (part.value.t === 'bytes') bytes = true;
    else text = true;
  }
  if (bytes && (text || fstring)) return null;
  if (!fstring && parts.length === 1) return parts[0];
  if (bytes) return joinBytes(parts, at);
  const values = fold(flatten(parts), fstring);
  if (!fstring) return values[0];
  return joinedStr(values, at);
}

/** A JoinedStr at a location. */
export function joinedStr(values: Expr[], at: Located): JoinedStr {
  return {
    kind: 'JoinedStr',
    values,
    lineno: at.lineno,
    col_offset: at.col_offset,
    end_lineno: at.end_lineno,
    end_col_offset: at.end_col_offset,
  };
}

/** The node of a format spec from its parts. */
export function formatSpec(parts: Expr[], at: Located): Expr {
  const spec = parts.filter((part) => !isEmptyText(part));
  if (spec.length === 0 || (spec.length === 1 && spec[0].kind === 'Constant')) {
    return joinedStr(spec, at);
  }
  return concatenate(spec, at)!;
}
