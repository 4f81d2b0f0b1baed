/**
 * What a conversion is asked for and what it gives, as plain data.
 * Invariant: a rule gives queries that mean what it means, or a refusal that says why; wider queries carry a warning.
 */
import type { Mapping } from '../mapping/mapping.ts'
import type { DetectionRule, Position } from '../sigma/ast.ts'

/** The back ends, in the order in which rule pages list them. */
export const BACKEND_NAMES = [
  'powershell',
  'es-qs',
  'xpack-watcher',
  'graylog',
  'splunk',
  'logpoint',
  'grep',
  'sqlite',
] as const

export type BackendName = (typeof BACKEND_NAMES)[number]

/** `sigmac-pages`: the converter of Atomic Threat Coverage's 280 pages; `sigmac-seed`: a later one. */
export const DIALECTS = ['default', 'sigmac-pages', 'sigmac-seed'] as const

export type Dialect = (typeof DIALECTS)[number]

export interface ConvertOptions {
  readonly backend: BackendName
  readonly dialect?: Dialect
  /** What the back end cannot say becomes the nearest wider query, with a warning, instead of a refusal. */
  readonly approximate?: boolean
  /** Of log sources; default: the built-in one. The dialects have their own. */
  readonly mapping?: Mapping
  /** Rules converted before in this run: watches need names of their own, and sigmac remembers the last log. */
  readonly before?: readonly DetectionRule[]
}

/** Why a rule has no query. */
export type RefusalCode =
  /** The back end has no way to say this. */
  | 'convert-unsupported'
  /** The rule's log source has no place in the data of the back end. */
  | 'convert-logsource'
  /** The dialect does not know the back end, or its converter failed on such rules. */
  | 'convert-dialect'

export interface Remark {
  readonly message: string
  /** In the rule's file; 1-based. */
  readonly position: Position | undefined
}

export interface Converted {
  readonly type: 'queries'
  /** As printed, without a newline at the end; several when the rule has several conditions. Never empty. */
  readonly queries: readonly string[]
  /** Where a query is wider than the rule (only with `approximate`). */
  readonly warnings: readonly Remark[]
}

export interface Refused extends Remark {
  readonly type: 'refused'
  readonly code: RefusalCode
}

export type Conversion = Converted | Refused
