// The test runner: `npm test [-- filters and options]`.
//
// Runs the unit tests of test/unit (vitest) and every program of test/python with the built command,
// and compares each program's output with its recording from CPython.
//   filter ...        parts of paths: `list/`, `str/format`, `test/unit/dict` (units only if named)
//   --verify MODE     passes `-X verify=MODE` (recount, gc, poison or all) to the command: the programs
//                     under the verifier, which makes any finding of its own a failure; no unit tests
//                     unless named. Programs of test/python/collector.txt are left out where
//                     collections run at other times than in CPython (gc, all)
//   --jobs N          programs at a time (2)
//   --with COMMAND    judges another interpreter (`python3.13`) instead of the built command
//   --batch           worker processes that import dist/index.js run many programs each
//   --list            names the failures only, without their differences
//   --update-list     rewrites test/python/failing.txt, the list of programs known to fail
// The last line is always `N passed, N failed, N skipped`; the exit code is 1 if anything failed. Skipped are the programs that
// test/python/failing.txt lists as known to fail, one a line with its cause after `#`: the list may only shrink.

import { fork } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  comparable,
  compose,
  corpusFolder,
  environment,
  inParallel,
  listPrograms,
  root,
  run,
} from './corpus.mjs';

const command = join(root, 'dist', 'cli.js');
const library = join(root, 'dist', 'index.js');
const failingList = join(corpusFolder, 'failing.txt');
/** Programs whose output tells when the collector runs. */
const collectorList = join(corpusFolder, 'collector.txt');
const timeoutMs = 20000;
/** Under the verifier programs are slower. */
const verifyTimeoutMs = 120000;
const diffLines = 12;

function parseOptions(args) {
  const options = {
    filters: [],
    verify: null,
    jobs: 2,
    batch: false,
    list: false,
    update: false,
    other: null,
  };
  const takesValue = (name, i) => {
    if (i + 1 >= args.length) throw new Error(`${name} needs a value`);
    return args[i + 1];
  };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i];
    if (arg === '--verify') options.verify = takesValue(arg, i++);
    else if (arg === '--jobs') options.jobs = Number(takesValue(arg, i++));
    else if (arg === '--with') options.other = takesValue(arg, i++);
    else if (arg === '--batch') options.batch = true;
    else if (arg === '--list') options.list = true;
    else if (arg === '--update-list') options.update = true;
    else if (arg.startsWith('-')) throw new Error(`unknown option ${arg}`);
    else options.filters.push(arg);
  }
  return options;
}

// ---------------------------------------------------------------------------------------- units

/** Runs vitest once; resolves to its counts and the messages of what failed. */
async function runUnits(filters) {
  const folder = mkdtempSync(join(tmpdir(), 'units-'));
  const report = join(folder, 'report.json');
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const args = [vitest, 'run', '--reporter=json', `--outputFile=${report}`, '--passWithNoTests'];
  const targets = filters.length > 0 ? filters : ['test/unit'];
  try {
    const options = { cwd: root, env: process.env, timeout: 300000 };
    const result = await run(process.execPath, [...args, ...targets], options);
    if (!existsSync(report)) {
      return result.exit === 0
        ? { passed: 0, failed: 0, messages: [] }
        : { passed: 0, failed: 1, messages: [result.stderr || result.stdout] };
    }
    return readUnits(JSON.parse(readFileSync(report, 'utf8')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readUnits(report) {
  const messages = [];
  let failed = report.numFailedTests;
  for (const file of report.testResults) {
    for (const test of file.assertionResults) {
      if (test.status === 'failed') messages.push(`${test.fullName}\n${test.failureMessages[0]}`);
    }
    // A file that does not load has no tests to fail, yet it is a failure.
    if (file.status === 'failed' && !file.assertionResults.some((t) => t.status === 'failed')) {
      failed += 1;
      messages.push(`${file.name}\n${file.message}`);
    }
  }
  return { passed: report.numPassedTests, failed, messages };
}

// ------------------------------------------------------------------------------------- launchers
// A launcher runs one program of the corpus: { run(program) -> {stdout, stderr, exit}, close() }.

/** As the recordings were made: in UTF-8 mode, without files of bytecode. */
const recordingOptions = ['-X', 'utf8', '-B'];

function interpreterOptions(verify) {
  return verify === null ? recordingOptions : [...recordingOptions, '-X', `verify=${verify}`];
}

/** One process a program: what a user's command does. */
function spawnLauncher(options) {
  const ours = options.other === null;
  const before = ours ? [command, ...interpreterOptions(options.verify)] : recordingOptions;
  return {
    run: (program) =>
      run(ours ? process.execPath : options.other, [...before, program.file, ...program.args], {
        cwd: program.folder,
        env: environment(program.seed ?? '0'),
        input: program.input,
        timeout: options.verify === null ? timeoutMs : verifyTimeoutMs,
      }),
    close() {},
  };
}

/**
 * Worker processes that import the library once and run one program after another, through
 * `runProgram({ argv, cwd, env, input }) -> { stdout, stderr, exit }` of dist/index.js (texts as
 * latin1). A worker that dies or hangs fails its program only and is replaced.
 */
function batchLauncher(options) {
  const idle = [];
  const start = () => fork(fileURLToPath(import.meta.url), ['--worker'], { cwd: root });
  return {
    run: (program) =>
      new Promise((resolve) => {
        const worker = idle.pop() ?? start();
        const finish = (result, reusable) => {
          clearTimeout(timer);
          worker.removeAllListeners();
          if (reusable) idle.push(worker);
          else worker.kill('SIGKILL');
          resolve(result);
        };
        const lost = (exit) => finish({ stdout: '', stderr: 'the worker ended\n', exit }, false);
        const timer = setTimeout(() => lost('timeout'), timeoutMs);
        worker.on('exit', (code, signal) => lost(signal ?? code));
        worker.on('message', (result) => finish(result, true));
        worker.send({
          argv: [...interpreterOptions(options.verify), program.file, ...program.args],
          cwd: program.folder,
          env: environment(program.seed ?? '0'),
          input: program.input.toString('latin1'),
        });
      }),
    close() {
      for (const worker of idle) worker.kill();
    },
  };
}

async function serveBatch() {
  const { runProgram } = await import(pathToFileURL(library).href);
  if (typeof runProgram !== 'function') {
    throw new Error('--batch needs runProgram, which dist/index.js does not export yet');
  }
  process.on('message', async (request) => {
    process.chdir(request.cwd);
    process.send(await runProgram(request));
  });
}

// -------------------------------------------------------------------------------------- programs

/** The first lines where two texts part, with one line of context before. */
function difference(expected, actual) {
  const want = expected.split('\n');
  const have = actual.split('\n');
  let at = 0;
  while (at < want.length && at < have.length && want[at] === have[at]) at++;
  let [wantEnd, haveEnd] = [want.length, have.length];
  while (wantEnd > at && haveEnd > at && want[wantEnd - 1] === have[haveEnd - 1]) {
    wantEnd--;
    haveEnd--;
  }
  const part = (lines, end, mark) => {
    const shown = lines.slice(at, Math.min(end, at + diffLines)).map((l) => `    ${mark} ${l}`);
    if (end - at > diffLines) shown.push(`    ${mark} (${end - at - diffLines} more lines)`);
    return shown;
  };
  const context = at > 0 ? [`      ${want[at - 1]}`] : [];
  const lines = [`    line ${at + 1}:`, ...context];
  lines.push(...part(want, wantEnd, '-'), ...part(have, haveEnd, '+'));
  return Buffer.from(lines.join('\n'), 'latin1').toString('utf8');
}

async function judge(program, launcher) {
  if (!existsSync(program.recording)) {
    return { program, problem: '    no recording: run `npm run goldens`' };
  }
  const expected = comparable(readFileSync(program.recording, 'latin1'), program);
  const result = await launcher.run(program);
  const actual = comparable(compose(result, program.folder), program);
  return { program, problem: actual === expected ? null : difference(expected, actual) };
}

async function runPrograms(programs, options) {
  if (programs.length === 0) return [];
  const needed = options.batch ? library : command;
  if (options.other === null && !existsSync(needed)) {
    throw new Error(`${needed} does not exist: run \`npm run build\` first`);
  }
  const launcher = options.batch ? batchLauncher(options) : spawnLauncher(options);
  const results = [];
  try {
    await inParallel(programs, options.jobs, async (program, index) => {
      results[index] = await judge(program, launcher);
    });
  } finally {
    launcher.close();
  }
  return results;
}

// --------------------------------------------------------------------------------------- reports

function printAreas(results) {
  const areas = new Map();
  for (const { program, problem } of results) {
    const row = areas.get(program.area) ?? { passed: 0, total: 0 };
    row.total += 1;
    if (problem === null) row.passed += 1;
    areas.set(program.area, row);
  }
  for (const [area, { passed, total }] of areas) {
    const mark = passed === total ? ' ' : '*';
    console.log(`${mark} ${area.padEnd(20)} ${String(passed).padStart(4)} of ${total}`);
  }
}

/** Programs that a list names, with the cause: name -> text after `#`. */
function readList(file) {
  const known = new Map();
  if (!existsSync(file)) return known;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [name, cause] = line.split('#').map((part) => part.trim());
    if (name !== '') known.set(name, cause ?? '');
  }
  return known;
}

async function main(args) {
  const options = parseOptions(args);
  const unitFilters = options.filters.filter((f) => f.includes('test/unit'));
  const filters = options.filters.filter((f) => !f.includes('test/unit'));
  const onlyUnits = unitFilters.length > 0 && filters.length === 0;
  const wantUnits = unitFilters.length > 0 || (filters.length === 0 && options.verify === null);
  const stressed = options.verify !== null && /gc|all/.test(options.verify);
  const depends = stressed ? readList(collectorList) : new Map();
  const listed = onlyUnits ? [] : listPrograms(filters);
  const programs = listed.filter((p) => !depends.has(p.name));

  const units = wantUnits ? await runUnits(unitFilters) : { passed: 0, failed: 0, messages: [] };
  for (const message of units.messages) {
    console.log(`FAIL unit ${message.split('\n', diffLines).join('\n')}\n`);
  }
  const results = await runPrograms(programs, options);
  const known = options.update || options.other !== null ? new Map() : readList(failingList);
  const excused = results.filter((r) => r.problem !== null && known.has(r.program.name));
  const failures = results.filter((r) => r.problem !== null && !known.has(r.program.name));
  for (const { program, problem } of failures) {
    console.log(`FAIL ${program.name}${options.list ? '' : `\n${problem}\n`}`);
  }
  if (options.update) {
    const names = failures.map((r) => r.program.name);
    const causes = readList(failingList);
    const lines = names.map((n) => (causes.get(n) ? `${n} # ${causes.get(n)}` : n));
    writeFileSync(failingList, lines.length > 0 ? lines.join('\n') + '\n' : '');
  }
  for (const r of results) {
    if (r.problem === null && known.has(r.program.name)) {
      console.log(`passes now, take it off test/python/failing.txt: ${r.program.name}`);
    }
  }
  if (wantUnits)
    console.log(`  unit tests           ${units.passed} passed, ${units.failed} failed`);
  printAreas(results);
  const failed = units.failed + failures.length;
  const passed = units.passed + results.length - failures.length - excused.length;
  const skipped = excused.length + listed.length - programs.length;
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed > 0 ? 1 : 0;
}

if (process.argv[2] === '--worker') {
  await serveBatch();
} else {
  await main(process.argv.slice(2)).catch((error) => {
    console.error(error.message);
    console.log('0 passed, 1 failed');
    process.exitCode = 1;
  });
}
