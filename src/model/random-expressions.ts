// Expressions drawn at random from fixed seeds, for tests: what one part makes of an expression, another must confirm.

/** Uniform on [0, 1): a 32-bit multiplicative generator, good enough to pick test cases. */
export function uniform(seed: number): () => number {
  let state = seed * 2654435761 + 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const SMOOTH = ['He2', 'He3', 'He5', 'erf', 'tanh', 'exp', 'sin', 'cos', 'softplus', 'sqrt', 'log'];
const KINKED = ['relu', 'abs', 'sign', 'step', 'max', 'min'];

export function randomExpression(random: () => number, variables: readonly string[], depth: number, smoothOnly = false): string {
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)];
  const inner = () => randomExpression(random, variables, depth - 1, smoothOnly);
  if (depth === 0) return random() < 0.7 ? pick(variables) : pick(['1', '2', '0.5', '3', 'pi', '1.25', '10', '7e-2']);
  const functions = smoothOnly ? SMOOTH : [...SMOOTH, ...KINKED];
  switch (Math.floor(random() * 9)) {
    case 0:
      return `${inner()} + ${inner()}`;
    case 1:
      return `${inner()} - (${inner()})`;
    case 2:
      return `(${inner()})*${inner()}`;
    case 3:
      return `(${inner()})/(${inner()})`;
    case 4:
      return `(${inner()})^${pick(['2', '3', '4', '-1', '-2', '0.5', '7'])}`;
    case 5:
      return random() < 0.5 ? `-${inner()}` : `-(${inner()})`;
    case 6:
      return `${inner()} - ${inner()}*${inner()}`;
    default: {
      const name = pick(functions);
      return name === 'max' || name === 'min' ? `${name}(${inner()}, ${inner()})` : `${name}(${inner()})`;
    }
  }
}
