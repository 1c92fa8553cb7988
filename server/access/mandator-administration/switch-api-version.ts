import type { ApiVersion } from '../../../contracts/openapi/api-types.ts'
import type { World } from '../../world/world.ts'

/** Binds the bound clients to a version. Without the strict mode no client is bound; the mandator admin never is. */
export const switchApiVersion = (world: World, version: ApiVersion): ApiVersion => {
  for (const client of world.clients.values()) if (client.boundTo !== undefined) client.boundTo = version
  return version
}
