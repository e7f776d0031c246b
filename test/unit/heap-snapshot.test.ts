/** Snapshots: building, writing, reading, and files that lie. */
import { expect, test } from 'vitest';
import { SnapshotBuilder } from '../../src/heap/builder.ts';
import { SECTION_BYTES, SnapshotError } from '../../src/heap/format.ts';
import { readHeapSnapshot, writeHeapSnapshot } from '../../src/heap/formats/heapsnapshot.ts';
import { ATTRIBUTE, ELEMENT, ROOT } from '../../src/heap/graph.ts';
import { readSnapshot } from '../../src/heap/read.ts';
import type { Snapshot } from '../../src/heap/snapshot.ts';
import { writeSnapshot } from '../../src/heap/write.ts';

function small(): Snapshot {
  const b = new SnapshotBuilder();
  const root = b.type('', '(root)');
  const list = b.type('', 'list');
  const node = b.type('app', 'Node');
  b.node({ type: root, size: 0, preview: '(root)' });
  b.edge(1, ROOT, 'modules');
  b.node({ type: list, size: 72, refcount: 1, preview: '2 items' });
  b.edge(2, ELEMENT, 0);
  b.edge(3, ELEMENT, 1);
  b.block(0, 56);
  b.block(1, 16);
  const trace = b.trace([
    { file: 'app.py', line: 7, function: 'make' },
    { file: 'app.py', line: 9, function: '<module>' },
  ]);
  b.node({ type: node, size: 48, refcount: 1, trace, serial: 5, address: 0x7f00, gen: 2 });
  b.edge(3, ATTRIBUTE, 'näxt 🐍');
  b.node({ type: node, size: 48, refcount: 2 });
  return b.finish({
    producer: 'test',
    python: '3.13',
    memoryModel: '3.13',
    argv: ['app.py'],
    library: [],
    moment: 'exit',
    baseline: 0,
    current: 168,
    peak: 200,
  });
}

function fileOf(s: Snapshot): Uint8Array {
  const parts: Uint8Array[] = [];
  writeSnapshot(s, (bytes) => parts.push(bytes.slice()));
  const whole = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of parts) {
    whole.set(p, at);
    at += p.length;
  }
  return whole;
}

function read(bytes: Uint8Array): Snapshot {
  return readSnapshot({
    size: bytes.length,
    read: (offset, into) => into.set(bytes.subarray(offset, offset + into.length)),
  });
}

/** Everything in a snapshot that a reader can ask for. */
function text(s: Snapshot): string {
  const lines: string[] = [JSON.stringify(s.meta)];
  for (let n = 0; n < s.nodeCount; n++) {
    lines.push(
      `${n} ${s.typeOf(n)} ${s.preview(n)} ${s.column('size')[n]} ${s.column('refcount')[n]}`,
    );
    for (const { file, line } of s.sites(n)) lines.push(`  at ${file}:${line}`);
    for (let e = s.graph.first[n]!; e < s.graph.first[n + 1]!; e++) {
      lines.push(`  ${s.edgeLabel(e)} -> ${s.graph.to[e]}`);
    }
  }
  return lines.join('\n');
}

test('a file read back is the snapshot', () => {
  expect(text(read(fileOf(small())))).toBe(text(small()));
});

test('every truncation is told as one', () => {
  const whole = fileOf(small());
  for (let n = 0; n < whole.length; n += 3) {
    if (n >= whole.length - SECTION_BYTES) continue;
    expect(() => text(read(whole.subarray(0, n)))).toThrow(SnapshotError);
  }
});

test('a file with any byte changed is read or refused, never more', () => {
  const whole = fileOf(small());
  for (let at = 0; at < whole.length; at++) {
    const broken = whole.slice();
    broken[at]! ^= 0xff;
    try {
      text(read(broken));
    } catch (e) {
      expect([at, e]).toEqual([at, expect.any(SnapshotError)]);
    }
  }
});

test('files of newer versions and other programs', () => {
  const newer = fileOf(small());
  newer[8] = 99;
  expect(() => read(newer)).toThrow('version 99');
  expect(() => read(new TextEncoder().encode('{"snapshot": 1, "nodes": []}'))).toThrow(
    'not a Vivarium snapshot',
  );
});

test('.heapsnapshot and back', () => {
  let file = '';
  writeHeapSnapshot(small(), (piece) => {
    file += piece;
  });
  const parsed = JSON.parse(file);
  expect(Object.keys(parsed)).toEqual([
    'snapshot',
    'nodes',
    'edges',
    'trace_function_infos',
    'trace_tree',
    'samples',
    'locations',
    'strings',
  ]);
  const { meta, node_count, edge_count } = parsed.snapshot;
  expect(parsed.nodes.length).toBe(node_count * meta.node_fields.length);
  expect(parsed.edges.length).toBe(edge_count * 3);
  const back = readHeapSnapshot(file);
  expect(back.nodeCount).toBe(4);
  expect(back.typeOf(2)).toBe('app.Node');
  expect(back.column('refcount')[3]).toBe(2);
  expect(back.edgeLabel(3)).toBe('.näxt 🐍');
});

test('broken heap snapshots', () => {
  for (const bad of ['', '{}', '[1', '{"nodes":[],"edges":[],"strings":[],"snapshot":{}}']) {
    expect(() => readHeapSnapshot(bad)).toThrow(SnapshotError);
  }
});
