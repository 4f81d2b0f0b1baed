/**
 * The columns of the profile `standard`, in order, as analysts' importers know them (design §7).
 * In: a row. Out: its cells as text and lists; CSV and JSON dress them differently.
 */
import { splitDetails } from './details.ts'
import type { ReportRow } from './sink.ts'
import { sortTags } from './tags.ts'

export const COLUMNS = [
  'Timestamp',
  'RuleTitle',
  'Level',
  'Computer',
  'Channel',
  'Provider',
  'EventID',
  'RecordID',
  'Details',
  'ExtraFieldInfo',
  'MitreTactics',
  'MitreTags',
  'OtherTags',
  'RuleID',
  'RuleFile',
  'EvtxFile',
] as const

type Pairs = readonly (readonly [name: string, text: string])[]

export interface RowCells {
  readonly Timestamp: string
  readonly RuleTitle: string
  readonly Level: string
  readonly Computer: string
  readonly Channel: string
  readonly Provider: string
  readonly EventID: string
  readonly RecordID: string
  readonly Details: Pairs
  readonly ExtraFieldInfo: Pairs
  readonly MitreTactics: readonly string[]
  readonly MitreTags: readonly string[]
  readonly OtherTags: readonly string[]
  readonly RuleID: string
  readonly RuleFile: string
  readonly EvtxFile: string
}

/** The last row and its cells: the formats of a scan are given each row in turn. */
let last: { readonly row: ReportRow; readonly cells: RowCells } | undefined

/** Cells of a row. */
export function buildCells(row: ReportRow): RowCells {
  if (last?.row !== row) last = { row, cells: makeCells(row) }
  return last.cells
}

function makeCells({ hit, rule, evtxFile }: ReportRow): RowCells {
  const { snapshot } = hit
  const { details, extra } = splitDetails(hit)
  const { tactics, attackIds, others } = sortTags(rule.tags)
  return {
    Timestamp: snapshot.time,
    RuleTitle: rule.title,
    Level: rule.level ?? 'informational',
    Computer: snapshot.computer,
    Channel: snapshot.channel,
    Provider: snapshot.provider,
    EventID: snapshot.eventId,
    RecordID: snapshot.recordId,
    Details: details,
    ExtraFieldInfo: extra,
    MitreTactics: tactics,
    MitreTags: attackIds,
    OtherTags: others,
    RuleID: rule.id ?? '',
    RuleFile: rule.file,
    EvtxFile: evtxFile,
  }
}
