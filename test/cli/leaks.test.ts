/** Findings: each rule fires on its faulty program, says nothing on its sound twin. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';

vi.setConfig({ testTimeout: 60000 });

const command = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const folder = fileURLToPath(new URL('../findings/', import.meta.url));

interface Report {
  findings: { rule: string; title: string; size: number; cure: string }[];
}

function leaks(program: string): Report {
  const repeat = program.startsWith('growing-container') ? ['--repeat', 'handle()'] : [];
  const argv = [command, 'leaks', '--json', ...repeat, folder + program];
  const { stdout, stderr, status } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
  expect([stderr, status]).toEqual(['', 0]);
  return JSON.parse(stdout);
}

const rules = readdirSync(folder)
  .filter((name) => name.endsWith('.faulty.py'))
  .map((name) => name.slice(0, -'.faulty.py'.length));

describe('rules', () => {
  it.each(rules)('%s', (rule) => {
    const [first] = leaks(`${rule}.faulty.py`).findings;
    expect(first!.rule).toBe(rule);
    expect(first!.size).toBeGreaterThan(0);
    expect(leaks(`${rule}.sound.py`).findings).toEqual([]);
  });
});
