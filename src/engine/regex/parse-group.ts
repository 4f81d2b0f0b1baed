/**
 * What an opening parenthesis begins. In: a reader just after `(`. Out: how to wrap what stands inside and under which
 * flags, or a finished node. Invariant: what is not supported (recursion, conditions, verbs) is an error, never ignored.
 */
import { referTo } from './parse-escape.ts'
import type { RegexNode } from './regex-node.ts'
import { EMPTY } from './regex-node.ts'
import type { RegexFlags, RegexReader } from './regex-reader.ts'
import { failAt, take, takeMatch } from './regex-reader.ts'

export type OpenedGroup =
  | { readonly type: 'done'; readonly node: RegexNode }
  | {
      readonly type: 'group'
      readonly flags: RegexFlags
      readonly wrap: (child: RegexNode) => RegexNode
    }

export function openGroup(reader: RegexReader, start: number): OpenedGroup {
  if (reader.source.startsWith('*', reader.at)) return unsupported(reader, start, 'verbs such as (*FAIL)')
  if (!take(reader, '?')) return capture(reader, undefined)
  const name = takeMatch(reader, /P?<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)'/y)
  if (name) return capture(reader, name[1] ?? name[2]!)
  const reference = takeMatch(reader, /P=([A-Za-z_]\w*)\)/y)
  if (reference) return { type: 'done', node: referTo(reader, reference[1]!, start) }
  const look = takeMatch(reader, /(<?)([=!])/y)
  if (look) {
    const behind = look[1] === '<'
    const negated = look[2] === '!'
    return group(reader, (child) => ({ type: 'look', behind, negated, child }))
  }
  if (take(reader, '>')) return group(reader, (child) => ({ type: 'atomic', child }))
  return flagGroup(reader, start)
}

function capture(reader: RegexReader, name: string | undefined): OpenedGroup {
  const index = ++reader.captures
  if (name !== undefined) reader.names.set(name, index)
  return group(reader, (child) => ({ type: 'capture', index, child }))
}

function group(reader: RegexReader, wrap: (child: RegexNode) => RegexNode): OpenedGroup {
  return { type: 'group', flags: reader.flags, wrap }
}

/**
 * `(?i)` for the rest of the enclosing group, `(?i:…)` for this one; `(?^…)` starts from none. `U` swaps greedy and
 * lazy, which no test can tell apart.
 */
function flagGroup(reader: RegexReader, start: number): OpenedGroup {
  const match = takeMatch(reader, /(\^?)([imsxU]*)(?:-([imsxU]*))?([:)])/y)
  if (!match)
    return unsupported(reader, start, `groups that begin with ${reader.source.slice(start, start + 4)}`)
  const [, caret, on = '', off = '', end] = match
  const base = caret === '^' ? { i: false, m: false, s: false, x: false } : reader.flags
  const flag = (name: keyof RegexFlags): boolean => (base[name] || on.includes(name)) && !off.includes(name)
  const flags = { i: flag('i'), m: flag('m'), s: flag('s'), x: flag('x') }
  if (end === ':') return { type: 'group', flags, wrap: (child) => child }
  reader.flags = flags
  return { type: 'done', node: EMPTY }
}

function unsupported(reader: RegexReader, start: number, what: string): OpenedGroup {
  failAt(reader, start, `${what} are not supported`)
  return { type: 'done', node: EMPTY }
}
