/** Objects as comma-separated values (RFC 4180), one line each. */

import type { DominatorTree } from '../dominators.ts';
import type { Snapshot } from '../snapshot.ts';

const HEADER = 'node,type,size,retained,refcount,generation,address,file,line,preview';

function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Writes all objects line by line. */
export function writeCsv(
  s: Snapshot,
  tree: DominatorTree,
  retained: Float64Array,
  sink: (line: string) => void,
): void {
  sink(`${HEADER}\r\n`);
  const gen = s.column('gen');
  for (let n = 1; n < s.nodeCount; n++) {
    const site = s.site(n);
    const values = [
      n,
      field(s.typeOf(n)),
      s.column('size')[n],
      retained[tree.number[n]!],
      s.column('refcount')[n],
      gen[n] === 255 ? '' : gen[n],
      `0x${s.column('address')[n]!.toString(16)}`,
      field(site?.file ?? ''),
      site?.line ?? '',
      field(s.preview(n)),
    ];
    sink(`${values.join(',')}\r\n`);
  }
}
