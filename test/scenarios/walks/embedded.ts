import { expect } from 'vitest'
import type { Walk } from '../walker.ts'

const TAN = { challengeResponse: '123456' }

export const embeddedWalks: Readonly<Record<string, Walk>> = {
  'embedded-text-tan': async (walker) => {
    const { twoStepProcedures } = await walker.asks('TWO_STEP_PROCEDURE_REQUIRED')
    expect(twoStepProcedures.map((one: { procedureId: string }) => one.procedureId)).toEqual(['sms', 'app'])
    const asked = await walker.asks('CHALLENGE_RESPONSE_REQUIRED', { twoStepProcedureId: 'sms' })
    expect(asked).toMatchObject({ answerFieldLabel: 'TAN' })
    expect(asked.challengeMessage).toBe('Wir haben eine TAN an Ihr Telefon geschickt. Sie lautet 123456.')
    walker.headers['Accept-Language'] = 'en'
    const again = await walker.asks('CHALLENGE_RESPONSE_REQUIRED', { twoStepProcedureId: 'sms' })
    expect(again.challengeMessage).toBe('We sent a TAN to your phone. It is 123456.')
    await walker.imports({ twoStepProcedureId: 'sms', ...TAN })
  },

  'embedded-photo-tan': async (walker) => {
    await walker.asks('TWO_STEP_PROCEDURE_REQUIRED')
    const asked = await walker.asks('CHALLENGE_RESPONSE_REQUIRED', { twoStepProcedureId: 'photo' })
    expect(asked.photoTanMimeType).toBe('image/png')
    const picture = Buffer.from(asked.photoTanData, 'base64')
    expect(picture.subarray(1, 4).toString()).toBe('PNG')
    await walker.imports({ challengeResponse: '246810' })
  },

  'embedded-flicker-tan': async (walker) => {
    await walker.asks('TWO_STEP_PROCEDURE_REQUIRED')
    const { opticalData } = await walker.asks('CHALLENGE_RESPONSE_REQUIRED', { twoStepProcedureId: 'chip' })
    expect(opticalData).toMatch(/^([0-9A-Fa-f]{2})+$/)
    expect(Number.parseInt(opticalData.slice(0, 2), 16)).toBe(opticalData.length / 2 - 1)
    await walker.imports({ challengeResponse: '135790' })
  },

  'embedded-one-procedure': async (walker) => {
    await walker.asks('CHALLENGE_RESPONSE_REQUIRED')
    await walker.imports(TAN)
    const { body } = await walker.session.get('/bankConnections')
    const [connected] = body.connections[0].interfaces
    expect(connected.twoStepProcedures).toHaveLength(1)
    expect(connected.defaultTwoStepProcedureId).toBe('sms')
  },

  'embedded-default-procedure': async (walker) => {
    const preset = await walker.asks('CHALLENGE_RESPONSE_REQUIRED')
    expect(preset.photoTanData).toEqual(expect.any(String))
    const chosen = await walker.asks('CHALLENGE_RESPONSE_REQUIRED', { twoStepProcedureId: 'sms' })
    expect(chosen.photoTanData).toBe(walker.dialect.nothing)
    await walker.imports(TAN)
    const { body } = await walker.session.get('/bankConnections')
    expect(body.connections[0].interfaces[0].defaultTwoStepProcedureId).toBe('photo')
  },

  'embedded-implicit-execution': async (walker) => {
    const { twoStepProcedures } = await walker.asks('TWO_STEP_PROCEDURE_REQUIRED')
    expect(twoStepProcedures.map((one: { implicitExecute: boolean }) => one.implicitExecute)).toEqual([true, false])
    await walker.imports({ twoStepProcedureId: 'device' })
  },

  'embedded-wrong-tan': async (walker) => {
    await walker.asks('CHALLENGE_RESPONSE_REQUIRED')
    const message = await walker.refuses('BANK_SERVER_REJECTION', { challengeResponse: '000000' })
    expect(message).toBe('Die TAN ist falsch. Der Vorgang wurde abgebrochen.')
    await walker.isOver()
    walker.startOver()
    await walker.asks('CHALLENGE_RESPONSE_REQUIRED')
    await walker.imports(TAN)
  },

  'embedded-wrong-then-right-tan': async (walker) => {
    const { hash } = await walker.asks('CHALLENGE_RESPONSE_REQUIRED')
    expect((await walker.asks('CHALLENGE_RESPONSE_REQUIRED', { challengeResponse: '000000' })).hash).toBe(hash)
    await walker.imports(TAN)
  },

  'embedded-three-wrong-tans-lock-login': async (walker) => {
    await walker.asks('CHALLENGE_RESPONSE_REQUIRED')
    for (const challengeResponse of ['111111', '222222']) {
      await walker.asks('CHALLENGE_RESPONSE_REQUIRED', { challengeResponse })
    }
    await walker.refuses('BANK_SERVER_REJECTION', { challengeResponse: '333333' })
    await walker.isOver()
    walker.startOver()
    expect(await walker.refuses('BANK_SERVER_REJECTION')).toContain('gesperrt')
  },

  'embedded-tan-expires': async (walker) => {
    await walker.asks('CHALLENGE_RESPONSE_REQUIRED')
    walker.wait(120_000)
    expect(await walker.refuses('BANK_SERVER_REJECTION', TAN)).toContain('abgelaufen')
    await walker.isOver()
    walker.startOver()
    await walker.asks('CHALLENGE_RESPONSE_REQUIRED')
    walker.wait(119_999)
    await walker.imports(TAN)
  },

  'embedded-unknown-procedure': async (walker) => {
    await walker.asks('TWO_STEP_PROCEDURE_REQUIRED')
    expect(await walker.refuses('INVALID_TWO_STEP_PROCEDURE', { twoStepProcedureId: 'pigeon' })).toContain('sms, app')
    await walker.asks('CHALLENGE_RESPONSE_REQUIRED', { twoStepProcedureId: 'app' })
    await walker.imports(TAN)
  },

  'embedded-procedure-changed': async (walker) => {
    await walker.asks('TWO_STEP_PROCEDURE_REQUIRED')
    const text = await walker.asks('CHALLENGE_RESPONSE_REQUIRED', { twoStepProcedureId: 'sms' })
    expect(text.photoTanData).toBe(walker.dialect.nothing)
    const photo = await walker.asks('CHALLENGE_RESPONSE_REQUIRED', { twoStepProcedureId: 'photo' })
    expect(photo.photoTanData).toEqual(expect.any(String))
    await walker.imports({ twoStepProcedureId: 'photo', challengeResponse: '222222' })
  },

  'embedded-two-tans': async (walker) => {
    const login = await walker.asks('CHALLENGE_RESPONSE_REQUIRED')
    const consent = await walker.asks('CHALLENGE_RESPONSE_REQUIRED', { challengeResponse: '111111' })
    expect([login.answerFieldLabel, consent.answerFieldLabel]).toEqual(['Login-TAN', 'Freigabe-TAN'])
    expect(consent.hash).toBe(login.hash)
    await walker.imports({ challengeResponse: '222222' })
  },

  'embedded-silent-challenge': async (walker) => {
    const asked = await walker.asks('CHALLENGE_RESPONSE_REQUIRED')
    const { nothing } = walker.dialect
    expect([asked.challengeMessage, asked.answerFieldLabel]).toEqual([nothing, nothing])
    await walker.imports(TAN)
  },

  'embedded-long-message': async (walker) => {
    for (const language of ['de', 'en']) {
      walker.headers['Accept-Language'] = language
      const asked = await walker.asks('CHALLENGE_RESPONSE_REQUIRED')
      expect(asked.challengeMessage.length).toBeGreaterThan(2048)
      for (const part of [
        '<b>',
        '</script>',
        '&amp;',
        '"',
        '👵🏽',
        '👨‍👩‍👧‍👦',
        'ß',
        '\\n',
        '\n',
        '{a brace}',
        '<ä&b>',
      ]) {
        const expected = language === 'de' ? part.replace('{a brace}', '{eine Klammer}') : part
        expect(asked.challengeMessage).toContain(expected)
      }
      expect(asked.answerFieldLabel).toBe('TAN <b>"groß" & klein</b>')
      walker.startOver()
    }
    await walker.asks('CHALLENGE_RESPONSE_REQUIRED')
    await walker.imports({ challengeResponse: '<ä&b>' })
  },

  'embedded-fields-not-repeated': async (walker) => {
    const { hash } = await walker.asks('CHALLENGE_RESPONSE_REQUIRED')
    const { bankId = 0 } = walker.request
    const alone = await walker.session.importBank({ bankId, multiStepAuthentication: { hash, ...TAN } })
    expect([400, 422]).toContain(alone.status)
    expect(alone.body.errors[0].message).not.toBe('')
    const otherBank = await walker.call(TAN, { bankId: bankId === 290170 ? 290100 : 290170 })
    expect(otherBank.body.errors[0].code).toBe('NO_EXISTING_CHALLENGE')
    await walker.imports(TAN)
  },

  'embedded-flow-expires': async (walker) => {
    await walker.asks('TWO_STEP_PROCEDURE_REQUIRED')
    walker.wait(200_000)
    await walker.asks('CHALLENGE_RESPONSE_REQUIRED', { twoStepProcedureId: 'sms' })
    walker.wait(100_000)
    await walker.refuses('NO_EXISTING_CHALLENGE', TAN)
    await walker.isOver()
  },

  'embedded-hash-used-twice': async (walker) => {
    await walker.asks('CHALLENGE_RESPONSE_REQUIRED')
    await walker.imports(TAN)
    await walker.refuses('NO_EXISTING_CHALLENGE', TAN)
    expect((await walker.session.get('/bankConnections')).body.connections).toHaveLength(1)
  },

  'embedded-hash-of-another-user': async (walker) => {
    const { hash } = await walker.asks('CHALLENGE_RESPONSE_REQUIRED')
    const stranger = await walker.stranger()
    stranger.hash = hash
    await stranger.refuses('NO_EXISTING_CHALLENGE', TAN)
    await stranger.isOver()
    await walker.imports(TAN)
  },
}
