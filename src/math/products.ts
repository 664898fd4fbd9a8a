// Inner products of the rows of one block with those of another, a few rows against a few at a time: each number that is
// loaded serves several products. Long sums come in blocks, so rounding grows with their number and not with their length.

type Rows = readonly Float64Array[];

/**
 * C[j][l] += Σ_i X[j][i] Y[l][i] over i < count, for C row-major with Y.length columns. What lies wholly right of column
 * `right + j` in row j may be left out.
 */
export function addProducts(C: Float64Array, X: Rows, Y: Rows, count: number, right = Infinity): void {
  const width = Y.length;
  for (let j = 0; j < X.length; ) {
    const high = X.length - j >= 4 ? 4 : X.length - j >= 2 ? 2 : 1;
    const end = Math.min(width, right + j + high);
    for (let l = 0; l < end; ) {
      const wide = width - l >= 2 ? 2 : 1;
      const at = j * width + l;
      if (high === 4) {
        if (wide === 2) fourByTwo(C, at, width, X[j], X[j + 1], X[j + 2], X[j + 3], Y[l], Y[l + 1], count);
        else fourByOne(C, at, width, X[j], X[j + 1], X[j + 2], X[j + 3], Y[l], count);
      } else if (high === 2) {
        if (wide === 2) twoByTwo(C, at, width, X[j], X[j + 1], Y[l], Y[l + 1], count);
        else twoByOne(C, at, width, X[j], X[j + 1], Y[l], count);
      } else if (wide === 2) twoByOne(C, at, 1, Y[l], Y[l + 1], X[j], count);
      else C[at] += product(X[j], Y[l], count);
      l += wide;
    }
    j += high;
  }
}

function fourByTwo(C: Float64Array, at: number, width: number, a: Float64Array, b: Float64Array, c: Float64Array, d: Float64Array, x: Float64Array, y: Float64Array, count: number): void {
  let ax = 0, ay = 0, bx = 0, by = 0, cx = 0, cy = 0, dx = 0, dy = 0;
  for (let i = 0; i < count; i++) {
    const u = x[i];
    const v = y[i];
    ax += a[i] * u; ay += a[i] * v;
    bx += b[i] * u; by += b[i] * v;
    cx += c[i] * u; cy += c[i] * v;
    dx += d[i] * u; dy += d[i] * v;
  }
  C[at] += ax; C[at + 1] += ay;
  C[at + width] += bx; C[at + width + 1] += by;
  C[at + 2 * width] += cx; C[at + 2 * width + 1] += cy;
  C[at + 3 * width] += dx; C[at + 3 * width + 1] += dy;
}

function fourByOne(C: Float64Array, at: number, width: number, a: Float64Array, b: Float64Array, c: Float64Array, d: Float64Array, x: Float64Array, count: number): void {
  let ax = 0, bx = 0, cx = 0, dx = 0;
  for (let i = 0; i < count; i++) {
    const u = x[i];
    ax += a[i] * u;
    bx += b[i] * u;
    cx += c[i] * u;
    dx += d[i] * u;
  }
  C[at] += ax;
  C[at + width] += bx;
  C[at + 2 * width] += cx;
  C[at + 3 * width] += dx;
}

function twoByTwo(C: Float64Array, at: number, width: number, a: Float64Array, b: Float64Array, x: Float64Array, y: Float64Array, count: number): void {
  let ax = 0, ay = 0, bx = 0, by = 0;
  for (let i = 0; i < count; i++) {
    ax += a[i] * x[i]; ay += a[i] * y[i];
    bx += b[i] * x[i]; by += b[i] * y[i];
  }
  C[at] += ax; C[at + 1] += ay;
  C[at + width] += bx; C[at + width + 1] += by;
}

function twoByOne(C: Float64Array, at: number, width: number, a: Float64Array, b: Float64Array, x: Float64Array, count: number): void {
  let ax = 0, bx = 0;
  for (let i = 0; i < count; i++) {
    ax += a[i] * x[i];
    bx += b[i] * x[i];
  }
  C[at] += ax;
  C[at + width] += bx;
}

function product(a: Float64Array, x: Float64Array, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += a[i] * x[i];
  return sum;
}

/** out[i] = Σ_l factors[at + l] X[l][i] over l < terms, i < count; terms ≥ 1. */
export function combine(out: Float64Array, factors: Float64Array, at: number, X: Rows, terms: number, count: number): void {
  if (terms >= 4) sumOfFour(out, factors[at], X[0], factors[at + 1], X[1], factors[at + 2], X[2], factors[at + 3], X[3], count);
  else if (terms >= 2) sumOfTwo(out, factors[at], X[0], factors[at + 1], X[1], count);
  else scaled(out, factors[at], X[0], count);
  let l = terms >= 4 ? 4 : terms >= 2 ? 2 : 1;
  for (; l + 2 <= terms; l += 2) addTwo(out, factors[at + l], X[l], factors[at + l + 1], X[l + 1], count);
  if (l < terms) addScaled(out, factors[at + l], X[l], count);
}

function scaled(out: Float64Array, a: number, x: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) out[i] = a * x[i];
}

function sumOfTwo(out: Float64Array, a: number, x: Float64Array, b: number, y: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) out[i] = a * x[i] + b * y[i];
}

function sumOfFour(out: Float64Array, a: number, x: Float64Array, b: number, y: Float64Array, c: number, z: Float64Array, d: number, w: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) out[i] = a * x[i] + b * y[i] + (c * z[i] + d * w[i]);
}

/** out += a x */
export function addScaled(out: Float64Array, a: number, x: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) out[i] += a * x[i];
}

function addTwo(out: Float64Array, a: number, x: Float64Array, b: number, y: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) out[i] += a * x[i] + b * y[i];
}
