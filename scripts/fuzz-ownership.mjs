// Calls everything with odd arguments and watches the reference counts: test/fuzz/ownership.py under
// `-X verify=recount`, one process a group (`builtins`, `objects`, or a native module), and
// test/fuzz/raising.py, which makes each operation of all statements and expressions fail (`raising`).
//
//   node scripts/fuzz-ownership.mjs [group ...]      all groups without arguments
//   --seed N      other arguments
//   --jobs N      processes at a time (2)
//   --dist PATH   the built command's folder (dist)
//   --mode MODE   what `-X verify=` gets (recount); with poison the code is as in everyday use, and
//                 only memory is watched
//
// Prints what leaks (LEAK), whose counts go wrong (COUNT), and what ends the process (CRASH: an error
// of the runtime's own that escaped) or does not end (HANG). A process that ended early is started
// again behind the case that ended it. The last line is `N passed, N failed`, in groups.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment, inParallel, root } from './corpus.mjs';

const folder = join(root, 'test', 'fuzz');
const groups =
  `raising builtins objects _abc _ast _bisect _blake2 _codecs _collections _contextvars _csv _datetime
  _decimal _functools _heapq _imp _io _json _locale _md5 _opcode _operator _pickle _queue _random _sha1 _sha2
  _sha3 _signal _socket _sre _stat _statistics _string _struct _symtable _thread _tokenize _typing _warnings
  _weakref array atexit binascii cmath errno gc itertools marshal math posix pwd grp resource sys time
  unicodedata zlib`.split(/\s+/);
const stallMs = 30000;
const restarts = 40;

function parse(args) {
  const options = { groups: [], seed: '1', jobs: 2, dist: join(root, 'dist'), mode: 'recount' };
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--seed') options.seed = args[++i];
    else if (args[i] === '--jobs') options.jobs = Number(args[++i]);
    else if (args[i] === '--dist') options.dist = args[++i];
    else if (args[i] === '--mode') options.mode = args[++i];
    else options.groups.push(args[i]);
  }
  return options;
}

/** Runs a group from a case on; resolves to its output and the last case, or what went wrong. */
function runFrom(group, first, options, log) {
  return new Promise((resolve) => {
    writeFileSync(log, '');
    const file = join(folder, group === 'raising' ? 'raising.py' : 'ownership.py');
    const argv = [join(options.dist, 'cli.js'), '-X', `verify=${options.mode}`, file, group];
    argv.push(String(first), options.seed, log);
    const child = spawn(process.execPath, argv, {
      cwd: tmpdir(),
      env: environment('0'),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    let stalled = false;
    let size = -1;
    const watch = setInterval(() => {
      const now = statSync(log).size + out.length;
      if (now !== size) size = now;
      else {
        stalled = true;
        child.kill('SIGKILL');
      }
    }, stallMs);
    child.stdout.on('data', (d) => (out += d));
    child.stderr.on('data', (d) => (err = (err + d).slice(-200000)));
    child.on('close', () => {
      clearInterval(watch);
      const last = readFileSync(log, 'utf8').trimEnd().split('\n').at(-1) ?? '';
      resolve({ out, err, last, stalled, done: /^DONE/m.test(out) });
    });
  });
}

/** The lines that tell why a process ended. */
function reason(err) {
  const lines = err.split('\n');
  const at = lines.findIndex((l) => /internal error|^\w*Error/.test(l));
  return lines.slice(Math.max(at, 0), Math.max(at, 0) + 4).join('\n    ');
}

async function runGroup(group, options) {
  const logs = mkdtempSync(join(tmpdir(), 'fuzz-'));
  const findings = [];
  let first = 0;
  try {
    for (let i = 0; i < restarts; i++) {
      const r = await runFrom(group, first, options, join(logs, 'log'));
      findings.push(...r.out.split('\n').filter((l) => /^(LEAK|COUNT)/.test(l)));
      if (r.done) {
        const at = r.err.indexOf('verify (');
        if (at >= 0) findings.push(`END ${group}: ${r.err.slice(at, at + 1500)}`);
        return findings;
      }
      const number = Number(r.last.split(' ')[0]);
      findings.push(`${r.stalled ? 'HANG' : 'CRASH'} ${r.last}\n    ${reason(r.err)}`);
      if (!(number > first)) return findings;
      first = number;
    }
    return findings;
  } finally {
    rmSync(logs, { recursive: true, force: true });
  }
}

const options = parse(process.argv.slice(2));
const wanted = options.groups.length > 0 ? options.groups : groups;
let failed = 0;
await inParallel(wanted, options.jobs, async (group) => {
  const findings = await runGroup(group, options);
  if (findings.length > 0) failed++;
  console.log(`== ${group}: ${findings.length === 0 ? 'clean' : `${findings.length} findings`}`);
  if (findings.length > 0) console.log(findings.join('\n'));
});
console.log(`${wanted.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
