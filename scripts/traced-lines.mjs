// Traced lines: `node scripts/traced-lines.mjs [--diff] FOLDER [filter ...]`.
//
// Runs the programs of a folder that report their traced allocations line by line (`<me>:12: size=400
// count=3`) and end with `current N peak M`, and compares with what CPython 3.13 printed (`.out` beside
// each). Counts the program's own lines that agree in size and count, and whether the totals do; lines
// that call tracemalloc itself are left out.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(fileURLToPath(import.meta.url), '..', '..');
const args = process.argv.slice(2);
const showsDiff = args.includes('--diff');
const [folder, ...filters] = args.filter((a) => !a.startsWith('--'));
if (folder === undefined) throw new Error('a folder with programs is needed');

function read(text) {
  const lines = new Map();
  let totals = null;
  for (const l of text.split('\n')) {
    const m = /^<me>:(\d+): (.*)$/.exec(l);
    if (m !== null) lines.set(Number(m[1]), m[2]);
    const t = /^current (\d+) peak (\d+)/.exec(l);
    if (t !== null) totals = [Number(t[1]), Number(t[2])];
  }
  return { lines, totals };
}

let equal = 0;
let all = 0;
let whole = 0;
let sums = 0;
const names = readdirSync(folder).filter(
  (n) => n.endsWith('.py') && (filters.length === 0 || filters.some((f) => n.includes(f))),
);
for (const name of names) {
  const path = join(folder, name);
  const source = readFileSync(path, 'utf8').split('\n');
  const want = read(readFileSync(path.replace(/\.py$/, '.out'), 'utf8'));
  const run = spawnSync(
    process.execPath,
    [process.env.VIVARIUM ?? join(root, 'dist', 'cli.js'), path],
    {
      encoding: 'utf8',
      env: { ...process.env, PYTHONHASHSEED: '0' },
    },
  );
  const got = read(run.stdout);
  if (run.status !== 0) console.log(run.stderr.slice(-2000));
  const numbers = [...new Set([...want.lines.keys(), ...got.lines.keys()])]
    .filter((n) => !source[n - 1].includes('tracemalloc.'))
    .sort((a, b) => a - b);
  const bad = numbers.filter((n) => want.lines.get(n) !== got.lines.get(n));
  equal += numbers.length - bad.length;
  all += numbers.length;
  if (bad.length === 0) whole++;
  const same = String(want.totals) === String(got.totals);
  if (same) sums++;
  const totals = same ? 'totals equal' : `totals ${got.totals} for ${want.totals}`;
  console.log(`${name}: ${numbers.length - bad.length}/${numbers.length} lines, ${totals}`);
  if (!showsDiff) continue;
  for (const n of bad) {
    console.log(`  ${n}: ${source[n - 1].trim()}`);
    console.log(
      `    cpython  ${want.lines.get(n) ?? '-'}\n    vivarium ${got.lines.get(n) ?? '-'}`,
    );
  }
}
console.log(
  `lines ${equal}/${all}, programs ${whole}/${names.length}, totals ${sums}/${names.length}`,
);
