/** The credentials of an application; several of them may belong to one contract partner (mandator). */
export interface Client {
  id: string
  /** The first number in `authContext`. */
  number: number
  secret: string
  /** What users see when their bank asks them to agree. */
  name: string
  role: 'client' | 'mandatorAdmin'
  /** The one API version that the client may call; any, where it is not bound. */
  boundTo: string | undefined
}

/** The owner key of tokens that belong to the client itself; no user key contains a colon. */
export const clientOwner = (clientId: string): string => `client:${clientId}`

export const demoClients = (boundTo: string | undefined): Client[] => [
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
