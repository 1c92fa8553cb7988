import type { Break } from '../../mutants/break.ts'
import { letPass } from '../../mutants/interferences.ts'

export const switchApiVersionBreaks: readonly Break[] = [
  {
    wrong: 'every client may move clients to another version',
    caughtBy: 'admin.needs-its-own-client',
    versions: ['v2'],
    make: () => letPass('POST /mandatorAdmin/switchApiVersion', 403, 200),
  },
]
