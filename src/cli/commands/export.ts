/** Snapshots in the formats of other tools, by the name of the file. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Analysis } from '../../heap/analysis.ts';
import { writeCsv } from '../../heap/formats/csv.ts';
import { writeHeapSnapshot } from '../../heap/formats/heapsnapshot.ts';
import { pprof } from '../../heap/formats/pprof.ts';
import { speedscope } from '../../heap/formats/speedscope.ts';
import { writeSnapshot } from '../../heap/write.ts';
import { loadLate } from '../late.ts';
import { Usage, VERSION } from '../options.ts';

type Sink = (piece: string | Uint8Array) => void;

/** Formats by the end of the file's name. */
const FORMATS: Record<string, (a: Analysis, sink: Sink, path: string) => void> = {
  '.vivarium': (a, sink) => writeSnapshot(a.snapshot, sink),
  '.heapsnapshot': (a, sink) => writeHeapSnapshot(a.snapshot, sink),
  '.csv': (a, sink) => writeCsv(a.snapshot, a.tree, a.retained, sink),
  '.pb.gz': (a, sink) => sink(loadLate('zlib').gzipSync(pprof(a.snapshot))),
  '.speedscope.json': (a, sink, path) =>
    sink(JSON.stringify(speedscope(a.snapshot, path, VERSION))),
};

export const FORMAT_NAMES = Object.keys(FORMATS).join(' ');

/** Writes the snapshot into a file of the format that its name says. Raises Usage for another name. */
export function exportTo(a: Analysis, path: string): void {
  const end = Object.keys(FORMATS).find((name) => path.endsWith(name));
  if (end === undefined) throw new Usage(`${path}: its name must end in one of ${FORMAT_NAMES}\n`);
  let fd: number;
  try {
    fd = openSync(path, 'w');
  } catch (e) {
    throw new Usage(`${path}: cannot be written: ${(e as NodeJS.ErrnoException).code}\n`);
  }
  const write: Sink = (piece) => {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
  };
  try {
    FORMATS[end]!(a, write, path);
  } finally {
    closeSync(fd);
  }
}
