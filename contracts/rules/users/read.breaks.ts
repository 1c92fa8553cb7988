import type { Break } from '../../mutants/break.ts'
import { changeKey, letPass } from '../../mutants/interferences.ts'

const READ = 'GET /users' as const

export const userReadBreaks: readonly Break[] = [
  {
    wrong: 'the password is readable',
    caughtBy: 'users.password-is-masked',
    make: () => changeKey(READ, 'password', () => 'in-clear-text'),
  },
  {
    wrong: 'a user is called otherwise when read',
    caughtBy: 'users.password-is-masked',
    make: () => changeKey(READ, 'id', (id) => `user-${id}`),
  },
  {
    wrong: 'a client token reads a user',
    caughtBy: 'users.client-token-is-no-user',
    make: () => letPass(READ, 403, 200, { id: 'nobody', password: 'XXXXX', isAutoUpdateEnabled: false }),
  },
]
