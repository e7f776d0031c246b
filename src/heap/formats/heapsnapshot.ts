/**
 * V8's `.heapsnapshot`, the format of Chrome DevTools and memlab.
 *
 * Python objects are nodes of type `object` named by their type; refcount and generation travel in
 * extra node fields, which other readers pass over. Groups of roots are synthetic nodes; what no
 * path reaches hangs on a synthetic node of its own. Ids are ordinals (addresses do not fit into
 * their 32 bits), sizes are clamped to 32 bits. Sections come in the order that DevTools' loader
 * wants, in pieces: no string of the whole file is ever made.
 */

import { dominators } from '../dominators.ts';
import { SnapshotBuilder } from '../builder.ts';
import { SnapshotError } from '../format.ts';
import * as graph from '../graph.ts';
import type { Snapshot } from '../snapshot.ts';

const NODE_TYPES = [
  'hidden',
  'array',
  'string',
  'object',
  'code',
  'closure',
  'regexp',
  'number',
  'native',
  'synthetic',
];
const EDGE_TYPES = ['context', 'element', 'property', 'internal', 'hidden', 'shortcut', 'weak'];
const NODE_FIELDS = [
  'type',
  'name',
  'id',
  'self_size',
  'edge_count',
  'trace_node_id',
  'refcount',
  'generation',
];
const EDGE_FIELDS = ['type', 'name_or_index', 'to_node'];
const TRACE_FIELDS = ['function_id', 'name', 'script_name', 'script_id', 'line', 'column'];
const TRACE_TREE = ['id', 'function_info_index', 'count', 'size', 'children'];

const SYNTHETIC = NODE_TYPES.indexOf('synthetic');
const OBJECT = NODE_TYPES.indexOf('object');
const STRING = NODE_TYPES.indexOf('string');
const NUMBER = NODE_TYPES.indexOf('number');
const CODE = NODE_TYPES.indexOf('code');
const CLOSURE = NODE_TYPES.indexOf('closure');
const CONTEXT = 0;
const ELEMENT = 1;
const PROPERTY = 2;
const INTERNAL = 3;
const WEAK = 6;

const SIZE_LIMIT = 0xffffffff;
/** Longer texts are cut: V8 does the same, and 512 MB of strings cannot be loaded. */
const TEXT_LIMIT = 1024;
/** Values a piece of an array holds. */
const PIECE = 1 << 16;

/** Strings of the file, once each. */
class Strings {
  readonly list: string[] = [''];
  private readonly numbers = new Map<string, number>([['', 0]]);
  of(text: string): number {
    const cut = text.length > TEXT_LIMIT ? text.slice(0, TEXT_LIMIT) : text;
    let n = this.numbers.get(cut);
    if (n === undefined) {
      n = this.list.length;
      this.numbers.set(cut, n);
      this.list.push(cut);
    }
    return n;
  }
}

/** Joins numbers with commas in pieces. */
class NumberWriter {
  private readonly sink: (text: string) => void;
  private piece: number[] = [];
  private started = false;
  constructor(sink: (text: string) => void) {
    this.sink = sink;
  }

  push(...values: number[]): void {
    for (const v of values) this.piece.push(v);
    if (this.piece.length >= PIECE) this.flush();
  }

  flush(): void {
    if (this.piece.length === 0) return;
    this.sink((this.started ? ',\n' : '') + this.piece.join(','));
    this.started = true;
    this.piece = [];
  }
}

function nodeType(typeName: string): number {
  if (typeName === 'str') return STRING;
  if (typeName === 'int' || typeName === 'float' || typeName === 'complex') return NUMBER;
  if (typeName === 'code') return CODE;
  return typeName === 'function' ? CLOSURE : OBJECT;
}

/** DevTools renames `Object` and cuts names of the form `<tag …>`. */
function safeName(name: string): string {
  const text = name.startsWith('<') ? `‹${name.slice(1)}` : name;
  return text === 'Object' ? 'Object (Python)' : text;
}

function edgeType(kind: number): number {
  if (kind === graph.ATTRIBUTE || kind === graph.VALUE) return PROPERTY;
  if (kind === graph.ELEMENT) return ELEMENT;
  if (kind === graph.CELL || kind === graph.LOCAL) return CONTEXT;
  return kind === graph.WEAK ? WEAK : INTERNAL;
}

/** Writes a snapshot as a `.heapsnapshot` file, in pieces of text. */
export function writeHeapSnapshot(s: Snapshot, sink: (text: string) => void): void {
  const g = s.graph;
  const lost = unreachable(s);
  const strings = new Strings();
  const extra = lost.length > 0 ? 1 : 0;
  const functions = new Functions(s, strings);
  const meta = {
    node_fields: NODE_FIELDS,
    node_types: [NODE_TYPES, 'string', ...NODE_FIELDS.slice(2).map(() => 'number')],
    edge_fields: EDGE_FIELDS,
    edge_types: [EDGE_TYPES, 'string_or_number', 'node'],
    trace_function_info_fields: TRACE_FIELDS,
    trace_node_fields: TRACE_TREE,
    sample_fields: [],
    location_fields: [],
  };
  const head = {
    meta,
    node_count: g.nodeCount + extra,
    edge_count: g.edgeCount + extra + lost.length,
    trace_function_count: functions.count,
    root_index: 0,
    vivarium: s.meta,
  };
  sink(`{"snapshot":${JSON.stringify(head)},\n"nodes":[`);
  writeNodes(s, strings, lost.length, sink);
  sink('],\n"edges":[');
  writeEdges(s, strings, lost, sink);
  sink('],\n"trace_function_infos":[');
  functions.writeInfos(sink);
  sink('],\n"trace_tree":[');
  functions.writeTree(sink);
  sink('],\n"samples":[],\n"locations":[],\n"strings":[');
  const list = strings.list;
  for (let i = 0; i < list.length; i++) sink((i === 0 ? '' : ',\n') + JSON.stringify(list[i]));
  sink(']}\n');
}

/** Entries to what no path reaches. */
function unreachable(s: Snapshot): number[] {
  const tree = dominators(s.graph);
  const found: number[] = [];
  for (let i = tree.reached; i < tree.order.length; i++) {
    if (tree.idom[i] === 0) found.push(tree.order[i]!);
  }
  return found;
}

function writeNodes(
  s: Snapshot,
  strings: Strings,
  lost: number,
  sink: (text: string) => void,
): void {
  const { first, nodeCount } = s.graph;
  const out = new NumberWriter(sink);
  const type = s.column('type');
  const size = s.column('size');
  const trace = s.column('trace');
  const refcount = s.column('refcount');
  const gen = s.column('gen');
  for (let n = 0; n < nodeCount; n++) {
    const typeName = s.typeName(type[n]!);
    const root = n === 0 || typeName === '(root)';
    const kind = root ? SYNTHETIC : nodeType(typeName);
    const named = root || kind === STRING || kind === NUMBER || kind === CLOSURE || kind === CODE;
    const name = strings.of(safeName(named ? s.preview(n) : typeName));
    const edges = first[n + 1]! - first[n]! + (n === 0 && lost > 0 ? 1 : 0);
    const bytes = Math.min(size[n]!, SIZE_LIMIT);
    out.push(kind, name, 2 * n + 1, bytes, edges, trace[n]!, refcount[n]!, gen[n]!);
  }
  if (lost > 0) {
    const name = strings.of('(unreachable, awaiting gc)');
    out.push(SYNTHETIC, name, 2 * nodeCount + 1, 0, lost, 0, 0, 0);
  }
  out.flush();
}

function writeEdges(
  s: Snapshot,
  strings: Strings,
  lost: number[],
  sink: (text: string) => void,
): void {
  const { first, to, kind, nodeCount } = s.graph;
  const names = s.column('name');
  const width = NODE_FIELDS.length;
  const out = new NumberWriter(sink);
  for (let n = 0; n < nodeCount; n++) {
    if (n === 0 && lost.length > 0) out.push(INTERNAL, strings.of('garbage'), nodeCount * width);
    for (let e = first[n]!; e < first[n + 1]!; e++) {
      const t = edgeType(kind[e]!);
      const name = t === ELEMENT ? names[e]! : strings.of(s.string(names[e]!));
      out.push(t, name, to[e]! * width);
    }
  }
  for (let i = 0; i < lost.length; i++) out.push(ELEMENT, i, lost[i]! * width);
  out.flush();
}

/** Allocation tracebacks, as V8's functions and their tree. */
class Functions {
  private readonly s: Snapshot;
  private readonly strings: Strings;
  constructor(s: Snapshot, strings: Strings) {
    this.s = s;
    this.strings = strings;
  }

  /** Traceback 0 is the root of V8's tree; without others there is no tree. */
  get count(): number {
    return this.s.rows('trace') > 1 ? this.s.rows('frame') : 0;
  }

  writeInfos(sink: (text: string) => void): void {
    const out = new NumberWriter(sink);
    const { s, strings } = this;
    for (let f = 0; f < this.count; f++) {
      const file = s.column('frfile')[f]!;
      const name = f === 0 ? '(root)' : s.string(s.column('frfunc')[f]!);
      out.push(f + 1, strings.of(safeName(name)), strings.of(s.string(file)));
      out.push(file, s.column('frline')[f]!, 0);
    }
    out.flush();
  }

  writeTree(sink: (text: string) => void): void {
    if (this.count === 0) return;
    const { s } = this;
    const rows = s.rows('trace');
    const children: number[][] = Array.from({ length: rows }, () => []);
    for (let t = 1; t < rows; t++) children[s.column('trparent')[t]!]!.push(t);
    const count = new Float64Array(rows);
    const size = new Float64Array(rows);
    for (let n = 0; n < s.nodeCount; n++) {
      const t = s.column('trace')[n]!;
      count[t]!++;
      size[t]! += s.column('size')[n]!;
    }
    const open: { t: number; next: number }[] = [];
    const begin = (t: number): void => {
      // DevTools counts ids from 1 and takes 0 for "no traceback": the root has the last one
      sink(`${t === 0 ? rows : t},${s.column('trframe')[t]},${count[t]},${size[t]},[`);
      open.push({ t, next: 0 });
    };
    begin(0);
    while (open.length > 0) {
      const top = open.at(-1)!;
      const child = children[top.t]![top.next];
      if (child === undefined) {
        sink(']');
        open.pop();
        continue;
      }
      if (top.next++ > 0) sink(',');
      begin(child);
    }
  }
}

// ---------------------------------------------------------------------------------------------
// Reading

interface Parsed {
  snapshot: {
    meta: {
      node_fields: string[];
      node_types: [string[], ...unknown[]];
      edge_fields: string[];
      edge_types: [string[], ...unknown[]];
    };
    node_count: number;
    edge_count: number;
  };
  nodes: number[];
  edges: number[];
  strings: string[];
}

/** Reads a `.heapsnapshot`, ours or V8's. Throws SnapshotError for what is none. */
export function readHeapSnapshot(text: string): Snapshot {
  let p: Parsed;
  try {
    p = JSON.parse(text);
  } catch (e) {
    if (e instanceof SyntaxError) throw new SnapshotError('not a heap snapshot: broken JSON');
    throw e;
  }
  const meta = p?.snapshot?.meta;
  const whole = Array.isArray(p?.nodes) && Array.isArray(p?.edges) && Array.isArray(p?.strings);
  if (!whole || !Array.isArray(meta?.node_fields) || !Array.isArray(meta?.edge_fields)) {
    throw new SnapshotError('not a heap snapshot');
  }
  return new Import(p).run();
}

class Import {
  private readonly p: Parsed;
  private readonly width: number;
  constructor(p: Parsed) {
    this.p = p;
    this.width = p.snapshot.meta.node_fields.length;
  }

  private field(name: string): number {
    const at = this.p.snapshot.meta.node_fields.indexOf(name);
    if (at < 0) throw new SnapshotError(`damaged heap snapshot: no node field "${name}"`);
    return at;
  }

  private text(i: number): string {
    const text = this.p.strings[i];
    if (typeof text !== 'string') throw new SnapshotError(`damaged heap snapshot: string ${i}`);
    return text;
  }

  run(): Snapshot {
    const { p, width } = this;
    const b = new SnapshotBuilder();
    const count = p.nodes.length / width;
    const [type, name, size, edges] = ['type', 'name', 'self_size', 'edge_count'].map((f) =>
      this.field(f),
    ) as [number, number, number, number];
    const refcount = p.snapshot.meta.node_fields.indexOf('refcount');
    const gen = p.snapshot.meta.node_fields.indexOf('generation');
    const kinds = p.snapshot.meta.node_types?.[0] ?? NODE_TYPES;
    let at = 0;
    for (let n = 0; n < count; n++) {
      const base = n * width;
      const kind = kinds[p.nodes[base + type]!] ?? 'hidden';
      const text = this.text(p.nodes[base + name]!);
      b.node({
        type: b.type('', kind === 'object' || kind === 'native' ? text : `(${kind})`),
        size: p.nodes[base + size]!,
        refcount: refcount < 0 ? 0 : p.nodes[base + refcount]!,
        gen: gen < 0 ? 0 : p.nodes[base + gen]!,
        preview: text,
      });
      const end = at + p.nodes[base + edges]!;
      if (!(end * 3 <= p.edges.length)) throw new SnapshotError('damaged heap snapshot: edges');
      for (; at < end; at++) this.edge(b, at, count);
    }
    return b.finish({
      producer: 'heapsnapshot',
      python: '',
      memoryModel: '',
      argv: [],
      library: [],
      moment: '',
      baseline: 0,
      current: 0,
      peak: 0,
    });
  }

  private edge(b: SnapshotBuilder, e: number, count: number): void {
    const { p, width } = this;
    const type = p.snapshot.meta.edge_types[0][p.edges[3 * e]!];
    const name = p.edges[3 * e + 1]!;
    const to = p.edges[3 * e + 2]! / width;
    if (!Number.isInteger(to) || to < 0 || to >= count) {
      throw new SnapshotError(`damaged heap snapshot: edge ${e}`);
    }
    if (type === 'element') b.edge(to, graph.ELEMENT, name);
    else if (type === 'hidden') b.edge(to, graph.INTERNAL, String(name));
    else if (type === 'weak') b.edge(to, graph.WEAK, String(name));
    else b.edge(to, FROM_V8[type ?? ''] ?? graph.INTERNAL, this.text(name));
  }
}

const FROM_V8: Record<string, number> = {
  property: graph.ATTRIBUTE,
  context: graph.CELL,
  internal: graph.INTERNAL,
};
