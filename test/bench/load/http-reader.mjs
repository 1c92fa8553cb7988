const HEAD_END = Buffer.from('\r\n\r\n')
const CHUNKS_END = Buffer.from('0\r\n\r\n')

/** Status of a response, and its length where its head names it; `undefined` while the head is incomplete. */
const readHead = (bytes) => {
  const end = bytes.indexOf(HEAD_END)
  if (end < 0) return undefined
  const head = bytes.latin1Slice(0, end)
  const length = /^content-length: *(\d+)/im.exec(head)
  return {
    status: Number(head.slice(9, 12)),
    total: length === null ? undefined : end + HEAD_END.length + Number(length[1]),
  }
}

const join = (chunks) => (chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))

// Without pipelining the last chunk of the body is the end of what has come.
const endsChunks = (chunks) => {
  const last = chunks.at(-1)
  const tail = last.length < CHUNKS_END.length ? join(chunks) : last
  return tail.subarray(-CHUNKS_END.length).equals(CHUNKS_END)
}

/** Makes a reader of one connection's responses, which come one at a time: `onResponse(status, readBytes)`. */
export const makeReader = (onResponse) => {
  let chunks = []
  let received = 0
  let response
  return (chunk) => {
    chunks.push(chunk)
    received += chunk.length
    response ??= readHead(join(chunks))
    if (response === undefined) return
    const { status, total } = response
    if (total === undefined ? !endsChunks(chunks) : received < total) return
    const complete = chunks
    chunks = []
    received = 0
    response = undefined
    onResponse(status, () => join(complete))
  }
}
