/** _collections: see _collections/module.ts. CPython: Modules/_collectionsmodule.c. */
export { collectionsModule } from './_collections/module.ts';
