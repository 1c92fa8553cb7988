/** The modules that the package exports, by name of their file in `dist/`. */
export const ENTRY_POINTS = {
  index: 'server/index.ts',
  client: 'client/index.ts',
  contracts: 'contracts/index.ts',
  'contracts-vitest': 'contracts/adapters/vitest.ts',
  'contracts-node-test': 'contracts/adapters/node-test.ts',
}

/** Packages that stay imports: a dependency, and one that users install when they want a browser. */
export const EXTERNAL = ['undici', 'playwright-core']
