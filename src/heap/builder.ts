/**
 * Builds a snapshot in memory, node by node in order: the capture, the importers and the tests use
 * it. Strings, types, frames and tracebacks are kept once each.
 */

import {
  COLUMNS,
  type ColumnArray,
  type ColumnName,
  newArray,
  type SnapshotMeta,
} from './format.ts';
import { Column, GraphBuilder } from './graph.ts';
import { type ColumnSource, type Site, Snapshot } from './snapshot.ts';

/** What is known of an object; the rest are zeros. */
export interface NodeFacts {
  type: number;
  size: number;
  refcount?: number;
  gen?: number;
  serial?: number;
  address?: number;
  trace?: number;
  preview?: string;
}

type Columns = { [K in ColumnName]: Column<Uint8Array | Uint32Array | Float64Array> };

export class SnapshotBuilder implements ColumnSource {
  private readonly graph = new GraphBuilder();
  private readonly columns: Columns;
  private readonly stringNumbers = new Map<string, number>();
  private readonly typeNumbers = new Map<string, number>();
  private readonly frameNumbers = new Map<string, number>();
  private readonly traceNumbers = new Map<string, number>();
  private readonly textParts: Uint8Array[] = [];
  private textLength = 0;
  private joined: Uint8Array | null = null;
  private readonly utf8 = new TextEncoder();

  constructor() {
    const columns: Partial<Columns> = {};
    for (const name of Object.keys(COLUMNS) as ColumnName[]) {
      columns[name] = new Column(newArray(COLUMNS[name].element, 1024));
    }
    this.columns = columns as Columns;
    this.columns.strings.push(0);
    this.columns.blocks.push(0);
    this.string('');
    // traceback 0 is the empty one
    this.columns.trparent.push(0);
    this.columns.trframe.push(0);
    this.frame({ file: '', line: 0, function: '' });
  }

  get nodeCount(): number {
    return this.graph.nodeCount;
  }

  /** The number of a string, kept once. */
  string(text: string): number {
    const known = this.stringNumbers.get(text);
    if (known !== undefined) return known;
    const bytes = this.utf8.encode(text);
    this.textParts.push(bytes);
    this.textLength += bytes.length;
    this.columns.strings.push(this.textLength);
    const number = this.stringNumbers.size;
    this.stringNumbers.set(text, number);
    return number;
  }

  /** The number of a type; `key` tells types of one name apart. */
  type(module: string, name: string, key = ''): number {
    const whole = `${module}\n${name}\n${key}`;
    const known = this.typeNumbers.get(whole);
    if (known !== undefined) return known;
    this.columns.typename.push(this.string(name));
    this.columns.typemod.push(this.string(module));
    this.columns.typenode.push(0);
    const number = this.typeNumbers.size;
    this.typeNumbers.set(whole, number);
    return number;
  }

  /** Says which node is the type object of a type. */
  typeIsNode(type: number, node: number): void {
    this.columns.typenode.set(type, node);
  }

  private frame(site: Site): number {
    const key = `${site.file}\n${site.line}\n${site.function}`;
    const known = this.frameNumbers.get(key);
    if (known !== undefined) return known;
    this.columns.frfile.push(this.string(site.file));
    this.columns.frline.push(site.line);
    this.columns.frfunc.push(this.string(site.function));
    const number = this.frameNumbers.size;
    this.frameNumbers.set(key, number);
    return number;
  }

  /** The number of a traceback, newest line first; 0 for none. */
  trace(sites: readonly Site[]): number {
    let parent = 0;
    for (let i = sites.length - 1; i >= 0; i--) {
      const frame = this.frame(sites[i]!);
      const key = `${parent} ${frame}`;
      let number = this.traceNumbers.get(key);
      if (number === undefined) {
        this.columns.trparent.push(parent);
        this.columns.trframe.push(frame);
        number = this.columns.trparent.length - 1;
        this.traceNumbers.set(key, number);
      }
      parent = number;
    }
    return parent;
  }

  /** The next node. References and blocks added from now on are its own. */
  node(facts: NodeFacts): number {
    const c = this.columns;
    c.type.push(facts.type);
    c.size.push(facts.size);
    c.refcount.push(facts.refcount ?? 0);
    c.gen.push(facts.gen ?? 0);
    c.serial.push(facts.serial ?? 0);
    c.address.push(facts.address ?? 0);
    c.trace.push(facts.trace ?? 0);
    c.preview.push(this.string(facts.preview ?? ''));
    c.blocks.push(c.blkkind.length);
    return this.graph.node();
  }

  /** A reference of the node begun last; `name` is an index for elements, else text. */
  edge(to: number, kind: number, name: string | number): void {
    this.graph.edge(to, kind);
    this.columns.name.push(typeof name === 'number' ? name : this.string(name));
  }

  /** A memory block of the node begun last. */
  block(kind: number, size: number): void {
    const c = this.columns;
    c.blkkind.push(kind);
    c.blksize.push(size);
    c.blocks.set(c.blocks.length - 1, c.blkkind.length);
  }

  finish(meta: Omit<SnapshotMeta, 'rows'>): Snapshot {
    const { first, to, kind, nodeCount, edgeCount } = this.graph.finish();
    this.finished = { first, to, kind };
    const rows = {
      node: nodeCount,
      edge: edgeCount,
      type: this.typeNumbers.size,
      trace: this.columns.trparent.length,
      frame: this.frameNumbers.size,
      block: this.columns.blkkind.length,
      string: this.stringNumbers.size,
    };
    return new Snapshot({ ...meta, rows }, this);
  }

  private finished: { first: Uint32Array; to: Uint32Array; kind: Uint8Array } | null = null;

  column<K extends ColumnName>(name: K): ColumnArray<K> {
    const graph = this.finished as Record<string, Uint32Array | Uint8Array> | null;
    return (graph?.[name] ?? this.columns[name].finish()) as ColumnArray<K>;
  }

  text(): Uint8Array {
    if (this.joined === null) {
      this.joined = new Uint8Array(this.textLength);
      let at = 0;
      for (const part of this.textParts) {
        this.joined.set(part, at);
        at += part.length;
      }
    }
    return this.joined;
  }
}
