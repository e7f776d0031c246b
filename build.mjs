// Builds dist/: the command, the library, the worker, the browser bundle, and CPython's library out of the pyodide package.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { build } from 'esbuild';

const root = dirname(fileURLToPath(import.meta.url));
const outAt = process.argv.indexOf('--out');
const dist = outAt > 0 ? resolve(process.argv[outAt + 1]) : join(root, 'dist');
const library = join(dist, 'lib', 'python3.13');

/** Entries of a zip archive, by its central directory. */
function* zipEntries(zip) {
  let end = zip.length - 22;
  while (zip.readUInt32LE(end) !== 0x06054b50) end--;
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  for (let i = 0; i < count; i++) {
    const method = zip.readUInt16LE(at + 10);
    const size = zip.readUInt32LE(at + 20);
    const nameLength = zip.readUInt16LE(at + 28);
    const extra = zip.readUInt16LE(at + 30);
    const comment = zip.readUInt16LE(at + 32);
    const local = zip.readUInt32LE(at + 42);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const raw = zip.subarray(start, start + size);
    yield { name, data: () => (method === 8 ? inflateRawSync(raw) : raw) };
    at += 46 + nameLength + extra + comment;
  }
}

/** CPython's pure-Python library, unmodified, from the npm package that carries it. */
function extractLibrary() {
  const zipPath = join(root, 'node_modules', 'pyodide', 'python_stdlib.zip');
  const stamp = join(library, '.stamp');
  const mark = `${statSync(zipPath).size}`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === mark) return;
  rmSync(library, { recursive: true, force: true });
  for (const { name, data } of zipEntries(readFileSync(zipPath))) {
    if (name.endsWith('/') || /^(_pyodide|pyodide|_sysconfigdata)/.test(name)) continue;
    const path = join(library, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, data());
  }
  writeFileSync(stamp, mark);
}

/** Folders of the library that no program in a browser imports. */
const LEFT_OUT =
  /^python3\.13\/(idlelib|tkinter|turtledemo|ensurepip|venv|lib2to3|test|__phello__|pydoc_data)\/|\.pyc$|\/__pycache__\//;

/** Files below a folder, sorted, so that the archive is the same in every build. */
function* filesBelow(folder, prefix = '') {
  for (const e of readdirSync(join(folder, prefix), { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    const path = prefix === '' ? e.name : `${prefix}/${e.name}`;
    if (e.isDirectory()) yield* filesBelow(folder, path);
    else if (!e.name.startsWith('.') && !LEFT_OUT.test(path)) yield path;
  }
}

/** dist/library.bin: the library as host-memory.ts reads it, deflated. Made anew only when a file changed. */
function packLibrary() {
  const folder = join(dist, 'lib');
  const files = [...filesBelow(folder)].map((path) => ({
    path,
    data: readFileSync(join(folder, path)),
  }));
  const index = Buffer.from(JSON.stringify(files.map((f) => [f.path, f.data.length])));
  const head = Buffer.alloc(4);
  head.writeUInt32LE(index.length);
  const archive = Buffer.concat([head, index, ...files.map((f) => f.data)]);
  const mark = createHash('sha256').update(archive).digest('hex');
  const stamp = join(dist, '.library-stamp');
  if (
    existsSync(join(dist, 'library.bin')) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === mark
  )
    return;
  writeFileSync(join(dist, 'library.bin'), deflateRawSync(archive, { level: 9 }));
  writeFileSync(stamp, mark);
}

/** dist/types: declarations of the two entries. */
function declareTypes() {
  const options = [
    '--declaration',
    '--emitDeclarationOnly',
    '--noEmit',
    'false',
    '--outDir',
    join(dist, 'types'),
    '--rootDir',
    join(root, 'src'),
  ];
  const settings = [
    '--target',
    'ES2023',
    '--module',
    'ESNext',
    '--moduleResolution',
    'bundler',
    '--lib',
    'ES2023,DOM',
    '--types',
    'node',
    '--strict',
    '--skipLibCheck',
    '--allowImportingTsExtensions',
    '--rewriteRelativeImportExtensions',
  ];
  spawnSync(
    join(root, 'node_modules', '.bin', 'tsc'),
    [
      '--ignoreConfig',
      ...options,
      ...settings,
      join(root, 'src/index.ts'),
      join(root, 'src/browser.ts'),
    ],
    { stdio: 'inherit' },
  );
}

const common = {
  bundle: true,
  format: 'esm',
  target: 'es2022',
  logLevel: 'error',
  sourcemap: process.env.VIVARIUM_SOURCEMAP ? 'inline' : false,
};

/** The text of one entry as the body of a function. */
async function bundleText(entry, options = {}) {
  const built = await build({
    ...common,
    platform: 'node',
    format: 'cjs',
    define: { 'import.meta.dirname': '__dirname' },
    entryPoints: [join(root, entry)],
    write: false,
    ...options,
  });
  return built.outputFiles[0].text;
}

/** Writes a file so that a command that runs meanwhile sees the old one or the new one. */
function writeWhole(path, data) {
  writeFileSync(`${path}.new`, data);
  renameSync(`${path}.new`, path);
}

/** Modules that every start runs: their units are part of the runtime's text. */
const STARTING =
  'importlib._bootstrap importlib._bootstrap_external abc codecs io stat _collections_abc genericpath posixpath os ' +
  '_sitebuiltins site importlib.util importlib.machinery runpy';

/** What decides the form of compiled units. */
const COMPILER = ['compiler', 'parser', 'text', 'numbers'].map((f) => join(root, 'src/runtime', f));

/** Hash of the compiler's files and of the library's it compiles. */
function compilerHash() {
  const files = COMPILER.flatMap((folder) => [...filesBelow(folder)].map((f) => join(folder, f)));
  files.push(join(root, 'src/cli/prebuild.ts'), join(root, 'src/cli/compile-cache.ts'));
  files.push(join(library, '.stamp'));
  return sha256(files.map((f) => sha256(readFileSync(f))).join());
}

/** The compiler, as a module of this process. */
async function loadCompiler() {
  const text = await bundleText('src/cli/prebuild.ts');
  const module = { exports: {} };
  const load = new Function('require', 'module', 'exports', '__dirname', text);
  load(createRequire(import.meta.url), module, module.exports, dist);
  return module.exports;
}

function sha256(data) {
  return createHash('sha256').update(data).digest('hex');
}

/**
 * The units of the frozen modules as JavaScript (FrozenUnits in src/cli/frozen-units.ts), and the file of their data; made
 * anew when the compiler changed.
 */
async function frozenText() {
  const kept = join(root, '.cache', 'frozen.js');
  const mark = `//${compilerHash()}\n`;
  if (existsSync(kept)) {
    const text = readFileSync(kept, 'latin1');
    const file = /frozen-\w+\.bin/.exec(text)?.[0] ?? '';
    if (text.startsWith(mark) && existsSync(join(dist, file))) return text.slice(mark.length);
  }
  const compiler = await loadCompiler();
  const units = [];
  const places = {};
  const parts = [];
  let size = 0;
  const add = (part) => {
    parts.push(part);
    size += part.length;
  };
  for (const name of STARTING.split(' ')) {
    const unit = compiler.frozenUnit(readFileSync(join(library, compiler.frozenFile(name))), name);
    const from = size;
    add(Buffer.from(unit.positions.buffer));
    const data = size;
    add(Buffer.from(ascii(unit.data), 'latin1'));
    places[name] = [from, data, size];
    add(Buffer.alloc(-size & 3));
    units.push(`${JSON.stringify(name)}(R,U){${unit.js}\n}`);
  }
  const bytes = Buffer.concat(parts);
  const file = `frozen-${sha256(bytes).slice(0, 16)}.bin`;
  writeWhole(join(dist, file), bytes);
  for (const old of readdirSync(dist)) {
    if (/^frozen-.*\.bin$/.test(old) && old !== file) rmSync(join(dist, old));
  }
  const text = JSON.stringify({ file, places }).slice(0, -1) + `,"units":{${units.join(',\n')}}}`;
  mkdirSync(dirname(kept), { recursive: true });
  writeWhole(kept, mark + text);
  return text;
}

function ascii(text) {
  return text.replace(/[^\0-\x7f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** dist/runtime.cjs: the runtime as an expression for boot.ts, named by its content in the first line. */
async function buildRuntime() {
  const text = await bundleText('src/cli/worker.ts', {
    minifyWhitespace: !common.sourcemap,
    minifySyntax: true,
  });
  const body = `({start(require,__dirname,boot){const module={exports:{}};${text}\n},frozen:${await frozenText()}})\n`;
  if (/[^\0-\x7f]/.test(body)) throw new Error('the bundle is not ASCII');
  const id = createHash('sha256').update(body).digest('hex').slice(0, 16);
  writeWhole(join(dist, 'runtime.cjs'), `//${id}\n${body}`);
  const code = join(dist, 'code');
  for (const name of existsSync(code) ? readdirSync(code) : []) {
    if (!name.startsWith(`runtime-${id}-`)) rmSync(join(code, name));
  }
}

/** Modules that are not worth their compiled form in the package: tests, applications, tables of encodings. */
const NOT_SHIPPED =
  /^(idlelib|tkinter|turtledemo|ensurepip|venv|lib2to3|test|pydoc_data|sqlite3|curses|dbm|msilib|encodings\/(?!__init__|aliases|utf_|ascii|latin_1|idna|punycode)|turtle|antigravity|__phello__|__hello__)|(^|\/)tests?\//;

/**
 * dist/units.bin: compiled modules of the library (src/cli/shipped-units.ts). When the compiler changed they are made anew
 * in a build for use, and taken away in others, which are to be quick.
 */
async function packCompiled(make) {
  const stamp = join(dist, '.units-stamp');
  const path = join(dist, 'units.bin');
  const hash = compilerHash();
  if (existsSync(path) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  rmSync(path, { force: true });
  if (!make) return;
  const compiler = await loadCompiler();
  const entries = [];
  for (const name of filesBelow(library)) {
    if (!name.endsWith('.py') || NOT_SHIPPED.test(name)) continue;
    const entry = compiler.cacheEntry(readFileSync(join(library, name)));
    if (entry !== null) entries.push(entry);
  }
  writeWhole(path, compiler.packUnits(entries));
  writeFileSync(stamp, hash);
}

/** A program that runs what most programs run, so that the kept engine code has it. */
const TYPICAL =
  'import typing, re, dataclasses, decimal, collections, json, datetime, functools, itertools, enum, math, random\n' +
  'print([str(i) for i in range(3)], {"a": 1.5}, f"{3:>5}", sorted("cab"), re.sub("a+", "b", "caat"))\n';

/** dist/code: the engine's compiled form of the runtime, as a run of the command leaves it. */
function keepEngineCode() {
  const cache = mkdtempSync(join(tmpdir(), 'vivarium-'));
  try {
    rmSync(join(dist, 'code'), { recursive: true, force: true });
    const env = { ...process.env, XDG_CACHE_HOME: cache };
    const run = spawnSync(process.execPath, [join(dist, 'cli.js'), '-c', TYPICAL], { env });
    if (run.status !== 0) throw new Error(`the command fails:\n${run.stderr}`);
    mkdirSync(join(dist, 'code'));
    for (const name of readdirSync(join(cache, 'vivarium'))) {
      if (name.startsWith('runtime-'))
        cpSync(join(cache, 'vivarium', name), join(dist, 'code', name));
    }
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

mkdirSync(dist, { recursive: true });
extractLibrary();
cpSync(join(root, 'src/runtime/lib'), join(dist, 'lib', 'vivarium'), { recursive: true });

await build({
  ...common,
  platform: 'node',
  entryPoints: [join(root, 'src/cli/main.ts')],
  outfile: join(dist, 'cli.js'),
  banner: { js: '#!/usr/bin/env node' },
});
await build({
  ...common,
  platform: 'node',
  format: 'cjs',
  entryPoints: [join(root, 'src/cli/boot.ts')],
  outfile: join(dist, 'worker.cjs'),
});
const forUse = process.argv.includes('--types');
await packCompiled(forUse);
await buildRuntime();
rmSync(join(dist, 'worker.js'), { force: true });
await build({
  ...common,
  platform: 'node',
  entryPoints: [join(root, 'src/index.ts')],
  outfile: join(dist, 'index.js'),
});
await build({
  ...common,
  platform: 'browser',
  entryPoints: [join(root, 'src/browser.ts')],
  outfile: join(dist, 'browser.js'),
});
chmodSync(join(dist, 'cli.js'), 0o755);
packLibrary();
if (forUse) {
  keepEngineCode();
  declareTypes();
}
