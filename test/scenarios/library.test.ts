import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import { embeddedContents, embeddedLibrary } from '../../scenarios/library.ts'
import { dialects, startApp } from '../helpers/api-dialect.ts'
import { requestFor, startWalk, type Way } from './walker.ts'
import { walks } from './walks/index.ts'

const folder = new URL('../../scenarios/', import.meta.url)
const NO_SCENARIOS = /^(banks|personas|schema|generated)\/|^categories\.yaml$/
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.yaml') && !NO_SCENARIOS.test(path))

const scenarios = embeddedContents.scenarios.map(({ name, description }) => ({ name, description }))
const ways: readonly { way: Way; reached: string }[] = [
  { way: 'bank', reached: 'at its own bank' },
  { way: 'login', reached: 'at the demo bank of its approach, by its name as login' },
]

describe('the library of scenarios', () => {
  it('has a walk for every file, and a file for every walk', () => {
    expect(files.map((path) => basename(path, '.yaml')).sort()).toEqual(Object.keys(walks).sort())
    expect(scenarios.map(({ name }) => name).sort()).toEqual(Object.keys(walks).sort())
  })

  it('gives every scenario a bank of its own or a login at a demo bank', () => {
    for (const { name, bank, answers } of embeddedContents.scenarios) {
      expect(bank ?? answers, name).toBeDefined()
      if (bank !== undefined) expect(bank.blz).toBe(`MOCK${String(bank.id - 290_000).padStart(4, '0')}`)
    }
  })

  it('finds the scenario that was chosen, by bank and by login', () => {
    for (const scenario of embeddedContents.scenarios) {
      for (const { way } of ways) {
        const { bankId = 0, interface: kind, login = {} } = requestFor(embeddedLibrary, scenario, way)
        const bank = embeddedLibrary.bank(bankId)
        const bankInterface = bank?.interfaces.find((candidate) => candidate.interface === kind)
        if (bank === undefined || bankInterface === undefined) throw new Error(`${scenario.name} has no bank`)
        const credentials = Object.entries(login).map(([label, value]) => ({ label, value }))
        expect(embeddedLibrary.scenarioFor(bank, bankInterface.interface, credentials)?.name).toBe(scenario.name)
      }
    }
  })
})

describe.each(dialects)('in $version', (dialect) => {
  // The bookings of a world take longer to make than everything else here; each walk has a user of its own.
  const app = startApp()
  describe.each(ways)('reached $reached', ({ way }) => {
    it.each(scenarios)('$name: $description', async ({ name }) => {
      const walk = walks[name]
      if (walk === undefined) throw new Error(`${name} has no walk`)
      await walk(await startWalk(app, dialect, name, way))
    })
  })
})
