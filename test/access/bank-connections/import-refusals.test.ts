import { describe, expect, it } from 'vitest'
import {
  challengeIn,
  codeIn,
  dialects,
  GUIDE,
  type ImportFields,
  NO_SCA,
  REDIRECT,
  type Session,
  startSession,
} from '../../helpers/api-dialect.ts'

const id = 'Onlinebanking-ID'

const expectNothingImported = async ({ get }: Session): Promise<void> => {
  expect((await get('/bankConnections')).body.connections).toEqual([])
  expect((await get('/accounts')).body.accounts).toEqual([])
}

const withCredentials = (...pairs: [string, string][]): ImportFields => ({
  bankId: 280001,
  interface: 'XS2A',
  loginCredentials: pairs.map(([label, value]) => ({ label, value })),
})

describe.each(dialects)('an import in $version', (dialect) => {
  it.each<{ given: string; request: ImportFields; status: number; code: string }>([
    { given: 'an unknown bank', request: { ...GUIDE, bankId: 1 }, status: 422, code: 'UNKNOWN_ENTITY' },
    {
      given: 'an interface that the bank lacks',
      request: { ...GUIDE, interface: 'WEB_SCRAPER' },
      status: 400,
      code: 'BAD_REQUEST',
    },
    {
      given: 'an interface that does not exist',
      request: { ...GUIDE, interface: 'EBICS' },
      status: 400,
      code: 'BAD_REQUEST',
    },
    { given: 'no PIN', request: withCredentials([id, 'demo']), status: 422, code: 'ILLEGAL_FIELD_VALUE' },
    {
      given: 'an unknown credential',
      request: withCredentials([id, 'demo'], ['PIN', '123456'], ['Geheimwort', 'x']),
      status: 422,
      code: 'ILLEGAL_FIELD_VALUE',
    },
    {
      given: 'a credential with a control character',
      request: withCredentials([id, 'de\u0007mo'], ['PIN', '123456']),
      status: 422,
      code: 'ILLEGAL_FIELD_VALUE',
    },
    {
      given: 'a repeated credential',
      request: withCredentials([id, 'demo'], ['PIN', '123456'], ['PIN', '123456']),
      status: 422,
      code: 'ILLEGAL_FIELD_VALUE',
    },
    {
      given: 'no redirectUrl for a redirect',
      request: { bankId: 280002, interface: 'XS2A', login: { [id]: 'demo' } },
      status: 422,
      code: 'ILLEGAL_FIELD_VALUE',
    },
    {
      given: 'a redirectUrl that is a script',
      request: { ...REDIRECT, redirectUrl: 'javascript:alert(1)' },
      status: 422,
      code: 'ILLEGAL_FIELD_VALUE',
    },
    {
      given: 'a wrong login',
      request: { ...GUIDE, login: { [id]: 'demo', PIN: 'wrong' } },
      status: 422,
      code: 'BANK_SERVER_REJECTION',
    },
    {
      given: 'an account type that the bank does not deliver',
      request: { ...NO_SCA, accountTypes: ['Bausparen'] },
      status: 422,
      code: 'NO_ACCOUNTS_FOR_TYPE_LIST',
    },
    {
      given: '13 days for the download',
      request: { ...NO_SCA, maxDaysForDownload: 13 },
      status: 400,
      code: 'BAD_REQUEST',
    },
    {
      given: 'a bank without a scenario',
      request: { bankId: 200015, interface: 'XS2A', login: { Anmeldename: 'demo', PIN: 'demo' } },
      status: 501,
      code: 'UNSUPPORTED_BANK',
    },
  ])('is refused with $status $code for $given', async ({ request, status, code }) => {
    const session = await startSession(dialect)
    const refused = await session.importBank(request)
    expect([refused.status, codeIn(refused)]).toEqual([status, code])
    await expectNothingImported(session)
  })

  it('is refused for a field under the name that the other version has for it, and the message names it', async () => {
    const session = await startSession(dialect)
    const other = dialect.version === 'v1' ? 'bankingInterface' : 'interface'
    const body = { bankId: 280001, [dialect.interfaceField]: 'XS2A', [other]: 'XS2A', loginCredentials: [] }
    const refused = await session.post('/bankConnections/import', body)
    expect(refused.status).toBe(400)
    expect(refused.body.errors[0].message).toContain(`'${other}'`)
    await expectNothingImported(session)
  })

  it('ends with 422 at a wrong TAN', async () => {
    const session = await startSession(dialect)
    const { hash } = challengeIn(await session.importBank(GUIDE))
    challengeIn(await session.answer(GUIDE, hash, { twoStepProcedureId: 'DEMO-TSP-01' }))
    const wrong = await session.answer(GUIDE, hash, { challengeResponse: 'wrong' })
    expect([wrong.status, codeIn(wrong)]).toEqual([422, 'BANK_SERVER_REJECTION'])
    const late = await session.answer(GUIDE, hash, { challengeResponse: 'demo' })
    expect([late.status, codeIn(late)]).toEqual([422, 'NO_EXISTING_CHALLENGE'])
    await expectNothingImported(session)
  })

  it('goes on after 422 for an unknown procedure', async () => {
    const session = await startSession(dialect)
    const { hash } = challengeIn(await session.importBank(GUIDE))
    const wrong = await session.answer(GUIDE, hash, { twoStepProcedureId: 'PIGEON' })
    expect([wrong.status, codeIn(wrong)]).toEqual([422, 'INVALID_TWO_STEP_PROCEDURE'])
    const right = await session.answer(GUIDE, hash, { twoStepProcedureId: 'DEMO-TSP-01' })
    expect(challengeIn(right).status).toBe('CHALLENGE_RESPONSE_REQUIRED')
  })
})
