/**
 * Text from rules as Markdown that shows it and nothing else. In: any text. Out: one line of inline Markdown, or a
 * fenced block.
 * Invariant: what comes out neither ends its cell, heading or block nor becomes markup, a link or HTML.
 */
import { escapeTerminal } from '../../base/escape-terminal.ts'
import { visibleLines } from './visible-lines.ts'

/** Letters that make markup; those of `ENTITY_ONLY` mean something even behind a backslash in some renderer. */
const SPECIAL = /[&<>|`\\*_{}[\]()#+!~$^=@]|:(?=\/\/)|(?<=\bwww)\.|^(?:-|\d+[.)])/gi
const ENTITY_ONLY = '&<>|`\\@:.-'

export function escapeMarkdown(text: string): string {
  return oneLine(text).replace(SPECIAL, (found) => {
    const letter = found.at(-1)!
    const before = found.slice(0, -1)
    return before + (ENTITY_ONLY.includes(letter) ? `&#${letter.charCodeAt(0)};` : `\\${letter}`)
  })
}

/** All on one line; control characters, bidirectional marks and lone surrogates as visible codes. */
function oneLine(text: string): string {
  return escapeTerminal(
    text.replace(/[\r\n\t\v\f\u0085\u2028\u2029 ]+/g, ' ').trim(),
    Number.MAX_SAFE_INTEGER,
  )
}

/** A block of code whose fence is longer than any run of back-ticks in it. */
export function fence(text: string, language: string = ''): string {
  let longest = 2
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length)
  const ticks = '`'.repeat(longest + 1)
  return `${ticks}${language}\n${visibleLines(text)}\n${ticks}`
}

/** Addresses of the web, in letters that end neither a link of Markdown nor an attribute of HTML. */
const SAFE_ADDRESS = /^https?:\/\/[^\s"'<>[\]\\^`{|}\p{C}\p{Z}]+$/iu
/** Of an address (browsers take about as much). */
const MAX_ADDRESS_UNITS = 2000

/** Whether an address may become a link. */
export function isWebAddress(text: string): boolean {
  return text.length <= MAX_ADDRESS_UNITS && SAFE_ADDRESS.test(text)
}
