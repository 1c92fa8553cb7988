import { escapeMermaid } from '../../core/mermaid.ts'
import type { FlowPurpose } from '../../sca/purpose.ts'
import type { FlowStep, FlowTimeline } from '../../sca/timelines.ts'
import type { World } from '../../world/world.ts'

/** The timeline of a flow: each step with its actor, the expected and the given answer, and the resulting status. */
export interface FlowReport {
  hashes: readonly string[]
  user: string
  client: string
  version: string
  /** The call that requires the authentication. */
  purpose: FlowPurpose
  bank: { id: number; name: string | undefined }
  interface: string
  scenario: string
  /** The current status. */
  status: string
  steps: (Omit<FlowStep, 'at'> & { at: string })[]
}

/** Returns the report of a flow's timeline. */
export const describeFlow = (world: World, timeline: FlowTimeline): FlowReport => ({
  hashes: [...timeline.hashes],
  user: timeline.userId,
  client: timeline.clientId,
  version: timeline.origin,
  purpose: timeline.purpose,
  bank: { id: timeline.bankId, name: world.library.bank(timeline.bankId)?.name },
  interface: timeline.interface,
  scenario: timeline.scenario,
  status: timeline.steps.at(-1)?.status ?? 'STARTED',
  steps: timeline.steps.map((step) => ({ ...step, at: new Date(step.at).toISOString() })),
})

/** Formats a flow's timeline for a terminal. */
export const formatFlow = (flow: FlowReport): string => {
  const lines = [
    `flow ${flow.hashes.join(', ')}`,
    `scenario ${flow.scenario} at ${flow.bank.name ?? 'bank'} (${flow.bank.id}), ${flow.interface}, ${flow.version}`,
    `${flow.purpose.kind} of user ${flow.user}, client ${flow.client}; now ${flow.status}`,
    '',
  ]
  for (const { at, who, event, step, expected, given, status } of flow.steps) {
    lines.push(`${at}  ${who.padEnd(6)}  ${event} → ${status}${step === undefined ? '' : `  (${step})`}`)
    if (expected !== undefined) lines.push(`${INDENT}expected: ${expected}`)
    if (given !== undefined) lines.push(`${INDENT}given:    ${given}`)
  }
  return `${lines.join('\n')}\n`
}

const INDENT = ' '.repeat(34)

/** Outcomes of answers that finAPI refuses itself, without a request to the bank. */
const REFUSED_BY_FINAPI: ReadonlySet<string> = new Set([
  'missing-answer',
  'no-pending-challenge',
  'unknown-procedure',
  'foreign-callback',
])

/** Formats a flow's timeline as a Mermaid sequence diagram. */
export const drawFlow = (flow: FlowReport): string => {
  const lines = ['sequenceDiagram', '  participant TPP', '  participant finAPI', '  participant Bank', '  actor PSU']
  const add = (arrow: string, text: string): number => lines.push(`  ${arrow}: ${escapeMermaid(text)}`)
  lines.push(`  Note over TPP,PSU: ${escapeMermaid(`${flow.scenario} at ${flow.bank.name ?? flow.bank.id}`)}`)
  for (const { who, event, given, status } of flow.steps) {
    if (who !== 'client') {
      add(who === 'psu' ? 'PSU->>Bank' : 'Bank->>finAPI', event)
      continue
    }
    add('TPP->>finAPI', event === 'started' ? 'first call' : (given ?? 'no answer'))
    if (REFUSED_BY_FINAPI.has(event)) {
      add('finAPI--xTPP', `refused (${event}), still ${status}`)
      continue
    }
    add('finAPI->>Bank', event === 'started' ? 'login' : 'answer')
    add('Bank-->>finAPI', event)
    add('finAPI-->>TPP', status)
  }
  return `${lines.join('\n')}\n`
}
