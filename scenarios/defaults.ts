/**
 * How long an authentication may take until its hash is forgotten, unless the scenario gives `validFor`. No source gives
 * a number (assumption): PSUs need a while at their bank's page, and a forgotten flow should not last.
 */
export const DEFAULT_FLOW_LIFETIME = 'PT15M'
