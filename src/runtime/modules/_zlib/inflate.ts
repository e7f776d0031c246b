/**
 * Inflating: a resumable decoder of raw DEFLATE, zlib and gzip streams (RFC 1950, 1951, 1952). CPython leaves this to the
 * zlib library; messages are that library's.
 *
 * Invariants
 * - `decode` stops when the input is used up, when the output limit is reached, or at the end of the stream. It never asks
 *   for more input than a step needs, and takes back whole bytes at the end, so that `inputAt` is exact then.
 * - A step that lacks bits leaves everything as it was; the bits stay in `hold`.
 * - The output holds the window: its last 32 KiB (or the dictionary) stay in `out` before `outStart`.
 */
import { adler32, crc32 } from './checksum.ts';
import {
  CODE_ORDER,
  DIST_BASE,
  DIST_EXTRA,
  FIXED_DISTANCES,
  FIXED_LITERALS,
  LENGTH_BASE,
  LENGTH_EXTRA,
  reverseBits,
} from './tables.ts';

export const WRAP_RAW = 0;
export const WRAP_ZLIB = 1;
export const WRAP_GZIP = 2;
/** zlib or gzip, by the first bytes. */
export const WRAP_AUTO = 3;

const WINDOW = 32768;

// States.
const HEAD = 0;
const DICT_ID = 1;
const NEED_DICT = 2;
const GZ_FIXED = 3;
const GZ_EXTRA_LENGTH = 4;
const GZ_EXTRA = 5;
const GZ_NAME = 6;
const GZ_COMMENT = 7;
const GZ_CRC = 8;
const BLOCK = 9;
const STORED_LENGTH = 10;
const STORED = 11;
const TABLE_COUNTS = 12;
const TABLE_CODES = 13;
const TABLE_LENGTHS = 14;
const CODES = 15;
const LENGTH_BITS = 16;
const DISTANCE = 17;
const DISTANCE_BITS = 18;
const COPY = 19;
const CHECK = 20;
const LENGTH_CHECK = 21;
const DONE = 22;
const BAD = 23;

/**
 * A prefix code as one table indexed by the next `bits` bits: (symbol << 4) | length; 0 where no code is. Codes of up to
 * 15 bits; the table is as wide as the longest code.
 */
class Code {
  readonly table: Uint16Array;
  readonly bits: number;
  /** COMPLETE and so on. */
  readonly kind: number;
  constructor(table: Uint16Array, bits: number, kind: number) {
    this.table = table;
    this.bits = bits;
    this.kind = kind;
  }
}

const COMPLETE = 0;
/** No code at all, or a single one of one bit: allowed where it need not be used. */
const EMPTY = 1;
const SINGLE = 2;
const INCOMPLETE = 3;
const OVERSUBSCRIBED = 4;

function buildCode(lengths: Uint8Array, start: number, count: number): Code {
  const counts = new Uint16Array(16);
  for (let i = 0; i < count; i++) counts[lengths[start + i]!]!++;
  counts[0] = 0;
  let max = 15;
  while (max > 1 && counts[max] === 0) max--;
  let left = 1;
  let used = 0;
  for (let n = 1; n <= 15; n++) {
    left = (left << 1) - counts[n]!;
    used += counts[n]!;
    if (left < 0) break;
  }
  const table = new Uint16Array(1 << max);
  if (left < 0) return new Code(table, max, OVERSUBSCRIBED);
  const few = used === 0 ? EMPTY : used === 1 && counts[1] === 1 ? SINGLE : INCOMPLETE;
  const next = new Uint16Array(17);
  for (let n = 1, code = 0; n <= 15; n++) {
    next[n] = code;
    code = (code + counts[n]!) << 1;
  }
  for (let symbol = 0; symbol < count; symbol++) {
    const n = lengths[start + symbol]!;
    if (n === 0) continue;
    const entry = (symbol << 4) | n;
    for (let at = reverseBits(next[n]!++, n); at < table.length; at += 1 << n) table[at] = entry;
  }
  return new Code(table, max, left === 0 ? COMPLETE : few);
}

const FIXED_LITERAL_CODE = buildCode(FIXED_LITERALS, 0, 288);
/** 32 codes of 5 bits, so that the code is complete; 30 and 31 stand for nothing. */
const FIXED_DISTANCE_CODE = buildCode(new Uint8Array(32).fill(FIXED_DISTANCES[0]!), 0, 32);

export class Inflater {
  readonly windowBits: number;
  wrap: number;
  private state: number;
  private last = false;
  private hold = 0;
  private bits = 0;
  private input: Uint8Array = new Uint8Array(0);
  /** Next byte of the input of the current `decode`. */
  inputAt = 0;

  private out: Uint8Array = new Uint8Array(WINDOW * 2);
  /** Where this call's output begins, and where it goes on. */
  private outStart = 0;
  private outAt = 0;

  private literals: Code = FIXED_LITERAL_CODE;
  private distances: Code = FIXED_DISTANCE_CODE;
  private readonly lengths = new Uint8Array(320);
  private have = 0;
  private nlen = 0;
  private ndist = 0;
  private ncode = 0;
  private length = 0;
  private distance = 0;
  /** Remaining bytes of a gzip field. */
  private skip = 0;
  private gzFlags = 0;
  private gzHeaderCrc = 0;
  private check = 1;
  private total = 0;
  private checked = 0;
  private trailer = 0;
  /** The farthest distance the header allows. */
  private farthest = WINDOW;
  dictionaryId = 0;
  /** What is wrong with the stream, '' while nothing is. */
  message = '';

  constructor(wrap: number, windowBits: number) {
    this.wrap = wrap;
    this.windowBits = windowBits;
    this.state = wrap === WRAP_RAW ? BLOCK : HEAD;
  }

  get finished(): boolean {
    return this.state === DONE;
  }

  get needsDictionary(): boolean {
    return this.state === NEED_DICT;
  }

  get bad(): boolean {
    return this.state === BAD;
  }

  /** Gives the dictionary the stream asks for (or, raw, any): false when it is another one. */
  setDictionary(dict: Uint8Array): boolean {
    if (this.state === NEED_DICT) {
      if (adler32(dict) !== this.dictionaryId) return false;
      this.state = BLOCK;
      this.check = 1;
    }
    const part = dict.length > WINDOW ? dict.subarray(dict.length - WINDOW) : dict;
    this.reserve(part.length);
    this.out.set(part, this.outAt);
    this.outAt += part.length;
    this.outStart = this.checked = this.outAt;
    return true;
  }

  copy(): Inflater {
    const c = new Inflater(this.wrap, this.windowBits);
    const fields = c as unknown as Record<string, unknown>;
    for (const [key, value] of Object.entries(this))
      fields[key] = value instanceof Uint8Array ? value.slice() : value;
    return c;
  }

  /** Decodes from `input` at most `limit` bytes; `inputAt` says how much was used. */
  decode(input: Uint8Array, limit: number): Uint8Array {
    this.slide();
    this.input = input;
    this.inputAt = 0;
    const end = this.outStart + limit;
    while (this.step(end)) {
      // Each step does one part of the stream, as far as input and room allow.
    }
    if (this.state === DONE || this.state === BAD) this.giveBack();
    this.checkOutput();
    this.input = new Uint8Array(0);
    return this.out.slice(this.outStart, this.outAt);
  }

  /** Keeps only the window of what was given out before. */
  private slide(): void {
    if (this.outAt > WINDOW * 2) {
      const from = this.outAt - WINDOW;
      if (this.out.length > WINDOW * 32) {
        const fresh = new Uint8Array(WINDOW * 2);
        fresh.set(this.out.subarray(from, this.outAt));
        this.out = fresh;
      } else this.out.copyWithin(0, from, this.outAt);
      this.outAt = WINDOW;
    }
    this.outStart = this.checked = this.outAt;
  }

  private reserve(more: number): void {
    if (this.outAt + more <= this.out.length) return;
    const grown = new Uint8Array(Math.max(this.out.length * 2, this.outAt + more));
    grown.set(this.out.subarray(0, this.outAt));
    this.out = grown;
  }

  /** Adds the output of this call to the check. */
  private checkOutput(): void {
    if (this.outAt === this.checked) return;
    const part = this.out.subarray(this.checked, this.outAt);
    this.checked = this.outAt;
    this.total += part.length;
    if (this.wrap === WRAP_ZLIB) this.check = adler32(part, this.check);
    else if (this.wrap === WRAP_GZIP) this.check = crc32(part, this.check);
  }

  /** Whole bytes that were fetched but not needed go back to the input. */
  private giveBack(): void {
    const whole = Math.min(this.bits >> 3, this.inputAt);
    this.inputAt -= whole;
    this.bits -= whole << 3;
    this.hold &= (1 << this.bits) - 1;
  }

  /** Whether `n` bits are there; n <= 25. */
  private need(n: number): boolean {
    while (this.bits < n) {
      if (this.inputAt >= this.input.length) return false;
      this.hold |= this.input[this.inputAt++]! << this.bits;
      this.bits += 8;
    }
    return true;
  }

  private drop(n: number): number {
    const v = this.hold & ((1 << n) - 1);
    this.hold >>>= n;
    this.bits -= n;
    return v;
  }

  private fail(message: string): boolean {
    this.message = message;
    this.state = BAD;
    return false;
  }

  /** One part of the work; false when it cannot go on. */
  private step(end: number): boolean {
    switch (this.state) {
      case HEAD:
        return this.head();
      case DICT_ID:
        return this.dictId();
      case GZ_FIXED:
        return this.gzFixed();
      case GZ_EXTRA_LENGTH:
        return this.gzExtraLength();
      case GZ_EXTRA:
      case GZ_NAME:
      case GZ_COMMENT:
        return this.gzField();
      case GZ_CRC:
        return this.gzCrc();
      case BLOCK:
        return this.block();
      case STORED_LENGTH:
        return this.storedLength();
      case STORED:
        return this.stored(end);
      case TABLE_COUNTS:
        return this.tableCounts();
      case TABLE_CODES:
        return this.tableCodes();
      case TABLE_LENGTHS:
        return this.tableLengths();
      case CODES:
        return this.codes(end);
      case LENGTH_BITS:
        return this.lengthBits();
      case DISTANCE:
        return this.distanceCode();
      case DISTANCE_BITS:
        return this.distanceBits();
      case COPY:
        return this.copyMatch(end);
      case CHECK:
        return this.checkTrailer();
      case LENGTH_CHECK:
        return this.lengthTrailer();
      default:
        return false;
    }
  }

  // ---- wrappers

  private head(): boolean {
    if (!this.need(16)) return false;
    const first = this.hold & 0xffff;
    if ((this.wrap === WRAP_GZIP || this.wrap === WRAP_AUTO) && first === 0x8b1f)
      return this.gzStart();
    if (this.wrap === WRAP_GZIP) return this.fail('incorrect header check');
    if ((((first & 255) << 8) + (first >> 8)) % 31 !== 0)
      return this.fail('incorrect header check');
    if ((first & 15) !== 8) return this.fail('unknown compression method');
    const bits = ((first >> 4) & 15) + 8;
    if (bits > 15 || (this.windowBits !== 0 && bits > this.windowBits))
      return this.fail('invalid window size');
    this.drop(16);
    this.wrap = WRAP_ZLIB;
    this.farthest = 1 << bits;
    this.check = 1;
    this.have = 0;
    this.state = (first & 0x2000) !== 0 ? DICT_ID : BLOCK;
    this.dictionaryId = 0;
    return true;
  }

  private dictId(): boolean {
    while (this.have < 4) {
      if (!this.need(8)) return false;
      this.dictionaryId = ((this.dictionaryId << 8) | this.drop(8)) >>> 0;
      this.have++;
    }
    this.state = NEED_DICT;
    return false;
  }

  private gzStart(): boolean {
    this.wrap = WRAP_GZIP;
    this.check = 0;
    this.gzHeaderCrc = 0;
    this.gzByte();
    this.gzByte();
    this.have = 2;
    this.skip = 0;
    this.state = GZ_FIXED;
    return true;
  }

  /** Method, flags, time, extra flags and system. */
  private gzFixed(): boolean {
    for (; this.have < 10; this.have++) {
      if (!this.need(8)) return false;
      const v = this.gzByte();
      if (this.have === 2 && v !== 8) return this.fail('unknown compression method');
      if (this.have === 3) {
        this.gzFlags = v;
        if ((v & 0xe0) !== 0) return this.fail('unknown header flags set');
      }
    }
    this.have = 0;
    this.state = GZ_EXTRA_LENGTH;
    return true;
  }

  private gzByte(): number {
    const v = this.drop(8);
    this.gzHeaderCrc = crc32(Uint8Array.of(v), this.gzHeaderCrc);
    return v;
  }

  private gzExtraLength(): boolean {
    if ((this.gzFlags & 4) === 0) {
      this.state = GZ_NAME;
      return true;
    }
    while (this.have < 2) {
      if (!this.need(8)) return false;
      this.skip |= this.gzByte() << (8 * this.have++);
    }
    this.state = GZ_EXTRA;
    return true;
  }

  /** The extra field, the name, the comment: skipped. */
  private gzField(): boolean {
    if (this.state === GZ_EXTRA) {
      for (; this.skip > 0; this.skip--) {
        if (!this.need(8)) return false;
        this.gzByte();
      }
      this.state = GZ_NAME;
      return true;
    }
    const flag = this.state === GZ_NAME ? 8 : 16;
    if ((this.gzFlags & flag) !== 0) {
      do {
        if (!this.need(8)) return false;
      } while (this.gzByte() !== 0);
    }
    this.state++;
    return true;
  }

  private gzCrc(): boolean {
    if ((this.gzFlags & 2) !== 0) {
      if (!this.need(16)) return false;
      if (this.drop(16) !== (this.gzHeaderCrc & 0xffff)) return this.fail('header crc mismatch');
    }
    this.state = BLOCK;
    return true;
  }

  // ---- blocks

  private block(): boolean {
    if (this.last) {
      this.drop(this.bits & 7);
      this.have = 0;
      this.skip = 0;
      this.state = this.wrap === WRAP_RAW ? DONE : CHECK;
      return true;
    }
    if (!this.need(3)) return false;
    this.last = this.drop(1) === 1;
    switch (this.drop(2)) {
      case 0:
        this.drop(this.bits & 7);
        this.have = 0;
        this.length = 0;
        this.skip = 0;
        this.state = STORED_LENGTH;
        return true;
      case 1:
        this.literals = FIXED_LITERAL_CODE;
        this.distances = FIXED_DISTANCE_CODE;
        this.state = CODES;
        return true;
      case 2:
        this.state = TABLE_COUNTS;
        return true;
      default:
        return this.fail('invalid block type');
    }
  }

  private storedLength(): boolean {
    while (this.have < 4) {
      if (!this.need(8)) return false;
      const v = this.drop(8);
      if (this.have < 2) this.length |= v << (8 * this.have);
      else this.skip |= v << (8 * (this.have - 2));
      this.have++;
    }
    if (this.length !== (~this.skip & 0xffff)) return this.fail('invalid stored block lengths');
    this.state = STORED;
    return true;
  }

  private stored(end: number): boolean {
    while (this.length > 0) {
      if (this.outAt >= end) return false;
      if (this.bits >= 8) {
        this.reserve(1);
        this.out[this.outAt++] = this.drop(8);
        this.length--;
        continue;
      }
      const n = Math.min(this.length, end - this.outAt, this.input.length - this.inputAt);
      if (n === 0) return false;
      this.reserve(n);
      this.out.set(this.input.subarray(this.inputAt, this.inputAt + n), this.outAt);
      this.inputAt += n;
      this.outAt += n;
      this.length -= n;
    }
    this.state = BLOCK;
    return true;
  }

  private tableCounts(): boolean {
    if (!this.need(14)) return false;
    this.nlen = this.drop(5) + 257;
    this.ndist = this.drop(5) + 1;
    this.ncode = this.drop(4) + 4;
    if (this.nlen > 286 || this.ndist > 30) return this.fail('too many length or distance symbols');
    this.have = 0;
    this.lengths.fill(0);
    this.state = TABLE_CODES;
    return true;
  }

  private tableCodes(): boolean {
    for (; this.have < this.ncode; this.have++) {
      if (!this.need(3)) return false;
      this.lengths[CODE_ORDER[this.have]!] = this.drop(3);
    }
    this.literals = buildCode(this.lengths, 0, 19);
    if (this.literals.kind !== COMPLETE) return this.fail('invalid code lengths set');
    this.lengths.fill(0);
    this.have = 0;
    this.state = TABLE_LENGTHS;
    return true;
  }

  /** The symbol of the next code without taking it, -1 when bits are missing, -2 when there is no such code. */
  private peek(code: Code): number {
    for (;;) {
      const entry = code.table[this.hold & ((1 << code.bits) - 1)]!;
      const n = entry & 15;
      if (n !== 0 && n <= this.bits) return entry;
      if (n === 0 && this.bits >= code.bits) return -2;
      if (!this.need(this.bits + 1)) return -1;
    }
  }

  private tableLengths(): boolean {
    const total = this.nlen + this.ndist;
    while (this.have < total) {
      const entry = this.peek(this.literals);
      if (entry === -1) return false;
      if (entry < 0) return this.fail('invalid code lengths set');
      const symbol = entry >> 4;
      const n = entry & 15;
      if (symbol < 16) {
        this.drop(n);
        this.lengths[this.have++] = symbol;
        continue;
      }
      const extra = symbol === 16 ? 2 : symbol === 17 ? 3 : 7;
      if (!this.need(n + extra)) return false;
      this.drop(n);
      const count = this.drop(extra) + (symbol === 18 ? 11 : 3);
      if (symbol === 16 && this.have === 0) return this.fail('invalid bit length repeat');
      if (this.have + count > total) return this.fail('invalid bit length repeat');
      const v = symbol === 16 ? this.lengths[this.have - 1]! : 0;
      this.lengths.fill(v, this.have, this.have + count);
      this.have += count;
    }
    return this.tablesDone();
  }

  private tablesDone(): boolean {
    if (this.lengths[256] === 0) return this.fail('invalid code -- missing end-of-block');
    this.literals = buildCode(this.lengths, 0, this.nlen);
    const { kind } = this.literals;
    if (kind !== COMPLETE && kind !== SINGLE) return this.fail('invalid literal/lengths set');
    this.distances = buildCode(this.lengths, this.nlen, this.ndist);
    if (this.distances.kind >= INCOMPLETE) return this.fail('invalid distances set');
    this.state = CODES;
    return true;
  }

  /** Decodes literals and matches until something runs out. */
  private codes(end: number): boolean {
    for (;;) {
      if (this.inputAt + 8 <= this.input.length && this.outAt + 258 < end) {
        this.fast(end);
        if (this.state !== CODES) return this.state !== BAD;
      }
      const entry = this.peek(this.literals);
      if (entry === -1) return false;
      if (entry < 0) return this.fail('invalid literal/length code');
      const symbol = entry >> 4;
      if (symbol < 256) {
        if (this.outAt >= end) return false;
        this.drop(entry & 15);
        this.reserve(1);
        this.out[this.outAt++] = symbol;
        continue;
      }
      if (symbol === 256) {
        this.drop(entry & 15);
        this.state = BLOCK;
        return true;
      }
      if (symbol > 285) return this.fail('invalid literal/length code');
      this.drop(entry & 15);
      this.length = symbol - 257;
      this.state = LENGTH_BITS;
      return true;
    }
  }

  /** `length` is the code's place until its extra bits have come; so with `distance`. */
  private lengthBits(): boolean {
    const extra = LENGTH_EXTRA[this.length]!;
    if (!this.need(extra)) return false;
    this.length = LENGTH_BASE[this.length]! + this.drop(extra);
    this.state = DISTANCE;
    return true;
  }

  private distanceCode(): boolean {
    const entry = this.peek(this.distances);
    if (entry === -1) return false;
    if (entry < 0 || entry >> 4 > 29) return this.fail('invalid distance code');
    this.drop(entry & 15);
    this.distance = entry >> 4;
    this.state = DISTANCE_BITS;
    return true;
  }

  private distanceBits(): boolean {
    const extra = DIST_EXTRA[this.distance]!;
    if (!this.need(extra)) return false;
    this.distance = DIST_BASE[this.distance]! + this.drop(extra);
    if (this.distance > this.outAt || this.distance > this.farthest)
      return this.fail('invalid distance too far back');
    this.state = COPY;
    return true;
  }

  private copyMatch(end: number): boolean {
    this.copyBytes(Math.min(this.length, end - this.outAt));
    if (this.length > 0) return false;
    this.state = CODES;
    return true;
  }

  private copyBytes(n: number): void {
    this.reserve(n);
    const out = this.out;
    let to = this.outAt;
    let from = to - this.distance;
    for (let i = 0; i < n; i++) out[to++] = out[from++]!;
    this.outAt = to;
    this.length -= n;
  }

  /** The inner loop: there are 8 bytes of input and 258 of room before every turn. */
  private fast(end: number): void {
    const input = this.input;
    const inEnd = input.length - 7;
    const outEnd = end - 258;
    const literals = this.literals.table;
    const literalMask = literals.length - 1;
    const distances = this.distances.table;
    const distanceMask = distances.length - 1;
    let hold = this.hold;
    let bits = this.bits;
    let at = this.inputAt;
    let to = this.outAt;
    let out = this.out;
    while (at < inEnd && to < outEnd) {
      if (to + 258 > out.length) {
        this.outAt = to;
        this.reserve(WINDOW);
        out = this.out;
      }
      while (bits < 20) {
        hold |= input[at++]! << bits;
        bits += 8;
      }
      let entry = literals[hold & literalMask]!;
      if (entry === 0) {
        this.fail('invalid literal/length code');
        break;
      }
      hold >>>= entry & 15;
      bits -= entry & 15;
      const symbol = entry >> 4;
      if (symbol < 256) {
        out[to++] = symbol;
        continue;
      }
      if (symbol === 256) {
        this.state = BLOCK;
        break;
      }
      if (symbol > 285) {
        this.fail('invalid literal/length code');
        break;
      }
      let extra = LENGTH_EXTRA[symbol - 257]!;
      const length = LENGTH_BASE[symbol - 257]! + (hold & ((1 << extra) - 1));
      hold >>>= extra;
      bits -= extra;
      while (bits < 15) {
        hold |= input[at++]! << bits;
        bits += 8;
      }
      entry = distances[hold & distanceMask]!;
      if (entry === 0 || entry >> 4 > 29) {
        this.fail('invalid distance code');
        break;
      }
      hold >>>= entry & 15;
      bits -= entry & 15;
      extra = DIST_EXTRA[entry >> 4]!;
      while (bits < extra) {
        hold |= input[at++]! << bits;
        bits += 8;
      }
      const distance = DIST_BASE[entry >> 4]! + (hold & ((1 << extra) - 1));
      hold >>>= extra;
      bits -= extra;
      if (distance > to || distance > this.farthest) {
        this.fail('invalid distance too far back');
        break;
      }
      let from = to - distance;
      for (const stop = to + length; to < stop; ) out[to++] = out[from++]!;
    }
    this.hold = hold;
    this.bits = bits;
    this.inputAt = at;
    this.outAt = to;
  }

  // ---- trailers

  private checkTrailer(): boolean {
    while (this.have < 4) {
      if (!this.need(8)) return false;
      const v = this.drop(8);
      if (this.have === 0) this.trailer = 0;
      if (this.wrap === WRAP_ZLIB) this.trailer = ((this.trailer << 8) | v) >>> 0;
      else this.trailer = (this.trailer | (v << (8 * this.have))) >>> 0;
      this.have++;
    }
    this.checkOutput();
    if (this.trailer !== this.check) return this.fail('incorrect data check');
    this.have = 0;
    this.state = this.wrap === WRAP_GZIP ? LENGTH_CHECK : DONE;
    return true;
  }

  private lengthTrailer(): boolean {
    while (this.have < 4) {
      if (!this.need(8)) return false;
      const v = this.drop(8);
      if (this.have === 0) this.trailer = 0;
      this.trailer = (this.trailer | (v << (8 * this.have))) >>> 0;
      this.have++;
    }
    if (this.trailer !== this.total % 4294967296) return this.fail('incorrect length check');
    this.state = DONE;
    return true;
  }
}
