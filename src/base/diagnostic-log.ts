/**
 * Collects diagnostics: counted always, listed up to a limit per code and source (design §3), so that a log full of
 * damage cannot fill memory or hide the trouble of another log.
 * Invariant: logs of the parts of an input, merged in the order of the parts, equal the log of the whole.
 */
import type { Diagnostic, DiagnosticCode } from './diagnostic.ts'

/** Listed diagnostics of one code and one source. */
export const MAX_LISTED_PER_SOURCE = 20
/** Listed diagnostics in all; ten thousand damaged logs are a large collection. */
export const MAX_LISTED = 100_000

/** What was found, as plain data. */
export interface DiagnosticList {
  readonly listed: readonly Diagnostic[]
  /** How many were found beyond the listed ones, by code. */
  readonly unlisted: Readonly<Partial<Record<DiagnosticCode, number>>>
}

export interface DiagnosticLog {
  add(diagnostic: Diagnostic): void
  merge(list: DiagnosticList): void
  /** The log so far. */
  list(): DiagnosticList
}

export function createDiagnosticLog(perSource: number = MAX_LISTED_PER_SOURCE): DiagnosticLog {
  const listed: Diagnostic[] = []
  const unlisted = new Map<DiagnosticCode, number>()
  /** Source → code → how many are listed. */
  const seen = new Map<string, Map<DiagnosticCode, number>>()

  const count = (code: DiagnosticCode, by: number): void => {
    unlisted.set(code, (unlisted.get(code) ?? 0) + by)
  }
  const add = (diagnostic: Diagnostic): void => {
    const { source, code } = diagnostic
    const codes = seen.get(source) ?? new Map<DiagnosticCode, number>()
    seen.set(source, codes)
    const before = codes.get(code) ?? 0
    if (before >= perSource || listed.length >= MAX_LISTED) count(code, 1)
    else {
      codes.set(code, before + 1)
      listed.push(diagnostic)
    }
  }
  return {
    add,
    merge(list) {
      for (const diagnostic of list.listed) add(diagnostic)
      for (const [code, by] of Object.entries(list.unlisted)) count(code as DiagnosticCode, by)
    },
    list: () => ({ listed: [...listed], unlisted: sortedRecord(unlisted) }),
  }
}

function sortedRecord(counts: ReadonlyMap<DiagnosticCode, number>): Partial<Record<DiagnosticCode, number>> {
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
}
