import type { FlowEvent, FlowTimeline } from '../../sca/timelines.ts'
import type { World } from '../../world/world.ts'

/** A flow's timeline as it is told: who did what when, what was expected, and where it led. */
export interface FlowStory {
  hashes: readonly string[]
  user: string
  client: string
  version: string
  bank: { id: number; name: string | undefined }
  interface: string
  scenario: string
  /** Where it stands. */
  status: string
  events: (Omit<FlowEvent, 'at'> & { at: string })[]
}

export const flowStory = (world: World, timeline: FlowTimeline): FlowStory => ({
  hashes: [...timeline.hashes],
  user: timeline.userId,
  client: timeline.clientId,
  version: timeline.origin,
  bank: { id: timeline.bankId, name: world.library.bank(timeline.bankId)?.name },
  interface: timeline.interface,
  scenario: timeline.scenario,
  status: timeline.events.at(-1)?.status ?? 'STARTED',
  events: timeline.events.map((event) => ({ ...event, at: new Date(event.at).toISOString() })),
})

/** The story as lines for a terminal. */
export const storyText = (story: FlowStory): string => {
  const lines = [
    `flow ${story.hashes.join(', ')}`,
    `scenario ${story.scenario} at ${story.bank.name ?? 'bank'} (${story.bank.id}), ${story.interface}, ${story.version}`,
    `user ${story.user} of client ${story.client}; now ${story.status}`,
    '',
  ]
  for (const { at, who, event, step, expected, given, status } of story.events) {
    lines.push(`${at}  ${who.padEnd(6)}  ${event} → ${status}${step === undefined ? '' : `  (${step})`}`)
    if (expected !== undefined) lines.push(`${INDENT}expected: ${expected}`)
    if (given !== undefined) lines.push(`${INDENT}given:    ${given}`)
  }
  return `${lines.join('\n')}\n`
}

const INDENT = ' '.repeat(34)

/** Answers that finAPI refuses itself: the bank never hears of them. */
const REFUSED_BY_FINAPI: ReadonlySet<string> = new Set([
  'missing-answer',
  'no-pending-challenge',
  'unknown-procedure',
  'foreign-callback',
])

/** The story as a sequence diagram of Mermaid. */
export const storyMermaid = (story: FlowStory): string => {
  const lines = ['sequenceDiagram', '  participant TPP', '  participant finAPI', '  participant Bank', '  actor PSU']
  const say = (arrow: string, words: string): number => lines.push(`  ${arrow}: ${escaped(words)}`)
  lines.push(`  Note over TPP,PSU: ${escaped(`${story.scenario} at ${story.bank.name ?? story.bank.id}`)}`)
  for (const { who, event, given, status } of story.events) {
    if (who !== 'client') {
      say(who === 'psu' ? 'PSU->>Bank' : 'Bank->>finAPI', event)
      continue
    }
    say('TPP->>finAPI', event === 'started' ? 'first call' : (given ?? 'no answer'))
    if (REFUSED_BY_FINAPI.has(event)) {
      say('finAPI--xTPP', `refused (${event}), still ${status}`)
      continue
    }
    say('finAPI->>Bank', event === 'started' ? 'login' : 'answer')
    say('Bank-->>finAPI', event)
    say('finAPI-->>TPP', status)
  }
  return `${lines.join('\n')}\n`
}

/** Mermaid ends a statement at a semicolon and reads a hash sign as the beginning of an entity. */
const escaped = (words: string): string =>
  words.replace(/[;#]/g, (sign) => `#${sign.charCodeAt(0)};`).replace(/\s+/g, ' ')
