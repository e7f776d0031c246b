/**
 * Lines of source files for tracebacks. CPython: Lib/linecache.py, _Py_DisplaySourceLine in
 * Python/traceback.c.
 *
 * Read afresh for each traceback: files may change, and tracebacks are rare.
 */

import { sourceText } from '../compiler/index.ts';
import { HostError, host } from '../host.ts';
import { dictGetStrBorrowed } from '../objects/dict.ts';
import { isList } from '../objects/list.ts';
import { intern, isStr, newStrJs, strJs } from '../objects/str.ts';
import { discard, isPyErr } from './errors.ts';
import { decref, type PyObject } from './object.ts';
import { S } from './state.ts';

const CHUNK = 1 << 16;

function readFile(path: string): Uint8Array | null {
  const fs = host().fs;
  try {
    const fd = fs.open(path, 0, 0);
    try {
      const parts: Uint8Array[] = [];
      let size = 0;
      for (;;) {
        const part = new Uint8Array(CHUNK);
        const n = fs.read(fd, part);
        if (n === 0) break;
        parts.push(part.subarray(0, n));
        size += n;
      }
      const all = new Uint8Array(size);
      let at = 0;
      for (const part of parts) {
        all.set(part, at);
        at += part.length;
      }
      return all;
    } finally {
      fs.close(fd);
    }
  } catch (e) {
    if (e instanceof HostError) return null;
    throw e;
  }
}

/** Folders of sys.path, for names that are not found as they are. */
function searchPath(): string[] {
  const key = intern('path');
  const path = S.sysdict === null ? null : dictGetStrBorrowed(S.sysdict, key);
  decref(key);
  if (path === null || !isList(path)) return [];
  return (path.v as PyObject[]).filter(isStr).map((p) => strJs(p));
}

function findFile(filename: string): Uint8Array | null {
  const direct = readFile(filename);
  if (direct !== null || filename.startsWith('/')) return direct;
  for (const folder of searchPath()) {
    const found = readFile(`${folder}/${filename}`);
    if (found !== null) return found;
  }
  return null;
}

/** Files read for one traceback. */
export class SourceLines {
  private readonly files = new Map<string, string[]>();

  private load(filename: string): string[] {
    if (filename.startsWith('<') && filename.endsWith('>')) return [];
    const bytes = findFile(filename);
    if (bytes === null) return [];
    const name = newStrJs(filename);
    try {
      return sourceText(bytes, name).split(/\r\n|\r|\n/);
    } catch (e) {
      if (!isPyErr(e)) throw e;
      discard(e);
      return [];
    } finally {
      decref(name);
    }
  }

  /** Line `lineno` (from 1) without its end; '' when there is none. */
  line(filename: string, lineno: number): string {
    let lines = this.files.get(filename);
    if (lines === undefined) this.files.set(filename, (lines = this.load(filename)));
    return lines[lineno - 1] ?? '';
  }
}
