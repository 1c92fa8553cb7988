import type { User } from '../../users/user.ts'
import type { Schemas } from './schemas.ts'

export const presentUser = (user: User, password: string): Schemas['User'] => ({
  id: user.id,
  password,
  email: user.email,
  phone: user.phone,
  isAutoUpdateEnabled: user.isAutoUpdateEnabled,
})
