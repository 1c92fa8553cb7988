import { describe, expect, it } from 'vitest'
import { stateDiagram } from './diagram.ts'
import { embeddedContents } from './library.ts'

const STATE = /^ {2}state "([^"]+)" as (\w+)$/
const EDGE = /^ {2}(\[\*\]|\w+) --> (\[\*\]|\w+)(?: : (.+))?$/
/** Signs that Mermaid would read as syntax in a text; an entity code is the way around it. */
const OWN_SIGNS = /[;:"{}<>&%\\`]|#(?!\d+;)/

/** Returns a diagram's states and arrows; every line must be one of them. */
const parsed = (diagram: string) => {
  const [head, ...lines] = diagram.trimEnd().split('\n')
  expect(head).toBe('stateDiagram-v2')
  const states = new Map<string, string>()
  const edges: { from: string; to: string; label: string }[] = []
  for (const line of lines) {
    const [, text, id] = STATE.exec(line) ?? []
    const [, from, to, label = ''] = EDGE.exec(line) ?? []
    if (id !== undefined && text !== undefined) states.set(id, text)
    else if (from !== undefined && to !== undefined) edges.push({ from, to, label })
    else throw new Error(`neither a state nor an arrow: ${line}`)
  }
  return { states, edges }
}

const diagrams = embeddedContents.scenarios.map((scenario) => ({
  name: scenario.name,
  ...parsed(stateDiagram(scenario)),
}))

describe('the diagrams of all scenarios', () => {
  it('have arrows between declared states only, and texts without signs of their own', () => {
    for (const { name, states, edges } of diagrams) {
      for (const { from, to, label } of edges) {
        for (const id of [from, to]) expect(id === '[*]' || states.has(id), `${name}: ${id}`).toBe(true)
        expect(label.replace(/#\d+;/g, ''), name).not.toMatch(OWN_SIGNS)
      }
      for (const text of states.values()) expect(text.replace(/#\d+;/g, ''), name).not.toMatch(OWN_SIGNS)
    }
  })

  it('lead from the import to every state, and from every state to an end', () => {
    const reach = (start: string, next: (id: string) => readonly string[]): Set<string> => {
      const seen = new Set([start])
      for (const id of seen) for (const other of next(id)) seen.add(other)
      return seen
    }
    for (const { name, states, edges } of diagrams) {
      const forth = reach('[*]', (id) => edges.filter(({ from }) => from === id).map(({ to }) => to))
      const back = reach('[*]', (id) => edges.filter(({ to }) => to === id).map(({ from }) => from))
      for (const id of states.keys()) {
        expect([forth.has(id), back.has(id)], `${name}: ${id}`).toEqual([true, true])
      }
    }
  })
})

describe('a diagram', () => {
  it('draws branches, attempts and expiries', () => {
    const diagram = stateDiagram({
      name: 'drawn',
      description: 'Something to draw.',
      persona: 'mira-sandow',
      steps: [
        {
          selectProcedure: [
            { id: 'sms', name: 'SMS' },
            { id: 'app', name: 'App', steps: [{ decoupled: { after: 'PT1M' } }] },
          ],
        },
        {
          challenge: { answer: '1', attempts: 3, validFor: 'PT90S' },
          otherwise: { reject: { message: 'No: "never"', locksLogin: true } },
          expired: [{ challenge: { answer: '2' } }],
        },
      ],
    })
    expect(diagram).toBe(`stateDiagram-v2
  state "TWO_STEP_PROCEDURE_REQUIRED" as step1
  state "CHALLENGE_RESPONSE_REQUIRED" as step2
  state "201 imported" as imported
  state "updateStatus READY" as ready
  state "BANK_SERVER_REJECTION #34;No#58; #34;never#34;#34;, login locked" as step2_otherwise_1
  state "CHALLENGE_RESPONSE_REQUIRED" as step2_expired_1
  state "BANK_SERVER_REJECTION" as rejected
  state "DECOUPLED_AUTH_REQUIRED, once polled DECOUPLED_AUTH_IN_PROGRESS" as step1_p2_1
  [*] --> step1 : import
  step1 --> step2 : sms
  step1 --> step1_p2_1 : app
  step2 --> imported : right TAN
  step2 --> step2 : wrong TAN, 2 times
  step2 --> step2_otherwise_1 : wrong TAN number 3
  step2 --> step2_expired_1 : after 90 seconds
  imported --> ready : download
  ready --> [*]
  step2_otherwise_1 --> [*]
  step2_expired_1 --> imported : right TAN
  step2_expired_1 --> rejected : wrong TAN
  rejected --> [*]
  step1_p2_1 --> step1_p2_1 : poll, not decided yet
  step1_p2_1 --> imported : PSU approves after 1 minute
`)
  })
})
