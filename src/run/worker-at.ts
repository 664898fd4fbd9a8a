// A worker whose file may be on another server than the page: what the script tag's build starts workers by (.ci/workers.mjs).

/**
 * Browsers refuse a worker's file from another origin, but not a module that a worker of the page's own imports from there, if that
 * server allows it (CORS). The page's Content Security Policy has then to allow `worker-src blob:`.
 */
export function workerAt(url: string, options: WorkerOptions): Worker {
  if (new URL(url).origin === location.origin) return new Worker(url, options);
  const source = URL.createObjectURL(new Blob([`import ${JSON.stringify(url)};`], { type: 'text/javascript' }));
  return new Worker(source, options);
}
