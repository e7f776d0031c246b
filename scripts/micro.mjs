// The time of single operations: `node scripts/micro.mjs [family ...] [-- options]`.
//
// Every file of bench/micro prints nanoseconds an operation. Each runs under `python3.13` and under
// the built command in turn, so that the load of the machine falls on both, and the least of the
// rounds counts. Printed worst ratio first.
//   family ...       names of files of bench/micro, without _ops.py (all)
//   --op TEXT        only operations whose names contain it
//   --rounds N       rounds of each side (2)
//   --json FILE      keeps all figures
//   --before FILE    shows the ratio kept there beside the new one
//   --cli FILE       the command's file (dist/cli.js)
//   --old-native     takes python3.13's figures from the --before file

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment, findPython, root, run } from './corpus.mjs';

const folder = join(root, 'bench', 'micro');

function parseOptions(args) {
  const options = {
    families: [],
    op: '',
    rounds: 2,
    json: null,
    before: null,
    cli: join(root, 'dist', 'cli.js'),
    oldNative: false,
  };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i];
    if (arg === '--op') options.op = args[++i];
    else if (arg === '--rounds') options.rounds = Number(args[++i]);
    else if (arg === '--json') options.json = args[++i];
    else if (arg === '--before') options.before = args[++i];
    else if (arg === '--cli') options.cli = args[++i];
    else if (arg === '--old-native') options.oldNative = true;
    else if (arg.startsWith('-')) throw new Error(`unknown option ${arg}`);
    else options.families.push(arg);
  }
  return options;
}

/** Runs one family on one side: Map from operation to nanoseconds. */
async function measure(side, file, op) {
  const settings = { cwd: folder, env: environment('0'), timeout: 170000 };
  const argv = [...side.prefix, file, op, ...side.times];
  const result = await run(side.command, argv, settings);
  const rows = new Map();
  for (const line of result.stdout.trim().split('\n')) {
    const at = line.indexOf(' ');
    if (at > 0) rows.set(line.slice(at + 1), Number(line.slice(0, at)));
  }
  if (result.exit !== 0) {
    console.error(`${side.name} ${file} (${result.exit}): ${result.stderr.trim().slice(-600)}`);
  }
  return rows;
}

function keepLeast(all, rows) {
  for (const [name, ns] of rows) all.set(name, Math.min(ns, all.get(name) ?? Infinity));
}

async function main() {
  const options = parseOptions(process.argv.slice(2));
  const before = options.before ? JSON.parse(readFileSync(options.before, 'utf8')) : {};
  const native = new Map();
  const ours = new Map();
  const sides = [
    { name: 'native', all: native, command: await findPython(), prefix: [], times: ['0.05'] },
    {
      name: 'ours',
      all: ours,
      command: process.execPath,
      prefix: [options.cli],
      times: ['0.15'],
    },
  ];
  if (options.oldNative) sides.shift();
  const files = readdirSync(folder).filter(
    (file) =>
      file.endsWith('.py') &&
      !file.startsWith('_') &&
      (options.families.length === 0 || options.families.includes(file.slice(0, -7))),
  );
  for (const file of files) {
    for (let round = 0; round < options.rounds; round++) {
      for (const side of sides) keepLeast(side.all, await measure(side, file, options.op));
    }
  }
  const table = [];
  for (const [name, ns] of ours) {
    const other = options.oldNative ? before[name]?.native : native.get(name);
    if (other !== undefined) table.push({ name, native: other, ours: ns, ratio: ns / other });
  }
  table.sort((a, b) => b.ratio - a.ratio);
  for (const row of table) {
    const old = before[row.name];
    const was = old === undefined ? '' : `  was ${old.ratio.toFixed(2)}`;
    const figures = `${row.native.toFixed(1).padStart(10)} ${row.ours.toFixed(1).padStart(10)}`;
    console.log(`${row.ratio.toFixed(2).padStart(7)} ${figures}  ${row.name}${was}`);
  }
  const product = table.reduce((sum, row) => sum + Math.log(row.ratio), 0);
  console.log(`geometric mean ${Math.exp(product / table.length).toFixed(2)} of ${table.length}`);
  if (options.json) {
    const kept = { ...before };
    for (const { name, native, ours, ratio } of table) kept[name] = { native, ours, ratio };
    writeFileSync(options.json, JSON.stringify(kept, null, 1) + '\n');
  }
}

await main();
