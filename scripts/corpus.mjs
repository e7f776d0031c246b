// The conformance corpus: test/python/<area>/<topic>.py and what belongs to each program.
//
// Shared by the recorder (goldens.mjs, which asks CPython) and the runner (test.mjs, which asks the
// built command), so that both run a program in the same way and write its result in the same form.
//
// A program is a file exactly two levels down; deeper files are the packages that programs import.
// Beside it may stand: <topic>.in (its standard input), <topic>.out (its recording) and <topic>.opts
// (headers for sources that must stay verbatim). Headers are comments in the first ten lines:
//   # args: one two           command-line arguments
//   # hashseed: 7             PYTHONHASHSEED; a declared seed says that the output depends on it
//   # skip-lines: regex       lines left out of the comparison (kept in the recording)
//   # left-out: reason        neither recorded nor run
//
// Text is handled as latin1 strings, one character a byte, so that no output is ever altered by
// decoding.

import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const corpusFolder = join(root, 'test', 'python');

/** One program of the corpus, with its headers read. */
function program(area, file) {
  const path = join(corpusFolder, area, file);
  const topic = file.slice(0, -3);
  const beside = (suffix) => join(corpusFolder, area, topic + suffix);
  const source = readFileSync(path, 'utf8').split('\n', 10).join('\n');
  const options = existsSync(beside('.opts')) ? readFileSync(beside('.opts'), 'utf8') : '';
  const header = (name) =>
    new RegExp(`^# ${name}: (.*)$`, 'm').exec(options + '\n' + source)?.[1].trim();
  const skip = header('skip-lines');
  return {
    name: `${area}/${topic}`,
    area,
    file,
    path,
    folder: join(corpusFolder, area),
    args: header('args')?.split(/\s+/) ?? [],
    seed: header('hashseed') ?? null,
    leftOut: header('left-out') ?? null,
    skip: skip === undefined ? null : new RegExp(skip),
    input: existsSync(beside('.in')) ? readFileSync(beside('.in')) : Buffer.alloc(0),
    recording: beside('.out'),
  };
}

/** All programs in a stable order; `filters` are parts of paths, any of which selects. */
export function listPrograms(filters = []) {
  const wanted = filters.map((f) => relativeFilter(f));
  const found = [];
  for (const area of readdirSync(corpusFolder).sort()) {
    const folder = join(corpusFolder, area);
    if (area.startsWith('.') || area.includes('.')) continue;
    for (const file of readdirSync(folder).sort()) {
      if (!file.endsWith('.py')) continue;
      const path = `${area}/${file}`;
      if (wanted.length === 0 || wanted.some((w) => path.includes(w))) {
        const candidate = program(area, file);
        if (candidate.leftOut === null) found.push(candidate);
      }
    }
  }
  return found;
}

function relativeFilter(filter) {
  return filter.replace(/^\.\//, '').replace(/^test\/python\//, '');
}

/** The whole environment of a program: nothing of the caller's but where commands are. */
export function environment(seed) {
  return {
    PATH: process.env.PATH,
    HOME: '/tmp',
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    COLUMNS: '80',
    PYTHONHASHSEED: seed,
  };
}

/** Runs a command to its end; resolves to latin1 texts, the exit code and the time it took. */
export function run(command, args, { cwd, env, input, timeout = 20000 }) {
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    const child = spawn(command, args, { cwd, env, stdio: 'pipe' });
    const out = [];
    const err = [];
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, timeout);
    child.on('error', reject);
    child.stdout.on('data', (chunk) => out.push(chunk));
    child.stderr.on('data', (chunk) => err.push(chunk));
    // A program that exits without reading its input closes the pipe: not an error of ours.
    child.stdin.on('error', () => {});
    child.stdin.end(input ?? Buffer.alloc(0));
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({
        stdout: Buffer.concat(out).toString('latin1'),
        stderr: Buffer.concat(err).toString('latin1'),
        exit: timedOut ? 'timeout' : (signal ?? code),
        seconds: Number(process.hrtime.bigint() - started) / 1e9,
      });
    });
  });
}

/**
 * Stderr without what depends on the place or the patch release: the program's own folder goes, and
 * a frame inside the library keeps its file and function only (its line and source may move between
 * 3.13.0 and 3.13.2), and an address keeps only the word that says it is one.
 */
export function normaliseErrors(text, folder) {
  const lines = text.replaceAll(folder + '/', '').split('\n');
  const kept = [];
  let inLibrary = false;
  for (const line of lines) {
    const frame = /^((?:[ |+-]*) {2})File "([^"]*)", line \d+(, in .*)?$/.exec(line);
    if (frame) {
      const [, indent, path, where = ''] = frame;
      const library = /(?:^|\/)(lib\/python3\.13\/.*)$/.exec(path)?.[1];
      const frozen = /^<frozen /.test(path) ? path : undefined;
      inLibrary = library !== undefined || frozen !== undefined;
      kept.push(inLibrary ? `${indent}File "${library ?? frozen}"${where}` : line);
    } else if (!(inLibrary && /^[ |]* {4}\S?/.test(line) && !/^[ |]*\[Previous/.test(line))) {
      inLibrary = false;
      kept.push(
        line
          .replace(/[^\s(]*\/(lib\/python3\.13\/[\w./]+\.py)(:\d+:)?/, (_, file, at) =>
            at === undefined ? file : `${file}:`,
          )
          .replace(/ at 0x[0-9a-f]+/g, ' at 0x'),
      );
    }
  }
  return kept.join('\n');
}

/** The recorded form of a result; the program's own folder is left out of both streams. */
export function compose({ stdout, stderr, exit }, folder) {
  const close = (text) =>
    text === '' || text.endsWith('\n') ? text : text + '\n\\ no newline at the end\n';
  const errors = normaliseErrors(stderr, folder);
  return (
    close(stdout.replaceAll(folder + '/', '')) +
    (errors === '' ? '' : '--- stderr\n' + close(errors)) +
    `--- exit ${exit}\n`
  );
}

/** A recording or result as it is compared: without the lines that the program's headers drop. */
export function comparable(text, { skip }) {
  if (skip === null) return text;
  return text
    .split('\n')
    .filter((line) => !skip.test(line))
    .join('\n');
}

/** Runs `task` over all items, `width` at a time, in order of start. */
export async function inParallel(items, width, task) {
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const index = next++;
      await task(items[index], index);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
}

/** The real CPython 3.13 behind the name (a version manager's shim costs half a run), or null. */
export async function findPython() {
  try {
    const found = await run('python3.13', ['-c', 'import sys; print(sys.executable)'], {
      cwd: root,
      env: process.env,
    });
    return found.exit === 0 ? found.stdout.trim() : null;
  } catch {
    return null;
  }
}

/** A path as a person would type it. */
export function shortPath(path) {
  return relative(root, path) || basename(path);
}
