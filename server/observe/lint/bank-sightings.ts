/** Which banks a client was told of. Kept apart from the journal, because that forgets and its bodies are cut. */
export interface BankSightings {
  /** Notes the banks in the body of an answer about banks. */
  note(clientId: string, body: unknown): void
  has(clientId: string, bankId: number): boolean
  all(): readonly { clientId: string; bankIds: readonly number[] }[]
  restore(sightings: readonly { clientId: string; bankIds: readonly number[] }[]): void
}

export const createBankSightings = (): BankSightings => {
  const seen = new Map<string, Set<number>>()

  const add = (clientId: string, bankId: unknown): void => {
    if (typeof bankId !== 'number') return
    const known = seen.get(clientId)
    if (known === undefined) seen.set(clientId, new Set([bankId]))
    else known.add(bankId)
  }

  return {
    note: (clientId, body) => {
      if (typeof body !== 'object' || body === null) return
      const banks: unknown = 'banks' in body ? body.banks : [body]
      if (!Array.isArray(banks)) return
      for (const bank of banks) if (typeof bank === 'object' && bank !== null && 'id' in bank) add(clientId, bank.id)
    },
    has: (clientId, bankId) => seen.get(clientId)?.has(bankId) ?? false,
    all: () => [...seen].map(([clientId, bankIds]) => ({ clientId, bankIds: [...bankIds] })),
    restore: (sightings) => {
      seen.clear()
      for (const { clientId, bankIds } of sightings) for (const bankId of bankIds) add(clientId, bankId)
    },
  }
}
