import { BodyTooLarge, type HttpRequest, RequestAborted } from '../core/http-request.ts'

/** A request of a caller in the same process. */
export class FetchRequest implements HttpRequest {
  readonly method: string
  readonly #request: Request

  constructor(request: Request, method: string) {
    this.#request = request
    this.method = method
  }

  get url(): string {
    return this.#request.url
  }

  get rawHeaders(): readonly string[] {
    return [...this.#request.headers].flat()
  }

  header(name: string): string | undefined {
    return this.#request.headers.get(name) ?? undefined
  }

  async readText(maxBytes: number): Promise<string> {
    const { body } = this.#request
    if (body === null) return ''
    if (Number(this.header('content-length') ?? 0) > maxBytes) throw new BodyTooLarge(maxBytes)
    const chunks: Uint8Array[] = []
    let size = 0
    try {
      for await (const chunk of body) {
        size += chunk.byteLength
        // Ending the loop cancels the rest of the stream.
        if (size > maxBytes) break
        chunks.push(chunk)
      }
    } catch {
      throw new RequestAborted()
    }
    if (size > maxBytes) throw new BodyTooLarge(maxBytes)
    return new TextDecoder().decode(Buffer.concat(chunks))
  }

  get signal(): AbortSignal {
    return this.#request.signal
  }
}
