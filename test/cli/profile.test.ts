/** `vivarium profile` and the memory_profiler module. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, vi } from 'vitest';

vi.setConfig({ testTimeout: 60000 });

const command = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'profile-'));

function file(name: string, source: string): string {
  const path = join(folder, name);
  writeFileSync(path, source);
  return path;
}

function run(...argv: string[]): { stdout: string; stderr: string; status: number | null } {
  return spawnSync(process.execPath, [command, ...argv], { encoding: 'utf8', timeout: 60000 });
}

interface Row {
  line: number;
  usage: number;
  increment: number;
  occurrences: number;
  peak: number;
}

/** Tables by the text of their first line. */
function tables(report: string): Row[][] {
  return report
    .split('Filename: ')
    .slice(1)
    .map((t) =>
      [...t.matchAll(/^ *(\d+) +(-?\d+) B +(-?\d+) B +(\d+) +(\d+) B {3}/gm)].map((m) => {
        const [line, usage, increment, occurrences, peak] = m.slice(1).map(Number) as [
          number,
          number,
          number,
          number,
          number,
        ];
        return { line, usage, increment, occurrences, peak };
      }),
    );
}

const LOOP = `def loop():
    for i in range(10):
        x = [1] * 10**6
        del x

def gen(n):
    for i in range(n):
        block = bytearray(1000)
        yield block

def outer():
    kept = []
    for b in gen(3):
        kept.append(b)
        pad = bytearray(500)
    return kept

loop()
k = outer()
print(len(k))
`;

describe('vivarium profile', () => {
  const program = file('loop.py', LOOP);
  const report = run('profile', '--unit', 'B', program);
  const [module_, loop, gen, outer] = tables(report.stdout) as [Row[], Row[], Row[], Row[]];
  const row = (t: Row[], line: number): Row => t.find((r) => r.line === line)!;

  it('prints the program first, and nothing else', () => {
    expect(report.stderr).toBe('');
    expect(report.stdout.startsWith('3\nFilename: ')).toBe(true);
    expect(report.status).toBe(0);
  });
  it('counts what a loop allocates and releases', () => {
    expect(row(loop, 3)).toMatchObject({ increment: 10 * 8000056, occurrences: 10 });
    expect(row(loop, 4)).toMatchObject({ increment: -10 * 8000056, occurrences: 10 });
    expect(row(loop, 2).occurrences).toBe(11);
    expect(row(loop, 4).peak - row(loop, 4).usage).toBe(8000056);
  });
  it('attributes to generators what they do and no more', () => {
    const block = 57 + 1000;
    expect(row(gen, 8).occurrences).toBe(3);
    expect(Math.abs(row(gen, 8).increment - 3 * block)).toBeLessThan(100);
    expect(row(gen, 9)).toMatchObject({ occurrences: 3, increment: 0 });
    expect(row(outer, 15).increment).toBe(57 + 500);
  });
  it('adds up', () => {
    const total = loop.slice(1).reduce((n, r) => n + r.increment, 0);
    const call = row(module_, 18);
    expect(Math.abs(total - call.increment)).toBeLessThan(200);
    const sum = module_.reduce((n, r) => n + r.increment, 0);
    expect(sum).toBe(module_.at(-1)!.usage - (module_[0]!.usage - module_[0]!.increment));
  });
  it('repeats exactly', () =>
    expect(run('profile', '--unit', 'B', program).stdout).toBe(report.stdout));
  it('keeps the layout of memory_profiler', () => {
    const lines = run('profile', '--unit', 'MiB', program).stdout.split('\n');
    const head = lines.indexOf(
      'Line #    Mem usage    Increment  Occurrences         Peak   Line Contents',
    );
    expect(lines[head - 2]).toBe(`Filename: ${program}`);
    expect(lines[head + 1]).toBe('='.repeat(lines[head]!.length));
    expect(lines[head + 2]).toMatch(
      /^ {5}1 +\d+\.\d{3} MiB +\d+ B +1 +\d+\.\d{3} MiB {3}def loop\(\):$/,
    );
  });
  it('writes into a file, passes arguments and the exit code', () => {
    const p = file('args.py', 'import sys\nprint(sys.argv[1:])\nsys.exit(4)\n');
    const out = join(folder, 'report.txt');
    const r = run('profile', '--output', out, p, 'a', '-b');
    expect(r.stdout).toBe("['a', '-b']\n");
    expect(r.status).toBe(4);
    expect(readFileSync(out, 'utf8')).toContain('sys.exit(4)');
  });
  it('does not change the account or the counts', () => {
    const p = file(
      'self.py',
      'import sys\nfrom _vivarium import account\nx = object()\ndef f():\n    a = account()[0]\n    b = account()[0]\n    return b - a\nf()\nprint(sys.getrefcount(x), f())\n',
    );
    const plain = run(p).stdout;
    expect(run('profile', p).stdout.startsWith(plain)).toBe(true);
    expect(run('profile', '-X', 'verify=recount', p).stderr).toBe('');
  });
  it('says what it does not understand', () => {
    expect(run('profile', '--unit', 'GB', program)).toMatchObject({ status: 2, stdout: '' });
    expect(run('profile').status).toBe(2);
  });
});

describe('memory_profiler', () => {
  it('prints a table after each call, precision 1', () => {
    const p = file(
      'deco.py',
      'from memory_profiler import profile\n@profile\ndef f(n):\n    a = [0] * n\n    return a\nf(10**6)\n',
    );
    const lines = run(p).stdout.split('\n');
    expect(lines[0]).toBe(`Filename: ${p}`);
    expect(lines[2]).toBe('Line #    Mem usage    Increment  Occurrences   Line Contents');
    expect(lines[3]).toBe('='.repeat(61));
    expect(lines[4]).toMatch(/^ {5}2 {6}\d\.\d MiB {6}\d\.\d MiB {11}1 {3}@profile$/);
    expect(lines[5]).toBe('     3                                         def f(n):');
    expect(lines[6]).toMatch(/^ {5}4 {6}\d\.\d MiB {6}7\.6 MiB {11}1 {7}a = \[0\] \* n$/);
  });
  it('watches methods, generators, coroutines and inner functions', () => {
    const source = `from memory_profiler import profile
class A:
    @profile
    def m(self):
        def inner():
            return bytearray(2**20)
        return inner()
    @profile
    def g(self):
        for i in range(2):
            yield bytearray(2**20)
    @profile
    async def c(self):
        x = bytearray(2**20)
        return len(x)
a = A()
a.m()
list(a.g())
try: a.c().send(None)
except StopIteration as e: print(e.value)
`;
    const out = run(file('kinds.py', source)).stdout;
    expect(out.match(/^Filename/gm)).toHaveLength(3);
    expect(out).toMatch(/ 6 +\S+ MiB +1\.0 MiB +1 {3} {12}return bytearray/);
    expect(out).toMatch(/11 +\S+ MiB +2\.0 MiB +2 {3} {12}yield/);
    expect(out).toMatch(/14 +\S+ MiB +1\.0 MiB +1 {3} {8}x = bytearray/);
  });
  it('runs scripts with -m, precision 3', () => {
    const p = file(
      'script.py',
      'import sys\n@profile\ndef f():\n    return [0] * 10**6\nf(); f()\nprint(sys.argv[1:], __name__)\n',
    );
    const r = run('-m', 'memory_profiler', p, 'x');
    expect(r.stdout.startsWith("['x'] __main__\nFilename: ")).toBe(true);
    expect(r.stdout).toMatch(/ {5}4 +\d+\.\d{3} MiB +15\.259 MiB +2 {3}/);
  });
  it('measures calls', () => {
    const source = `from memory_profiler import memory_usage
peak, value = memory_usage((lambda n: len(bytearray(n)), (2**22,)), max_usage=True, retval=True)
before, top, after = memory_usage((lambda: None,))
print(value, peak - before > 3.9, before <= top, len(memory_usage(timeout=.5)))
try: memory_usage(timestamps=True)
except NotImplementedError as e: print(e)
`;
    expect(run(file('usage.py', source)).stdout).toBe(
      '4194304 True True 5\nmemory_profiler: memory_usage(timestamps=True) is not implemented\n',
    );
  });
});

afterAll(() => rmSync(folder, { recursive: true }));
