/**
 * _sre: compiled patterns, matches, scanners and replacement templates. CPython: Modules/_sre/sre.c.
 *
 * The engine (match.ts and below) works on subjects and positions; this file makes objects of them. A str is matched as
 * it is, everything else through a buffer that is held for the time of one operation.
 */
import { hash, index, isIndex, repr, richCompareBool } from '../../core/abstract.ts';
import {
  type BufferView,
  getBuffer,
  PyBUF_SIMPLE,
  releaseBuffer,
  withBytes,
} from '../../core/buffer.ts';
import { runBreaker } from '../../core/breaker.ts';
import { call1, call2, isCallable } from '../../core/call.ts';
import { getAttr } from '../../core/attr.ts';
import {
  discard,
  indexError,
  matches,
  overflowError,
  runtimeError,
  typeError,
  valueError,
} from '../../core/errors.ts';
import { currentFrame } from '../../core/frame.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../../core/gc.ts';
import { importAttr } from '../../core/import-attr.ts';
import { defineModule } from '../../core/module-define.ts';
import { classMethod, method, methodRaw, nativeFunction } from '../../core/native-def.ts';
import { account, decref, incref, type Owned, type PyObject, xdecref } from '../../core/object.ts';
import { S } from '../../core/state.ts';
import { getset, member, newStaticType } from '../../core/type-define.ts';
import {
  type KwNames,
  StrType,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_HAVE_GC,
  type TypeObject,
  type Visit,
} from '../../core/type-object.ts';
import { clearWeakrefs } from '../../core/weakref.ts';
import { isBytes, isBytesExact, newBytes } from '../../objects/bytes-object.ts';
import { dictGetBorrowed, dictKeysArray, dictSet, isDict, newDict } from '../../objects/dict.ts';
import { genericAliasNew } from '../../objects/genericalias.ts';
import { TypeErrorType, BufferErrorType } from '../../objects/exceptions.ts';
import { isInt, newInt } from '../../objects/int.ts';
import { newCallIter } from '../../objects/iter.ts';
import { isListExact, newListAppended } from '../../objects/list.ts';
import { newMappingproxy } from '../../objects/mappingproxy.ts';
import { newBool, newNone, newNotImplemented, None_ } from '../../objects/singletons.ts';
import {
  hashOfBytes,
  intern,
  isStr,
  newStr,
  newStrAscii,
  strIsAscii,
  strRange,
  strValue,
} from '../../objects/str.ts';
import { isTuple, newTupleSteal } from '../../objects/tuple.ts';
import { type Text, textIndexOf, textJoin, textLength, textSlice } from '../../text/text.ts';
import * as unicode from '../../text/unicode.ts';
import { asciiLower, type CharacterHooks } from './charset.ts';
import { CODESIZE, MAGIC, MAXGROUPS, MAXREPEAT } from './constants.ts';
import { MatchState, MODE_FULLMATCH, MODE_MATCH, MODE_SEARCH, run } from './match.ts';
import { compileProgram, InvalidCode, type Program } from './program.ts';
import { type Subject, textSubject, unitSubject } from './subject.ts';

const EQ = 2;
const NE = 3;
const s_search = intern('search');
const SSIZE_MAX = Number.MAX_SAFE_INTEGER;

const isAsciiAlnum = (ch: number): boolean =>
  (ch >= 48 && ch <= 57) || (ch >= 65 && ch <= 90) || (ch >= 97 && ch <= 122);

/** Character tables of the engine. Only the C locale exists. */
const hooks: CharacterHooks = {
  isDecimal: unicode.isDecimal,
  isSpace: unicode.isSpace,
  isAlnum: unicode.isAlnum,
  isLinebreak: unicode.isLinebreak,
  lower: unicode.simpleLower,
  upper: unicode.simpleUpper,
  localeIsAlnum: isAsciiAlnum,
  localeLower: asciiLower,
  localeUpper: (ch) => (ch >= 97 && ch <= 122 ? ch - 32 : ch),
  poll: () => {
    if (S.brk !== 0) runBreaker(currentFrame());
  },
};

/** An argument of C type Py_ssize_t. */
function ssize(o: PyObject): number {
  const n = index(o);
  if (typeof n === 'number') return n;
  if (n > 9223372036854775807n || n < -9223372036854775808n) {
    throw overflowError('Python int too large to convert to C ssize_t');
  }
  return n > 0n ? SSIZE_MAX : -SSIZE_MAX;
}

// ---------------------------------------------------------------------------------------------
// Payloads

const EITHER = -1;
const TEXT = 0;
const BYTES = 1;

class PatternPayload {
  pattern: PyObject;
  flags: number;
  groups: number;
  /** dict: name -> number */
  groupindex: PyObject;
  /** tuple: number -> name or None */
  indexgroup: PyObject;
  /** What it matches: EITHER, TEXT or BYTES. */
  kind: number;
  program: Program;
  constructor(
    pattern: PyObject,
    flags: number,
    groups: number,
    groupindex: PyObject,
    indexgroup: PyObject,
    kind: number,
    program: Program,
  ) {
    this.pattern = pattern;
    this.flags = flags;
    this.groups = groups;
    this.groupindex = groupindex;
    this.indexgroup = indexgroup;
    this.kind = kind;
    this.program = program;
  }
}

class MatchPayload {
  re: PyObject;
  string: PyObject;
  pos: number;
  endpos: number;
  lastindex: number;
  spans: Int32Array;
  /** Tuple, made on demand. */
  regs: PyObject | null;
  constructor(
    re: PyObject,
    string: PyObject,
    pos: number,
    endpos: number,
    lastindex: number,
    spans: Int32Array,
  ) {
    this.re = re;
    this.string = string;
    this.pos = pos;
    this.endpos = endpos;
    this.lastindex = lastindex;
    this.spans = spans;
    this.regs = null;
  }
}

/** One subject under one pattern. Borrows the string; holds its buffer until `close`. */
class Matching {
  string: PyObject;
  isBytes: boolean;
  view: BufferView | null;
  subject: Subject;
  /** Where the next run begins. */
  start: number;
  pos: number;
  end: number;
  state: MatchState;
  program: Program;

  constructor(p: PatternPayload, string: PyObject, pos: number, end: number) {
    this.string = string;
    this.program = p.program;
    this.view = null;
    this.isBytes = false;
    if (isStr(string)) {
      if (p.kind === BYTES) throw typeError('cannot use a bytes pattern on a string-like object');
      const t: Text = string.v;
      this.subject = typeof t === 'string' ? textSubject(t) : unitSubject(t.cps);
    } else {
      this.view = bufferOf(string);
      this.isBytes = true;
      if (p.kind === TEXT) {
        releaseBuffer(this.view);
        throw typeError('cannot use a string pattern on a bytes-like object');
      }
      this.subject = unitSubject(this.view.contiguous());
    }
    const length = this.subject.length;
    this.start = this.pos = pos < 0 ? 0 : pos > length ? length : pos;
    this.end = end < 0 ? 0 : end > length ? length : end;
    this.state = new MatchState(p.groups);
  }

  close(): void {
    if (this.view !== null) releaseBuffer(this.view);
  }

  run(mode: number): boolean {
    return run(this.program, this.subject, this.start, this.end, mode, this.state);
  }

  /** The next match of a series. */
  next(): boolean {
    if (!this.run(MODE_SEARCH)) return false;
    this.start = this.state.advance();
    return true;
  }

  /** Part of the subject as an object. */
  slice(start: number, end: number): Owned {
    if (!this.isBytes) return strRange(this.string, start, end);
    return bytesRange(this.string, this.subject.units as Uint8Array, start, end);
  }

  /** Group `i`, or null when it took no part. */
  group(i: number): Owned | null {
    const spans = this.state.spans;
    const start = spans[2 * i]!;
    return start < 0 ? null : this.slice(start, spans[2 * i + 1]!);
  }

  groupOrEmpty(i: number): Owned {
    return this.group(i) ?? this.slice(0, 0);
  }
}

/** The buffer of a bytes-like subject. */
function bufferOf(string: PyObject): BufferView {
  if (string.type.bf_getbuffer !== null) {
    try {
      return getBuffer(string, PyBUF_SIMPLE);
    } catch (e) {
      if (!matches(e, TypeErrorType) && !matches(e, BufferErrorType)) throw e;
      discard(e);
    }
  }
  throw typeError(`expected string or bytes-like object, got '${string.type.name}'`);
}

function bytesRange(string: PyObject, bytes: Uint8Array, start: number, end: number): Owned {
  if (start === 0 && end === bytes.length && isBytesExact(string)) return incref<PyObject>(string);
  return newBytes(bytes.slice(start, end));
}

/** A match object of the last run. `last`: no other run follows, so that the spans need no copy. */
function newMatch(re: PyObject, m: Matching, last = false): Owned {
  const state = m.state;
  const payload = new MatchPayload(
    incref(re),
    incref(m.string),
    m.pos,
    m.end,
    state.lastindex,
    last ? state.spans : state.spans.slice(),
  );
  const o = newGC(MatchType, payload);
  account(o, 104 + 8 * payload.spans.length);
  gcTrack(o);
  return o;
}

// ---------------------------------------------------------------------------------------------
// compile

function codeArray(list: PyObject): number[] {
  if (!isListExact(list)) {
    throw typeError(`compile() argument 'code' must be list, not ${list.type.name}`);
  }
  return (list.v as PyObject[]).map((o) => {
    if (!isInt(o)) throw typeError('an integer is required');
    const v = o.v;
    if (v < 0) throw overflowError("can't convert negative value to unsigned int");
    if (v > 0xffffffff) throw overflowError('regular expression code size limit exceeded');
    return v as number;
  });
}

function makeProgram(code: number[], groups: number): Program {
  try {
    return compileProgram(code, groups, hooks);
  } catch (e) {
    if (e instanceof InvalidCode) throw runtimeError('invalid SRE code');
    throw e;
  }
}

function compile(
  _m: PyObject,
  pattern: PyObject,
  flags: PyObject,
  code: PyObject,
  groups: PyObject,
  groupindex: PyObject,
  indexgroup: PyObject,
): Owned {
  const words = codeArray(code);
  const n = ssize(groups);
  if (!isDict(groupindex)) {
    throw typeError(`compile() argument 'groupindex' must be dict, not ${groupindex.type.name}`);
  }
  if (!isTuple(indexgroup)) {
    throw typeError(`compile() argument 'indexgroup' must be tuple, not ${indexgroup.type.name}`);
  }
  let kind = EITHER;
  if (isStr(pattern)) kind = TEXT;
  else if (pattern !== None_) {
    releaseBuffer(bufferOf(pattern));
    kind = BYTES;
  }
  const program = makeProgram(words, n);
  const o = newGC(
    PatternType,
    new PatternPayload(
      incref(pattern),
      Number(index(flags)),
      n,
      incref(groupindex),
      incref(indexgroup),
      kind,
      program,
    ),
  );
  account(o, 112 + CODESIZE * words.length);
  gcTrack(o);
  return o;
}

// ---------------------------------------------------------------------------------------------
// Matching once

function once(mode: number) {
  return (re: PyObject, string: PyObject, pos?: PyObject, endpos?: PyObject): Owned => {
    const from = pos === undefined ? 0 : ssize(pos);
    const to = endpos === undefined ? SSIZE_MAX : ssize(endpos);
    const m = new Matching(re.v, string, from, to);
    try {
      return m.run(mode) ? newMatch(re, m, true) : newNone();
    } finally {
      m.close();
    }
  };
}

function findall(re: PyObject, string: PyObject, pos?: PyObject, endpos?: PyObject): Owned {
  const from = pos === undefined ? 0 : ssize(pos);
  const to = endpos === undefined ? SSIZE_MAX : ssize(endpos);
  const p: PatternPayload = re.v;
  const m = new Matching(p, string, from, to);
  const out: PyObject[] = [];
  try {
    const groups = p.groups;
    while (m.next()) {
      if (groups <= 1) out.push(m.groupOrEmpty(groups));
      else {
        const items: PyObject[] = [];
        for (let i = 1; i <= groups; i++) items.push(m.groupOrEmpty(i));
        out.push(newTupleSteal(items));
      }
    }
  } catch (e) {
    for (const o of out) decref(o);
    throw e;
  } finally {
    m.close();
  }
  return newListAppended(out, 0);
}

function split(re: PyObject, string: PyObject, maxsplit?: PyObject): Owned {
  const most = maxsplit === undefined ? 0 : ssize(maxsplit);
  const p: PatternPayload = re.v;
  const m = new Matching(p, string, 0, SSIZE_MAX);
  const out: PyObject[] = [];
  try {
    let last = 0;
    for (let n = 0; most === 0 || n < most; n++) {
      if (!m.next()) break;
      out.push(m.slice(last, m.state.start));
      for (let i = 1; i <= p.groups; i++) out.push(m.group(i) ?? newNone());
      last = m.state.ptr;
    }
    out.push(m.slice(last, m.end));
  } catch (e) {
    for (const o of out) decref(o);
    throw e;
  } finally {
    m.close();
  }
  return newListAppended(out, 0);
}

// ---------------------------------------------------------------------------------------------
// Replacement

class TemplatePayload {
  literal: PyObject;
  /** Group numbers, and the literal after each (null: empty). */
  groups: number[];
  literals: (PyObject | null)[];
  constructor(literal: PyObject, groups: number[], literals: (PyObject | null)[]) {
    this.literal = literal;
    this.groups = groups;
    this.literals = literals;
  }
}

function isEmptyLiteral(o: PyObject): boolean {
  return (isStr(o) && textLength(o.v) === 0) || (isBytes(o) && o.v.length === 0);
}

/** Makes a template of [literal, group, literal, ...]. */
function template(_m: PyObject, _pattern: PyObject, list: PyObject): Owned {
  const invalid = () => typeError('invalid template');
  if (!isListExact(list)) {
    throw typeError(`template() argument 2 must be list, not ${list.type.name}`);
  }
  const items: PyObject[] = list.v;
  if (items.length % 2 === 0) throw invalid();
  const groups: number[] = [];
  const literals: (PyObject | null)[] = [];
  for (let i = 1; i < items.length; i += 2) {
    if (!isInt(items[i]!)) throw typeError('an integer is required');
    const group = ssize(items[i]!);
    if (group < 0) throw invalid();
    groups.push(group);
    const literal = items[i + 1]!;
    literals.push(isEmptyLiteral(literal) ? null : literal);
  }
  for (const o of literals) if (o !== null) incref(o);
  const o = newGC(TemplateType, new TemplatePayload(incref(items[0]!), groups, literals));
  account(o, 56 + 16 * groups.length);
  gcTrack(o);
  return o;
}

/** The compiled form of a replacement, by re._compile_template (which remembers them). */
function compileTemplate(re: PyObject, repl: PyObject): Owned {
  const f = importAttr('re', '_compile_template');
  let result: Owned;
  try {
    try {
      result = call2(f, re, repl);
    } catch (e) {
      // A replacement that cannot be hashed is tried as plain str or bytes.
      const plain = matches(e, TypeErrorType) ? plainReplacement(repl) : null;
      if (plain === null) throw e;
      discard(e as never);
      try {
        result = call2(f, re, plain);
      } finally {
        decref(plain);
      }
    }
  } finally {
    decref(f);
  }
  if (result.type !== TemplateType) {
    const name = result.type.name;
    decref(result);
    throw runtimeError(
      `the result of compiling a replacement string is ${name}, not ${TemplateType.name}`,
    );
  }
  return result;
}

function plainReplacement(repl: PyObject): Owned | null {
  if (isStr(repl)) return repl.type === StrType ? null : newStr(repl.v);
  if (repl.type.bf_getbuffer === null || isBytesExact(repl)) return null;
  return newBytes(withBytes(repl, (bytes) => bytes.slice()));
}

const BACKSLASH = 92;

/** Whether the replacement is a str or bytes without backslash. */
function isLiteral(repl: PyObject): boolean {
  if (isStr(repl)) return textIndexOf(repl.v, '\\', 0, textLength(repl.v)) < 0;
  if (repl.type.bf_getbuffer === null) return false;
  try {
    return withBytes(repl, (bytes) => !bytes.includes(BACKSLASH));
  } catch (e) {
    if (!matches(e, TypeErrorType) && !matches(e, BufferErrorType)) throw e;
    discard(e);
    return false;
  }
}

/** Collects the parts of a result; joins them as `''.join` or `b''.join` of a list would. */
class Parts {
  isBytes: boolean;
  count = 0;
  /** The only part so far, kept because joining one part gives that very object; owned. */
  only: Owned | null = null;
  text = '';
  texts: Text[] | null = null;
  ascii = true;
  bytes: Uint8Array[] = [];
  /** Place and type name of the first part that cannot be joined. */
  bad = -1;
  badType = '';

  constructor(isBytes: boolean) {
    this.isBytes = isBytes;
  }

  /** Adds a piece of text. */
  addText(t: Text): void {
    if (this.texts !== null) this.texts.push(t);
    else if (typeof t === 'string') this.text += t;
    else this.texts = [this.text, t];
  }

  addSteal(o: Owned): void {
    if (this.count++ === 0) this.only = o;
    this.add(o);
    if (this.count === 1) return;
    if (this.count === 2) {
      decref(this.only!);
      this.only = null;
    }
    decref(o);
  }

  add(o: PyObject): void {
    if (this.isBytes) {
      if (isBytes(o)) this.bytes.push(o.v);
      else if (o.type.bf_getbuffer !== null) this.bytes.push(withBytes(o, (b) => b.slice()));
      else this.reject(o);
    } else if (isStr(o)) {
      if (this.ascii && !strIsAscii(o)) this.ascii = false;
      this.addText(o.v);
    } else this.reject(o);
  }

  private reject(o: PyObject): void {
    if (this.bad >= 0) return;
    this.bad = this.count - 1;
    this.badType = o.type.name;
  }

  release(): void {
    if (this.only !== null) decref(this.only);
    this.only = null;
  }

  join(): Owned {
    if (this.bad >= 0) {
      this.release();
      const want = this.isBytes ? 'a bytes-like object' : 'str instance';
      throw typeError(`sequence item ${this.bad}: expected ${want}, ${this.badType} found`);
    }
    const only = this.only;
    if (only !== null && (only.type === StrType || isBytesExact(only))) return only;
    this.release();
    if (this.isBytes) return newBytes(concatBytes(this.bytes));
    if (this.texts !== null) return newStr(textJoin('', this.texts));
    return this.ascii ? newStrAscii(this.text) : newStr(this.text);
  }
}

function concatBytes(parts: Uint8Array[]): Uint8Array {
  let n = 0;
  for (const part of parts) n += part.length;
  const out = new Uint8Array(n);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Adds what a template makes of a match, as one part. */
function expandInto(t: TemplatePayload, m: Matching): Owned {
  const parts = new Parts(!isStr(t.literal));
  if (!isEmptyLiteral(t.literal)) parts.addSteal(incref(t.literal));
  const n = t.groups.length;
  for (let i = 0; i < n; i++) {
    const g = t.groups[i]!;
    if (2 * g >= m.state.spans.length) {
      parts.release();
      throw indexError('no such group');
    }
    const value = m.group(g);
    if (value !== null) parts.addSteal(value);
    const literal = t.literals[i]!;
    if (literal !== null) parts.addSteal(incref(literal));
  }
  return parts.join();
}

/** Whether a template and the subject are plain strings, so that texts can be put together directly. */
function allText(t: TemplatePayload, m: Matching): boolean {
  if (m.isBytes || !isStr(t.literal)) return false;
  for (const o of t.literals) if (o !== null && !isStr(o)) return false;
  return true;
}

/** The texts of one expansion are added without an object for each. */
function expandText(t: TemplatePayload, m: Matching, parts: Parts): void {
  const text: Text = m.string.v;
  const spans = m.state.spans;
  parts.addText(t.literal.v);
  for (let i = 0; i < t.groups.length; i++) {
    const g = 2 * t.groups[i]!;
    if (g >= spans.length) throw indexError('no such group');
    const start = spans[g]!;
    if (start >= 0) parts.addText(slice(text, start, spans[g + 1]!));
    const literal = t.literals[i]!;
    if (literal !== null) parts.addText(literal.v);
  }
}

function slice(t: Text, start: number, end: number): Text {
  return typeof t === 'string' ? t.slice(start, end) : textSlice(t, start, end);
}

function templateIsAscii(t: TemplatePayload): boolean {
  if (!strIsAscii(t.literal)) return false;
  for (const o of t.literals) if (o !== null && !strIsAscii(o)) return false;
  return true;
}

/** What replaces a match. Exactly one of the three is set; owned. */
class Replacement {
  literal: PyObject | null = null;
  template: PyObject | null = null;
  callable: PyObject | null = null;

  constructor(re: PyObject, repl: PyObject) {
    if (isCallable(repl)) this.callable = incref(repl);
    else if (isLiteral(repl)) this.literal = incref(repl);
    else {
      const t = compileTemplate(re, repl);
      if ((t.v as TemplatePayload).groups.length > 0) this.template = t;
      else {
        this.literal = incref((t.v as TemplatePayload).literal);
        decref(t);
      }
    }
  }

  release(): void {
    xdecref(this.literal);
    xdecref(this.template);
    xdecref(this.callable);
  }
}

/** Replacement in a str by texts only. Null when nothing matched; the number of matches is left in `made`. */
function substituteText(
  m: Matching,
  repl: Replacement,
  most: number,
  made: { n: number },
): Owned | null {
  const parts = new Parts(false);
  const text: Text = m.string.v;
  const literal = repl.literal === null ? null : (repl.literal.v as Text);
  const t: TemplatePayload | null = repl.template === null ? null : repl.template.v;
  let i = 0;
  let n = 0;
  while (most === 0 || n < most) {
    if (!m.next()) break;
    const start = m.state.start;
    if (i < start) parts.addText(slice(text, i, start));
    if (literal !== null) parts.addText(literal);
    else expandText(t!, m, parts);
    i = m.state.ptr;
    n++;
  }
  made.n = n;
  if (n === 0) return null;
  if (i < m.end) parts.addText(slice(text, i, m.end));
  parts.ascii =
    strIsAscii(m.string) && (t === null ? strIsAscii(repl.literal!) : templateIsAscii(t));
  return parts.join();
}

/** Replacement by objects, for bytes and for results of calls. */
function substituteObjects(
  re: PyObject,
  m: Matching,
  repl: Replacement,
  most: number,
  made: { n: number },
): Owned {
  const parts = new Parts(m.isBytes);
  try {
    let i = 0;
    while (most === 0 || made.n < most) {
      if (!m.next()) break;
      const start = m.state.start;
      const end = m.state.ptr;
      if (i < start) parts.addSteal(m.slice(i, start));
      const item = replacementOf(re, m, repl);
      if (item === None_) decref(item);
      else parts.addSteal(item);
      i = end;
      made.n++;
    }
    if (i < m.end) parts.addSteal(m.slice(i, m.end));
    if (parts.count === 0) return m.slice(0, 0);
  } catch (e) {
    parts.release();
    throw e;
  }
  return parts.join();
}

function replacementOf(re: PyObject, m: Matching, repl: Replacement): Owned {
  if (repl.literal !== null) return incref(repl.literal);
  if (repl.template !== null) return expandInto(repl.template.v, m);
  const match = newMatch(re, m);
  try {
    return call1(repl.callable!, match);
  } finally {
    decref(match);
  }
}

function substitute(
  re: PyObject,
  repl: PyObject,
  string: PyObject,
  count: PyObject | undefined,
  withCount: boolean,
): Owned {
  const most = count === undefined ? 0 : ssize(count);
  const r = new Replacement(re, repl);
  const made = { n: 0 };
  let result: Owned;
  try {
    const m = new Matching(re.v, string, 0, SSIZE_MAX);
    try {
      const plain =
        r.literal !== null
          ? !m.isBytes && isStr(r.literal)
          : r.template !== null && allText(r.template.v, m);
      if (plain) {
        result = substituteText(m, r, most, made) ?? m.slice(0, m.end);
        // One part alone is that part itself.
        if (
          made.n === 1 &&
          r.literal !== null &&
          r.literal.type === StrType &&
          m.state.start === 0 &&
          m.start === m.end &&
          m.state.ptr === m.end
        ) {
          decref(result);
          result = incref(r.literal);
        }
      } else result = substituteObjects(re, m, r, most, made);
    } finally {
      m.close();
    }
  } finally {
    r.release();
  }
  return withCount ? newTupleSteal([result, newInt(made.n)]) : result;
}

// ---------------------------------------------------------------------------------------------
// Pattern

/** "re.compile" prints at most this much of the pattern. */
const REPR_LIMIT = 200;
const FLAG_NAMES: [string, number][] = [
  ['re.IGNORECASE', 2],
  ['re.LOCALE', 4],
  ['re.MULTILINE', 8],
  ['re.DOTALL', 16],
  ['re.UNICODE', 32],
  ['re.VERBOSE', 64],
  ['re.DEBUG', 128],
  ['re.ASCII', 256],
];
const CHARSET_FLAGS = 4 | 32 | 256;

function limitedRepr(o: PyObject, limit: number): Text {
  const r = repr(o);
  const t = strValue(r);
  decref(r);
  return textSlice(t, 0, Math.min(limit, textLength(t)));
}

function patternRepr(o: PyObject): Owned {
  const p: PatternPayload = o.v;
  let flags = p.flags;
  if (p.kind === TEXT && (flags & CHARSET_FLAGS) === 32) flags &= ~32;
  const names: string[] = [];
  for (const [name, bit] of FLAG_NAMES) {
    if ((flags & bit) === 0) continue;
    names.push(name);
    flags &= ~bit;
  }
  if (flags !== 0) names.push(`0x${(flags >>> 0).toString(16)}`);
  const tail = names.length > 0 ? `, ${names.join('|')})` : ')';
  return newStr(textJoin('', ['re.compile(', limitedRepr(p.pattern, REPR_LIMIT), tail]));
}

function patternHash(o: PyObject): number {
  const p: PatternPayload = o.v;
  const lo = hash(p.pattern);
  const hi = S.hashHi;
  const raw = p.program.raw;
  const code = hashOfBytes(new Uint8Array(raw.buffer, raw.byteOffset, raw.byteLength));
  const kind = p.kind;
  let low = lo ^ code ^ p.flags ^ kind ^ raw.length;
  const high = hi ^ S.hashHi ^ (kind < 0 ? -1 : 0);
  if (low === -1 && high === -1) low = -2;
  S.hashHi = high;
  return low;
}

function sameCode(a: Uint32Array, b: Uint32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function patternCompare(a: PyObject, b: PyObject, op: number): Owned {
  if ((op !== EQ && op !== NE) || a.type !== b.type) return newNotImplemented();
  if (a === b) return newBool(op === EQ);
  const x: PatternPayload = a.v;
  const y: PatternPayload = b.v;
  const same =
    x.flags === y.flags &&
    x.kind === y.kind &&
    sameCode(x.program.raw, y.program.raw) &&
    richCompareBool(x.pattern, y.pattern, EQ);
  return newBool(same === (op === EQ));
}

const itself = (o: PyObject): Owned => incref(o);
const AT = '($self, /, string, pos=0, endpos=sys.maxsize)';

const PatternType: TypeObject = newStaticType('re.Pattern', {
  weakrefoffset: 64,
  heap: 'immutable',
  flags: TPFLAGS_HAVE_GC | TPFLAGS_DISALLOW_INSTANTIATION,
  basicsize: 96,
  itemsize: 4,
  hasWeakrefs: true,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    clearWeakrefs(o);
    const p: PatternPayload = o.v;
    freeObject(o, 112 + CODESIZE * p.program.raw.length);
    decref(p.pattern);
    decref(p.groupindex);
    decref(p.indexgroup);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    const p: PatternPayload = o.v;
    visit(p.groupindex);
    visit(p.indexgroup);
    visit(p.pattern);
  },
  tp_sizeof: (o: PyObject) => 96 + CODESIZE * (o.v as PatternPayload).program.raw.length,
  tp_repr: patternRepr,
  tp_hash: patternHash,
  tp_richcompare: patternCompare,
  methods: {
    match: method(AT, once(MODE_MATCH), 'A match at the beginning.'),
    fullmatch: method(AT, once(MODE_FULLMATCH), 'A match of the whole text.'),
    search: method(AT, once(MODE_SEARCH), 'The first match anywhere.'),
    sub: method(
      '($self, /, repl, string, count=0)',
      (o: PyObject, repl: PyObject, string: PyObject, count?: PyObject) =>
        substitute(o, repl, string, count, false),
      'The text with matches replaced.',
    ),
    subn: method(
      '($self, /, repl, string, count=0)',
      (o: PyObject, repl: PyObject, string: PyObject, count?: PyObject) =>
        substitute(o, repl, string, count, true),
      'The text with matches replaced, and how many there were.',
    ),
    findall: method(AT, findall, 'All matches in a list, as text.'),
    split: method('($self, /, string, maxsplit=0)', split, 'The pieces between the matches.'),
    finditer: method(AT, finditer, 'All matches, one after the other.'),
    scanner: method(AT, scanner),
    __copy__: method('($self, /)', itself),
    __deepcopy__: method('($self, memo, /)', itself),
    __class_getitem__: classMethod('($type, object, /)', genericAliasNew, 'A generic alias.'),
  },
  members: {
    pattern: member(
      (o) => incref((o.v as PatternPayload).pattern),
      null,
      'The source of the pattern.',
    ),
    flags: member((o) => newInt((o.v as PatternPayload).flags), null, 'Its flags.'),
    groups: member(
      (o) => newInt((o.v as PatternPayload).groups),
      null,
      'How many groups there are.',
    ),
  },
  getset: {
    groupindex: getset(
      (o) => newMappingproxy((o.v as PatternPayload).groupindex),
      null,
      'The named groups and their numbers.',
    ),
  },
  doc: 'A compiled regular expression.',
  dict: { __module__: () => intern('re') },
});

// ---------------------------------------------------------------------------------------------
// Match

/** The number of a group given by number or name. */
function groupIndex(m: MatchPayload, o: PyObject | undefined): number {
  if (o === undefined) return 0;
  let i = -1;
  if (isIndex(o)) {
    const n = index(o);
    i = typeof n === 'number' ? n : -1;
  } else {
    const found = dictGetBorrowed((m.re.v as PatternPayload).groupindex, o);
    if (found !== null && isInt(found)) i = Number(found.v);
  }
  if (i < 0 || 2 * i >= m.spans.length) throw indexError('no such group');
  return i;
}

/** The text of group `i`, or `absent` (borrowed). */
function groupAt(m: MatchPayload, i: number, absent: PyObject): Owned {
  const start = m.spans[2 * i]!;
  if (start < 0) return incref(absent);
  const end = m.spans[2 * i + 1]!;
  const string = m.string;
  if (isStr(string)) return strRange(string, start, end);
  const view = bufferOf(string);
  try {
    const bytes = view.contiguous();
    return bytesRange(string, bytes, Math.min(start, bytes.length), Math.min(end, bytes.length));
  } finally {
    releaseBuffer(view);
  }
}

function matchGroup(o: PyObject, args: PyObject[], _kw: KwNames): Owned {
  const m: MatchPayload = o.v;
  const n = args.length;
  if (n === 0) return groupAt(m, 0, None_);
  if (n === 1) return groupAt(m, groupIndex(m, args[0]!), None_);
  const out: PyObject[] = [];
  try {
    for (let i = 0; i < n; i++) out.push(groupAt(m, groupIndex(m, args[i]!), None_));
  } catch (e) {
    for (const x of out) decref(x);
    throw e;
  }
  return newTupleSteal(out);
}

function matchGroups(o: PyObject, absent?: PyObject): Owned {
  const m: MatchPayload = o.v;
  const out: PyObject[] = [];
  for (let i = 1; 2 * i < m.spans.length; i++) out.push(groupAt(m, i, absent ?? None_));
  return newTupleSteal(out);
}

function matchGroupdict(o: PyObject, absent?: PyObject): Owned {
  const m: MatchPayload = o.v;
  const out = newDict();
  try {
    for (const name of dictKeysArray((m.re.v as PatternPayload).groupindex)) {
      const value = groupAt(m, groupIndex(m, name), absent ?? None_);
      dictSet(out, name, value);
      decref(value);
      decref(name);
    }
  } catch (e) {
    decref(out);
    throw e;
  }
  return out;
}

const span = (m: MatchPayload, i: number): Owned =>
  newTupleSteal([newInt(m.spans[2 * i]!), newInt(m.spans[2 * i + 1]!)]);

function matchRegs(o: PyObject): Owned {
  const m: MatchPayload = o.v;
  if (m.regs === null) {
    const out: PyObject[] = [];
    for (let i = 0; 2 * i < m.spans.length; i++) out.push(span(m, i));
    m.regs = newTupleSteal(out);
  }
  return incref(m.regs);
}

function matchLastgroup(o: PyObject): Owned {
  const m: MatchPayload = o.v;
  const names: PyObject[] = (m.re.v as PatternPayload).indexgroup.v;
  const i = m.lastindex;
  return i >= 0 && i < names.length ? incref(names[i]!) : newNone();
}

function matchRepr(o: PyObject): Owned {
  const m: MatchPayload = o.v;
  const whole = groupAt(m, 0, None_);
  let text: Text;
  try {
    text = limitedRepr(whole, 50);
  } finally {
    decref(whole);
  }
  const where = `span=(${m.spans[0]}, ${m.spans[1]})`;
  return newStr(textJoin('', [`<${o.type.name} object; ${where}, match=`, text, '>']));
}

function matchExpand(o: PyObject, repl: PyObject): Owned {
  const m: MatchPayload = o.v;
  const t = compileTemplate(m.re, repl);
  try {
    const payload: TemplatePayload = t.v;
    if (payload.groups.length === 0) return incref(payload.literal);
    const parts = new Parts(!isStr(payload.literal));
    if (!isEmptyLiteral(payload.literal)) parts.addSteal(incref(payload.literal));
    for (let i = 0; i < payload.groups.length; i++) {
      const g = payload.groups[i]!;
      if (2 * g >= m.spans.length) {
        parts.release();
        throw indexError('no such group');
      }
      const value = groupAt(m, g, None_);
      if (value === None_) decref(value);
      else parts.addSteal(value);
      const literal = payload.literals[i]!;
      if (literal !== null) parts.addSteal(incref(literal));
    }
    return parts.join();
  } finally {
    decref(t);
  }
}

const MatchType: TypeObject = newStaticType('re.Match', {
  heap: 'immutable',
  flags: TPFLAGS_HAVE_GC | TPFLAGS_DISALLOW_INSTANTIATION,
  basicsize: 88,
  itemsize: 8,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    const m: MatchPayload = o.v;
    freeObject(o, 104 + 8 * m.spans.length);
    xdecref(m.regs);
    decref(m.string);
    decref(m.re);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    const m: MatchPayload = o.v;
    visit(m.string);
    if (m.regs !== null) visit(m.regs);
    visit(m.re);
  },
  tp_sizeof: (o: PyObject) => 88 + 8 * (o.v as MatchPayload).spans.length,
  tp_repr: matchRepr,
  mp_subscript: (o: PyObject, key: PyObject) => groupAt(o.v, groupIndex(o.v, key), None_),
  methods: {
    group: methodRaw(matchGroup, {
      kw: false,
      doc: 'The text of one group, or of several.',
    }),
    start: method(
      '($self, group=0, /)',
      (o: PyObject, g?: PyObject) => newInt((o.v as MatchPayload).spans[2 * groupIndex(o.v, g)]!),
      'Where a group begins.',
    ),
    end: method(
      '($self, group=0, /)',
      (o: PyObject, g?: PyObject) =>
        newInt((o.v as MatchPayload).spans[2 * groupIndex(o.v, g) + 1]!),
      'Where a group ends.',
    ),
    span: method(
      '($self, group=0, /)',
      (o: PyObject, g?: PyObject) => span(o.v, groupIndex(o.v, g)),
      'Where a group begins and ends.',
    ),
    groups: method('($self, /, default=None)', matchGroups, 'The text of all groups.'),
    groupdict: method(
      '($self, /, default=None)',
      matchGroupdict,
      'The named groups and their text.',
    ),
    expand: method('($self, /, template)', matchExpand, 'A replacement with the groups put in.'),
    __copy__: method('($self, /)', itself),
    __deepcopy__: method('($self, memo, /)', itself),
    __class_getitem__: classMethod('($type, object, /)', genericAliasNew, 'A generic alias.'),
  },
  members: {
    string: member(
      (o) => incref((o.v as MatchPayload).string),
      null,
      'The text that was searched.',
    ),
    re: member((o) => incref((o.v as MatchPayload).re), null, 'The pattern.'),
    pos: member((o) => newInt((o.v as MatchPayload).pos), null, 'Where the search began.'),
    endpos: member(
      (o) => newInt((o.v as MatchPayload).endpos),
      null,
      'Where the search was to end.',
    ),
  },
  getset: {
    lastindex: getset(
      (o) => {
        const i = (o.v as MatchPayload).lastindex;
        return i < 0 ? newNone() : newInt(i);
      },
      null,
      'Number of the last group that matched.',
    ),
    lastgroup: getset(matchLastgroup, null, 'Name of the last group that matched.'),
    regs: getset(matchRegs),
  },
  doc: 'What matched.',
  dict: { __module__: () => intern('re') },
});

// ---------------------------------------------------------------------------------------------
// Scanner and template

class ScannerPayload {
  pattern: PyObject;
  matching: Matching;
  done = false;
  executing = false;
  constructor(pattern: PyObject, matching: Matching) {
    this.pattern = pattern;
    this.matching = matching;
  }
}

function scanner(re: PyObject, string: PyObject, pos?: PyObject, endpos?: PyObject): Owned {
  const from = pos === undefined ? 0 : ssize(pos);
  const to = endpos === undefined ? SSIZE_MAX : ssize(endpos);
  const m = new Matching(re.v, string, from, to);
  incref(string);
  const o = newGC(ScannerType, new ScannerPayload(incref(re), m));
  account(o, 264);
  gcTrack(o);
  return o;
}

function finditer(re: PyObject, string: PyObject, pos?: PyObject, endpos?: PyObject): Owned {
  const o = scanner(re, string, pos, endpos);
  try {
    const search = getAttr(o, s_search);
    try {
      return newCallIter(search, None_);
    } finally {
      decref(search);
    }
  } finally {
    decref(o);
  }
}

function scan(mode: number) {
  return (o: PyObject): Owned => {
    const s: ScannerPayload = o.v;
    if (s.executing) throw valueError('regular expression scanner already executing');
    if (s.done) return newNone();
    const m = s.matching;
    s.executing = true;
    try {
      if (!m.run(mode)) {
        s.done = true;
        return newNone();
      }
      const match = newMatch(s.pattern, m);
      m.start = m.state.advance();
      return match;
    } finally {
      s.executing = false;
    }
  };
}

const ScannerType: TypeObject = newStaticType('_sre.SRE_Scanner', {
  heap: 'immutable',
  flags: TPFLAGS_HAVE_GC | TPFLAGS_DISALLOW_INSTANTIATION,
  basicsize: 248,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    const s: ScannerPayload = o.v;
    freeObject(o);
    s.matching.close();
    decref(s.matching.string);
    decref(s.pattern);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    const s: ScannerPayload = o.v;
    visit(s.pattern);
    visit(s.matching.string);
  },
  methods: {
    match: method('($self, /)', scan(MODE_MATCH)),
    search: method('($self, /)', scan(MODE_SEARCH)),
  },
  members: { pattern: member((o) => incref((o.v as ScannerPayload).pattern)) },
  dict: { __module__: () => intern('_sre') },
});

const TemplateType: TypeObject = newStaticType('_sre.SRE_Template', {
  flags: TPFLAGS_HAVE_GC | TPFLAGS_DISALLOW_INSTANTIATION,
  basicsize: 40,
  itemsize: 16,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    const t: TemplatePayload = o.v;
    freeObject(o, 56 + 16 * t.groups.length);
    decref(t.literal);
    for (const literal of t.literals) xdecref(literal);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    const t: TemplatePayload = o.v;
    visit(t.literal);
    for (const literal of t.literals) if (literal !== null) visit(literal);
  },
  tp_sizeof: (o: PyObject) => 40 + 16 * (o.v as TemplatePayload).groups.length,
  dict: { __module__: () => intern('_sre') },
});

// ---------------------------------------------------------------------------------------------

/** The character number a helper function was given. */
const character = (o: PyObject): number => Number(index(o));
const C = '($module, character, /)';

export const sreModule = defineModule('_sre', {
  functions: {
    compile: nativeFunction(
      'compile',
      '($module, /, pattern, flags, code, groups, groupindex,\n        indexgroup)',
      compile,
    ),
    template: nativeFunction(
      'template',
      '($module, pattern, template, /)',
      template,
      'A compiled replacement.',
    ),
    getcodesize: nativeFunction('getcodesize', '($module, /)', () => newInt(CODESIZE)),
    ascii_iscased: nativeFunction('ascii_iscased', C, (_m, o: PyObject) => {
      const ch = character(o);
      return newBool((ch >= 65 && ch <= 90) || (ch >= 97 && ch <= 122));
    }),
    unicode_iscased: nativeFunction('unicode_iscased', C, (_m, o: PyObject) => {
      const ch = character(o);
      const lower = unicode.simpleLower(ch);
      return newBool(ch !== lower || ch !== unicode.simpleUpper(ch));
    }),
    ascii_tolower: nativeFunction('ascii_tolower', C, (_m, o: PyObject) =>
      newInt(asciiLower(character(o))),
    ),
    unicode_tolower: nativeFunction('unicode_tolower', C, (_m, o: PyObject) =>
      newInt(unicode.simpleLower(character(o))),
    ),
  },
  constants: {
    MAGIC,
    CODESIZE,
    MAXREPEAT,
    MAXGROUPS,
    copyright: ' SRE 2.2.2 Copyright (c) 1997-2002 by Secret Labs AB ',
  },
});
