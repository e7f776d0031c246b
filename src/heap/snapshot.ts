/**
 * A snapshot of a heap: its graph, what is known of each object, and where each was allocated.
 *
 * Columns are typed arrays, one entry a row (format.ts lists them); one that comes from a file is
 * read when it is first asked for. Node 0 is the root; the nodes that its references lead to by
 * kind ROOT are groups of roots ("modules", "frames", …), of type "(root)" and size 0.
 */

import {
  COLUMNS,
  type ColumnArray,
  type ColumnName,
  newArray,
  type Row,
  SnapshotError,
  type SnapshotMeta,
} from './format.ts';
import { ATTRIBUTE, CELL, ELEMENT, type Graph, KEY, LOCAL, TYPE, VALUE, WEAK } from './graph.ts';

/** Where a snapshot's columns come from: memory or a file. */
export interface ColumnSource {
  /** Null for a column that is not there. */
  column<K extends ColumnName>(name: K): ColumnArray<K> | null;
  text(): Uint8Array;
}

/** One line of an allocation traceback. */
export interface Site {
  file: string;
  line: number;
  function: string;
}

export class Snapshot {
  readonly meta: SnapshotMeta;
  private readonly source: ColumnSource;
  private readonly columns = new Map<ColumnName, Uint8Array | Uint32Array | Float64Array>();
  private cachedGraph: Graph | null = null;
  private readonly decoded = new Map<number, string>();

  constructor(meta: SnapshotMeta, source: ColumnSource) {
    this.meta = meta;
    this.source = source;
  }

  rows(row: Row): number {
    return this.meta.rows[row];
  }

  get nodeCount(): number {
    return this.meta.rows.node;
  }

  /** A column, of one entry a row (and one more where format.ts says so). */
  column<K extends ColumnName>(name: K): ColumnArray<K> {
    let array = this.columns.get(name);
    if (array === undefined) {
      const { element, row } = COLUMNS[name];
      const extra = 'extra' in COLUMNS[name] ? 1 : 0;
      array = this.source.column(name) ?? newArray(element, this.rows(row) + extra);
      this.columns.set(name, array);
    }
    return array as ColumnArray<K>;
  }

  get graph(): Graph {
    this.cachedGraph ??= {
      nodeCount: this.rows('node'),
      edgeCount: this.rows('edge'),
      first: this.column('first'),
      to: this.column('to'),
      kind: this.column('kind'),
    };
    return this.cachedGraph;
  }

  /** All strings, UTF-8, one after the other. */
  text(): Uint8Array {
    return this.source.text();
  }

  /** String number `i`. */
  string(i: number): string {
    let text = this.decoded.get(i);
    if (text === undefined) {
      if (i >= this.rows('string')) throw new SnapshotError(`damaged snapshot: no string ${i}`);
      const starts = this.column('strings');
      text = new TextDecoder().decode(this.source.text().subarray(starts[i], starts[i + 1]));
      this.decoded.set(i, text);
    }
    return text;
  }

  /** "module.name" of a type, without the module for built-in ones. */
  typeName(type: number): string {
    const name = this.string(this.column('typename')[type]!);
    const module = this.string(this.column('typemod')[type]!);
    return module === '' || module === 'builtins' ? name : `${module}.${name}`;
  }

  typeOf(node: number): string {
    return this.typeName(this.column('type')[node]!);
  }

  preview(node: number): string {
    return this.string(this.column('preview')[node]!);
  }

  /** The name of a reference as a person writes it: `.next`, `['key']`, `[3]`, `local x`. */
  edgeLabel(e: number): string {
    const kind = this.graph.kind[e]!;
    const name = this.column('name')[e]!;
    if (kind === ELEMENT) return `[${name}]`;
    const text = this.string(name);
    if (kind === ATTRIBUTE) return `.${text}`;
    if (kind === VALUE) return `[${text}]`;
    if (kind === KEY) return `key ${text}`;
    if (kind === CELL) return `cell ${text}`;
    if (kind === LOCAL) return `local ${text}`;
    if (kind === TYPE) return '.__class__';
    return kind === WEAK ? `weak ${text}` : text;
  }

  /** The allocation traceback of an object, the newest line first; empty where it was not traced. */
  sites(node: number): Site[] {
    return this.sitesOfTrace(this.column('trace')[node]!);
  }

  sitesOfTrace(trace: number): Site[] {
    const found: Site[] = [];
    // a damaged file may have a ring: no traceback is longer than all of them together
    for (let t = trace; t !== 0 && found.length < this.rows('trace'); ) {
      const frame = this.column('trframe')[t]!;
      found.push({
        file: this.string(this.column('frfile')[frame]!),
        line: this.column('frline')[frame]!,
        function: this.string(this.column('frfunc')[frame]!),
      });
      t = this.column('trparent')[t]!;
    }
    return found;
  }

  /** The line that allocated an object, or null. */
  site(node: number): Site | null {
    const trace = this.column('trace')[node]!;
    if (trace === 0) return null;
    return this.sitesOfTrace(trace)[0] ?? null;
  }
}
