import { fileURLToPath } from 'node:url'

/** The other mock servers, with the versions that `npm run bench:peers` installs. */
export const PEER_PACKAGES = { '@stoplight/prism-cli': '5.14.2', '@mockoon/cli': '9.9.0', wiremock: '3.13.2' }

/** The folder in which they are installed: they are large, and nothing of the project needs them, so they are no devDependencies. */
export const PEER_CACHE = fileURLToPath(
  new URL('../../../node_modules/.cache/finapi-mock/bench-peers', import.meta.url),
)

/** The directory whose `node_modules` has the packages of the other mock servers. */
export const peerDirectory = () => process.env.FINAPI_BENCH_PEERS || PEER_CACHE
