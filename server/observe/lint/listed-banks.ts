import type { Events } from '../../core/events.ts'
import { id, list, object, text } from '../../core/shape.ts'
import { defineStore, type Store } from '../../core/store.ts'
import type { ExchangeEvents } from '../journal/entry.ts'

/** The bank ids that were returned to each client. They are stored apart from the journal, which drops old exchanges. */
export interface ListedBanks extends Store<ListedBanksState> {
  has(clientId: string, bankId: number): boolean
}

export type ListedBanksState = readonly { clientId: string; bankIds: readonly number[] }[]

export const createListedBanks = (events: Pick<Events<ExchangeEvents>, 'subscribe'>): ListedBanks => {
  const listed = new Map<string, Set<number>>()

  const add = (clientId: string, bankIds: readonly number[]): void => {
    const known = listed.get(clientId) ?? new Set()
    listed.set(clientId, known)
    for (const bankId of bankIds) known.add(bankId)
  }

  events.subscribe('exchange', ({ record, listedBanks }) => {
    if (record.clientId !== undefined && listedBanks.length > 0) add(record.clientId, listedBanks)
  })

  return {
    has: (clientId, bankId) => listed.get(clientId)?.has(bankId) ?? false,
    state: () => [...listed].map(([clientId, bankIds]) => ({ clientId, bankIds: [...bankIds] })),
    restore: (state) => {
      listed.clear()
      for (const { clientId, bankIds } of state) add(clientId, bankIds)
    },
  }
}

export const listedBankStore = defineStore({
  create: ({ events }: { events: Pick<Events<ExchangeEvents>, 'subscribe'> }) => createListedBanks(events),
  shape: list(object<ListedBanksState[number]>({ clientId: text, bankIds: list(id) })),
})
