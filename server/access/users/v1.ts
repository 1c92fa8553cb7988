import type { WireBody, WireRequest } from '../define-operation.ts'
import { PROTECTED } from '../wire.ts'
import type { NewUser } from './create-user.ts'
import type { User } from './user.ts'

export const readNewUser = ({ body }: WireRequest<'v1', 'createUser'>): NewUser => body

/** Writes a new user with its password, which no other response contains. */
export const writeNewUser = (user: User): WireBody<'v1', 'createUser'> => ({
  id: user.id,
  password: user.password,
  email: user.email ?? null,
  phone: user.phone ?? null,
  isAutoUpdateEnabled: user.isAutoUpdateEnabled,
})

export const writeUser = (user: User): WireBody<'v1', 'getAuthorizedUser'> => ({
  ...writeNewUser(user),
  password: PROTECTED,
})
