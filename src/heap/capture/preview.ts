/** A short text for an object. Never runs the program's code: no repr of its classes is called. */

import type { Frame } from '../../runtime/core/frame.ts';
import type { PyObject } from '../../runtime/core/object.ts';
import {
  BoolType,
  BytearrayType,
  BytesType,
  DictType,
  FloatType,
  IntType,
  ListType,
  ModuleType,
  StrType,
  TupleType,
} from '../../runtime/core/type-object.ts';
import { LruCacheType } from '../../runtime/modules/_functools.ts';
import { floatRepr } from '../../runtime/numbers/float-repr.ts';
import { lineOf } from '../../runtime/objects/code.ts';
import { dictGetStrBorrowed, dictLen } from '../../runtime/objects/dict.ts';
import { intern, isStr, strJs } from '../../runtime/objects/str.ts';
import { isTypeObj } from '../../runtime/objects/type.ts';

const s_name = intern('__name__');

/** Characters shown of a text. */
const LIMIT = 80;
/** Bits of an int that is shown in digits. */
const DIGITS = 256;

/** What a person recognises the object by; '' where the type says it all. */
export function preview(o: PyObject): string {
  const { type } = o;
  if (isStr(o)) return quote(strJs(o));
  if (type === IntType) return intText(o.v as number | bigint);
  if (type === FloatType) return floatRepr(o.v);
  if (type === BoolType) return Number(o.v) === 0 ? 'False' : 'True';
  if (type.name === 'NoneType') return 'None';
  if (type === BytesType || type === BytearrayType) return '';
  if (type === ListType || type === TupleType) return items(o.v.length);
  if (type === DictType) return items(dictLen(o));
  if (isTypeObj(o)) return o.v.name;
  if (type === ModuleType) return moduleName(o);
  if (type === LruCacheType) return cacheText(o.v);
  return named(o);
}

function moduleName(o: PyObject): string {
  const name = dictGetStrBorrowed(o.v.dict, s_name);
  return name !== null && isStr(name) ? strJs(name) : '';
}

/** "function: maxsize 128, 5 entries". */
function cacheText(c: { func: PyObject; maxsize: number; cache: PyObject }): string {
  const size = c.maxsize < 0 ? 'None' : c.maxsize;
  return `${preview(c.func)}: maxsize ${size}, ${dictLen(c.cache)} entries`;
}

function items(n: number): string {
  return n === 1 ? '1 item' : `${n} items`;
}

function quote(text: string): string {
  const cut = text.length > LIMIT ? `${text.slice(0, LIMIT)}…` : text;
  return `'${cut.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
}

function intText(v: number | bigint): string {
  if (typeof v === 'number') return String(v);
  return BigInt.asIntN(DIGITS, v) === v ? String(v) : 'a large int';
}

interface Payload {
  name?: unknown;
  qualname?: unknown;
  filename?: unknown;
  frame?: Frame | null;
}

/** Functions, code, modules, generators, frames: the name in their payload. */
function named(o: PyObject): string {
  const v = o.v as Payload | null;
  if (v === null || typeof v !== 'object') return '';
  if (o.type.name === 'frame' && v.frame) return frameText(v.frame);
  const name = v.qualname ?? v.name;
  if (typeof name === 'string') return name;
  if (name !== null && typeof name === 'object' && (name as PyObject).type === StrType) {
    return strJs(name as PyObject);
  }
  return '';
}

/** "function at file:line" of a frame. */
export function frameText(f: Frame): string {
  if (f.code === null) return 'a frame';
  return `${f.code.qualname} at ${strJs(f.code.filename)}:${lineOf(f.code, f.i)}`;
}
