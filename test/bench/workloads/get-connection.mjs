import { importExample } from './example.mjs'
import { fixedSubject } from './subject.mjs'

/** `GET /bankConnections/{id}`. */
export const getConnection = async ({ generate, mock, bare, again, peers, versions, example }) => {
  const { request, responses } = example
  const bareRequest = { ...request, path: '/connection' }
  const subjects = {
    bare: fixedSubject(generate, bare, bareRequest, responses.connection),
    again: fixedSubject(generate, again, bareRequest, responses.connection),
  }
  for (const version of versions) {
    const own = version === 'v2' ? example : await importExample(mock, version)
    subjects[version] = fixedSubject(generate, mock, own.request, own.responses.connection)
  }
  for (const [name, server] of Object.entries(peers)) {
    subjects[name] = fixedSubject(generate, server, request, responses.connection)
  }
  return subjects
}
