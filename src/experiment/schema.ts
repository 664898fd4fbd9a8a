// The experiment's schema: every key, its type, range and default. What ties keys together is in rules.ts.

import * as v from 'valibot';
import { aboveZero, atLeastZero, expression, finite, flag, fraction, matrix, numbers, whole, words } from './leaves.ts';

export const engineNames = ['dense', 'reference', 'reduced', 'matrix-free', 'closure', 'theory'] as const;
export type EngineName = (typeof engineNames)[number];

/** Where an engine takes more, or less, than the others. */
function mostSamples(engine: EngineName): number {
  return engine === 'closure' ? 1e18 : engine === 'matrix-free' ? 1e7 : 1e6;
}

/** Highest degree that expressions name, He10. */
const MOST_COEFFICIENTS = 11;

/** c_0, c_1, … of Σ c_k h_k with h_k = He_k/√k!, which are orthonormal under N(0, 1). */
function hermite(title: string, description: string) {
  return numbers(title, description, MOST_COEFFICIENTS, `an array of 1 to ${MOST_COEFFICIENTS} numbers, the coefficients of h_0, h_1, …`);
}

/** Of two keys that say the same thing in different ways, a document has one. */
const either = (...keys: readonly [string, string]) => ({ either: keys });

const target = v.pipe(v.strictObject({
  link: v.optional(expression('Link h*', 'The target y = h*(W* x) + √noise·ξ, an expression in z1 … zk.', 'z1 … zk')),
  hermite: v.optional(hermite('Hermite coefficients φ', 'In place of the link, of one direction: y = Σ φ_k h_k(z1) with the normalised h_k = He_k/√k!.')),
  directions: v.optional(whole('Directions k', 'How many hidden directions the target depends on: the rows of W*.', 1, 8), 1),
  noise: v.optional(atLeastZero('Label noise Δ', 'Variance of the Gaussian noise added to each label.'), 0),
  gram: v.optional(v.nullable(matrix({
    title: 'Gram matrix P', description: 'P = W* W*ᵀ (k×k): unit diagonal, positive definite. null: the directions are orthonormal.',
  }, 'k×k', 8, 8)), null),
}), v.metadata(either('link', 'hermite')), v.title('Target'), v.description('What the network is to learn: a function of k hidden directions, plus noise.'));

const law = <const T extends string>(name: T) => words('Law', `"${name}"`, [name]);

/** a_i(0), independent: drawn from the seed, in a stream of its own. */
const readoutLaw = v.pipe(v.variant('law', [
  v.pipe(v.strictObject({
    law: law('gaussian'),
    mean: v.optional(finite('Mean', 'Mean of each a_j.'), 0),
    std: v.optional(atLeastZero('Standard deviation', 'Standard deviation of each a_j.'), 1),
  }), v.title('Gaussian'), v.description('Independent normal weights.')),
  v.pipe(v.strictObject({
    law: law('uniform'),
    low: v.optional(finite('Low', 'Lower end.'), -1),
    high: v.optional(finite('High', 'Upper end, not below the lower one.'), 1),
  }), v.title('Uniform'), v.description('Independent weights, uniform between two ends.')),
  v.pipe(v.strictObject({
    law: law('atoms'),
    values: numbers('Values', 'The values that a_j may take.', 64),
    weights: v.optional(v.pipe(v.array(atLeastZero('Weight', 'What one value counts.')), v.minLength(1), v.maxLength(64), v.title('Weights'), v.description('How often each value is drawn, up to a common factor; left out: all alike.'))),
  }), v.title('Atoms'), v.description('Independent weights, each one of a few values.')),
], 'an object with a key law: "gaussian", "uniform" or "atoms"'), v.title('Readout by law'), v.description('Independent draws from the seed.'));

const student = v.pipe(v.strictObject({
  width: whole('Width p', 'Number of hidden neurons. "reduced" takes up to 16.', 1, 64),
  activation: v.optional(expression('Activation σ', 'Each neuron computes σ(⟨w, x⟩), an expression in x.', 'x')),
  hermite: v.optional(hermite('Hermite coefficients σ', 'In place of the activation: σ(x) = Σ σ_k h_k(x) with the normalised h_k = He_k/√k!.')),
  readout: v.optional(v.pipe(v.union([
    words('Readout by name', '"ones", or "alternating": +1, −1, +1, …', ['ones', 'alternating']),
    v.pipe(v.array(finite('a_j', 'Weight of one neuron in the second layer.')), v.minLength(1), v.maxLength(64), v.title('Readout in numbers'), v.description('p numbers.')),
    readoutLaw,
  ], '"ones", "alternating", an array of p numbers, or { "law": "gaussian", "uniform" or "atoms", … }'), v.title('Readout a'), v.description('The second layer: f(x) = c·Σ a_j σ(⟨w_j, x⟩).')), 'ones'),
  scaling: v.optional(words('Scaling c', 'f(x) = c·Σ a_j σ(⟨w_j, x⟩) with c = 1/p ("mean"), 1/√p ("sqrt") or 1 ("sum").', ['mean', 'sqrt', 'sum']), 'mean'),
}), v.metadata(either('activation', 'hermite')), v.title('Student'), v.description('The two-layer network that learns.'));

const dimension = whole('Dimension d', 'Dimension of the inputs, at least p + k. What an engine can hold may be less.', 2, 1e12);

/** An experiment has the number Infinity for the word. */
const flowDimension = v.pipe(
  v.union([dimension, words('No end', 'The limit of high dimension, which the flows have.', ['infinity'])], 'a whole number from 2 to 10^12, or "infinity"'),
  v.transform((d) => (d === 'infinity' ? Infinity : d)), v.title('Dimension d'), v.description('Dimension of the inputs, at least p + k, or "infinity".'),
);

const data = (flow: boolean) => v.pipe(v.strictObject({
  dimension: flow ? flowDimension : dimension,
  distribution: v.optional(words('Distribution', 'Law of the inputs: "gaussian" is N(0, I).', ['gaussian']), 'gaussian'),
}), v.title('Data'), v.description('Where the inputs come from.'));

const initial = v.pipe(v.union([
  words('Random', 'Rows of W uniform on the sphere.', ['random']),
  v.pipe(v.strictObject({
    overlap: fraction('Overlap m', 'Norm of the component of each unit row of W in span(W*).', true),
  }), v.title('Warm start'), v.description('Each unit row has a component of norm m in span(W*), the rest uniform in the complement.')),
  v.pipe(v.strictObject({
    M: matrix({ title: 'Overlaps M', description: 'M = W W*ᵀ (p×k) at step 0.' }, 'p×k', 64, 8),
    Q: matrix({ title: 'Overlaps Q', description: 'Q = W Wᵀ (p×p) at step 0.' }, 'p×p', 64, 64),
  }), v.title('Exact'), v.description('Weights with exactly these overlaps; [[P, Mᵀ], [M, Q]] must be positive semidefinite.')),
], '"random", { "overlap": m } or { "M": p×k, "Q": p×p }'), v.title('Initial condition'), v.description('The law of the first layer at step 0.'));

const lookAhead = v.pipe(v.strictObject({
  kind: words('Kind', '"sample": each sample displaces its own preactivations first, by ρ r |x|²; "two-step": two steps on each batch, so twice as many as `reuse` says.', ['sample', 'two-step']),
  rho: finite('ρ', 'Size of the displacement of "sample": positive looks ahead, negative is sharpness-aware. "two-step" does not use it.'),
}), v.title('Look-ahead'), v.description('Where the gradient is taken, if not at the weights themselves.'));

/** What a run needs and a flow, which has no samples and a time of its own, may leave out. */
function needed<S extends ReturnType<typeof whole> | ReturnType<typeof atLeastZero>>(schema: S, flow: boolean, otherwise: number) {
  return flow ? v.optional(schema as ReturnType<typeof atLeastZero>, otherwise) : schema;
}

/** The whole of it may be left out of a flow; what reads an experiment finds it there all the same. */
function leftOut<S extends v.GenericSchema>(schema: S, flow: boolean): S {
  return flow ? (v.optional(schema, {} as v.InferInput<S>) as unknown as S) : schema;
}

const training = (batch: number, flow: boolean) => v.pipe(v.strictObject({
  loss: v.optional(words('Loss', '"square": ½(y − f)²; "correlation": 1 − y·f; "adaptive": correlation first, then square.', ['square', 'correlation', 'adaptive']), 'square'),
  adaptive: v.optional(v.pipe(v.strictObject({
    share: v.optional(fraction('Share', 'The loss becomes the square one when the population risk is below this share of its initial value.', false), 0.6),
    drop: v.optional(fraction('Drop', 'Factor of the learning rate at that step.', false), 0.1),
    decay: v.optional(fraction('Decay', 'Factor of the learning rate at that step and each later one below the share.', false), 0.995),
  }), v.title('Adaptive loss'), v.description('When loss is "adaptive": when to switch, and what becomes of the learning rate.')), { share: 0.6, drop: 0.1, decay: 0.995 }),
  constraint: v.optional(words('Constraint', '"projected": rows normalised after each step; "spherical": gradient in the tangent space, then normalised; "none".', ['projected', 'spherical', 'none']), 'projected'),
  batch: needed(whole('Batch n', 'Samples in a step. Most engines take up to 10^6, "matrix-free" 10^7, "closure" 10^18.', 1, batch), flow, 1),
  reuse: v.optional(v.pipe(v.union([
    whole('Steps on a batch', 'Consecutive steps made on one batch.', 1),
    words('For ever', 'One batch for the whole run.', ['all']),
  ], 'a whole number of at least 1, or "all"'), v.title('Reuse'), v.description('Consecutive steps made on one batch; "all" is full-batch descent.')), 1),
  dataset: v.optional(v.nullable(whole('Data set N', 'A fixed set of N ≥ n samples, visited in batches, in order, the last of them with what is left; null: fresh batches.', 1)), null),
  learningRate: needed(atLeastZero('Learning rate γ', 'W ← W − γ ∇ of the batch mean of the loss.'), flow, 0),
  weightDecay: v.optional(atLeastZero('Weight decay λ', 'W ← (1 − γλ) W − γ∇.'), 0),
  lookAhead: v.optional(v.nullable(lookAhead), null),
  secondLayer: v.optional(v.pipe(v.union([
    words('Fixed', 'The readout stays as it is.', ['fixed']),
    v.pipe(v.strictObject({ learningRate: atLeastZero('Learning rate γ_a', 'a ← a − γ_a ∇_a.') }), v.title('Trained'), v.description('The readout learns too.')),
  ], '"fixed" or { "learningRate": number }'), v.title('Second layer'), v.description('Whether the readout learns.')), 'fixed'),
  steps: needed(whole('Steps T', 'Steps of gradient descent.', 0, 2 ** 31 - 1), flow, 0),
}), v.title('Training'), v.description('The protocol: loss, batches, learning rate, length.'));

const record = v.pipe(v.union([
  v.pipe(v.strictObject({ every: whole('Every m steps', 'Step 0, every m-th step and step T are kept.', 1) }), v.title('Evenly'), v.description('Evenly spaced steps.')),
  v.pipe(v.strictObject({ log: whole('Points', 'Points of a rounded geometric grid from 1 to T; steps 0 and T are kept too.', 1, 1e6) }), v.title('Geometrically'), v.description('Geometrically spaced steps.')),
], '{ "every": m } or { "log": count }'), v.title('Record'), v.description('The steps at which overlaps and risk are kept.'));

const theory = v.pipe(v.strictObject({
  form: v.optional(words('Form', 'Which deterministic limit to follow.', ['process', 'ode', 'dmft', 'flow', 'mean-field-flow']), 'process'),
  signal: v.optional(flag('Signal', 'Whether the drift towards the target is kept.'), true),
  noise: v.optional(v.pipe(v.union([
    flag('Noise', 'Whether the noise of the gradient is kept.'),
    atLeastZero('Noise weight', 'The number that replaces the weight d/n of the noise.'),
  ], 'true, false or a number of at least 0'), v.title('Noise'), v.description('Whether the noise term is kept, or the number that replaces its weight d/n.')), true),
  intraBatch: v.optional(flag('Intra-batch', 'Whether the correlations inside a batch are kept.'), true),
  samples: v.optional(whole('Samples', 'Monte Carlo copies of the single-neuron process, for the form "dmft".', 1), 1e6),
  epsilon: v.optional(aboveZero('ε', 'For the flows: learning rate of the first layer over that of the second; left out, what training says.')),
  horizon: v.optional(aboveZero('Horizon T', 'For the flows: the time at which they end; left out, learningRate/p times the steps of training.')),
}), v.title('Theory'), v.description('For the engine "theory": which limit, with which terms.'));

/** `flow`: whether the document asks for one; it then needs less. */
export function experimentSchema(engine: EngineName, flow: boolean) {
  return v.pipe(v.strictObject({
    target,
    student,
    data: data(flow),
    initial: v.optional(initial, 'random'),
    training: leftOut(training(mostSamples(engine), flow), flow),
    record: v.optional(record, flow ? { log: 200 } : { every: 1 }),
    theory: v.optional(v.nullable(theory), null),
    seed: v.optional(whole('Seed', 'Determines W*, W, data and label noise: four independent streams.', 0, 2 ** 32 - 1), 1),
    engine: v.optional(words('Engine', 'Who computes: "dense" on the GPU, "reference" the same in float64, "reduced" and "closure" the law of (M, Q) alone, "matrix-free" reused batches in law, "theory" the limit.', engineNames), 'dense'),
  }), v.title('Experiment'), v.description('One run of a two-layer network that learns a function of a few hidden directions in high dimension.'));
}

type Schema = ReturnType<typeof experimentSchema>;
type Parsed = v.InferOutput<Schema>;
/** A complete experiment: every default filled in, and Hermite coefficients written out as the expression they stand for. */
export type Experiment = Omit<Parsed, 'target' | 'student'> & {
  target: Parsed['target'] & { link: string };
  student: Parsed['student'] & { activation: string };
};
type Input = v.InferInput<Schema>;
/** As a person writes one: keys with defaults may be left out, and of a flow the whole training. */
export type ExperimentDocument = Omit<Input, 'training'> & Partial<Pick<Input, 'training'>>;
/** What the schema makes of a document, before its functions are written out. */
export type ParsedDocument = Parsed;
