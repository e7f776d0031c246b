/**
 * The signals of decimal arithmetic as exception classes. CPython: signal_map and cond_map of Modules/_decimal/_decimal.c.
 *
 * The classes are heap types, made when the module is first imported.
 */
import { callObject } from '../../core/call.ts';
import { keyError, newExceptionArgs, type PyErr } from '../../core/errors.ts';
import { decref, incref, type Owned, type PyObject } from '../../core/object.ts';
import { addRoot } from '../../core/roots.ts';
import { isInstanceOf } from '../../core/subtype.ts';
import { TypeType } from '../../core/type-object.ts';
import { dictSetStr, newDict } from '../../objects/dict.ts';
import {
  ArithmeticErrorType,
  TypeErrorType,
  ZeroDivisionErrorType,
} from '../../objects/exceptions.ts';
import { newListSteal } from '../../objects/list.ts';
import { intern, newStrJs } from '../../objects/str.ts';
import { newTupleSteal } from '../../objects/tuple.ts';
import * as X from './context.ts';

/** One signal or condition. */
export interface Signal {
  name: string;
  flag: number;
  bases: string[];
}

/** Signals in the order of CPython's mapping. */
export const SIGNALS: Signal[] = [
  { name: 'InvalidOperation', flag: X.IEEE_INVALID, bases: ['DecimalException'] },
  { name: 'FloatOperation', flag: X.FLOAT_OPERATION, bases: ['DecimalException', 'TypeError'] },
  {
    name: 'DivisionByZero',
    flag: X.DIVISION_BY_ZERO,
    bases: ['DecimalException', 'ZeroDivisionError'],
  },
  { name: 'Overflow', flag: X.OVERFLOW, bases: ['Inexact', 'Rounded'] },
  { name: 'Underflow', flag: X.UNDERFLOW, bases: ['Inexact', 'Rounded', 'Subnormal'] },
  { name: 'Subnormal', flag: X.SUBNORMAL, bases: ['DecimalException'] },
  { name: 'Inexact', flag: X.INEXACT, bases: ['DecimalException'] },
  { name: 'Rounded', flag: X.ROUNDED, bases: ['DecimalException'] },
  { name: 'Clamped', flag: X.CLAMPED, bases: ['DecimalException'] },
];

/** Conditions that all signal InvalidOperation; named in the arguments of the exception. */
const CONDITIONS: Signal[] = [
  { name: 'InvalidOperation', flag: X.INVALID_OPERATION, bases: [] },
  { name: 'ConversionSyntax', flag: X.CONVERSION_SYNTAX, bases: ['InvalidOperation'] },
  { name: 'DivisionImpossible', flag: X.DIVISION_IMPOSSIBLE, bases: ['InvalidOperation'] },
  {
    name: 'DivisionUndefined',
    flag: X.DIVISION_UNDEFINED,
    bases: ['InvalidOperation', 'ZeroDivisionError'],
  },
  { name: 'InvalidContext', flag: X.INVALID_CONTEXT, bases: ['InvalidOperation'] },
];

/** Order in which the module's dict lists them. */
export const EXCEPTION_NAMES = [
  'DecimalException',
  'Clamped',
  'Rounded',
  'Inexact',
  'Subnormal',
  'Underflow',
  'Overflow',
  'DivisionByZero',
  'FloatOperation',
  'InvalidOperation',
  'ConversionSyntax',
  'DivisionImpossible',
  'DivisionUndefined',
  'InvalidContext',
];

const made: Map<string, PyObject> = new Map();
addRoot((visit) => {
  for (const o of made.values()) visit(o);
});

function makeException(name: string, bases: PyObject[]): void {
  const dict = newDict();
  const module = intern('decimal');
  dictSetStr(dict, intern('__module__'), module);
  const tuple = newTupleSteal(bases.map((b) => incref(b)));
  const title = intern(name);
  made.set(name, callObject(TypeType.self, [title, tuple, dict]));
  for (const o of [dict, module, tuple, title]) decref(o as PyObject);
}

/** The exception classes by name, made on first use. */
export function exceptions(): Map<string, PyObject> {
  if (made.size > 0) return made;
  made.set('TypeError', TypeErrorType.self);
  made.set('ZeroDivisionError', ZeroDivisionErrorType.self);
  makeException('DecimalException', [ArithmeticErrorType.self]);
  const all = [...SIGNALS, ...CONDITIONS.slice(1)];
  for (const name of EXCEPTION_NAMES.slice(1)) {
    const s = all.find((x) => x.name === name)!;
    makeException(
      name,
      s.bases.map((b) => made.get(b)!),
    );
  }
  return made;
}

/** The class of a signal, borrowed. */
export function signalClass(s: Signal): PyObject {
  return exceptions().get(s.name)!;
}

/** Classes of the conditions and signals in `flags`: InvalidOperation's own condition by name. */
export function conditionList(flags: number): Owned {
  const out: PyObject[] = [];
  for (const s of CONDITIONS) if ((flags & s.flag) !== 0) out.push(incref(signalClass(s)));
  for (const s of SIGNALS.slice(1)) if ((flags & s.flag) !== 0) out.push(incref(signalClass(s)));
  return newListSteal(out);
}

/** Classes of the signals in `flags`. */
export function signalList(flags: number): Owned {
  return newListSteal(
    SIGNALS.filter((s) => (flags & s.flag) !== 0).map((s) => incref(signalClass(s))),
  );
}

/** The exception of the first trapped signal. `flags` has only trapped ones. */
export function signalError(flags: number): PyErr {
  const first = SIGNALS.find((s) => (flags & s.flag) !== 0)!;
  const list = conditionList(flags);
  try {
    return newExceptionArgs(signalClass(first).v, [list]);
  } finally {
    decref(list);
  }
}

const SIGNAL_TEXT =
  'valid values for signals are:\n  [InvalidOperation, FloatOperation, DivisionByZero,\n' +
  '   Overflow, Underflow, Subnormal, Inexact, Rounded,\n   Clamped]';

export function keyErrorText(text: string): PyErr {
  const key = newStrJs(text);
  try {
    return keyError(key);
  } finally {
    decref(key);
  }
}

/** The flag bits of a signal's class. */
export function flagOf(o: PyObject): number {
  if (isInstanceOf(o, TypeType)) {
    for (const s of SIGNALS) if (signalClass(s) === o) return s.flag;
  }
  throw keyErrorText(SIGNAL_TEXT);
}

/** Names as the repr of a context lists them: by bit, InvalidOperation once. */
const BY_BIT: [number, string][] = [
  [X.CLAMPED, 'Clamped'],
  [X.IEEE_INVALID, 'InvalidOperation'],
  [X.DIVISION_BY_ZERO, 'DivisionByZero'],
  [X.INEXACT, 'Inexact'],
  [X.FLOAT_OPERATION, 'FloatOperation'],
  [X.OVERFLOW, 'Overflow'],
  [X.ROUNDED, 'Rounded'],
  [X.SUBNORMAL, 'Subnormal'],
  [X.UNDERFLOW, 'Underflow'],
];

const INVALID_BITS = [
  X.CONVERSION_SYNTAX,
  X.DIVISION_IMPOSSIBLE,
  X.DIVISION_UNDEFINED,
  X.INVALID_CONTEXT,
  X.INVALID_OPERATION,
  X.MALLOC_ERROR,
];

/** "[InvalidOperation, …]": InvalidOperation stands at the place of the lowest of its bits. */
export function signalNames(flags: number): string {
  const places: [number, string][] = [];
  for (const [bits, name] of BY_BIT) {
    if ((flags & bits) === 0) continue;
    const place = bits === X.IEEE_INVALID ? INVALID_BITS.find((b) => (flags & b) !== 0)! : bits;
    places.push([place, name]);
  }
  places.sort((a, b) => a[0] - b[0]);
  return `[${places.map((p) => p[1]).join(', ')}]`;
}
