import { byValue, id, object, oneOf } from '../core/shape.ts'

/** The kind of call that a flow belongs to. Only a call of the same purpose continues a flow. */
export type FlowPurpose = { kind: 'import' } | { kind: 'update'; bankConnectionId: number }

export type PurposeKind = FlowPurpose['kind']

/** Returns true for two imports, or for two updates of the same bank connection. */
export const isSamePurpose = (a: FlowPurpose, b: FlowPurpose): boolean =>
  a.kind === 'import' ? b.kind === 'import' : b.kind === 'update' && a.bankConnectionId === b.bankConnectionId

export const purposeShape = byValue<FlowPurpose>('kind', {
  import: object<Extract<FlowPurpose, { kind: 'import' }>>({ kind: oneOf('import') }),
  update: object<Extract<FlowPurpose, { kind: 'update' }>>({ kind: oneOf('update'), bankConnectionId: id }),
})
