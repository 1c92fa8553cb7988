import { defineCollection } from '../../core/collection.ts'
import { id, object, oneOf, optional, text } from '../../core/shape.ts'

/** A client of finAPI: the credentials of an application. A mandator may have several clients. */
export interface Client {
  id: string
  /** The first number in `authContext`. */
  number: number
  secret: string
  /** The name that a bank shows to the PSU. */
  name: string
  role: 'client' | 'mandatorAdmin'
  /** The only API version that the client may call; undefined if it may call any. */
  boundTo: string | undefined
}

/** Returns the owner key of tokens that belong to the client itself; no user key contains a colon. */
export const clientOwner = (clientId: string): string => `client:${clientId}`

const demoClients = (boundTo: string | undefined): Client[] => [
  { id: 'mock-client', number: 1, secret: 'mock-secret', name: 'Mock Client', role: 'client', boundTo },
  {
    id: 'mock-admin',
    number: 2,
    secret: 'mock-secret',
    name: 'Mock Mandator Admin',
    role: 'mandatorAdmin',
    boundTo: undefined,
  },
]

export const clientStore = defineCollection({
  key: (client: Client) => client.id,
  shape: object<Client>({
    id: text,
    number: id,
    secret: text,
    name: text,
    role: oneOf('client', 'mandatorAdmin'),
    boundTo: optional(oneOf('v1', 'v2')),
  }),
  initial: ({ options }: { options: { boundTo: string | undefined } }) => demoClients(options.boundTo),
})
