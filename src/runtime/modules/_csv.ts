/**
 * _csv: reading and writing of separated values. CPython: Modules/_csv.c.
 *
 * Characters of a dialect are code points, NOT_SET where there is none. A field under construction is a UTF-16 string;
 * the reader takes lines without quotes or escapes apart in one step.
 */
import { getIter, index, isTrue, iterate, str_, toFloat } from '../core/abstract.ts';
import { checkPositional } from '../core/args.ts';
import { lookupAttr } from '../core/attr.ts';
import { call1, callObject, isCallable } from '../core/call.ts';
import {
  discard,
  matches,
  newException,
  overflowError,
  type PyErr,
  typeError,
  valueError,
} from '../core/errors.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import { defineModule } from '../core/module-define.ts';
import { functionRaw, method, methodRaw, nativeFunction } from '../core/native-def.ts';
import { account, decref, incref, type Owned, type PyObject, xdecref } from '../core/object.ts';
import { addRootFields } from '../core/roots.ts';
import { getset, member, newStaticType } from '../core/type-define.ts';
import {
  type KwNames,
  TPFLAGS_BASETYPE,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_HAVE_GC,
  type TypeObject,
  type Visit,
} from '../core/type-object.ts';
import { dictGetBorrowed, dictKeysArray, dictPop, dictSet, newDict } from '../objects/dict.ts';
import { ExceptionType, TypeErrorType } from '../objects/exceptions.ts';
import { isInt, newInt } from '../objects/int.ts';
import { newListSteal } from '../objects/list.ts';
import { newBool, newNone, None_ } from '../objects/singletons.ts';
import { intern, isStr, newStr, newStrChar, newStrJs, strJs } from '../objects/str.ts';
import { parseArguments } from './nameless-arguments.ts';
import { codePointAt, type Text, textFromJs, textLength } from '../text/text.ts';

const NOT_SET = -1;
const EOL = -2;
const LF = 10;
const CR = 13;
const SPACE = 32;

const QUOTE_MINIMAL = 0;
const QUOTE_ALL = 1;
const QUOTE_NONNUMERIC = 2;
const QUOTE_NONE = 3;
const QUOTE_STRINGS = 4;
const QUOTE_NOTNULL = 5;

/** What the module keeps: its dialects by name, the limit of a field. */
class CsvState {
  dialects: PyObject | null = null;
  limit: bigint = 131072n;
}

const state = new CsvState();
addRootFields(state);

const ErrorType: TypeObject = newStaticType('_csv.Error', {
  heap: 'mutable',
  base: ExceptionType,
  flags: TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC,
  doc: 'What is wrong with a dialect or with data.',
});

function csvError(message: string): PyErr {
  return newException(ErrorType, message);
}

function dialects(): PyObject {
  return (state.dialects ??= newDict());
}

// ---------------------------------------------------------------------------------------------
// Dialect

class Dialect {
  delimiter = 44;
  quotechar = 34;
  escapechar = NOT_SET;
  doublequote = true;
  skipinitialspace = false;
  strict = false;
  quoting = QUOTE_MINIMAL;
  lineterminator: Text = '\r\n';
  /** Whether lines without quotes and escapes are only split at the delimiter. */
  simple = true;
}

const DIALECT_NAMES = [
  'dialect',
  'delimiter',
  'doublequote',
  'escapechar',
  'lineterminator',
  'quotechar',
  'quoting',
  'skipinitialspace',
  'strict',
];

function charSetting(name: string, o: PyObject, noneAllowed: boolean): number {
  if (noneAllowed && o === None_) return NOT_SET;
  if (!isStr(o)) {
    const kinds = noneAllowed ? 'string or None' : 'string';
    throw typeError(`"${name}" must be ${kinds}, not ${o.type.name}`);
  }
  if (textLength(o.v) !== 1) throw typeError(`"${name}" must be a 1-character string`);
  return codePointAt(o.v, 0);
}

function terminatorSetting(o: PyObject): Text {
  if (o === None_) throw typeError('lineterminator must be set');
  if (!isStr(o)) throw typeError('"lineterminator" must be a string');
  return o.v;
}

function quotingSetting(o: PyObject): number {
  if (!isInt(o)) throw typeError('"quoting" must be an integer');
  const v = o.v;
  if (typeof v === 'bigint' || v < QUOTE_MINIMAL || v > QUOTE_NOTNULL)
    throw typeError('bad "quoting" value');
  return v;
}

function checkChar(name: string, c: number, d: Dialect, spaceAllowed: boolean): void {
  if (c === NOT_SET) return;
  if (c === CR || c === LF || (c === SPACE && !spaceAllowed)) throw valueError(`bad ${name} value`);
  const t = d.lineterminator;
  for (let i = 0; i < textLength(t); i++) {
    if (codePointAt(t, i) === c) throw valueError(`bad ${name} or lineterminator value`);
  }
}

function checkPair(a: string, b: string, x: number, y: number): void {
  if (x === y && x !== NOT_SET) throw valueError(`bad ${a} or ${b} value`);
}

function checkDialect(d: Dialect): void {
  if (d.quoting !== QUOTE_NONE && d.quotechar === NOT_SET) {
    throw typeError('quotechar must be set if quoting enabled');
  }
  checkChar('delimiter', d.delimiter, d, true);
  checkChar('escapechar', d.escapechar, d, !d.skipinitialspace);
  checkChar('quotechar', d.quotechar, d, !d.skipinitialspace);
  checkPair('delimiter', 'escapechar', d.delimiter, d.escapechar);
  checkPair('delimiter', 'quotechar', d.delimiter, d.quotechar);
  checkPair('escapechar', 'quotechar', d.escapechar, d.quotechar);
}

function findDialect(name: PyObject): PyObject {
  const found = dictGetBorrowed(dialects(), name);
  if (found === null) throw csvError('unknown dialect');
  return found;
}

/** The settings: each argument, or else the attribute of the dialect object. New references. */
function collectSettings(
  base: PyObject | null,
  given: (PyObject | undefined)[],
): (PyObject | null)[] {
  const out: (PyObject | null)[] = [];
  for (let i = 1; i < DIALECT_NAMES.length; i++) {
    const v = given[i];
    if (v !== undefined) out.push(incref(v));
    else if (base === null) out.push(null);
    else {
      try {
        out.push(lookupAttr(base, intern(DIALECT_NAMES[i]!)));
      } catch (e) {
        discard(e as PyErr);
        out.push(null);
      }
    }
  }
  return out;
}

function makeDialect(settings: (PyObject | null)[]): Dialect {
  const [delimiter, double, escape, terminator, quote, quoting, skip, strict] = settings;
  const d = new Dialect();
  if (delimiter != null) d.delimiter = charSetting('delimiter', delimiter, false);
  if (double != null) d.doublequote = isTrue(double);
  if (escape != null) d.escapechar = charSetting('escapechar', escape, true);
  if (terminator != null) d.lineterminator = terminatorSetting(terminator);
  if (quote != null) d.quotechar = charSetting('quotechar', quote, true);
  if (quoting != null) d.quoting = quotingSetting(quoting);
  if (skip != null) d.skipinitialspace = isTrue(skip);
  if (strict != null) d.strict = isTrue(strict);
  if (quote === None_ && quoting == null) d.quoting = QUOTE_NONE;
  checkDialect(d);
  d.simple =
    !d.skipinitialspace &&
    d.quoting !== QUOTE_NONNUMERIC &&
    d.quoting !== QUOTE_STRINGS &&
    d.quoting !== QUOTE_NOTNULL &&
    d.delimiter <= 0xffff;
  return d;
}

function dialectNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const given = parseArguments(DIALECT_NAMES, 0, args, kw);
  let base: PyObject | null = given[0] ?? null;
  if (base !== null && isStr(base)) base = findDialect(base);
  if (
    base !== null &&
    base.type === DialectType &&
    given.every((v, i) => i === 0 || v === undefined)
  ) {
    return incref(base);
  }
  const settings = collectSettings(base, given);
  try {
    const payload = makeDialect(settings);
    const o = type.tp_alloc(type);
    o.v = payload;
    return o;
  } finally {
    for (const o of settings) xdecref(o);
  }
}

function optionalChar(c: number): Owned {
  return c === NOT_SET ? newNone() : newStrChar(c);
}

function noPickle(o: PyObject): never {
  throw typeError(
    `cannot pickle '${o.type.name.slice(o.type.name.lastIndexOf('.') + 1)}' instances`,
  );
}

const NO_PICKLE = { doc: 'Refuses: these are not pickled.' };

export const DialectType: TypeObject = newStaticType('_csv.Dialect', {
  heap: 'immutable',
  flags: TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC,
  basicsize: 48,
  tp_new: dialectNew,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    freeObject(o);
  },
  tp_traverse: () => {},
  methods: {
    __reduce__: methodRaw(noPickle, NO_PICKLE),
    __reduce_ex__: methodRaw(noPickle, NO_PICKLE),
  },
  members: {
    skipinitialspace: member((o) => newBool((o.v as Dialect).skipinitialspace)),
    doublequote: member((o) => newBool((o.v as Dialect).doublequote)),
    strict: member((o) => newBool((o.v as Dialect).strict)),
  },
  getset: {
    delimiter: getset((o) => optionalChar((o.v as Dialect).delimiter)),
    escapechar: getset((o) => optionalChar((o.v as Dialect).escapechar)),
    lineterminator: getset((o) => newStr((o.v as Dialect).lineterminator)),
    quotechar: getset((o) => optionalChar((o.v as Dialect).quotechar)),
    quoting: getset((o) => newInt((o.v as Dialect).quoting)),
  },
  dict: { __module__: () => intern('_csv') },
  doc: 'How a kind of CSV is written.',
});

/** A Dialect from the arguments of reader() and writer(). */
function callDialect(dialect: PyObject | undefined, args: PyObject[], kw: KwNames): Owned {
  const n = args.length - (kw === null ? 0 : kw.length);
  const first = dialect === undefined ? [] : [dialect];
  return callObject(DialectType.self, [...first, ...args.slice(n)], kw);
}

// ---------------------------------------------------------------------------------------------
// Reader

const START_RECORD = 0;
const START_FIELD = 1;
const ESCAPED_CHAR = 2;
const IN_FIELD = 3;
const IN_QUOTED_FIELD = 4;
const ESCAPE_IN_QUOTED_FIELD = 5;
const QUOTE_IN_QUOTED_FIELD = 6;
const EAT_CRNL = 7;
const AFTER_ESCAPED_CRNL = 8;

class Reader {
  input: PyObject;
  dialect: PyObject;
  d: Dialect;
  fields: PyObject[] = [];
  state = START_RECORD;
  field = '';
  /** Characters of the field, and whether one is beyond U+FFFF. */
  length = 0;
  wide = false;
  unquoted = false;
  lineNum = 0;
  /** The delimiter as a string, where it is one code unit. */
  separator: string;
  constructor(input: PyObject, dialect: PyObject) {
    this.input = input;
    this.dialect = dialect;
    this.d = dialect.v;
    this.separator = String.fromCodePoint(this.d.delimiter);
  }

  reset(): void {
    const old = this.fields;
    this.fields = [];
    for (const o of old) decref(o);
    this.field = '';
    this.length = 0;
    this.wide = false;
    this.unquoted = false;
    this.state = START_RECORD;
  }

  add(c: number): void {
    if (this.length >= state.limit)
      throw csvError(`field larger than field limit (${state.limit})`);
    this.length++;
    if (c <= 0xffff) this.field += String.fromCharCode(c);
    else {
      this.field += String.fromCodePoint(c);
      this.wide = true;
    }
  }

  save(): void {
    const q = this.d.quoting;
    let o: Owned;
    if (this.unquoted && this.length === 0 && (q === QUOTE_STRINGS || q === QUOTE_NOTNULL))
      o = newNone();
    else {
      o = newStr(this.wide ? textFromJs(this.field) : this.field);
      if (this.unquoted && this.length > 0 && (q === QUOTE_NONNUMERIC || q === QUOTE_STRINGS)) {
        try {
          const number = toFloat(o);
          decref(o);
          o = number;
        } catch (e) {
          decref(o);
          throw e;
        }
      }
    }
    this.field = '';
    this.length = 0;
    this.wide = false;
    this.fields.push(o);
  }

  /** The end of a line or field. */
  private endLine(c: number): void {
    this.save();
    this.state = c === EOL ? START_RECORD : EAT_CRNL;
  }

  step(c: number): void {
    const d = this.d;
    switch (this.state) {
      case START_RECORD:
        if (c === EOL) return;
        if (c === LF || c === CR) {
          this.state = EAT_CRNL;
          return;
        }
        this.state = START_FIELD;
        this.startField(c);
        return;
      case START_FIELD:
        this.startField(c);
        return;
      case ESCAPED_CHAR:
        if (c === LF || c === CR) {
          this.add(c);
          this.state = AFTER_ESCAPED_CRNL;
          return;
        }
        this.add(c === EOL ? LF : c);
        this.state = IN_FIELD;
        return;
      case AFTER_ESCAPED_CRNL:
        if (c !== EOL) this.inField(c);
        return;
      case IN_FIELD:
        this.inField(c);
        return;
      case IN_QUOTED_FIELD:
        if (c === EOL) return;
        if (c === d.escapechar) this.state = ESCAPE_IN_QUOTED_FIELD;
        else if (c === d.quotechar && d.quoting !== QUOTE_NONE) {
          this.state = d.doublequote ? QUOTE_IN_QUOTED_FIELD : IN_FIELD;
        } else this.add(c);
        return;
      case ESCAPE_IN_QUOTED_FIELD:
        this.add(c === EOL ? LF : c);
        this.state = IN_QUOTED_FIELD;
        return;
      case QUOTE_IN_QUOTED_FIELD:
        this.afterQuote(c);
        return;
      default:
        if (c === LF || c === CR) return;
        if (c !== EOL) {
          throw csvError(
            "new-line character seen in unquoted field - do you need to open the file with newline=''?",
          );
        }
        this.state = START_RECORD;
    }
  }

  private startField(c: number): void {
    const d = this.d;
    this.unquoted = true;
    if (c === LF || c === CR || c === EOL) this.endLine(c);
    else if (c === d.quotechar && d.quoting !== QUOTE_NONE) {
      this.unquoted = false;
      this.state = IN_QUOTED_FIELD;
    } else if (c === d.escapechar) this.state = ESCAPED_CHAR;
    else if (c === SPACE && d.skipinitialspace) return;
    else if (c === d.delimiter) this.save();
    else {
      this.add(c);
      this.state = IN_FIELD;
    }
  }

  private inField(c: number): void {
    const d = this.d;
    if (c === LF || c === CR || c === EOL) this.endLine(c);
    else if (c === d.escapechar) this.state = ESCAPED_CHAR;
    else if (c === d.delimiter) {
      this.save();
      this.state = START_FIELD;
    } else this.add(c);
  }

  private afterQuote(c: number): void {
    const d = this.d;
    if (d.quoting !== QUOTE_NONE && c === d.quotechar) {
      this.add(c);
      this.state = IN_QUOTED_FIELD;
    } else if (c === d.delimiter) {
      this.save();
      this.state = START_FIELD;
    } else if (c === LF || c === CR || c === EOL) this.endLine(c);
    else if (!d.strict) {
      this.add(c);
      this.state = IN_FIELD;
    } else {
      const [want, quote] = [String.fromCodePoint(d.delimiter), String.fromCodePoint(d.quotechar)];
      throw csvError(`'${want}' expected after '${quote}'`);
    }
  }

  /** Splits a whole line at once where nothing in it needs the state machine; false when it does. */
  quick(t: string): boolean {
    const d = this.d;
    if (this.state !== START_RECORD || !d.simple) return false;
    if (d.quotechar !== NOT_SET && t.includes(String.fromCharCode(d.quotechar))) return false;
    if (d.escapechar !== NOT_SET && t.includes(String.fromCharCode(d.escapechar))) return false;
    let end = t.length;
    if (end > 0 && t.charCodeAt(end - 1) === LF) end--;
    if (end > 0 && t.charCodeAt(end - 1) === CR) end--;
    if (end === 0) return false;
    const body = end === t.length ? t : t.slice(0, end);
    if (body.includes('\n') || body.includes('\r') || body.length > state.limit) return false;
    const fields = this.fields;
    for (const part of body.split(this.separator)) fields.push(newStr(part));
    return true;
  }

  line(t: Text): void {
    if (typeof t === 'string') {
      if (this.quick(t)) return;
      for (let i = 0; i < t.length; i++) this.step(t.charCodeAt(i));
    } else for (const c of t.cps) this.step(c);
    this.step(EOL);
  }
}

function readerNext(o: PyObject): Owned | null {
  const r: Reader = o.v;
  r.reset();
  const next = r.input.type.tp_iternext!;
  do {
    const line = next(r.input);
    if (line === null) {
      if (r.length === 0 && r.state !== IN_QUOTED_FIELD) return null;
      if (r.d.strict) throw csvError('unexpected end of data');
      r.save();
      break;
    }
    try {
      if (!isStr(line)) {
        throw csvError(
          `iterator should return strings, not ${line.type.name} (the file should be opened in text mode)`,
        );
      }
      r.lineNum++;
      r.line(line.v);
    } finally {
      decref(line);
    }
  } while (r.state !== START_RECORD);
  const fields = r.fields;
  r.fields = [];
  return newListSteal(fields);
}

const ReaderType: TypeObject = newStaticType('_csv.reader', {
  heap: 'immutable',
  flags: TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC | TPFLAGS_DISALLOW_INSTANTIATION,
  basicsize: 88,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    const r: Reader = o.v;
    freeObject(o);
    decref(r.dialect);
    decref(r.input);
    for (const x of r.fields) decref(x);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    const r: Reader = o.v;
    visit(r.dialect);
    visit(r.input);
    for (const x of r.fields) visit(x);
  },
  tp_iter: (o: PyObject) => incref(o),
  tp_iternext: readerNext,
  members: {
    dialect: member((o) => incref((o.v as Reader).dialect)),
    line_num: member((o) => newInt((o.v as Reader).lineNum)),
  },
  dict: { __module__: () => intern('_csv') },
  doc: 'Rows of lines.',
});

function reader(_m: PyObject, args: PyObject[], kw: KwNames): Owned {
  const n = args.length - (kw === null ? 0 : kw.length);
  checkPositional('', n, 1, 2);
  const input = getIter(args[0]!);
  let dialect: Owned;
  try {
    dialect = callDialect(n > 1 ? args[1] : undefined, args, kw);
  } catch (e) {
    decref(input);
    throw e;
  }
  const o = newGC(ReaderType, new Reader(input, dialect));
  account(o, 104);
  gcTrack(o);
  return o;
}

// ---------------------------------------------------------------------------------------------
// Writer

class Writer {
  write: PyObject;
  dialect: PyObject;
  d: Dialect;
  record = '';
  count = 0;
  /** Matches a character that must be quoted or escaped. */
  special: RegExp;
  constructor(write: PyObject, dialect: PyObject) {
    this.write = write;
    this.dialect = dialect;
    this.d = dialect.v;
    const d = this.d;
    const chars = [LF, CR, d.delimiter, d.escapechar, d.quotechar].filter((c) => c !== NOT_SET);
    for (let i = 0; i < textLength(d.lineterminator); i++)
      chars.push(codePointAt(d.lineterminator, i));
    this.special = new RegExp(`[${chars.map((c) => `\\u{${c.toString(16)}}`).join('')}]`, 'u');
  }

  /** Appends one field; null stands for None. */
  append(field: string | null, quote: boolean): void {
    const d = this.d;
    if (this.count > 0) this.record += String.fromCodePoint(d.delimiter);
    this.count++;
    let quoted = quote;
    const text = field ?? '';
    if (text === '' && d.delimiter === SPACE && d.skipinitialspace) {
      const unquotable =
        field === null && (d.quoting === QUOTE_STRINGS || d.quoting === QUOTE_NOTNULL);
      if (d.quoting === QUOTE_NONE || unquotable) {
        throw csvError(
          'empty field must be quoted if delimiter is a space and skipinitialspace is true',
        );
      }
      quoted = true;
    }
    if (!this.special.test(text)) {
      const q = quoted ? String.fromCodePoint(d.quotechar) : '';
      this.record += q + text + q;
      return;
    }
    this.appendSpecial(text, quoted);
  }

  private appendSpecial(text: string, quote: boolean): void {
    const d = this.d;
    let quoted = quote;
    let out = '';
    for (const ch of text) {
      if (this.special.test(ch)) {
        const c = ch.codePointAt(0)!;
        let escape = d.quoting === QUOTE_NONE;
        if (!escape) {
          if (c === d.quotechar) {
            if (d.doublequote) out += ch;
            else escape = true;
          } else if (c === d.escapechar) escape = true;
          if (!escape) quoted = true;
        }
        if (escape) {
          if (d.escapechar === NOT_SET) throw csvError('need to escape, but no escapechar set');
          out += String.fromCodePoint(d.escapechar);
        }
      }
      out += ch;
    }
    const q = quoted ? String.fromCodePoint(d.quotechar) : '';
    this.record += q + out + q;
  }
}

function isNumber(o: PyObject): boolean {
  const t = o.type;
  return t.nb_index !== null || t.nb_int !== null || t.nb_float !== null || t.name === 'complex';
}

function wantsQuotes(quoting: number, o: PyObject): boolean {
  switch (quoting) {
    case QUOTE_NONNUMERIC:
      return !isNumber(o);
    case QUOTE_ALL:
      return true;
    case QUOTE_STRINGS:
      return isStr(o);
    case QUOTE_NOTNULL:
      return o !== None_;
    default:
      return false;
  }
}

function appendField(w: Writer, o: PyObject): void {
  const quote = wantsQuotes(w.d.quoting, o);
  if (isStr(o)) w.append(strJs(o), quote);
  else if (o === None_) w.append(null, quote);
  else {
    const text = str_(o);
    try {
      w.append(strJs(text), quote);
    } finally {
      decref(text);
    }
  }
}

function rowIter(row: PyObject): Owned {
  try {
    return getIter(row);
  } catch (e) {
    if (!matches(e, TypeErrorType)) throw e;
    discard(e);
    throw csvError(`iterable expected, not ${row.type.name}`);
  }
}

function writerow(o: PyObject, row: PyObject): Owned {
  const w: Writer = o.v;
  const d = w.d;
  const it = rowIter(row);
  w.record = '';
  w.count = 0;
  let last: PyObject | null = null;
  try {
    const next = it.type.tp_iternext!;
    for (;;) {
      const field = next(it);
      if (field === null) break;
      try {
        last = field === None_ ? None_ : null;
        appendField(w, field);
      } finally {
        decref(field);
      }
    }
  } finally {
    decref(it);
  }
  if (w.count > 0 && w.record === '') {
    const unquotable =
      last === None_ && (d.quoting === QUOTE_STRINGS || d.quoting === QUOTE_NOTNULL);
    if (d.quoting === QUOTE_NONE || unquotable)
      throw csvError('single empty field record must be quoted');
    w.count--;
    w.append(null, true);
  }
  const terminator = newStr(d.lineterminator);
  const line = newStrJs(w.record + strJs(terminator));
  decref(terminator);
  try {
    return call1(w.write, line);
  } finally {
    decref(line);
  }
}

const WriterType: TypeObject = newStaticType('_csv.writer', {
  heap: 'immutable',
  flags: TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC | TPFLAGS_DISALLOW_INSTANTIATION,
  basicsize: 72,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    const w: Writer = o.v;
    freeObject(o);
    decref(w.dialect);
    decref(w.write);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    const w: Writer = o.v;
    visit(w.dialect);
    visit(w.write);
  },
  methods: {
    writerow: method('($self, object, /)', writerow, 'Writes one row.'),
    writerows: method(
      '($self, object, /)',
      (o: PyObject, rows: PyObject) => {
        iterate(rows, (row) => decref(writerow(o, row)));
      },
      'Writes several rows.',
    ),
  },
  members: { dialect: member((o) => incref((o.v as Writer).dialect)) },
  dict: { __module__: () => intern('_csv') },
  doc: 'Writes rows.',
});

const s_write = intern('write');

function writer(_m: PyObject, args: PyObject[], kw: KwNames): Owned {
  const n = args.length - (kw === null ? 0 : kw.length);
  checkPositional('', n, 1, 2);
  const write = lookupAttr(args[0]!, s_write);
  if (write === null || !isCallable(write)) {
    xdecref(write);
    throw typeError('argument 1 must have a "write" method');
  }
  let dialect: Owned;
  try {
    dialect = callDialect(n > 1 ? args[1] : undefined, args, kw);
  } catch (e) {
    decref(write);
    throw e;
  }
  const o = newGC(WriterType, new Writer(write, dialect));
  account(o, 88);
  gcTrack(o);
  return o;
}

// ---------------------------------------------------------------------------------------------

function registerDialect(_m: PyObject, args: PyObject[], kw: KwNames): void {
  const n = args.length - (kw === null ? 0 : kw.length);
  checkPositional('', n, 1, 2);
  if (!isStr(args[0]!)) throw typeError('dialect name must be a string');
  const dialect = callDialect(n > 1 ? args[1] : undefined, args, kw);
  dictSet(dialects(), args[0]!, dialect);
  decref(dialect);
}

function fieldSizeLimit(_m: PyObject, limit?: PyObject): Owned {
  const old = state.limit;
  if (limit !== undefined) {
    if (!isInt(limit)) throw typeError('limit must be an integer');
    const v = BigInt(index(limit));
    if (v > 9223372036854775807n || v < -9223372036854775808n) {
      throw overflowError('Python int too large to convert to C long');
    }
    state.limit = v;
  }
  return newInt(old);
}

export const csvModule = defineModule('_csv', {
  functions: {
    reader: functionRaw('reader', reader, {
      doc: 'An iterator over the rows in an iterable of lines.',
    }),
    writer: functionRaw('writer', writer, {
      doc: 'Writes rows to an object with write().',
    }),
    register_dialect: functionRaw('register_dialect', registerDialect, {
      doc: 'Gives a dialect a name.',
    }),
    list_dialects: nativeFunction(
      'list_dialects',
      '($module, /)',
      () => newListSteal(dictKeysArray(dialects())),
      'The names of all dialects.',
    ),
    unregister_dialect: nativeFunction(
      'unregister_dialect',
      '($module, /, name)',
      (_m, name: PyObject) => {
        const old = dictPop(dialects(), name);
        if (old === null) throw csvError('unknown dialect');
        decref(old);
      },
      'Forgets the dialect of a name.',
    ),
    get_dialect: nativeFunction(
      'get_dialect',
      '($module, /, name)',
      (_m, name: PyObject) => incref(findDialect(name)),
      'The dialect of a name.',
    ),
    field_size_limit: nativeFunction(
      'field_size_limit',
      '($module, /, new_limit=<unrepresentable>)',
      fieldSizeLimit,
      'The longest field allowed; sets another one.',
    ),
  },
  types: { Error: ErrorType, Dialect: DialectType, Reader: ReaderType, Writer: WriterType },
  constants: {
    QUOTE_MINIMAL,
    QUOTE_ALL,
    QUOTE_NONNUMERIC,
    QUOTE_NONE,
    QUOTE_STRINGS,
    QUOTE_NOTNULL,
    _dialects: () => incref(dialects()),
  },
});
