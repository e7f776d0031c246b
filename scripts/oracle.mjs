// The memory oracle: `node scripts/oracle.mjs [--diff] [--from FOLDER] [filter ...]`.
//
// Runs programs about the collector, sizes, reference counts, ids and weak references with the
// built command and compares what they print, row by row, with what CPython 3.13 printed. One line
// a metric and one a program: rows equal / rows in all. The letters are those of the facts about
// CPython's memory: G getsizeof, R reference counts, C collector, B blocks (live and parked), I id
// relations and identity, W weak references. The programs are looked for in test/python/oracle and,
// with --from, in another folder of the same layout (one that is not there is skipped). With --diff
// the rows that differ are shown; --min X fails when a metric is under X per cent; --cli FILE judges
// another build than dist/cli.js. Rows that depend on what the interpreter did before the program
// began (number of tracked objects at start) are not counted.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Rows about the state in which the interpreter starts a program: references to modules and
 * built-ins, numbers of tracked objects and of collections before the first line.
 */
const VARYING = [
  /^module sys/,
  /^module math/,
  /^builtin len/,
  /^globals\(\)/,
  /^count at start of script/,
  /^stats \[\{'collections'/,
  /^tracked before/,
  /^ratios \[/,
  /^gc: objects in each generation:/,
];

/** Addresses and seconds are nobody's facts. */
function comparable(line) {
  return line
    .replace(/0x[0-9a-f]+/g, '0x')
    .replace(/\d+\.\d+s elapsed/g, 's elapsed')
    .trimEnd();
}

function lines(text) {
  return text
    .split('\n')
    .filter((l) => l.trim() !== '')
    .map(comparable);
}

/** How many lines of `want` are found in `got` in the same order, and those that are not. */
function matchInOrder(want, got) {
  const n = want.length;
  const m = got.length;
  const best = Array.from({ length: n + 1 }, () => new Uint32Array(m + 1));
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      best[i][j] =
        want[i] === got[j] ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
    }
  }
  const diff = [];
  let i = 0;
  let j = 0;
  while (i < n || j < m) {
    if (i < n && j < m && want[i] === got[j] && best[i][j] === best[i + 1][j + 1] + 1) {
      i++;
      j++;
    } else if (j >= m || (i < n && best[i + 1][j] >= best[i][j + 1])) diff.push(`- ${want[i++]}`);
    else diff.push(`+ ${got[j++]}`);
  }
  return { equal: best[0][0], total: n, diff };
}

/** Rows `label | columns`: those of one label are compared as one, some columns only. */
function matchColumns(want, got, columns) {
  const cells = (line) => line.split('|').map((c) => c.trim());
  const have = new Map();
  for (const line of got) {
    const row = cells(line);
    if (!have.has(row[0])) have.set(row[0], []);
    have.get(row[0]).push(row);
  }
  let equal = 0;
  let total = 0;
  const diff = [];
  for (const line of want) {
    const row = cells(line);
    if (row.length < 2) continue;
    total++;
    const mine = (have.get(row[0]) ?? []).shift();
    const pick = (r) => columns.map((c) => r[c] ?? '').join(' | ');
    if (mine !== undefined && pick(mine) === pick(row)) equal++;
    else diff.push(`- ${row[0]} | ${pick(row)}\n+ ${mine === undefined ? 'missing' : pick(mine)}`);
  }
  return { equal, total, diff };
}

/** Types table: types that do not exist here are not rows. */
function matchTypes(want, got) {
  const have = new Set(got.map((l) => l.split(/\s+/)[0]));
  return matchInOrder(
    want.filter((l) => have.has(l.split(/\s+/)[0])),
    got.filter((l) => want.some((w) => w.split(/\s+/)[0] === l.split(/\s+/)[0])),
  );
}

const withoutVarying = (list) => list.filter((l) => !VARYING.some((v) => v.test(l)));

/** What a program is judged by: [metric, comparison]. */
function judges(folder, name) {
  if (folder === 'sizeof' && name === 'i_common_sizes')
    return [['G', (w, g) => matchColumns(w, g, [1])]];
  if (folder === 'sizeof' && name === 'e_types_table') return [['G', matchTypes]];
  if (folder === 'sizeof' && /^[a-z]_/.test(name) && name !== 'g_formulas') {
    return [
      ['G', (w, g) => matchColumns(w, g, [1])],
      ['B live', (w, g) => matchColumns(w, g, [2])],
      ['B parked', (w, g) => matchColumns(w, g, [3])],
    ];
  }
  if (folder === 'sizeof') return [['G', matchInOrder]];
  if (folder === 'refcount') return [['R', (w, g) => matchColumns(w, g, [1])]];
  if (folder === 'gc') return [['C', matchInOrder]];
  if (folder === 'ids' || folder === 'identity') return [['I', matchInOrder]];
  return [['W', matchInOrder]];
}

function recordingOf(folder, file) {
  const name = basename(file, '.py');
  const choices = [`${name}.3.13.0.out`, `${name}.out`, 'file.3.13.0.out'];
  return choices.map((c) => join(folder, c)).find((f) => existsSync(f)) ?? null;
}

function listPrograms(base) {
  const out = [];
  for (const folder of ['gc', 'ids', 'identity', 'refcount', 'sizeof', 'weakref']) {
    const path = join(base, folder);
    if (!existsSync(path)) continue;
    for (const file of readdirSync(path).sort()) {
      if (!file.endsWith('.py')) continue;
      const recording = recordingOf(path, file);
      if (recording !== null) out.push({ folder, path, file, recording });
    }
  }
  return out;
}

function runProgram(program, command) {
  const env = { ...process.env, PYTHONHASHSEED: '0', NO_COLOR: '1' };
  const result = spawnSync(process.execPath, [command, program.file], {
    cwd: program.path,
    env,
    encoding: 'utf8',
    timeout: 60000,
    maxBuffer: 1 << 26,
  });
  return { stdout: result.stdout ?? '', stderr: result.stderr ?? '' };
}

function main(args) {
  const diffs = args.includes('--diff');
  const fromAt = args.indexOf('--from');
  const minAt = args.indexOf('--min');
  const cliAt = args.indexOf('--cli');
  const command = cliAt >= 0 ? args[cliAt + 1] : join(root, 'dist', 'cli.js');
  const taken = new Set([fromAt + 1, minAt + 1, cliAt + 1].filter((i) => i > 0));
  const filters = args.filter((a, i) => !a.startsWith('--') && !taken.has(i));
  const bases = [join(root, 'test', 'python', 'oracle')];
  if (fromAt >= 0) bases.push(args[fromAt + 1]);
  const totals = new Map();
  for (const base of bases) {
    const programs = existsSync(base) ? listPrograms(base) : [];
    if (programs.length === 0) console.log(`skipped: no programs in ${base}`);
    for (const program of programs) {
      const label = `${program.folder}/${program.file}`;
      if (filters.length > 0 && !filters.some((f) => label.includes(f))) continue;
      const { stdout, stderr } = runProgram(program, command);
      const want = withoutVarying(lines(readFileSync(program.recording, 'utf8')));
      // What was recorded of the collector's own output went to stderr.
      const both = want.some((l) => l.startsWith('gc: ')) ? stderr + stdout : stdout;
      const got = withoutVarying(lines(both));
      for (const [metric, judge] of judges(program.folder, basename(program.file, '.py'))) {
        const r = judge(want, got);
        const sum = totals.get(metric) ?? { equal: 0, total: 0 };
        sum.equal += r.equal;
        sum.total += r.total;
        totals.set(metric, sum);
        console.log(`${metric.padEnd(9)} ${label.padEnd(32)} ${r.equal}/${r.total}`);
        if (diffs && r.diff.length > 0) console.log(r.diff.map((d) => `    ${d}`).join('\n'));
      }
      if (diffs && stderr !== '' && both === stdout) console.log(stderr.slice(-800));
    }
  }
  const min = minAt >= 0 ? Number(args[minAt + 1]) : 0;
  for (const [metric, { equal, total }] of [...totals].sort()) {
    const percent = (100 * equal) / total;
    console.log(`${metric.padEnd(9)} ${equal}/${total} rows equal (${percent.toFixed(1)} %)`);
    if (percent < min) process.exitCode = 1;
  }
}

main(process.argv.slice(2));
