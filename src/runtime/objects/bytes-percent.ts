/** `bytes % args` and `bytearray % args`. CPython: _PyBytes_FormatEx (Objects/bytesobject.c). */
import { ascii_ } from '../core/abstract.ts';
import { hasBuffer, withBytes } from '../core/buffer.ts';
import { callSpecial0 } from '../core/call.ts';
import { typeError } from '../core/errors.ts';
import { decref, type Owned, type PyObject } from '../core/object.ts';
import { PERCENT_LEFT } from '../numbers/format-spec.ts';
import { ByteSink, bytesOfLatin1 } from '../text/codec.ts';
import { type Text, textFromLatin1 } from '../text/text.ts';
import { bytearrayBytes, isBytearray } from './bytearray-object.ts';
import { isBytes, newBytes } from './bytes-object.ts';
import { charArgument, type PercentSink, type PercentSpec, runPercent } from './percent.ts';
import { intern, strJs } from './str-object.ts';

const s_bytes = intern('__bytes__');

class BytesSink implements PercentSink {
  readonly what = 'bytes';
  readonly out: ByteSink;

  constructor(capacity: number) {
    this.out = new ByteSink(capacity);
  }

  key(text: Text): Owned {
    return newBytes(bytesOfLatin1(text as string));
  }

  literal(text: Text): void {
    this.out.pushLatin1(text as string);
  }

  number(text: string): void {
    this.out.pushLatin1(text);
  }

  convert(f: PercentSpec, v: PyObject): boolean {
    switch (f.char) {
      case 114:
      case 97: {
        const text = ascii_(v);
        const bytes = bytesOfLatin1(strJs(text));
        decref(text);
        this.padded(f, bytes, f.precision);
        return true;
      }
      case 115:
      case 98:
        this.padded(f, bytesOf(v), f.precision);
        return true;
      case 99:
        this.padded(f, character(v), -1);
        return true;
    }
    return false;
  }

  private padded(f: PercentSpec, bytes: Uint8Array, precision: number): void {
    if (precision >= 0 && bytes.length > precision) bytes = bytes.subarray(0, precision);
    const missing = Math.max(0, f.width - bytes.length);
    const left = (f.flags & PERCENT_LEFT) !== 0;
    if (!left && missing > 0) this.out.pushLatin1(' '.repeat(missing));
    this.out.pushBytes(bytes);
    if (left && missing > 0) this.out.pushLatin1(' '.repeat(missing));
  }
}

function character(v: PyObject): Uint8Array {
  if (isBytes(v) && v.v.length === 1) return v.v;
  if (isBytearray(v) && bytearrayBytes(v).length === 1) return bytearrayBytes(v).slice();
  if (v.type.nb_index !== null) {
    return Uint8Array.of(charArgument(v, 256, '%c arg not in range(256)'));
  }
  throw typeError('%c requires an integer in range(256) or a single byte');
}

/** The bytes of a `%s` or `%b` argument; what is not immutable is copied. */
function bytesOf(v: PyObject): Uint8Array {
  if (isBytes(v)) return v.v;
  if (isBytearray(v)) return bytearrayBytes(v).slice();
  const r = callSpecial0(v, s_bytes);
  if (r !== null) {
    const bytes = isBytes(r) ? (r.v as Uint8Array) : null;
    const name = r.type.name;
    decref(r);
    if (bytes === null) throw typeError(`__bytes__ returned non-bytes (type ${name})`);
    return bytes;
  }
  if (hasBuffer(v)) return withBytes(v, (b) => b.slice());
  throw typeError(
    `%b requires a bytes-like object, or an object that implements __bytes__, not '${v.type.name}'`,
  );
}

/** The bytes of `template % args`. */
export function bytesPercent(template: Uint8Array, args: PyObject): Uint8Array {
  const sink = new BytesSink(template.length + 32);
  runPercent(textFromLatin1(template), args, sink);
  return sink.out.finish();
}
