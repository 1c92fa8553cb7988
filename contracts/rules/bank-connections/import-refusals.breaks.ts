import type { Break } from '../../mutants/break.ts'
import { changeRequestBody, changeStatus, IMPORT } from '../../mutants/interferences.ts'

export const importRefusalBreaks: readonly Break[] = [
  {
    wrong: 'an unknown bank is not found, where it is a field of the body',
    caughtBy: 'import.unknown-bank',
    make: () => changeStatus(IMPORT, 422, 404),
  },
  {
    wrong: 'an import needs no bank',
    caughtBy: 'import.without-bank',
    make: () =>
      changeRequestBody(IMPORT, (body) => {
        body.bankId ??= 280001
      }),
  },
  {
    wrong: 'a missing interface is made up',
    caughtBy: 'import.without-interface',
    versions: ['v2'],
    make: () =>
      changeRequestBody(IMPORT, (body) => {
        body.bankingInterface ??= 'XS2A'
      }),
  },
  {
    wrong: 'v2 also knows the interface by its name in v1',
    caughtBy: 'import.v1-name-of-the-interface',
    versions: ['v2'],
    make: () =>
      changeRequestBody(IMPORT, (body) => {
        body.bankingInterface ??= body.interface
        delete body.interface
      }),
  },
  {
    wrong: 'an interface that the bank lacks is unprocessable',
    caughtBy: 'import.interface-the-bank-lacks',
    make: () => changeStatus(IMPORT, 400, 422),
  },
  {
    wrong: 'an interface that does not exist is taken for another',
    caughtBy: 'import.unknown-interface',
    make: () =>
      changeRequestBody(IMPORT, (body) => {
        for (const name of ['interface', 'bankingInterface'])
          if (name in body && !['XS2A', 'FINTS_SERVER'].includes(String(body[name]))) body[name] = 'XS2A'
      }),
  },
  {
    wrong: 'the number of days to download has no limits',
    caughtBy: 'import.download-range',
    make: () =>
      changeRequestBody(IMPORT, (body) => {
        const days = Number(body.maxDaysForDownload ?? 14)
        if (days < 14 || days > 3650) delete body.maxDaysForDownload
      }),
  },
  {
    wrong: 'the types of accounts to import are ignored',
    caughtBy: 'import.no-account-of-the-type',
    make: () =>
      changeRequestBody(IMPORT, (body) => {
        delete body.accountTypes
      }),
  },
  {
    wrong: 'a long name is cut',
    caughtBy: 'import.long-name',
    versions: ['v2'],
    make: () =>
      changeRequestBody(IMPORT, (body) => {
        if (typeof body.name === 'string') body.name = body.name.slice(0, 64)
      }),
  },
  {
    wrong: 'an import with a client token is called unauthenticated',
    caughtBy: 'import.client-token',
    make: () => changeStatus(IMPORT, 403, 401),
  },
]
