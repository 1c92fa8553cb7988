import { described } from '../../../../contracts/evidence.ts'
import { listOf, numberOf, textOf } from '../read-body.ts'
import type { LintEntry, LintRule } from '../rule.ts'

export const readBeforeReady: LintRule = {
  id: 'data.read-when-ready',
  title: 'A client reads accounts and transactions when their bank connection is READY',
  severity: 'warning',
  evidence: described('processing after an import: data read before READY may be incomplete'),
  check: ({ entries }) =>
    entries.flatMap((imported, index) => {
      const connection = numberOf(imported.response.body, 'id')
      const isDownloading = textOf(imported.response.body, 'updateStatus') === 'IN_PROGRESS'
      if (connection === undefined || imported.explanation === undefined || !isDownloading) return []
      const later = entries.slice(index + 1).filter(({ userId }) => userId === imported.userId)
      const ready = later.findIndex((entry) => showsReady(entry, connection))
      const early = (ready < 0 ? later : later.slice(0, ready)).filter(readsData)
      const isReadAgain = ready >= 0 && later.slice(ready + 1).some(readsData)
      if (early.length === 0 || isReadAgain) return []
      return [
        {
          entryIds: [imported.id, ...early.map(({ id }) => id)],
          message: `Data was read while bank connection ${connection} was still IN_PROGRESS, and not again after it was seen READY. Ask for the bank connection until updateStatus is READY, then read.`,
        },
      ]
    }),
}

const readsData = ({ facts, response }: LintEntry): boolean => facts.readsBankData === true && response.status === 200

const showsReady = ({ response }: LintEntry, connection: number): boolean =>
  [response.body, ...listOf(response.body, 'connections')].some(
    (body) => numberOf(body, 'id') === connection && textOf(body, 'updateStatus') === 'READY',
  ) ||
  // Of a list that was too long to be kept nobody can tell.
  (response.truncated === true && String(response.body).includes('"connections"'))
