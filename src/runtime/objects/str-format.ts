/**
 * Replacement fields: str.format, str.format_map, `__format__` and what `_string` shows of the parser.
 * CPython: Objects/stringlib/unicode_format.h.
 */
import {
  ascii_,
  format_,
  getItem,
  isSequence,
  repr,
  sequenceGetItem,
  str_,
} from '../core/abstract.ts';
import { getAttr } from '../core/attr.ts';
import { indexError, keyError, typeError, valueError } from '../core/errors.ts';
import { decref, incref, type Owned, type PyObject } from '../core/object.ts';
import { type KwNames, StrType } from '../core/type-object.ts';
import { formatStr } from '../numbers/format-spec.ts';
import { codePointAt, type Text, textConcat, textLength, textSlice } from '../text/text.ts';
import { decimalValue } from '../text/unicode.ts';
import { formatError } from './float.ts';
import { newInt } from './int.ts';
import { kwDict } from './dict.ts';
import { argumentType } from './str-args.ts';
import {
  ASCII,
  emptyStr,
  exactStr,
  internText,
  isStr,
  newStr,
  newStrAscii,
  newStrJs,
  newStrOfKind,
  strJs,
  strKind,
  strValue,
} from './str-object.ts';

/** One field as the parser finds it, with the literal text before it. */
export class Markup {
  literal: Text;
  /** null: only literal text. */
  field: Text | null = null;
  spec: Text = '';
  /** '' or one character. */
  conversion: Text = '';
  /** Whether the specification has fields itself. */
  nested = false;
  constructor(literal: Text) {
    this.literal = literal;
  }
}

const OPEN = 0x7b;
const CLOSE = 0x7d;

/** Splits a template into fields. */
export class MarkupReader {
  private readonly t: Text;
  private at = 0;
  private readonly end: number;

  constructor(t: Text) {
    this.t = t;
    this.end = textLength(t);
  }

  private char(): number {
    return codePointAt(this.t, this.at++);
  }

  /** The next literal and field; null at the end. */
  next(): Markup | null {
    const { t, end } = this;
    if (this.at >= end) return null;
    const start = this.at;
    let c = 0;
    let follows = false;
    while (this.at < end) {
      c = this.char();
      if (c === OPEN || c === CLOSE) {
        follows = true;
        break;
      }
    }
    if (!follows) return new Markup(textSlice(t, start, this.at));
    let stop = this.at;
    const atEnd = this.at >= end;
    const doubled = !atEnd && codePointAt(t, this.at) === c;
    if (c === CLOSE && !doubled) throw valueError("Single '}' encountered in format string");
    if (atEnd) throw valueError("Single '{' encountered in format string");
    if (doubled) this.at++;
    else stop--;
    const m = new Markup(textSlice(t, start, stop));
    if (!doubled) this.readField(m);
    return m;
  }

  private readField(m: Markup): void {
    const { t, end } = this;
    const start = this.at;
    let c = 0;
    scan: while (this.at < end) {
      c = this.char();
      switch (c) {
        case OPEN:
          throw valueError("unexpected '{' in field name");
        case 0x5b:
          while (this.at < end && codePointAt(t, this.at) !== 0x5d) this.at++;
          continue;
        case CLOSE:
        case 0x3a:
        case 0x21:
          break scan;
      }
    }
    m.field = textSlice(t, start, this.at - 1);
    if (c === 0x21 || c === 0x3a) this.readSpec(m, c);
    else if (c !== CLOSE) throw valueError("expected '}' before end of string");
  }

  private readSpec(m: Markup, c: number): void {
    const { t, end } = this;
    if (c === 0x21) {
      if (this.at >= end) throw valueError('end of string while looking for conversion specifier');
      m.conversion = textSlice(t, this.at, this.at + 1);
      this.at++;
      if (this.at < end) {
        c = this.char();
        if (c === CLOSE) return;
        if (c !== 0x3a) throw valueError("expected ':' after conversion specifier");
      }
    }
    const start = this.at;
    let depth = 1;
    while (this.at < end) {
      c = this.char();
      if (c === OPEN) {
        m.nested = true;
        depth++;
      } else if (c === CLOSE && --depth === 0) {
        m.spec = textSlice(t, start, this.at - 1);
        return;
      }
    }
    throw valueError("unmatched '{' in format spec");
  }
}

const MAX_SSIZE = 9223372036854775807n;

/** A field name or key as an index, -1 when it is none. */
function integerOf(t: Text): number {
  const n = textLength(t);
  if (n === 0) return -1;
  let v = 0;
  for (let i = 0; i < n; i++) {
    const c = codePointAt(t, i);
    const d = c < 128 ? (c >= 48 && c <= 57 ? c - 48 : -1) : decimalValue(c);
    if (d < 0) return -1;
    v = v * 10 + d;
  }
  if (v > 9e18 && BigInt(v) > MAX_SSIZE)
    throw valueError('Too many decimal digits in format string');
  return v;
}

/** `first` of a field name: an index, -1 for a name. `rest` starts at `end`. */
export class FieldName {
  readonly first: Text;
  readonly index: number;
  private readonly t: Text;
  private at: number;
  /** Of the last part: whether it is an attribute, its text and its index (-1: not a number). */
  isAttribute = false;
  name: Text = '';
  item = -1;

  constructor(t: Text) {
    const n = textLength(t);
    let i = 0;
    while (i < n) {
      const c = codePointAt(t, i);
      if (c === 0x2e || c === 0x5b) break;
      i++;
    }
    this.t = t;
    this.at = i;
    this.first = i === n ? t : textSlice(t, 0, i);
    this.index = integerOf(this.first);
  }

  /** Reads the next `.name` or `[key]`; false at the end. */
  next(): boolean {
    const t = this.t;
    const n = textLength(t);
    if (this.at >= n) return false;
    const c = codePointAt(t, this.at++);
    const start = this.at;
    if (c === 0x2e) {
      this.isAttribute = true;
      while (this.at < n) {
        const d = codePointAt(t, this.at);
        if (d === 0x2e || d === 0x5b) break;
        this.at++;
      }
      this.name = textSlice(t, start, this.at);
    } else if (c === 0x5b) {
      this.isAttribute = false;
      while (this.at < n && codePointAt(t, this.at) !== 0x5d) this.at++;
      if (this.at >= n) throw valueError("Missing ']' in format string");
      this.name = textSlice(t, start, this.at++);
      this.item = integerOf(this.name);
    } else throw valueError("Only '.' or '[' may follow ']' in format field specifier");
    if (textLength(this.name) === 0) throw valueError('Empty attribute in format string');
    return true;
  }
}

/** The parts of templates seen before. */
const templates: Map<string, Markup[]> = new Map();
const MAX_TEMPLATES = 500;

const NUMBERING_UNSET = 0;
const NUMBERING_AUTO = 1;
const NUMBERING_MANUAL = 2;

/** Templates may stand in the specifications of a template, but not deeper. */
const DEPTH = 2;

/** One run of str.format: the arguments and the automatic numbering. */
class Formatter {
  /** Positional arguments; null in format_map. */
  private readonly args: PyObject[] | null;
  private readonly kwargs: PyObject | null;
  private numbering = NUMBERING_UNSET;
  private nextIndex = 0;
  /** Greatest kind of the parts so far. */
  kind = ASCII;
  /** The str of the last field of the outermost template, owned, where nothing came before it. */
  only: Owned | null = null;
  /** Whether there was any field. */
  fields = false;

  constructor(args: PyObject[] | null, kwargs: PyObject | null) {
    this.args = args;
    this.kwargs = kwargs;
  }

  build(t: Text, depth: number): Text {
    if (depth <= 0) throw valueError('Max string recursion exceeded');
    let out: Text = '';
    const known = typeof t === 'string' ? templates.get(t) : undefined;
    if (known !== undefined) {
      for (let i = 0; i < known.length; i++) out = this.append(out, known[i]!, depth);
      return out;
    }
    // A template that has been read to its end without an error is remembered.
    const reader = new MarkupReader(t);
    const parts: Markup[] = [];
    for (let m = reader.next(); m !== null; m = reader.next()) {
      parts.push(m);
      out = this.append(out, m, depth);
    }
    if (typeof t === 'string' && t.length < 200) {
      if (templates.size >= MAX_TEMPLATES) templates.clear();
      templates.set(t, parts);
    }
    return out;
  }

  private append(out: Text, m: Markup, depth: number): Text {
    if (m.literal !== '') out = join(out, m.literal);
    return m.field === null ? out : join(out, this.field(m, depth, out === ''));
  }

  private field(m: Markup, depth: number, first: boolean): Text {
    let o = this.object(m.field!);
    try {
      if (m.conversion !== '') {
        const converted = convert(o, m.conversion);
        decref(o);
        o = converted;
      }
      if (m.spec === '' && o.type === StrType) {
        this.note(o, depth, first);
        return o.v;
      }
      const spec =
        m.spec === ''
          ? incref(emptyStr)
          : newStr(m.nested ? this.build(m.spec, depth - 1) : m.spec);
      let r: Owned;
      try {
        r = format_(o, spec);
      } finally {
        decref(spec);
      }
      this.note(r, depth, first);
      const text = strValue(r);
      decref(r);
      return text;
    } finally {
      decref(o);
    }
  }

  private note(o: PyObject, depth: number, first: boolean): void {
    const kind = strKind(o);
    if (kind > this.kind) this.kind = kind;
    if (depth !== DEPTH) return;
    this.drop();
    this.fields = true;
    if (first && o.type === StrType) this.only = incref(o);
  }

  /** Releases what was kept in case it is the result. */
  drop(): void {
    if (this.only !== null) decref(this.only);
    this.only = null;
  }

  /** The object a field name stands for. */
  private object(field: Text): Owned {
    if (field === '' && this.numbering === NUMBERING_AUTO) return this.positional(this.nextIndex++);
    const name = new FieldName(field);
    let index = name.index;
    const empty = textLength(name.first) === 0;
    if (empty || index >= 0) {
      if (this.numbering === NUMBERING_UNSET)
        this.numbering = empty ? NUMBERING_AUTO : NUMBERING_MANUAL;
      this.checkNumbering(empty);
      if (empty) index = this.nextIndex++;
    }
    let o = index < 0 ? this.keyword(name.first) : this.positional(index);
    try {
      while (name.next()) {
        const part = name.isAttribute ? attribute(o, name.name) : item(o, name);
        decref(o);
        o = part;
      }
    } catch (e) {
      decref(o);
      throw e;
    }
    return o;
  }

  private checkNumbering(empty: boolean): void {
    if (this.numbering === NUMBERING_MANUAL && empty) {
      throw valueError(
        'cannot switch from manual field specification to automatic field numbering',
      );
    }
    if (this.numbering === NUMBERING_AUTO && !empty) {
      throw valueError(
        'cannot switch from automatic field numbering to manual field specification',
      );
    }
  }

  private positional(index: number): Owned {
    if (this.args === null) throw valueError('Format string contains positional fields');
    if (index >= this.args.length) {
      throw indexError(`Replacement index ${index} out of range for positional args tuple`);
    }
    return incref(this.args[index]!);
  }

  private keyword(name: Text): Owned {
    const key = newStr(name);
    try {
      if (this.kwargs === null) throw keyError(key);
      return getItem(this.kwargs, key);
    } finally {
      decref(key);
    }
  }
}

function join(a: Text, b: Text): Text {
  return typeof a === 'string' && typeof b === 'string' ? a + b : textConcat(a, b);
}

function attribute(o: PyObject, name: Text): Owned {
  const key = internText(name);
  try {
    return getAttr(o, key);
  } finally {
    decref(key);
  }
}

function item(o: PyObject, name: FieldName): Owned {
  if (name.item >= 0 && isSequence(o)) return sequenceGetItem(o, name.item);
  const key = name.item < 0 ? newStr(name.name) : newInt(name.item);
  try {
    return getItem(o, key);
  } finally {
    decref(key);
  }
}

function convert(o: PyObject, conversion: Text): Owned {
  switch (conversion) {
    case 'r':
      return repr(o);
    case 's':
      return str_(o);
    case 'a':
      return ascii_(o);
  }
  const c = codePointAt(conversion, 0);
  const shown = c > 32 && c < 127 ? String.fromCharCode(c) : `\\x${c.toString(16)}`;
  throw valueError(`Unknown conversion specifier ${shown}`);
}

function finish(self: PyObject, f: Formatter): Owned {
  let text: Text;
  try {
    text = f.build(self.v, DEPTH);
  } catch (e) {
    f.drop();
    throw e;
  }
  // A template that is one literal, or whose last field is a str with nothing before it, gives that very object.
  const only = f.only;
  if (only !== null) {
    f.only = null;
    if (only.v === text && text !== '') return only;
    decref(only);
  }
  if (!f.fields && text === self.v) return incref(self);
  const kind = strKind(self);
  return kind === ASCII && f.kind === ASCII ? newStrAscii(text as string) : newStr(text);
}

/** `str.format(*args, **kwargs)`. */
export function strFormat(self: PyObject, args: PyObject[], kw: KwNames): Owned {
  if (kw === null) return finish(self, new Formatter(args, null));
  const n = args.length - kw.length;
  const kwargs = kwDict(kw, args, n);
  try {
    return finish(self, new Formatter(args.slice(0, n), kwargs));
  } finally {
    decref(kwargs);
  }
}

/** `str.format_map(mapping)`. */
export function strFormatMap(self: PyObject, mapping: PyObject): Owned {
  return finish(self, new Formatter(null, mapping));
}

/** `str.__format__(spec)`. */
export function strDunderFormat(self: PyObject, spec: PyObject): Owned {
  if (!isStr(spec)) {
    throw typeError(`__format__() argument must be str, not ${argumentType(spec)}`);
  }
  if (spec.v === '') return self.type === StrType ? incref(self) : str_(self);
  const js = strJs(self);
  const r = formatStr(js, strJs(spec), self.type.name, decimalValue);
  if (typeof r !== 'string') throw formatError(r);
  if (r === js) return exactStr(self);
  return newStrJsOf(self, spec, r);
}

StrType.exactFormat = strDunderFormat;

function newStrJsOf(self: PyObject, spec: PyObject, js: string): Owned {
  return strKind(self) === ASCII && strKind(spec) === ASCII
    ? newStrOfKind(js, ASCII)
    : newStrJs(js);
}
