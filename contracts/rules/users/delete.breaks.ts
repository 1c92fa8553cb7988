import type { Break } from '../../mutants/break.ts'
import { changeStatus, pretend } from '../../mutants/interferences.ts'

export const userDeletionBreaks: readonly Break[] = [
  {
    wrong: 'a deleted user is still there',
    caughtBy: 'users.deletion',
    make: () => pretend('DELETE /users'),
  },
  {
    wrong: 'the deletion of a user has a status of its own',
    caughtBy: 'users.deletion',
    make: () => changeStatus('DELETE /users', 200, 204),
  },
]
