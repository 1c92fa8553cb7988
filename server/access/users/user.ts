import { defineCollection } from '../../core/collection.ts'
import { flag, id, object, optional, text } from '../../core/shape.ts'

/** A finAPI user of a client, who owns bank connections. */
export interface User {
  /** As the client wrote it; two ids that differ only in upper and lower case are the same. */
  id: string
  key: UserKey
  /** The second number in `authContext`. */
  number: number
  password: string
  email: string | undefined
  phone: string | undefined
  isAutoUpdateEnabled: boolean
}

/** The id in lower case. */
export type UserKey = string

export const userKey = (id: string): UserKey => id.toLowerCase()

export const userStore = defineCollection({
  key: ({ key }: User) => key,
  owner: ({ key }) => key,
  firstId: 18,
  shape: object<User>({
    id: text,
    key: text,
    number: id,
    password: text,
    email: optional(text),
    phone: optional(text),
    isAutoUpdateEnabled: flag,
  }),
})
