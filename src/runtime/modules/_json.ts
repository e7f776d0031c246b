/**
 * _json: scanner, encoder and string functions of the json package. CPython: Modules/_json.c.
 *
 * The scanner reads the text of the str directly; positions are code points. The encoder builds one JavaScript string.
 */
import { asIndexNumber, isTrue } from '../core/abstract.ts';
import { addressOf } from '../core/address.ts';
import { bindArgs } from '../core/args.ts';
import { getAttr } from '../core/attr.ts';
import { call1, call3, callMethod0 } from '../core/call.ts';
import {
  enterNative,
  leaveNative,
  type PyErr,
  raisedSteal,
  reprJs,
  stopIteration,
  typeError,
  valueError,
} from '../core/errors.ts';
import { freeObject, gcUntrack } from '../core/gc.ts';
import { importAttr } from '../core/import-attr.ts';
import { defineModule } from '../core/module-define.ts';
import { functionRaw, nativeFunction } from '../core/native-def.ts';
import { decref, incref, type Owned, type PyObject, xdecref } from '../core/object.ts';
import { S } from '../core/state.ts';
import { member, newStaticType } from '../core/type-define.ts';
import {
  BuiltinType,
  DictType,
  FloatType,
  IntType,
  type KwNames,
  ListType,
  TPFLAGS_DICT_SUBCLASS,
  TPFLAGS_HAVE_GC,
  TPFLAGS_LIST_SUBCLASS,
  TPFLAGS_LONG_SUBCLASS,
  TPFLAGS_TUPLE_SUBCLASS,
  TPFLAGS_UNICODE_SUBCLASS,
  type TypeObject,
  type Visit,
} from '../core/type-object.ts';
import { floatRepr } from '../numbers/float-repr.ts';
import {
  dictContains,
  dictDel,
  dictKeyAt,
  dictNext,
  dictSet,
  dictValueAt,
  isDict,
  newDict,
} from '../objects/dict.ts';
import { OverflowErrorType } from '../objects/exceptions.ts';
import { isFloat, newFloat } from '../objects/float.ts';
import { intFromText, intToText, newInt, newIntExact } from '../objects/int.ts';
import { listSort, newListFromIterable, newListSteal } from '../objects/list.ts';
import { False_, newBool, newNone, None_, True_ } from '../objects/singletons.ts';
import {
  intern,
  isStr,
  newStr,
  newStrAscii,
  newStrFrom,
  newStrJs,
  strIsAscii,
  strJs,
} from '../objects/str.ts';
import { newTupleSteal } from '../objects/tuple.ts';
import { type Text, textFromJs, textSlice, textToJs } from '../text/text.ts';

const s_items = intern('items');

/** JSONDecodeError(message, document, position). */
function decodeError(message: string, doc: PyObject, at: number): PyErr {
  const cls = importAttr('json.decoder', 'JSONDecodeError');
  const text = newStrJs(message);
  const place = newInt(at);
  try {
    return raisedSteal(call3(cls, text, doc, place));
  } finally {
    decref(cls);
    decref(text);
    decref(place);
  }
}

function stop(at: number): PyErr {
  const place = newInt(at);
  try {
    return stopIteration(place);
  } finally {
    decref(place);
  }
}

// ---------------------------------------------------------------------------------------------
// Scanning

const QUOTE = 34;
const BACKSLASH = 92;
const SIMPLE_ESCAPES: Record<number, string> = {
  34: '"',
  92: '\\',
  47: '/',
  98: '\b',
  102: '\f',
  110: '\n',
  114: '\r',
  116: '\t',
};

function hexValue(c: number): number {
  if (c >= 48 && c <= 57) return c - 48;
  if (c >= 97 && c <= 102) return c - 87;
  return c >= 65 && c <= 70 ? c - 55 : -1;
}

/** The document: its text by place. `next` is where the last value ended. */
class Source {
  obj: PyObject;
  text: Text;
  /** The text where code units are characters, null otherwise. */
  narrow: string | null;
  cps: Uint32Array | null;
  length: number;
  next = 0;
  ascii: boolean;

  constructor(obj: PyObject) {
    this.obj = obj;
    const t: Text = obj.v;
    this.text = t;
    this.narrow = typeof t === 'string' ? t : null;
    this.cps = typeof t === 'string' ? null : t.cps;
    this.length = typeof t === 'string' ? t.length : t.cps.length;
    this.ascii = strIsAscii(obj);
  }

  /** The character at `i`, -1 beyond the end. */
  at(i: number): number {
    if (i >= this.length) return -1;
    return this.narrow !== null ? this.narrow.charCodeAt(i) : this.cps![i]!;
  }

  /** The first place from `i` on that is no blank. */
  skip(i: number): number {
    const t = this.narrow;
    if (t !== null) {
      const n = this.length;
      for (; i < n; i++) {
        const c = t.charCodeAt(i);
        if (c !== 32 && c !== 10 && c !== 13 && c !== 9) return i;
      }
      return i;
    }
    for (;;) {
      const c = this.at(i);
      if (c !== 32 && c !== 10 && c !== 13 && c !== 9) return i;
      i++;
    }
  }

  error(message: string, at: number): PyErr {
    return decodeError(message, this.obj, at);
  }

  private unicodeEscape(at: number, end: number): number {
    let c = 0;
    for (let i = at; i < at + 4; i++) {
      const digit = hexValue(this.at(i));
      if (digit < 0) throw this.error('Invalid \\uXXXX escape', end - 5);
      c = c * 16 + digit;
    }
    return c;
  }

  /** The string whose opening quote stands before `start`, as a UTF-16 text or the text itself. */
  string(start: number, strict: boolean): Owned {
    const n = this.length;
    if (start < 0 || n < start) throw valueError('end is out of bounds');
    let end = this.plainEnd(start, start - 1, strict);
    if (this.at(end) === QUOTE) {
      this.next = end + 1;
      return this.piece(start, end);
    }
    let out = textToJs(textSlice(this.text, start, end));
    let wide = this.narrow === null;
    for (;;) {
      // At `end` is a backslash.
      let i = end + 1;
      if (i >= n) throw this.error('Unterminated string starting at', start - 1);
      const c = this.at(i);
      if (c !== 117) {
        const plain = SIMPLE_ESCAPES[c];
        if (plain === undefined) throw this.error('Invalid \\escape', i - 1);
        out += plain;
        i++;
      } else {
        i++;
        if (i + 4 >= n) throw this.error('Invalid \\uXXXX escape', i - 1);
        const unit = this.unicodeEscape(i, i + 4);
        i += 4;
        out += String.fromCharCode(unit);
        if (
          unit >= 0xd800 &&
          unit <= 0xdbff &&
          i + 6 < n &&
          this.at(i) === BACKSLASH &&
          this.at(i + 1) === 117
        ) {
          const low = this.unicodeEscape(i + 2, i + 6);
          if (low >= 0xdc00 && low <= 0xdfff) {
            out += String.fromCharCode(low);
            wide = true;
            i += 6;
          }
        }
      }
      end = this.plainEnd(i, start - 1, strict);
      out += textToJs(textSlice(this.text, i, end));
      if (this.at(end) === QUOTE) {
        this.next = end + 1;
        return newStr(wide ? textFromJs(out) : out);
      }
    }
  }

  /** The place of the next quote or backslash. */
  private plainEnd(from: number, begin: number, strict: boolean): number {
    const n = this.length;
    const t = this.narrow;
    if (t !== null) {
      for (let i = from; i < n; i++) {
        const c = t.charCodeAt(i);
        if (c === QUOTE || c === BACKSLASH) return i;
        if (c <= 31 && strict) throw this.error('Invalid control character at', i);
      }
    } else {
      for (let i = from; i < n; i++) {
        const c = this.cps![i]!;
        if (c === QUOTE || c === BACKSLASH) return i;
        if (c <= 31 && strict) throw this.error('Invalid control character at', i);
      }
    }
    throw this.error('Unterminated string starting at', begin);
  }

  private piece(start: number, end: number): Owned {
    if (this.narrow !== null) {
      const part = this.narrow.substring(start, end);
      return this.ascii ? newStrAscii(part) : newStrFrom(this.obj, part);
    }
    return newStr(textSlice(this.text, start, end));
  }

  /** The ASCII text from `start` to `end`. */
  ascii_(start: number, end: number): string {
    if (this.narrow !== null) return this.narrow.slice(start, end);
    return textToJs(textSlice(this.text, start, end));
  }
}

class Scanner {
  strict: boolean;
  objectHook: PyObject;
  objectPairsHook: PyObject;
  parseFloat: PyObject;
  parseInt: PyObject;
  parseConstant: PyObject;
  /** Keys of the document being read: equal keys are one object. Owned. */
  memo: Map<string, PyObject> = new Map();
  constructor(
    strict: boolean,
    hook: PyObject,
    pairs: PyObject,
    float: PyObject,
    int: PyObject,
    constant: PyObject,
  ) {
    this.strict = strict;
    this.objectHook = hook;
    this.objectPairsHook = pairs;
    this.parseFloat = float;
    this.parseInt = int;
    this.parseConstant = constant;
  }

  private word(s: Source, at: number, word: string): boolean {
    if (at + word.length > s.length) return false;
    for (let i = 1; i < word.length; i++) if (s.at(at + i) !== word.charCodeAt(i)) return false;
    s.next = at + word.length;
    return true;
  }

  private constant(name: string): Owned {
    const text = intern(name);
    try {
      return call1(this.parseConstant, text);
    } finally {
      decref(text);
    }
  }

  /** The value that begins at `i`; StopIteration where none does. */
  value(s: Source, i: number): Owned {
    const c = s.at(i);
    switch (c) {
      case -1:
        throw stop(i);
      case QUOTE:
        return s.string(i + 1, this.strict);
      case 123:
      case 91:
        return this.nested(s, i, c === 123);
      case 110:
        if (this.word(s, i, 'null')) return newNone();
        break;
      case 116:
        if (this.word(s, i, 'true')) return newBool(true);
        break;
      case 102:
        if (this.word(s, i, 'false')) return newBool(false);
        break;
      case 78:
        if (this.word(s, i, 'NaN')) return this.constant('NaN');
        break;
      case 73:
        if (this.word(s, i, 'Infinity')) return this.constant('Infinity');
        break;
      case 45:
        if (s.at(i + 1) === 73 && this.word(s, i, '-Infinity')) return this.constant('-Infinity');
        break;
      default:
    }
    return this.number(s, i);
  }

  private nested(s: Source, i: number, object: boolean): Owned {
    enterNative(` while decoding a JSON ${object ? 'object' : 'array'} from a unicode string`);
    try {
      return object ? this.object(s, i + 1) : this.array(s, i + 1);
    } finally {
      leaveNative();
    }
  }

  /** An int of few digits that nobody else parses; null for anything else. */
  private shortInt(t: string, s: Source, start: number): Owned | null {
    let i = start;
    const negative = t.charCodeAt(i) === 45;
    if (negative) i++;
    const first = i;
    let v = 0;
    let c = i < s.length ? t.charCodeAt(i) : 0;
    if (c === 48 || c < 48 || c > 57) return null;
    do {
      v = v * 10 + c - 48;
      c = ++i < s.length ? t.charCodeAt(i) : 0;
    } while (c >= 48 && c <= 57);
    if (i - first > 15 || c === 46 || c === 101 || c === 69) return null;
    s.next = i;
    return newInt(negative ? -v : v);
  }

  private number(s: Source, start: number): Owned {
    if (s.narrow !== null && this.parseInt === IntType.self) {
      const short = this.shortInt(s.narrow, s, start);
      if (short !== null) return short;
    }
    let i = start;
    if (s.at(i) === 45) i++;
    let c = s.at(i);
    if (c >= 49 && c <= 57) {
      do c = s.at(++i);
      while (c >= 48 && c <= 57);
    } else if (c === 48) c = s.at(++i);
    else throw stop(start);
    let float = false;
    if (c === 46) {
      const d = s.at(i + 1);
      if (d >= 48 && d <= 57) {
        float = true;
        i++;
        do c = s.at(++i);
        while (c >= 48 && c <= 57);
      }
    }
    if (c === 101 || c === 69) {
      let e = i + 1;
      c = s.at(e);
      if (c === 45 || c === 43) c = s.at(++e);
      if (c >= 48 && c <= 57) {
        float = true;
        do c = s.at(++e);
        while (c >= 48 && c <= 57);
        i = e;
      }
    }
    s.next = i;
    return this.numberObject(s.ascii_(start, i), float);
  }

  private numberObject(text: string, float: boolean): Owned {
    const custom = float ? this.parseFloat : this.parseInt;
    if (custom !== (float ? FloatType.self : IntType.self)) {
      const o = newStrAscii(text);
      try {
        return call1(custom, o);
      } finally {
        decref(o);
      }
    }
    if (float) return newFloat(Number(text));
    return text.length <= 15 ? newInt(Number(text) + 0) : intFromText(text, 10);
  }

  /** A key; equal ones of one document are the same object. */
  private key(s: Source, i: number): Owned {
    const same = s.narrow === null ? undefined : this.knownKey(s, s.narrow, i);
    if (same !== undefined) return incref(same);
    const key = s.string(i, this.strict);
    const t = key.v;
    if (typeof t !== 'string') return key;
    const known = this.memo.get(t);
    if (known !== undefined) {
      decref(key);
      return incref(known);
    }
    this.memo.set(t, incref(key));
    return key;
  }

  /**
   * The key met before, if the text of one stands at `i`. Not where the new str that CPython makes
   * first would raise the peak.
   */
  private knownKey(s: Source, t: string, i: number): PyObject | undefined {
    let end = i;
    for (; end < s.length; end++) {
      const c = t.charCodeAt(end);
      if (c === QUOTE) break;
      if (c === BACKSLASH || c <= 31 || c > 126) return undefined;
    }
    if (end >= s.length || S.mem + 41 + end - i > S.high) return undefined;
    const known = this.memo.get(t.substring(i, end));
    if (known !== undefined) s.next = end + 1;
    return known;
  }

  private object(s: Source, from: number): Owned {
    const pairs: PyObject[] | null = this.objectPairsHook !== None_ ? [] : null;
    const dict: PyObject | null = pairs === null ? newDict() : null;
    try {
      this.members(s, s.skip(from), dict, pairs);
    } catch (e) {
      if (dict !== null) decref(dict);
      else for (const p of pairs!) decref(p);
      throw e;
    }
    const value: Owned = (dict ?? newListSteal(pairs!)) as Owned;
    const hook = pairs !== null ? this.objectPairsHook : this.objectHook;
    if (hook === None_) return value;
    try {
      return call1(hook, value);
    } finally {
      decref(value);
    }
  }

  private members(s: Source, first: number, dict: PyObject | null, pairs: PyObject[] | null): void {
    let i = first;
    if (s.at(i) === 125) {
      s.next = i + 1;
      return;
    }
    for (;;) {
      if (s.at(i) !== QUOTE) throw s.error('Expecting property name enclosed in double quotes', i);
      const key = this.key(s, i + 1);
      try {
        i = s.skip(s.next);
        if (s.at(i) !== 58) throw s.error("Expecting ':' delimiter", i);
        const value = this.value(s, s.skip(i + 1));
        if (pairs !== null) pairs.push(newTupleSteal([incref(key), value]));
        else {
          try {
            dictSet(dict!, key, value);
          } finally {
            decref(value);
          }
        }
      } finally {
        decref(key);
      }
      i = s.skip(s.next);
      const c = s.at(i);
      if (c === 125) break;
      if (c !== 44) throw s.error("Expecting ',' delimiter", i);
      const comma = i;
      i = s.skip(i + 1);
      if (s.at(i) === 125) throw s.error('Illegal trailing comma before end of object', comma);
    }
    s.next = i + 1;
  }

  private array(s: Source, from: number): Owned {
    const out: PyObject[] = [];
    let i = s.skip(from);
    try {
      if (s.at(i) !== 93) {
        for (;;) {
          out.push(this.value(s, i));
          i = s.skip(s.next);
          const c = s.at(i);
          if (c === 93) break;
          if (c !== 44) throw s.error("Expecting ',' delimiter", i);
          const comma = i;
          i = s.skip(i + 1);
          if (s.at(i) === 93) throw s.error('Illegal trailing comma before end of array', comma);
        }
      }
    } catch (e) {
      for (const o of out) decref(o);
      throw e;
    }
    s.next = i + 1;
    return newListSteal(out);
  }

  forget(): void {
    for (const key of this.memo.values()) decref(key);
    this.memo.clear();
  }
}

function attribute(o: PyObject, name: string): Owned {
  const key = intern(name);
  try {
    return getAttr(o, key);
  } finally {
    decref(key);
  }
}

function scannerNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const [context] = bindArgs('make_scanner', '(context)', args, kw);
  const strict = attribute(context, 'strict');
  const flag = isTrue(strict);
  decref(strict);
  const names = ['object_hook', 'object_pairs_hook', 'parse_float', 'parse_int', 'parse_constant'];
  const parts: Owned[] = [];
  try {
    for (const name of names) parts.push(attribute(context, name));
  } catch (e) {
    for (const p of parts) decref(p);
    throw e;
  }
  const o = type.tp_alloc(type);
  o.v = new Scanner(flag, parts[0]!, parts[1]!, parts[2]!, parts[3]!, parts[4]!);
  return o;
}

function scannerCall(o: PyObject, args: PyObject[], kw: KwNames): Owned {
  const [text, idx] = bindArgs('scan_once', '(string, idx)', args, kw);
  if (!isStr(text))
    throw typeError(`first argument must be a string, not ${(text as PyObject).type.name}`);
  const at = asIndexNumber(idx, OverflowErrorType);
  if (at < 0) throw valueError('idx cannot be negative');
  const s: Scanner = o.v;
  const source = new Source(text);
  try {
    const value = s.value(source, at);
    return newTupleSteal([value, newInt(source.next)]);
  } finally {
    s.forget();
  }
}

const fieldOf = <T>(get: (v: T) => PyObject) => member((o) => incref(get(o.v as T)));

export const ScannerType: TypeObject = newStaticType('_json.Scanner', {
  heap: 'mutable',
  flags: TPFLAGS_HAVE_GC,
  basicsize: 64,
  tp_new: scannerNew,
  tp_call: scannerCall,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    const s: Scanner = o.v;
    freeObject(o);
    for (const x of [s.objectHook, s.objectPairsHook, s.parseFloat, s.parseInt, s.parseConstant])
      decref(x);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    const s: Scanner | null = o.v;
    if (s === null) return;
    for (const x of [s.objectHook, s.objectPairsHook, s.parseFloat, s.parseInt, s.parseConstant])
      visit(x);
  },
  members: {
    strict: member((o) => newBool((o.v as Scanner).strict), null, 'strict'),
    object_hook: fieldOf<Scanner>((s) => s.objectHook),
    object_pairs_hook: fieldOf<Scanner>((s) => s.objectPairsHook),
    parse_float: fieldOf<Scanner>((s) => s.parseFloat),
    parse_int: fieldOf<Scanner>((s) => s.parseInt),
    parse_constant: fieldOf<Scanner>((s) => s.parseConstant),
  },
  dict: { __module__: () => intern('_json') },
  doc: 'Reads JSON.',
});

function scanstring(_m: PyObject, args: PyObject[], kw: KwNames): Owned {
  const [text, end, strict] = bindArgs('scanstring', '(string, end, strict=True, /)', args, kw);
  const at = asIndexNumber(end, OverflowErrorType);
  const flag = strict === undefined || isTrue(strict);
  if (!isStr(text))
    throw typeError(`first argument must be a string, not ${(text as PyObject).type.name}`);
  const s = new Source(text);
  const value = s.string(at, flag);
  return newTupleSteal([value, newInt(s.next)]);
}

// ---------------------------------------------------------------------------------------------
// Writing strings

const NOT_PLAIN_ASCII = /[^ !#-[\]-~]/;
const NOT_PLAIN = /["\\\x00-\x1f]/;
const ESCAPES: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function escapeUnit(ch: string): string {
  return ESCAPES[ch] ?? `\\u${ch.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A JSON string in ASCII, of UTF-16 text. */
function quoteAscii(t: string): string {
  if (!NOT_PLAIN_ASCII.test(t)) return `"${t}"`;
  return `"${t.replace(/[^ !#-[\]-~]/g, escapeUnit)}"`;
}

/** A JSON string with everything but controls, quotes and backslashes as it is. */
function quotePlain(t: string): string {
  if (!NOT_PLAIN.test(t)) return `"${t}"`;
  return `"${t.replace(/["\\\x00-\x1f]/g, escapeUnit)}"`;
}

function stringArgument(o: PyObject): void {
  if (!isStr(o)) throw typeError(`first argument must be a string, not ${o.type.name}`);
}

const asciiDef = nativeFunction(
  'encode_basestring_ascii',
  '($self, object, /)',
  (_m, o: PyObject) => {
    stringArgument(o);
    return newStrAscii(quoteAscii(strJs(o)));
  },
  'A JSON string of text, in ASCII.',
);

const plainDef = nativeFunction(
  'encode_basestring',
  '($self, object, /)',
  (_m, o: PyObject) => {
    stringArgument(o);
    const quoted = quotePlain(strJs(o));
    return newStr(typeof o.v === 'string' ? quoted : textFromJs(quoted));
  },
  'A JSON string of text.',
);

// ---------------------------------------------------------------------------------------------
// Encoder

/** Which of the functions above encodes strings; 0: a function of Python. */
const FAST_NONE = 0;
const FAST_ASCII = 1;
const FAST_PLAIN = 2;

class Encoder {
  markers: PyObject;
  default: PyObject;
  encoder: PyObject;
  indent: PyObject;
  keySeparator: PyObject;
  itemSeparator: PyObject;
  sortKeys: boolean;
  skipKeys: boolean;
  allowNan: boolean;
  fast: number;
  constructor(
    a: PyObject[],
    sortKeys: boolean,
    skipKeys: boolean,
    allowNan: boolean,
    fast: number,
  ) {
    this.markers = a[0]!;
    this.default = a[1]!;
    this.encoder = a[2]!;
    this.indent = a[3]!;
    this.keySeparator = a[4]!;
    this.itemSeparator = a[5]!;
    this.sortKeys = sortKeys;
    this.skipKeys = skipKeys;
    this.allowNan = allowNan;
    this.fast = fast;
  }

  get objects(): PyObject[] {
    return [
      this.markers,
      this.default,
      this.encoder,
      this.indent,
      this.keySeparator,
      this.itemSeparator,
    ];
  }
}

/** One run of an encoder. */
class Writing {
  e: Encoder;
  out = '';
  /** A text with characters beyond U+FFFF was written: pairs in `out` are characters. */
  wide = false;
  itemSeparator: string;
  keySeparator: string;
  /** One step of indentation; null for everything on one line. */
  indent: string | null;
  level: number;

  constructor(e: Encoder, level: number) {
    this.e = e;
    this.indent = e.indent === None_ ? null : strJs(e.indent);
    this.level = level;
    this.itemSeparator = strJs(e.itemSeparator);
    this.keySeparator = strJs(e.keySeparator);
  }

  /** A line break at the present level, where lines are indented. */
  private newline(): string {
    return this.indent === null ? '' : `\n${this.indent.repeat(this.level)}`;
  }

  string(o: PyObject): void {
    const fast = this.e.fast;
    const t: Text = o.v;
    if (fast === FAST_ASCII) {
      this.out += quoteAscii(typeof t === 'string' ? t : textToJs(t));
      return;
    }
    if (typeof t !== 'string') this.wide = true;
    if (fast === FAST_PLAIN) {
      this.out += quotePlain(typeof t === 'string' ? t : textToJs(t));
      return;
    }
    const encoded = call1(this.e.encoder, o);
    try {
      if (!isStr(encoded))
        throw typeError(`encoder() must return a string, not ${encoded.type.name}`);
      if (typeof encoded.v !== 'string') this.wide = true;
      this.out += strJs(encoded);
    } finally {
      decref(encoded);
    }
  }

  float(x: number, o: PyObject): string {
    if (x - x === 0) return floatRepr(x);
    if (!this.e.allowNan) {
      throw valueError(`Out of range float values are not JSON compliant: ${reprJs(o)}`);
    }
    return Number.isNaN(x) ? 'NaN' : x > 0 ? 'Infinity' : '-Infinity';
  }

  value(o: PyObject): void {
    if (o === None_) this.out += 'null';
    else if (o === True_) this.out += 'true';
    else if (o === False_) this.out += 'false';
    else {
      const flags = o.type.flags;
      if ((flags & TPFLAGS_UNICODE_SUBCLASS) !== 0) this.string(o);
      else if ((flags & TPFLAGS_LONG_SUBCLASS) !== 0) this.out += intToText(o.v);
      else if (isFloat(o)) this.out += this.float(o.v, o);
      else if ((flags & (TPFLAGS_LIST_SUBCLASS | TPFLAGS_TUPLE_SUBCLASS)) !== 0) this.deep(o, LIST);
      else if ((flags & TPFLAGS_DICT_SUBCLASS) !== 0) this.deep(o, DICT);
      else this.deep(o, OTHER);
    }
  }

  private deep(o: PyObject, kind: number): void {
    enterNative(' while encoding a JSON object');
    // what is called in between may take it out of its container
    incref(o);
    try {
      if (kind === LIST) this.list(o);
      else if (kind === DICT) this.dict(o);
      else this.other(o);
    } finally {
      decref(o);
      leaveNative();
    }
  }

  /** Notes that an object is being written; null without markers. */
  private mark(o: PyObject): Owned | null {
    const markers = this.e.markers;
    if (markers === None_) return null;
    const id = newIntExact(addressOf(o));
    try {
      if (dictContains(markers, id)) throw valueError('Circular reference detected');
      dictSet(markers, id, o);
    } catch (e) {
      decref(id);
      throw e;
    }
    return id;
  }

  /** The object is written; after an error its mark stays. */
  private unmark(id: Owned | null): void {
    if (id !== null) dictDel(this.e.markers, id);
  }

  private other(o: PyObject): void {
    const id = this.mark(o);
    let replaced: Owned | null = null;
    try {
      replaced = call1(this.e.default, o);
      this.value(replaced);
      this.unmark(id);
    } finally {
      xdecref(replaced);
      xdecref(id);
    }
  }

  private open(bracket: string): void {
    this.level++;
    this.out += bracket + this.newline();
  }

  private close(bracket: string): void {
    this.level--;
    this.out += this.newline() + bracket;
  }

  private list(o: PyObject): void {
    const items: PyObject[] = o.v;
    const plain = o.type.tp_iter === ListType.tp_iter || o.type.flags & TPFLAGS_TUPLE_SUBCLASS;
    const copy = plain ? null : newListFromIterable(o);
    const list = copy === null ? items : copy.v;
    let id: Owned | null = null;
    try {
      if (list.length === 0) {
        this.out += '[]';
        return;
      }
      id = this.mark(o);
      this.open('[');
      const separator = this.itemSeparator + this.newline();
      for (let i = 0; i < list.length; i++) {
        if (i > 0) this.out += separator;
        this.value(list[i]!);
      }
      this.unmark(id);
      this.close(']');
    } finally {
      xdecref(copy);
      xdecref(id);
    }
  }

  private dict(o: PyObject): void {
    if (o.v.used === 0 && o.type === DictType) {
      this.out += '{}';
      return;
    }
    if (o.type !== DictType || this.e.sortKeys) {
      this.sorted(o);
      return;
    }
    const id = this.mark(o);
    try {
      this.open('{');
      let first = true;
      for (let j = dictNext(o, 0); j >= 0; j = dictNext(o, j + 1)) {
        const key = incref(dictKeyAt(o, j));
        const value = incref(dictValueAt(o, j));
        try {
          if (this.pair(key, value, first)) first = false;
        } finally {
          decref(key);
          decref(value);
        }
      }
      this.unmark(id);
      this.close('}');
    } finally {
      xdecref(id);
    }
  }

  private sorted(o: PyObject): void {
    const view = callMethod0(o, s_items);
    let items: Owned;
    try {
      items = newListFromIterable(view);
    } finally {
      decref(view);
    }
    let id: Owned | null = null;
    try {
      if (items.v.length === 0) {
        this.out += '{}';
        return;
      }
      id = this.mark(o);
      this.open('{');
      if (this.e.sortKeys) listSort(items, null, false);
      let first = true;
      for (const item of items.v as PyObject[]) {
        if ((item.type.flags & TPFLAGS_TUPLE_SUBCLASS) === 0 || item.v.length !== 2) {
          throw valueError('items must return 2-tuples');
        }
        if (this.pair(item.v[0], item.v[1], first)) first = false;
      }
      this.unmark(id);
      this.close('}');
    } finally {
      decref(items);
      xdecref(id);
    }
  }

  /** One member; false when its key is skipped. */
  private pair(key: PyObject, value: PyObject, first: boolean): boolean {
    let text: string | null = null;
    if ((key.type.flags & TPFLAGS_UNICODE_SUBCLASS) === 0) {
      if (isFloat(key)) text = this.float(key.v, key);
      else if (key === True_) text = 'true';
      else if (key === False_) text = 'false';
      else if (key === None_) text = 'null';
      else if ((key.type.flags & TPFLAGS_LONG_SUBCLASS) !== 0) text = intToText(key.v);
      else if (this.e.skipKeys) return false;
      else {
        throw typeError(`keys must be str, int, float, bool or None, not ${key.type.name}`);
      }
    }
    if (!first) this.out += this.itemSeparator + this.newline();
    if (text === null) this.string(key);
    else if (this.e.fast !== FAST_NONE) this.out += `"${text}"`;
    else {
      const o = newStrAscii(text);
      try {
        this.string(o);
      } finally {
        decref(o);
      }
    }
    this.out += this.keySeparator;
    this.value(value);
    return true;
  }
}

const LIST = 0;
const DICT = 1;
const OTHER = 2;

const ENCODER_SIG =
  '(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)';

function fastKind(encoder: PyObject): number {
  if (encoder.type !== BuiltinType) return FAST_NONE;
  const def = encoder.v.def;
  return def === asciiDef ? FAST_ASCII : def === plainDef ? FAST_PLAIN : FAST_NONE;
}

function encoderNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const a = bindArgs('make_encoder', ENCODER_SIG, args, kw) as PyObject[];
  for (const i of [4, 5]) {
    if (!isStr(a[i]!))
      throw typeError(`make_encoder() argument ${i + 1} must be str, not ${a[i]!.type.name}`);
  }
  const markers = a[0]!;
  if (markers !== None_ && !isDict(markers)) {
    throw typeError(`make_encoder() argument 1 must be dict or None, not ${markers.type.name}`);
  }
  const flags = [isTrue(a[6]!), isTrue(a[7]!), isTrue(a[8]!)];
  const o = type.tp_alloc(type);
  o.v = new Encoder(
    a.slice(0, 6).map((x) => incref(x)),
    flags[0]!,
    flags[1]!,
    flags[2]!,
    fastKind(a[2]!),
  );
  return o;
}

function encoderCall(o: PyObject, args: PyObject[], kw: KwNames): Owned {
  const [obj, level] = bindArgs('_iterencode', '(obj, _current_indent_level)', args, kw);
  const w = new Writing(o.v, asIndexNumber(level, OverflowErrorType));
  w.value(obj);
  const out = w.out;
  return newTupleSteal([w.wide ? newStrJs(out) : newStr(out)]);
}

export const EncoderType: TypeObject = newStaticType('_json.Encoder', {
  heap: 'mutable',
  flags: TPFLAGS_HAVE_GC,
  basicsize: 80,
  tp_new: encoderNew,
  tp_call: encoderCall,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    const e: Encoder = o.v;
    freeObject(o);
    for (const x of e.objects) decref(x);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    const e: Encoder | null = o.v;
    if (e !== null) for (const x of e.objects) visit(x);
  },
  members: {
    markers: fieldOf<Encoder>((e) => e.markers),
    default: fieldOf<Encoder>((e) => e.default),
    encoder: fieldOf<Encoder>((e) => e.encoder),
    indent: fieldOf<Encoder>((e) => e.indent),
    key_separator: fieldOf<Encoder>((e) => e.keySeparator),
    item_separator: fieldOf<Encoder>((e) => e.itemSeparator),
    sort_keys: member((o) => newBool((o.v as Encoder).sortKeys), null, 'sort_keys'),
    skipkeys: member((o) => newBool((o.v as Encoder).skipKeys), null, 'skipkeys'),
  },
  dict: { __module__: () => intern('_json') },
  doc: 'Writes JSON.',
});

export const jsonModule = defineModule('_json', {
  functions: {
    encode_basestring_ascii: asciiDef,
    encode_basestring: plainDef,
    scanstring: functionRaw('scanstring', scanstring, {
      doc: 'Reads a JSON string from its first character on.',
    }),
  },
  types: { make_scanner: ScannerType, make_encoder: EncoderType },
  doc: 'json speedups\n',
});
