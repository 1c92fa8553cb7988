import { type Fields, readFields } from '../../core/input.ts'
import type { CoverageGroupReport, CoverageItem, CoverageReport } from './coverage.ts'

/** Validates a coverage report. Throws an InputError. */
export const readReport = (value: unknown): CoverageReport => {
  const fields = readFields(value, 'The report')
  return { ...readShare(fields), groups: readList(fields, 'groups').map(readGroup) }
}

const readGroup = (value: unknown): CoverageGroupReport => {
  const fields = readFields(value, 'A group')
  return {
    group: readText(fields, 'group'),
    ...readShare(fields),
    items: readList(fields, 'items').map(readItem),
    unexpected: readList(fields, 'unexpected').map(readItem),
  }
}

const readShare = (fields: Fields) => ({
  percent: readNumber(fields, 'percent'),
  covered: readNumber(fields, 'covered'),
  total: readNumber(fields, 'total'),
})

const readItem = (value: unknown): CoverageItem => {
  const fields = readFields(value, 'An item')
  return { name: readText(fields, 'name'), count: readNumber(fields, 'count') }
}

const readText = (fields: Fields, name: string): string => {
  const text = fields.text(name)
  if (text === undefined) throw fields.wrong(name, 'a text')
  return text
}

const readNumber = (fields: Fields, name: string): number => {
  const number = fields.whole(name, 0)
  if (number === undefined) throw fields.wrong(name, 'a whole number')
  return number
}

const readList = (fields: Fields, name: string): readonly unknown[] => {
  const list = fields.raw(name)
  if (!Array.isArray(list)) throw fields.wrong(name, 'a list')
  return list
}
