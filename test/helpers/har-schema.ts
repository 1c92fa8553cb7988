const text = { type: 'string' }
const size = { type: 'integer', minimum: -1 }
const pairs = {
  type: 'array',
  items: {
    type: 'object',
    required: ['name', 'value'],
    properties: { name: text, value: text },
    additionalProperties: false,
  },
}
const object = (required: readonly string[], properties: object, optional: object = {}) => ({
  type: 'object',
  required,
  properties: { ...properties, ...optional },
  additionalProperties: false,
})
const milliseconds = { type: 'number', minimum: 0 }

/** HTTP Archive 1.2, as far as a journal without cookies and pages needs it; what it does not name is not allowed. */
export const harSchema = object(['log'], {
  log: object(
    ['version', 'creator', 'entries'],
    {
      version: { const: '1.2' },
      creator: object(['name', 'version'], { name: text, version: text }),
      entries: {
        type: 'array',
        items: object(
          ['startedDateTime', 'time', 'request', 'response', 'cache', 'timings'],
          {
            startedDateTime: { type: 'string', format: 'date-time' },
            time: milliseconds,
            request: object(
              ['method', 'url', 'httpVersion', 'cookies', 'headers', 'queryString', 'headersSize', 'bodySize'],
              {
                method: text,
                url: { type: 'string', format: 'uri' },
                httpVersion: text,
                cookies: { type: 'array' },
                headers: pairs,
                queryString: pairs,
                headersSize: size,
                bodySize: size,
              },
              { postData: object(['mimeType', 'text'], { mimeType: text, text }) },
            ),
            response: object(
              [
                'status',
                'statusText',
                'httpVersion',
                'cookies',
                'headers',
                'content',
                'redirectURL',
                'headersSize',
                'bodySize',
              ],
              {
                status: { type: 'integer', minimum: 0 },
                statusText: text,
                httpVersion: text,
                cookies: { type: 'array' },
                headers: pairs,
                content: object(['size', 'mimeType'], { size, mimeType: text }, { text }),
                redirectURL: text,
                headersSize: size,
                bodySize: size,
              },
            ),
            cache: { type: 'object' },
            timings: object(['send', 'wait', 'receive'], {
              send: milliseconds,
              wait: milliseconds,
              receive: milliseconds,
            }),
          },
          { comment: text },
        ),
      },
    },
    { comment: text },
  ),
})
