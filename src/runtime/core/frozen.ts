/**
 * Frozen modules: those of the library that belong to the interpreter itself. Their code is at hand without looking for
 * files and says `<frozen name>`; importlib's FrozenImporter loads them. CPython: Python/frozen.c, and the frozen part of
 * Python/import.c.
 *
 * A host may have them compiled (Host.frozenUnit); else they are compiled from the library's source when asked for.
 */
import { unpackUnit } from '../compiler/cache.ts';
import { compileString, instantiate } from '../compiler/index.ts';
import { host, readFile } from '../host.ts';
import type { CodePayload } from '../objects/code.ts';
import { newStrJs } from '../objects/str.ts';
import { decref, type Owned, type PyObject } from './object.ts';
import { S } from './state.ts';

/** One frozen module. */
export interface Frozen {
  /** The module's own name where it is frozen under another one; `<name` for the body of a package. */
  origin: string;
  package: boolean;
}

function plain(names: string): [string, Frozen][] {
  return names.split(' ').map((n) => [n, { origin: n, package: false }]);
}

const FIRST = 'zipimport abc codecs io _collections_abc _sitebuiltins genericpath ntpath posixpath';
const SECOND = 'os site stat importlib.util importlib.machinery runpy __hello__';

/** All frozen modules, in CPython's order; those of its tests without a source in the library are not there. */
export const frozenModules: Map<string, Frozen> = new Map([
  ['_frozen_importlib', { origin: 'importlib._bootstrap', package: false }],
  ['_frozen_importlib_external', { origin: 'importlib._bootstrap_external', package: false }],
  ...plain(FIRST),
  ['os.path', { origin: 'posixpath', package: false }],
  ...plain(SECOND),
  ['__hello_alias__', { origin: '__hello__', package: false }],
  ['__phello_alias__', { origin: '__hello__', package: true }],
  ['__phello_alias__.spam', { origin: '__hello__', package: false }],
  ['__phello__', { origin: '__phello__', package: true }],
  ['__phello__.__init__', { origin: '<__phello__', package: false }],
  ...plain('__phello__.spam'),
]);

/** What the interpreter cannot start without: `-X frozen_modules=off` leaves these alone. */
const ESSENTIAL = new Set(['_frozen_importlib', '_frozen_importlib_external', 'zipimport']);

/** `on`: -X frozen_modules; `override`: what a test asks for (negative: off, positive: on). */
export const frozenState = { on: true, override: 0 };

/** A frozen module that may be used now. */
export function findFrozen(name: string): Frozen | null {
  const on = frozenState.override === 0 ? frozenState.on : frozenState.override > 0;
  return on || ESSENTIAL.has(name) ? (frozenModules.get(name) ?? null) : null;
}

/** The names of those that may be used now. */
export function frozenNames(): string[] {
  return [...frozenModules.keys()].filter((n) => findFrozen(n) !== null);
}

/** The library's file of a module, by the name it was frozen from. */
export function frozenFile(origin: string): string {
  const name = origin.startsWith('<') ? origin.slice(1) : origin;
  const path = name.replaceAll('.', '/');
  return name === '__phello__' ? `${path}/__init__.py` : `${path}.py`;
}

/** The code of a frozen module (new reference). */
export function frozenCode(f: Frozen): Owned<PyObject<CodePayload>> {
  const name = f.origin.startsWith('<') ? f.origin.slice(1) : f.origin;
  const shown = `<frozen ${name}>`;
  const stored = S.resident ? null : (host().frozenUnit?.(name) ?? null);
  const unit = stored === null ? null : unpackUnit(stored);
  if (unit !== null) return instantiate({ ...unit, js: '', run: stored!.run }, shown);
  const filename = newStrJs(shown);
  try {
    const source = readFile(`${host().libraryPath}/${frozenFile(f.origin)}`);
    return compileString(source, filename, 'exec', 0, 0);
  } finally {
    decref(filename);
  }
}
