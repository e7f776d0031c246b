/**
 * Arithmetic contexts: precision, exponent range, rounding, clamp and the status bits.
 * CPython counterpart: `mpd_context_t` of libmpdec (Modules/_decimal/libmpdec/mpdecimal.h).
 *
 * Invariant: operations only OR into `status`; raising what is trapped is the binder's work.
 * Limits are those of a 64-bit build. `prec`, `emax` and `emin` are doubles: beyond 2**53 they stand
 * for the nearest double, which no operation can tell apart (no coefficient gets that long).
 */

export const CLAMPED = 0x1;
export const CONVERSION_SYNTAX = 0x2;
export const DIVISION_BY_ZERO = 0x4;
export const DIVISION_IMPOSSIBLE = 0x8;
export const DIVISION_UNDEFINED = 0x10;
export const INEXACT = 0x40;
export const INVALID_CONTEXT = 0x80;
export const INVALID_OPERATION = 0x100;
export const MALLOC_ERROR = 0x200;
export const FLOAT_OPERATION = 0x400;
export const OVERFLOW = 0x800;
export const ROUNDED = 0x1000;
export const SUBNORMAL = 0x2000;
export const UNDERFLOW = 0x4000;

/** Every condition whose signal is InvalidOperation. */
export const IEEE_INVALID =
  CONVERSION_SYNTAX |
  DIVISION_IMPOSSIBLE |
  DIVISION_UNDEFINED |
  INVALID_CONTEXT |
  INVALID_OPERATION |
  MALLOC_ERROR;
export const ERRORS = IEEE_INVALID | DIVISION_BY_ZERO;

export const ROUND_UP = 0;
export const ROUND_DOWN = 1;
export const ROUND_CEILING = 2;
export const ROUND_FLOOR = 3;
export const ROUND_HALF_UP = 4;
export const ROUND_HALF_DOWN = 5;
export const ROUND_HALF_EVEN = 6;
export const ROUND_05UP = 7;

export const MAX_PREC = 999999999999999999n;
export const MAX_EMAX = 999999999999999999n;
export const MIN_EMIN = -999999999999999999n;
export const MIN_ETINY = -1999999999999999997n;

/** A context of the engine; the binder keeps one inside each Python context. */
export class Context {
  prec: number;
  emax: number;
  emin: number;
  rounding: number;
  clamp: number;
  status: number;

  constructor(prec: number, emax: number, emin: number, rounding: number, clamp: number) {
    this.prec = prec;
    this.emax = emax;
    this.emin = emin;
    this.rounding = rounding;
    this.clamp = clamp;
    this.status = 0;
  }

  /** Exponent of the smallest subnormal number. */
  etiny(): number {
    return this.emin - (this.prec - 1);
  }

  /** Largest exponent of a number with a full coefficient. */
  etop(): number {
    return this.emax - (this.prec - 1);
  }

  /** A copy with a clear status, for intermediate results. */
  work(prec: number, rounding: number): Context {
    return new Context(prec, this.emax, this.emin, rounding, this.clamp);
  }
}

/** The widest context: nothing that fits in memory is rounded. */
export function maxContext(): Context {
  return new Context(Number(MAX_PREC), Number(MAX_EMAX), Number(MIN_EMIN), ROUND_HALF_EVEN, 0);
}
