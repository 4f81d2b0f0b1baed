/**
 * Rules named on the command line: one by one, or in a file that lists them one a line, `#` starting a comment. In:
 * values of --only-rule or --exclude-rule. Out: the names, each with the place where it stands; or what is wrong.
 * A value is a list when a file of that name exists that is no rule file (.yml, .yaml).
 */
import { closeSync, fstatSync, openSync, readFileSync, statSync } from 'node:fs'
import { ioReason } from '../base/io-reason.ts'

/** Bytes of a list (one of all of SigmaHQ's ids: 150 KB) and names of all lists together. */
const MAX_LIST_BYTES: number = 16 * 1024 * 1024
const MAX_NAMES = 200_000

export interface RuleName {
  readonly text: string
  /** The flag, or the file with its line. */
  readonly source: string
  readonly line: number | undefined
}

export function readRuleNames(flag: string, values: readonly string[]): readonly RuleName[] | string {
  const names: RuleName[] = []
  for (const value of values) {
    const found = isList(value) ? readList(value) : [{ text: value, source: `--${flag}`, line: undefined }]
    if (typeof found === 'string') return `--${flag} ${value}: ${found}`
    for (const name of found) names.push(name)
    if (names.length > MAX_NAMES) return `--${flag} names more than ${MAX_NAMES} rules`
  }
  const empty = names.find(({ text }) => text === '')
  return empty === undefined ? names : `--${flag} needs an id, a title or a file, not empty text`
}

function isList(value: string): boolean {
  if (/\.ya?ml$/i.test(value)) return false
  try {
    return statSync(value).isFile()
  } catch {
    return false
  }
}

function readList(file: string): readonly RuleName[] | string {
  const text = readText(file)
  if (typeof text !== 'string') return text.problem
  return text.split(/\r?\n/).flatMap((line, index): RuleName[] => {
    const name = line.replace(/(?:^|\s)#.*$/, '').trim()
    return name === '' ? [] : [{ text: name, source: file, line: index + 1 }]
  })
}

function readText(file: string): string | { readonly problem: string } {
  let handle: number | undefined
  try {
    handle = openSync(file, 'r')
    const { size } = fstatSync(handle)
    if (size > MAX_LIST_BYTES) return { problem: `${size} bytes are more than a list may have` }
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(handle))
  } catch (error) {
    return { problem: error instanceof TypeError ? 'it is no UTF-8 text' : ioReason(error) }
  } finally {
    if (handle !== undefined) closeSync(handle)
  }
}
