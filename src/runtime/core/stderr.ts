/**
 * Writing text to `sys.stderr` from native code. CPython: PySys_WriteStderr, PySys_FormatStderr
 * (Python/sysmodule.c).
 */
import { host } from '../host.ts';
import { dictGetStrBorrowed } from '../objects/dict.ts';
import { None_ } from '../objects/singletons.ts';
import { intern, newStr } from '../objects/str.ts';
import type { Text } from '../text/text.ts';
import { encodeUtf8 } from '../text/utf8.ts';
import { callMethod1 } from './call.ts';
import { discard, toPyErr } from './errors.ts';
import { decref, type PyObject } from './object.ts';
import { S } from './state.ts';

/** `sys.stderr`, borrowed; null when there is none. */
export function stderrBorrowed(): PyObject | null {
  if (S.sysdict === null) return null;
  const key = intern('stderr');
  const file = dictGetStrBorrowed(S.sysdict, key);
  decref(key);
  return file === null || file === None_ ? null : file;
}

/** Writes to a file object; may throw. */
export function writeText(file: PyObject, text: Text): void {
  const key = intern('write');
  const s = newStr(text);
  try {
    decref(callMethod1(file, key, s));
  } finally {
    decref(s);
    decref(key);
  }
}

/** Writes to file descriptor 2, past all Python objects. */
export function writeRawStderr(text: Text): void {
  const bytes = encodeUtf8(text, 'backslashreplace' as never);
  if (bytes instanceof Uint8Array) host().fs.write(2, bytes);
}

/** Writes to `sys.stderr`; where that fails, to the host's. */
export function writeStderr(text: Text): void {
  const file = stderrBorrowed();
  if (file === null) {
    writeRawStderr(text);
    return;
  }
  try {
    writeText(file, text);
  } catch (e) {
    discard(toPyErr(e));
    writeRawStderr(text);
  }
}
