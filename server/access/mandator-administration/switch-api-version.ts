import type { ApiVersion } from '../../../contracts/openapi/api-types.ts'
import type { World } from '../../world/world.ts'

/** Moves the clients that are bound to a version. Without the strict mode none is bound, and the mandator admin never. */
export const switchApiVersion = (world: World, version: ApiVersion): ApiVersion => {
  for (const client of world.clients.values()) if (client.boundTo !== undefined) client.boundTo = version
  return version
}
