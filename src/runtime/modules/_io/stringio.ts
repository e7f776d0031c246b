/**
 * StringIO. CPython: Modules/_io/stringio.c.
 *
 * Invariants
 * - Either `parts` accumulates what was only ever appended (state ACCUMULATING: then `pos` is the length), or `text` is the
 *   whole contents as one Text. `realize` turns the first into the second.
 * - `capacity` is what CPython's buffer of 4-byte characters would hold; it is accounted once realized.
 */
import { asIndexNumber } from '../../core/abstract.ts';
import { bindArgs, method } from '../../core/args.ts';
import { instanceDictBorrowed } from '../../core/attr.ts';
import { callMethod0 } from '../../core/call.ts';
import { typeError, valueError } from '../../core/errors.ts';
import { freeObject } from '../../core/gc.ts';
import {
  accountPart,
  decref,
  incref,
  type Owned,
  type PyGC,
  type PyObject,
  reaccountPart,
  unaccountPart,
} from '../../core/object.ts';
import { getset, newStaticType } from '../../core/type-define.ts';
import type { KwNames, TypeObject } from '../../core/type-object.ts';
import { dictCopy, dictUpdate, isDict } from '../../objects/dict.ts';
import { OverflowErrorType } from '../../objects/exceptions.ts';
import { isInt, newInt } from '../../objects/int.ts';
import { newBool, newNone, None_ } from '../../objects/singletons.ts';
import {
  emptyStr,
  isStr,
  newStr,
  newStrJs,
  strJs,
  strLength,
  strValue,
} from '../../objects/str.ts';
import { kindOfText, strBlock } from '../../objects/str-object.ts';
import { isTuple, newTupleSteal } from '../../objects/tuple.ts';
import {
  codePointAt,
  type Text,
  textConcat,
  textIndexOf,
  textJoin,
  textLength,
  textRepeat,
  textReplace,
  textSlice,
} from '../../text/text.ts';
import { NewlineDecoder } from './decoders.ts';
import {
  clearIoDict,
  endIo,
  intArg,
  ioSlots,
  newIo,
  osErrorText,
  s_readline,
  sizeArg,
  TextIOBaseType,
  visitDict,
} from './iobase.ts';

class StringIO {
  ok = false;
  closed = false;
  text: Text = '';
  /** Parts written one after the other; null: `text` is the truth. */
  parts: Text[] | null = null;
  length = 0;
  pos = 0;
  capacity = 0;
  /** Of the writer that collects the parts: its block, room in characters and kind. */
  writerBlock = 0;
  writerRoom = 0;
  writerKind = 0;
  readUniversal = false;
  readTranslate = false;
  writenl: string | null = null;
  /** The newline argument as given; null for None. */
  readnl: string | null = null;
  decoder: NewlineDecoder | null = null;
}

function initialized(o: PyObject): StringIO {
  const s: StringIO = o.v;
  if (!s.ok) throw valueError('I/O operation on uninitialized object');
  return s;
}

function opened(o: PyObject): StringIO {
  const s = initialized(o);
  if (s.closed) throw valueError('I/O operation on closed file');
  return s;
}

/** The state with its contents in one piece. */
function realized(o: PyObject): StringIO {
  const s = opened(o);
  if (s.parts !== null) realize(o, s);
  return s;
}

function realize(o: PyObject, s: StringIO): void {
  s.text = textJoin('', s.parts!);
  s.parts = null;
  grow(o, s, s.length);
  dropWriter(o, s);
}

function setWriter(o: PyObject, s: StringIO, room: number, kind: number): void {
  const block = strBlock(room, kind);
  if (s.writerBlock === 0) accountPart(o, block);
  else if (kind === s.writerKind) reaccountPart(o, s.writerBlock, block);
  else {
    accountPart(o, block);
    unaccountPart(o, s.writerBlock);
  }
  s.writerBlock = block;
  s.writerRoom = room;
  s.writerKind = kind;
}

/** CPython: _PyUnicodeWriter_PrepareInternal, with overallocation by a quarter. */
function prepareWriter(o: PyObject, s: StringIO, length: number, kind: number): void {
  const most = Math.max(kind, s.writerKind);
  if (length > s.writerRoom) setWriter(o, s, length + Math.floor(length / 4), most);
  else if (most > s.writerKind) setWriter(o, s, s.writerRoom, most);
}

function dropWriter(o: PyObject, s: StringIO): void {
  if (s.writerBlock > 0) unaccountPart(o, s.writerBlock);
  s.writerBlock = 0;
  s.writerRoom = 0;
  s.writerKind = 0;
}

/** CPython: resize_buffer. */
function grow(o: PyObject, s: StringIO, wanted: number): void {
  const size = wanted + 1;
  const old = s.capacity;
  let n: number;
  if (size < old / 2) n = size + 1;
  else if (size < old) return;
  else if (size <= old * 1.125) n = size + (size >> 3) + (size < 9 ? 3 : 6);
  else n = size + 1;
  if (old === 0) accountPart(o, 4 * n);
  else reaccountPart(o, 4 * old, 4 * n);
  s.capacity = n;
}

// ---------------------------------------------------------------------------------------------
// Writing

function translated(s: StringIO, text: Text): Text {
  let t = text;
  if (s.decoder !== null) t = s.decoder.feed(t, true);
  return s.writenl === null ? t : textReplace(t, '\n', s.writenl, -1);
}

function put(o: PyObject, s: StringIO, given: Text): void {
  const t = translated(s, given);
  const n = textLength(t);
  if (n === 0) return;
  if (s.parts !== null) {
    if (s.pos === s.length) {
      prepareWriter(o, s, s.length + n, kindOfText(t));
      s.parts.push(t);
      s.length += n;
      s.pos += n;
      return;
    }
    realize(o, s);
  }
  const end = s.pos + n;
  if (end > s.length) grow(o, s, end);
  if (s.pos >= s.length) {
    const gap = s.pos - s.length;
    s.text = textConcat(gap > 0 ? textConcat(s.text, textRepeat('\0', gap)) : s.text, t);
  } else {
    s.text = textJoin('', [
      textSlice(s.text, 0, s.pos),
      t,
      textSlice(s.text, Math.min(end, s.length), s.length),
    ]);
  }
  s.pos = end;
  if (s.length < end) s.length = end;
}

function stringWrite(o: PyObject, text: PyObject): Owned {
  const s = initialized(o);
  if (!isStr(text)) throw typeError(`string argument expected, got '${text.type.name}'`);
  opened(o);
  const n = strLength(text);
  if (n > 0) put(o, s, strValue(text));
  return newInt(n);
}

function stringTruncate(o: PyObject, sizeGiven?: PyObject): Owned {
  const s = opened(o);
  const size = sizeGiven === undefined || sizeGiven === None_ ? s.pos : sizeArg(sizeGiven);
  if (size < 0) throw valueError(`Negative size value ${size}`);
  if (size < s.length) {
    if (s.parts !== null) realize(o, s);
    grow(o, s, size);
    s.text = textSlice(s.text, 0, size);
    s.length = size;
  }
  return newInt(size);
}

// ---------------------------------------------------------------------------------------------
// Reading

function contents(s: StringIO): Text {
  if (s.parts === null) return s.text;
  const whole = textJoin('', s.parts);
  s.parts = [whole];
  return whole;
}

function stringRead(o: PyObject, size?: PyObject): Owned {
  const n = sizeArg(size);
  const s = opened(o);
  const left = s.length - s.pos;
  const count = n < 0 || n > left ? Math.max(0, left) : n;
  if (s.parts !== null && s.pos === 0 && count === s.length) {
    s.pos = s.length;
    return newStr(contents(s));
  }
  if (s.parts !== null) realize(o, s);
  const r = newStr(textSlice(s.text, s.pos, s.pos + count));
  s.pos += count;
  return r;
}

/** The next line, at most `limit` characters (negative: no limit). */
function line(s: StringIO, limitGiven: number): Owned {
  if (s.pos >= s.length) return incref<PyObject>(emptyStr);
  const limit = limitGiven < 0 || limitGiven > s.length - s.pos ? s.length - s.pos : limitGiven;
  const start = s.pos;
  const max = start + limit;
  const end = lineEnd(s, start, max);
  s.pos = end;
  return newStr(textSlice(s.text, start, end));
}

function lineEnd(s: StringIO, start: number, max: number): number {
  const t = s.text;
  if (s.readUniversal && !s.readTranslate) {
    for (let i = start; i < max; i++) {
      const c = codePointAt(t, i);
      if (c === 10) return i + 1;
      if (c === 13) return i + 1 < max && codePointAt(t, i + 1) === 10 ? i + 2 : i + 1;
    }
    return max;
  }
  const nl = s.readTranslate || s.readnl === null ? '\n' : s.readnl;
  const at = textIndexOf(t, nl, start, max);
  return at < 0 ? max : at + nl.length;
}

function stringReadline(o: PyObject, size?: PyObject): Owned {
  const n = sizeArg(size);
  return line(realized(o), n);
}

function stringNext(o: PyObject): Owned | null {
  const s = realized(o);
  let r: Owned;
  if (o.type === StringIOType) r = line(s, -1);
  else {
    r = callMethod0(o, s_readline);
    if (!isStr(r)) {
      const name = r.type.name;
      decref(r);
      throw osErrorText(`readline() should have returned a str object, not '${name}'`);
    }
  }
  if (strLength(r) > 0) return r;
  decref(r);
  return null;
}

function stringSeek(o: PyObject, posGiven: PyObject, whenceGiven?: PyObject): Owned {
  let pos = asIndexNumber(posGiven, OverflowErrorType);
  const whence = intArg(whenceGiven, 0);
  const s = opened(o);
  if (whence !== 0 && whence !== 1 && whence !== 2)
    throw valueError(`Invalid whence (${whence}, should be 0, 1 or 2)`);
  if (pos < 0 && whence === 0) throw valueError(`Negative seek position ${pos}`);
  if (whence !== 0 && pos !== 0) throw osErrorText("Can't do nonzero cur-relative seeks");
  if (whence === 1) pos = s.pos;
  else if (whence === 2) pos = s.length;
  s.pos = pos;
  return newInt(pos);
}

// ---------------------------------------------------------------------------------------------
// Life and state

function textOrNone(
  o: PyObject | undefined,
  name: string,
  fallback: string | null,
): PyObject | string | null {
  if (o === undefined) return fallback;
  if (o === None_) return null;
  if (!isStr(o)) throw typeError(`${name} must be str or None, not ${o.type.name}`);
  return o;
}

function setNewline(s: StringIO, newline: string | null): void {
  s.readnl = newline;
  s.readUniversal = newline === null || newline === '';
  s.readTranslate = newline === null;
  s.writenl = newline === '\r' || newline === '\r\n' ? newline : null;
  s.decoder = s.readUniversal ? new NewlineDecoder(null, s.readTranslate) : null;
}

function reset(o: PyObject, s: StringIO): void {
  if (s.capacity > 0) unaccountPart(o, 4 * s.capacity);
  s.capacity = 0;
  dropWriter(o, s);
  s.text = '';
  s.parts = null;
  s.length = 0;
  s.pos = 0;
}

function stringInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  const [value, newlineGiven] = bindArgs('StringIO', "(initial_value='', newline='\\n')", args, kw);
  const newlineObject = textOrNone(newlineGiven, 'newline', '\n');
  const newline =
    newlineObject === null || typeof newlineObject === 'string'
      ? newlineObject
      : strJs(newlineObject);
  if (
    newline !== null &&
    newline !== '' &&
    newline !== '\n' &&
    newline !== '\r' &&
    newline !== '\r\n'
  ) {
    throw valueError(`illegal newline value: '${newline}'`);
  }
  const initial = textOrNone(value, 'initial_value', null) as PyObject | null;
  const s: StringIO = o.v;
  s.ok = false;
  reset(o, s);
  setNewline(s, newline);
  s.closed = false;
  s.ok = true;
  grow(o, s, 0);
  if (initial !== null && strLength(initial) > 0) {
    grow(o, s, strLength(initial));
    put(o, s, strValue(initial));
    s.pos = 0;
  } else s.parts = [];
}

function stringGetvalue(o: PyObject): Owned {
  const s = opened(o);
  if (s.parts === null || s.writerBlock === 0) return newStr(contents(s));
  // the writer's buffer becomes the str; a new writer begins with a copy of it
  const kind = s.writerKind;
  dropWriter(o, s);
  const value = newStr(contents(s));
  prepareWriter(o, s, s.length, kind);
  return value;
}

function stringGetstate(o: PyObject): Owned {
  const value = stringGetvalue(o);
  const s: StringIO = o.v;
  const dict = (o as PyGC).dict;
  return newTupleSteal([
    value,
    s.readnl === null ? newNone() : newStrJs(s.readnl),
    newInt(s.pos),
    dict === null ? newNone() : dictCopy(dict),
  ]);
}

function stringSetstate(o: PyObject, state: PyObject): void {
  if ((o.v as StringIO).closed) throw valueError('I/O operation on closed file');
  if (!isTuple(state) || state.v.length < 4) {
    throw typeError(
      `${o.type.name}.__setstate__ argument should be 4-tuple, got ${state.type.name}`,
    );
  }
  const [value, newline, pos, dict] = state.v as [PyObject, PyObject, PyObject, PyObject];
  stringInit(o, [value, newline], null);
  const s: StringIO = o.v;
  // The value is taken as it is: it went through newline translation when it was written.
  if (!isStr(value)) throw typeError(`expected str as first item of state, got ${value.type.name}`);
  s.parts = null;
  s.text = strValue(value);
  s.length = strLength(value);
  grow(o, s, s.length);
  if (!isInt(pos)) throw typeError(`third item of state must be an integer, got ${pos.type.name}`);
  const at = asIndexNumber(pos, OverflowErrorType);
  if (at < 0) throw valueError('position value cannot be negative');
  s.pos = at;
  if (dict === None_) return;
  if (!isDict(dict))
    throw typeError(`fourth item of state should be a dict, got a ${dict.type.name}`);
  dictUpdate(instanceDictBorrowed(o)!, dict);
}

function stringClose(o: PyObject): void {
  const s: StringIO = o.v;
  s.closed = true;
  reset(o, s);
}

const yes = method('($self, /)', (o: PyObject) => {
  opened(o);
  return newBool(true);
});

export const StringIOType: TypeObject = newStaticType('_io.StringIO', {
  dictoffset: 144,
  weakrefoffset: 152,
  heap: 'immutable',
  ...ioSlots,
  base: TextIOBaseType,
  basicsize: 168,
  doc: 'A text file in memory.',
  text_signature: "(initial_value='', newline='\\n')",
  tp_new: (type: TypeObject) => newIo(type, new StringIO()),
  tp_init: stringInit,
  tp_dealloc: (o: PyObject) => {
    if (!endIo(o)) return;
    reset(o, o.v);
    freeObject(o);
  },
  tp_traverse: visitDict,
  tp_clear: clearIoDict,
  tp_iternext: stringNext,
  methods: {
    close: method('($self, /)', stringClose),
    getvalue: method('($self, /)', stringGetvalue),
    read: method('($self, size=-1, /)', stringRead),
    readline: method('($self, size=-1, /)', stringReadline),
    tell: method('($self, /)', (o: PyObject) => newInt(opened(o).pos)),
    truncate: method('($self, pos=None, /)', stringTruncate),
    seek: method('($self, pos, whence=0, /)', stringSeek),
    write: method('($self, s, /)', stringWrite),
    seekable: yes,
    readable: yes,
    writable: yes,
    __getstate__: method('($self, /)', stringGetstate),
    __setstate__: method('($self, state, /)', stringSetstate),
  },
  getset: {
    closed: getset((o) => newBool(initialized(o).closed)),
    newlines: getset((o) => {
      const s = opened(o);
      return s.decoder === null ? newNone() : s.decoder.newlines();
    }),
    line_buffering: getset((o) => {
      opened(o);
      return newBool(false);
    }),
  },
});
