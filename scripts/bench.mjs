// The benchmark: `npm run bench [-- filters and options]`.
//
// Every program of bench/programs runs under `python3.13` and under the built command in turn, so
// that the load of the machine falls on both; the minimum of the runs counts, and only ratios are
// worth quoting. bench/repeat.py runs a program several times in one process and prints its checksum,
// which must agree, the time of the first run and of the best; start-up and peak memory are measured
// apart. The geometric mean is of the best runs, that of the first ones stands beside it.
//   filter ...     parts of program names
//   --runs N       processes of each side (3)
//   --times N      runs in each process (7)
//   --json FILE    keeps all figures

import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment, findPython, root, run } from './corpus.mjs';

const programsFolder = join(root, 'bench', 'programs');
const command = join(root, 'dist', 'cli.js');
const timer = '/usr/bin/time';

function parseOptions(args) {
  const options = { filters: [], runs: 3, times: 7, json: null };
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--runs') options.runs = Number(args[++i]);
    else if (args[i] === '--times') options.times = Number(args[++i]);
    else if (args[i] === '--json') options.json = args[++i];
    else if (args[i].startsWith('-')) throw new Error(`unknown option ${args[i]}`);
    else options.filters.push(args[i]);
  }
  return options;
}

/** Runs one side once: checksum lines, elapsed seconds, peak resident kilobytes (null: unknown). */
async function measure(side, args) {
  const timed = existsSync(timer);
  const argv = [...side.prefix, ...args];
  const options = { cwd: programsFolder, env: environment('0'), timeout: 120000 };
  const result = timed
    ? await run(timer, ['-f', 'maxrss %M', side.command, ...argv], options)
    : await run(side.command, argv, options);
  if (result.exit !== 0) {
    const last = result.stderr.trim().split('\n').slice(-3).join('\n      ');
    throw new Error(`${side.name} failed on ${args.join(' ')} (${result.exit})\n      ${last}`);
  }
  const rss = /^maxrss (\d+)$/m.exec(result.stderr)?.[1];
  const seconds = (word) => {
    const text = new RegExp(`^${word} (\\S+)$`, 'm').exec(result.stdout)?.[1];
    return text === undefined ? null : Number(text);
  };
  return {
    checksum: result.stdout.replace(/^(first|elapsed) .*\n?/gm, ''),
    first: seconds('first'),
    elapsed: seconds('elapsed'),
    total: result.seconds,
    rss: rss === undefined ? null : Number(rss),
  };
}

const lowest = (rows, field) => Math.min(...rows.map((row) => row[field] ?? Infinity));
const highest = (rows, field) => Math.max(...rows.map((row) => row[field] ?? 0));

/** Both sides in turn; throws if they disagree on the checksums. */
async function compareProgram(file, sides, options) {
  const rows = sides.map(() => []);
  const args = [join('..', 'repeat.py'), file, String(options.times)];
  for (let i = 0; i < options.runs; i++) {
    for (let s = 0; s < sides.length; s++) rows[s].push(await measure(sides[s], args));
  }
  const [native, ours] = rows;
  if (native[0].elapsed === null) throw new Error(`${file} prints no elapsed line`);
  if (ours[0].checksum !== native[0].checksum) {
    throw new Error(`${file}: checksums differ\n      ${native[0].checksum}${ours[0].checksum}`);
  }
  const [a, b] = [lowest(native, 'elapsed'), lowest(ours, 'elapsed')];
  return {
    name: file.slice(0, -3),
    native: a,
    ours: b,
    ratio: b / a,
    first: lowest(ours, 'first') / lowest(native, 'first'),
    nativeRss: highest(native, 'rss'),
    oursRss: highest(ours, 'rss'),
  };
}

async function startUp(sides, runs) {
  const bare = { name: 'node', command: process.execPath, prefix: [] };
  const rows = { native: [], ours: [], node: [] };
  for (let i = 0; i < runs; i++) {
    rows.native.push(await measure(sides[0], ['-c', 'pass']));
    rows.ours.push(await measure(sides[1], ['-c', 'pass']));
    rows.node.push(await measure(bare, ['-e', '0']));
  }
  return Object.fromEntries(
    Object.entries(rows).map(([name, r]) => [
      name,
      { seconds: lowest(r, 'total'), rss: lowest(r, 'rss') },
    ]),
  );
}

const megabytes = (kilobytes) => (kilobytes > 0 ? (kilobytes / 1024).toFixed(0) : '-');

function printRow(row) {
  console.log(
    `${row.name.padEnd(22)}${row.native.toFixed(3).padStart(9)}${row.ours.toFixed(3).padStart(9)}` +
      `${(row.ratio.toFixed(2) + 'x').padStart(9)}${(row.first.toFixed(2) + 'x').padStart(9)}${megabytes(row.nativeRss).padStart(9)}` +
      `${megabytes(row.oursRss).padStart(9)}`,
  );
}

async function main(args) {
  const options = parseOptions(args);
  const python = await findPython();
  if (python === null) {
    console.log('bench skipped: no python3.13 to compare with');
    return;
  }
  if (!existsSync(command))
    throw new Error(`${command} does not exist: run \`npm run build\` first`);
  const sides = [
    { name: 'python3.13', command: python, prefix: [] },
    { name: 'vivarium', command: process.execPath, prefix: [command] },
  ];
  const files = readdirSync(programsFolder)
    .filter((f) => f.endsWith('.py'))
    .filter((f) => options.filters.length === 0 || options.filters.some((w) => f.includes(w)))
    .sort();
  console.log('program                 native s   ours s    ratio    first  nat. MB  ours MB');
  const rows = [];
  const failures = [];
  for (const file of files) {
    try {
      const row = await compareProgram(file, sides, options);
      rows.push(row);
      printRow(row);
    } catch (error) {
      failures.push({ name: file.slice(0, -3), message: error.message });
      console.log(`${file.slice(0, -3).padEnd(22)} FAILED ${error.message}`);
    }
  }
  const start = failures.length === files.length ? null : await startUp(sides, options.runs);
  const summary = summarise(rows);
  printSummary(summary, start, failures);
  if (options.json !== null) {
    const machine = { node: process.version, python: python.split('/').at(-1) };
    const kept = { machine, runs: options.runs, programs: rows, failures, start, summary };
    writeFileSync(options.json, JSON.stringify(kept, null, 2) + '\n');
  }
  process.exitCode = failures.length > 0 ? 1 : 0;
}

function summarise(rows) {
  const mean = (field) => {
    const logs = rows.reduce((sum, row) => sum + Math.log(row[field]), 0);
    return rows.length > 0 ? Math.exp(logs / rows.length) : null;
  };
  return {
    programs: rows.length,
    geometricMean: mean('ratio'),
    geometricMeanFirst: mean('first'),
    slowerThanNative: rows.filter((row) => row.ratio > 1).length,
  };
}

function printSummary(summary, start, failures) {
  if (summary.geometricMean !== null) {
    console.log(
      `geometric mean ${summary.geometricMean.toFixed(3)}x native over ${summary.programs} programs, ` +
        `${summary.slowerThanNative} above 1x; first runs ${summary.geometricMeanFirst.toFixed(3)}x`,
    );
  }
  if (start !== null) {
    for (const [name, { seconds, rss }] of Object.entries(start)) {
      const what = name === 'node' ? 'node -e 0' : `${name} -c pass`;
      console.log(
        `start-up ${what.padEnd(16)} ${(seconds * 1000).toFixed(0)} ms, ${megabytes(rss)} MB`,
      );
    }
  }
  if (failures.length > 0) console.log(`${failures.length} programs failed`);
}

await main(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
