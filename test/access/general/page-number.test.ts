import { describe, expect, it } from 'vitest'
import { codeIn, dialects, startSession } from '../../helpers/api-dialect.ts'

const lists = ['/banks?', '/transactions?view=userView&', '/accounts/dailyBalances?']

describe.each(dialects)('the number of a page in $version', (dialect) => {
  it.each(lists)('is refused at %s if it is too large for the paging of the response', async (list) => {
    const { get } = await startSession(dialect)
    expect((await get(`${list}page=2147483647`)).status).toBe(200)
    const refused = await get(`${list}page=2147483648`)
    expect([refused.status, codeIn(refused)]).toEqual([400, 'BAD_REQUEST'])
  })
})
