import type { Break } from '../../mutants/break.ts'
import {
  ANYTHING,
  changeRequest,
  changeResponse,
  dropKeys,
  IMPORT,
  isRoute,
  refuse,
} from '../../mutants/interferences.ts'

export const headerBreaks: readonly Break[] = [
  {
    wrong: 'the request id is not echoed',
    caughtBy: 'headers.request-id-is-echoed',
    make: () =>
      changeResponse(ANYTHING, ({ headers }) => {
        headers['x-request-id'] = 'always-the-same'
      }),
  },
  {
    wrong: 'the request id is missing in errors',
    caughtBy: 'headers.request-id-is-echoed',
    make: () => dropKeys(ANYTHING, 'requestId'),
  },
  {
    wrong: 'no request id is made up',
    caughtBy: 'headers.request-id-is-generated',
    make: () =>
      changeResponse(ANYTHING, ({ headers }, request) => {
        if (!request.headers['x-request-id']) delete headers['x-request-id']
      }),
  },
  {
    wrong: 'every request without an id gets the same one',
    caughtBy: 'headers.request-id-is-generated',
    make: () =>
      changeRequest(ANYTHING, ({ headers }) => {
        headers['x-request-id'] ??= 'selfgen-0'
      }),
  },
  {
    wrong: 'a long request id is cut',
    caughtBy: 'headers.long-request-id',
    make: () =>
      changeRequest(ANYTHING, ({ headers }) => {
        const id = headers['x-request-id']
        if (id !== undefined) headers['x-request-id'] = id.slice(0, 255)
      }),
  },
  {
    wrong: 'responses call their JSON text',
    caughtBy: 'headers.json',
    make: () =>
      changeResponse('GET /banks/{id}', ({ headers }) => {
        headers['content-type'] = 'text/plain'
      }),
  },
  {
    wrong: 'the method override is ignored',
    caughtBy: 'headers.method-override',
    make: () =>
      changeRequest(ANYTHING, ({ headers }) => {
        delete headers['x-http-method-override']
      }),
  },
  {
    wrong: 'an IPv6 address of the PSU is refused',
    caughtBy: 'headers.psu-address',
    make: () =>
      changeResponse(ANYTHING, (response, request) => {
        if (isRoute(IMPORT)(request) && request.headers['psu-ip-address']?.includes(':'))
          refuse(response, request, 400, 'BAD_REQUEST')
      }),
  },
]
