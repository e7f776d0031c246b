/** The package as a program uses it: dist/index.js. One interpreter a realm, so all tests share one. */
import { afterAll, describe, expect, it } from 'vitest';
import type * as Package from '../../src/index.ts';

const { PyRef, PythonError, runProgram, Vivarium } = (await import(
  /* @vite-ignore */ new URL('../../dist/index.js', import.meta.url).href
)) as typeof Package;

let out = '';
let err = '';
const v = new Vivarium({
  stdout: (text) => (out += text),
  stderr: (text) => (err += text),
  stdin: 'first\nsecond\n',
  argv: ['prog', 'a'],
  hashSeed: 0,
  verify: true,
  files: { '/home/m.py': 'import sys\nprint("m", __file__, sys.argv)\n', 'data.txt': 'text\n' },
});

/** What the program prints. */
function printed(source: string): string {
  out = '';
  v.run(source);
  return out;
}

/** The message of the PythonError that f throws, whose exception is let go. */
function thrown(f: () => void): string {
  try {
    f();
  } catch (e) {
    if (!(e instanceof PythonError)) throw e;
    e.exception.dispose();
    return e.message;
  }
  return 'nothing';
}

describe('running', () => {
  it('prints to the function', () =>
    expect(printed('print("h\u00e9", 1 + 1)')).toBe('h\u00e9 2\n'));
  it('reads the input', () =>
    expect(printed('print([input(), input()])')).toBe("['first', 'second']\n"));
  it('keeps names between runs', () =>
    expect(printed('x = 5\n') + printed('print(x)')).toBe('5\n'));
  it('sees the files', () =>
    expect(printed('print(open("/home/data.txt").read())')).toBe('text\n\n'));
  it('imports the library', () =>
    expect(printed('import colorsys; print(colorsys.rgb_to_hsv(1, 0, 0))')).toBe(
      '(0.0, 1.0, 1)\n',
    ));
  it('writes files', () => {
    const source =
      'import os\nwith open("/tmp/f", "w") as f: f.write("abc")\nprint(os.path.getsize("/tmp/f"), os.listdir("/tmp"))';
    expect(printed(source)).toBe("3 ['f']\n");
  });
  it('runs a file', () => {
    out = '';
    v.runFile('/home/m.py');
    expect(out).toBe("m /home/m.py ['prog', 'a']\n");
  });
  it('evaluates', () => expect(v.eval('sum(range(10))')).toBe(45));
});

describe('values', () => {
  const cases: [string, unknown][] = [
    ['None', null],
    ['True', true],
    ['7', 7],
    ['2**60', 2n ** 60n],
    ['1.5', 1.5],
    ['"\u{1f600}a"', '\u{1f600}a'],
    ['b"\\x00\\xff"', Uint8Array.of(0, 255)],
    ['[1, (2, "x")]', [1, [2, 'x']]],
    ['{"a": [1]}', { a: [1] }],
    ['{1: "x"}', new Map([[1, 'x']])],
    ['{1, 2}', new Set([1, 2])],
  ];
  it.each(cases)('%s from Python', (source, value) => expect(v.eval(source)).toEqual(value));
  it('to Python', () => {
    v.globals.set('value', [
      null,
      true,
      1,
      1.5,
      -0,
      2n ** 70n,
      'x',
      Uint8Array.of(1),
      { k: new Set([1]) },
      new Map([[1, 2]]),
    ]);
    expect(v.eval('repr(value)')).toBe(
      "[None, True, 1, 1.5, -0.0, 1180591620717411303424, 'x', b'\\x01', {'k': {1}}, {1: 2}]",
    );
  });
  it('hands out handles for the rest', () => {
    v.run('class A:\n  n = 3\n  def m(self, k): return self.n * k\na = A()');
    const a = v.globals.get('a') as InstanceType<typeof PyRef>;
    expect(a).toBeInstanceOf(PyRef);
    expect(a.type).toBe('A');
    expect(a.getAttr('n')).toBe(3);
    const m = a.getAttr('m') as InstanceType<typeof PyRef>;
    expect(m.call(4)).toBe(12);
    v.globals.set('b', a);
    expect(v.eval('b is a')).toBe(true);
    m.dispose();
    a.dispose();
    expect(() => a.type).toThrow('disposed');
  });
  it('makes a handle of a list in itself', () => {
    const l = v.eval('(lambda l: (l.append(l), l)[1])([1])') as unknown[];
    expect(l[0]).toBe(1);
    expect(l[1]).toBeInstanceOf(PyRef);
    v.globals.set('loop', l[1] as InstanceType<typeof PyRef>);
    v.run('loop.clear(); del loop');
    (l[1] as InstanceType<typeof PyRef>).dispose();
  });
  it('lists, finds and deletes names', () => {
    v.run('q = 1');
    expect(v.globals.has('q')).toBe(true);
    expect(v.globals.names()).toContain('q');
    expect(v.globals.delete('q')).toBe(true);
    expect(v.globals.get('q')).toBe(undefined);
  });
  it('refuses what Python cannot have', () => {
    expect(() => v.globals.set('f', (() => 1) as never)).toThrow('cannot be given to Python');
  });
  it('calls functions', () => {
    v.run('def add(a, b=1): return a + b');
    expect(v.call('add', 2)).toBe(3);
    expect(v.call('add', 'x', 'y')).toBe('xy');
    expect(() => v.call('nothing')).toThrow("name 'nothing' is not defined");
  });
});

describe('errors', () => {
  it('carry type, message, traceback and exception', () => {
    let error: InstanceType<typeof PythonError> | null = null;
    try {
      v.run('def f():\n  return {}["k"]\nf()', { filename: 'prog.py' });
    } catch (e) {
      error = e as InstanceType<typeof PythonError>;
    }
    expect(error).toBeInstanceOf(PythonError);
    expect(error!.type).toBe('KeyError');
    expect(error!.message).toBe("KeyError: 'k'");
    expect(error!.traceback).toContain('File "prog.py", line 2, in f');
    expect(error!.exception.getAttr('args')).toEqual(['k']);
    error!.exception.dispose();
  });
  it('are thrown for wrong syntax', () => {
    expect(thrown(() => v.run('x = = 1'))).toBe('SyntaxError: invalid syntax (<string>, line 1)');
  });
  it('say that a realm has one interpreter', () => expect(() => new Vivarium()).toThrow('realm'));
});

describe('memory', () => {
  it('is counted', () => {
    const before = v.memory;
    v.run('block = bytearray(1000000)');
    expect(v.memory.bytes - before.bytes).toBeGreaterThan(1000000);
    v.run('del block');
    expect(v.memory.peak).toBeGreaterThan(before.bytes + 1000000);
  });
});

describe('runProgram', () => {
  it('runs a command line in a worker', async () => {
    const source = 'import sys; print(input(), sys.argv); sys.exit(3)';
    const r = await runProgram({ argv: ['-c', source, 'x'], input: 'hello\n' });
    expect(r).toEqual({ stdout: "hello ['-c', 'x']\n", stderr: '', exit: 3 });
  });
});

afterAll(() => {
  out = '';
  err = '';
  v.run('class D:\n  def __del__(self): print("gone")\nd = D()');
  const verdict = v.dispose();
  expect(out).toBe('gone\n');
  expect(err).toBe('');
  expect(verdict).toEqual({ ok: true, findings: [] });
});
