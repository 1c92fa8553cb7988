import { describe, expect, it } from 'vitest'
import { planFrom } from './from-environment.ts'

const remote = {
  FINAPI_BASE_URL: 'https://sandbox.finapi.io',
  FINAPI_CLIENT_ID: 'id',
  FINAPI_CLIENT_SECRET: 'secret',
}

describe('planFrom', () => {
  it.each([
    { given: 'nothing', environment: {}, plan: { kind: 'mock', versions: ['v1', 'v2'] } },
    { given: 'a version', environment: { FINAPI_API_VERSION: 'v1' }, plan: { kind: 'mock', versions: ['v1'] } },
    {
      given: 'a server',
      environment: remote,
      plan: {
        kind: 'remote',
        versions: ['v2'],
        baseUrl: 'https://sandbox.finapi.io',
        client: { id: 'id', secret: 'secret' },
      },
    },
    {
      given: 'a server and a version',
      environment: { ...remote, FINAPI_API_VERSION: 'v1' },
      plan: { versions: ['v1'] },
    },
    {
      given: 'a server and a number of requests at once',
      environment: { ...remote, FINAPI_CONCURRENCY: '3' },
      plan: { settings: { concurrency: 3 } },
    },
  ])('makes a plan from $given', async ({ environment, plan }) => {
    await expect(planFrom(environment)).resolves.toMatchObject(plan)
  })

  it.each([
    { given: 'an unknown version', environment: { FINAPI_API_VERSION: 'v3' }, says: /FINAPI_API_VERSION is 'v3'/ },
    {
      given: 'no address',
      environment: { ...remote, FINAPI_BASE_URL: 'sandbox' },
      says: /FINAPI_BASE_URL is 'sandbox'/,
    },
    {
      given: 'no secret',
      environment: { ...remote, FINAPI_CLIENT_SECRET: '' },
      says: /FINAPI_CLIENT_SECRET is missing/,
    },
    ...['0', '-1', '2.5', 'many', '1e3'].map((number) => ({
      given: `${number} requests at once`,
      environment: { ...remote, FINAPI_CONCURRENCY: number },
      says: new RegExp(`^FINAPI_CONCURRENCY is '${number}', but has to be a whole number, 1 or more$`),
    })),
  ])('refuses $given', async ({ environment, says }) => {
    await expect(planFrom(environment)).rejects.toThrow(says)
  })
})
