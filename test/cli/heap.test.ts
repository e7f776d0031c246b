/** `vivarium heap` and `vivarium why`: what they print, and that a snapshot explains every count. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { Profile } from 'pprof-format';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { Analysis } from '../../src/heap/analysis.ts';
import { WEAK } from '../../src/heap/graph.ts';
import { readSnapshot } from '../../src/heap/read.ts';
import type { Snapshot } from '../../src/heap/snapshot.ts';

vi.setConfig({ testTimeout: 60000 });

const command = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'heap-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, source: string): string {
  const path = join(folder, name);
  writeFileSync(path, source);
  return path;
}

function run(...argv: string[]): { stdout: string; stderr: string; status: number | null } {
  return spawnSync(process.execPath, [command, ...argv], { encoding: 'utf8', timeout: 60000 });
}

function open(path: string): Snapshot {
  const bytes = readFileSync(path);
  return readSnapshot({
    size: bytes.length,
    read: (offset, into) => into.set(bytes.subarray(offset, offset + into.length)),
  });
}

const LINKED = file(
  'linked.py',
  `class Node:
    def __init__(self, name):
        self.name = name
        self.next = None

cache = {}
def fill():
    prev = None
    for i in range(50):
        node = Node('node %d' % i)
        node.next = prev
        prev = cache[i] = node
fill()
import weakref
watched = weakref.ref(cache[3])
class Pair: pass
a, b = Pair(), Pair()
a.other, b.other = b, a
del a, b
print('done')
`,
);

describe('heap', () => {
  it('shows the same figures in every run', () => {
    const first = run('heap', '--json', LINKED);
    expect(first.status).toBe(0);
    expect(run('heap', '--json', LINKED).stdout).toBe(first.stdout);
    const report = JSON.parse(first.stdout.slice(first.stdout.indexOf('{')));
    const nodes = report.types.find((t: { name: string }) => t.name === '__main__.Node');
    expect(nodes.count).toBe(50);
    expect(report.garbageObjects).toBeGreaterThan(1);
  });

  it('reads a snapshot back', () => {
    const path = join(folder, 'linked.vivarium');
    const live = run('heap', '--save', path, LINKED).stdout;
    expect(live.startsWith('done\n')).toBe(true);
    expect(run('heap', path).stdout).toBe(live.slice('done\n'.length));
  });

  it('refuses a damaged snapshot in one line', () => {
    const path = join(folder, 'whole.vivarium');
    run('heap', '--save', path, LINKED);
    const short = join(folder, 'short.vivarium');
    writeFileSync(short, readFileSync(path).subarray(0, 5000));
    const { stdout, stderr, status } = run('heap', short);
    expect([stdout, status]).toEqual(['', 2]);
    expect(stderr).toBe(`${short}: the snapshot ends too early\n`);
  });

  it('reports on a program that fails as well', () => {
    const path = file('fails.py', 'x = [1] * 1000\nraise SystemExit(3)\n');
    const { stdout, status } = run('heap', path);
    expect(status).toBe(3);
    expect(stdout).toContain('What holds what');
  });
});

describe('exports', () => {
  it('writes each format, and V8 heap snapshots are read back', () => {
    for (const end of ['.csv', '.pb.gz', '.speedscope.json', '.heapsnapshot']) {
      expect(run('heap', '--save', join(folder, `linked${end}`), LINKED).status).toBe(0);
    }
    const csv = readFileSync(join(folder, 'linked.csv'), 'utf8').split('\r\n');
    expect(csv[0]).toMatch(/^node,type,size,retained,refcount/);
    const scope = JSON.parse(readFileSync(join(folder, 'linked.speedscope.json'), 'utf8'));
    const [memory] = scope.profiles;
    expect(memory.weights.reduce((a: number, b: number) => a + b, 0)).toBe(memory.endValue);
    const packed = readFileSync(join(folder, 'linked.pb.gz'));
    const profile = Profile.decode(gunzipSync(packed));
    expect(profile.stringTable.strings).toContain(LINKED);
    const again = run(
      'heap',
      '--json',
      '--limit',
      '150',
      '--depth',
      '1',
      join(folder, 'linked.heapsnapshot'),
    );
    const nodes = JSON.parse(again.stdout).types.find(
      (t: { name: string }) => t.name === '__main__.Node',
    );
    expect(nodes.count).toBe(50);
  });

  it('refuses a name that says no format', () => {
    const { stderr, status } = run('heap', '--save', join(folder, 'x.pdf'), LINKED);
    expect(stderr).toContain('its name must end in one of');
    expect(status).toBe(2);
  });
});

describe('diff', () => {
  it('shows what grew', () => {
    const [one, two] = [10, 30].map((n) => {
      const path = join(folder, `${n}.vivarium`);
      run(
        'heap',
        '--save',
        path,
        file(`grow${n}.py`, `class A: pass\nkept = [A() for i in range(${n})]\n`),
      );
      return path;
    });
    const { stdout } = run('diff', '--json', one!, two!);
    const grown = JSON.parse(stdout).changes.find((c: { name: string }) => c.name === '__main__.A');
    expect([grown.countBefore, grown.countAfter]).toEqual([10, 30]);
    expect(run('diff', one!, one!).stdout).toBe('no differences\n');
  });
});

describe('why', () => {
  it('names the path and every holder', () => {
    const { stdout } = run('why', 'cache[3]', LINKED);
    expect(stdout).toContain('2 references, generation 0');
    expect(stdout).toMatch(/\['__main__'\].*\n.*__dict__.*\n {2}\['cache'\].*\n {2}\[3\]/);
    expect(stdout).toMatch(/dict 50 items @\d+ {2}\[3\]/);
    expect(stdout).toMatch(/__main__\.Node @\d+ {2}\.next/);
    expect(stdout).toMatch(/weak referent \(weak: does not count\)/);
    expect(stdout).not.toContain('not explained');
  });

  it('says when nothing holds the value, and when the expression raises', () => {
    expect(run('why', 'object()', LINKED)).toMatchObject({
      stdout: 'done\nnothing holds the value of object()\n',
      status: 1,
    });
    const { stderr, status } = run('why', 'cache["x"]', LINKED);
    expect(stderr).toContain('KeyError');
    expect(status).toBe(1);
  });
});

describe('capture', () => {
  const programs = fileURLToPath(new URL('../python/generator/', import.meta.url));
  const paths = readdirSync(programs)
    .filter((name) => name.endsWith('.py'))
    .map((name) => join(programs, name));
  it.each([LINKED, ...paths])('explains every count of %s', (program) => {
    const path = join(folder, 'counts.vivarium');
    run('heap', '--save', path, program);
    const snapshot = open(path);
    const analysis = new Analysis(snapshot);
    const { kind, to, edgeCount, first } = snapshot.graph;
    const found = new Float64Array(snapshot.nodeCount);
    for (let e = 0; e < edgeCount; e++) if (kind[e]! < WEAK) found[to[e]!]!++;
    const refcount = snapshot.column('refcount');
    const wrong: string[] = [];
    for (let n = 0; n < snapshot.nodeCount; n++) {
      if (analysis.isGroup(n) || refcount[n] === 0xffffffff || refcount[n] === found[n]) continue;
      wrong.push(`${snapshot.typeOf(n)} ${snapshot.preview(n)}: ${refcount[n]}, found ${found[n]}`);
    }
    expect(wrong).toEqual([]);
    // what native code holds would be explained by its group: there must be nothing
    const native = [...Array(8).keys()].find((n) => snapshot.preview(n) === 'native code')!;
    expect(first[native + 1]! - first[native]!).toBe(0);
  });
});
