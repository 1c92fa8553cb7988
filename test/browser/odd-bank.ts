import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const SCRIPT = '<script>alert(1)</script>'
export const LONG_WORD = 'Donaudampfschifffahrtsgesellschaftskapitänskajütenschlüsselverwaltung'
export const ODD_BANK_ID = 700_009

const account = { type: 'Checking', blz: '10000000', openingBalance: 1 }

const FILES: Readonly<Record<string, object>> = {
  'odd.json': {
    name: 'odd-names',
    description: 'Bank and accounts have names that a page must neither run nor let overflow.',
    bank: { id: ODD_BANK_ID, blz: 'ODDBANK9', name: `${SCRIPT} ${LONG_WORD}`, login: 'id' },
    persona: 'odd',
    steps: [{ redirect: { user: 'demo', pin: 'demo' } }],
  },
  'personas/odd.json': {
    name: 'odd',
    holder: SCRIPT,
    accounts: [
      { ...account, name: SCRIPT, accountNumber: '17' },
      { ...account, name: LONG_WORD, accountNumber: '18' },
    ],
  },
}

export interface ScenarioDirectory {
  readonly path: string
  remove(): Promise<void>
}

/** Writes a directory with the scenario of a bank whose names are markup and very long words. */
export const writeOddBank = async (): Promise<ScenarioDirectory> => {
  const path = await mkdtemp(join(tmpdir(), 'odd-bank-'))
  await mkdir(join(path, 'personas'))
  for (const [name, content] of Object.entries(FILES)) await writeFile(join(path, name), JSON.stringify(content))
  return { path, remove: () => rm(path, { recursive: true }) }
}
