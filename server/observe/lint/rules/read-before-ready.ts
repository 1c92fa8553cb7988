import { described } from '../../../../contracts/evidence.ts'
import { readList, readNumber, readText } from '../read-body.ts'
import type { LintEntry, LintRule } from '../rule.ts'

export const readBeforeReady: LintRule = {
  id: 'data.read-when-ready',
  title: 'A client reads accounts and transactions after their bank connection is READY',
  severity: 'warning',
  evidence: described('processing after an import: data read before READY may be incomplete'),
  check: ({ entries }) =>
    entries.flatMap((imported, index) => {
      const connection = readNumber(imported.response.body, 'id')
      const isDownloading = readText(imported.response.body, 'updateStatus') === 'IN_PROGRESS'
      if (connection === undefined || imported.explanation === undefined || !isDownloading) return []
      const later = entries.slice(index + 1).filter(({ userId }) => userId === imported.userId)
      const ready = later.findIndex((entry) => showsReady(entry, connection))
      const early = (ready < 0 ? later : later.slice(0, ready)).filter(readsData)
      const isRepeated = ready >= 0 && later.slice(ready + 1).some(readsData)
      if (early.length === 0 || isRepeated) return []
      return [
        {
          entryIds: [imported.id, ...early.map(({ id }) => id)],
          message: `Data was read while bank connection ${connection} was still IN_PROGRESS, and not again after it was READY. Poll the bank connection until updateStatus is READY, then read.`,
        },
      ]
    }),
}

const readsData = ({ facts, response }: LintEntry): boolean => facts.readsBankData === true && response.status === 200

const showsReady = ({ response }: LintEntry, connection: number): boolean =>
  [response.body, ...readList(response.body, 'connections')].some(
    (body) => readNumber(body, 'id') === connection && readText(body, 'updateStatus') === 'READY',
  ) ||
  // A list that was too long to be stored completely may contain it.
  (response.truncated === true && String(response.body).includes('"connections"'))
