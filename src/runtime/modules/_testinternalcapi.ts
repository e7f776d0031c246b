/**
 * _testinternalcapi: what CPython's own tests ask of the interpreter's inside. CPython: Modules/_testinternalcapi.c.
 *
 * Only names whose answer exists here: there is no bytecode, no allocator to choose, no second interpreter.
 */
import { asIndexNumber, hash, index } from '../core/abstract.ts';
import { nativeFunction } from '../core/args.ts';
import { keyError, systemError, typeError } from '../core/errors.ts';
import { foreignTrace } from '../core/foreign-traces.ts';
import { defineModule } from '../core/module-define.ts';
import { decref, incref, type Owned, type PyGC, type PyObject } from '../core/object.ts';
import { S } from '../core/state.ts';
import { TPFLAGS_INLINE_VALUES } from '../core/type-object.ts';
import { cleanDoc } from '../compiler/functions.ts';
import { tracebackTuple } from './_tracemalloc.ts';
import {
  dictGetBorrowed,
  dictGetStrBorrowed,
  dictSetStr,
  isDict,
  newDict,
} from '../objects/dict.ts';
import type { DictTable } from '../objects/dict-table.ts';
import { newInt } from '../objects/int.ts';
import { newBool } from '../objects/singletons.ts';
import { intern, isStr, newStr, strValue } from '../objects/str.ts';
import { getAttr } from '../core/attr.ts';

/** Keys of get_config and the attribute of sys.flags that says the same. */
const FLAGS: [string, string][] = [
  ['bytes_warning', 'bytes_warning'],
  ['inspect', 'inspect'],
  ['interactive', 'interactive'],
  ['isolated', 'isolated'],
  ['optimization_level', 'optimize'],
  ['verbose', 'verbose'],
  ['quiet', 'quiet'],
  ['int_max_str_digits', 'int_max_str_digits'],
];

function put(dict: PyObject, key: string, value: Owned): void {
  const k = intern(key);
  dictSetStr(dict, k, value);
  decref(k);
  decref(value);
}

function getConfig(): Owned {
  const out = newDict();
  put(out, 'code_debug_ranges', newBool(true));
  const key = intern('flags');
  const flags = dictGetStrBorrowed(S.sysdict, key);
  decref(key);
  if (flags === null) return out;
  for (const [name, attribute] of FLAGS) {
    const a = intern(attribute);
    put(out, name, getAttr(flags, a));
    decref(a);
  }
  return out;
}

/** Frames of the running thread, as the interpreter counts them for the recursion limit. */
function recursionDepth(): Owned {
  return newInt(S.sp);
}

function hasInlineValues(_m: PyObject, o: PyObject): Owned {
  if ((o.type.flags & TPFLAGS_INLINE_VALUES) === 0) return newBool(false);
  const dict = (o as PyGC).dict;
  if (dict === null) return newBool(true);
  const table = dict.v as DictTable;
  return newBool(table.shared !== null && table.block === 0);
}

function knownHash(_m: PyObject, mp: PyObject, key: PyObject, h: PyObject): Owned {
  if (!isDict(mp)) throw systemError('bad argument to internal function');
  const lo = hash(key);
  const given = BigInt.asIntN(64, BigInt(h.v));
  if (((BigInt(S.hashHi) << 32n) | BigInt(lo >>> 0)) !== given) {
    throw systemError('lookups with a hash of another object are not possible');
  }
  const v = dictGetBorrowed(mp, key);
  if (v === null) throw keyError(key);
  return incref(v);
}

function compilerCleandoc(_m: PyObject, doc: PyObject): Owned {
  if (!isStr(doc)) throw typeError('expected a string');
  const c = cleanDoc({ t: 'str', v: strValue(doc) });
  return newStr((c as { v: ReturnType<typeof strValue> }).v);
}

defineModule('_testinternalcapi', {
  constants: {
    SIZEOF_PYGC_HEAD: 16,
    SIZEOF_MANAGED_PRE_HEADER: 16,
    SIZEOF_PYOBJECT: 16,
    SIZEOF_TIME_T: 8,
  },
  functions: {
    _PyTraceMalloc_GetTraceback: nativeFunction(
      '_PyTraceMalloc_GetTraceback',
      '($module, domain, ptr, /)',
      (_m: PyObject, domain: PyObject, ptr: PyObject) =>
        tracebackTuple(foreignTrace(asIndexNumber(domain, null), index(ptr))?.site ?? 0),
    ),
    get_config: nativeFunction('get_config', '($module, /)', getConfig),
    get_recursion_depth: nativeFunction('get_recursion_depth', '($module, /)', recursionDepth),
    has_inline_values: nativeFunction('has_inline_values', '($module, obj, /)', hasInlineValues),
    dict_getitem_knownhash: nativeFunction(
      'dict_getitem_knownhash',
      '($module, mp, key, hash, /)',
      knownHash,
    ),
    compiler_cleandoc: nativeFunction('compiler_cleandoc', '($module, /, doc)', compilerCleandoc),
    // Only the free-threaded build makes objects immortal that this would keep mortal.
    suppress_immortalization: nativeFunction(
      'suppress_immortalization',
      '($module, value, /)',
      () => undefined,
    ),
    get_immortalize_deferred: nativeFunction('get_immortalize_deferred', '($module, /)', () =>
      newBool(false),
    ),
  },
});
