// Functions given by coefficients of the normalised Hermite polynomials h_k = He_k/√k! (E h_j h_k = δ_jk under N(0, 1); the
// convention of 2303.00055), and the expressions that they stand for.

import { factorial, polynomialSpectrum } from '../math/hermite.ts';
import { activationVariables, parseLink, targetVariables } from '../model/link.ts';
import { univariatePolynomial } from '../model/polynomial.ts';
import type { Experiment } from './schema.ts';

/** Σ c_k h_k as an expression of monic He_k in `variable`, with every digit of c_k/√k!. */
export function hermiteExpression(coefficients: readonly number[], variable: string): string {
  let text = '';
  coefficients.forEach((c, k) => {
    if (c === 0) return;
    const size = String(Math.abs(c) / Math.sqrt(factorial(k)));
    const term = k === 0 ? size : `${size === '1' ? '' : `${size}*`}He${k}(${variable})`;
    const sign = c < 0 ? '-' : '+';
    text += text === '' ? (c < 0 ? `-${term}` : term) : ` ${sign} ${term}`;
  });
  return text === '' ? '0' : text;
}

export interface HermiteCoefficients {
  /** φ_k of the target, y = Σ φ_k h_k(z1). */
  readonly target: readonly number[];
  /** σ_k of the activation. */
  readonly student: readonly number[];
}

/** As the document gives them, or those of expressions that are polynomials; null where one is not, or has two directions. */
export function hermiteOf({ target, student }: Experiment): HermiteCoefficients | null {
  if (target.directions !== 1) return null;
  const [phi, sigma] = [target.hermite ?? spectrum(target.link, targetVariables(1)), student.hermite ?? spectrum(student.activation, activationVariables())];
  return phi && sigma && { target: phi, student: sigma };
}

function spectrum(source: string, variables: readonly string[]): readonly number[] | null {
  const powers = univariatePolynomial(parseLink(source, variables));
  return powers && [...polynomialSpectrum(powers, 1)];
}
