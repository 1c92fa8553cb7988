import type { ApiVersion } from '../../../contracts/api.ts'
import { type Interference, serverAt, startProxy } from '../../../contracts/mutants/proxy.ts'
import { startSecondServer } from '../../../contracts/mutants/second-server.ts'
import type { PsuWalker } from '../../../contracts/psu/walker.ts'
import { rules } from '../../../contracts/rules/index.ts'
import { type Run, runRules } from '../../../contracts/run.ts'
import { mockDefaults } from '../../../contracts/targets/mock.ts'
import { createTarget } from '../../../contracts/targets/target.ts'
import { type OtherBank, startOtherBank } from './other-bank.ts'

/** The ids of all rules about the redirect approach. */
export const redirectRules: readonly string[] = rules.map(({ id }) => id).filter((id) => id.startsWith('redirect.'))

/** Sends everybody who has to visit the bank to the other one. */
const sendingTo =
  (bank: OtherBank): Interference =>
  async (request, forward) => {
    const answer = await forward(request)
    const body = answer.body.replace(
      /"redirectUrl":"([^"]+)"/g,
      (_, url: string) => `"redirectUrl":"${bank.rewrite(url)}"`,
    )
    return { ...answer, body }
  }

/** Runs rules, those about the redirect approach, against a mock whose bank is the other one. */
export const runRedirectRules = async (
  mockUrl: string,
  bank: OtherBank,
  version: ApiVersion,
  psu: PsuWalker,
  ids: readonly string[] = redirectRules,
): Promise<Run> => {
  const proxy = await startProxy(serverAt(mockUrl), sendingTo(bank))
  try {
    const target = createTarget({ ...mockDefaults, baseUrl: proxy.url, version, psu })
    return await runRules(
      target,
      rules.filter(({ id }) => ids.includes(id)),
    )
  } finally {
    await proxy.close()
  }
}

/** Runs rules against a server that differs in all it may, answers late, and whose bank's pages need JavaScript. */
export const runAtSecondServer = async (
  version: ApiVersion,
  psu: PsuWalker,
  ids: readonly string[] = redirectRules,
): Promise<Run> => {
  let bank: OtherBank | undefined
  const bankPage = (url: string): string => bank?.rewrite(url) ?? url
  const server = await startSecondServer({ version, latency: 60, bankPage })
  bank = await startOtherBank(server.url, 'script')
  try {
    const limits = { request: 30_000, rule: 90_000, ready: 30_000 }
    const target = createTarget({ ...mockDefaults, limits, baseUrl: server.url, version, psu })
    return await runRules(
      target,
      rules.filter(({ id }) => ids.includes(id)),
    )
  } finally {
    await bank.close()
    await server.close()
  }
}

/** What a run says of each rule that did not hold, and how many did. */
export const summaryOf = ({ results }: Run) => ({
  held: results.filter(({ outcome }) => outcome === 'passed').length,
  others: results.filter(({ outcome }) => outcome !== 'passed').map(({ rule, text }) => `${rule.id}: ${text}`),
})
