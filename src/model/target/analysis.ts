// What a target is made of: its Hermite spectrum, the orders at which one pass over the data, or its reuse, finds its
// directions, and in which sequence. Definitions and limits: docs/targets.md. All in orthonormal coordinates z of the
// link's own variables; label noise and the Gram matrix of the directions do not enter.

import { parseLink, targetVariables } from '../link.ts';
import { polynomialOf } from '../polynomial.ts';
import { combine, type Rows } from './basis.ts';
import { type Exponent, exponents, finiteStepDirections, isStaircase } from './exponents.ts';
import { frameOf, gaussianPoint } from './frame.ts';
import { labelFunctions } from './labels.ts';
import { coarseNodes, gridFor, lawOf } from './law.ts';
import { ABSENT, type LeapProcess, leapProcess, PRESENT, type Stage } from './leap.ts';
import { polynomialCoefficients } from './polynomial-spectrum.ts';
import { EXACT_FLOOR, exactSpectrum, FLOOR, labelFamily, RESOLUTION, sampledSpectrum, type Spectrum } from './spectrum.ts';
import { checkPoles, finiteValue, reachOf, UnfitTarget } from './unfit.ts';

export type { Exponent, Stage };
export { UnfitTarget };

export interface TargetAnalysis {
  /** k. */
  readonly directions: number;
  /** |T_d|²/E h*², d = 0, 1, …: what each degree has of the second moment. */
  readonly spectrum: readonly { readonly degree: number; readonly weight: number }[];
  /** E[h* He_β(z)]/√β!, those beyond the tolerance, the largest first. */
  readonly coefficients: readonly { readonly powers: number[]; readonly value: number }[];
  /** E h*². */
  readonly secondMoment: number;
  readonly informationExponent: Exponent;
  readonly leapIndex: Exponent;
  /** Whether the leap index is 1; null when undecided, and for a constant. */
  readonly staircase: boolean | null;
  readonly generativeExponent: Exponent;
  readonly generativeLeap: Exponent;
  readonly sequence: readonly Stage[];
  readonly generativeSequence: readonly Stage[];
  /** Orthonormal rows that span what a finite number of steps finds. */
  readonly finiteStep: { readonly onePass: number[][]; readonly reuse: number[][] };
  readonly tolerance: Tolerance;
}

/** What the answers rest on. Strengths are relative: to the root of the target's variance, and to labels of norm 1. */
export interface Tolerance {
  /** Strengths of the target up to this are zero; `exact`: by algebra, not by quadrature. */
  readonly tensor: { readonly exact: boolean; readonly floor: number; readonly degree: number };
  /** Strengths of the label's functions up to `floor` are zero, as are those lost in a noise below `resolution`/3. */
  readonly label: { readonly floor: number; readonly resolution: number; readonly degree: number; readonly functions: number; readonly discrete: boolean };
  /** A strength is present above `present` times the difference of the two rules, absent below `absent` times. */
  readonly noise: { readonly present: number; readonly absent: number };
  /** Nodes on an axis of either rule, and the radius of the ball they fill; axes are those the target depends on. */
  readonly grid: { readonly axes: number; readonly nodes: readonly number[]; readonly reach: number };
}

const DRAWS = 8192;
const USUAL_DEGREE = 6;

/**
 * Analyses y = h*(z), z ~ N(0, I_k), k = `directions` 1 to 4. Throws InvalidLink for what is no link, UnfitTarget
 * for other k and for targets that are not finite or not square-integrable.
 */
export function analyseTarget(source: string, directions: number): TargetAnalysis {
  if (!(Number.isInteger(directions) && directions >= 1 && directions <= 4))
    throw new UnfitTarget(`target.directions: found ${directions}; allowed for this analysis: 1 to 4, since integrals over more directions take too many nodes`);
  const link = parseLink(source, targetVariables(directions));
  const draws = Float64Array.from({ length: DRAWS }, (_, i) => finiteValue(link, gaussianPoint(directions, i))).sort();
  const shift = draws.reduce((sum, y) => sum + y / DRAWS, 0);
  const scale = Math.sqrt(draws.reduce((sum, y) => sum + (y - shift) ** 2 / DRAWS, 0));
  const polynomial = polynomialOf(link);
  const exact = polynomial && polynomialCoefficients(polynomial, directions);
  if (exact ? exact.spread === 0 : !(scale > 1e-14 * Math.abs(shift))) return constantAnalysis(directions, exact ? exact.coefficients[0] : shift);

  checkPoles(link, directions);
  const frame = frameOf(link, directions);
  const rows = frame.rows;
  const functions = labelFunctions(draws);
  const { reaches } = gridFor(rows.length, functions.discrete);
  const reach = exact ? reaches[0] : reachOf(link, directions, shift, scale, reaches);
  const attempt = (retry: boolean) => {
    const grid = gridFor(rows.length, functions.discrete, retry);
    const law = lawOf({ link, frame, reach, functions, shift, scale, withTarget: exact === null }, grid);
    const spectrum = exact ? exactSpectrum(exact) : sampledSpectrum(law, rows, shift, scale);
    const { process: found, degree: used } = follow(spectrum, rows.length);
    const process = spectrum.inFrame ? toLink(found, rows) : found;
    return { grid, law, spectrum, used, process, generative: toLink(leapProcess(labelFamily(law)), rows) };
  };
  const quick = attempt(false);
  const doubt = [quick.process, quick.generative].some(({ undecided }) => undecided !== null);
  const { grid, law, spectrum, used, process, generative } = doubt ? attempt(true) : quick;
  const { first, leap } = exponents(process, rows.length, used);
  const label = exponents(generative, rows.length, grid.degree);
  return {
    directions,
    spectrum: spectrum.weights,
    coefficients: spectrum.coefficients,
    secondMoment: spectrum.secondMoment,
    informationExponent: first,
    leapIndex: leap,
    staircase: isStaircase(process, leap),
    generativeExponent: label.first,
    generativeLeap: label.leap,
    sequence: process.stages.map((stage) => ({ ...stage, strength: stage.strength.map((s) => s * spectrum.spread) })),
    generativeSequence: generative.stages,
    finiteStep: { onePass: finiteStepDirections(process.stages), reuse: finiteStepDirections(generative.stages) },
    tolerance: {
      tensor: { exact: exact !== null, floor: spectrum.family.floor, degree: used },
      label: { floor: FLOOR, resolution: RESOLUTION, degree: grid.degree, functions: law.labels[0].length, discrete: functions.discrete },
      noise: { present: PRESENT, absent: ABSENT },
      grid: { axes: rows.length, nodes: [grid.nodes, coarseNodes(grid.nodes)], reach },
    },
  };
}

/** By tensors of the usual degree where they show all directions and are not exact, else by all there are. */
function follow({ family, inFrame }: Spectrum, directions: number): { process: LeapProcess; degree: number } {
  const usual = inFrame ? leapProcess(family, USUAL_DEGREE) : null;
  if (usual && exponents(usual, directions, USUAL_DEGREE).leap.value !== null) return { process: usual, degree: USUAL_DEGREE };
  return { process: leapProcess(family), degree: family.indices.degree };
}

/** From the frame's coordinates to z. */
function toLink(process: LeapProcess, rows: Rows): LeapProcess {
  return { ...process, stages: process.stages.map((stage) => ({ ...stage, directions: stage.directions.map((v) => combine(v, rows)) })) };
}

/** Nothing to find, and nothing in doubt. */
function constantAnalysis(directions: number, value: number): TargetAnalysis {
  const { first, leap } = exponents({ stages: [], undecided: null, undecidedOrder: null }, 0, 0);
  return {
    directions,
    spectrum: [{ degree: 0, weight: value === 0 ? 0 : 1 }],
    coefficients: value === 0 ? [] : [{ powers: Array.from({ length: directions }, () => 0), value }],
    secondMoment: value * value,
    informationExponent: first,
    leapIndex: leap,
    staircase: null,
    generativeExponent: first,
    generativeLeap: leap,
    sequence: [],
    generativeSequence: [],
    finiteStep: { onePass: [], reuse: [] },
    tolerance: {
      tensor: { exact: true, floor: EXACT_FLOOR, degree: 0 },
      label: { floor: FLOOR, resolution: RESOLUTION, degree: 0, functions: 0, discrete: true },
      noise: { present: PRESENT, absent: ABSENT },
      grid: { axes: 0, nodes: [], reach: 0 },
    },
  };
}
