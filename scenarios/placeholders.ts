/**
 * Fills in the texts of a scenario that only people read, so that the rest of it can be checked in the same round. The
 * number keeps scenarios without a name apart.
 */
export const withPlaceholders = (value: unknown, number: number): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? { name: `unnamed-${number}`, description: 'A scenario without description.', ...value }
    : value
