/** Types, functions and modules look as CPython's do: scripts/parity.mjs against its recording. */
import { expect, it } from 'vitest';

interface Found {
  missing: string[];
  extra: string[];
  different: string[];
  unused: string[];
}

const { check, summary } = (await import(
  /* @vite-ignore */ new URL('../../scripts/parity.mjs', import.meta.url).href
)) as { check(): Found; summary(found: Found): string };

it('has the names, signatures, flags and constants of CPython', () => {
  const found = check();
  console.log(summary(found));
  const { missing, extra, different, unused } = found;
  expect({ missing, extra, different, unused }).toEqual({
    missing: [],
    extra: [],
    different: [],
    unused: [],
  });
}, 60_000);
