/**
 * Units of the library's frozen modules, compiled when Vivarium was built (build.mjs): their functions are part of the
 * runtime's text, so that the engine's compiled form of that has them too; their data is in a file of its own.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunnableUnit } from '../runtime/host.ts';

export interface FrozenUnits {
  /** Name of the file of data, which tells its content. */
  file: string;
  /** Where each unit's positions (words) and data begin and end in the file. */
  places: Record<string, [positions: number, data: number, end: number]>;
  units: Record<string, (R: unknown, U: unknown) => void>;
}

/** Host.frozenUnit of what a build has compiled; nothing where the file of data is missing. */
export function frozenUnits(
  frozen: FrozenUnits,
  folder: string,
): (name: string) => RunnableUnit | null {
  let bytes: Buffer | null = null;
  try {
    bytes = readFileSync(join(folder, frozen.file));
  } catch {
    return () => null;
  }
  return (name) => {
    if (!Object.hasOwn(frozen.units, name)) return null;
    const [from, data, end] = frozen.places[name]!;
    const positions = new Int32Array(bytes.buffer, bytes.byteOffset + from, (data - from) / 4);
    return { data: bytes.toString('latin1', data, end), positions, run: frozen.units[name]! };
  };
}
