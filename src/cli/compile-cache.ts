/**
 * The compile cache: one file a unit in a folder of the user, with the JavaScript engine's own compiled form of what ran.
 *
 * A file is named by a few samples of the source and by everything else that decides the result, and holds the whole
 * source, which is compared: a wrong unit is never taken for the right one. Layout: seven little-endian words (magic,
 * lengths of positions, source, data, JavaScript and engine code, checksum), then these parts in that order.
 *
 * Invariants: an entry appears whole or not at all (written under another name, then renamed), so processes may share the
 * folder. Engine code is of one engine version and set of flags: the engine itself refuses other code, and its tag is
 * part of the name. The folder stays below a number of bytes: the entries that were not used for the longest go first. A
 * folder that cannot be read or written is no cache, never an error.
 */
import { Buffer } from 'node:buffer';
import * as fs from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Script } from 'node:vm';
import type { Host, RunnableUnit, StoredUnit } from '../runtime/host.ts';
import { loadLate } from './late.ts';

const LIMIT = 256 * 1024 * 1024;
/** What is left after a cleaning. */
const KEEP = 0.75;
/** Bytes written between two looks at the folder's size. */
const LOOK = 8 * 1024 * 1024;
/** An entry's time is renewed when it is older than this. */
const RENEW_MS = 24 * 3600 * 1000;
/** A temporary file that old was left behind. */
const STALE_MS = 3600 * 1000;
const MAGIC = 0x31435656;
const HEAD = 28;
const SAMPLES = 1024;

/** The user's folder: $XDG_CACHE_HOME/vivarium or ~/.cache/vivarium. */
export function cacheFolder(env: Record<string, string | undefined>): string {
  const base = env.XDG_CACHE_HOME;
  return join(base?.startsWith('/') ? base : join(homedir(), '.cache'), 'vivarium');
}

interface Entry {
  path: string;
  size: number;
  time: number;
}

/** Removes the oldest entries until the folder is small enough. */
export function cleanCache(folder: string, limit = LIMIT): void {
  const entries: Entry[] = [];
  let total = 0;
  for (const name of fs.readdirSync(folder)) {
    const path = join(folder, name);
    const s = fs.statSync(path, { throwIfNoEntry: false });
    if (s === undefined || !s.isFile()) continue;
    const stale = name.includes('.') && Date.now() - s.mtimeMs > STALE_MS;
    if (stale) fs.unlinkSync(path);
    else {
      entries.push({ path, size: s.size, time: s.mtimeMs });
      total += s.size;
    }
  }
  if (total <= limit) return;
  entries.sort((a, b) => a.time - b.time);
  for (const e of entries) {
    if (total <= limit * KEEP) return;
    fs.unlinkSync(e.path);
    total -= e.size;
  }
}

/** Runs what may fail because of the file system: then there is no cache. */
function attempt<T>(f: () => T): T | null {
  try {
    return f();
  } catch (e) {
    if ((e as NodeJS.ErrnoException).code === undefined) throw e;
    return null;
  }
}

/** The parts of an entry. */
interface Parts {
  unit: StoredUnit;
  source: Buffer;
  code: Buffer | null;
}

/** Text and bytes are told apart by the key, so either form serves. */
function sourceBytes(source: string | Uint8Array): Buffer {
  if (typeof source === 'string') return Buffer.from(source, 'utf16le');
  return Buffer.from(source.buffer, source.byteOffset, source.byteLength);
}

/** The name of an entry: the key, and samples of the source. */
export function entryName(key: string, source: string | Uint8Array, bytes: Buffer): string {
  const step = Math.max(1, Math.floor(bytes.length / SAMPLES));
  let h1 = 0x2545f491 ^ bytes.length;
  let h2 = 0x41c6ce57;
  for (let i = 0; i < bytes.length; i += step) {
    h1 = Math.imul(h1 ^ bytes[i]!, 0x85ebca6b);
    h1 ^= h1 >>> 13;
    h2 = Math.imul(h2 ^ bytes[i]!, 0x01000193);
  }
  const kind = typeof source === 'string' ? 't' : 'b';
  const hash = (h1 >>> 0).toString(36) + (h2 >>> 0).toString(36);
  return `${kind}${key}-${bytes.length.toString(36)}-${hash}`;
}

/** The bytes of an entry. */
export function encodeEntry(unit: StoredUnit, source: Buffer, code: Buffer | null): Buffer {
  const data = Buffer.from(unit.data, 'utf8');
  const js = Buffer.from(unit.js, 'latin1');
  const { buffer, byteOffset, byteLength } = unit.positions;
  const positions = Buffer.from(buffer, byteOffset, byteLength);
  const parts = [positions, source, data, js, code ?? Buffer.alloc(0)];
  const head = Buffer.alloc(HEAD);
  head.writeUInt32LE(MAGIC, 0);
  for (let i = 0; i < parts.length; i++) head.writeUInt32LE(parts[i]!.length, 4 + 4 * i);
  const entry = Buffer.concat([head, ...parts]);
  entry.writeUInt32LE(checksum(entry, code?.length ?? 0), HEAD - 4);
  return entry;
}

/** The engine checks its code by itself; this is about the rest. */
function checksum(entry: Buffer, codeLength: number): number {
  return loadLate('zlib').crc32(entry.subarray(HEAD, entry.length - codeLength));
}

/** The parts of an entry's bytes; null when they are damaged or no entry at all. */
export function decodeEntry(entry: Buffer): Parts | null {
  if (entry.length < HEAD || entry.readUInt32LE(0) !== MAGIC) return null;
  const ends: number[] = [];
  let at = HEAD;
  for (let i = 0; i < 5; i++) ends.push((at += entry.readUInt32LE(4 + 4 * i)));
  if (at !== entry.length) return null;
  const [positions, source, data, js] = ends as [number, number, number, number, number];
  if (checksum(entry, at - js) !== entry.readUInt32LE(HEAD - 4)) return null;
  if ((entry.byteOffset + HEAD) % 4 !== 0 || (positions - HEAD) % 4 !== 0) return null;
  const numbers = new Int32Array(entry.buffer, entry.byteOffset + HEAD, (positions - HEAD) / 4);
  return {
    unit: {
      positions: numbers,
      data: entry.toString('utf8', source, data),
      js: entry.toString('latin1', data, js),
    },
    source: entry.subarray(positions, source),
    code: js === at ? null : entry.subarray(js),
  };
}

/** A file's bytes; its time is renewed now and then. */
function readEntry(path: string): Buffer | null {
  return attempt(() => {
    const fd = fs.openSync(path, 'r');
    try {
      const { size, mtimeMs } = fs.fstatSync(fd);
      const entry = Buffer.from(new ArrayBuffer(size));
      const n = fs.readSync(fd, entry, 0, size, 0);
      const now = Date.now();
      if (now - mtimeMs > RENEW_MS) attempt(() => fs.futimesSync(fd, now / 1000, now / 1000));
      return entry.subarray(0, n);
    } finally {
      fs.closeSync(fd);
    }
  });
}

/** Writes a file so that others see all of it or nothing. */
export function writeWhole(folder: string, name: string, bytes: Uint8Array): boolean {
  const path = join(folder, name);
  const temporary = `${path}.${process.pid}`;
  const done = attempt(() => {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    fs.writeFileSync(temporary, bytes);
    fs.renameSync(temporary, path);
    return true;
  });
  if (done === null) attempt(() => fs.unlinkSync(temporary));
  return done !== null;
}

/** A unit that ran and whose engine code is not kept yet. */
interface Pending {
  name: string;
  unit: StoredUnit;
  source: Buffer;
  script: Script;
}

type CacheFunctions = Required<Pick<Host, 'cacheGet' | 'cachePut' | 'cacheFlush'>>;

/**
 * The functions of the host. `shipped` gives entries that come with the package, for what the folder does not have.
 */
export function compileCache(
  folder: string,
  limit = LIMIT,
  shipped: ((name: string) => Buffer | null) | null = null,
): CacheFunctions {
  const engine = loadLate('v8');
  // flags may change while the process runs
  const place = (key: string, source: string | Uint8Array, bytes: Buffer): string =>
    entryName(`${key}-${engine.cachedDataVersionTag().toString(36)}`, source, bytes);
  let pending: Pending[] = [];
  // the first entry a process writes looks at the folder: short runs must not let it grow for ever
  let written = LOOK;
  const write = (name: string, entry: Buffer): void => {
    if (!writeWhole(folder, name, entry)) return;
    written += entry.length;
    if (written < LOOK) return;
    written = 0;
    attempt(() => cleanCache(folder, limit));
  };
  const ready = (name: string, parts: Parts): RunnableUnit => {
    const { unit, source, code } = parts;
    const script = new Script(`(function(R,U){${unit.js}\n})`, {
      filename: 'unit',
      cachedData: code ?? undefined,
    });
    if (code === null || script.cachedDataRejected === true)
      pending.push({ name, unit, source, script });
    return { data: unit.data, positions: unit.positions, run: script.runInThisContext() };
  };
  return {
    cacheGet(key, source) {
      const bytes = sourceBytes(source);
      const name = place(key, source, bytes);
      const kept = readEntry(join(folder, name));
      const parts = kept === null ? null : decodeEntry(kept);
      if (parts?.source.equals(bytes)) return ready(name, parts);
      const entry = shipped?.(entryName(key, source, bytes)) ?? null;
      const other = entry === null ? null : decodeEntry(entry);
      return other?.source.equals(bytes) ? ready(name, other) : null;
    },
    cachePut(key, source, unit) {
      const bytes = sourceBytes(source);
      const name = place(key, source, bytes);
      write(name, encodeEntry(unit, bytes, null));
      return ready(name, { unit, source: bytes, code: null });
    },
    cacheFlush() {
      for (const p of pending) {
        write(p.name, encodeEntry(p.unit, p.source, p.script.createCachedData()));
      }
      pending = [];
    },
  };
}
