// The generated WGSL in a real WebGPU: it compiles, and every function agrees with its float64 twin.
import { expect, test } from 'vitest';
import library from '../../shaders/functions.wgsl?raw';
import { type Link, parseLink, targetVariables } from './link.ts';
import { activationLibrary, targetLibrary } from './wgsl.ts';

let device: GPUDevice | undefined;

async function openDevice(): Promise<GPUDevice> {
  const adapter = await navigator.gpu.requestAdapter();
  if (adapter === null) throw new Error('navigator.gpu gave no adapter');
  return (device ??= await adapter.requestDevice({ label: 'model/wgsl.test' }));
}

/** `outputs` values for each of the `inputs`, by a kernel whose body writes `output[i * outputs + …]` from `input`. */
async function compute(code: string, inputs: Float32Array<ArrayBuffer>, count: number, outputs: number): Promise<Float32Array> {
  const gpu = await openDevice();
  const module = gpu.createShaderModule({ label: 'model/wgsl.test', code });
  const messages = (await module.getCompilationInfo()).messages.filter(({ type }) => type === 'error');
  if (messages.length > 0) throw new Error(messages.map(({ message, lineNum }) => `line ${lineNum}: ${message}`).join('\n') + `\n${code}`);
  const pipeline = await gpu.createComputePipelineAsync({ layout: 'auto', compute: { module, entryPoint: 'main' } });
  const size = 4 * count * outputs;
  const input = gpu.createBuffer({ size: inputs.byteLength, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST });
  const output = gpu.createBuffer({ size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC });
  const staging = gpu.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  gpu.queue.writeBuffer(input, 0, inputs);
  const encoder = gpu.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  const entries = [input, output].map((buffer, binding) => ({ binding, resource: { buffer } }));
  pass.setBindGroup(0, gpu.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
  pass.dispatchWorkgroups(Math.ceil(count / 64));
  pass.end();
  encoder.copyBufferToBuffer(output, 0, staging, 0, size);
  gpu.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  const result = new Float32Array(staging.getMappedRange().slice(0));
  for (const buffer of [input, output, staging]) buffer.destroy();
  return result;
}

function kernel(generated: string, body: string): string {
  return `${library}
${generated}
@group(0) @binding(0) var<storage, read> input: array<f32>;
@group(0) @binding(1) var<storage, read_write> output: array<f32>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let i = id.x;
${body}
}
`;
}

/** Values and derivatives at float32 points. */
async function runActivation(link: Link, points: Float32Array<ArrayBuffer>): Promise<{ value: Float64Array; derivative: Float64Array }> {
  const guard = `  if (i >= ${points.length}u) { return; }\n`;
  const body = `${guard}  output[2 * i] = activation(input[i]);\n  output[2 * i + 1] = activation_derivative(input[i]);`;
  const raw = await compute(kernel(activationLibrary(link), body), points, points.length, 2);
  return { value: Float64Array.from(points, (_, i) => raw[2 * i]), derivative: Float64Array.from(points, (_, i) => raw[2 * i + 1]) };
}

/** 200 points of [low, high], the ends and, where it is inside, 0 among them. */
function grid(low: number, high: number): Float32Array<ArrayBuffer> {
  const points = Float32Array.from({ length: 200 }, (_, i) => low + ((high - low) * i) / 199);
  if (low < 0 && high > 0) points[100] = 0;
  return points;
}

/** Largest difference from float64, over max(1, |value|) — or over the largest |value| where `scale` says so. */
function worst(values: Float64Array, link: Link, points: Float32Array, scale: 'own' | 'largest'): number {
  const exact = Array.from(points, (x) => link.evaluate([x]));
  const largest = Math.max(1, ...exact.map(Math.abs));
  return Math.max(...exact.map((e, i) => Math.abs(values[i] - e) / (scale === 'largest' ? largest : Math.max(1, Math.abs(e)))));
}

// Source, range, tolerance. Errors as SwiftShader makes them are within half of it.
const FUNCTIONS: [string, number, number, number][] = [
  ['erf(x)', -5, 5, 2e-7],
  ['tanh(x)', -100, 100, 3e-7],
  ['tanh(x)', -2, 2, 3e-7],
  ['relu(x)', -3, 3, 0],
  ['sign(x)', -3, 3, 0],
  ['abs(x)', -3, 3, 0],
  ['step(x)', -3, 3, 0],
  ['exp(x)', -20, 20, 5e-6],
  ['log(x)', 1e-6, 50, 3e-7],
  ['log(x)', 0.9, 1.1, 3e-7],
  ['sqrt(x)', 1e-3, 100, 3e-7],
  ['sin(x)', -7, 7, 3e-7],
  ['cos(x)', -7, 7, 3e-7],
  ['sin(x)', -1000, 1000, 3e-7],
  ['cos(x)', -1000, 1000, 3e-7],
  ['softplus(x)', -30, 30, 3e-7],
  ['max(x, 0.25)', -3, 3, 0],
  ['min(x, 0.25)', -3, 3, 0],
  ['pi*x', -3, 3, 3e-7],
  ['x^3', -4, 4, 3e-7],
  ['x^7', -2, 2, 1e-6],
  ['x^64', -1.1, 1.1, 1e-5],
  ['x^-3', 0.5, 4, 1e-6],
  ['x^-5', -4, -0.5, 2e-6],
  ['x^0.5', 0.1, 9, 3e-7],
  ['x^2.5', 0.1, 9, 3e-6],
  ['x^(1/3)', 0.1, 9, 1e-6],
  ['1.5^x', -9, 9, 3e-6],
  ['x^x', 0.1, 4, 3e-6],
];

test.each(FUNCTIONS)('%s on [%f, %f]: value within %f, and its derivative', async (source, low, high, tolerance) => {
  const link = parseLink(source, ['x']);
  const points = grid(low, high);
  const { value, derivative } = await runActivation(link, points);
  const errors = [worst(value, link, points, 'own'), worst(derivative, link.derivative('x'), points, 'own')];
  expect(errors[0]).toBeLessThanOrEqual(tolerance);
  // A derivative is a few functions multiplied.
  expect(errors[1]).toBeLessThanOrEqual(Math.max(4 * tolerance, 1e-6));
});

test.each(Array.from({ length: 11 }, (_, n) => n))('He%i, of the largest value on [-5, 5]', async (n) => {
  const link = parseLink(`He${n}(x)`, ['x']);
  const points = grid(-5, 5);
  const { value, derivative } = await runActivation(link, points);
  const errors = [worst(value, link, points, 'largest'), worst(derivative, link.derivative('x'), points, 'largest')];
  expect(Math.max(...errors)).toBeLessThan(n < 9 ? 1e-6 : 3e-6);
});

test('erf and tanh keep their relative accuracy near 0', async () => {
  const points = Float32Array.from({ length: 60 }, (_, i) => 10 ** (-6 + i / 10));
  for (const source of ['erf(x)', 'tanh(x)', 'sin(x)', 'log(1+x)/x']) {
    const link = parseLink(source, ['x']);
    const { value } = await runActivation(link, points);
    if (source !== 'log(1+x)/x') points.forEach((x, i) => expect(Math.abs(value[i] / link.evaluate([x]) - 1)).toBeLessThan(5e-7));
  }
});

test('a target of three directions, with shared parts', async () => {
  const link = parseLink('He3(z1)*z3 - tanh(z2*z1)^2/(1 + tanh(z2*z1)) + sin(2*z3)', targetVariables(3));
  const inputs = Float32Array.from({ length: 600 }, (_, i) => Math.sin(i * 1.7) * 2);
  const body = '  if (i >= 200u) { return; }\n  output[i] = target_value(array<f32, 3>(input[3 * i], input[3 * i + 1], input[3 * i + 2]));';
  const values = await compute(kernel(targetLibrary(link, 3), body), inputs, 200, 1);
  values.forEach((value, i) => {
    const z = inputs.subarray(3 * i, 3 * i + 3);
    const exact = link.evaluate(z);
    // tanh near −1 makes a pole.
    const nearPole = 1 / (1 + Math.tanh(z[0] * z[1]));
    expect(Math.abs(value - exact)).toBeLessThan(3e-6 * Math.max(1, Math.abs(exact)) * Math.max(1, nearPole));
  });
});

test('NaN and infinity are not hidden', async () => {
  const points = new Float32Array([NaN, Infinity, -Infinity, -1]);
  const run = async (source: string) => [...(await runActivation(parseLink(source, ['x']), points)).value];
  expect((await run('relu(x)'))[0]).toBeNaN();
  expect((await run('tanh(x)')).slice(1, 3)).toEqual([1, -1]);
  expect((await run('erf(x)')).slice(1, 3)).toEqual([1, -1]);
  expect((await run('log(x)'))[3]).toBeNaN();
  expect((await run('x^1.5'))[3]).toBeNaN();
});

// What a compiler's own limits might refuse: the longest and the deepest that the parser lets through.
test.each([
  [
    'a sum of 500 terms',
    Array.from({ length: 166 }, (_, i) => `x^${(i % 9) + 2}/${i + 1}`)
      .join('+')
      .slice(0, 995)
      .replace(/\+[^+]*$/, ''),
  ],
  ['64 nested calls', `${'tanh(1+'.repeat(63)}x${')'.repeat(63)}`],
  ['a product of 80 factors', Array.from({ length: 80 }, (_, i) => `sin(x+${i})`).join('*')],
  ['nested maxima', `${'max(x,'.repeat(63)}x*2${')'.repeat(63)}`],
  ['nested powers', `${'(1+'.repeat(60)}x${')^2'.repeat(60)}`],
  ['large numbers', '3e38*x*1e-38 - 2.9e38*x/1e38 + 1e-44*x'],
])('%s compiles', async (_, source) => {
  const points = grid(-0.5, 0.5);
  const { value } = await runActivation(parseLink(source, ['x']), points);
  expect(value).toHaveLength(200);
});
