/**
 * Compiled units of the library that come with the package (dist/units.bin, made by build.mjs), so that a first start need
 * not compile them. Layout: length of the index, the index (JSON: name of the cache entry → its place), deflated entries.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { loadLate } from './late.ts';

/** More than any index or entry takes: what asks for more is damaged. */
const MOST = 1 << 26;

type Index = Record<string, [from: number, length: number]>;

/** Finds entries by their name; nothing where the file is missing or is none. */
export function shippedUnits(path: string): (name: string) => Buffer | null {
  let fd = -1;
  let index: Index | null = null;
  const read = (from: number, length: number): Buffer => {
    if (!(length <= MOST)) throw new RangeError('a damaged file');
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(fd, bytes, 0, length, from));
  };
  const open = (): Index => {
    try {
      fd = openSync(path, 'r');
      process.on('exit', () => closeSync(fd));
      return JSON.parse(read(4, read(0, 4).readUInt32LE()).toString('latin1')) as Index;
    } catch {
      return {};
    }
  };
  return (name) => {
    index ??= open();
    if (!Object.hasOwn(index, name)) return null;
    try {
      const [from, length] = index[name]!;
      const entry = loadLate('zlib').inflateRawSync(read(from, length));
      // numbers in it are read in place: it begins at a whole word
      return Buffer.from(Uint8Array.from(entry).buffer);
    } catch {
      return null;
    }
  };
}

/** The file's bytes. */
export function packUnits(entries: { name: string; entry: Buffer }[]): Buffer {
  const zlib = loadLate('zlib');
  const parts = entries.map((e) => zlib.deflateRawSync(e.entry, { level: 9 }));
  const place = (base: number): Buffer => {
    const index: Index = {};
    let at = base;
    entries.forEach((e, i) => {
      index[e.name] = [at, parts[i]!.length];
      at += parts[i]!.length;
    });
    return Buffer.from(JSON.stringify(index), 'latin1');
  };
  // the index is padded: its length must not depend on the places in it
  const room = place(0).length + 10 * entries.length;
  const index = Buffer.alloc(room, ' ');
  place(4 + room).copy(index);
  const head = Buffer.alloc(4);
  head.writeUInt32LE(room);
  return Buffer.concat([head, index, ...parts]);
}
