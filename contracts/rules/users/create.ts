import { randomUUID } from 'node:crypto'
import { documented } from '../../evidence.ts'
import {
  expectEqual,
  expectError,
  expectFields,
  expectMatch,
  expectStatus,
  expectSuccess,
  expectThat,
} from '../../expect.ts'
import { emptyUser } from '../../flows/fixtures.ts'
import { both, defineRule } from '../../rule.ts'
import type { Target } from '../../targets/target.ts'
import { requestToken } from '../../targets/users.ts'

const needs = [] as const
const creation = documented('createUser')

/** The statuses of refused values: the limits are documented, the status is not. */
const REFUSED = [400, 422]

/** Returns an unused id that is recognisable in a list of users, and has at most 36 characters. */
const newId = (): string => `contract-${randomUUID().slice(0, 18)}`

/** Returns the responses to the creation of two users without data; created once per run. */
const usersWithoutData = (target: Target) =>
  target.shared('users without data', async (shared) => {
    const create = async () => expectSuccess(await shared.call('createUser', { body: {} }), 201)
    return [await create(), await create()] as const
  })

export const userCreationRules = [
  defineRule(
    {
      id: 'users.create-empty',
      title: 'A user without any data gets an id and a password of their own',
      versions: both,
      evidence: creation,
      needs,
    },
    async (target) => {
      const [one, other] = await usersWithoutData(target)
      expectThat(one.id !== '' && one.password !== '', 'id and password are generated')
      expectThat(one.id !== other.id, `two users get different ids, got ${one.id} twice`)
      expectThat(one.password !== other.password, 'two users get different passwords')
      expectThat(one.password !== 'XXXXX', 'the generated password is readable once')
    },
  ),
  defineRule(
    {
      id: 'users.create-with-data',
      title: 'A user is created with the data given, the password readable once',
      versions: both,
      evidence: creation,
      needs,
    },
    async (target) => {
      const params = { id: newId(), password: 'a-good-password', email: 'psu@example.com', phone: '+49 89 123456' }
      const created = expectSuccess(await target.call('createUser', { body: params }), 201)
      expectFields(created, params, 'created user')
      const { id: username, password } = params
      expectStatus(await requestToken(target, { grant_type: 'password', username, password }), 200)
    },
  ),
  defineRule(
    { id: 'users.duplicate', title: 'An id that is taken is refused', versions: both, evidence: creation, needs },
    async (target) => {
      const { id } = await emptyUser(target)
      expectError(await target.call('createUser', { body: { id } }), { status: 422, code: 'ENTITY_EXISTS' })
    },
  ),
  defineRule(
    {
      id: 'users.ids-ignore-case',
      title: 'Ids of users that differ only in case are the same',
      versions: both,
      evidence: creation,
      needs,
    },
    async (target) => {
      const { id } = await emptyUser(target)
      expectMatch(id, /[a-z]/, 'id of a user, as it was given')
      const response = await target.call('createUser', { body: { id: id.toUpperCase() } })
      expectError(response, { status: 422, code: 'ENTITY_EXISTS' })
    },
  ),
  defineRule(
    {
      id: 'users.short-password',
      title: 'A password of five characters is refused',
      versions: both,
      evidence: creation,
      needs,
    },
    async (target) => {
      expectError(await target.call('createUser', { body: { password: 'short' } }), { status: 400 })
    },
  ),
  defineRule(
    {
      id: 'users.long-id',
      title: 'An id of more than 36 characters is refused',
      versions: both,
      evidence: creation,
      needs,
    },
    async (target) => {
      expectError(await target.call('createUser', { body: { id: 'a'.repeat(37) } }), { status: REFUSED })
    },
  ),
  defineRule(
    {
      id: 'users.illegal-id',
      title: 'An id with characters that are not allowed is refused',
      versions: both,
      evidence: documented('UserCreateParams, id'),
      needs,
    },
    async (target) => {
      expectError(await target.call('createUser', { body: { id: 'with blank/and slash' } }), { status: REFUSED })
    },
  ),
  defineRule(
    {
      id: 'users.unset-fields-are-null',
      title: 'Data that a user does not have is null',
      versions: ['v1'],
      evidence: documented('User, v1'),
      needs,
    },
    async (target) => {
      const [created] = await usersWithoutData(target)
      expectEqual([created.email, created.phone], [null, null], 'email and phone')
    },
  ),
  defineRule(
    {
      id: 'users.unset-fields-are-absent',
      title: 'Data that a user does not have is left out',
      versions: ['v2'],
      evidence: documented('User, v2'),
      needs,
    },
    async (target) => {
      const [created] = await usersWithoutData(target)
      expectThat(!('email' in created) && !('phone' in created), 'neither email nor phone is in the response')
    },
  ),
]
