import type { Plugin } from 'vite';

export function sharedWorkers(workerAt: string): Plugin;
