import type { PersonaBank } from '../types.ts'

/** The bank of every generated persona. It is invented, as all the others are. */
export const HOME_BANK = {
  blz: '50099707',
  name: 'Testbank Würfelfeld',
  bic: 'TSTBDEFW',
} as const satisfies PersonaBank

/** The banks of generated counterparts, from our catalogue. */
export const BANKS = [
  { blz: '20131947', name: 'Möwe Direktbank', bic: 'MOEWDEHD' },
  { blz: '10131482', name: 'Pfennigfuchs', bic: 'PFXXDEB4' },
  { blz: '25057849', name: 'Sparhaus Leineaue', bic: 'SPHXDEM4HAJ' },
  { blz: '52097592', name: 'Bürgerkasse Fuldatal', bic: 'BGKXDEK2KSF' },
  { blz: '86041736', name: 'Handelskontor Leipzig', bic: 'HKTRDEL2' },
] as const satisfies readonly PersonaBank[]
