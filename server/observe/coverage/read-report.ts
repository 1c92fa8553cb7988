import { type Fields, readFields } from '../../core/input.ts'
import type { CoverageGroupReport, CoverageItem, CoverageReport } from './coverage.ts'

/** Reads a report that a server answered. Throws an InputError where it is none. */
export const readReport = (value: unknown): CoverageReport => {
  const fields = readFields(value, 'The report')
  return { ...readShare(fields), groups: listOf(fields, 'groups').map(readGroup) }
}

const readGroup = (value: unknown): CoverageGroupReport => {
  const fields = readFields(value, 'A group')
  return {
    group: textOf(fields, 'group'),
    ...readShare(fields),
    items: listOf(fields, 'items').map(readItem),
    unexpected: listOf(fields, 'unexpected').map(readItem),
  }
}

const readShare = (fields: Fields) => ({
  percent: numberOf(fields, 'percent'),
  covered: numberOf(fields, 'covered'),
  total: numberOf(fields, 'total'),
})

const readItem = (value: unknown): CoverageItem => {
  const fields = readFields(value, 'An item')
  return { name: textOf(fields, 'name'), count: numberOf(fields, 'count') }
}

const textOf = (fields: Fields, name: string): string => {
  const text = fields.text(name)
  if (text === undefined) throw fields.wrong(name, 'a text')
  return text
}

const numberOf = (fields: Fields, name: string): number => {
  const number = fields.whole(name, 0)
  if (number === undefined) throw fields.wrong(name, 'a whole number')
  return number
}

const listOf = (fields: Fields, name: string): readonly unknown[] => {
  const list = fields.raw(name)
  if (!Array.isArray(list)) throw fields.wrong(name, 'a list')
  return list
}
