import { documented } from '../../../../contracts/evidence.ts'
import { readText } from '../read-body.ts'
import type { LintRule } from '../rule.ts'

const HEADERS = ['PSU-IP-Address', 'PSU-Device-OS', 'PSU-User-Agent'] as const

export const psuHeaders: LintRule = {
  id: 'headers.psu',
  title: 'A call to an XS2A interface with the PSU present sends the IP address, system and browser of the PSU',
  severity: 'warning',
  evidence: documented('PSU-IP-Address, PSU-Device-OS, PSU-User-Agent'),
  check: ({ entries }) => {
    // Only calls that talk to a bank have an explanation; the PSU is certainly present to answer a challenge.
    const calls = entries.filter(
      ({ explanation, request }) =>
        explanation !== undefined &&
        (readText(request.body, 'interface') ?? readText(request.body, 'bankingInterface') ?? 'XS2A') === 'XS2A',
    )
    const incomplete = calls
      .map((entry) => ({
        entry,
        missing: HEADERS.filter((header) => !entry.request.headers[header.toLowerCase()]?.trim()),
      }))
      .filter(({ missing }) => missing.length > 0)
    if (incomplete.length === 0) return []
    const names = HEADERS.filter((header) => incomplete.some(({ missing }) => missing.includes(header)))
    return [
      {
        entryIds: incomplete.map(({ entry }) => entry.id),
        message: `${incomplete.length} of ${calls.length} calls lack ${names.join(', ')}. Forward the values of the PSU's browser: banks that require these headers refuse with NO_PSU_METADATA, others treat the call as one without the PSU.`,
      },
    ]
  },
}
