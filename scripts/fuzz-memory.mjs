// The memory fuzzer: random programs about lifetimes, judged by a live CPython 3.13.
//
//   node scripts/fuzz-memory.mjs [--seed N] [--count N] [--batch N] [--cli FILE] [--keep]
//   node scripts/fuzz-memory.mjs --record      writes test/fuzz/memory.json (needs python3.13)
//   node scripts/fuzz-memory.mjs --recorded    compares with test/fuzz/memory.json (needs no CPython)
//   node scripts/fuzz-memory.mjs --show N      prints program N of the seed
//
// A program creates, shares, cycles, weakly references, resurrects and drops objects whose
// finalizers and callbacks print, and prints reference counts, results of collections and what the
// collector tracks. Program number N of a seed is always the same. Many programs run in one process,
// each through exec in a fresh namespace, in CPython and in the built command; what they print must
// be equal. A program that differs is reduced to as few statements as still differ.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPython } from './corpus.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const recordedFile = join(root, 'test', 'fuzz', 'memory.json');
const MARK = '=====';

// ----------------------------------------------------------------------------------- randomness

/** A small generator of random numbers (mulberry32), so that a seed means the same everywhere. */
function randomNumbers(seed) {
  let a = seed >>> 0;
  const next = () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n) => Math.floor(next() * n);
  return { below, pick: (list) => list[below(list.length)], chance: (p) => next() < p };
}

// ------------------------------------------------------------------------------------- programs

const CLASSES = {
  N: `class N:
    def __init__(self, name): self.name = name
    def __del__(self): print('del', self.name)
    def meth(self, x=None): return R(self)`,
  P: `class P:
    def __init__(self, name): self.name = name`,
  S: `class S:
    __slots__ = ('name', 'a', 'b', '__weakref__')
    def __init__(self, name): self.name = name
    def __del__(self): print('del', self.name)`,
  L: `class L(list):
    def __init__(self, name): self.name = name
    def __del__(self): print('del', self.name, len(self))`,
  D: `class D(dict):
    def __init__(self, name): self.name = name
    def __del__(self): print('del', self.name, len(self))`,
  Z: `class Z:
    def __init__(self, name): self.name = name
    def __del__(self): print('back', self.name); saved.append(self)`,
  K: `class K:
    def __init__(self, name): self.name = name
    def __del__(self): print('bad', self.name); raise ValueError(self.name)`,
  M: `class M:
    def __init__(self, name): self.name = name
    def __del__(self):
        print('drops', self.name, hasattr(self, 'a'))
        self.__dict__.pop('a', None); self.__dict__.pop('b', None)`,
  G: `class G:
    def __init__(self, name): self.name = name
    def __del__(self): print('collects', self.name, gc.collect())`,
  T: `class T(N):
    __slots__ = ('a', 'c')`,
  E: `class E(Exception):
    def __del__(self): print('del E', self.args[0] if self.args and type(self.args[0]) is str else '')`,
};

/** Kinds of values with attributes a and b. */
const ATTRS = new Set(['N', 'P', 'S', 'L', 'D', 'Z', 'K', 'M', 'G', 'T', 'E', 'f']);
const LISTS = new Set(['list', 'L']);
const DICTS = new Set(['dict', 'D']);
const WEAK = new Set(['N', 'P', 'S', 'L', 'D', 'Z', 'K', 'M', 'G', 'T', 'E', 'f', 'set']);

const PRELUDE = `import gc, sys, weakref
R = sys.getrefcount
saved = []
def cb(tag):
    def call(ref): print('cb', tag, ref() is None)
    return call
def kinds(objects): return [type(o).__name__ for o in objects]`;

class ProgramMaker {
  constructor(seed, number) {
    this.random = randomNumbers(
      Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b),
    );
    this.kinds = new Map();
    this.serial = 0;
    this.lines = [];
  }

  label() {
    return `'${String.fromCharCode(97 + (this.serial % 26))}${this.serial++}'`;
  }

  variable() {
    return `v${this.random.below(8)}`;
  }

  /** A variable that holds a value of one of the kinds, or null. */
  holding(kinds) {
    const found = [...this.kinds].filter(([, k]) => kinds === null || kinds.has(k));
    return found.length === 0 ? null : this.random.pick(found)[0];
  }

  value() {
    return this.holding(null) ?? 'None';
  }

  set(name, kind, text) {
    this.lines.push(`${name} = ${text}`);
    this.kinds.set(name, kind);
  }

  create() {
    const { random } = this;
    const v = this.variable();
    const what = random.below(14);
    if (what < 6) {
      const c = random.pick(Object.keys(CLASSES));
      if (c === 'E' && random.chance(0.5)) this.set(v, c, `E(${this.value()})`);
      else this.set(v, c, `${c}(${this.label()})`);
    } else if (what === 6) this.set(v, 'list', `[${this.items()}]`);
    else if (what === 7) this.set(v, 'tuple', `(${this.value()}, ${this.value()})`);
    else if (what === 8) this.set(v, 'dict', `{'a': ${this.value()}, 'b': ${this.value()}}`);
    else if (what === 9) this.set(v, 'dict', `{1: ${this.value()}}`);
    else if (what === 10) this.set(v, this.kinds.get(v) ?? 'none', this.kinds.has(v) ? v : 'None');
    else if (what === 11) this.closure(v);
    else if (what === 12) this.set(v, 'set', `{1, 'x'}`);
    else this.alias(v);
  }

  items() {
    return Array.from({ length: this.random.below(4) }, () => this.value()).join(', ');
  }

  alias(v) {
    const w = this.holding(null);
    if (w === null) this.set(v, 'none', 'None');
    else this.set(v, this.kinds.get(w), w);
  }

  closure(v) {
    const n = this.serial++;
    const kind = this.random.below(3);
    if (kind === 0) this.lines.push(`def f${n}(x):\n    y = [x]\n    return lambda: y`);
    else if (kind === 1)
      this.lines.push(`def f${n}(x):\n    def inner(): return inner, x\n    return inner`);
    else this.lines.push(`def f${n}(x):\n    def inner(d=x): return d\n    return inner`);
    this.set(v, 'f', `f${n}(${this.value()})`);
    if (this.random.chance(0.7)) this.lines.push(`del f${n}`);
  }

  link() {
    const { random } = this;
    const target = this.holding(ATTRS);
    const choice = random.below(8);
    if (choice < 4 && target !== null) {
      const name = random.pick(['a', 'b', 'a', 'b', 'c1', 'c2']);
      const slots = this.kinds.get(target) === 'S' && name.length > 1;
      this.lines.push(`${target}.${slots ? 'a' : name} = ${this.value()}`);
    } else if (choice < 6) {
      const list = this.holding(LISTS);
      if (list === null) return this.create();
      const op = random.below(6);
      if (op < 3) this.lines.push(`${list}.append(${this.value()})`);
      else if (op === 3) this.lines.push(`${list}[:] = [${this.items()}]`);
      else if (op === 4) this.lines.push(`${list}.extend((${this.value()}, ${this.value()}))`);
      else this.lines.push(`${list}.insert(0, ${this.value()})`);
    } else {
      const dict = this.holding(DICTS);
      if (dict === null) return this.create();
      const key = random.pick([`'a'`, `'b'`, `'c'`, '1', '(1, 2)']);
      this.lines.push(`${dict}[${key}] = ${this.value()}`);
    }
  }

  unlink() {
    const { random } = this;
    const choice = random.below(9);
    const v = this.holding(null);
    if (v === null) return this.create();
    if (choice < 3) {
      this.lines.push(`del ${v}`);
      this.kinds.delete(v);
    } else if (choice < 5) this.set(v, 'none', 'None');
    else if (choice === 5) {
      const o = this.holding(ATTRS);
      if (o === null) return this.create();
      this.lines.push(`if hasattr(${o}, 'a'): del ${o}.a`);
    } else if (choice === 6) {
      const l = this.holding(LISTS);
      if (l === null) return this.create();
      const op = random.pick(['.clear()', '.reverse()', '[1:2] = ()']);
      this.lines.push(`${l}${op}`);
    } else if (choice === 7) {
      const l = this.holding(LISTS);
      if (l === null) return this.create();
      this.lines.push(
        `if ${l}: ${random.pick(['del x[0]', 'x.pop()', 'x.pop(0)', 'del x[-1]']).replace('x', l)}`,
      );
    } else {
      const d = this.holding(DICTS);
      if (d === null) return this.create();
      const op = random.pick([`.pop('a', None)`, '.clear()', `.update(a=None)`, `.pop(1, None)`]);
      this.lines.push(`${d}${op}`);
    }
  }

  weak() {
    const { random } = this;
    const o = this.holding(WEAK);
    if (o === null) return this.create();
    const n = random.below(3);
    const choice = random.below(10);
    if (choice < 2) this.lines.push(`r${n} = weakref.ref(${o})`);
    else if (choice < 5) this.lines.push(`r${n} = weakref.ref(${o}, cb(${this.label()}))`);
    else if (choice === 5)
      this.lines.push(`weakref.finalize(${o}, print, 'fin', ${this.label()}).atexit = False`);
    else if (choice === 6)
      this.lines.push(`wv[${random.below(3)}] = ${o}; print(len(wv), sorted(wv))`);
    else if (choice === 7) this.lines.push(`r${n} = weakref.proxy(${o}, cb(${this.label()}))`);
    else if (choice === 8) {
      const holder = this.holding(ATTRS);
      if (holder === null) return this.create();
      this.lines.push(`${holder}.a = weakref.ref(${o}, cb(${this.label()}))`);
    } else
      this.lines.push(`print(weakref.getweakrefcount(${o}), kinds(weakref.getweakrefs(${o})))`);
  }

  look() {
    const { random } = this;
    const v = this.holding(null);
    if (v === null) return this.create();
    const choice = random.below(12);
    if (choice < 4) this.lines.push(`print(R(${v}))`);
    else if (choice < 6) this.lines.push(`print(gc.is_tracked(${v}))`);
    else if (choice === 6) this.lines.push(`print(kinds(gc.get_referents(${v})))`);
    else if (choice === 7) {
      const o = this.holding(ATTRS);
      if (o === null) return this.create();
      this.lines.push(`print(kinds(gc.get_referrers(${o})))`);
    } else if (choice === 8)
      this.lines.push('print(wv.keys() and len(wv), [k for k in sorted(wv)])');
    else if (choice === 9) this.lines.push('print(gc.get_count()[1:])');
    else if (choice === 10) {
      const o = this.holding(new Set(['N', 'P', 'M', 'L']));
      if (o === null) return this.create();
      this.lines.push(`print(sorted(${o}.__dict__), R(${o}.__dict__))`);
    } else this.lines.push(`print([R(x) for x in saved])`);
  }

  collect() {
    const choice = this.random.below(10);
    if (choice < 6) this.lines.push('print(gc.collect())');
    else if (choice < 8) this.lines.push(`print(gc.collect(${this.random.below(3)}))`);
    else if (choice === 8) this.lines.push('saved.clear()');
    else {
      const t = this.random.pick(['5, 2, 2', '20, 3, 1', '1, 1, 1', '700, 10, 10']);
      this.lines.push(`gc.set_threshold(${t})`);
    }
  }

  /** Statements of several lines: loops, functions, generators, exceptions. */
  compound() {
    const { random } = this;
    const v = this.variable();
    const c = random.pick(['N', 'P', 'S', 'M', 'L']);
    const n = this.serial++;
    const choice = random.below(9);
    if (choice === 0) {
      this.lines.push(
        `for i in range(${2 + random.below(12)}):\n    t = ${c}('l%d' % i); t.a = t${random.chance(0.5) ? '; keep.append(t)' : ''}`,
      );
    } else if (choice === 1) {
      this.lines.push(`def g${n}(x):\n    y = [x]\n    yield R(x)\n    yield y`);
      this.set(v, 'gen', `g${n}(${this.value()})`);
      if (random.chance(0.7)) this.lines.push(`print(type(next(${v}, None)).__name__)`);
    } else if (choice === 2) {
      this.lines.push(
        `try:\n    try: raise E(${this.label()})\n    except E as e: ${v} = e; raise KeyError(1)\nexcept KeyError as e: print(R(e), type(e.__context__).__name__)`,
      );
      this.kinds.set(v, 'E');
    } else if (choice === 3) {
      this.lines.push(
        `def h${n}(x, *rest, **more):\n    t = x\n    print(R(x), R(rest), len(more))\n    return rest`,
      );
      this.set(v, 'tuple', `h${n}(${this.value()}, ${this.value()})`);
    } else if (choice === 4) {
      this.lines.push(
        `def k${n}(x):\n    a = ${c}(${this.label()}); b = [a, x]; a.a = b\n    return R(a), R(b)`,
      );
      this.lines.push(`print(k${n}(${this.value()}))`);
    } else if (choice === 5) {
      this.lines.push(`class C${n}(${random.pick(['N', 'P', 'L'])}):\n    attr = ${this.value()}`);
      this.set(v, 'N', `C${n}(${this.label()})`);
      if (random.chance(0.6)) this.lines.push(`del C${n}`);
    } else if (choice === 6) {
      this.set(v, 'list', `[${c}('m%d' % i) for i in range(${1 + random.below(4)})]`);
    } else if (choice === 7) {
      const w = this.variable();
      this.lines.push(
        `${v}, ${w} = ${w} if '${w}' in globals() else 1, ${v} if '${v}' in globals() else 2`,
      );
      const a = this.kinds.get(v);
      const b = this.kinds.get(w);
      this.kinds.set(v, 'any');
      this.kinds.set(w, 'any');
      if (v === w && a !== undefined) this.kinds.set(v, a ?? b);
    } else {
      const o = this.holding(new Set(['N', 'P', 'M']));
      if (o === null) return this.create();
      this.lines.push(
        random
          .pick([
            `d0 = x.__dict__`,
            `x.__dict__ = {'name': 'n${n}'}`,
            `x.__dict__['a'] = d0`,
            `d0 = dict(x.__dict__)`,
          ])
          .replaceAll('x', o),
      );
    }
  }

  statement() {
    const n = this.random.below(100);
    if (n < 28) this.create();
    else if (n < 50) this.link();
    else if (n < 64) this.unlink();
    else if (n < 74) this.weak();
    else if (n < 84) this.look();
    else if (n < 90) this.collect();
    else this.compound();
  }

  make() {
    const count = 12 + this.random.below(30);
    for (let i = 0; i < count; i++) this.statement();
    return this.lines;
  }
}

/** Statements of program `number`, of which any can be left out. */
export function programStatements(seed, number) {
  return new ProgramMaker(seed, number).make();
}

/** The program around the statements: what they use of the classes comes first. */
export function programText(statements) {
  const text = statements.join('\n');
  const used = Object.keys(CLASSES).filter((c) => new RegExp(`\\b${c}\\b`).test(text));
  if (used.includes('T') && !used.includes('N')) used.unshift('N');
  const order = Object.keys(CLASSES).filter((c) => used.includes(c));
  const head = [PRELUDE, ...order.map((c) => CLASSES[c])];
  if (/\bwv\b/.test(text)) head.push('wv = weakref.WeakValueDictionary()');
  head.push('keep = []; d0 = None; gc.collect()');
  return `${head.join('\n')}\n${text}\nprint('end', len(saved))\n`;
}

// -------------------------------------------------------------------------------------- running

/** Runs programs from a JSON file, one after the other, each in a namespace of its own. */
const DRIVER = `import gc, json, sys
def hook(u):
    print('ignored', type(u.exc_value).__name__, u.exc_value)
sys.unraisablehook = hook
with open(sys.argv[1]) as f: programs = json.load(f)
def run(source):
    ns = {'__name__': 'fuzz', '__builtins__': __builtins__}
    try: exec(compile(source, '<fuzz>', 'exec'), ns)
    except Exception as e: print('raised', type(e).__name__, e)
    print('clear'); ns.clear()
for number, source in programs:
    print('${MARK}', number)
    gc.set_threshold(2000, 10, 10); gc.collect(); gc.collect()
    run(source)
    print('left', gc.collect()); gc.garbage.clear()
`;

function runBatch(command, programs) {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  try {
    writeFileSync(join(folder, 'driver.py'), DRIVER);
    writeFileSync(join(folder, 'programs.json'), JSON.stringify(programs));
    const [file, ...args] = [...command, join(folder, 'driver.py'), join(folder, 'programs.json')];
    const env = { ...process.env, PYTHONHASHSEED: '0' };
    const options = { encoding: 'utf8', env, cwd: folder, timeout: 150000, maxBuffer: 1 << 28 };
    const result = spawnSync(file, args, options);
    return splitOutputs(result.stdout ?? '', result.stderr ?? '');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function splitOutputs(stdout, stderr) {
  const out = new Map();
  for (const part of stdout.split(`${MARK} `).slice(1)) {
    const end = part.indexOf('\n');
    const text = part.slice(end + 1).replace(/0x[0-9a-f]+/g, '0x');
    out.set(Number(part.slice(0, end)), text);
  }
  out.stderr = stderr;
  return out;
}

const numbered = (from, count, seed) =>
  Array.from({ length: count }, (_, i) => [
    from + i,
    programText(programStatements(seed, from + i)),
  ]);

/** Leaves out statements as long as the program differs. */
function minimise(statements, differs) {
  let best = statements;
  for (
    let size = Math.ceil(best.length / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let i = 0; i < best.length; ) {
      const shorter = [...best.slice(0, i), ...best.slice(i + size)];
      if (shorter.length < best.length && differs(shorter)) best = shorter;
      else i += size;
    }
  }
  return best;
}

function firstDifference(a, b) {
  const x = (a ?? '(no output)').split('\n');
  const y = (b ?? '(no output)').split('\n');
  let i = 0;
  while (i < x.length && x[i] === y[i]) i++;
  return `line ${i + 1}: CPython ${JSON.stringify(x[i])}, here ${JSON.stringify(y[i])}`;
}

// ----------------------------------------------------------------------------------------- main

async function main(args) {
  const number = (name, fallback) => {
    const i = args.indexOf(name);
    return i < 0 ? fallback : Number(args[i + 1]);
  };
  const seed = number('--seed', 1);
  const from = number('--from', 0);
  const count = number('--count', 1000);
  const batch = number('--batch', 250);
  const cliAt = args.indexOf('--cli');
  const cli = cliAt >= 0 ? args[cliAt + 1] : join(root, 'dist', 'cli.js');
  const ours = [process.execPath, cli];
  if (args.includes('--show')) {
    console.log(programText(programStatements(seed, number('--show', 0))));
    return;
  }
  if (args.includes('--recorded')) return recorded(ours);
  const python = await findPython();
  if (python === null) {
    console.log('no CPython 3.13 found: skipped');
    return;
  }
  if (args.includes('--record')) return record([python], seed, number('--count', 150));
  let equal = 0;
  const wrong = [];
  for (let at = from; at < from + count; at += batch) {
    const programs = numbered(at, Math.min(batch, from + count - at), seed);
    const want = runBatch([python], programs);
    const got = runBatch(ours, programs);
    for (const [n] of programs) {
      if (want.get(n) === got.get(n) && want.has(n)) equal++;
      else {
        wrong.push(n);
        console.log(`program ${n} differs: ${firstDifference(want.get(n), got.get(n))}`);
        if (!got.has(n)) console.log(got.stderr.slice(0, 600));
      }
    }
  }
  const limit = number('--minimise', 3);
  for (const n of wrong.slice(0, limit)) {
    const differs = (statements) => {
      const one = [[0, programText(statements)]];
      return runBatch([python], one).get(0) !== runBatch(ours, one).get(0);
    };
    const statements = programStatements(seed, n);
    if (!differs(statements)) {
      console.log(`program ${n} differs only after those before it`);
      continue;
    }
    const least = minimise(statements, differs);
    const one = [[0, programText(least)]];
    const [a, b] = [runBatch([python], one).get(0), runBatch(ours, one).get(0)];
    console.log(`--- program ${n}, reduced\n${least.join('\n')}\n--- ${firstDifference(a, b)}`);
  }
  console.log(`seed ${seed}: ${equal} of ${count} programs equal`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

function record(python, seed, count) {
  const outputs = runBatch(python, numbered(0, count, seed));
  const list = Array.from({ length: count }, (_, n) => outputs.get(n));
  writeFileSync(recordedFile, `${JSON.stringify({ seed, outputs: list }, null, 1)}\n`);
  console.log(`${count} programs recorded`);
}

function recorded(ours) {
  const { seed, outputs } = JSON.parse(readFileSync(recordedFile, 'utf8'));
  const got = runBatch(ours, numbered(0, outputs.length, seed));
  let equal = 0;
  outputs.forEach((want, n) => {
    if (got.get(n) === want) equal++;
    else console.log(`program ${n} differs: ${firstDifference(want, got.get(n))}`);
  });
  console.log(`${equal} of ${outputs.length} recorded programs equal`);
  process.exitCode = equal === outputs.length ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
