import type { ContractDocument, Documented } from './documented.ts'
import type { Drift, Severity } from './drift.ts'
import type { ResponseShape, Shape, Shapes, TypeName } from './shape.ts'

/** Fewer values on one side may differ by chance. */
const MIN_SAMPLES = 3
/** Optional fields depend on the data: fewer values do not show that one is always there. */
const MIN_SAMPLES_FOR_ALWAYS = 10
/** The share of values that has to differ then. */
const MIN_SHARE = 0.2
/** A field that was there in half of the responses is not missing from ten by chance. */
const LIKELY_SHARE = 0.5

/** Statuses that depend on load and timing. */
const isTemporary = (status: number): boolean => status === 423 || status === 429 || status >= 500

type Report = (severity: Severity, where: string, what: string) => void

const countNulls = ({ types }: Shape): number => types.get('null') ?? 0
const list = (values: Iterable<string | number>): string => [...values].join(', ')

const valueTypes = ({ types }: Shape): TypeName[] => [...types.keys()].filter((type) => type !== 'null')

const diffPresence = (
  before: Shape,
  after: Shape,
  documented: Documented | null | undefined,
  where: string,
  report: Report,
): void => {
  const had = before.types.get('object') ?? 0
  const has = after.types.get('object') ?? 0
  if (had === 0 || has === 0) return
  for (const [name, field] of before.fields) {
    const now = after.fields.get(name)?.count ?? 0
    const isRequired = documented?.required.has(name) === true
    const was = field.count === had ? 'always' : 'sometimes'
    if (now === 0) {
      const isSure = isRequired || (had >= MIN_SAMPLES && has >= MIN_SAMPLES && was === 'always')
      const isLikely = was === 'sometimes' && has >= MIN_SAMPLES_FOR_ALWAYS && field.count / had >= LIKELY_SHARE
      if (isSure) report('broken', `${where}.${name}`, `the field is missing (from all ${has})`)
      else if (isLikely) report('changed', `${where}.${name}`, 'the field was there sometimes, now it is missing')
    } else if (was === 'always' && now < has) {
      const isSure =
        isRequired || (had >= MIN_SAMPLES_FOR_ALWAYS && has >= MIN_SAMPLES && (has - now) / has >= MIN_SHARE)
      if (isSure) report('changed', `${where}.${name}`, `the field is optional now (in ${now} of ${has})`)
    }
  }
  for (const [name, field] of after.fields)
    if (!before.fields.has(name) && !documented?.field(name))
      report('new', `${where}.${name}`, `new field (${list(field.types.keys())})`)
}

const diffNulls = (before: Shape, after: Shape, documented: Documented | undefined, where: string, report: Report) => {
  if (countNulls(before) > 0 || countNulls(after) === 0) return
  const isAllowed = documented === undefined || documented.types.has('null')
  const share = countNulls(after) / after.count
  const isSure =
    !isAllowed ||
    (before.count >= MIN_SAMPLES && share === 1 && after.count >= MIN_SAMPLES) ||
    (before.count >= MIN_SAMPLES_FOR_ALWAYS && share >= MIN_SHARE)
  if (isSure) report('broken', where, `is null (${countNulls(after)} of ${after.count}) and never was`)
}

const diffValues = (before: Shape, after: Shape, documented: Documented | undefined, where: string, report: Report) => {
  if (before.formats.size > 0 && after.formats.size > 0) {
    const isSame = [...after.formats.keys()].some((format) => before.formats.has(format))
    if (!isSame)
      report('changed', where, `the format was ${list(before.formats.keys())} and is ${list(after.formats.keys())}`)
  }
  if (!before.values?.size || !after.values) return
  const added = [...after.values].filter((value) => !before.values?.has(value) && !documented?.values?.has(value))
  if (added.length > 0) report('new', where, `new values: ${list(added)}`)
}

const diffShape = (
  before: Shape,
  after: Shape,
  documented: Documented | null | undefined,
  where: string,
  report: Report,
): void => {
  const known = documented ?? undefined
  const types = valueTypes(before)
  const others = valueTypes(after).filter((type) => !types.includes(type))
  if (types.length > 0 && others.length > 0) {
    report('broken', where, `the type was ${list(types)} and is ${list(others)}`)
    return
  }
  diffNulls(before, after, known, where, report)
  diffValues(before, after, known, where, report)
  diffPresence(before, after, documented, where, report)
  for (const [name, field] of before.fields) {
    const now = after.fields.get(name)
    if (now) diffShape(field, now, known?.field(name), `${where}.${name}`, report)
  }
  if (before.items && after.items) diffShape(before.items, after.items, known?.items, `${where}[]`, report)
}

const diffHeaders = (before: ResponseShape, after: ResponseShape, where: string, report: Report): void => {
  for (const [name, count] of before.headers)
    if (!after.headers.has(name) && count === before.count && count >= MIN_SAMPLES && after.count >= MIN_SAMPLES)
      report('changed', where, `the header ${name} is missing`)
  for (const name of after.headers.keys()) if (!before.headers.has(name)) report('new', where, `new header: ${name}`)
}

/** A rule that ran on both sides sent the same requests, so its statuses are compared however few they are. */
const diffStatuses = (before: Shapes, after: Shapes, report: Report): void => {
  for (const [place, statuses] of before.statuses) {
    const [rule = '', operation = ''] = place.split(' ')
    const now = after.statuses.get(place)
    if (!now) continue
    const gone = [...statuses].filter((status) => !now.has(status) && !isTemporary(status))
    const come = [...now].filter((status) => !statuses.has(status) && !isTemporary(status))
    const where = `${operation} (${rule})`
    if (gone.length > 0 && come.length > 0) report('broken', where, `the status was ${list(gone)} and is ${list(come)}`)
    // A rule that failed sent no further requests, so missing statuses prove nothing.
    else if (gone.length > 0 && after.passed.has(rule)) report('broken', where, `the status ${list(gone)} is missing`)
    else if (come.length > 0) report('changed', where, `new status: ${list(come)}`)
  }
}

/** Collects what a comparison reports, the same difference once. */
const collectDrifts = (compare: (report: Report) => void): Drift[] => {
  const found = new Map<string, Drift>()
  compare((severity, where, what) => found.set(`${severity} ${where} ${what}`, { severity, where, what }))
  return [...found.values()]
}

/**
 * Returns what a client of the first recording would notice at the second. With the API document, differences in the
 * API are distinguished from those in the data: a required field may never be missing, an optional one may.
 */
export const diffShapes = (before: Shapes, after: Shapes, contract: ContractDocument): Drift[] =>
  collectDrifts((report) => {
    diffStatuses(before, after, report)
    for (const [key, response] of before.responses) {
      const now = after.responses.get(key)
      if (!now) continue
      const [operation = '', status = ''] = key.split(' ')
      diffHeaders(response, now, key, report)
      diffShape(response.body, now.body, contract.findBody(operation, Number(status)), key, report)
    }
  })

const DATE_FORMATS: Readonly<Record<string, readonly string[]>> = {
  date: ['date'],
  'date-time': ['date-time with offset', 'date-time in UTC'],
}

const compareWithDocument = (shape: Shape, documented: Documented, where: string, report: Report): void => {
  const others = [...shape.types.keys()].filter((type) => documented.types.size > 0 && !documented.types.has(type))
  if (others.length > 0) {
    report('broken', where, `is ${list(others)}, which is not documented (${list(documented.types)})`)
  }
  const formats = documented.format === undefined ? undefined : DATE_FORMATS[documented.format]
  const wrong = [...shape.formats.keys()].filter((format) => formats && !formats.includes(format))
  if (wrong.length > 0) report('changed', where, `the format is ${list(wrong)}, documented is ${documented.format}`)
  const values = [...(shape.values ?? [])].filter((value) => documented.values && !documented.values.has(value))
  if (values.length > 0) report('new', where, `undocumented values: ${list(values)}`)
  const objects = shape.types.get('object') ?? 0
  if (objects > 0)
    for (const name of documented.required) {
      const count = shape.fields.get(name)?.count ?? 0
      if (count < objects)
        report('broken', `${where}.${name}`, `the documented field is missing (${objects - count} of ${objects})`)
    }
  for (const [name, field] of shape.fields) {
    const inner = documented.field(name)
    if (inner) compareWithDocument(field, inner, `${where}.${name}`, report)
    else if (objects > 0 && documented.types.has('object'))
      report('new', `${where}.${name}`, 'the field is not documented')
  }
  if (shape.items && documented.items) compareWithDocument(shape.items, documented.items, `${where}[]`, report)
}

/** Sources disagree about the error body of the token endpoint, so a client has to accept both. */
const isDisputed = (key: string, shape: Shape): boolean => key === 'getToken 400' && shape.fields.has('error')

/** Returns what a client that was generated from the API document would notice at a recorded target. */
export const diffContract = (contract: ContractDocument, recorded: Shapes): Drift[] =>
  collectDrifts((report) => {
    for (const [key, { body }] of recorded.responses) {
      const [operation = '', status = ''] = key.split(' ')
      if (!contract.has(operation, Number(status))) {
        // Errors that all operations share are documented with some of them only.
        const severity = Number(status) >= 400 ? 'new' : 'changed'
        if (!isTemporary(Number(status))) report(severity, key, 'the status is not documented')
        continue
      }
      const documented = contract.findBody(operation, Number(status))
      if (documented === null) {
        if (valueTypes(body).some((type) => type !== 'nothing'))
          report('new', key, 'there is a body, but none is documented')
      } else if (documented && !isDisputed(key, body)) compareWithDocument(body, documented, key, report)
    }
  })
