/**
 * The compile cache: UnitSources as text, found again by the content of the source. The host keeps the entries
 * (Host.cacheGet, cachePut); what cannot be read is ignored and compiled anew.
 */
import { host } from '../host.ts';
import type { ConstValue } from '../parser/ast.ts';
import { WideText } from '../text/text.ts';
import type { CompileOptions } from './compile.ts';
import { RUNTIME_NAMES } from './runtime-names.ts';
import type { CodeMeta, UnitSource } from './unit.ts';

/** Changes with the form of generated code: entries of other versions are never read. */
export const CACHE_VERSION = 3;

type Encoded = [string, ...unknown[]];

function encode(c: ConstValue): Encoded {
  switch (c.t) {
    case 'int':
      return typeof c.v === 'number' ? ['i', c.v] : ['I', c.v.toString(36)];
    case 'float':
      return ['f', floatText(c.v)];
    case 'complex':
      return ['c', floatText(c.re ?? 0), floatText(c.v)];
    case 'str':
      return typeof c.v === 'string' ? ['s', c.v] : ['w', Array.from(c.v.cps)];
    case 'bytes':
      return ['b', Array.from(c.v)];
    case 'tuple':
      return ['t', c.v.map(encode)];
    case 'frozenset':
      return ['z', c.v.map(encode)];
    default:
      return ['k', c.t];
  }
}

function floatText(x: number): string {
  return Object.is(x, -0) ? '-0' : String(x);
}

function bigFrom36(s: string): bigint {
  const negative = s[0] === '-';
  let v = 0n;
  for (let i = negative ? 1 : 0; i < s.length; i += 10) {
    const part = s.slice(i, i + 10);
    v = v * 36n ** BigInt(part.length) + BigInt(Number.parseInt(part, 36));
  }
  return negative ? -v : v;
}

function decode(e: Encoded): ConstValue {
  switch (e[0]) {
    case 'i':
      return { t: 'int', v: e[1] as number };
    case 'I':
      return { t: 'int', v: bigFrom36(e[1] as string) };
    case 'f':
      return { t: 'float', v: Number(e[1]) };
    case 'c':
      return { t: 'complex', re: Number(e[1]), v: Number(e[2]) };
    case 's':
      return { t: 'str', v: e[1] as string };
    case 'w':
      return { t: 'str', v: new WideText(Uint32Array.from(e[1] as number[])) };
    case 'b':
      return { t: 'bytes', v: Uint8Array.from(e[1] as number[]) };
    case 't':
      return { t: 'tuple', v: (e[1] as Encoded[]).map(decode) };
    case 'z':
      return { t: 'frozenset', v: (e[1] as Encoded[]).map(decode) };
    default:
      return { t: e[1] as 'None' };
  }
}

/** Two independent 53-bit hashes of the text and what else decides the result. */
function keyOf(source: string, o: CompileOptions): string {
  let h1 = 0x9e3779b9;
  let h2 = 0x41c6ce57;
  let h3 = 0x27d4eb2f;
  for (let i = 0; i < source.length; i++) {
    const c = source.charCodeAt(i);
    h1 = Math.imul(h1 ^ c, 0x85ebca6b);
    h2 = Math.imul(h2 ^ c, 0xc2b2ae35);
    h3 = Math.imul(h3 ^ c, 0x01000193);
    h1 ^= h1 >>> 13;
  }
  const tail = [
    CACHE_VERSION,
    RUNTIME_NAMES.length,
    o.mode,
    o.flags ?? 0,
    o.optimize ?? 0,
    o.verify ? 1 : 0,
    o.traceLines ? 1 : 0,
    source.length,
  ].join('.');
  return `${(h1 >>> 0).toString(36)}${(h2 >>> 0).toString(36)}${(h3 >>> 0).toString(36)}-${tail}`;
}

/** The cached unit of a source, or null. */
export function cachedUnit(source: string, o: CompileOptions): UnitSource | null {
  const text = host().cacheGet?.(keyOf(source, o));
  if (text === null || text === undefined) return null;
  try {
    const p = JSON.parse(text) as {
      js: string;
      k: Encoded[];
      n: string[];
      p: number[];
      c: CodeMeta[];
      l: number[];
    };
    return {
      js: p.js,
      consts: p.k.map(decode),
      names: p.n,
      positions: p.p,
      codes: p.c,
      literals: p.l,
    };
  } catch (e) {
    if (e instanceof SyntaxError) return null;
    throw e;
  }
}

/** Remembers a unit. Programs with warnings are not remembered: the warning must come each time. */
export function rememberUnit(source: string, o: CompileOptions, u: UnitSource): void {
  const put = host().cachePut;
  if (put === undefined) return;
  const text = JSON.stringify({
    js: u.js,
    k: u.consts.map(encode),
    n: u.names,
    p: u.positions,
    c: u.codes,
    l: u.literals,
  });
  put.call(host(), keyOf(source, o), text);
}
