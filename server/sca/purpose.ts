/** The kind of call that a flow belongs to. Only a call of the same purpose continues a flow. */
export type FlowPurpose = { kind: 'import' } | { kind: 'update'; bankConnectionId: number }

export type PurposeKind = FlowPurpose['kind']

export const isSamePurpose = (a: FlowPurpose, b: FlowPurpose): boolean =>
  a.kind === 'import' ? b.kind === 'import' : b.kind === 'update' && a.bankConnectionId === b.bankConnectionId
