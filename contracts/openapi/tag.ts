/** Returns a tag of a document as the name of a folder: `Bank Connections` and `BankConnections` are `bank-connections`. */
export const toTagName = (tag: string): string =>
  tag
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .replaceAll(' ', '-')
    .toLowerCase()
