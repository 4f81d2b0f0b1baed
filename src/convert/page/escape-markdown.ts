/**
 * Text from rules as Markdown that shows it and nothing else. In: any text. Out: one line of inline Markdown, or a
 * fenced block.
 * Invariant: what comes out neither ends its cell, heading or block nor becomes markup, a link or HTML.
 */
import { escapeTerminal } from '../../base/escape-terminal.ts'

/** Written as entities: they keep their meaning behind a backslash in some renderer, or end a cell. */
const ENTITY = /[&<>|`\\]/g
const PUNCTUATION = /[*_{}[\]()#+!~$^=]/g
/** A scheme or `www.` makes renderers link what follows; the pages link references themselves. */
const AUTO_LINK = /(:)(?=\/\/)|(?<=\bwww)(\.)|(@)/gi
const BLOCK_START = /^(\s*(?:-|\d+[.)]))/

export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replace(ENTITY, (letter) => `&#${letter.charCodeAt(0)};`)
    .replace(PUNCTUATION, (letter) => `\\${letter}`)
    .replace(AUTO_LINK, (letter) => `&#${letter.charCodeAt(0)};`)
    .replace(BLOCK_START, (start) => start.replace(/[-.)]$/, (letter) => `&#${letter.charCodeAt(0)};`))
}

/** All on one line; control characters, bidirectional marks and lone surrogates as visible codes. */
export function oneLine(text: string): string {
  return escapeTerminal(
    text.replace(/[\r\n\t\v\f\u0085\u2028\u2029 ]+/g, ' ').trim(),
    Number.MAX_SAFE_INTEGER,
  )
}

/** A block of code whose fence is longer than any run of back-ticks in it; its lines stay as they are. */
export function fence(text: string, language: string = ''): string {
  let longest = 2
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length)
  const ticks = '`'.repeat(longest + 1)
  return `${ticks}${language}\n${text}\n${ticks}`
}

/** Addresses of the web, in letters that end neither a link of Markdown nor an attribute of HTML. */
const SAFE_ADDRESS = /^https?:\/\/[^\s"'<>()[\]\\^`{|}\p{C}\p{Z}]+$/iu
/** Of an address (browsers take about as much). */
const MAX_ADDRESS_UNITS = 2000

/** Whether an address may become a link. */
export function isWebAddress(text: string): boolean {
  return text.length <= MAX_ADDRESS_UNITS && SAFE_ADDRESS.test(text)
}
