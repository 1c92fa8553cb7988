import { described } from '../../../../contracts/evidence.ts'
import { readNumber } from '../read-body.ts'
import type { LintRule } from '../rule.ts'

export const bankIds: LintRule = {
  id: 'banks.ids-are-looked-up',
  title: 'A client reads the ids of banks from finAPI instead of hard-coding them',
  severity: 'hint',
  evidence: described('test banks; their ids differ between environments'),
  check: ({ entries, wasListed }) => {
    const imports = entries.filter(
      ({ operation, explanation }) => operation === 'importBankConnection' && explanation?.reason === 'started',
    )
    const unlisted = new Map<number, number[]>()
    for (const { id, clientId, request } of imports) {
      const bankId = readNumber(request.body, 'bankId')
      if (bankId === undefined || clientId === undefined || wasListed(clientId, bankId)) continue
      unlisted.set(bankId, [...(unlisted.get(bankId) ?? []), id])
    }
    return [...unlisted].map(([bankId, entryIds]) => ({
      entryIds,
      message: `Bank ${bankId} was imported, but no response to this client listed it. Search banks by BLZ, BIC or name and use the id of the result: ids differ between sandbox and live.`,
    }))
  },
}
