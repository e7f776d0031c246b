/** Where the functions of a source begin and end, by the line of `co_firstlineno`. CPython: inspect.getblock. */
import type * as ast from '../parser/ast.ts';
import { ParseError, parse } from '../parser/index.ts';
import type { Extent } from './table.ts';

function visit(node: unknown, found: Map<number, Extent>): void {
  if (Array.isArray(node)) {
    for (const n of node) visit(n, found);
    return;
  }
  if (node === null || typeof node !== 'object') return;
  const { kind } = node as { kind?: string };
  if (kind === 'FunctionDef' || kind === 'AsyncFunctionDef') {
    const f = node as ast.FunctionDef;
    const first = f.decorator_list[0]?.lineno ?? f.lineno;
    found.set(first, { first, last: f.end_lineno });
  }
  if (kind === 'Constant') return;
  for (const value of Object.values(node)) if (typeof value === 'object') visit(value, found);
}

/** The functions of a source; none when it does not parse (it has changed since it ran). */
export function functionExtents(source: string, filename: string): Map<number, Extent> {
  const found = new Map<number, Extent>();
  try {
    visit(parse(source, { mode: 'exec', filename }), found);
  } catch (e) {
    if (!(e instanceof ParseError)) throw e;
  }
  return found;
}
