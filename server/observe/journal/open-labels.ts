import type { Library } from '../../../scenarios/library.ts'
import type { IsOpenLabel } from './redact.ts'

/** Labels of login fields that no bank of the library calls secret; an unknown one may be anything. */
export const openLabelsOf = (library: Library): IsOpenLabel => {
  let open: Set<string> | undefined
  return (label) => {
    open ??= openLabels(library)
    return open.has(label)
  }
}

const openLabels = ({ banks }: Library): Set<string> => {
  const fields = banks.flatMap(({ interfaces }) => interfaces.flatMap(({ loginCredentials }) => loginCredentials))
  const secret = new Set(fields.filter((field) => field.secret).map(({ label }) => label))
  return new Set(fields.map(({ label }) => label).filter((label) => !secret.has(label)))
}
