// Runs CPython's own test files, unmodified, from a CPython 3.13 that is found, and writes the scoreboard.
//   npm run cpython-tests [-- name …] [--jobs N] [--limit SECONDS] [--no-write] [--update]
// Named files are shown in full; with --update their results take the place of the old ones on the board.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const board = join(root, 'docs', 'cpython-tests.md');
const data = join(root, 'test', 'cpython', 'scoreboard.json');

/** test file: number of tests that need no process, thread, socket, C test module or bytecode (of the native passes). */
const FREE = JSON.parse(readFileSync(join(root, 'test', 'cpython', 'free.json'), 'utf8'));

/** Files that are shown but not counted. */
const APART = ['test_asyncio', 'test_threading'];

function findLibrary() {
  const r = spawnSync(
    'python3.13',
    ['-c', 'import test, os; print(os.path.dirname(os.path.dirname(test.__path__[0] + "/")))'],
    { cwd: root, encoding: 'utf8' },
  );
  if (r.status !== 0) return null;
  const path = dirname(r.stdout.trim());
  return existsSync(join(r.stdout.trim(), 'test')) ? r.stdout.trim() : path;
}

const args = process.argv.slice(2);
const option = (name, fallback) => {
  const i = args.indexOf(name);
  return i < 0 ? fallback : Number(args.splice(i, 2)[1]);
};
const jobs = option('--jobs', 2);
const limit = option('--limit', 180);
const noWrite = args.includes('--no-write');
const names = args.filter((a) => !a.startsWith('-'));
const library = findLibrary();
if (library === null) {
  console.log('no CPython 3.13 found: skipped');
  process.exit(0);
}
const wanted = names.length > 0 ? names : Object.keys(FREE);

/** Processor time of a process (in /proc, in hundredths of a second), or what has passed where there is no /proc. */
function processorSeconds(pid, passed) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return passed;
  }
}

/** One file: {ran, failed, errored, skipped, loaded, seconds, tail}. */
function runOne(name) {
  return new Promise((done) => {
    const driver = `import sys; sys.path.append(${JSON.stringify(library)}); import unittest; unittest.main(module=None, argv=['unittest', 'test.${name}'])`;
    const cwd = mkdtempSync(join(tmpdir(), 'vivarium-test-'));
    const started = Date.now();
    const child = spawn('node', [join(root, 'dist/cli.js'), '-c', driver], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PYTHONHASHSEED: '0' },
    });
    let text = '';
    let killed = false;
    // The limit counts the processor's time, so that a busy machine gives the same verdict; who waits in vain ends as well.
    const timer = setInterval(() => {
      const waited = (Date.now() - started) / 1000;
      if (processorSeconds(child.pid, waited) < limit && waited < 8 * limit) return;
      killed = true;
      child.kill('SIGKILL');
    }, 1000);
    const keep = (b) => {
      text = (text + b).slice(-200000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('close', () => {
      clearInterval(timer);
      done(summary(name, text, killed, (Date.now() - started) / 1000));
    });
  });
}

function summary(name, text, killed, seconds) {
  const ran = /^Ran (\d+) tests?/m.exec(text);
  const end = /^(?:FAILED|OK)(?: \((.*)\))?$/m.exec(text);
  const count = (word) => Number(new RegExp(`${word}=(\\d+)`).exec(end?.[1] ?? '')?.[1] ?? 0);
  const r = {
    name,
    ran: Number(ran?.[1] ?? 0),
    failed: count('(?<!expected )failures'),
    errored: count('errors'),
    skipped: count('skipped'),
    expected: count('expected failures'),
    state: 'ran',
    seconds: Math.round(seconds * 10) / 10,
  };
  if (killed) r.state = 'time limit';
  else if (ran === null) r.state = 'died';
  else if (/_FailedTest/.test(text) && r.ran <= 1) r.state = 'not loadable';
  r.passed =
    r.state === 'ran' ? Math.max(0, r.ran - r.failed - r.errored - r.skipped - r.expected) : 0;
  if (names.length > 0) console.log(text);
  else if (r.state !== 'ran') r.why = text.trim().split('\n').slice(-1)[0].slice(0, 160);
  return r;
}

const results = [];
const queue = [...wanted];
async function worker() {
  for (;;) {
    const name = queue.shift();
    if (name === undefined) return;
    const r = await runOne(name);
    results.push(r);
    console.log(
      `${r.name.padEnd(28)} passed ${r.passed}/${r.ran} failed ${r.failed} errors ${r.errored} skipped ${r.skipped} ${r.state} ${r.seconds}s ${r.why ?? ''}`,
    );
  }
}
await Promise.all(Array.from({ length: jobs }, worker));
results.sort((a, b) => wanted.indexOf(a.name) - wanted.indexOf(b.name));
const counted = results.filter((r) => !APART.includes(r.name));
const passed = counted.reduce((n, r) => n + Math.min(r.passed, FREE[r.name] ?? r.passed), 0);
const free = counted.reduce((n, r) => n + (FREE[r.name] ?? 0), 0);
console.log(
  `of ${free} free tests ${passed} pass (${((100 * passed) / free).toFixed(1)} %), ${results.filter((r) => r.state !== 'ran').length} files did not run to their end`,
);

if (!noWrite && (names.length === 0 || args.includes('--update'))) writeBoard(results);

/** Writes the scoreboard; files that did not run now keep what it says of them. */
function writeBoard(fresh) {
  const known = existsSync(data) && names.length > 0 ? JSON.parse(readFileSync(data, 'utf8')) : {};
  for (const { name, passed, ran, failed, errored, skipped, state } of fresh) {
    known[name] = { passed, ran, failed, errored, skipped, state };
  }
  const files = Object.keys(FREE).filter((name) => known[name] !== undefined);
  mkdirSync(dirname(data), { recursive: true });
  writeFileSync(
    data,
    `${JSON.stringify(Object.fromEntries(files.map((f) => [f, known[f]])), null, 1)}\n`,
  );
  const rows = files.map((f) => {
    const r = known[f];
    return `| ${f} | ${r.passed} | ${r.failed} | ${r.errored} | ${r.skipped} | ${FREE[f] ?? ''} | ${r.state} |`;
  });
  const counting = files.filter((f) => !APART.includes(f));
  const free = counting.reduce((n, f) => n + (FREE[f] ?? 0), 0);
  const passed = counting.reduce(
    (n, f) => n + Math.min(known[f].passed, FREE[f] ?? known[f].passed),
    0,
  );
  writeFileSync(
    board,
    `# CPython's own tests\n\nUnmodified files of CPython 3.13.0's \`Lib/test\`, run by \`npm run cpython-tests\`. "Free" is the number of tests that need no other\nprocess, thread, socket, C test module or bytecode and pass natively; the total counts at most that many passes a file.\n\n**${passed} of ${free} free tests pass (${((100 * passed) / free).toFixed(1)} %)**, ${APART.join(' and ')} apart.\n\n| file | passed | failed | errors | skipped | free | state |\n|---|---|---|---|---|---|---|\n${rows.join('\n')}\n`,
  );
}
