/** Makes what `npm start` and the tests run: the generated files and the bundle, each only where a source is newer. */
import { bundleIfNeeded } from './lib/bundle.ts'
import { generate } from './lib/generate.ts'
import { runStep } from './lib/run-step.ts'

await runStep(async () => {
  await generate()
  await bundleIfNeeded()
})
