/** The built command against what CPython did with the same command lines (recorded.json). */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { makeFolder, removeFolder, runCase } from './run-case.mjs';

const command = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const recorded = JSON.parse(readFileSync(new URL('./recorded.json', import.meta.url), 'utf8'));
const folder = makeFolder();

describe('command line', () => {
  for (const c of recorded) {
    const title = `${JSON.stringify(c.argv)} ${c.input === undefined ? '' : JSON.stringify(c.input).slice(0, 60)} ${JSON.stringify(c.env ?? '')}`;
    it(title, () => {
      expect(runCase([process.execPath, command], c, folder, [[command, 'PROGRAM']])).toEqual(
        c.outcome,
      );
    }, 30000);
  }
});

afterAll(() => removeFolder(folder));
