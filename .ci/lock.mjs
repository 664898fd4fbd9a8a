// `node .ci/lock.mjs`, after package-lock.json has changed: enters the binaries for other systems that npm left out
// because the registry it asked does not carry them, without which `npm ci` refuses the file there and here.
// npm then fetches on each system what that system needs, as with every optional dependency.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const path = join(import.meta.dirname, '..', 'package-lock.json');
const lock = JSON.parse(readFileSync(path, 'utf8'));
const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];

/** What the name of a binary says of the systems it is for, e.g. binding-linux-arm-musleabihf. */
function systemOf(name) {
  const words = name.split(/[/-]/);
  const start = words.findIndex((word) => systems.includes(word));
  if (start < 0) return null;
  const [os, cpu, abi = ''] = words.slice(start);
  const libc = abi.startsWith('musl') ? ['musl'] : os === 'linux' && abi.startsWith('gnu') ? ['glibc'] : undefined;
  return { cpu: [cpu], libc, os: [os] };
}

let added = 0;
for (const [owner, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  if (owner === '') continue;
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const key = `node_modules/${name}`;
    if (lock.packages[key] || lock.packages[`${owner}/${key}`]) continue;
    const system = systemOf(name);
    if (!system) throw new Error(`${owner} may want ${name}, which says nothing of its system`);
    const { cpu, libc, os } = system;
    // In npm's own order of keys; those that are undefined are not written.
    lock.packages[key] = { version: String(version).replace(/^[~^]/, ''), cpu, dev, libc, optional: true, os };
    added++;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => a.localeCompare(b, 'en')));
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} entered`);
if (readFileSync(path, 'utf8').includes('"resolved"')) throw new Error('package-lock.json names a registry');
