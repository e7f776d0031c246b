// What the built-in types, functions and native modules look like: Vivarium against CPython.
//
// Usage: npm run parity [-- --record]
//
// The program scripts/parity.py walks them and describes each entry in a line; it runs under the built command and its
// answer is compared with the recording of CPython 3.13 in test/data/parity.json. `--record` makes the recording anew
// with python3.13. What a host without C cannot have is allowed, with its reason, in the list below; an allowance that
// is not needed any more is an error. Prints what is missing, extra or different and a count of each; exits 1 if any.

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const program = join(root, 'scripts', 'parity.py');
const recording = join(root, 'test', 'data', 'parity.json');
const LARGEST = 64 << 20;

/** Entries that cannot exist here: reason (a file of docs/differences) to entries. */
const ALLOWED = {
  'system-calls.md': `
    posix.chroot posix.fork posix.forkpty posix.initgroups posix.lockf posix.mkfifo posix.mknod
    posix.eventfd posix.eventfd_read posix.eventfd_write posix.timerfd_create posix.timerfd_gettime
    posix.timerfd_gettime_ns posix.timerfd_settime posix.timerfd_settime_ns
    posix.getxattr posix.listxattr posix.removexattr posix.setxattr
    posix.grantpt posix.login_tty posix.openpty posix.posix_openpt posix.ptsname posix.unlockpt
    posix.pidfd_open _signal.pidfd_send_signal posix.tcsetpgrp
    posix.sched_rr_get_interval posix.sched_setaffinity posix.sched_setparam posix.sched_setscheduler
    posix.setegid posix.seteuid posix.setgid posix.setgroups posix.setns posix.setpgid posix.setpgrp
    posix.setregid posix.setresgid posix.setresuid posix.setreuid posix.setsid posix.setuid posix.unshare
    _socket.sethostname`,
  'sockets.md': '_socket.has_ipv6 _socket.socket.sendmsg_afalg',
  'monitoring.md': 'sys.monitoring',
};

/** The description by a Python, as {modules, types}. */
function describe(command, args) {
  const result = spawnSync(command, [...args, program], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: LARGEST,
    env: { ...process.env, PYTHONHASHSEED: '0' },
  });
  if (result.status !== 0) {
    throw new Error(`${command} failed with ${result.status ?? result.signal}:\n${result.stderr}`);
  }
  if (result.stderr !== '') throw new Error(result.stderr);
  return JSON.parse(result.stdout);
}

/** All lines of a description under their full names. */
function flat(description) {
  const out = new Map();
  for (const [kind, owners] of Object.entries(description)) {
    for (const [owner, lines] of Object.entries(owners)) {
      out.set(owner, `one of ${kind}`);
      for (const [name, line] of Object.entries(lines)) {
        out.set(name.startsWith('.') ? owner + name : `${owner} ${name}`, line);
      }
    }
  }
  return out;
}

/** What differs between CPython's description and ours. */
export function compare(theirs, ours) {
  const a = flat(theirs);
  const b = flat(ours);
  const allowed = new Map();
  for (const [reason, names] of Object.entries(ALLOWED)) {
    for (const name of names.trim().split(/\s+/)) allowed.set(name, reason);
  }
  const found = { missing: [], extra: [], different: [], allowed: 0, unused: [], entries: a.size };
  const used = new Set();
  const note = (kind, name, text) => {
    if (!allowed.has(name)) return found[kind].push(text);
    used.add(name);
    found.allowed++;
  };
  for (const [name, line] of a) {
    if (!b.has(name)) note('missing', name, `${name}: ${line}`);
    else if (b.get(name) !== line)
      note('different', name, `${name}\n    CPython  ${line}\n    Vivarium ${b.get(name)}`);
  }
  for (const [name, line] of b) if (!a.has(name)) note('extra', name, `${name}: ${line}`);
  for (const name of allowed.keys()) if (!used.has(name)) found.unused.push(name);
  return found;
}

/** Compares the built command with the recording. */
export function check() {
  const ours = describe(process.execPath, [join(root, 'dist', 'cli.js')]);
  return compare(JSON.parse(readFileSync(recording, 'utf8')), ours);
}

/** The line of counts. */
export function summary(found) {
  const { missing, extra, different, allowed, unused, entries } = found;
  const stale = unused.length > 0 ? `, ${unused.length} allowances without need` : '';
  return (
    `${entries} entries: ${missing.length} missing, ${extra.length} extra, ` +
    `${different.length} different; ${allowed} allowed${stale}`
  );
}

function main(args) {
  if (args.includes('--record')) {
    const theirs = describe('python3.13', ['-X', 'utf8', '-B']);
    writeFileSync(recording, `${JSON.stringify(theirs, null, 0).replaceAll('},"', '},\n"')}\n`);
  }
  const found = check();
  for (const kind of ['missing', 'extra', 'different', 'unused']) {
    if (found[kind].length > 0) console.log(`${kind}:\n  ${found[kind].join('\n  ')}`);
  }
  console.log(summary(found));
  if (['missing', 'extra', 'different', 'unused'].some((kind) => found[kind].length > 0))
    process.exitCode = 1;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(process.argv.slice(2));
}
