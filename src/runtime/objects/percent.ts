/**
 * The `%` operator of str, bytes and bytearray: reading conversions and fetching their arguments. CPython: the frames of
 * PyUnicode_Format and _PyBytes_FormatEx, which agree but for the texts of errors.
 *
 * A template of bytes is read as its latin-1 text. What a conversion makes of its value is up to the caller.
 */
import { asDouble, getItem, index, toInt } from '../core/abstract.ts';
import { discard, matches, newException, overflowError, typeError, valueError } from '../core/errors.ts';
import { decref, type Owned, type PyObject } from '../core/object.ts';
import {
  FloatType, TPFLAGS_BYTES_SUBCLASS, TPFLAGS_TUPLE_SUBCLASS, TPFLAGS_UNICODE_SUBCLASS,
} from '../core/type-object.ts';
import {
  formatFloatPercent, formatIntPercent, PERCENT_ALT, PERCENT_BLANK, PERCENT_LEFT, PERCENT_SIGN, PERCENT_ZERO,
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
  convert(f: PercentState, value: PyObject): boolean;
}

const MAX_WIDTH = 9223372036854775807;
const MAX_PRECISION = 2147483647;

/** One run of the operator: the arguments left and the conversion being read. */
export class PercentState {
  /** Flags, width and precision of the conversion (-1: not given), and its character. */
  flags = 0;
  width = -1;
  precision = -1;
  char = 0;
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
    const plain = (flags & (TPFLAGS_TUPLE_SUBCLASS | TPFLAGS_UNICODE_SUBCLASS)) !== 0 ||
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
    this.flags = 0;
    this.width = -1;
    this.precision = -1;
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
    let c = this.take();
    if (c === 40) {
      this.readKey();
      c = this.take();
    }
    for (;;) {
      if (c === 45) this.flags |= PERCENT_LEFT;
      else if (c === 43) this.flags |= PERCENT_SIGN;
      else if (c === 32) this.flags |= PERCENT_BLANK;
      else if (c === 35) this.flags |= PERCENT_ALT;
      else if (c === 48) this.flags |= PERCENT_ZERO;
      else break;
      c = this.take();
    }
    if (c === 42) {
      this.width = this.star(BigInt(2) ** 63n - 1n, 'ssize_t');
      if (this.width < 0) {
        this.flags |= PERCENT_LEFT;
        this.width = -this.width;
      }
      c = this.take();
    } else if (c >= 48 && c <= 57) {
      c = this.digits(c, MAX_WIDTH, 'width too big');
      this.width = this.digitsRead;
    }
    if (c === 46) {
      this.precision = 0;
      c = this.take();
      if (c === 42) {
        this.precision = Math.max(0, this.star(2147483647n, 'int'));
        c = this.take();
      } else if (c >= 48 && c <= 57) {
        c = this.digits(c, MAX_PRECISION, this.sink.what === 'bytes' ? 'prec too big' : 'precision too big');
        this.precision = this.digitsRead;
      }
    }
    if (c === 104 || c === 108 || c === 76) c = this.take();
    this.char = c;
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
    switch (this.char) {
      case 100: case 105: case 117: case 111: case 120: case 88:
        this.integer(v);
        return;
      case 101: case 69: case 102: case 70: case 103: case 71:
        this.float(v);
        return;
    }
    if (this.sink.convert(this, v)) return;
    const c = this.char;
    const shown = c > 31 && c < 128 ? String.fromCharCode(c) : '?';
    throw valueError(
      `unsupported format character '${shown}' (0x${c.toString(16)}) at index ${this.at - 1}`,
    );
  }

  private integer(v: PyObject): void {
    const conversion = String.fromCharCode(this.char === 105 || this.char === 117 ? 100 : this.char);
    const value = isInt(v) ? v.v : this.integerOf(v);
    const limit = intSettings.maxStrDigits;
    const r = formatIntPercent(value, conversion, this.flags, this.width, this.precision, limit);
    if (typeof r !== 'string') throw formatError(r);
    this.sink.number(r);
  }

  private integerOf(v: PyObject): number | bigint {
    const c = this.char;
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
    throw typeError(
      `%${String.fromCharCode(c)} format: ${wanted} is required, not ${v.type.name}`,
    );
  }

  private float(v: PyObject): void {
    let x: number;
    if (v.type === FloatType) x = v.v;
    else if (this.sink.what === 'bytes') x = bytesDouble(v);
    else x = asDouble(v);
    this.sink.number(
      formatFloatPercent(x, String.fromCharCode(this.char), this.flags, this.width, this.precision),
    );
  }
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
