/**
 * The data that a rule needs as Atomic Threat Coverage reckoned it: by channel and event id where the rule tests ids,
 * else by channel and by entries that list all its fields. In: the documents of a rule file. Out: titles, sorted.
 */
import type { PlainDocument } from '../../../sigma/read-plain-documents.ts'
import {
  ANTIVIRUS_DATA,
  CHANNEL_BY_SERVICE,
  DATA_BY_ENRICHMENT,
  type DataNeeded,
  WINDOWS_DATA,
} from '../data/atc-tables.ts'
import { isRecord, textsOf } from './plain.ts'

const COMMAND_LINES = ['CommandLine', 'ProcessCommandLine', 'ParentCommandLine']
const WITHOUT_COMMAND_LINE = 'DN_0001_4688_windows_process_creation'

export function listDataNeeded(documents: readonly PlainDocument[]): readonly string[] {
  const titles = new Set<string>()
  const [first] = documents
  for (const name of textsOf(first?.enrichment))
    for (const title of DATA_BY_ENRICHMENT.get(name) ?? []) titles.add(title)
  const used = first?.action === 'global' ? documents : documents.slice(0, 1)
  for (const document of used) for (const title of dataOf(document)) titles.add(title)
  return [...titles].sort()
}

function dataOf({ logsource, detection }: PlainDocument): readonly string[] {
  if (!isRecord(logsource)) return []
  // A global document may have a log source and no detection: then all of that source is needed.
  const selections = Object.entries(isRecord(detection) ? detection : {}).filter(
    ([name]) => name !== 'condition' && name !== 'timeframe',
  )
  const fields = selections.map(([, selection]) => fieldsOf(selection))
  if (!fields.some((map) => map.has('EventID')))
    return byFields(logsource, new Set(fields.flatMap((map) => [...map.keys()])))
  return fields.flatMap((map) => byEventIds(logsource, map))
}

/** Fields of a selection without their modifiers, and their values. */
function fieldsOf(selection: unknown): ReadonlyMap<string, readonly unknown[]> {
  const fields = new Map<string, readonly unknown[]>()
  for (const part of Array.isArray(selection) ? selection : [selection])
    if (isRecord(part))
      for (const [key, value] of Object.entries(part)) {
        const name = key.split('|', 1)[0]!
        fields.set(name, [...(fields.get(name) ?? []), ...(Array.isArray(value) ? value : [value])])
      }
  return fields
}

type LogSource = Readonly<Record<string, unknown>>

function byEventIds(
  logsource: LogSource,
  fields: ReadonlyMap<string, readonly unknown[]>,
): readonly string[] {
  const ids = new Set((fields.get('EventID') ?? []).map(String))
  const hasCommandLine = COMMAND_LINES.some((name) => fields.has(name))
  return entriesOf(logsource)
    .filter(({ title }) => ids.has(title.split('_')[2]!))
    .filter(({ title }) => !(hasCommandLine && title === WITHOUT_COMMAND_LINE))
    .map(({ title }) => title)
}

function byFields(logsource: LogSource, fields: ReadonlySet<string>): readonly string[] {
  const listed = entriesOf(logsource).filter(
    (entry) =>
      fields.size === 0 ||
      (entry.fields !== undefined && [...fields].every((field) => entry.fields!.has(field))),
  )
  return listed.map(({ title }) => title)
}

function entriesOf({ product, service, category }: LogSource): readonly DataNeeded[] {
  if (product === 'antivirus') return [ANTIVIRUS_DATA]
  if (product !== 'windows') return []
  if (category === 'process_creation')
    return WINDOWS_DATA.filter(({ title }) => title.includes('process_creation'))
  if (service === undefined || service === null) return WINDOWS_DATA
  const channel = CHANNEL_BY_SERVICE.get(String(service)) ?? String(service)
  return WINDOWS_DATA.filter((entry) => entry.channel === channel)
}
