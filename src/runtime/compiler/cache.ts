/**
 * The compile cache: units as plain data, found again by the content of their source. The host keeps the entries
 * (Host.cacheGet, cachePut); what cannot be read is ignored and compiled anew.
 *
 * Invariants: an entry is found by the source itself and by everything else that decides what is generated. Bytes and
 * text are different sources: bytes are compared before they are decoded.
 */
import { host, type StoredUnit } from '../host.ts';
import type { CompileOptions } from './compile.ts';
import { type ConstantTable, flattenConstants } from './constants.ts';
import { RUNTIME_NAMES } from './runtime-names.ts';
import type { CodeMeta, UnitSource } from './unit.ts';

/** Changes with the form of generated code: entries of other versions are never read. */
export const CACHE_VERSION = 17;

/** A code object's description as a row, in the order of `packCode`. */
type CodeRow = [
  name: string,
  qualname: string,
  numbers: number[],
  varnames: string[],
  cellvars: string[],
  freevars: string[],
  names: string[],
  consts: number[],
  inner: number[],
  slots: (string | number)[],
  attributes: string[] | null,
];

interface UnitData {
  k: ConstantTable;
  n: string[];
  c: CodeRow[];
  l: number[];
}

/** sys.int_info.default_max_str_digits. */
const DEFAULT_MAX_STR_DIGITS = 4300;

const CELL = 1;
const HIDDEN = 2;

function packCode(m: CodeMeta): CodeRow {
  const numbers = [
    m.firstlineno,
    m.argcount,
    m.posonlyargcount,
    m.kwonlyargcount,
    m.flags,
    m.doc,
    m.stacksize,
    m.resident ? 1 : 0,
  ];
  const slots = m.slots.flatMap((s) => [s.name, (s.cell ? CELL : 0) | (s.hidden ? HIDDEN : 0)]);
  return [
    m.name,
    m.qualname,
    numbers,
    m.varnames,
    m.cellvars,
    m.freevars,
    m.names,
    m.consts,
    m.inner,
    slots,
    m.attributes,
  ];
}

function unpackCode(r: CodeRow): CodeMeta {
  const numbers = r[2];
  const packed = r[9];
  const slots: CodeMeta['slots'] = [];
  for (let i = 0; i < packed.length; i += 2) {
    const bits = packed[i + 1] as number;
    slots.push({
      name: packed[i] as string,
      cell: (bits & CELL) !== 0,
      hidden: (bits & HIDDEN) !== 0,
    });
  }
  return {
    name: r[0],
    qualname: r[1],
    firstlineno: numbers[0]!,
    argcount: numbers[1]!,
    posonlyargcount: numbers[2]!,
    kwonlyargcount: numbers[3]!,
    flags: numbers[4]!,
    varnames: r[3],
    cellvars: r[4],
    freevars: r[5],
    names: r[6],
    consts: r[7],
    inner: r[8],
    resident: numbers[7] === 1,
    doc: numbers[5]!,
    stacksize: numbers[6]!,
    slots,
    attributes: r[10],
  };
}

/** A unit in the form a host can keep. */
export function packUnit(u: UnitSource): StoredUnit {
  const data: UnitData = {
    k: flattenConstants(u.consts),
    n: u.names,
    c: u.codes.map(packCode),
    l: u.literals,
  };
  return { data: JSON.stringify(data), positions: Int32Array.from(u.positions), js: u.js };
}

/** The unit of stored data; null when that is damaged. */
export function unpackUnit(stored: Omit<StoredUnit, 'js'>): Omit<UnitSource, 'js'> | null {
  try {
    const { k, n, c, l } = JSON.parse(stored.data) as UnitData;
    return {
      consts: [],
      constants: k,
      names: n,
      positions: stored.positions,
      codes: c.map(unpackCode),
      literals: l,
    };
  } catch (e) {
    if (e instanceof SyntaxError) return null;
    throw e;
  }
}

/** What else than the source decides the result. */
export function unitKey(o: CompileOptions): string {
  return [
    CACHE_VERSION,
    RUNTIME_NAMES.length,
    o.mode,
    o.flags ?? 0,
    o.optimize ?? 0,
    o.verify ? 1 : 0,
    o.traceLines ? 1 : 0,
    o.maxStrDigits ?? DEFAULT_MAX_STR_DIGITS,
  ].join('-');
}

/** The cached unit of a source, or null. */
export function cachedUnit(source: string | Uint8Array, o: CompileOptions): UnitSource | null {
  const found = host().cacheGet?.(unitKey(o), source) ?? null;
  if (found === null) return null;
  const unit = unpackUnit(found);
  return unit === null ? null : { ...unit, js: '', run: found.run };
}

/** Remembers a unit. Programs with warnings are not remembered: the warning must come each time. */
export function rememberUnit(
  source: string | Uint8Array,
  o: CompileOptions,
  u: UnitSource,
): UnitSource {
  const put = host().cachePut;
  if (put === undefined) return u;
  const kept = put.call(host(), unitKey(o), source, packUnit(u));
  return kept === null ? u : { ...u, run: kept.run };
}
