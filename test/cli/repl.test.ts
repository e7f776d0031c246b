/** Commands typed on a terminal. Needs a Python with the pty module to make one; skipped without. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const here = fileURLToPath(new URL('.', import.meta.url));
const command = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const python = ['python3', '/usr/bin/python3'].find(
  (p) => spawnSync(p, ['-c', 'import pty']).status === 0,
);
const folder = mkdtempSync(join(tmpdir(), 'repl-'));
const history = join(folder, 'history');
const LIMIT_S = 40;

interface Session {
  /** What was on the screen, without escape sequences. */
  screen: string;
  /** Steps whose text never came. */
  left: number;
  status: number;
}

function session(steps: [string, string][], argv: string[] = ['-q']): Session {
  const env = {
    ...process.env,
    PYTHON_HISTORY: history,
    TERM: 'xterm',
    PYTHON_COLORS: '0',
    PYTHONSTARTUP: '',
    COLUMNS: '80',
  };
  const args = [join(here, 'terminal.py'), String(LIMIT_S), process.execPath, command, ...argv];
  const r = spawnSync(python!, args, {
    input: JSON.stringify(steps),
    encoding: 'utf8',
    env,
    timeout: (LIMIT_S + 5) * 1000,
  });
  const lines = r.stdout.trimEnd().split('\n');
  const { left, status } = JSON.parse(lines.pop()!);
  const screen = lines
    .join('\n')
    .replace(/\x1b\[[0-9;]*[A-Za-z]/g, '')
    .replaceAll('\r', '');
  return { screen, left, status };
}

describe.skipIf(python === undefined)('terminal', () => {
  it('runs commands, keeps the last value, survives errors and interrupts', () => {
    const r = session([
      ['>>> ', '6 * 7\r'],
      ['42', '_ + 1\r'],
      ['43', 'def f():\r'],
      ['... ', '  return "deep"\r'],
      ['... ', '\r'],
      ['>>> ', 'f()\r'],
      ["'deep'", '1/0\r'],
      ['ZeroDivisionError: division by zero', 'half a li\x03'],
      ['KeyboardInterrupt', 'while True: pass\r'],
      ['... ', '\r'],
      ['\n', '\x03'],
      ['KeyboardInterrupt', 'import time; time.sleep(30)\r'],
      ['sleep(30)', '\x03'],
      ['KeyboardInterrupt', 'input("name? ")\r'],
      ['name? ', 'Eva\r'],
      ["'Eva'", 'exit\r'],
      ['Use exit()', '\x04'],
    ]);
    expect(r.left).toBe(0);
    expect(r.status).toBe(0);
  }, 60000);

  it('edits lines', () => {
    const r = session([
      ['>>> ', 'rint(12 + 3\x01p\x05)\x020\r'],
      ['42', '"ab cd\x17xy"\r'],
      ["'ab xy'", 'abc\x01\x0b"\x19\x19"\r'],
      ["'abcabc'", '#\x15"\u00e9\u00e8"\x1b[D\x7f\r'],
      ["'\u00e9'", 'quit(5)\r'],
    ]);
    expect(r.screen).toContain('print(12 + 30)');
    expect(r.left).toBe(0);
    expect(r.status).toBe(5);
  }, 60000);

  it('completes names and attributes', () => {
    const r = session([
      ['>>> ', 'import ma'],
      ['ma', 'th\r'],
      ['>>> ', 'math.factor\t5)\r'],
      ['120', 'long_name_of_mine = 8\r'],
      ['>>> ', 'long_n\t\r'],
      ['8', 'math.is\t\t'],
      ['isqrt', '\x03'],
      ['>>> ', 'exit()\r'],
    ]);
    expect(r.left).toBe(0);
    expect(r.screen).toMatch(/isclose\(\s+isfinite\(/);
  }, 60000);

  it('remembers lines between sessions', () => {
    rmSync(history, { force: true });
    session([
      ['>>> ', '"first " + "one"\r'],
      ['first one', 'exit()\r'],
    ]);
    expect(readFileSync(history, 'utf8')).toBe('"first " + "one"\nexit()\n');
    const r = session([
      ['>>> ', '\x1b[A\x1b[A\r'],
      ['first one', '\x12fir\r'],
      ['first one', '\x04'],
    ]);
    expect(r.left).toBe(0);
    expect(r.status).toBe(0);
  }, 60000);

  it('shows a banner, and commands follow a script with -i', () => {
    const banner = session([['>>> ', '\x04']], []);
    expect(banner.screen).toMatch(/^Python 3\.13\.0 .* on linux\nType "help"/);
    const r = session(
      [
        ['>>> ', 'x\r'],
        ['5', 'import sys; sys.exit("bye")\r'],
        ['bye', ''],
      ],
      ['-i', '-c', 'x = 5'],
    );
    expect(r.status).toBe(1);
  }, 60000);
});

afterAll(() => {
  if (existsSync(folder)) rmSync(folder, { recursive: true });
});
