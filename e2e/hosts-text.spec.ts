// What embedding is documented by: pages of hosts are those of the documents beside them, and docs/embed.md shows them word for word.

import { readFile } from 'node:fs/promises';
import { embedding, host, parts, pythonOf } from './hosts/pages.ts';
import { expect, test } from './test.ts';

const once = { tag: '@only-without-webgpu' };

test('Quarto’s pages are those of the documents beside them', once, async () => {
  for (const name of ['page', 'handout']) {
    const [source, made] = await Promise.all([host(`quarto/${name}.qmd`), host(`quarto/${name}.html`)]);
    for (const block of parts(source, /```\{=html\}\n([^]*?)```/g)) expect(made).toContain(block);
    // In a site, addresses from its root become those from the page.
    for (const header of parts(source, /text: (<script.*)/g)) expect(made).toContain(header.replace('src="/', 'src="./'));
  }
});

test('the documentation shows these pages, word for word', once, async () => {
  const files = ['blog/post.html', 'quarto/handout.qmd', 'quarto/page.qmd', 'quarto/_quarto.yml', 'observable/index.md', 'observable/notebook.html',
    'docusaurus/src/plateau.js', 'docusaurus/docusaurus.config.js', 'docusaurus/docs/figure.mdx', 'docusaurus/docs/own.mdx', 'jupyter/figure.ipynb'];
  const texts = await Promise.all(files.map(async (file) => {
    const text = await host(file);
    return file.endsWith('.ipynb') ? `${pythonOf(text)}\n` : text;
  }));
  const shown = new Set<string>();
  for (const [, , lang, block] of (await readFile(embedding, 'utf8')).matchAll(/^(`{3,})(\w+)\n([^]*?)^\1$/gm)) {
    if (lang === 'sh') continue;
    const from = files.filter((_, i) => texts[i].includes(block));
    expect(from, block).not.toEqual([]);
    for (const file of from) shown.add(file);
  }
  expect([...shown].sort()).toEqual([...files].sort());
});
