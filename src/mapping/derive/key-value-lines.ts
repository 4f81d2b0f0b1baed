/**
 * Fields inside the text that `Windows PowerShell` events carry: lines `TAB Key=Value`. In: the event's unnamed Data and
 * its id. Out: the values of one key. Invariant: one pass over the text; whatever an attacker puts into a command line,
 * no part of it is out of reach: a value ends at the next known key, every occurrence of a key counts, and when keys
 * stand out of order, the text from the first occurrence to the end is a value, too.
 */
import type { Derive } from '../field-source.ts'
import { NOTHING } from '../field-source.ts'

/** Known keys in the order in which the events write them (400, 403, 600 and 800 leave some out). */
export const POWERSHELL_KEYS: readonly string[] = [
  'NewEngineState',
  'PreviousEngineState',
  'ProviderName',
  'NewProviderState',
  'DetailSequence',
  'DetailTotal',
  'SequenceNumber',
  'UserId',
  'HostName',
  'HostVersion',
  'HostId',
  'HostApplication',
  'EngineVersion',
  'RunspaceId',
  'PipelineId',
  'CommandName',
  'CommandType',
  'ScriptName',
  'CommandPath',
  'CommandLine',
]

/** Key lines looked at in one text (observed: 15). */
const MAX_KEY_LINES = 64
const TAB = 0x09
const RANKS: ReadonlyMap<string, number> = new Map(POWERSHELL_KEYS.map((key, rank) => [key, rank]))
const MAX_KEY_LENGTH = Math.max(...POWERSHELL_KEYS.map((key) => key.length))

interface KeyLine {
  readonly rank: number
  readonly lineStart: number
  readonly valueStart: number
}

/** Values of `key`, from EventID and Data: the second text of event 800, the third of all others. */
export function valuesOfKey(key: string): Derive {
  const rank = RANKS.get(key)
  return ([eventIds, data]) => {
    const text = data![eventIds![0] === '800' ? 1 : 2]
    return text === undefined || rank === undefined ? NOTHING : readValues(text, rank)
  }
}

function readValues(text: string, rank: number): readonly string[] {
  const lines = findKeyLines(text)
  const values: string[] = []
  let isOrdered = lines.length < MAX_KEY_LINES
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!
    if (i > 0 && line.rank <= lines[i - 1]!.rank) isOrdered = false
    if (line.rank !== rank) continue
    values.push(cutLineEnds(text, line.valueStart, lines[i + 1]?.lineStart ?? text.length))
  }
  const first = lines.find((line) => line.rank === rank)
  if (!isOrdered && first !== undefined) values.push(cutLineEnds(text, first.valueStart, text.length))
  return values
}

function findKeyLines(text: string): readonly KeyLine[] {
  const lines: KeyLine[] = []
  for (let lineStart = 0; lineStart < text.length && lines.length < MAX_KEY_LINES; ) {
    if (text.charCodeAt(lineStart) === TAB) {
      const equals = text.slice(lineStart + 1, lineStart + MAX_KEY_LENGTH + 2).indexOf('=')
      const rank = equals < 0 ? undefined : RANKS.get(text.slice(lineStart + 1, lineStart + 1 + equals))
      if (rank !== undefined) lines.push({ rank, lineStart, valueStart: lineStart + equals + 2 })
    }
    const lineEnd = text.indexOf('\n', lineStart)
    if (lineEnd < 0) break
    lineStart = lineEnd + 1
  }
  return lines
}

/** The text between two positions without the line ends (and empty lines) behind it. */
function cutLineEnds(text: string, start: number, end: number): string {
  while (end > start && (text.charCodeAt(end - 1) === 0x0a || text.charCodeAt(end - 1) === 0x0d)) end--
  return text.slice(start, end)
}
