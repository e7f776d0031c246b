/** The folder of compiled programs: bounded, shared, and never in the way. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cacheFolder, cleanCache, compileCache } from '../../src/cli/compile-cache.ts';

const root = mkdtempSync(join(tmpdir(), 'cache-'));

describe('compile cache', () => {
  it('finds what was put', () => {
    const cache = compileCache(join(root, 'a'));
    expect(cache.cacheGet!('key')).toBe(null);
    cache.cachePut!('key', 'text');
    expect(cache.cacheGet!('key')).toBe('text');
    expect(compileCache(join(root, 'a')).cacheGet!('key')).toBe('text');
    expect(readdirSync(join(root, 'a'))).toHaveLength(1);
  });

  it('drops the oldest entries beyond its limit', () => {
    const folder = join(root, 'b');
    const cache = compileCache(folder, 1 << 30);
    for (let i = 0; i < 10; i++) {
      cache.cachePut!(`key ${i}`, 'x'.repeat(100));
      for (const name of readdirSync(folder)) {
        const path = join(folder, name);
        const age = statSync(path).mtimeMs / 1000 - 10;
        utimesSync(path, age, age);
      }
    }
    cleanCache(folder, 500);
    expect(readdirSync(folder)).toHaveLength(3);
    expect(cache.cacheGet!('key 9')).not.toBe(null);
    expect(cache.cacheGet!('key 0')).toBe(null);
  });

  it('removes what a dead process left', () => {
    const folder = join(root, 'c');
    mkdirSync(folder);
    const left = join(folder, 'abc.1234');
    writeFileSync(left, 'half');
    utimesSync(left, 1, 1);
    compileCache(folder).cachePut!('key', 'text');
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('is no error where it cannot be', () => {
    const file = join(root, 'file');
    writeFileSync(file, '');
    const cache = compileCache(join(file, 'below'));
    cache.cachePut!('key', 'text');
    expect(cache.cacheGet!('key')).toBe(null);
    chmodSync(file, 0o600);
  });

  it('is in the folder the environment names', () => {
    expect(cacheFolder({ XDG_CACHE_HOME: '/somewhere' })).toBe('/somewhere/vivarium');
    expect(cacheFolder({ XDG_CACHE_HOME: 'relative' })).toMatch(/\/\.cache\/vivarium$/);
  });
});

afterAll(() => rmSync(root, { recursive: true }));
