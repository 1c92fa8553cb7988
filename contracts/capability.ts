/** The capabilities that a target may have, and rules may need. */
export const capabilityNames = [
  'direct-import',
  'embedded-bank',
  'redirect-bank',
  'decoupled-bank',
  'imported-data',
  'guide-login',
] as const

export type Capability = (typeof capabilityNames)[number]
