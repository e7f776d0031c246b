/**
 * _statistics: the inverse of the normal distribution. CPython: Modules/_statisticsmodule.c.
 *
 * Algorithm AS241 of M. J. Wichura (1988): three rational approximations, by distance from the middle.
 */
import { asDouble } from '../core/abstract.ts';
import { valueError } from '../core/errors.ts';
import { defineModule } from '../core/module-define.ts';
import { nativeFunction } from '../core/native-def.ts';
import type { Owned, PyObject } from '../core/object.ts';
import { log } from '../numbers/libm.ts';
import { newFloat } from '../objects/float.ts';

/** Coefficients, highest power first. */
const MIDDLE_TOP = [
  2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
  1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.387132872796366608,
];
const MIDDLE_BOTTOM = [
  5.226495278852854561e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
  5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1,
];
const OUTER_TOP = [
  7.7454501427834140764e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258,
  3.64784832476320460504, 5.76949722146069140550, 4.63033784615654529590, 1.42343711074968357734,
];
const OUTER_BOTTOM = [
  1.05075007164441684324e-9, 5.475938084995344946e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
  6.89767334985100004550e-1, 1.67638483018380384940, 2.05319162663775882187, 1,
];
const TAIL_TOP = [
  2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
  2.96560571828504891230e-1, 1.78482653991729133580, 5.46378491116411436990, 6.65790464350110377720,
];
const TAIL_BOTTOM = [
  2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
  1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1,
];

function polynomial(c: number[], r: number): number {
  let v = c[0]!;
  for (let i = 1; i < 8; i++) v = v * r + c[i]!;
  return v;
}

function inverse(p: number, mu: number, sigma: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    const x = (polynomial(MIDDLE_TOP, r) * q) / polynomial(MIDDLE_BOTTOM, r);
    return mu + x * sigma;
  }
  let r = q <= 0 ? p : 1 - p;
  if (r <= 0 || r >= 1) throw valueError('inv_cdf undefined for these parameters');
  r = Math.sqrt(-log(r));
  let x: number;
  if (r <= 5) {
    r -= 1.6;
    x = polynomial(OUTER_TOP, r) / polynomial(OUTER_BOTTOM, r);
  } else {
    r -= 5;
    x = polynomial(TAIL_TOP, r) / polynomial(TAIL_BOTTOM, r);
  }
  return mu + (q < 0 ? -x : x) * sigma;
}

export const statisticsModule = defineModule('_statistics', {
  functions: {
    _normal_dist_inv_cdf: nativeFunction(
      '_normal_dist_inv_cdf', '($module, p, mu, sigma, /)',
      (_m: PyObject, p: PyObject, mu: PyObject, sigma: PyObject): Owned =>
        newFloat(inverse(asDouble(p), asDouble(mu), asDouble(sigma))),
    ),
  },
  doc: 'What the statistics module computes natively.',
});
