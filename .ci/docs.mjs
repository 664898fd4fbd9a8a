// Makes dist/site/docs of docs/*.md, and of what is generated: a page for each, with formulas as MathML, links from page to page, and the
// live figures of a page by the script that anyone can embed.
//
// In the Markdown, `$…$` and `$$…$$` are TeX; a link to `other.md#part` becomes one to the page; `lab:ID` is the lab with that preset.

import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Marked } from 'marked';
import temml from 'temml';
import { runnerImport } from 'vite';
import { elementsReference, experimentReference } from './reference.mjs';

const escape = (text) => text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);
const plain = (html) => html.replace(/<[^>]*>/g, '');
const fileOf = (page) => `${page === 'README' ? 'index' : page}.html`;

/** The words of a heading as its anchor, like GitHub's. */
const slug = (text) => text.trim().toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');

/** TeX in Markdown, as MathML. A formula that does not parse stops the build. */
const formula = (tex, displayMode) => temml.renderToString(tex, { displayMode, throwOnError: true }).replaceAll(' style="display:block math;"', '');
const math = {
  extensions: [
    {
      name: 'formula',
      level: 'block',
      start: (text) => text.indexOf('$$'),
      tokenizer(text) {
        const found = /^\$\$([\s\S]+?)\$\$(?:\n+|$)/.exec(text);
        return found ? { type: 'formula', raw: found[0], tex: found[1] } : undefined;
      },
      renderer: ({ tex }) => `<div class="formula" tabindex="0">${formula(tex, true)}</div>\n`,
    },
    {
      name: 'letters',
      level: 'inline',
      start: (text) => text.indexOf('$'),
      tokenizer(text) {
        const found = /^\$(?!\s)((?:\\[^\n]|[^\\$\n])+?)(?<!\s)\$(?!\d)/.exec(text);
        return found ? { type: 'letters', raw: found[0], tex: found[1] } : undefined;
      },
      renderer: ({ tex }) => formula(tex, false),
    },
  ],
};

/** The lab's address for a preset's id. */
async function labLinks(root) {
  const load = async (path) => (await runnerImport(join(root, path), { root, configFile: false, logLevel: 'warn' })).module;
  const [{ presets }, { parseExperiment }, { toPermalink }] = await Promise.all(
    ['src/experiment/presets.ts', 'src/experiment/experiment.ts', 'src/experiment/permalink.ts'].map(load),
  );
  return (id) => {
    const preset = presets.find((each) => each.id === id);
    if (!preset) throw new Error(`lab:${id} names no preset`);
    return `../index.html#${toPermalink(parseExperiment(preset.document))}`;
  };
}

/** One page: its HTML, title, first words and second-level headings. */
function render(markdown, lab, titles) {
  const parts = [];
  const anchors = new Map();
  const live = { figures: false };
  const marked = new Marked(math, {
    walkTokens(token) {
      if (token.type === 'html' && /<plateau-/.test(token.raw)) live.figures = true;
      if (token.type !== 'link') return;
      const page = /^([\w-]+)\.md(#.*)?$/.exec(token.href);
      if (page) {
        // A page that is called by its file's name, as Markdown is read, is called by its title here.
        if (token.text === token.href || token.text === `docs/${token.href}`) token.tokens = [{ type: 'text', raw: token.text, text: titles.get(page[1]) ?? token.text }];
        token.href = `${fileOf(page[1])}${page[2] ?? ''}`;
      }
      else if (token.href.startsWith('lab:')) token.href = lab(token.href.slice(4));
    },
    renderer: {
      heading({ tokens, depth }) {
        const html = this.parser.parseInline(tokens);
        const words = this.parser.parseInline(tokens, this.parser.textRenderer);
        const same = anchors.get(slug(words)) ?? 0;
        anchors.set(slug(words), same + 1);
        const id = same === 0 ? slug(words) : `${slug(words)}-${same}`;
        if (depth === 2) parts.push({ id, html: plain(html) });
        return `<h${depth} id="${id}">${html}</h${depth}>\n`;
      },
      code: ({ text }) => `<pre tabindex="0"><code>${escape(text)}\n</code></pre>\n`,
    },
  });
  const html = marked.parse(markdown).replaceAll('<table>', '<div class="wide" tabindex="0"><table>').replaceAll('</table>', '</table></div>');
  const title = plain(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(html)?.[1] ?? '');
  if (title === '') throw new Error('has no heading of the first level');
  const description = plain(/<p>([\s\S]*?)<\/p>/.exec(html.replace(/<math[\s\S]*?<\/math>/g, '…'))?.[1] ?? title).replace(/\s+/g, ' ').replaceAll('"', '&quot;');
  return { html, title, description, parts, live: live.figures };
}

function navigation(pages, contents, here) {
  const item = (name) => {
    const { title, parts } = pages.get(name);
    const within = name === here && parts.length > 1 ? `<ul>${parts.map(({ id, html }) => `<li><a href="#${id}">${html}</a></li>`).join('')}</ul>` : '';
    return `<li><a href="${fileOf(name)}"${name === here ? ' aria-current="page"' : ''}>${title}</a>${within}</li>`;
  };
  return contents.map(({ title, pages: names }) => `<h2>${title}</h2>\n<ul>${names.map(item).join('\n')}</ul>`).join('\n');
}

/** Renders all pages into `<site>/docs`, with the script of their live figures in `<site>/cdn`. Needs dist/cdn, the schema and the manifest. */
export async function buildDocs(root, site) {
  const at = (...path) => join(root, ...path);
  const read = (...path) => readFileSync(at(...path), 'utf8');
  const needed = ['dist/cdn/plateau.js', 'dist/experiment.schema.json', 'dist/custom-elements.json'].find((path) => !existsSync(at(path)));
  if (needed) throw new Error(`the docs need ${needed}: build the other parts first`);

  const written = readdirSync(at('docs')).filter((name) => name.endsWith('.md')).map((name) => [basename(name, '.md'), read('docs', name)]);
  const generated = [
    ['reference-elements', elementsReference(JSON.parse(read('dist/custom-elements.json')))],
    ['reference-experiment', experimentReference(JSON.parse(read('dist/experiment.schema.json')))],
  ];
  const lab = await labLinks(root);
  const titles = new Map([...written, ...generated].map(([name, markdown]) => [name, /^# (.*)$/m.exec(markdown)?.[1] ?? name]));
  const pages = new Map();
  for (const [name, markdown] of [...written, ...generated]) {
    try {
      pages.set(name, render(markdown, lab, titles));
    } catch (error) {
      throw new Error(`docs/${name}.md: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }

  // A page that the contents do not name stands under the last heading; one that they name and that is not there is left out.
  const contents = JSON.parse(read('docs/site/contents.json')).map((section) => ({ ...section, pages: section.pages.filter((name) => pages.has(name)) }));
  const named = new Set(contents.flatMap((section) => section.pages));
  contents.at(-1).pages.push(...[...pages.keys()].filter((name) => !named.has(name)));

  const out = join(site, 'docs');
  rmSync(out, { recursive: true, force: true });
  rmSync(join(site, 'cdn'), { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  cpSync(at('dist/cdn'), join(site, 'cdn'), { recursive: true });
  cpSync(at('node_modules/temml/dist/Temml.woff2'), join(out, 'Temml.woff2'));
  cpSync(at('docs/site/docs.css'), join(out, 'docs.css'));
  cpSync(at('components/icon.svg'), join(out, 'icon.svg'));
  const shell = read('docs/site/page.html');
  for (const [name, { html, title, description, live }] of pages) {
    const scripts = live ? '<script type="module" src="../cdn/plateau.js"></script>' : '';
    const filled = { title, description, scripts, content: html, nav: navigation(pages, contents, name) };
    writeFileSync(join(out, fileOf(name)), shell.replace(/\{\{(\w+)\}\}/g, (_, key) => filled[key]));
  }
  return pages.size;
}
