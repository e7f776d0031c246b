/**
 * The compile cache: one file an entry, named by the hash of its key, in a folder of the user.
 *
 * Invariants: an entry appears whole or not at all (written under another name, then renamed), so processes may share the
 * folder. The folder stays below a number of bytes: the entries that were not used for the longest go first. A folder
 * that cannot be read or written is no cache, never an error.
 */
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Host } from '../runtime/host.ts';

const LIMIT = 256 * 1024 * 1024;
/** What is left after a cleaning. */
const KEEP = 0.75;
/** Bytes written between two looks at the folder's size. */
const LOOK = 8 * 1024 * 1024;
/** An entry's time is renewed when it is older than this. */
const RENEW_MS = 24 * 3600 * 1000;
/** A temporary file that old was left behind. */
const STALE_MS = 3600 * 1000;

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
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const s = statSync(path, { throwIfNoEntry: false });
    if (s === undefined || !s.isFile()) continue;
    const stale = name.includes('.') && Date.now() - s.mtimeMs > STALE_MS;
    if (stale) unlinkSync(path);
    else {
      entries.push({ path, size: s.size, time: s.mtimeMs });
      total += s.size;
    }
  }
  if (total <= limit) return;
  entries.sort((a, b) => a.time - b.time);
  for (const e of entries) {
    if (total <= limit * KEEP) return;
    unlinkSync(e.path);
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

/** The two functions of the host. */
export function compileCache(folder: string, limit = LIMIT): Pick<Host, 'cacheGet' | 'cachePut'> {
  const file = (key: string): string =>
    join(folder, createHash('sha256').update(key).digest('hex'));
  // the first entry a process writes looks at the folder: short runs must not let it grow for ever
  let written = LOOK;
  return {
    cacheGet(key) {
      const path = file(key);
      const text = attempt(() => readFileSync(path, 'utf8'));
      if (text !== null) attempt(() => renew(path));
      return text;
    },
    cachePut(key, text) {
      const path = file(key);
      const temporary = `${path}.${process.pid}`;
      attempt(() => {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        writeFileSync(temporary, text);
        renameSync(temporary, path);
      });
      written += text.length;
      if (written < LOOK) return;
      written = 0;
      attempt(() => cleanCache(folder, limit));
    },
  };
}

function renew(path: string): void {
  const now = Date.now();
  if (now - statSync(path).mtimeMs > RENEW_MS) utimesSync(path, now / 1000, now / 1000);
}
