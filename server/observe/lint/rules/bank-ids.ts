import { described } from '../../../../contracts/evidence.ts'
import { numberOf } from '../read-body.ts'
import type { LintRule } from '../rule.ts'

export const bankIds: LintRule = {
  id: 'banks.ids-are-looked-up',
  title: 'A client takes the ids of banks from finAPI and not from its own code',
  severity: 'hint',
  evidence: described('test banks; their ids differ between environments'),
  check: ({ entries, wasListed }) => {
    const imports = entries.filter(
      ({ operation, explanation }) => operation === 'importBankConnection' && explanation?.reason === 'started',
    )
    const unseen = new Map<number, number[]>()
    for (const { id, clientId, request } of imports) {
      const bankId = numberOf(request.body, 'bankId')
      if (bankId === undefined || clientId === undefined || wasListed(clientId, bankId)) continue
      unseen.set(bankId, [...(unseen.get(bankId) ?? []), id])
    }
    return [...unseen].map(([bankId, entryIds]) => ({
      entryIds,
      message: `Bank ${bankId} was imported though no answer to this client ever named it. Search banks by BLZ, BIC or name and take the id from there: sandbox and live have other ids.`,
    }))
  },
}
