/** The call that a flow of strong customer authentication belongs to. A flow is continued only by a call of its purpose. */
export type FlowPurpose = { kind: 'import' } | { kind: 'update'; bankConnectionId: number }

export type PurposeKind = FlowPurpose['kind']

export const isSamePurpose = (a: FlowPurpose, b: FlowPurpose): boolean =>
  a.kind === 'import' ? b.kind === 'import' : b.kind === 'update' && a.bankConnectionId === b.bankConnectionId
