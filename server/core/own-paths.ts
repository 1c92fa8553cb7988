/** The path of everything that does not belong to finAPI. */
export const OWN_PREFIX = '/_mock'

/** The fake bank's page for PSUs. */
export const BANK_PAGES_PATH = `${OWN_PREFIX}/bank`

export const BANK_LOGIN_PATH = `${BANK_PAGES_PATH}/login`

/** Returns true for a path that does not belong to finAPI. */
export const isOwnPath = (path: string): boolean => path === OWN_PREFIX || path.startsWith(`${OWN_PREFIX}/`)
