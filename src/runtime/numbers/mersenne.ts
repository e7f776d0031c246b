/**
 * The Mersenne Twister MT19937 as the random module uses it (CPython: Modules/_randommodule.c).
 *
 * `state` holds 624 words; `index` is the next word to hand out, 624 when a new block is due.
 */
import { abs, normalize, type PyInt } from './int-arith.ts';

const N = 624;
const M = 397;

export class Mersenne {
  state: Uint32Array;
  index: number;

  constructor() {
    this.state = new Uint32Array(N);
    this.index = N + 1;
  }

  /** random.seed(int): the absolute value, as 32-bit words, little end first. */
  seed(v: PyInt): void {
    this.seedWords(wordsOf(abs(v)));
  }

  /** Seeds from an array of words (at least one). */
  seedWords(key: Uint32Array): void {
    const s = this.state;
    this.seedWord(19650218);
    let i = 1;
    let j = 0;
    for (let k = Math.max(N, key.length); k > 0; k--) {
      s[i] = (s[i] ^ Math.imul(s[i - 1] ^ (s[i - 1] >>> 30), 1664525)) + key[j] + j;
      if (++i >= N) {
        s[0] = s[N - 1];
        i = 1;
      }
      if (++j >= key.length) j = 0;
    }
    for (let k = N - 1; k > 0; k--) {
      s[i] = (s[i] ^ Math.imul(s[i - 1] ^ (s[i - 1] >>> 30), 1566083941)) - i;
      if (++i >= N) {
        s[0] = s[N - 1];
        i = 1;
      }
    }
    s[0] = 0x80000000;
  }

  private seedWord(word: number): void {
    const s = this.state;
    s[0] = word;
    for (let i = 1; i < N; i++) {
      s[i] = Math.imul(1812433253, s[i - 1] ^ (s[i - 1] >>> 30)) + i;
    }
    this.index = N;
  }

  /** The next 32 bits, unsigned. */
  next32(): number {
    if (this.index >= N) this.refill();
    let y = this.state[this.index++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  private refill(): void {
    const s = this.state;
    for (let i = 0; i < N; i++) {
      const y = (s[i] & 0x80000000) | (s[i + 1 === N ? 0 : i + 1] & 0x7fffffff);
      s[i] = s[i < N - M ? i + M : i + M - N] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.index = 0;
  }

  /** random(): 53 random bits in [0, 1). */
  random(): number {
    const a = this.next32() >>> 5;
    const b = this.next32() >>> 6;
    return (a * 67108864 + b) * (1 / 9007199254740992);
  }

  /** getrandbits(k) for k >= 0. */
  getrandbits(k: number): PyInt {
    if (k === 0) return 0;
    if (k <= 32) return this.next32() >>> (32 - k);
    if (k <= 53) {
      const lo = this.next32();
      return (this.next32() >>> (64 - k)) * 4294967296 + lo;
    }
    const words = Math.ceil(k / 32);
    const parts: string[] = new Array<string>(words);
    for (let i = 0; i < words; i++) {
      let word = this.next32();
      if (i === words - 1 && k % 32 !== 0) word >>>= 32 - (k % 32);
      parts[words - 1 - i] = word.toString(16).padStart(8, '0');
    }
    return normalize(BigInt('0x' + parts.join('')));
  }

  /** getstate(): the 624 words and the index. */
  getState(): number[] {
    return [...this.state, this.index];
  }

  /** setstate() from 625 words; false: ValueError 'invalid state'. */
  setState(words: readonly number[]): boolean {
    const index = words[N];
    if (index < 0 || index > N) return false;
    for (let i = 0; i < N; i++) this.state[i] = words[i];
    this.index = index;
    return true;
  }
}

function wordsOf(v: PyInt): Uint32Array {
  if (typeof v === 'number') {
    const hi = Math.floor(v / 4294967296);
    return hi === 0 ? Uint32Array.of(v) : Uint32Array.of(v % 4294967296, hi);
  }
  const hex = v.toString(16);
  const out = new Uint32Array(Math.ceil(hex.length / 8));
  for (let i = 0, end = hex.length; end > 0; i++, end -= 8) {
    out[i] = Number.parseInt(hex.slice(Math.max(end - 8, 0), end), 16);
  }
  return out;
}
