/** Python exceptions as JavaScript errors. */
import { str_ } from '../runtime/core/abstract.ts';
import { discard, isPyErr, type PyErr, toPyErr } from '../runtime/core/errors.ts';
import { decref, type Owned } from '../runtime/core/object.ts';
import { formatException } from '../runtime/core/traceback-print.ts';
import { strJs } from '../runtime/objects/str.ts';
import { PyRef } from './convert.ts';

/** An exception that Python code raised and did not catch. */
export class PythonError extends Error {
  /** Name of the exception's class. */
  readonly type: string;
  /** What the interpreter would have printed. */
  readonly traceback: string;
  /** The exception object; dispose of it when it is not needed. */
  readonly exception: PyRef;

  constructor(type: string, message: string, traceback: string, exception: PyRef) {
    super(message === '' ? type : `${type}: ${message}`);
    this.name = 'PythonError';
    this.type = type;
    this.traceback = traceback;
    this.exception = exception;
  }
}

function messageOf(err: PyErr): string {
  try {
    const text = str_(err.exc);
    const js = strJs(text);
    decref(text);
    return js;
  } catch (e) {
    discard(toPyErr(e));
    return '<exception str() failed>';
  }
}

/** The error of a carrier, which is consumed. */
export function pythonError(err: PyErr): PythonError {
  const { exc } = err;
  return new PythonError(
    exc.type.name,
    messageOf(err),
    formatException(exc),
    new PyRef(exc as Owned),
  );
}

/** Runs f; a Python exception comes out as a PythonError. */
export function guarded<T>(f: () => T): T {
  try {
    return f();
  } catch (e) {
    if (!isPyErr(e) && !(e instanceof RangeError)) throw e;
    throw pythonError(toPyErr(e));
  }
}
