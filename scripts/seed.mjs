// Makes docs/seed.md: a common text on Python's memory, claim by claim, beside what really happens.
//   node scripts/seed.mjs           runs every program under the built command (and python3.13 where found) and writes the page
//   node scripts/seed.mjs --check   fails when the page is not what it would write, or the two interpreters differ
// Each part of docs/seed/NAME.md is prose with fenced Python programs; the page shows below each what it printed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const parts = join(root, 'docs', 'seed');
const page = join(root, 'docs', 'seed.md');
const check = process.argv.includes('--check');
const folder = mkdtempSync(join(tmpdir(), 'seed-'));

function run(command, args, path) {
  const env = { ...process.env, PYTHONHASHSEED: '0' };
  const r = spawnSync(command, [...args, path], { cwd: root, encoding: 'utf8', env });
  if (r.error !== undefined) return null;
  const lastError = r.stderr.trim().split('\n').at(-1);
  return r.stdout + (lastError === '' ? '' : `${lastError}\n`);
}

const native = spawnSync('python3.13', ['-c', ''], { cwd: root }).status === 0;
let differing = 0;

/** What a program prints; both interpreters must agree. */
function output(source) {
  const path = join(folder, 'program.py');
  writeFileSync(path, source);
  const ours = run(process.execPath, [join(root, 'dist', 'cli.js')], path);
  const theirs = native ? run('python3.13', [], path) : ours;
  if (ours !== theirs) {
    differing++;
    console.log(`differs from CPython:\n${source}\nVivarium:\n${ours}\nCPython:\n${theirs}`);
  }
  return ours;
}

/** A part with the output of each program below it. */
function filled(text) {
  return text.replaceAll(/^```python\n([\s\S]*?)^```\n/gm, (block, source) => {
    return `${block}\n\`\`\`text\n${output(source).trimEnd()}\n\`\`\`\n`;
  });
}

const made = readdirSync(parts)
  .filter((name) => name.endsWith('.md'))
  .sort()
  .map((name) => filled(readFileSync(join(parts, name), 'utf8')))
  .join('\n');
rmSync(folder, { recursive: true });
const stale = check && readFileSync(page, 'utf8') !== made;
if (stale) console.log('docs/seed.md is not what its parts make');
if (!check) writeFileSync(page, made);
console.log(`${differing} programs differ${native ? '' : ' (no python3.13 to compare with)'}`);
process.exitCode = differing > 0 || stale ? 1 : 0;
