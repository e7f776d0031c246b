/**
 * Reads `.vivarium` files. Whatever a file says is checked before it is believed: lengths against
 * the file, rows against each other, ordinals against their tables; a column is read when it is
 * first asked for. A damaged file raises SnapshotError with one line that says what is wrong.
 */

import {
  COLUMNS,
  type ColumnArray,
  type ColumnName,
  type ColumnSpec,
  elementBytes,
  HEADER_BYTES,
  MAGIC,
  newArray,
  type Row,
  SECTION_BYTES,
  SnapshotError,
  type SnapshotMeta,
  VERSION,
} from './format.ts';
import { checkGraph } from './graph.ts';
import { type ColumnSource, Snapshot } from './snapshot.ts';

/** A file: `read` fills all of `into` from `offset` on. */
export interface Source {
  size: number;
  read(offset: number, into: Uint8Array): void;
}

interface Section {
  offset: number;
  length: number;
  element: number;
}

const ROWS: Row[] = ['node', 'edge', 'type', 'trace', 'frame', 'block', 'string'];

/** Opens a snapshot. Throws SnapshotError for what is not a whole file of a known version. */
export function readSnapshot(source: Source): Snapshot {
  const sections = readSections(source);
  const meta = readMeta(source, sections.get('meta'));
  for (const name of Object.keys(COLUMNS) as ColumnName[]) checkLength(name, meta, sections);
  const file = new FileColumns(source, sections, meta);
  const snapshot = new Snapshot(meta, file);
  try {
    checkGraph(snapshot.graph);
  } catch (e) {
    if (e instanceof RangeError) throw new SnapshotError(`damaged snapshot: ${e.message}`);
    throw e;
  }
  return snapshot;
}

function bytesAt(source: Source, offset: number, length: number): Uint8Array {
  if (offset + length > source.size) throw new SnapshotError('the snapshot ends too early');
  const bytes = new Uint8Array(length);
  source.read(offset, bytes);
  return bytes;
}

const ascii = (bytes: Uint8Array): string => String.fromCharCode(...bytes).trimEnd();

function readSections(source: Source): Map<string, Section> {
  if (source.size < HEADER_BYTES) throw new SnapshotError('not a Vivarium snapshot');
  const header = bytesAt(source, 0, HEADER_BYTES);
  if (ascii(header.subarray(0, 8)) !== MAGIC) throw new SnapshotError('not a Vivarium snapshot');
  const version = new DataView(header.buffer).getUint32(8, true);
  if (version > VERSION) {
    throw new SnapshotError(
      `the snapshot has version ${version} of the format; this program knows ${VERSION}`,
    );
  }
  const sections = new Map<string, Section>();
  for (let at = HEADER_BYTES; ; ) {
    const head = bytesAt(source, at, SECTION_BYTES);
    const view = new DataView(head.buffer);
    const name = ascii(head.subarray(0, 8));
    const length = view.getFloat64(16, true);
    const offset = at + SECTION_BYTES;
    if (name === 'end') return sections;
    if (!Number.isSafeInteger(length) || length < 0 || offset + length > source.size) {
      throw new SnapshotError('the snapshot ends too early');
    }
    if (sections.has(name)) throw new SnapshotError(`damaged snapshot: two sections "${name}"`);
    sections.set(name, { offset, length, element: view.getUint32(8, true) });
    at = offset + Math.ceil(length / 8) * 8;
  }
}

/** More than any snapshot's description; bounds what a hostile file makes us parse. */
const META_LIMIT = 1 << 24;

function readMeta(source: Source, section: Section | undefined): SnapshotMeta {
  if (section === undefined || section.length > META_LIMIT) {
    throw new SnapshotError('damaged snapshot: no description');
  }
  let meta: SnapshotMeta;
  try {
    meta = JSON.parse(new TextDecoder().decode(bytesAt(source, section.offset, section.length)));
  } catch (e) {
    if (e instanceof SyntaxError) throw new SnapshotError('damaged snapshot: no description');
    throw e;
  }
  const rows = meta?.rows as Record<string, unknown> | undefined;
  for (const row of ROWS) {
    const n = rows?.[row];
    if (typeof n !== 'number' || !Number.isInteger(n) || n < 0 || n >= 0xffffffff) {
      throw new SnapshotError(`damaged snapshot: number of ${row}s`);
    }
  }
  return meta;
}

function checkLength(name: ColumnName, meta: SnapshotMeta, sections: Map<string, Section>): void {
  const section = sections.get(name);
  const spec: ColumnSpec = COLUMNS[name];
  if (section === undefined) throw new SnapshotError(`damaged snapshot: no section "${name}"`);
  const entries = meta.rows[spec.row] + (spec.extra ?? 0);
  const right = entries * elementBytes(spec.element);
  if (section.length !== right || section.element !== spec.element) {
    throw new SnapshotError(`damaged snapshot: length of section "${name}"`);
  }
}

class FileColumns implements ColumnSource {
  private readonly source: Source;
  private readonly sections: Map<string, Section>;
  private readonly meta: SnapshotMeta;
  private cachedText: Uint8Array | null = null;

  constructor(source: Source, sections: Map<string, Section>, meta: SnapshotMeta) {
    this.source = source;
    this.sections = sections;
    this.meta = meta;
  }

  column<K extends ColumnName>(name: K): ColumnArray<K> {
    const section = this.sections.get(name)!;
    const spec: ColumnSpec = COLUMNS[name];
    const array = newArray(spec.element, section.length / elementBytes(spec.element));
    this.source.read(section.offset, new Uint8Array(array.buffer));
    if (spec.into !== undefined) this.checkOrdinals(name, array, this.meta.rows[spec.into]);
    if (spec.extra === 1 && name !== 'first') this.checkStarts(name, array);
    return array as ColumnArray<K>;
  }

  private checkOrdinals(name: string, array: ArrayLike<number>, limit: number): void {
    for (let i = 0; i < array.length; i++) {
      if (array[i]! >= limit) throw new SnapshotError(`damaged snapshot: entry ${i} of "${name}"`);
    }
  }

  /** Starts of rows: from 0, never backwards, up to the number of what they divide. */
  private checkStarts(name: string, array: ArrayLike<number>): void {
    const total = name === 'strings' ? this.text().length : this.meta.rows.block;
    let last = 0;
    for (let i = 0; i < array.length; i++) {
      if (!(array[i]! >= last))
        throw new SnapshotError(`damaged snapshot: entry ${i} of "${name}"`);
      last = array[i]!;
    }
    if (array[0] !== 0 || last !== total) {
      throw new SnapshotError(`damaged snapshot: section "${name}"`);
    }
  }

  text(): Uint8Array {
    const section = this.sections.get('text');
    if (section === undefined) throw new SnapshotError('damaged snapshot: no strings');
    this.cachedText ??= bytesAt(this.source, section.offset, section.length);
    return this.cachedText;
  }
}
