import type { ApiVersion } from '../../../contracts/api.ts'
import { type Interference, serverAt, startProxy } from '../../../contracts/mutants/proxy.ts'
import { startSecondServer } from '../../../contracts/mutants/second-server.ts'
import type { PsuWalker } from '../../../contracts/psu/walker.ts'
import { rules } from '../../../contracts/rules/index.ts'
import { type Run, runRules } from '../../../contracts/run.ts'
import { createTarget } from '../../../contracts/targets/create-target.ts'
import { frozenDefaults, mockDefaults } from '../../../contracts/targets/mock.ts'
import { type OtherBank, startOtherBank } from './other-bank.ts'

/** The ids of all rules about the redirect approach. */
export const redirectRules: readonly string[] = rules.map(({ id }) => id).filter((id) => id.startsWith('redirect.'))

/** Replaces the address of the bank's page by that of the other bank. */
const sendingTo =
  (bank: OtherBank): Interference =>
  async (request, forward) => {
    const response = await forward(request)
    const body = response.body.replace(
      /"redirectUrl":"([^"]+)"/g,
      (_, url: string) => `"redirectUrl":"${bank.rewrite(url)}"`,
    )
    return { ...response, body }
  }

/** Runs rules against a mock whose PSUs visit the other bank; by default those about the redirect approach. */
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

/** Runs rules against a server that differs in every allowed way, and whose PSUs visit a bank that needs JavaScript. */
export const runAtSecondServer = async (
  version: ApiVersion,
  psu: PsuWalker,
  ids: readonly string[] = redirectRules,
): Promise<Run> => {
  let bank: OtherBank | undefined
  const bankPage = (url: string): string => bank?.rewrite(url) ?? url
  const server = await startSecondServer({ version, bankPage })
  bank = await startOtherBank(server.url, 'script')
  try {
    const { url: baseUrl, time } = server
    const limits = { ...frozenDefaults.limits, rule: 90_000 }
    const target = createTarget({ ...frozenDefaults, limits, time, baseUrl, version, psu })
    return await runRules(
      target,
      rules.filter(({ id }) => ids.includes(id)),
    )
  } finally {
    await bank.close()
    await server.close()
  }
}

/** Counts the rules that passed, and lists the others. */
export const summarizeRun = ({ results }: Run) => ({
  passed: results.filter(({ outcome }) => outcome === 'passed').length,
  others: results.filter(({ outcome }) => outcome !== 'passed').map(({ rule, text }) => `${rule.id}: ${text}`),
})
