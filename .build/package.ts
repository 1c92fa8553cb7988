/** `npm run build`: makes all that the published package contains, whether it is there already or not. */
import { rm } from 'node:fs/promises'
import { bundle } from './lib/bundle.ts'
import { declare } from './lib/declarations.ts'
import { generate } from './lib/generate.ts'
import { runStep } from './lib/run-step.ts'

await runStep(async () => {
  await generate()
  await rm('dist', { recursive: true, force: true })
  await bundle({ sourceMaps: false })
  await declare()
})
