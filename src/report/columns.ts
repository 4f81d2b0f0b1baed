/**
 * The columns of the profile `standard`, in order, as analysts' importers know them (design §7).
 * In: a row. Out: its cells as text and lists; CSV and JSON dress them differently.
 */
import { correlationCells } from './correlation-cells.ts'
import { splitDetails } from './details.ts'
import type { HitRow, ReportRow } from './sink.ts'
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

/** Cells that do not come from the rule. */
export type OwnCells = Omit<
  RowCells,
  'RuleTitle' | 'Level' | 'MitreTactics' | 'MitreTags' | 'OtherTags' | 'RuleID' | 'RuleFile'
>

/** The last row and its cells: the formats of a scan are given each row in turn. */
let last: { readonly row: ReportRow; readonly cells: RowCells } | undefined

/** Cells of a row. */
export function buildCells(row: ReportRow): RowCells {
  if (last?.row !== row) last = { row, cells: makeCells(row) }
  return last.cells
}

function makeCells(row: ReportRow): RowCells {
  const { rule } = row
  const { tactics, attackIds, others } = sortTags(rule.tags)
  const own = 'hit' in row ? hitCells(row) : correlationCells(row)
  return {
    Timestamp: own.Timestamp,
    RuleTitle: rule.title,
    Level: rule.level ?? 'informational',
    Computer: own.Computer,
    Channel: own.Channel,
    Provider: own.Provider,
    EventID: own.EventID,
    RecordID: own.RecordID,
    Details: own.Details,
    ExtraFieldInfo: own.ExtraFieldInfo,
    MitreTactics: tactics,
    MitreTags: attackIds,
    OtherTags: others,
    RuleID: rule.id ?? '',
    RuleFile: rule.file,
    EvtxFile: own.EvtxFile,
  }
}

function hitCells({ hit, evtxFile }: HitRow): OwnCells {
  const { snapshot } = hit
  const { details, extra } = splitDetails(hit)
  return {
    Timestamp: snapshot.time,
    Computer: snapshot.computer,
    Channel: snapshot.channel,
    Provider: snapshot.provider,
    EventID: snapshot.eventId,
    RecordID: snapshot.recordId,
    Details: details,
    ExtraFieldInfo: extra,
    EvtxFile: evtxFile,
  }
}
