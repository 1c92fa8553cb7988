import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { replaceFile } from './files.ts'

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'files-'))
  file = join(folder, 'report.json')
})

afterEach(() => rmSync(folder, { recursive: true }))

const modeOf = (path: string): number => statSync(path).mode & 0o777

describe('replaceFile', () => {
  it('writes a new file and replaces it, with its mode kept', () => {
    replaceFile(file, 'one')
    expect(readFileSync(file, 'utf8')).toBe('one')
    chmodSync(file, 0o646)
    replaceFile(file, 'two')
    expect(readFileSync(file, 'utf8')).toBe('two')
    expect(modeOf(file)).toBe(0o646)
    expect(readdirSync(folder)).toEqual(['report.json'])
  })

  it('gives a file the mode that is named', () => {
    replaceFile(file, 'one', { mode: 0o600 })
    expect(modeOf(file)).toBe(0o600)
  })

  it('writes to the file that a link leads to', () => {
    const link = join(folder, 'latest.json')
    replaceFile(file, 'one')
    symlinkSync(file, link)
    replaceFile(link, 'two')
    expect(readFileSync(file, 'utf8')).toBe('two')
    expect(readdirSync(folder).sort()).toEqual(['latest.json', 'report.json'])
  })

  it('writes to a device in its place', () => {
    replaceFile('/dev/null', 'one')
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true)
  })

  it('leaves nothing behind when the file cannot be written', () => {
    mkdirSync(file)
    expect(() => replaceFile(file, 'one')).toThrow(/EISDIR/)
    expect(() => replaceFile(join(folder, 'absent', 'report.json'), 'one')).toThrow(/ENOENT/)
    expect(readdirSync(folder)).toEqual(['report.json'])
  })
})
