import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { challengeIn, REDIRECT, startSession, v1, walkBankPage } from '../helpers/api-dialect.ts'
import { harSchema } from '../helpers/har-schema.ts'

describe('the journal', () => {
  it('is exported as HAR 1.2', async () => {
    const session = await startSession(v1)
    const { hash, redirectUrl } = challengeIn(await session.importBank(REDIRECT))
    await walkBankPage(session, redirectUrl)
    await session.answer(REDIRECT, hash, { redirectCallback: 'state=foreign' })
    session.world.faults.add({ kind: 'cut', at: 'before-headers' })
    await expect(session.get('/accounts?view=userView&ids=1')).rejects.toThrow('cut')
    const ajv = new Ajv({ strict: false })
    addFormats.default(ajv)
    const validate = ajv.compile(harSchema)
    const har = (await session.app.call('GET', '/_mock/journal/har')).body
    expect(validate(har), JSON.stringify(validate.errors)).toBe(true)
    expect(har).toEqual(JSON.parse(JSON.stringify(session.world.journal.har())))
    expect(har.log.entries).toHaveLength(session.world.journal.size)
    expect(har.log.entries.at(-1)).toMatchObject({
      request: {
        url: 'http://finapi-mock/api/v1/accounts?view=userView&ids=1',
        queryString: [{ name: 'view' }, { name: 'ids' }],
      },
      response: { status: 0 },
    })
  })
})
