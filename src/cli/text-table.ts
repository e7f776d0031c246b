/** Text tables for a terminal: columns as wide as they need, numbers to the right, the last one cut to the width. */

export interface TextColumn {
  title: string;
  right?: boolean;
}

const GAP = '  ';

/** Lines of a table, header and rule first. `width` bounds the lines; 0 for no bound. */
export function textTable(columns: TextColumn[], rows: string[][], width: number): string {
  const widths = columns.map((c, i) => {
    let w = c.title.length;
    for (const row of rows) w = Math.max(w, row[i]!.length);
    return w;
  });
  const line = (cells: string[]): string => {
    const text = cells
      .map((cell, i) => (columns[i]!.right ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join(GAP)
      .trimEnd();
    return width > 0 && text.length > width ? `${text.slice(0, width - 1)}…` : text;
  };
  const head = columns.map((c) => c.title);
  const rule = widths.map((w) => '-'.repeat(w));
  return [head, rule, ...rows].map((cells) => `${line(cells)}\n`).join('');
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** A number of bytes for people: 1023 B, 1.5 KiB, 12.0 MiB. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return unit === 0 ? `${bytes} B` : `${value.toFixed(1)} ${UNITS[unit]}`;
}

/** Characters of a line of the terminal; 0 (no bound) where the output is none. */
export function terminalWidth(): number {
  const columns = Number(process.env.COLUMNS);
  if (Number.isInteger(columns) && columns > 0) return columns;
  return process.stdout.columns ?? 0;
}
