/** An expression of the command line, evaluated in the main module of a program that has ended. */
import { compileString, evalCode } from '../../runtime/compiler/index.ts';
import { toPyErr } from '../../runtime/core/errors.ts';
import { decref, type Owned, type PyObject } from '../../runtime/core/object.ts';
import { mainModule } from '../../runtime/core/startup.ts';
import { newStrJs } from '../../runtime/objects/str.ts';
import { report } from '../../runtime/program.ts';

/** The value of an expression; null when it raised, after its traceback was printed. */
export function evaluate(expression: string): Owned | null {
  const dict = mainModule().v.dict as PyObject;
  const filename = newStrJs('<expression>');
  try {
    const code = compileString(expression, filename, 'eval');
    try {
      return evalCode(code, dict, dict);
    } finally {
      decref(code);
    }
  } catch (e) {
    report(toPyErr(e));
    return null;
  } finally {
    decref(filename);
  }
}
