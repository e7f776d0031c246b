/** The report of `vivarium profile`: the tables of all files, read anew from the host. */
import { HostError, readFile } from '../host.ts';
import { decodeSource } from '../parser/index.ts';
import { functionExtents } from './extents.ts';
import type { CodeLines } from './lines.ts';
import { fittingUnit, formatTable, type TableOptions, type Unit } from './table.ts';

export interface ReportOptions {
  unit: Unit | null;
  precision: number;
}

function sourceOf(filename: string): string {
  try {
    return decodeSource(readFile(filename));
  } catch (e) {
    if (e instanceof HostError) return '';
    throw e;
  }
}

/** Modules first, then functions and class bodies in the order of the file. */
function order(a: CodeLines, b: CodeLines): number {
  return (
    Number(a.qualname !== '<module>') - Number(b.qualname !== '<module>') ||
    a.firstlineno - b.firstlineno
  );
}

/** All tables as text. Files come in the order in which they first ran. */
export function lineReport(codes: Iterable<CodeLines>, o: ReportOptions): string {
  const files = new Map<string, CodeLines[]>();
  for (const c of codes) {
    if (c.lines.size === 0) continue;
    const list = files.get(c.filename);
    if (list === undefined) files.set(c.filename, [c]);
    else list.push(c);
  }
  const table: TableOptions = {
    unit: o.unit ?? fittingUnit([...files.values()].flat()),
    precision: o.precision,
    peak: true,
  };
  let out = '';
  for (const [filename, list] of files) {
    const source = sourceOf(filename);
    const lines = source.split(/\r\n|\r|\n/);
    const extents = functionExtents(source, filename);
    for (const c of list.sort(order)) {
      const extent = c.isFunction ? (extents.get(c.firstlineno) ?? null) : null;
      out += formatTable(c, lines, extent, table);
    }
  }
  return out;
}
