import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { createMockApp, InputError } from '../../server/index.ts'
import { startApp } from '../helpers/api-dialect.ts'
import { document } from './control-document.ts'

const ajv = new Ajv2020({ strict: false })
addFormats.default(ajv)
ajv.addSchema({ $id: 'control', components: document.components })
const compile = (schema: string): ValidateFunction => ajv.compile({ $ref: `control#/components/schemas/${schema}` })

const isAccepted = (give: () => unknown): boolean => {
  try {
    give()
    return true
  } catch (error) {
    if (error instanceof InputError) return false
    throw error
  }
}

/** The schema alone says nothing about unknown fields, which the API refuses. */
const UNKNOWN_FIELD = { schema: true, api: false, code: false }
const ACCEPTED = { schema: true, api: true, code: true }
const REFUSED = { schema: false, api: false, code: false }

describe('a fault', () => {
  it.each([
    { by: ACCEPTED, spec: { kind: 'status', status: 503, code: 'LOCKED', type: 'BUSINESS', message: 'Later' } },
    { by: REFUSED, spec: { kind: 'status' } },
    { by: REFUSED, spec: { kind: 'status', status: 200 } },
    { by: REFUSED, spec: { kind: 'status', status: 500, code: 'NONE' } },
    { by: ACCEPTED, spec: { kind: 'gateway', status: 502, path: '/api/**', method: 'GET' } },
    { by: REFUSED, spec: { kind: 'gateway', status: 500 } },
    { by: REFUSED, spec: { kind: 'gateway', status: 502, path: 'api' } },
    { by: REFUSED, spec: { kind: 'gateway', status: 502, path: `/${'a'.repeat(200)}` } },
    { by: REFUSED, spec: { kind: 'gateway', status: 502, method: 'get' } },
    { by: ACCEPTED, spec: { kind: 'too-many-requests', skip: 2, times: 3, when: 'after', client: 'b', version: 'v1' } },
    { by: REFUSED, spec: { kind: 'too-many-requests', skip: -1 } },
    { by: REFUSED, spec: { kind: 'too-many-requests', times: 'always' } },
    { by: REFUSED, spec: { kind: 'too-many-requests', version: 'v3' } },
    { by: ACCEPTED, spec: { kind: 'delay', delay: 'PT5S', operation: 'importBankConnection' } },
    { by: ACCEPTED, spec: { kind: 'delay', delay: 5, times: 'until-removed' } },
    { by: REFUSED, spec: { kind: 'delay', delay: -5 } },
    { by: REFUSED, spec: { kind: 'delay' } },
    { by: ACCEPTED, spec: { kind: 'slow-body', duration: 'PT1S', chunks: 2 } },
    { by: REFUSED, spec: { kind: 'slow-body', duration: 'PT1S', chunks: 1 } },
    { by: REFUSED, spec: { kind: 'slow-body', duration: 'PT1S', when: 'before' } },
    { by: ACCEPTED, spec: { kind: 'cut', at: 'within-headers', when: 'before' } },
    { by: ACCEPTED, spec: { kind: 'cut', at: 'within-body', when: 'after' } },
    { by: REFUSED, spec: { kind: 'cut', at: 'anywhere' } },
    { by: ACCEPTED, spec: { kind: 'invalid-json', when: 'after' } },
    { by: REFUSED, spec: { kind: 'invalid-json', when: 'before' } },
    { by: UNKNOWN_FIELD, spec: { kind: 'truncated-json', status: 500 } },
    { by: REFUSED, spec: { kind: 'nothing' } },
    { by: REFUSED, spec: {} },
  ])('is accepted or refused alike by schema, API and code: $spec', async ({ by, spec }) => {
    const { status } = await startApp().call('POST', '/_mock/faults', { body: spec })
    const { faults } = createMockApp().world
    const code = isAccepted(() => Reflect.apply(faults.add, faults, [spec]))
    expect({ schema: compile('FaultSpec')(spec), api: status === 201, code }).toEqual(by)
  })
})

describe('an expectation of the journal', () => {
  it.each([
    { by: ACCEPTED, expectation: { atLeast: 0 } },
    { by: ACCEPTED, expectation: { atLeast: 1, of: { operation: 'importBankConnection', status: 201 } } },
    { by: ACCEPTED, expectation: { exactly: 2, of: { version: 'v2', after: 3, path: '/api/**' } } },
    { by: REFUSED, expectation: { exactly: 2, atLeast: 1 } },
    { by: REFUSED, expectation: { exactly: -1 } },
    { by: ACCEPTED, expectation: { inOrder: [{ method: 'POST' }, {}] } },
    { by: REFUSED, expectation: { inOrder: [] } },
    { by: REFUSED, expectation: { inOrder: [{ status: 99 }] } },
    { by: UNKNOWN_FIELD, expectation: { inOrder: [{}], of: {} } },
    { by: REFUSED, expectation: { atLeast: 1, of: { user: 1 } } },
    { by: REFUSED, expectation: { atLeast: 1, of: { path: 'a'.repeat(201) } } },
    { by: UNKNOWN_FIELD, expectation: { atLeast: 1, of: { nothing: 1 } } },
    { by: REFUSED, expectation: {} },
  ])('is accepted or refused alike by schema, API and code: $expectation', async ({ by, expectation }) => {
    const { status } = await startApp().call('POST', '/_mock/journal/verify', { body: expectation })
    const { journal } = createMockApp().world
    const code = isAccepted(() => Reflect.apply(journal.verify, journal, [expectation]))
    expect({ schema: compile('Expectation')(expectation), api: [200, 422].includes(status), code }).toEqual(by)
  })
})
