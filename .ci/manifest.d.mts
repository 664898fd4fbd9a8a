interface Described {
  readonly name: string;
  readonly description?: string;
  readonly type?: { readonly text: string };
}

/** An element, of the custom elements manifest. */
interface ElementDeclaration extends Described {
  readonly tagName: string;
  readonly attributes: readonly Described[];
  readonly members: readonly (Described & { readonly kind: string })[];
  readonly events: readonly Described[];
  readonly slots?: readonly Described[];
  readonly cssParts?: readonly Described[];
  readonly cssProperties: readonly (Described & { readonly default?: string })[];
}

interface Manifest {
  readonly modules: readonly { readonly path: string; readonly declarations: readonly [ElementDeclaration] }[];
}

export function elementsManifest(root: string): Manifest;
export function editorData(manifest: Manifest): object;
export function editorStyles(manifest: Manifest): object;
