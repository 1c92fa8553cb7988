import { beforeAll, describe, expect, it } from 'vitest'
import { dialects, type Session, startSession } from '../../helpers/api-dialect.ts'
import type { Row } from '../../helpers/read-data.ts'

describe.each(dialects)('banks in $version', (dialect) => {
  let session: Session
  let all: Row[]
  const list = async (query: string): Promise<Row[]> => (await session.get(`/banks?perPage=500&${query}`)).body.banks

  // Banks never change, so one session serves every test.
  beforeAll(async () => {
    session = await startSession(dialect)
    all = await list('')
  })

  it('are a catalogue, and each is found by its id', async () => {
    expect(all.length).toBeGreaterThanOrEqual(60)
    expect(all.some(({ interfaces }) => interfaces.length === 0)).toBe(true)
    const demo = all.find(({ id }) => id === 280001)
    expect(demo).toMatchObject({ blz: 'DEMO0001', name: 'finAPI Test Bank', isTestBank: true })
    expect((await session.get('/banks/280001')).body).toEqual(demo)
    expect((await session.get('/banks/1')).status).toBe(404)
  })

  it.each<{ query: string; matches: (bank: Row) => boolean }>([
    { query: 'ids=280001,277672', matches: ({ id }) => [280001, 277672].includes(id) },
    { query: 'isTestBank=true', matches: ({ isTestBank }) => isTestBank },
    { query: 'search=DEMO0002', matches: ({ blz }) => blz === 'DEMO0002' },
    { query: 'location=AT', matches: ({ location }) => (location ?? 'AT') === 'AT' },
    {
      query: `${dialect.interfacesFilter}=FINTS_SERVER`,
      matches: ({ interfaces }) =>
        interfaces.some((candidate: Row) => candidate[dialect.interfaceField] === 'FINTS_SERVER'),
    },
  ])('are filtered by $query', async ({ query, matches }) => {
    const expected = all.filter(matches).map(({ id }) => id)
    expect(expected.length).toBeGreaterThan(0)
    expect(expected.length).toBeLessThan(all.length)
    expect((await list(query)).map(({ id }) => id)).toEqual(expected)
  })

  it('are paged and ordered', async () => {
    const { banks, paging } = (await session.get('/banks?perPage=10&page=2&order=id,desc')).body
    expect(paging).toEqual({ page: 2, perPage: 10, pageCount: Math.ceil(all.length / 10), totalCount: all.length })
    const ids = all.map(({ id }) => id).sort((a, b) => b - a)
    expect(banks.map(({ id }: Row) => id)).toEqual(ids.slice(10, 20))
  })

  const numbers = ['perPage=1e2', 'page=1.0', 'page=1e20', 'page=%201', 'page=99999999999999999999', 'ids=280001,28e4']

  it.each(numbers)('are refused with 400 for %s, which is no whole number', async (query) => {
    const { status, body } = await session.get(`/banks?${query}`)
    expect([status, body.errors[0].message]).toEqual([
      400,
      expect.stringMatching(/^(perPage|page|ids\.1) must be integer\.$/),
    ])
  })

  it('take a number with a sign', async () => {
    expect((await session.get('/banks?page=%2B2')).body.paging.page).toBe(2)
  })

  it.each(['location=XX', 'perPage=501', 'page=0', 'order=nope'])('are refused with 400 for %s', async (query) => {
    expect((await session.get(`/banks?${query}`)).status).toBe(400)
  })
})
