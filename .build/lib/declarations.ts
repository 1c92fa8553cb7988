import { ENTRY_POINTS, EXTERNAL } from './entry-points.ts'

/**
 * Writes the declarations of the package's modules, one file each and some that they share. Other declarations would
 * double the size of the package, and offer users the names of our internals.
 */
export const declare = async (): Promise<void> => {
  const [{ rollup }, { dts }] = await Promise.all([import('rollup'), import('rollup-plugin-dts')])
  const bundle = await rollup({
    input: ENTRY_POINTS,
    external: [/^node:/, ...EXTERNAL],
    plugins: [dts({ tsconfig: 'tsconfig.types.json' })],
    onwarn: ({ message }) => {
      // The types of whole documents, which the named types of each module come from.
      if (!message.includes('private shared type exports')) throw new Error(message)
    },
  })
  const { output } = await bundle.write({
    dir: 'dist',
    entryFileNames: '[name].d.ts',
    chunkFileNames: 'types/[name].d.ts',
  })
  await bundle.close()
  const imports = output.flatMap((file) => (file.type === 'chunk' ? file.imports : []))
  // Users have what is a dependency; an import of anything else is an error in their programs.
  if (imports.includes('playwright-core')) throw new Error('the declarations need playwright-core, which is optional')
}
