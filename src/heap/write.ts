/** Writes a snapshot as a `.vivarium` file, section by section: nothing is held twice. */

import {
  BYTES,
  COLUMNS,
  type ColumnName,
  HEADER_BYTES,
  MAGIC,
  SECTION_BYTES,
  VERSION,
} from './format.ts';
import type { Snapshot } from './snapshot.ts';

/** Takes the next bytes of the file. The array is the writer's own and may be kept. */
export type Sink = (bytes: Uint8Array) => void;

const utf8 = new TextEncoder();

export function writeSnapshot(snapshot: Snapshot, sink: Sink): void {
  const header = new Uint8Array(HEADER_BYTES);
  header.set(utf8.encode(MAGIC));
  new DataView(header.buffer).setUint32(8, VERSION, true);
  sink(header);
  section(sink, 'meta', BYTES, utf8.encode(JSON.stringify(snapshot.meta)));
  for (const name of Object.keys(COLUMNS) as ColumnName[]) {
    const array = snapshot.column(name);
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    section(sink, name, COLUMNS[name].element, bytes);
  }
  section(sink, 'text', BYTES, snapshot.text());
  section(sink, 'end', BYTES, new Uint8Array(0));
}

function section(sink: Sink, name: string, element: number, data: Uint8Array): void {
  const head = new Uint8Array(SECTION_BYTES);
  head.set(utf8.encode(name.padEnd(8)));
  const view = new DataView(head.buffer);
  view.setUint32(8, element, true);
  view.setFloat64(16, data.length, true);
  sink(head);
  sink(data);
  const rest = data.length % 8;
  if (rest !== 0) sink(new Uint8Array(8 - rest));
}
