import type { BodyText, ExchangeTexts, RecordedExchange } from './entry.ts'
import { readStored, type StoredText, type TextStore } from './text-store.ts'

/** An exchange in the journal, with its texts outside the heap. */
export interface StoredExchange {
  readonly record: RecordedExchange
  /** Headers, request and response in one text. */
  readonly text: StoredText
  readonly headersLength: number
  readonly request: StoredBody | undefined
  readonly response: StoredBody | undefined
}

/** A body without its text, of which it has the length in characters; undefined if it is not stored. */
interface StoredBody {
  readonly length: number | undefined
  readonly size: number
  readonly isWhole: boolean
}

export const storeExchange = (
  store: TextStore,
  record: RecordedExchange,
  { rawHeaders, request, response }: ExchangeTexts,
): StoredExchange => {
  const headers = rawHeaders.join('\n')
  return {
    record,
    text: store.add(headers + (request?.text ?? '') + (response?.text ?? '')),
    headersLength: headers.length,
    request: request && withoutText(request),
    response: response && withoutText(response),
  }
}

const withoutText = ({ text, size, isWhole }: BodyText): StoredBody => ({ length: text?.length, size, isWhole })

export const readTexts = ({ text, headersLength, request, response }: StoredExchange): ExchangeTexts => {
  const all = readStored(text)
  const middle = headersLength + (request?.length ?? 0)
  return {
    rawHeaders: headersLength === 0 ? [] : all.slice(0, headersLength).split('\n'),
    request: request && withText(request, all.slice(headersLength, middle)),
    response: response && withText(response, all.slice(middle)),
  }
}

const withText = ({ length, size, isWhole }: StoredBody, text: string): BodyText => ({
  text: length === undefined ? undefined : text,
  size,
  isWhole,
})
