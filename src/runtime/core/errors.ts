/**
 * Raising and catching Python exceptions from TypeScript. CPython: Python/errors.c.
 *
 * An exception in flight is a thrown `PyErr`, which owns the exception object. Every constructor here returns one with
 * `__context__` already set from the exception being handled; the caller throws it. JavaScript errors other than the
 * two resource ones that `toPyErr` knows are defects of the runtime and are never caught.
 */

import { dictGetStrBorrowed } from '../objects/dict.ts';
import {
  ArithmeticErrorType,
  AssertionErrorType,
  AttributeErrorType,
  BufferErrorType,
  DeprecationWarningType,
  EOFErrorType,
  ImportErrorType,
  ImportWarningType,
  IndexErrorType,
  KeyErrorType,
  LookupErrorType,
  MemoryErrorType,
  ModuleNotFoundErrorType,
  NameErrorType,
  NotImplementedErrorType,
  newExceptionObject,
  OSErrorType,
  OverflowErrorType,
  RecursionErrorType,
  ReferenceErrorType,
  RuntimeErrorType,
  RuntimeWarningType,
  StopAsyncIterationType,
  StopIterationType,
  SyntaxWarningType,
  SystemErrorType,
  setFieldSteal,
  TypeErrorType,
  UnboundLocalErrorType,
  UnicodeDecodeErrorType,
  UnicodeEncodeErrorType,
  UnicodeTranslateErrorType,
  ValueErrorType,
  ZeroDivisionErrorType,
} from '../objects/exceptions.ts';
import { newInt } from '../objects/int.ts';
import { None_, newNone } from '../objects/singletons.ts';
import { intern, newStr, newStrJs, strJs } from '../objects/str.ts';
import type { Text } from '../text/text.ts';
import { repr } from './abstract.ts';
import { call0, callMethod, callObject } from './call.ts';
import type { Frame } from './frame.ts';
import { importNative } from './module-define.ts';
import { decref, incref, type Owned, type PyObject, xdecref } from './object.ts';
import { S } from './state.ts';
import { isInstanceOf, isSubtype } from './subtype.ts';
import { BaseExceptionType, type TypeObject, TypeType } from './type-object.ts';

/** The carrier of a Python exception in flight. */
export class PyErr {
  /** Owned. */
  exc: PyObject;
  /** The frame whose traceback entry has been added already (core/ceval.ts). */
  frame: Frame | null;
  constructor(exc: Owned) {
    this.exc = exc;
    this.frame = null;
  }
}

/**
 * Sets the implicit `__context__` of an exception about to be raised to the one being handled, cutting a cycle in the
 * chain where `exc` already stands in it (CPython: _PyErr_SetObject).
 */
export function chainContext(exc: PyObject): void {
  const current = S.exc;
  if (current === null || current === exc) return;
  let o = current;
  let slow = current;
  let move = false;
  for (;;) {
    const context: PyObject | null = o.v.context;
    if (context === null) break;
    if (context === exc) {
      o.v.context = null;
      decref(context);
      break;
    }
    o = context;
    if (o === slow) break;
    if (move) slow = slow.v.context;
    move = !move;
  }
  const old: PyObject | null = exc.v.context;
  exc.v.context = incref(current);
  xdecref(old);
}

/** Carrier of a finished exception object, context set. Consumes the object. */
export function raisedSteal(exc: Owned): PyErr {
  chainContext(exc);
  return new PyErr(exc);
}

function newSteal(T: TypeObject, args: Owned[]): PyErr {
  const exc = newExceptionObject(T, args);
  for (const a of args) decref(a);
  return raisedSteal(exc);
}

/** An exception of type `T` with one message. */
export function newException(T: TypeObject, message: string): PyErr {
  return newSteal(T, [newStrJs(message)]);
}

/** The same with the message as a Text (lone surrogates kept). */
export function newExceptionText(T: TypeObject, message: Text): PyErr {
  return newSteal(T, [newStr(message)]);
}

/** An exception of type `T` made with these arguments (borrowed). */
export function newExceptionArgs(T: TypeObject, args: PyObject[]): PyErr {
  return raisedSteal(newExceptionObject(T, args));
}

export const typeError = (message: string): PyErr => newException(TypeErrorType, message);
export const valueError = (message: string): PyErr => newException(ValueErrorType, message);
export const indexError = (message: string): PyErr => newException(IndexErrorType, message);
export const lookupError = (message: string): PyErr => newException(LookupErrorType, message);
export const overflowError = (message: string): PyErr => newException(OverflowErrorType, message);
export const arithmeticError = (message: string): PyErr =>
  newException(ArithmeticErrorType, message);
export const runtimeError = (message: string): PyErr => newException(RuntimeErrorType, message);
export const recursionError = (message: string): PyErr => newException(RecursionErrorType, message);
export const systemError = (message: string): PyErr => newException(SystemErrorType, message);
export const bufferError = (message: string): PyErr => newException(BufferErrorType, message);
export const referenceError = (message: string): PyErr => newException(ReferenceErrorType, message);
export const assertionError = (message: string): PyErr => newException(AssertionErrorType, message);
export const eofError = (message: string): PyErr => newException(EOFErrorType, message);
export const zeroDivisionError = (message: string): PyErr =>
  newException(ZeroDivisionErrorType, message);

/** NotImplementedError, with or without a message. */
export function notImplementedError(message?: string): PyErr {
  return newSteal(NotImplementedErrorType, message === undefined ? [] : [newStrJs(message)]);
}

/** MemoryError; CPython raises it without a message when an allocation fails. */
export function memoryError(message?: string): PyErr {
  return newSteal(MemoryErrorType, message === undefined ? [] : [newStrJs(message)]);
}

/** KeyError whose argument is the key itself. */
export function keyError(key: PyObject): PyErr {
  return raisedSteal(newExceptionObject(KeyErrorType, [key]));
}

export function stopIteration(value?: PyObject): PyErr {
  return newExceptionArgs(StopIterationType, value === undefined ? [] : [value]);
}

export function stopAsyncIteration(): PyErr {
  return newExceptionArgs(StopAsyncIterationType, []);
}

const s_warn = intern('warn');
const s_warn_explicit = intern('warn_explicit');
const s_unraisablehook = intern('unraisablehook');

/** Fields of AttributeError and NameError (name, obj) and of ImportError (msg, name, path) in objects/exceptions.ts. */
export function setField(exc: PyObject, i: number, value: PyObject | undefined): void {
  if (value !== undefined) setFieldSteal(exc, i, incref(value));
}

/** AttributeError; `obj` and `name` fill the attributes from which tracebacks suggest corrections. */
export function attributeError(message: string, obj?: PyObject, name?: PyObject): PyErr {
  const err = newException(AttributeErrorType, message);
  setField(err.exc, 0, name);
  setField(err.exc, 1, obj);
  return err;
}

/** NameError with its `name`. */
export function nameError(message: string, name?: PyObject): PyErr {
  const err = newException(NameErrorType, message);
  setField(err.exc, 0, name);
  return err;
}

/** "name 'x' is not defined". */
export function nameNotDefined(name: PyObject): PyErr {
  return nameError(`name '${strJs(name)}' is not defined`, name);
}

export function unboundLocalError(message: string): PyErr {
  return newException(UnboundLocalErrorType, message);
}

export function importError(message: string, name?: PyObject, path?: PyObject): PyErr {
  const err = newException(ImportErrorType, message);
  setField(err.exc, 1, name);
  setField(err.exc, 2, path);
  return err;
}

export function moduleNotFoundError(message: string, name?: PyObject): PyErr {
  const err = newException(ModuleNotFoundErrorType, message);
  setField(err.exc, 1, name);
  return err;
}

function calledSteal(T: TypeObject, args: Owned[]): PyErr {
  let exc: Owned;
  try {
    exc = callObject(T.self, args);
  } finally {
    for (const a of args) decref(a);
  }
  return raisedSteal(exc);
}

/** OSError(errno, message, filename), as the subclass that errno stands for. */
export function osError(errno: number, message: string, filename?: PyObject | null): PyErr {
  const args: Owned[] = [newInt(errno), newStrJs(message)];
  if (filename !== undefined && filename !== null) args.push(incref(filename));
  return calledSteal(OSErrorType, args);
}

export function unicodeDecodeError(
  encoding: string,
  object: PyObject,
  start: number,
  end: number,
  reason: string,
): PyErr {
  return calledSteal(UnicodeDecodeErrorType, [
    newStrJs(encoding),
    incref(object),
    newInt(start),
    newInt(end),
    newStrJs(reason),
  ]);
}

export function unicodeEncodeError(
  encoding: string,
  object: PyObject,
  start: number,
  end: number,
  reason: string,
): PyErr {
  return calledSteal(UnicodeEncodeErrorType, [
    newStrJs(encoding),
    incref(object),
    newInt(start),
    newInt(end),
    newStrJs(reason),
  ]);
}

export function unicodeTranslateError(
  object: PyObject,
  start: number,
  end: number,
  reason: string,
): PyErr {
  return calledSteal(UnicodeTranslateErrorType, [
    incref(object),
    newInt(start),
    newInt(end),
    newStrJs(reason),
  ]);
}

/** Whether `o` is a class that derives from BaseException. */
export function isExceptionClass(o: PyObject): boolean {
  return isInstanceOf(o, TypeType) && isSubtype(o.v as TypeObject, BaseExceptionType);
}

export function isExceptionInstance(o: PyObject): boolean {
  return isSubtype(o.type, BaseExceptionType);
}

function instantiate(cls: PyObject): Owned {
  const value = call0(cls);
  if (isExceptionInstance(value)) return value;
  const err = typeError(
    `calling ${reprJs(cls)} should have returned an instance of BaseException, not ` +
      reprJs(value.type.self),
  );
  decref(value);
  throw err;
}

/** repr as a JavaScript string, for messages. */
export function reprJs(o: PyObject): string {
  const r = repr(o);
  const text = strJs(r);
  decref(r);
  return text;
}

function exceptionOf(exc: PyObject): Owned {
  if (isExceptionClass(exc)) return instantiate(exc);
  if (isExceptionInstance(exc)) return incref(exc);
  throw typeError('exceptions must derive from BaseException');
}

/** What `raise exc` throws: a class is called, anything but an exception refused. `exc` is borrowed. */
export function raiseObject(exc: PyObject): PyErr {
  return raisedSteal(exceptionOf(exc));
}

/** What `raise exc from cause` throws; None as cause only suppresses the context. */
export function raiseFrom(exc: PyObject, cause: PyObject): PyErr {
  const value = exceptionOf(exc);
  let fixed: Owned | null;
  try {
    if (isExceptionClass(cause)) fixed = instantiate(cause);
    else if (isExceptionInstance(cause)) fixed = incref(cause);
    else if (cause === None_) fixed = null;
    else throw typeError('exception causes must derive from BaseException');
  } catch (e) {
    decref(value);
    throw e;
  }
  setCauseSteal(value, fixed);
  return raisedSteal(value);
}

/** Sets `__cause__` (consumed) and, as CPython does, `__suppress_context__`. */
export function setCauseSteal(exc: PyObject, cause: Owned | null): void {
  const old: PyObject | null = exc.v.cause;
  exc.v.cause = cause;
  exc.v.suppressContext = true;
  xdecref(old);
}

/** Whether `e` carries an exception of type `T`. */
export function matches(e: unknown, T: TypeObject): e is PyErr {
  return e instanceof PyErr && isSubtype(e.exc.type, T);
}

/** Releases a caught exception. */
export function discard(e: PyErr): void {
  decref(e.exc);
}

/**
 * Runs `f` while the exception of a caught `PyErr` counts as pending: what `f` throws replaces it, with it as context.
 * CPython: _PyErr_ChainExceptions1.
 */
export function chainExceptions(pending: PyErr, fresh: PyErr): PyErr {
  if (fresh.exc !== pending.exc && fresh.exc.v.context === null) {
    fresh.exc.v.context = pending.exc;
  } else decref(pending.exc);
  return fresh;
}

/**
 * The Python exception of anything thrown: a PyErr is itself; exhaustion of JavaScript's stack or of a length limit
 * becomes RecursionError or MemoryError. Everything else is a defect and thrown on.
 */
export function toPyErr(e: unknown): PyErr {
  if (e instanceof PyErr) return e;
  if (e instanceof RangeError) {
    const text = e.message;
    if (text.includes('call stack')) return recursionError('maximum recursion depth exceeded');
    if (/^Invalid (array|string|typed array|array buffer) length|allocation failed/i.test(text)) {
      return memoryError();
    }
    if (/BigInt/.test(text)) return memoryError();
  }
  throw e;
}

/** Counts one nested native call; RecursionError beyond the limit. Pair with `leaveNative` in a finally. */
export function enterNative(where: string): void {
  if (++S.nativeDepth > S.nativeLimit) {
    S.nativeDepth--;
    throw recursionError(`maximum recursion depth exceeded${where}`);
  }
}

export function leaveNative(): void {
  S.nativeDepth--;
}

/** Whether the error is one that a `try` of the program may see (never a defect of the runtime). */
export function isPyErr(e: unknown): e is PyErr {
  return e instanceof PyErr;
}

/** Hooks that modules fill in when they exist. */
class ErrorHooks {
  /** Makes sys.UnraisableHookArgs of (type, value, traceback, message, object): modules/sys.ts. */
  unraisableArgs: ((items: PyObject[]) => Owned) | null = null;
  /** Prints an unraisable exception without any Python: used when there is no hook. */
  unraisableFallback: ((exc: PyObject, message: PyObject, object: PyObject) => void) | null = null;
  /** Gives an exception the running frame as its traceback: objects/traceback.ts. */
  traceHere: ((exc: PyObject) => void) | null = null;
}
export const errorHooks = new ErrorHooks();

/**
 * Reports an exception that nothing can catch (finalizers, weak reference callbacks) through `sys.unraisablehook`.
 * Consumes the carrier. `object` is what raised it; `message` replaces "Exception ignored in".
 */
export function writeUnraisable(
  err: unknown,
  object: PyObject | null = null,
  message: string | null = null,
): void {
  const e = toPyErr(err);
  const exc = e.exc;
  if (exc.v.traceback === null) errorHooks.traceHere?.(exc);
  const text = message === null ? newNone() : newStrJs(message);
  try {
    callUnraisableHook(exc, text, object ?? None_);
  } catch (second) {
    const inner = toPyErr(second);
    errorHooks.unraisableFallback?.(inner.exc, text, object ?? None_);
    decref(inner.exc);
  } finally {
    decref(text);
    decref(exc);
  }
}

function callUnraisableHook(exc: PyObject, text: PyObject, object: PyObject): void {
  const hook = S.sysdict && dictGetStrBorrowed(S.sysdict, s_unraisablehook);
  if (!hook || hook === None_ || errorHooks.unraisableArgs === null) {
    errorHooks.unraisableFallback?.(exc, text, object);
    return;
  }
  const traceback: PyObject = exc.v.traceback ?? None_;
  const args = errorHooks.unraisableArgs([exc.type.self, exc, traceback, text, object]);
  try {
    decref(callObject(hook, [args]));
  } finally {
    decref(args);
  }
}

/** Issues a warning as PyErr_WarnEx: throws when the filters turn it into an error. */
export function warn(category: TypeObject, message: string, stacklevel = 1): void {
  const module = importNative('_warnings');
  const text = newStrJs(message);
  const level = newInt(stacklevel);
  try {
    decref(callMethod(module, s_warn, [text, category.self, level]));
  } finally {
    decref(level);
    decref(text);
    decref(module);
  }
}

export function warnDeprecated(message: string, stacklevel = 1): void {
  warn(DeprecationWarningType, message, stacklevel);
}

export function warnRuntime(message: string, stacklevel = 1): void {
  warn(RuntimeWarningType, message, stacklevel);
}

export function warnImport(message: string, stacklevel = 1): void {
  warn(ImportWarningType, message, stacklevel);
}

/**
 * A warning of the compiler about a place in a source file. Turned into an error by the filters it becomes a
 * SyntaxError there.
 */
export function warnSyntax(
  category: 'SyntaxWarning' | 'DeprecationWarning',
  message: string,
  filename: PyObject,
  lineno: number,
): boolean {
  const T = category === 'SyntaxWarning' ? SyntaxWarningType : DeprecationWarningType;
  const module = importNative('_warnings');
  const text = newStrJs(message);
  const line = newInt(lineno);
  try {
    decref(callMethod(module, s_warn_explicit, [text, T.self, filename, line]));
    return false;
  } catch (e) {
    if (!matches(e, T)) throw e;
    discard(e);
    return true;
  } finally {
    decref(line);
    decref(text);
    decref(module);
  }
}

/** `matches` for what is known to be a PyErr. */
export function carries(e: PyErr, T: TypeObject): boolean {
  return isSubtype(e.exc.type, T);
}
