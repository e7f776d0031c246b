/** The folder of compiled programs: bounded, shared, and never in the way. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cacheFolder, cleanCache, compileCache } from '../../src/cli/compile-cache.ts';
import type { StoredUnit } from '../../src/runtime/host.ts';

const root = mkdtempSync(join(tmpdir(), 'cache-'));

function unit(data: string): StoredUnit {
  return { data, positions: Int32Array.of(1, 2, 3, 4), js: 'U.ran = R;' };
}

describe('compile cache', () => {
  it('finds what was put', () => {
    const cache = compileCache(join(root, 'a'));
    expect(cache.cacheGet('key', 'source')).toBe(null);
    const U: Record<string, unknown> = {};
    cache.cachePut('key', 'source', unit('text'))!.run(7, U);
    expect(U.ran).toBe(7);
    for (const again of [cache, compileCache(join(root, 'a'))]) {
      const found = again.cacheGet('key', 'source')!;
      expect(found.data).toBe('text');
      expect([...found.positions]).toEqual([1, 2, 3, 4]);
    }
    expect(readdirSync(join(root, 'a'))).toHaveLength(1);
  });

  it('keeps what ran in compiled form', () => {
    const folder = join(root, 'f');
    const first = compileCache(folder);
    first.cachePut('key', 'source', unit('text'));
    const [name] = readdirSync(folder);
    const { size } = statSync(join(folder, name!));
    first.cacheFlush();
    expect(statSync(join(folder, name!)).size).toBeGreaterThan(size);
    const U: Record<string, unknown> = {};
    compileCache(folder).cacheGet('key', 'source')!.run(8, U);
    expect(U.ran).toBe(8);
  });

  it('tells sources, keys and forms apart', () => {
    const cache = compileCache(join(root, 'g'));
    const source = 'x'.repeat(5000);
    cache.cachePut('key', source, unit('text'));
    for (let at = 0; at < source.length; at += 997) {
      const other = `${source.slice(0, at)}y${source.slice(at + 1)}`;
      expect(cache.cacheGet('key', other)).toBe(null);
    }
    expect(cache.cacheGet('other', source)).toBe(null);
    expect(cache.cacheGet('key', Buffer.from(source))).toBe(null);
    expect(cache.cacheGet('key', source)).not.toBe(null);
  });

  it('does not believe a damaged entry', () => {
    const folder = join(root, 'h');
    const cache = compileCache(folder);
    cache.cachePut('key', 'source', unit('text'));
    cache.cacheFlush();
    const path = join(folder, readdirSync(folder)[0]!);
    const whole = readFileSync(path);
    for (let at = 0; at < whole.length; at += 7) {
      const damaged = Buffer.from(whole);
      damaged[at]! ^= 0x5a;
      writeFileSync(path, damaged);
      const U: Record<string, unknown> = {};
      cache.cacheGet('key', 'source')?.run(9, U);
      expect([undefined, 9]).toContain(U.ran);
      writeFileSync(path, whole.subarray(0, at));
      expect(cache.cacheGet('key', 'source')).toBe(null);
    }
  });

  it('drops the oldest entries beyond its limit', () => {
    const folder = join(root, 'b');
    const cache = compileCache(folder, 1 << 30);
    for (let i = 0; i < 10; i++) {
      cache.cachePut(`key ${i}`, 'source', unit('x'.repeat(100)));
      for (const name of readdirSync(folder)) {
        const path = join(folder, name);
        const age = statSync(path).mtimeMs / 1000 - 10;
        utimesSync(path, age, age);
      }
    }
    cleanCache(folder, 800);
    expect(readdirSync(folder)).toHaveLength(3);
    expect(cache.cacheGet('key 9', 'source')).not.toBe(null);
    expect(cache.cacheGet('key 0', 'source')).toBe(null);
  });

  it('removes what a dead process left', () => {
    const folder = join(root, 'c');
    mkdirSync(folder);
    const left = join(folder, 'abc.1234');
    writeFileSync(left, 'half');
    utimesSync(left, 1, 1);
    compileCache(folder).cachePut('key', 'source', unit('text'));
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('is no error where it cannot be', () => {
    const file = join(root, 'file');
    writeFileSync(file, '');
    const cache = compileCache(join(file, 'below'));
    cache.cachePut('key', 'source', unit('text'));
    expect(cache.cacheGet('key', 'source')).toBe(null);
    chmodSync(file, 0o600);
  });

  it('is in the folder the environment names', () => {
    expect(cacheFolder({ XDG_CACHE_HOME: '/somewhere' })).toBe('/somewhere/vivarium');
    expect(cacheFolder({ XDG_CACHE_HOME: 'relative' })).toMatch(/\/\.cache\/vivarium$/);
  });
});

afterAll(() => rmSync(root, { recursive: true }));
