import { documented } from '../../../../contracts/evidence.ts'
import { textOf } from '../read-body.ts'
import type { LintRule } from '../rule.ts'

const HEADERS = ['PSU-IP-Address', 'PSU-Device-OS', 'PSU-User-Agent'] as const

export const psuHeaders: LintRule = {
  id: 'headers.psu',
  title: 'A call to an XS2A interface with the user present names address, system and browser of the user',
  severity: 'warning',
  evidence: documented('PSU-IP-Address, PSU-Device-OS, PSU-User-Agent'),
  check: ({ entries }) => {
    // Only a call that talks to a bank is explained; a user who answers a challenge is certainly present.
    const calls = entries.filter(
      ({ explanation, request }) =>
        explanation !== undefined &&
        (textOf(request.body, 'interface') ?? textOf(request.body, 'bankingInterface') ?? 'XS2A') === 'XS2A',
    )
    const lacking = calls
      .map((entry) => ({
        entry,
        missing: HEADERS.filter((header) => !entry.request.headers[header.toLowerCase()]?.trim()),
      }))
      .filter(({ missing }) => missing.length > 0)
    if (lacking.length === 0) return []
    const names = HEADERS.filter((header) => lacking.some(({ missing }) => missing.includes(header)))
    return [
      {
        entryIds: lacking.map(({ entry }) => entry.id),
        message: `${lacking.length} of ${calls.length} calls came without ${names.join(', ')}. Pass on what the user's browser sent: banks that want these refuse with NO_PSU_METADATA, others count the call as one without a user.`,
      },
    ]
  },
}
