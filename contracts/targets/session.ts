import { Agent } from 'undici'
import type { OperationId } from '../api.ts'
import type { ExchangeListener } from '../exchange.ts'
import type { ShapeFinding } from '../shapes/fit.ts'
import type { TargetSettings } from './settings.ts'

/** A user that this run made and has to delete again. */
export interface CreatedUser {
  readonly id: string
  readonly password: string
}

/** What one answer said about the contract document; the shape rules read these at the end. */
export interface SeenAnswer {
  readonly operationId: OperationId
  readonly status: number
  readonly finding: ShapeFinding
}

/** What the rules of one run share. One per run and target, never global. */
export interface Session {
  readonly settings: TargetSettings
  readonly agent: Agent
  readonly createdUsers: Map<string, CreatedUser>
  readonly seen: SeenAnswer[]
  readonly memo: Map<string, Promise<unknown>>
  /** Told of every exchange of the run. */
  readonly listeners: Set<ExchangeListener>
}

export const createSession = (settings: TargetSettings): Session => ({
  settings,
  // A rule asks one thing after the other; a few connections are plenty, and polite to a shared sandbox.
  agent: new Agent({ connections: 4, connect: { timeout: Math.min(settings.limits.request, 10_000) } }),
  createdUsers: new Map(),
  seen: [],
  memo: new Map(),
  listeners: new Set(),
})
