/**
 * A rule as `goshawk rules list` shows it, plain data; also its JSON form.
 */
import type { Diagnostic } from '../../../base/diagnostic.ts'
import type { SigmaDocument } from '../../../sigma/ast.ts'
import type { LoadedRules } from './load-rules.ts'

export type RuleState = 'runs' | 'not applicable' | 'rejected' | 'refused'

export interface RuleRow {
  readonly title: string
  readonly id: string | null
  readonly name: string | null
  readonly kind: SigmaDocument['kind']
  readonly level: string | null
  readonly status: string | null
  /** `windows/process_creation`, `windows/-/security`; '' for correlations. */
  readonly logsource: string
  readonly author: string | null
  readonly date: string | null
  readonly modified: string | null
  readonly tags: readonly string[]
  readonly file: string
  readonly line: number
  readonly state: RuleState
  /** Why it does not run; '' when it does. */
  readonly reason: string
}

/** Rules that the selection asks for, and those that could not be read. */
export function listRows({ set, prepared }: LoadedRules): readonly RuleRow[] {
  const rows: RuleRow[] = []
  const leftOut = new Set(prepared.leftOut.map(({ document }) => document))
  const rejected = new Map(prepared.rejected.map(({ document, diagnostics }) => [document, diagnostics]))
  const others = new Map(prepared.notApplicable.map(({ document, reason }) => [document, reason]))
  for (const document of set.documents) {
    if (leftOut.has(document)) continue
    const diagnostics = rejected.get(document)
    const reason = diagnostics === undefined ? (others.get(document) ?? '') : reasonOf(diagnostics)
    const state = diagnostics !== undefined ? 'rejected' : others.has(document) ? 'not applicable' : 'runs'
    rows.push({ ...describe(document), state, reason })
  }
  for (const { title, id, name, kind, file, diagnostics } of set.rejected) {
    const line = diagnostics[0]?.line ?? 1
    rows.push({
      ...UNREAD,
      title: title ?? '',
      id: id ?? null,
      name: name ?? null,
      kind,
      file,
      line,
      reason: reasonOf(diagnostics),
    })
  }
  return rows
}

const UNREAD = {
  level: null,
  status: null,
  logsource: '',
  author: null,
  date: null,
  modified: null,
  tags: [],
  state: 'refused',
} as const

function describe(document: SigmaDocument): Omit<RuleRow, 'state' | 'reason'> {
  const { title, id, name, kind, level, status, author, date, modified, tags, file, position } = document
  return {
    title,
    id: id ?? null,
    name: name ?? null,
    kind,
    level: level ?? null,
    status: status ?? null,
    logsource: document.kind === 'correlation' ? '' : describeLogSource(document.logsource),
    author: author ?? null,
    date: date ?? null,
    modified: modified ?? null,
    tags,
    file,
    line: position.line,
  }
}

function describeLogSource({
  product,
  category,
  service,
}: Extract<SigmaDocument, { kind: 'detection' }>['logsource']): string {
  const parts = [product ?? '-', category ?? '-', service ?? '-']
  return parts.join('/').replace(/(?:\/-)+$/, '')
}

function reasonOf(diagnostics: readonly Diagnostic[]): string {
  const first = diagnostics.find(({ severity }) => severity === 'error') ?? diagnostics[0]
  return first === undefined ? '' : `${first.message} [${first.code}]`
}
