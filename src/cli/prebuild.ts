/** Compiles library modules when Vivarium is built: the frozen ones into the runtime's text, others for dist/units.bin. */
// first: see worker.ts
import '../runtime/compiler/index.ts';
import { packUnit, unitKey } from '../runtime/compiler/cache.ts';
import { type CompileOptions, compileText } from '../runtime/compiler/compile.ts';
import { frozenFile, frozenModules } from '../runtime/core/frozen.ts';
import type { StoredUnit } from '../runtime/host.ts';
import { decodeSource } from '../runtime/parser/index.ts';
import { encodeEntry, entryName } from './compile-cache.ts';

export { packUnits } from './shipped-units.ts';
export { frozenFile, frozenModules };

/** The unit of a source; null when it has warnings, which must come each time. */
function compiled(bytes: Uint8Array, o: CompileOptions): StoredUnit | null {
  let warned = false;
  const warn = (): boolean => {
    warned = true;
    return false;
  };
  const unit = compileText(decodeSource(bytes), { ...o, warn });
  return warned ? null : packUnit(unit);
}

/** The unit of a frozen module. */
export function frozenUnit(bytes: Uint8Array, name: string): StoredUnit {
  const unit = compiled(bytes, { filename: `<frozen ${name}>`, mode: 'exec' });
  if (unit === null) throw new Error(`${name} compiles with warnings`);
  return unit;
}

/** The cache entry of a module's source, by the name it is asked for; null when there can be none. */
export function cacheEntry(bytes: Buffer): { name: string; entry: Buffer } | null {
  const o: CompileOptions = { filename: 'unit', mode: 'exec', flags: 0, optimize: 0 };
  const unit = compiled(bytes, o);
  if (unit === null) return null;
  return { name: entryName(unitKey(o), bytes, bytes), entry: encodeEntry(unit, bytes, null) };
}
