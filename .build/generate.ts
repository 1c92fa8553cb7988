/** `npm run generate`: makes the generated files that are missing or stale. */
import { generate } from './lib/generate.ts'
import { runStep } from './lib/run-step.ts'

await runStep(generate)
