/** The package's compiled units: found by name, and no harm where the file is damaged. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeEntry, encodeEntry } from '../../src/cli/compile-cache.ts';
import { packUnits, shippedUnits } from '../../src/cli/shipped-units.ts';

const root = mkdtempSync(join(tmpdir(), 'units-'));
const path = join(root, 'units.bin');

function entry(data: string): Buffer {
  const unit = { data, positions: Int32Array.of(1, 2, 3, 4), js: 'U.ran = R;' };
  return encodeEntry(unit, Buffer.from(`source of ${data}`), null);
}

describe('shipped units', () => {
  it('are found by name', () => {
    writeFileSync(path, packUnits(['a', 'b', 'c'].map((name) => ({ name, entry: entry(name) }))));
    const find = shippedUnits(path);
    expect(decodeEntry(find('b')!)!.unit.data).toBe('b');
    expect(decodeEntry(find('c')!)!.source.toString()).toBe('source of c');
    expect(find('d')).toBe(null);
    expect(find('toString')).toBe(null);
  });

  it('are none where the file is missing or damaged', () => {
    expect(shippedUnits(join(root, 'none'))('a')).toBe(null);
    const whole = readFileSync(path);
    for (let at = 0; at < whole.length; at += 5) {
      writeFileSync(path, whole.subarray(0, at));
      const found = shippedUnits(path)('c');
      expect(found === null || decodeEntry(found) === null).toBe(true);
    }
  });
});

afterAll(() => rmSync(root, { recursive: true }));
