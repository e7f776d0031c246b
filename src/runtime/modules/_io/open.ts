/** open, open_code and text_encoding. CPython: Modules/_io/_iomodule.c. */
import { isTrue } from '../../core/abstract.ts';
import { setAttr } from '../../core/attr.ts';
import { callMethod0, callObject } from '../../core/call.ts';
import {
  isPyErr,
  type PyErr,
  typeError,
  valueError,
  warn,
  warnRuntime,
} from '../../core/errors.ts';
import { decref, incref, type Owned, type PyObject } from '../../core/object.ts';
import type { TypeObject } from '../../core/type-object.ts';
import { EncodingWarningType } from '../../objects/exceptions.ts';
import { isInt, newInt } from '../../objects/int.ts';
import { newBool, None_ } from '../../objects/singletons.ts';
import { isStr, newStrJs, strJs } from '../../objects/str.ts';
import { pathLike } from '../_os/path-argument.ts';
import { flagValues } from '../sys.ts';
import { BufferedRandomType, BufferedReaderType, BufferedWriterType } from './bufferedio.ts';
import { type FileIO, FileIOType } from './fileio.ts';
import { callTruth, intArg, s_close, s_isatty, s_mode, strOrNone, thenAlways } from './iobase.ts';
import { newTextIO } from './textio.ts';

/** What the mode of open() says. */
class Mode {
  creating = false;
  reading = false;
  writing = false;
  appending = false;
  updating = false;
  text = false;
  binary = false;
}

function parseMode(mode: string): Mode {
  const m = new Mode();
  for (let i = 0; i < mode.length; i++) {
    const c = mode[i]!;
    if (!'xrwa+tb'.includes(c) || mode.indexOf(c) !== i)
      throw valueError(`invalid mode: '${mode}'`);
    if (c === 'x') m.creating = true;
    else if (c === 'r') m.reading = true;
    else if (c === 'w') m.writing = true;
    else if (c === 'a') m.appending = true;
    else if (c === '+') m.updating = true;
    else if (c === 't') m.text = true;
    else m.binary = true;
  }
  return m;
}

/** The mode of the raw file. */
function rawMode(m: Mode): string {
  return (
    (m.creating ? 'x' : '') +
    (m.reading ? 'r' : '') +
    (m.writing ? 'w' : '') +
    (m.appending ? 'a' : '') +
    (m.updating ? '+' : '')
  );
}

function checkMode(m: Mode, encoding: boolean, errors: boolean, newline: boolean): void {
  if (m.text && m.binary) throw valueError("can't have text and binary mode at once");
  const kinds = [m.creating, m.reading, m.writing, m.appending].filter((x) => x).length;
  if (kinds > 1) throw valueError('must have exactly one of create/read/write/append mode');
  if (!m.binary) return;
  if (encoding) throw valueError("binary mode doesn't take an encoding argument");
  if (errors) throw valueError("binary mode doesn't take an errors argument");
  if (newline) throw valueError("binary mode doesn't take a newline argument");
}

/** Calls a type and releases the arguments. */
function make(T: TypeObject, args: Owned[]): Owned {
  try {
    return callObject(T.self as PyObject, args);
  } finally {
    for (const a of args) decref(a);
  }
}

const SIGNATURE =
  "($module, /, file, mode='r', buffering=-1, encoding=None,\n     errors=None, newline=None, closefd=True, opener=None)";

/** Closes what a failed open() had already opened. */
function closing(o: PyObject, e: unknown): PyErr {
  if (!isPyErr(e)) throw e;
  try {
    thenAlways(
      () => {
        throw e;
      },
      () => decref(callMethod0(o, s_close)),
    );
  } catch (chained) {
    if (!isPyErr(chained)) throw chained;
    decref(o);
    return chained;
  }
  return e;
}

export function open(
  _m: PyObject,
  file: PyObject,
  modeGiven?: PyObject,
  bufferingGiven?: PyObject,
  encodingGiven?: PyObject,
  errorsGiven?: PyObject,
  newlineGiven?: PyObject,
  closefd?: PyObject,
  opener?: PyObject,
): Owned {
  if (modeGiven !== undefined && !isStr(modeGiven)) {
    throw typeError(`open() argument 'mode' must be str, not ${modeGiven.type.name}`);
  }
  const mode = modeGiven === undefined ? 'r' : strJs(modeGiven);
  if (mode.includes('\0')) throw valueError('embedded null character');
  let buffering = intArg(bufferingGiven, -1);
  const encoding = strOrNone(encodingGiven, "open() argument 'encoding'");
  const errors = strOrNone(errorsGiven, "open() argument 'errors'");
  const newline = strOrNone(newlineGiven, "open() argument 'newline'");
  // A descriptor is no path; anything else must be one.
  const path = isInt(file) || file.type.nb_index !== null ? incref(file) : pathLike(file);
  try {
    const m = parseMode(mode);
    checkMode(m, encoding !== null, errors !== null, newline !== null);
    if (m.binary && buffering === 1) {
      warnRuntime(
        "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used",
      );
    }
    let top = make(FileIOType, [
      incref(path),
      newStrJs(rawMode(m)),
      newBool(closefd === undefined || isTrue(closefd)),
      incref(opener ?? None_),
    ]);
    try {
      const tty = buffering < 0 && callTruth(top, s_isatty);
      const lineBuffering = buffering === 1 && !m.binary ? true : tty;
      if (buffering === 1 || tty) buffering = -1;
      if (buffering < 0) buffering = (top.v as FileIO).blksize;
      if (buffering === 0) {
        if (!m.binary) throw valueError("can't have unbuffered text I/O");
        return top;
      }
      top = makeBuffered(m, mode, top, buffering);
      if (m.binary) return top;
      top = makeText(mode, top, encoding, errorsGiven, newline, lineBuffering);
      return top;
    } catch (e) {
      throw closing(top, e);
    }
  } finally {
    decref(path);
  }
}

function makeBuffered(m: Mode, mode: string, raw: Owned, size: number): Owned {
  let T: TypeObject;
  if (m.updating) T = BufferedRandomType;
  else if (m.creating || m.writing || m.appending) T = BufferedWriterType;
  else if (m.reading) T = BufferedReaderType;
  else throw valueError(`unknown mode: '${mode}'`);
  const buffered = make(T, [incref<PyObject>(raw), newInt(size)]);
  decref(raw);
  return buffered;
}

function makeText(
  mode: string,
  buffered: Owned,
  encoding: string | null,
  errors: PyObject | undefined,
  newline: string | null,
  lineBuffering: boolean,
): Owned {
  const text = newTextIO(buffered, {
    encoding,
    errors,
    newline,
    lineBuffering,
    writeThrough: false,
  });
  decref(buffered);
  const shown = newStrJs(mode);
  try {
    setAttr(text, s_mode, shown);
  } finally {
    decref(shown);
  }
  return text;
}

export const openSignature = SIGNATURE;

/** open_code: a file to be run, opened for reading. */
export function openCode(m: PyObject, path: PyObject): Owned {
  if (!isStr(path))
    throw typeError(`open_code() argument 'path' must be str, not ${path.type.name}`);
  const mode = newStrJs('rb');
  try {
    return open(m, path, mode);
  } finally {
    decref(mode);
  }
}

/** text_encoding: None becomes the name of the locale's encoding, with a warning when asked for. */
export function textEncoding(_m: PyObject, encoding: PyObject, stacklevel?: PyObject): Owned {
  if (encoding !== None_) return incref(encoding);
  const level = intArg(stacklevel, 2);
  if (flagValues.warn_default_encoding)
    warn(EncodingWarningType, "'encoding' argument not specified", level);
  return newStrJs(flagValues.utf8_mode ? 'utf-8' : 'locale');
}
