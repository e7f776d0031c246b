/**
 * The `%` operator of str, bytes and bytearray: reading conversions and fetching their arguments. CPython: the frames of
 * PyUnicode_Format and _PyBytes_FormatEx, which agree but for the texts of errors.
 *
 * A template of bytes is read as its latin-1 text. What a conversion makes of its value is up to the caller.
 */
import { asDouble, getItem, index, toInt } from '../core/abstract.ts';
import {
  discard,
  matches,
  newException,
  overflowError,
  typeError,
  valueError,
} from '../core/errors.ts';
import { decref, type Owned, type PyObject } from '../core/object.ts';
import {
  FloatType,
  IntType,
  TPFLAGS_BYTES_SUBCLASS,
  TPFLAGS_TUPLE_SUBCLASS,
  TPFLAGS_UNICODE_SUBCLASS,
} from '../core/type-object.ts';
import {
  formatFloatPercent,
  formatIntPercent,
  PERCENT_ALT,
  PERCENT_BLANK,
  PERCENT_LEFT,
  PERCENT_SIGN,
  PERCENT_ZERO,
} from '../numbers/format-spec.ts';
import { codePointAt, type Text, textIndexOf, textLength, textSlice } from '../text/text.ts';
import { isBytearray } from './bytearray-object.ts';
import { TypeErrorType } from './exceptions.ts';
import { isFloat, formatError } from './float.ts';
import { intSettings, isInt } from './int.ts';

/** Where the parts of the result go. */
export interface PercentSink {
  /** "string" or "bytes", for messages. */
  readonly what: 'string' | 'bytes';
  /** A str or bytes object of a key between parentheses. */
  key(text: Text): Owned;
  literal(text: Text): void;
  /** Text of a number, already padded. */
  number(text: string): void;
  /** Any conversion that is not of a number. False: the character is none. */
  convert(f: PercentSpec, value: PyObject): boolean;
}

/** A conversion: flags, width and precision (-1: not given), and its character. */
export class PercentSpec {
  flags = 0;
  width = -1;
  precision = -1;
  char = 0;
}

const MAX_WIDTH = 9223372036854775807;
const MAX_PRECISION = 2147483647;

/** One run of the operator: the arguments left and the conversion being read. */
class PercentState {
  /** The conversion being read. */
  private spec = new PercentSpec();
  private readonly t: Text;
  private at = 0;
  private args: PyObject;
  private readonly items: PyObject[] | null;
  private argAt = 0;
  private used = false;
  /** A value taken from the mapping, which this run owns. */
  private owned: Owned | null = null;
  private readonly dict: PyObject | null;
  private readonly sink: PercentSink;

  constructor(t: Text, args: PyObject, sink: PercentSink) {
    const flags = args.type.flags;
    this.t = t;
    this.args = args;
    this.sink = sink;
    this.items = (flags & TPFLAGS_TUPLE_SUBCLASS) !== 0 ? args.v : null;
    const plain =
      (flags & (TPFLAGS_TUPLE_SUBCLASS | TPFLAGS_UNICODE_SUBCLASS)) !== 0 ||
      (sink.what === 'bytes' && ((flags & TPFLAGS_BYTES_SUBCLASS) !== 0 || isBytearray(args)));
    this.dict = !plain && args.type.mp_subscript !== null ? args : null;
  }

  run(): void {
    const t = this.t;
    const n = textLength(t);
    try {
      while (this.at < n) {
        const percent = textIndexOf(t, '%', this.at, n);
        const stop = percent < 0 ? n : percent;
        if (stop > this.at) this.sink.literal(textSlice(t, this.at, stop));
        this.at = stop + 1;
        if (percent >= 0) this.conversion();
      }
      if (this.dict === null && !this.exhausted()) {
        const object = this.sink.what;
        throw typeError(`not all arguments converted during ${object} formatting`);
      }
    } finally {
      if (this.owned !== null) decref(this.owned);
    }
  }

  private exhausted(): boolean {
    return this.items !== null && this.owned === null ? this.argAt >= this.items.length : this.used;
  }

  /** The next argument, borrowed. */
  private next(): PyObject {
    if (this.owned !== null || this.items === null) {
      if (!this.used) {
        this.used = true;
        return this.owned ?? this.args;
      }
    } else if (this.argAt < this.items.length) return this.items[this.argAt++]!;
    throw typeError('not enough arguments for format string');
  }

  private conversion(): void {
    this.spec = new PercentSpec();
    if (this.peek() === 37) {
      this.at++;
      this.sink.literal('%');
      return;
    }
    this.read();
    this.apply(this.next());
  }

  private peek(): number {
    return this.at < textLength(this.t) ? codePointAt(this.t, this.at) : -1;
  }

  /** The next character, which must exist. */
  private take(): number {
    const c = this.peek();
    if (c < 0) throw valueError('incomplete format');
    this.at++;
    return c;
  }

  private read(): void {
    const spec = this.spec;
    let c = this.take();
    if (c === 40) {
      this.readKey();
      c = this.take();
    }
    for (;;) {
      if (c === 45) spec.flags |= PERCENT_LEFT;
      else if (c === 43) spec.flags |= PERCENT_SIGN;
      else if (c === 32) spec.flags |= PERCENT_BLANK;
      else if (c === 35) spec.flags |= PERCENT_ALT;
      else if (c === 48) spec.flags |= PERCENT_ZERO;
      else break;
      c = this.take();
    }
    if (c === 42) {
      spec.width = this.star(BigInt(2) ** 63n - 1n, 'ssize_t');
      if (spec.width < 0) {
        spec.flags |= PERCENT_LEFT;
        spec.width = -spec.width;
      }
      c = this.take();
    } else if (c >= 48 && c <= 57) {
      c = this.digits(c, MAX_WIDTH, 'width too big');
      spec.width = this.digitsRead;
    }
    if (c === 46) {
      spec.precision = 0;
      c = this.take();
      if (c === 42) {
        spec.precision = Math.max(0, this.star(2147483647n, 'int'));
        c = this.take();
      } else if (c >= 48 && c <= 57) {
        c = this.digits(
          c,
          MAX_PRECISION,
          this.sink.what === 'bytes' ? 'prec too big' : 'precision too big',
        );
        spec.precision = this.digitsRead;
      }
    }
    if (c === 104 || c === 108 || c === 76) c = this.take();
    spec.char = c;
  }

  private digitsRead = 0;

  /** Reads a decimal number whose first digit is `c`; returns the character after it. */
  private digits(c: number, max: number, message: string): number {
    let n = 0;
    while (c >= 48 && c <= 57) {
      n = n * 10 + (c - 48);
      if (n > max) throw valueError(message);
      c = this.take();
    }
    this.digitsRead = n;
    return c;
  }

  private star(max: bigint, ctype: string): number {
    const v = this.next();
    if (!isInt(v)) throw typeError('* wants int');
    const value: number | bigint = v.v;
    if (BigInt(value) > max || BigInt(value) < -max - 1n) {
      throw overflowError(`Python int too large to convert to C ${ctype}`);
    }
    return Number(value);
  }

  private readKey(): void {
    if (this.dict === null) throw typeError('format requires a mapping');
    const from = this.at;
    let depth = 1;
    const n = textLength(this.t);
    while (depth > 0) {
      if (this.at >= n) throw valueError('incomplete format key');
      const c = codePointAt(this.t, this.at++);
      if (c === 41) depth--;
      else if (c === 40) depth++;
    }
    const key = this.sink.key(textSlice(this.t, from, this.at - 1));
    try {
      const value = getItem(this.dict, key);
      if (this.owned !== null) decref(this.owned);
      this.owned = value;
      this.used = false;
    } finally {
      decref(key);
    }
  }

  private apply(v: PyObject): void {
    if (applySpec(this.spec, v, this.sink)) return;
    const c = this.spec.char;
    const shown = c > 31 && c < 128 ? String.fromCharCode(c) : '?';
    throw valueError(
      `unsupported format character '${shown}' (0x${c.toString(16)}) at index ${this.at - 1}`,
    );
  }
}

/** Converts one value; false when the character is no conversion. */
function applySpec(f: PercentSpec, v: PyObject, sink: PercentSink): boolean {
  switch (f.char) {
    case 100:
    case 105:
    case 117:
      if (
        v.type === IntType &&
        f.width < 0 &&
        f.precision < 0 &&
        f.flags === 0 &&
        typeof v.v === 'number'
      ) {
        sink.number(String(v.v));
        return true;
      }
      integer(f, v, sink);
      return true;
    case 111:
    case 120:
    case 88:
      integer(f, v, sink);
      return true;
    case 101:
    case 69:
    case 102:
    case 70:
    case 103:
    case 71:
      float(f, v, sink);
      return true;
  }
  return sink.convert(f, v);
}

function integer(f: PercentSpec, v: PyObject, sink: PercentSink): void {
  const conversion = String.fromCharCode(f.char === 105 || f.char === 117 ? 100 : f.char);
  const value = isInt(v) ? v.v : integerOf(f.char, v);
  const limit = intSettings.maxStrDigits;
  const r = formatIntPercent(value, conversion, f.flags, f.width, f.precision, limit);
  if (typeof r !== 'string') throw formatError(r);
  sink.number(r);
}

function integerOf(c: number, v: PyObject): number | bigint {
  const exact = c === 111 || c === 120 || c === 88;
  try {
    if (exact && v.type.nb_index !== null) return index(v);
    if (!exact && isNumber(v)) {
      const r = toInt(v);
      const value = r.v;
      decref(r);
      return value;
    }
  } catch (e) {
    if (!matches(e, TypeErrorType)) throw e;
    discard(e);
  }
  const wanted = exact ? 'an integer' : 'a real number';
  throw typeError(`%${String.fromCharCode(c)} format: ${wanted} is required, not ${v.type.name}`);
}

function float(f: PercentSpec, v: PyObject, sink: PercentSink): void {
  let x: number;
  if (v.type === FloatType) x = v.v;
  else if (sink.what === 'bytes') x = bytesDouble(v);
  else x = asDouble(v);
  sink.number(formatFloatPercent(x, String.fromCharCode(f.char), f.flags, f.width, f.precision));
}

// ---------------------------------------------------------------------------------------------
// Templates seen before

/** A template cut at its conversions: `literals` has one item more than `specs`. */
class Compiled {
  readonly literals: string[];
  readonly specs: PercentSpec[];
  constructor(literals: string[], specs: PercentSpec[]) {
    this.literals = literals;
    this.specs = specs;
  }
}

const compiled: Map<string, Compiled | null> = new Map();
const MAX_COMPILED = 500;
const SIMPLE = /%(?:%|([-+ #0]*)(\d{0,6})(?:\.(\d{0,6}))?[hlL]?([sradiuoxXeEfFgG]))/g;

const FLAG: Record<string, number> = {
  '-': PERCENT_LEFT,
  '+': PERCENT_SIGN,
  ' ': PERCENT_BLANK,
  '#': PERCENT_ALT,
  '0': PERCENT_ZERO,
};

/** Cuts a template; null when it has anything but plain conversions of positional arguments. */
function compile(t: string): Compiled | null {
  const literals: string[] = [];
  const specs: PercentSpec[] = [];
  let literal = '';
  let from = 0;
  for (const m of t.matchAll(SIMPLE)) {
    const between = t.slice(from, m.index);
    if (between.includes('%')) return null;
    literal += between;
    from = m.index + m[0].length;
    if (m[4] === undefined) {
      literal += '%';
      continue;
    }
    const spec = new PercentSpec();
    for (const c of m[1]!) spec.flags |= FLAG[c]!;
    if (m[2] !== '') spec.width = Number(m[2]);
    if (m[3] !== undefined) spec.precision = m[3] === '' ? 0 : Number(m[3]);
    spec.char = m[4]!.charCodeAt(0);
    specs.push(spec);
    literals.push(literal);
    literal = '';
  }
  const rest = t.slice(from);
  if (rest.includes('%')) return null;
  literals.push(literal + rest);
  return new Compiled(literals, specs);
}

/** The operator. `args` is what stands right of it. */
export function runPercent(t: Text, args: PyObject, sink: PercentSink): void {
  const items: PyObject[] | null = (args.type.flags & TPFLAGS_TUPLE_SUBCLASS) !== 0 ? args.v : null;
  // A value that is no tuple may be a mapping, for which other rules hold.
  const single =
    items === null &&
    (args.type.mp_subscript === null || (args.type.flags & TPFLAGS_UNICODE_SUBCLASS) !== 0);
  if (typeof t === 'string' && t.length < 200 && (items !== null || single)) {
    let c = compiled.get(t);
    if (c === undefined) {
      if (compiled.size >= MAX_COMPILED) compiled.clear();
      compiled.set(t, (c = compile(t)));
    }
    if (c !== null && c.specs.length === (items === null ? 1 : items.length)) {
      for (let i = 0; i < c.specs.length; i++) {
        if (c.literals[i] !== '') sink.literal(c.literals[i]!);
        applySpec(c.specs[i]!, items === null ? args : items[i]!, sink);
      }
      const rest = c.literals[c.specs.length]!;
      if (rest !== '') sink.literal(rest);
      return;
    }
  }
  new PercentState(t, args, sink).run();
}

/** PyNumber_Check. */
function isNumber(o: PyObject): boolean {
  const t = o.type;
  return t.nb_index !== null || t.nb_int !== null || t.nb_float !== null || t.name === 'complex';
}

function bytesDouble(v: PyObject): number {
  if (isFloat(v)) return v.v;
  try {
    return asDouble(v);
  } catch (e) {
    if (!matches(e, TypeErrorType)) throw e;
    discard(e);
    throw newException(TypeErrorType, `float argument required, not ${v.type.name}`);
  }
}

/** The code point of a `%c` argument that is an int. */
export function charArgument(v: PyObject, limit: number, message: string): number {
  const value = index(v);
  if (value < 0 || value >= limit) throw overflowError(message);
  return Number(value);
}
