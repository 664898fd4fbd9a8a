// A subspace of the target's directions, as combinations of z1 … zk that a person can read.

const subscripts = '₀₁₂₃₄₅₆₇₈₉';

/** Below this a coefficient of a unit vector is a numerical zero: directions come from sums over a grid. */
const small = 5e-3;

/** z₁ for 0. */
const zName = (index: number): string => `z${[...String(index + 1)].map((digit) => subscripts[Number(digit)]).join('')}`;

/** "z₁", "(z₁ − z₂)/√2", "0.77 z₁ − 0.64 z₂"; the sign of the whole is nobody's business, so the first is positive. */
function combination(row: readonly number[]): string {
  const norm = Math.hypot(...row);
  const terms = row.map((value, index) => ({ value: value / norm, index })).filter(({ value }) => Math.abs(value) > small);
  const sign = Math.sign(terms[0].value);
  const size = Math.abs(terms[0].value);
  const equal = terms.every(({ value }) => Math.abs(Math.abs(value) - size) < small);
  const sum = terms.map(({ value, index }, i) => {
    const operator = value * sign < 0 ? (i ? ' − ' : '−') : i ? ' + ' : '';
    return `${operator}${equal ? '' : `${Math.abs(value).toFixed(2)} `}${zName(index)}`;
  }).join('');
  return equal && terms.length > 1 ? `(${sum})/√${terms.length}` : sum;
}

/** Rows of the reduced echelon form: the basis with the most zeros that the order of the coordinates allows. */
function reduced(rows: readonly (readonly number[])[]): number[][] {
  const left = rows.map((row) => [...row]);
  const done: number[][] = [];
  for (let column = 0; left.length > 0 && column < rows[0].length; column++) {
    left.sort((a, b) => Math.abs(b[column]) - Math.abs(a[column]));
    if (Math.abs(left[0][column]) <= small) continue;
    const pivot = left.shift()!.map((value, _, row) => value / row[column]);
    for (const row of [...left, ...done]) {
      const factor = row[column];
      row.forEach((value, i) => (row[i] = value - factor * pivot[i]));
    }
    done.push(pivot);
  }
  return done;
}

/** The dimension of a span, numerically. */
export const rank = (rows: readonly (readonly number[])[]): number => (rows.length ? reduced(rows).length : 0);

/** A basis of the span of `rows` (each of length k) in words: ["z₁", "(z₂ + z₃)/√2"]. */
export const basisWords = (rows: readonly (readonly number[])[]): string[] => (rows.length ? reduced(rows).map(combination) : []);
