// What `import 'plateau/classic'` gives TypeScript: the elements' types. The one file itself defines the elements and exports nothing.

export type * from './index.ts';
