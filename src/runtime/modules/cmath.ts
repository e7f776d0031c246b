/**
 * cmath: functions over complex numbers. CPython: Modules/cmathmodule.c.
 *
 * The arithmetic, special values included, is in numbers/complex-arith.ts.
 */
import { asDouble } from '../core/abstract.ts';
import { overflowError, valueError } from '../core/errors.ts';
import { defineModule } from '../core/module-define.ts';
import { nativeFunction, type NativeDef } from '../core/native-def.ts';
import type { Owned, PyObject } from '../core/object.ts';
import * as arith from '../numbers/complex-arith.ts';
import { asComplex, newComplex } from '../objects/complex.ts';
import { newFloat } from '../objects/float.ts';
import { newBool } from '../objects/singletons.ts';
import { newTupleSteal } from '../objects/tuple.ts';

const Z = '($module, z, /)';

/** A result or the exception it stands for. */
function finish(r: arith.ComplexResult): arith.Complex {
  if (typeof r !== 'string') return r;
  if (r === 'range') throw overflowError('math range error');
  throw valueError('math domain error');
}

function complexOwned(r: arith.ComplexResult): Owned {
  const z = finish(r);
  return newComplex(z.re, z.im);
}

function complex1(
  name: string,
  fn: (z: arith.Complex) => arith.ComplexResult,
  doc: string,
): NativeDef {
  return nativeFunction(
    name,
    Z,
    (_m: PyObject, o: PyObject) => complexOwned(fn(asComplex(o))),
    doc,
  );
}

function test(name: string, fn: (z: arith.Complex) => boolean, doc: string): NativeDef {
  return nativeFunction(name, Z, (_m: PyObject, o: PyObject) => newBool(fn(asComplex(o))), doc);
}

function log(_m: PyObject, o: PyObject, base?: PyObject): Owned {
  const z = asComplex(o);
  if (base === undefined) return complexOwned(arith.complexLog(z));
  const b = asComplex(base);
  const top = arith.complexLog(z);
  const bottom = arith.complexLog(b);
  if (top === 'domain' || bottom === 'domain') throw valueError('math domain error');
  const r = arith.complexDiv(finish(top), finish(bottom));
  return complexOwned(r);
}

/** An angle too small for a double is C's range error. */
function phase(_m: PyObject, o: PyObject): Owned {
  const z = asComplex(o);
  const r = arith.complexPhase(z);
  if (r === 0 && z.im !== 0 && Number.isFinite(z.re)) throw overflowError('math range error');
  return newFloat(r);
}

function polar(_m: PyObject, o: PyObject): Owned {
  const z = asComplex(o);
  const phi = arith.complexPhase(z);
  const r = arith.complexAbs(z);
  if (r === Infinity && Number.isFinite(z.re) && Number.isFinite(z.im)) {
    throw overflowError('math range error');
  }
  return newTupleSteal([newFloat(r), newFloat(phi)]);
}

const isInfinite = (x: number): boolean => x === Infinity || x === -Infinity;

function isclose(_m: PyObject, x: PyObject, y: PyObject, rel?: PyObject, least?: PyObject): Owned {
  const a = asComplex(x);
  const b = asComplex(y);
  const relative = rel === undefined ? 1e-9 : asDouble(rel);
  const absolute = least === undefined ? 0 : asDouble(least);
  if (relative < 0 || absolute < 0) throw valueError('tolerances must be non-negative');
  if (a.re === b.re && a.im === b.im) return newBool(true);
  if (isInfinite(a.re) || isInfinite(a.im) || isInfinite(b.re) || isInfinite(b.im)) {
    return newBool(false);
  }
  const d = arith.complexAbs({ re: a.re - b.re, im: a.im - b.im });
  return newBool(
    d <= relative * arith.complexAbs(b) || d <= relative * arith.complexAbs(a) || d <= absolute,
  );
}

function table(defs: NativeDef[]): Record<string, NativeDef> {
  const out: Record<string, NativeDef> = {};
  for (const def of defs) out[def.name] = def;
  return out;
}

export const cmathModule = defineModule('cmath', {
  functions: table([
    complex1('acos', arith.complexAcos, 'Arc cosine.'),
    complex1('acosh', arith.complexAcosh, 'Inverse hyperbolic cosine.'),
    complex1('asin', arith.complexAsin, 'Arc sine.'),
    complex1('asinh', arith.complexAsinh, 'Inverse hyperbolic sine.'),
    complex1('atan', arith.complexAtan, 'Arc tangent.'),
    complex1('atanh', arith.complexAtanh, 'Inverse hyperbolic tangent.'),
    complex1('cos', arith.complexCos, 'Cosine.'),
    complex1('cosh', arith.complexCosh, 'Hyperbolic cosine.'),
    complex1('exp', arith.complexExp, 'e to this power.'),
    nativeFunction(
      'isclose',
      '($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)',
      isclose,
      'Whether two numbers are close to each other.',
    ),
    test(
      'isfinite',
      (z) => Number.isFinite(z.re) && Number.isFinite(z.im),
      'Whether both parts are finite.',
    ),
    test('isinf', (z) => isInfinite(z.re) || isInfinite(z.im), 'Whether a part is infinite.'),
    test('isnan', (z) => Number.isNaN(z.re) || Number.isNaN(z.im), 'Whether a part is a NaN.'),
    nativeFunction(
      'log',
      '($module, z, base=<unrepresentable>, /)',
      log,
      'Logarithm, to base e where none is given.',
    ),
    complex1('log10', arith.complexLog10, 'Logarithm to base 10.'),
    nativeFunction('phase', Z, phase, 'The angle.'),
    nativeFunction('polar', Z, polar, 'Length and angle.'),
    nativeFunction(
      'rect',
      '($module, r, phi, /)',
      (_m, r: PyObject, phi: PyObject) =>
        complexOwned(arith.complexRect(asDouble(r), asDouble(phi))),
      'From length and angle.',
    ),
    complex1('sin', arith.complexSin, 'Sine.'),
    complex1('sinh', arith.complexSinh, 'Hyperbolic sine.'),
    complex1('sqrt', arith.complexSqrt, 'Square root.'),
    complex1('tan', arith.complexTan, 'Tangent.'),
    complex1('tanh', arith.complexTanh, 'Hyperbolic tangent.'),
  ]),
  constants: {
    pi: () => newFloat(Math.PI),
    e: () => newFloat(Math.E),
    tau: () => newFloat(2 * Math.PI),
    inf: () => newFloat(Infinity),
    infj: () => newComplex(0, Infinity),
    nan: () => newFloat(NaN),
    nanj: () => newComplex(0, NaN),
  },
});
