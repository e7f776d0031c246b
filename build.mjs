// Builds dist/: the command, the library, the worker, the browser bundle, and CPython's library out of the pyodide package.
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync, cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflateRawSync } from 'node:zlib';
import { build } from 'esbuild';

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, 'dist');
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

mkdirSync(dist, { recursive: true });
extractLibrary();
cpSync(join(root, 'src/runtime/lib'), join(dist, 'lib', 'vivarium'), { recursive: true });

const common = { bundle: true, format: 'esm', target: 'es2022', logLevel: 'error', sourcemap: process.env.VIVARIUM_SOURCEMAP ? 'inline' : false };
await build({ ...common, platform: 'node', entryPoints: [join(root, 'src/cli/main.ts')], outfile: join(dist, 'cli.js'), banner: { js: '#!/usr/bin/env node' } });
await build({ ...common, platform: 'node', entryPoints: [join(root, 'src/cli/worker.ts')], outfile: join(dist, 'worker.js') });
if (existsSync(join(root, 'src/index.ts'))) {
  await build({ ...common, platform: 'node', entryPoints: [join(root, 'src/index.ts')], outfile: join(dist, 'index.js') });
}
