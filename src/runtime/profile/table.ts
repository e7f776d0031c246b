/**
 * The tables of memory_profiler: rows, cells and units as its users and their scripts know them, with a column for the
 * peak between the occurrences and the source.
 *
 * A size that would read as 0.000 in its unit, and is not zero, is written in bytes.
 */
import type { CodeLines, LineStat } from './lines.ts';

export type Unit = 'B' | 'KiB' | 'MiB';

const BYTES: Record<Unit, number> = { B: 1, KiB: 1024, MiB: 1048576 };

export interface TableOptions {
  unit: Unit;
  /** Digits after the point, for KiB and MiB. */
  precision: number;
  /** The column that memory_profiler does not have. */
  peak: boolean;
}

/** The first and last lines of a table: a function's whole text, or only the lines that ran. */
export interface Extent {
  first: number;
  last: number;
}

/** A number of bytes as a cell. */
export function sizeCell(bytes: number, o: TableOptions): string {
  const width = o.precision + 4;
  if (o.unit === 'B') return `${bytes} B`.padStart(width + 4);
  const text = (bytes / BYTES[o.unit]).toFixed(o.precision);
  if (bytes !== 0 && Number(text) === 0) return `${bytes} B`.padStart(width + 4);
  return `${text.padStart(width)} ${o.unit}`;
}

function row(
  o: TableOptions,
  line: string,
  usage: string,
  increment: string,
  count: string,
  peak: string,
  text: string,
): string {
  const extra = o.peak ? ` ${peak.padStart(12)}` : '';
  return `${line.padStart(6)} ${usage.padStart(12)} ${increment.padStart(12)}  ${count.padStart(10)}${extra}   ${text}`;
}

function statRow(o: TableOptions, s: LineStat, text: string): string {
  const { lineno, usage, increment, occurrences, peak } = s;
  return row(
    o,
    String(lineno),
    sizeCell(usage, o),
    sizeCell(increment, o),
    String(occurrences),
    sizeCell(peak, o),
    text,
  );
}

/** The first row of a function: what the account held when it was called. */
function entryRow(o: TableOptions, c: CodeLines, text: string): string {
  const held = sizeCell(c.baseline, o);
  return row(o, String(c.firstlineno), held, held, String(c.calls), held, text);
}

/** One table, with its two empty lines. `source` holds the file's lines without their ends. */
export function formatTable(
  c: CodeLines,
  source: readonly string[],
  extent: Extent | null,
  o: TableOptions,
): string {
  const header = row(o, 'Line #', 'Mem usage', 'Increment', 'Occurrences', 'Peak', 'Line Contents');
  const out = [`Filename: ${c.filename}`, '', header, '='.repeat(header.length)];
  const text = (n: number): string => source[n - 1] ?? '';
  if (extent === null) {
    const ran = [...c.lines.values()]
      .filter((s) => s.occurrences > 0)
      .sort((a, b) => a.lineno - b.lineno);
    for (const s of ran) out.push(statRow(o, s, text(s.lineno)));
  } else {
    for (let n = extent.first; n <= extent.last; n++) {
      const s = c.lines.get(n);
      if (n === c.firstlineno && s === undefined) out.push(entryRow(o, c, text(n)));
      else if (s === undefined || s.occurrences === 0)
        out.push(row(o, String(n), '', '', '', '', text(n)));
      else out.push(statRow(o, s, text(n)));
    }
  }
  return `${out.join('\n')}\n\n\n`;
}

/** The unit in which the largest increment shows at least three digits before those of the precision are needed. */
export function fittingUnit(codes: Iterable<CodeLines>): Unit {
  let largest = 0;
  for (const c of codes) {
    for (const s of c.lines.values())
      largest = Math.max(largest, Math.abs(s.increment), s.peak - s.usage);
  }
  return largest >= BYTES.MiB ? 'MiB' : largest >= 100 * BYTES.KiB ? 'KiB' : 'B';
}
