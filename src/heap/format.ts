/**
 * The `.vivarium` snapshot file: its sections and versions. docs/snapshot-format.md is the prose.
 *
 * A file is the magic, a header, and sections in any order up to the one named `end`. Every number
 * is little-endian; a section's data begins at a multiple of 8 bytes. A reader passes over sections
 * that it does not know, so that an older one reads what a newer one added; whatever changes the
 * meaning of a section raises VERSION.
 */

export const MAGIC = 'VIVARIUM';
export const VERSION = 1;

/** Bytes of the header: magic, version (u32), reserved (u32). */
export const HEADER_BYTES = 16;
/** Bytes before a section's data: name (8 ASCII characters), element type (u32), pad (u32), length (f64). */
export const SECTION_BYTES = 24;

export const BYTES = 0;
export const UINT8 = 1;
export const UINT32 = 2;
export const FLOAT64 = 3;

/** What a column has one entry for. */
export type Row = 'node' | 'edge' | 'type' | 'trace' | 'frame' | 'block' | 'string';

export interface ColumnSpec {
  element: typeof UINT8 | typeof UINT32 | typeof FLOAT64;
  row: Row;
  /** Entries beyond one a row: 1 for the starts of rows, whose last entry is the total. */
  extra?: 1;
  /** What the values are ordinals of; checked when a file is read. */
  into?: Row;
  /** What the missing column of an older file reads as. */
  absent?: number;
}

/** All columns of a snapshot by section name. */
export const COLUMNS = {
  // the graph
  first: { element: UINT32, row: 'node', extra: 1 },
  to: { element: UINT32, row: 'edge', into: 'node' },
  kind: { element: UINT8, row: 'edge' },
  /** Of an element or a cell its index, else a string. */
  name: { element: UINT32, row: 'edge' },
  // objects
  type: { element: UINT32, row: 'node', into: 'type' },
  size: { element: FLOAT64, row: 'node' },
  refcount: { element: UINT32, row: 'node' },
  /** 0 to 2, 3 frozen (gc.freeze), 255 untracked. */
  gen: { element: UINT8, row: 'node' },
  serial: { element: FLOAT64, row: 'node' },
  address: { element: FLOAT64, row: 'node' },
  trace: { element: UINT32, row: 'node', into: 'trace' },
  preview: { element: UINT32, row: 'node', into: 'string' },
  // memory blocks of objects
  blocks: { element: UINT32, row: 'node', extra: 1 },
  blkkind: { element: UINT8, row: 'block' },
  blksize: { element: FLOAT64, row: 'block' },
  // types
  typename: { element: UINT32, row: 'type', into: 'string' },
  typemod: { element: UINT32, row: 'type', into: 'string' },
  typenode: { element: UINT32, row: 'type', into: 'node' },
  // tracebacks: a tree whose node 0 is the empty one
  trparent: { element: UINT32, row: 'trace', into: 'trace' },
  trframe: { element: UINT32, row: 'trace', into: 'frame' },
  frfile: { element: UINT32, row: 'frame', into: 'string' },
  frline: { element: UINT32, row: 'frame' },
  frfunc: { element: UINT32, row: 'frame', into: 'string' },
  // strings: UTF-8 in section `text`
  strings: { element: FLOAT64, row: 'string', extra: 1 },
} as const satisfies Record<string, ColumnSpec>;

export type ColumnName = keyof typeof COLUMNS;

/** The array that a column is held in. */
export type ColumnArray<K extends ColumnName> = (typeof COLUMNS)[K]['element'] extends typeof UINT8
  ? Uint8Array
  : (typeof COLUMNS)[K]['element'] extends typeof UINT32
    ? Uint32Array
    : Float64Array;

/** Kinds of memory blocks, by number. */
export const BLOCK_KINDS = [
  'object',
  'items',
  'keys',
  'values',
  'table',
  'buffer',
  'other',
] as const;

/** Objects that are not tracked by the collector. */
export const UNTRACKED = 255;

/** What is known of the run, as JSON in section `meta`. */
export interface SnapshotMeta {
  /** Name and version of the program that wrote the file. */
  producer: string;
  python: string;
  memoryModel: string;
  argv: string[];
  /** Folders of the interpreter's own library. */
  library: string[];
  /** Where in the run: "exit", "peak", "FILE:LINE", a label of the program's own. */
  moment: string;
  /** Serial numbers up to this one belong to the interpreter as it started; 0 where that is not known. */
  baseline: number;
  /** Bytes of all blocks then, and their peak so far. */
  current: number;
  peak: number;
  /** Rows of each kind. */
  rows: Record<Row, number>;
  /** Collections so far and the thresholds, by generation. */
  gc?: { count: number[]; threshold: number[]; collections: number[]; enabled: boolean };
}

/** A file that is not a snapshot, is damaged, or comes from a newer version. The message says which. */
export class SnapshotError extends Error {
  override name = 'SnapshotError';
}

export function newArray(element: number, length: number): Uint8Array | Uint32Array | Float64Array {
  if (element === UINT32) return new Uint32Array(length);
  return element === FLOAT64 ? new Float64Array(length) : new Uint8Array(length);
}

export function elementBytes(element: number): number {
  return element === FLOAT64 ? 8 : element === UINT32 ? 4 : 1;
}
