import { badRequest } from '../access/errors.ts'
import type { World } from '../world/world.ts'

/** finAPI's limit for the ids that clients give their requests. */
const LONGEST = 255

/** The client's own id of a request, or a generated one; an id that is too long is refused, under a generated one. */
export const requestIdOf = (world: World, given: string | null): { requestId: string; assertUsable: () => void } => {
  const isTooLong = given !== null && given.length > LONGEST
  return {
    requestId: given === null || given === '' || isTooLong ? world.ids.requestId() : given,
    assertUsable: () => {
      if (isTooLong) throw badRequest(`X-Request-Id is longer than ${LONGEST} characters.`)
    },
  }
}
