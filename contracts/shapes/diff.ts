import type { ContractDocument, Documented } from './documented.ts'
import type { Drift, Severity } from './drift.ts'
import type { AnswerShape, Shape, Shapes, TypeName } from './shape.ts'

/** So often must something have been seen (or not) on both sides before it is no accident of the data. */
const ENOUGH = 3
/** Optional fields come and go with the data: to say "always", it takes more. */
const PLENTY = 10
/** The part of all values that must be different then. */
const NOTICEABLE = 0.2
/** They come and go with the load: their absence says nothing. */
const PASSING = (status: number): boolean => status === 423 || status === 429 || status >= 500

type Report = (severity: Severity, where: string, what: string) => void

const nullsOf = ({ types }: Shape): number => types.get('null') ?? 0
const list = (values: Iterable<string | number>): string => [...values].join(', ')

const valueTypes = ({ types }: Shape): TypeName[] => [...types.keys()].filter((type) => type !== 'null')

/** Fields that were there before. */
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
      const isSure = isRequired || (had >= ENOUGH && has >= ENOUGH && was === 'always')
      // What was there half of the time is missed after as many answers, and not by chance.
      const isLikely = was === 'sometimes' && has >= PLENTY && field.count / had >= 0.5
      if (isSure) report('broken', `${where}.${name}`, `the field is gone (in none of ${has})`)
      else if (isLikely) report('changed', `${where}.${name}`, `the field was there sometimes, and is not any more`)
    } else if (was === 'always' && now < has) {
      const isSure = isRequired || (had >= PLENTY && has >= ENOUGH && (has - now) / has >= NOTICEABLE)
      if (isSure) report('changed', `${where}.${name}`, `the field is optional now (in ${now} of ${has})`)
    }
  }
  for (const [name, field] of after.fields)
    if (!before.fields.has(name) && !documented?.field(name))
      report('new', `${where}.${name}`, `a new field (${list(field.types.keys())})`)
}

const diffNulls = (before: Shape, after: Shape, documented: Documented | undefined, where: string, report: Report) => {
  if (nullsOf(before) > 0 || nullsOf(after) === 0) return
  const isAllowed = documented === undefined || documented.types.has('null')
  const share = nullsOf(after) / after.count
  const isSure =
    !isAllowed ||
    (before.count >= ENOUGH && share === 1 && after.count >= ENOUGH) ||
    (before.count >= PLENTY && share >= NOTICEABLE)
  if (isSure) report('broken', where, `is null (${nullsOf(after)} of ${after.count}) and never was`)
}

const diffValues = (before: Shape, after: Shape, documented: Documented | undefined, where: string, report: Report) => {
  if (before.formats.size > 0 && after.formats.size > 0) {
    const isSame = [...after.formats.keys()].some((format) => before.formats.has(format))
    if (!isSame)
      report('changed', where, `was written as ${list(before.formats.keys())}, is as ${list(after.formats.keys())}`)
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

const diffHeaders = (before: AnswerShape, after: AnswerShape, where: string, report: Report): void => {
  for (const [name, count] of before.headers)
    if (!after.headers.has(name) && count === before.count && count >= ENOUGH && after.count >= ENOUGH)
      report('changed', where, `the header ${name} is gone`)
  for (const name of after.headers.keys()) if (!before.headers.has(name)) report('new', where, `a new header: ${name}`)
}

/** Rules that ran on both sides asked the same: they are answered the same, however often they asked. */
const diffStatuses = (before: Shapes, after: Shapes, report: Report): void => {
  for (const [place, statuses] of before.statuses) {
    const [rule = '', operation = ''] = place.split(' ')
    const now = after.statuses.get(place)
    if (!now) continue
    const gone = [...statuses].filter((status) => !now.has(status) && !PASSING(status))
    const come = [...now].filter((status) => !statuses.has(status) && !PASSING(status))
    const where = `${operation} (${rule})`
    if (gone.length > 0 && come.length > 0) report('broken', where, `status ${list(gone)} is ${list(come)} now`)
    // A rule that failed went no further: what it did not ask any more says nothing.
    else if (gone.length > 0 && after.held.has(rule))
      report('broken', where, `status ${list(gone)} does not come any more`)
    else if (come.length > 0) report('changed', where, `status ${list(come)} comes as well now`)
  }
}

const collect = (look: (report: Report) => void): Drift[] => {
  const found = new Map<string, Drift>()
  look((severity, where, what) => found.set(`${severity} ${where} ${what}`, { severity, where, what }))
  return [...found.values()]
}

/**
 * What a client of the first recording would notice at the second. The contract document tells accidents of the data
 * from differences: a required field may not be missing once, an optional one may.
 */
export const diffShapes = (before: Shapes, after: Shapes, contract: ContractDocument): Drift[] =>
  collect((report) => {
    diffStatuses(before, after, report)
    for (const [key, answer] of before.answers) {
      const now = after.answers.get(key)
      if (!now) continue
      const [operation = '', status = ''] = key.split(' ')
      diffHeaders(answer, now, key, report)
      diffShape(answer.body, now.body, contract.answer(operation, Number(status)), key, report)
    }
  })

const DATE_FORMATS: Readonly<Record<string, readonly string[]>> = {
  date: ['date'],
  'date-time': ['date-time with offset', 'date-time in UTC'],
}

const holdAgainst = (shape: Shape, documented: Documented, where: string, report: Report): void => {
  const others = [...shape.types.keys()].filter((type) => documented.types.size > 0 && !documented.types.has(type))
  if (others.length > 0) {
    const what = others.includes('null') && others.length === 1 ? 'is null, which is' : `is ${list(others)}, which is`
    report('broken', where, `${what} not documented (${list(documented.types)})`)
  }
  const formats = documented.format === undefined ? undefined : DATE_FORMATS[documented.format]
  const wrong = [...shape.formats.keys()].filter((format) => formats && !formats.includes(format))
  if (wrong.length > 0) report('changed', where, `is written as ${list(wrong)}, documented is ${documented.format}`)
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
    if (inner) holdAgainst(field, inner, `${where}.${name}`, report)
    else if (objects > 0 && documented.types.has('object'))
      report('new', `${where}.${name}`, 'the field is not documented')
  }
  if (shape.items && documented.items) holdAgainst(shape.items, documented.items, `${where}[]`, report)
}

/** The document and clients' logs disagree about the token endpoint's refusals; a client has to live with either. */
const isDisputed = (key: string, shape: Shape): boolean => key === 'getToken 400' && shape.fields.has('error')

/** What a client that was generated from the contract document would notice at a recorded target. */
export const diffContract = (contract: ContractDocument, seen: Shapes): Drift[] =>
  collect((report) => {
    for (const [key, answer] of seen.answers) {
      const [operation = '', status = ''] = key.split(' ')
      if (!contract.has(operation, Number(status))) {
        // Refusals that all operations share are documented with some of them only.
        const severity = Number(status) >= 400 ? 'new' : 'changed'
        if (!PASSING(Number(status))) report(severity, key, 'the status is not documented')
        continue
      }
      const documented = contract.answer(operation, Number(status))
      if (documented === null) {
        if (valueTypes(answer.body).some((type) => type !== 'nothing'))
          report('new', key, 'there is a body, documented is none')
      } else if (documented && !isDisputed(key, answer.body)) holdAgainst(answer.body, documented, key, report)
    }
  })
