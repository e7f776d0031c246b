/**
 * Arguments of functions whose CPython format names no function: PyArg_ParseTupleAndKeywords without ":name"
 * (Python/getargs.c). The messages speak of "function" and "this function".
 */
import { typeError } from '../core/errors.ts';
import type { PyObject } from '../core/object.ts';
import type { KwNames } from '../core/type-object.ts';
import { strJs } from '../objects/str.ts';

/**
 * One value a name, undefined where none was given. The first `required` must be there; only the first `positional` may
 * be given by position. `check` sees each value in order, before a later one is missed.
 */
export function parseArguments(
  names: string[],
  required: number,
  args: PyObject[],
  kw: KwNames,
  positional = names.length,
  check: ((i: number, o: PyObject) => void) | null = null,
): (PyObject | undefined)[] {
  const nkw = kw === null ? 0 : kw.length;
  const n = args.length - nkw;
  const plural = (k: number): string => (k === 1 ? '' : 's');
  if (args.length > names.length) {
    throw typeError(
      `function takes at most ${names.length} argument${plural(names.length)} (${args.length} given)`,
    );
  }
  if (n > positional) {
    throw typeError(
      `function takes at most ${positional} positional argument${plural(positional)} (${n} given)`,
    );
  }
  const out: (PyObject | undefined)[] = new Array(names.length).fill(undefined);
  for (let i = 0; i < n; i++) out[i] = args[i];
  let unknown: string | null = null;
  for (let i = 0; i < nkw; i++) {
    const name = strJs(kw![i]!);
    const at = names.indexOf(name);
    if (at < 0) {
      unknown ??= name;
      continue;
    }
    if (out[at] !== undefined) {
      throw typeError(`argument for function given by name ('${name}') and position (${at + 1})`);
    }
    out[at] = args[n + i];
  }
  for (let i = 0; i < names.length; i++) {
    const o = out[i];
    if (o !== undefined) check?.(i, o);
    else if (i < required)
      throw typeError(`function missing required argument '${names[i]}' (pos ${i + 1})`);
  }
  if (unknown !== null)
    throw typeError(`this function got an unexpected keyword argument '${unknown}'`);
  return out;
}
