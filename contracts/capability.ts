/** What a target may have to offer before a rule can be checked against it. */
export const capabilityNames = [
  'direct-import',
  'embedded-bank',
  'redirect-bank',
  'decoupled-bank',
  'imported-data',
  'guide-login',
] as const

export type Capability = (typeof capabilityNames)[number]
