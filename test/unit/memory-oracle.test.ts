/** The built command against CPython's recorded answers about memory: random programs, and the oracle. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

function script(...args: string[]): { status: number | null; stdout: string } {
  return spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', timeout: 170000 });
}

it('prints what CPython printed in 150 random programs about lifetimes', () => {
  const { status, stdout } = script('scripts/fuzz-memory.mjs', '--recorded');
  expect(stdout).toContain('150 of 150 recorded programs equal');
  expect(status).toBe(0);
}, 180000);

it('equals the oracle of the collector, ids, reference counts and weak references', () => {
  const { status, stdout } = script(
    'scripts/oracle.mjs',
    '--min',
    '99',
    'gc/',
    'ids/',
    'identity/',
    'refcount/',
    'weakref/',
  );
  expect(stdout).toContain('rows equal');
  expect(status).toBe(0);
}, 180000);
