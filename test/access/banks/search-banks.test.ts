import { describe, expect, it } from 'vitest'
import { dialects, startSession } from '../../helpers/api-dialect.ts'

// biome-ignore lint/suspicious/noExplicitAny: the banks of both versions, read field by field
type Bank = any

describe.each(dialects)('banks in $version', (dialect) => {
  const start = async () => {
    const { get } = await startSession(dialect)
    const list = async (query: string): Promise<Bank[]> => (await get(`/banks?perPage=500&${query}`)).body.banks
    return { get, list, all: await list('') }
  }

  it('lists a catalogue and each bank by its id', async () => {
    const { get, all } = await start()
    expect(all.length).toBeGreaterThanOrEqual(60)
    expect(all.some(({ interfaces }) => interfaces.length === 0)).toBe(true)
    const demo = all.find(({ id }) => id === 280001)
    expect(demo).toMatchObject({ blz: 'DEMO0001', name: 'finAPI Test Bank', isTestBank: true })
    expect((await get('/banks/280001')).body).toEqual(demo)
    expect((await get('/banks/1')).status).toBe(404)
  })

  it.each<{ query: string; matches: (bank: Bank) => boolean }>([
    { query: 'ids=280001,277672', matches: ({ id }) => [280001, 277672].includes(id) },
    { query: 'isTestBank=true', matches: ({ isTestBank }) => isTestBank },
    { query: 'search=DEMO0002', matches: ({ blz }) => blz === 'DEMO0002' },
    { query: 'location=AT', matches: ({ location }) => (location ?? 'AT') === 'AT' },
    {
      query: `${dialect.interfacesFilter}=FINTS_SERVER`,
      matches: ({ interfaces }) =>
        interfaces.some((candidate: Bank) => candidate[dialect.interfaceField] === 'FINTS_SERVER'),
    },
  ])('filters by $query', async ({ query, matches }) => {
    const { list, all } = await start()
    const expected = all.filter(matches).map(({ id }) => id)
    expect(expected.length).toBeGreaterThan(0)
    expect((await list(query)).map(({ id }) => id)).toEqual(expected)
  })

  it('pages and orders', async () => {
    const { get, all } = await start()
    const { banks, paging } = (await get('/banks?perPage=10&page=2&order=id,desc')).body
    expect(paging).toEqual({ page: 2, perPage: 10, pageCount: Math.ceil(all.length / 10), totalCount: all.length })
    const ids = all.map(({ id }) => id).sort((a, b) => b - a)
    expect(banks.map(({ id }: Bank) => id)).toEqual(ids.slice(10, 20))
  })

  it.each(['location=XX', 'perPage=501', 'page=0', 'order=nope'])('answers 400 to %s', async (query) => {
    const { get } = await start()
    expect((await get(`/banks?${query}`)).status).toBe(400)
  })
})
