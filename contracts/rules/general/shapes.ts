import { apiVersions, listOperations, type OperationId } from '../../api.ts'
import { documented } from '../../evidence.ts'
import { fail } from '../../expect.ts'
import { defineRule, type Rule, skip } from '../../rule.ts'
import { EVERYTHING } from '../../targets/turns.ts'

/** The ids of all operations; the types are generated from the same documents. */
const operationIds = [
  ...new Set(apiVersions.flatMap((version) => [...listOperations(version).keys()])),
] as OperationId[]

const shapeRule = (id: OperationId): Rule =>
  defineRule(
    {
      id: `shapes.${id}`,
      title: `Every response of ${id} has the status and shape that the API document gives it`,
      versions: apiVersions.filter((version) => listOperations(version).has(id)),
      evidence: documented(`${id}, responses`),
      needs: [],
      occupies: EVERYTHING,
    },
    async (target) => {
      const seen = target.seen.filter(({ operationId }) => operationId === id)
      if (seen.length === 0) return skip('no rule of this run called it')
      for (const text of new Set(
        seen.flatMap(({ status, finding }) => finding.observations.map((one) => `${status}: ${one}`)),
      ))
        target.observe(text)
      const lines = new Set(seen.flatMap(({ status, finding }) => finding.violations.map((one) => `${status}: ${one}`)))
      if (lines.size > 0) fail([...lines].join('\n'))
    },
  )

/**
 * One rule per operation, about every response that the rules before received. They are separate from the others, so
 * that one wrong field is one failure, and not one for each rule that reads it.
 */
export const shapeRules: readonly Rule[] = operationIds.map(shapeRule)
