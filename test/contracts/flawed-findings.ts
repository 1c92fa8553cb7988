import type { Exchange } from '../../contracts/exchange.ts'
import { combine } from '../../contracts/mutants/interferences.ts'
import { serverAt, startProxy } from '../../contracts/mutants/proxy.ts'
import type { Findings } from '../../contracts/report/findings.ts'
import { toGroup } from '../../contracts/report/groups.ts'
import { emptyParity, type Parity, updateParity } from '../../contracts/report/parity.ts'
import { breaks } from '../../contracts/rules/breaks.ts'
import { rules } from '../../contracts/rules/index.ts'
import { runRules } from '../../contracts/run.ts'
import { createTarget } from '../../contracts/targets/create-target.ts'
import { startMock } from '../../contracts/targets/mock.ts'

const groups = ['oauth', 'users', 'embedded', 'redirect', 'accounts']
const flaws = ['oauth.wrong-client-secret', 'users.password-is-masked', 'accounts.money-is-a-number']

const earlier: Parity = {
  format: 1,
  rules: Object.fromEntries(
    rules
      .filter(({ id }) => groups.includes(toGroup(id)))
      .map(({ id }, index) => [
        id,
        {
          'mock v2': { outcome: 'passed', lastPassed: '2026-03-09T06:00:00.000Z' },
          'sandbox.finapi.io v2':
            index % 9 === 4
              ? { outcome: 'failed', lastPassed: '2026-02-01T06:00:00.000Z', lastFailed: '2026-03-08T06:00:00.000Z' }
              : { outcome: 'passed', lastPassed: '2026-03-08T06:00:00.000Z' },
        },
      ]),
  ),
}

export interface Flawed {
  readonly findings: Findings
  /** Every exchange, with its secrets. */
  readonly exchanges: readonly Exchange[]
  readonly rulesThatFail: readonly string[]
}

/** Runs rules against a mock in v1 and a flawed one in v2: some fail, some are skipped, and a third target is remembered. */
export const findFlaws = async (): Promise<Flawed> => {
  const mock = await startMock()
  const interferences = flaws.flatMap((flaw) => breaks.find(({ caughtBy }) => caughtBy === flaw)?.make() ?? [])
  const proxy = await startProxy(serverAt(mock.url), combine(...interferences))
  const exchanges: Exchange[] = []
  const chosen = rules.filter(({ id }) => groups.includes(toGroup(id)))
  try {
    const targets = [
      mock.targetFor('v1'),
      createTarget({ ...mock.settingsFor('v2'), provides: [], baseUrl: proxy.url }),
    ]
    const runs = []
    for (const target of targets) {
      target.onExchange((exchange) => exchanges.push(exchange))
      runs.push(await runRules(target, chosen))
    }
    const madeAt = new Date('2026-03-10T10:00:00Z')
    const parity = updateParity(earlier, runs, { now: madeAt }) ?? emptyParity
    const rulesThatFail = runs.flatMap(({ results }) =>
      results.filter(({ outcome }) => outcome === 'failed').map(({ rule }) => rule.id),
    )
    return { findings: { runs, unreachable: [], madeAt, parity }, exchanges, rulesThatFail }
  } finally {
    await proxy.close()
    await mock.close()
  }
}
