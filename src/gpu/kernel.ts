// A kernel is WGSL files put one behind the other, the last of them with the entry point. Its bind group layout is read
// off the declarations, so a binding is named once, in the shader, and given by that name.

import type { Gpu } from './device.ts';

/** One WGSL file; `name` is what an error shows. */
export interface Source {
  readonly name: string;
  readonly code: string;
}

export interface KernelPlan {
  /** A path, such as `dense/gradient`; the entry point is its last part. */
  readonly label: string;
  /** Libraries first, then the file with the entry point. */
  readonly sources: readonly Source[];
  /** Values of `override` declarations. */
  readonly constants?: Readonly<Record<string, number>>;
}

export type Resource = GPUBuffer | GPUBufferBinding;

export interface Kernel {
  readonly label: string;
  readonly pipeline: GPUComputePipeline;
  /** A bind group from resources by their names in the shader; throws on a name missing or one too many. */
  bind(resources: Readonly<Record<string, Resource>>): GPUBindGroup;
}

/** The shader did not compile; the message holds file, line, column and the line itself. */
export class ShaderError extends Error {
  override readonly name = 'ShaderError';
}

interface Binding {
  readonly name: string;
  readonly index: number;
  readonly type: GPUBufferBindingType;
}

/** Reads `@group(0) @binding(i) var<…> name` declarations off WGSL source. */
export function bindingsOf(code: string): Binding[] {
  const bare = code.replace(/\/\/.*$/gm, '');
  const declaration = /@group\(0\)\s*@binding\((\d+)\)\s*var<\s*(uniform|storage)\s*(?:,\s*(read|read_write)\s*)?>\s*(\w+)/g;
  return [...bare.matchAll(declaration)].map(([, index, space, access, name]) => ({
    name,
    index: Number(index),
    type: space === 'uniform' ? 'uniform' : access === 'read_write' ? 'storage' : 'read-only-storage',
  }));
}

/** Compiles a kernel, or returns the one compiled from the same text and constants before. */
export function createKernel(gpu: Gpu, plan: KernelPlan): Promise<Kernel> {
  const key = JSON.stringify([plan.label, plan.sources.map(({ code }) => code), plan.constants]);
  let kernel = gpu.kernels.get(key) as Promise<Kernel> | undefined;
  if (!kernel) gpu.kernels.set(key, (kernel = compile(gpu, plan)));
  return kernel;
}

async function compile({ device }: Gpu, { label, sources, constants }: KernelPlan): Promise<Kernel> {
  const code = sources.map((source) => source.code).join('\n');
  const bindings = bindingsOf(code);
  const layout = device.createBindGroupLayout({
    label,
    entries: bindings.map(({ index, type }) => ({ binding: index, visibility: 4 /* compute */, buffer: { type } })),
  });
  device.pushErrorScope('validation');
  const module = device.createShaderModule({ label, code });
  const { messages } = await module.getCompilationInfo();
  const errors = messages.filter(({ type }) => type === 'error');
  const invalid = await device.popErrorScope();
  if (errors.length > 0) throw new ShaderError(errors.map((message) => explain(label, sources, message)).join('\n'));
  if (invalid) throw new ShaderError(`${label}: ${invalid.message}`);
  const pipeline = await device
    .createComputePipelineAsync({
      label,
      layout: device.createPipelineLayout({ label, bindGroupLayouts: [layout] }),
      compute: { module, entryPoint: label.slice(label.lastIndexOf('/') + 1), constants },
    })
    .catch((reason: unknown) => {
      throw new ShaderError(`${label}: ${reason instanceof Error ? reason.message : String(reason)}`);
    });
  return {
    label,
    pipeline,
    bind(resources) {
      const unknown = Object.keys(resources).filter((name) => !bindings.some((binding) => binding.name === name));
      if (unknown.length > 0) throw new Error(`${label} has no binding ${unknown.join(', ')}; it has ${bindings.map(({ name }) => name).join(', ')}`);
      const entries = bindings.map(({ name, index }) => {
        const resource = resources[name];
        if (!resource) throw new Error(`${label}: nothing was given for the binding ${name}`);
        return { binding: index, resource: 'buffer' in resource ? resource : { buffer: resource } };
      });
      return device.createBindGroup({ label, layout, entries });
    },
  };
}

function explain(label: string, sources: readonly Source[], message: GPUCompilationMessage): string {
  let line = message.lineNum;
  for (const { name, code } of sources) {
    const lines = code.split('\n');
    if (line <= lines.length) {
      const text = lines[line - 1] ?? '';
      return `${label}: ${name}:${line}:${message.linePos} ${message.message}\n  ${text}\n  ${' '.repeat(Math.max(0, message.linePos - 1))}^`;
    }
    line -= lines.length;
  }
  return `${label}: ${message.message}`;
}
