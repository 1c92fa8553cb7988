/** Returns the fields of a form as they are sent. */
export const formatForm = (fields: object): string =>
  new URLSearchParams(Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)])).toString()
