// The two pages of the documentation that are generated: the elements, from their manifest, and the experiment, from its JSON schema.

/** Text in a cell of a Markdown table. */
const cell = (text) => String(text ?? '').replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();
const code = (text) => (text === undefined || text === '' ? '' : `\`${cell(text)}\``);
/** Words from a comment, in which a tag outside of backquotes is one that is talked about. */
const words = (text) => cell(text).replace(/(^|[^`\w])(<\/?[a-z][\w-]*>)(?!`)/g, '$1`$2`');
const table = (head, rows) => [`| ${head.join(' | ')} |`, `|${head.map(() => '---|').join('')}`, ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n');
const part = (title, head, rows) => (rows.length === 0 ? [] : [`### ${title}`, table(head, rows)]);

/** @param {{ modules: { declarations?: any[] }[] }} manifest a custom elements manifest, schema version 1 */
export function elementsReference(manifest) {
  const elements = manifest.modules
    .flatMap(({ declarations = [] }) => declarations)
    .filter(({ customElement, tagName }) => customElement && tagName)
    .toSorted((a, b) => a.tagName.localeCompare(b.tagName, 'en'));
  if (elements.length === 0) throw new Error('the manifest names no element');
  // The properties that every element takes are listed once.
  const shared = elements[0].cssProperties?.filter(({ name }) => elements.every((element) => element.cssProperties?.some((other) => other.name === name))) ?? [];
  const isShared = ({ name }) => shared.some((other) => other.name === name);
  return [
    '# Reference: the elements',
    'Generated from the manifest that the package carries, `dist/custom-elements.json`. How they are composed, and the custom properties that all of them take, is in [elements.md](elements.md).',
    table(['element', 'what it is'], elements.map(({ tagName, description }) => [`[\`<${tagName}>\`](#${tagName})`, words(firstSentence(description))])),
    ...(shared.length > 0 ? ['## CSS custom properties', 'Of every element.', cssTable(shared)] : []),
    ...elements.flatMap((element) => elementParts(element, isShared)),
  ].join('\n\n');
}

const firstSentence = (text = '') => /^[\s\S]*?[.](?=\s|$)/.exec(text)?.[0] ?? text;
const paragraphs = (text = '') => text.split(/\n\s*\n/).map(words);
const cssTable = (properties) => table(['property', 'default', 'meaning'], properties.map(({ name, default: value, description }) => [code(name), code(value), words(description)]));

function elementParts(element, isShared) {
  const { tagName, description, members = [], attributes = [], events = [], slots = [], cssParts = [], cssProperties = [] } = element;
  const open = members.filter(({ privacy, static: ofClass, name }) => privacy !== 'private' && privacy !== 'protected' && !ofClass && !name.startsWith('_'));
  const typed = ({ type }) => code(type?.text);
  const fieldOf = new Map(open.filter(({ attribute }) => attribute).map((member) => [member.attribute, member.name]));
  /** What a script calls it, where that is something else. */
  const asProperty = ({ name, fieldName = fieldOf.get(name) }) => (fieldName === undefined || fieldName === name ? '' : `, property ${code(fieldName)}`);
  return [
    `## <${tagName}>`.replace(/<(.*)>/, '`<$1>`'),
    ...paragraphs(description),
    ...part('Attributes', ['attribute', 'type', 'default', 'meaning'], attributes.map((each) => [code(each.name) + asProperty(each), typed(each), code(each.default), words(each.description)])),
    ...part(
      'Properties',
      ['property', 'type', 'default', 'meaning'],
      open.filter(({ kind, attribute, type, description: said }) => kind === 'field' && !attribute && type && said).map((each) => [code(each.name), typed(each), code(each.default), words(each.description)]),
    ),
    ...part(
      'Methods',
      ['method', 'what it does'],
      open.filter(({ kind, description: said }) => kind === 'method' && said).map(({ name, parameters = [], return: result, description: said }) => [
        code(`${name}(${parameters.map(({ name: each, optional, default: value }) => `${each}${optional && value === undefined ? '?' : ''}${value === undefined ? '' : ` = ${value}`}`).join(', ')})${result?.type ? `: ${result.type.text}` : ''}`),
        words(said),
      ]),
    ),
    ...part('Events', ['event', 'type', 'when'], events.filter(({ name, description: said }) => name.includes('-') && said).map((each) => [code(each.name), typed(each), words(each.description)])),
    ...part('Slots', ['slot', 'holds'], slots.map(({ name, description: said }) => [name === '' ? 'the element’s own content' : code(name), words(said)])),
    ...part('Parts', ['part', 'what it is'], cssParts.map(({ name, description: said }) => [code(name), words(said)])),
    ...(cssProperties.every(isShared) ? [] : ['### CSS custom properties', cssTable(cssProperties.filter((each) => !isShared(each)))]),
  ];
}

/** @param {any} schema the experiment's JSON schema, draft 7 */
export function experimentReference(schema) {
  const onlyFlows = new Set(schema.else?.properties ? schema.else.required.flatMap((key) => (schema.else.properties[key]?.required ?? []).map((name) => `${key}.${name}`)) : []);
  const sections = Object.entries(schema.properties)
    .filter(([key]) => !key.startsWith('$'))
    .map(([key, node]) => ({ key, node, rows: rowsOf(node, key, { onlyFlows }) }));
  const single = sections.filter(({ rows }) => rows.length === 1);
  const head = ['key', 'allowed', 'default', 'meaning'];
  return [
    '# Reference: the experiment',
    'Generated from the JSON schema that the package carries, `dist/experiment.schema.json`. What ties keys together, and what each engine serves, is in [experiment.md](experiment.md).',
    ...sections.filter(({ rows }) => rows.length > 1).flatMap(({ key, node, rows }) => [`## ${key}`, words(node.description ?? ''), table(head, rows)]),
    '## Others',
    table(head, single.flatMap(({ rows }) => rows)),
  ].join('\n\n');
}

/** A row for a key, and one for each key within it, whichever of its forms has them. */
function rowsOf(node, path, { need: needed = '', onlyFlows = new Set() }) {
  const forms = (node.oneOf ?? node.anyOf ?? []).filter((form) => form.type !== undefined || form.oneOf || form.anyOf);
  const said = node.description ?? forms.find(({ description }) => description)?.description;
  const title = node.title ?? forms.find(({ title: each }) => each)?.title;
  const flowsApart = onlyFlows.has(path);
  const value = flowsApart ? 'required, but by flows' : node.default !== undefined ? code(JSON.stringify(node.default)) : needed;
  const own = [code(path), allowed(node), value, words([title, said].filter(Boolean).join('. ').replaceAll('?.', '?'))];
  // Of these keys a document has one.
  const either = (node.type === 'object' ? (node.oneOf ?? []) : []).flatMap((form) => form.required ?? []);
  const need = (object, key) => object.required?.includes(key) ? 'required' : either.includes(key) ? `required, or ${either.filter((other) => other !== key).map((other) => code(`${path}.${other}`)).join(', ')}` : '';
  const inside = (object) => Object.entries(object.properties ?? {}).flatMap(([key, each]) => rowsOf(each, `${path}.${key}`, { need: need(object, key), onlyFlows }));
  const nested = (form) => (form.oneOf ?? form.anyOf ?? [form]).flatMap((each) => (each === form ? inside(each) : nested(each)));
  const rows = [...inside(node), ...forms.flatMap(nested)];
  const once = [...new Set(rows.map(([key]) => key))].map((key) => oneOfRows(rows.filter(([other]) => other === key)));
  return node.type === 'object' && path.indexOf('.') < 0 ? once : [own, ...once];
}

/** Forms of one object share keys, as the laws of a readout share `law`: its row has the values of all. */
function oneOfRows(rows) {
  const [key, , value, said] = rows[0];
  const values = [...new Set(rows.map(([, each]) => each))];
  return [key, values.join(', '), value, values.length === 1 ? said : ''];
}

/** What a value may be, in words. */
function allowed(node) {
  const forms = (node.oneOf ?? node.anyOf ?? []).filter((form) => form.type !== undefined || form.oneOf || form.anyOf);
  if (forms.length > 0 && node.type === undefined) return [...new Set(forms.map(allowed))].join(', or ');
  if (node.enum) return node.enum.map((each) => code(JSON.stringify(each))).join(', ');
  const { type, minimum, exclusiveMinimum, maximum, maxLength, minItems, maxItems } = node;
  if (type === 'array') return `${minItems === maxItems ? minItems : `${minItems ?? 0} to ${maxItems}`} ${node.items.type === 'array' ? `rows of ${allowed(node.items)}` : `numbers${allowed(node.items).replace(/^a number/, '')}`}`;
  if (type === 'object') return (node.required ?? []).length > 0 ? `an object with ${node.required.map(code).join(', ')}` : 'an object';
  if (type === 'string') return maxLength ? `text of at most ${maxLength} characters` : 'text';
  if (type === 'null') return '`null`';
  if (type === 'boolean') return '`true`, `false`';
  const noun = type === 'integer' ? 'a whole number' : 'a number';
  if (exclusiveMinimum !== undefined) return `${noun} above ${count(exclusiveMinimum)}${maximum === undefined ? '' : ` and at most ${count(maximum)}`}`;
  if (minimum !== undefined && maximum !== undefined) return `${noun} from ${count(minimum)} to ${count(maximum)}`;
  if (minimum !== undefined) return `${noun}, at least ${count(minimum)}`;
  return maximum === undefined ? noun : `${noun}, at most ${count(maximum)}`;
}

/** Round numbers as powers of ten, where they are long. */
const count = (x) => (x >= 1e6 && Number.isInteger(Math.log10(x)) ? `10^${Math.log10(x)}` : String(x)).replace(/\^(\d+)/, (_, n) => [...n].map((d) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[d]).join(''));
