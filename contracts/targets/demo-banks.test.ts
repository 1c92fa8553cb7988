import { describe, expect, it } from 'vitest'
import type { ApiVersion, Schema } from '../openapi/api-types.ts'
import { pickDemoBank, readInterfaceName } from './demo-banks.ts'

type Interface = { name: string; properties?: string[]; isAisSupported?: boolean }

/** A bank with only the fields that the choice depends on. */
const bank = (id: number, blz: string, interfaces: Interface[]): Schema<ApiVersion, 'Bank'> =>
  ({
    id,
    blz,
    name: `Bank ${id}`,
    isTestBank: true,
    interfaces: interfaces.map(({ name, properties = [], isAisSupported = true }) => ({
      bankingInterface: name,
      properties,
      isAisSupported,
      loginCredentials: [{ label: 'Login', isSecret: false }],
    })),
  }) as unknown as Schema<ApiVersion, 'Bank'>

describe('pickDemoBank', () => {
  it('goes by BLZ and property, not by id', () => {
    const banks = [
      bank(9, '37040044', [{ name: 'XS2A', properties: ['REDIRECT_APPROACH'] }]),
      bank(7, 'DEMO0002', [{ name: 'XS2A', properties: ['REDIRECT_APPROACH'] }]),
    ]
    expect(pickDemoBank('redirect', banks)).toMatchObject({ bankId: 7, interfaceName: 'XS2A' })
    expect(pickDemoBank('embedded', banks)).toBeUndefined()
  })

  it('never takes a real bank', () => {
    const real = { ...bank(1, 'DEMO0002', [{ name: 'XS2A', properties: ['REDIRECT_APPROACH'] }]), isTestBank: false }
    expect(pickDemoBank('redirect', [real])).toBeUndefined()
  })

  it('prefers an interface that announces no other approach for the embedded one', () => {
    const banks = [
      bank(1, 'DEMO0001', [{ name: 'XS2A', properties: ['DECOUPLED_APPROACH'] }, { name: 'FINTS_SERVER' }]),
    ]
    expect(pickDemoBank('embedded', banks)).toMatchObject({ interfaceName: 'FINTS_SERVER' })
    expect(pickDemoBank('decoupled', banks)).toMatchObject({ interfaceName: 'XS2A' })
  })

  it('takes an interface with the decoupled approach for the embedded one when there is no other', () => {
    const banks = [bank(1, 'DEMO0001', [{ name: 'FINTS_SERVER', properties: ['DECOUPLED_APPROACH'] }])]
    expect(pickDemoBank('embedded', banks)).toMatchObject({ interfaceName: 'FINTS_SERVER' })
  })

  it('prefers the bank whose every procedure is decoupled', () => {
    const decoupled = { name: 'XS2A', properties: ['DECOUPLED_APPROACH'] }
    const banks = [bank(1, 'DEMO0001', [decoupled]), bank(2, '00000000', [decoupled])]
    expect(pickDemoBank('decoupled', banks)).toMatchObject({ bankId: 2 })
  })

  it('passes over interfaces that cannot be used', () => {
    const banks = [
      bank(1, 'DEMO0001', [
        { name: 'XS2A', isAisSupported: false },
        { name: 'FINTS_SERVER', properties: ['DETAILED_CONSENT'] },
      ]),
    ]
    expect(pickDemoBank('embedded', banks)).toBeUndefined()
  })
})

describe('readInterfaceName', () => {
  it('reads the field of either version', () => {
    expect([readInterfaceName({ interface: 'XS2A' }), readInterfaceName({ bankingInterface: 'XS2A' })]).toEqual([
      'XS2A',
      'XS2A',
    ])
  })
})
