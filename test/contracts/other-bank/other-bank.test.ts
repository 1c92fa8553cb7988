import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiVersions } from '../../../contracts/api.ts'
import { walkForms } from '../../../contracts/psu/form-walker.ts'
import { type MockServer, startMockServer } from '../../../server/index.ts'
import { redirectRules, runRedirectRules, summarizeRun } from './contract-run.ts'
import { type OtherBank, startOtherBank } from './other-bank.ts'

let mock: MockServer
let plain: OtherBank
let script: OtherBank

beforeAll(async () => {
  mock = await startMockServer({ port: 0, downloadTime: 0 })
  plain = await startOtherBank(mock.url, 'plain')
  script = await startOtherBank(mock.url, 'script')
})

afterAll(async () => {
  await Promise.all([plain, script].map((bank) => bank?.close()))
  await mock?.close()
})

describe('a run that walks forms', () => {
  it.each(apiVersions)('holds at a bank built by somebody else, %s', async (version) => {
    const run = await runRedirectRules(mock.url, plain, version, walkForms)
    expect(summarizeRun(run)).toEqual({ passed: redirectRules.length, others: [] })
  })

  it('says of pages drawn by JavaScript that they need a browser', async () => {
    const { others } = summarizeRun(await runRedirectRules(mock.url, script, 'v2', walkForms))
    expect(others).toContainEqual(
      expect.stringMatching(/^redirect\.approved: .*\/portal \("Sparbank Direkt"\).*needs JavaScript.*browser/),
    )
  })

  it('logs in step by step and is told of a wrong password', async () => {
    const walk = walkForms({
      url: plain.rewrite(`${mock.url}/_mock/bank/login?state=unknown`),
      returnUrl: 'https://tpp.example.com/back',
      login: { user: 'demo', password: 'wrong' },
      decision: 'approve',
    })
    await expect(walk).rejects.toThrow('did not redirect to the return URL')
  })
})
