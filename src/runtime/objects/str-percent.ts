/** `str % args`. CPython: PyUnicode_Format (Objects/unicodeobject.c). */
import { ascii_, repr, str_ } from '../core/abstract.ts';
import { typeError } from '../core/errors.ts';
import { decref, incref, type Owned, type PyObject } from '../core/object.ts';
import { StrType } from '../core/type-object.ts';
import { PERCENT_LEFT } from '../numbers/format-spec.ts';
import { type Text, textConcat, textFromCodePoint, textLength, textSlice } from '../text/text.ts';
import { charArgument, type PercentSink, type PercentSpec, runPercent } from './percent.ts';
import { ASCII, exactStr, isStr, newStr, newStrOfKind, strKind, strValue } from './str-object.ts';

class StrSink implements PercentSink {
  readonly what = 'string';
  text: Text = '';
  /** Greatest kind of the parts. */
  kind: number;
  /** The last conversion's str, owned, where nothing came before it. */
  only: Owned | null = null;

  constructor(kind: number) {
    this.kind = kind;
  }

  key(text: Text): Owned {
    return newStr(text);
  }

  forget(): void {
    if (this.only !== null) decref(this.only);
    this.only = null;
  }

  literal(text: Text): void {
    const t = this.text;
    this.text = typeof t === 'string' && typeof text === 'string' ? t + text : textConcat(t, text);
  }

  number(text: string): void {
    this.forget();
    this.literal(text);
  }

  convert(f: PercentSpec, v: PyObject): boolean {
    let part: Owned;
    switch (f.char) {
      case 115:
        part = v.type === StrType ? exactStr(v) : str_(v);
        break;
      case 114:
        part = repr(v);
        break;
      case 97:
        part = ascii_(v);
        break;
      case 99:
        this.forget();
        this.padded(f, this.character(v), -1);
        return true;
      default:
        return false;
    }
    const kind = strKind(part);
    if (kind > this.kind) this.kind = kind;
    const text = strValue(part);
    this.forget();
    // A result that is the last str, whole, is that object.
    if (this.text === '' && part.type === StrType) this.only = part;
    this.padded(f, text, f.precision);
    if (this.only === null) decref(part);
    return true;
  }

  private character(v: PyObject): Text {
    if (isStr(v)) {
      if (textLength(v.v) !== 1) {
        throw typeError('%c requires int or char');
      }
      const kind = strKind(v);
      if (kind > this.kind) this.kind = kind;
      return v.v;
    }
    if (v.type.nb_index === null) throw typeError('%c requires int or char');
    const cp = charArgument(v, 0x110000, '%c arg not in range(0x110000)');
    if (cp > 0x7f) this.kind = Math.max(this.kind, cp > 0xffff ? 4 : cp > 0xff ? 3 : 2);
    return textFromCodePoint(cp);
  }

  private padded(f: PercentSpec, text: Text, precision: number): void {
    let n = textLength(text);
    if (precision >= 0 && n > precision) {
      text = textSlice(text, 0, precision);
      n = precision;
    }
    const missing = f.width - n;
    if (missing <= 0) this.literal(text);
    else if ((f.flags & PERCENT_LEFT) !== 0) {
      this.literal(text);
      this.literal(' '.repeat(missing));
    } else {
      this.literal(' '.repeat(missing));
      this.literal(text);
    }
  }
}

/** `template % args`. */
export function strPercent(template: PyObject, args: PyObject): Owned {
  const sink = new StrSink(strKind(template));
  try {
    runPercent(template.v, args, sink);
    const { only, text } = sink;
    if (only !== null && only.v === text) return incref(only);
    if (text === template.v) return incref(template);
    return sink.kind === ASCII ? newStrOfKind(text, ASCII) : newStr(text);
  } finally {
    sink.forget();
  }
}
