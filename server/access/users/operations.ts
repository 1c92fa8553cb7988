import { defineOperation } from '../define-operation.ts'
import { createUser, type NewUser } from './create-user.ts'
import { deleteUser } from './delete-user.ts'
import * as v1 from './v1.ts'
import * as v2 from './v2.ts'

export const userOperations = [
  defineOperation('createUser', {
    issuesSecrets: true,
    read: { v1: v1.readNewUser, v2: v2.readNewUser },
    run: ({ world }, user: NewUser) => createUser(world, user),
    write: { v1: v1.writeNewUser, v2: v2.writeNewUser },
  }),

  defineOperation('getAuthorizedUser', {
    issuesSecrets: true,
    run: ({ user }) => user,
    write: { v1: v1.writeUser, v2: v2.writeUser },
  }),

  defineOperation('deleteAuthorizedUser', {
    run: ({ world, user }) => deleteUser(world, user),
  }),
]
