import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectStatus, expectSuccess } from '../../contracts/expect.ts'
import { importWithoutSca } from '../../contracts/flows/fixtures.ts'
import { revoke, tryToken } from '../../contracts/flows/tokens.ts'
import { createTarget } from '../../contracts/targets/create-target.ts'
import { type StartedMock, startMock } from '../../contracts/targets/mock.ts'
import type { Target } from '../../contracts/targets/target.ts'

let mock: StartedMock

beforeAll(async () => {
  mock = await startMock()
})

afterAll(() => mock.close())

/** Runs rules one after the other at a target with so many users, and closes it. */
const taking = async (users: number, ...rules: readonly ((target: Target) => Promise<void>)[]) => {
  const target = createTarget({ ...mock.settingsFor('v2'), users })
  try {
    for (const rule of rules) await target.takeTurn({}, ({ scoped }) => rule(scoped({})))
  } finally {
    expect(await target.close()).toEqual([])
  }
}

describe('borrowUser', () => {
  it('hands the same user to one rule after the other', async () => {
    const ids: string[] = []
    const take = async (target: Target) => void ids.push((await target.borrowUser()).id)
    await taking(2, take, take, take)
    expect(new Set(ids).size).toBe(1)
    expect(ids[0]).toMatch(/^contract-[0-9a-f]{12}-1$/)
  })

  it('hands different users to a rule that asks twice, even more than take turns', async () => {
    await taking(1, async (target) => {
      const [one, other] = [await target.borrowUser(), await target.borrowUser()]
      expect(one.id).not.toBe(other.id)
    })
  })

  it('deletes what the last rule imported, however busy it still is', async () => {
    const ids: string[] = []
    await taking(
      1,
      async (target) => {
        const user = await target.borrowUser()
        ids.push(user.id)
        await importWithoutSca(target, user)
      },
      async (target) => {
        const user = await target.borrowUser()
        ids.push(user.id)
        expect(expectSuccess(await target.call('getAllBankConnections', { as: user })).connections).toEqual([])
        await importWithoutSca(target, user)
      },
    )
    expect(ids[0]).toBe(ids[1])
  })

  it('takes a new user rather than wait, as long as there may be more', async () => {
    const ids: string[] = []
    const importing = async (target: Target) => {
      const user = await target.borrowUser()
      ids.push(user.id)
      await importWithoutSca(target, user)
    }
    await taking(2, importing, importing, importing)
    expect(new Set(ids).size).toBe(2)
  })

  it('logs a user in again whose token the last rule revoked', async () => {
    await taking(
      1,
      async (target) => {
        const user = await target.borrowUser()
        expectStatus(await revoke(target, { token: user.accessToken }), 200)
      },
      async (target) => {
        const user = await target.borrowUser()
        expectStatus(await tryToken(target, user.accessToken), 200)
      },
    )
  })

  it('replaces a user that the last rule deleted', async () => {
    await taking(
      1,
      async (target) => expectStatus(await target.call('deleteAuthorizedUser', { as: await target.borrowUser() }), 200),
      async (target) => expectStatus(await tryToken(target, (await target.borrowUser()).accessToken), 200),
    )
  })
})
