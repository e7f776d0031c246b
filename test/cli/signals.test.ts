/** Interrupts from outside, and pipes whose reader has gone. */
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';

vi.setConfig({ testTimeout: 60000 });

const command = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

interface Ended {
  code: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
}

/** Runs a program that prints "go" and then gets a signal. */
function interrupted(source: string, signal: NodeJS.Signals): Promise<Ended> {
  return new Promise((resolve) => {
    const p = spawn(process.execPath, [command, '-c', source], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const timer = setTimeout(() => p.kill('SIGKILL'), 30000);
    let stdout = '';
    let stderr = '';
    p.stdout!.on('data', (d) => {
      if (stdout === '') p.kill(signal);
      stdout += d;
    });
    p.stderr!.on('data', (d) => (stderr += d));
    p.on('close', (code, ended) => {
      clearTimeout(timer);
      resolve({ code, signal: ended, stdout, stderr });
    });
  });
}

describe('signals', () => {
  const go = 'import time\nprint("go", flush=True)\n';
  it.each([
    ['a loop', `${go}while True: pass`],
    ['a sleep', `${go}time.sleep(60)`],
  ] as const)('interrupt %s', async (_name, source) => {
    const r = await interrupted(source, 'SIGINT');
    expect(r.signal).toBe('SIGINT');
    expect(r.stderr).toMatch(/^Traceback[\s\S]*\nKeyboardInterrupt\n$/);
  });
  it('interrupt a read from a pipe', () => {
    const program = 'import os; print(os.getpid(), flush=True); input()';
    const line = `sleep 8 | (trap - INT; exec "$NODE" "$VIVARIUM" -c '${program}') > >(read pid; sleep 0.3; kill -INT $pid)`;
    const started = Date.now();
    const env = { ...process.env, NODE: process.execPath, VIVARIUM: command };
    const r = spawnSync('bash', ['-c', `${line}; echo "\${PIPESTATUS[1]}"; kill %1 2> /dev/null`], {
      encoding: 'utf8',
      env,
      timeout: 40000,
    });
    expect(r.stderr).toMatch(/KeyboardInterrupt\n$/);
    expect(r.stdout).toBe('130\n');
    expect(Date.now() - started).toBeLessThan(60000);
  });
  it('can be caught', async () => {
    const r = await interrupted(
      `${go}try:\n  while True: pass\nexcept KeyboardInterrupt:\n  print("caught")`,
      'SIGINT',
    );
    expect(r).toEqual({ code: 0, signal: null, stdout: 'go\ncaught\n', stderr: '' });
  });
  it('run handlers of the program', async () => {
    const source = `import signal, sys\nsignal.signal(signal.SIGTERM, lambda n, f: sys.exit(n))\n${go}while True: pass`;
    expect(await interrupted(source, 'SIGTERM')).toMatchObject({ code: 15, stderr: '' });
  });
  it('end the program where nothing handles them', async () => {
    expect((await interrupted(`${go}time.sleep(60)`, 'SIGTERM')).signal).toBe('SIGTERM');
  });
});

describe('broken pipes', () => {
  const shell = (line: string): { stdout: string; stderr: string } => {
    const env = { ...process.env, PYTHONUNBUFFERED: '', NODE: process.execPath, VIVARIUM: command };
    return spawnSync('bash', ['-c', line], { encoding: 'utf8', env, timeout: 60000 });
  };
  it('raise BrokenPipeError', () => {
    const r = shell(
      `"$NODE" "$VIVARIUM" -c 'for i in range(200000): print(i)' | head -1; echo "\${PIPESTATUS[0]}"`,
    );
    expect(r.stdout).toBe('0\n1\n');
    expect(r.stderr).toMatch(/BrokenPipeError: \[Errno 32\] Broken pipe\n/);
  });
  it('give exit code 120 when they break at the end', () => {
    const r = shell(`"$NODE" "$VIVARIUM" -c 'print(1)' > /dev/full; echo $?`);
    expect(r.stdout).toBe('120\n');
    expect(r.stderr).toBe(
      'Exception ignored on flushing sys.stdout:\nOSError: [Errno 28] No space left on device\n',
    );
  });
});
