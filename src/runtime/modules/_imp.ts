/**
 * _imp: what importlib asks of the interpreter. CPython: Python/import.c. Native modules are built in, some of the library's
 * are frozen (core/frozen.ts), and there are no extension modules.
 */

import { asIndexNumber, index, isTrue } from '../core/abstract.ts';
import { getAttr } from '../core/attr.ts';
import { bytesCopy, hasBuffer } from '../core/buffer.ts';
import {
  importError,
  notImplementedError,
  overflowError,
  runtimeError,
  typeError,
} from '../core/errors.ts';
import { type Frozen, findFrozen, frozenCode, frozenNames, frozenState } from '../core/frozen.ts';
import { defineModule, makeModule, nativeModule } from '../core/module-define.ts';
import { method } from '../core/native-def.ts';
import { decref, incref, type Owned, type PyObject } from '../core/object.ts';
import { S } from '../core/state.ts';
import { CodeType } from '../core/type-object.ts';
import { newBytes } from '../objects/bytes.ts';
import type { CodePayload } from '../objects/code.ts';
import { dictGetBorrowed } from '../objects/dict.ts';
import { newInt } from '../objects/int.ts';
import { newListSteal } from '../objects/list.ts';
import { None_, newBool } from '../objects/singletons.ts';
import { intern, isStr, newStrJs, strJs } from '../objects/str.ts';
import { newTupleSteal } from '../objects/tuple.ts';
import { hashHigh, sipHash13 } from '../text/siphash.ts';

const s_name = intern('name');

/** Depth of the import lock; one thread, so holding it is a matter of counting. */
let lockDepth = 0;

function needStr(o: PyObject, what: string, argument = ' argument'): string {
  if (!isStr(o)) throw typeError(`${what}${argument} must be str, not ${o.type.name}`);
  return strJs(o);
}

function isBuiltin(_m: PyObject, name: PyObject): Owned {
  const n = needStr(name, 'is_builtin()');
  if (nativeModule(n) === null) return newInt(0);
  return newInt(n === 'sys' || n === 'builtins' ? -1 : 1);
}

function createBuiltin(_m: PyObject, spec: PyObject): Owned {
  const name = getAttr(spec, s_name);
  try {
    const found = dictGetBorrowed(S.modules, name);
    if (found !== null) return incref(found) as Owned;
    const def = nativeModule(strJs(name));
    return def === null ? (incref(None_) as Owned) : makeModule(def);
  } finally {
    decref(name);
  }
}

/** A frozen module that is there. */
function frozenOf(name: PyObject, what: string): Frozen {
  const text = needStr(name, what);
  const found = findFrozen(text);
  if (found === null) throw importError(`No such frozen object named '${text}'`, name);
  return found;
}

/** (data, is it a package, name of the original), or None. Code of this runtime is no data that marshal could read. */
function findFrozenInfo(_m: PyObject, name: PyObject, withdata?: PyObject): Owned {
  const found = findFrozen(needStr(name, 'find_frozen() argument 1', ''));
  if (found === null) return incref(None_) as Owned;
  if (withdata !== undefined && isTrue(withdata)) {
    throw notImplementedError('frozen modules have no marshalled form in this runtime');
  }
  return newTupleSteal([incref(None_), newBool(found.package), newStrJs(found.origin)]);
}

function getFrozenObject(_m: PyObject, name: PyObject, data?: PyObject): Owned {
  const text = needStr(name, 'get_frozen_object() argument 1', '');
  if (data === undefined || data === None_)
    return frozenCode(frozenOf(name, 'get_frozen_object() argument 1'));
  if (!hasBuffer(data)) {
    throw typeError(`get_frozen_object() argument 2 must be bytes, not ${data.type.name}`);
  }
  throw importError(`Frozen object named '${text}' is invalid`, name);
}

/** Points a code object and all it contains at another file name. */
function fixFilename(_m: PyObject, code: PyObject, path: PyObject): void {
  if (code.type !== CodeType)
    throw typeError(`_fix_co_filename() argument 1 must be code, not ${code.type.name}`);
  if (!isStr(path))
    throw typeError(`_fix_co_filename() argument 2 must be str, not ${path.type.name}`);
  const p = code.v as CodePayload;
  const old = p.filename;
  p.filename = incref(path);
  decref(old);
  for (const c of p.consts) if (c.type === CodeType) fixFilename(_m, c, path);
}

/** siphash13 of the source under (key, 0), as eight little-endian bytes. */
function sourceHash(_m: PyObject, key: PyObject, source: PyObject): Owned {
  const n = BigInt(index(key));
  if (BigInt.asIntN(64, n) !== n) throw overflowError('Python int too large to convert to C long');
  const k = BigInt.asUintN(64, n);
  const lo = sipHash13(bytesCopy(source), {
    k0Low: Number(k & 0xffffffffn) | 0,
    k0High: Number(k >> 32n) | 0,
    k1Low: 0,
    k1High: 0,
  });
  const out = new Uint8Array(8);
  const view = new DataView(out.buffer);
  view.setInt32(0, lo, true);
  view.setInt32(4, hashHigh.v, true);
  return newBytes(out);
}

defineModule('_imp', {
  functions: {
    extension_suffixes: method('($module, /)', () => newListSteal([])),
    lock_held: method('($module, /)', () => newBool(lockDepth > 0)),
    acquire_lock: method('($module, /)', () => {
      lockDepth++;
    }),
    release_lock: method('($module, /)', () => {
      if (lockDepth === 0) throw runtimeError('not holding the import lock');
      lockDepth--;
    }),
    find_frozen: method('($module, name, /, *, withdata=False)', findFrozenInfo),
    get_frozen_object: method('($module, name, data=None, /)', getFrozenObject),
    is_frozen_package: method('($module, name, /)', (_m: PyObject, name: PyObject) =>
      newBool(frozenOf(name, 'is_frozen_package()').package),
    ),
    create_builtin: method('($module, spec, /)', createBuiltin),
    init_frozen: method('($module, name, /)', () => incref(None_) as Owned),
    is_builtin: method('($module, name, /)', isBuiltin),
    is_frozen: method('($module, name, /)', (_m: PyObject, name: PyObject) =>
      newBool(findFrozen(needStr(name, 'is_frozen()')) !== null),
    ),
    _frozen_module_names: method('($module, /)', () =>
      newListSteal(frozenNames().map((n) => newStrJs(n))),
    ),
    _override_frozen_modules_for_tests: method(
      '($module, override, /)',
      (_m: PyObject, override: PyObject) => {
        frozenState.override = asIndexNumber(override, null);
      },
    ),
    _override_multi_interp_extensions_check: method(
      '($module, override, /)',
      (_m: PyObject, o: PyObject) => {
        const n = index(o);
        if (n > 0x7fffffff || n < -0x80000000) {
          throw overflowError('Python int too large to convert to C int');
        }
        throw runtimeError(
          '_imp._override_multi_interp_extensions_check() cannot be used in the main interpreter',
        );
      },
    ),
    create_dynamic: method(
      '($module, spec, file=<unrepresentable>, /)',
      (_m: PyObject, spec: PyObject) => {
        const name = getAttr(spec, s_name);
        const text = strJs(name);
        decref(name);
        throw importError(`extension modules cannot be loaded: ${text}`);
      },
    ),
    exec_dynamic: method('($module, mod, /)', () => newInt(0)),
    exec_builtin: method('($module, mod, /)', () => newInt(0)),
    _fix_co_filename: method('($module, code, path, /)', fixFilename),
    source_hash: method('($module, /, key, source)', sourceHash),
  },
  constants: {
    check_hash_based_pycs: () => newStrJs('default'),
  },
});
