/**
 * The door of this folder: one detection rule to the queries of one back end.
 * Invariant: pure; the same rule and options give the same text. Never throws on a rule.
 */
import type { Mapping } from '../mapping/mapping.ts'
import { createBuiltinMapping } from '../mapping/resolve.ts'
import type { DetectionRule } from '../sigma/ast.ts'
import { approximate, listInabilities } from './approximate.ts'
import type { Backend } from './backend.ts'
import { ES_QS } from './backends/es-qs.ts'
import { GRAYLOG } from './backends/graylog.ts'
import { GREP } from './backends/grep.ts'
import { LOGPOINT } from './backends/logpoint.ts'
import { POWERSHELL } from './backends/powershell.ts'
import { SPLUNK } from './backends/splunk.ts'
import { SQLITE } from './backends/sqlite.ts'
import { XPACK_WATCHER } from './backends/xpack-watcher.ts'
import type { BackendName, Conversion, ConvertOptions, Remark } from './conversion.ts'
import { lowerRule } from './lower.ts'
import { prepare } from './prepare.ts'
import { convertSigmac } from './sigmac/convert-sigmac.ts'
import { walk } from './walk.ts'

const BACKENDS: Readonly<Record<BackendName, Backend>> = {
  powershell: POWERSHELL,
  'es-qs': ES_QS,
  'xpack-watcher': XPACK_WATCHER,
  graylog: GRAYLOG,
  splunk: SPLUNK,
  logpoint: LOGPOINT,
  grep: GREP,
  sqlite: SQLITE,
}

let builtin: Mapping | undefined

function builtinMapping(): Mapping {
  builtin ??= createBuiltinMapping()
  return builtin
}

/** The queries of a rule, or why there are none. */
export function convertRule(rule: DetectionRule, options: ConvertOptions): Conversion {
  const { dialect = 'default' } = options
  if (dialect !== 'default') return convertSigmac(rule, dialect, options)
  const backend = BACKENDS[options.backend]
  const lowered = lowerRule(rule, options.mapping ?? builtinMapping())
  if (lowered.type === 'refused') return lowered
  const queries: string[] = []
  const warnings: Remark[] = [...lowered.warnings]
  for (const [index, query] of lowered.queries.entries()) {
    const prepared = prepare(query, backend)
    const inabilities = listInabilities(prepared, backend)
    if (inabilities[0] !== undefined && options.approximate !== true)
      return { type: 'refused', code: 'convert-unsupported', ...inabilities[0] }
    warnings.push(...inabilities)
    const text = walk(inabilities.length === 0 ? prepared : approximate(prepared, backend), backend)
    if (text === undefined)
      return {
        type: 'refused',
        code: 'convert-unsupported',
        message: 'nothing of the rule is left to search for',
        position: rule.position,
      }
    const reason = backend.refuse?.(text)
    if (reason !== undefined)
      return { type: 'refused', code: 'convert-unsupported', message: reason, position: rule.position }
    queries.push(
      backend.wrap(text, rule, { channels: lowered.channels, before: options.before ?? [], index }),
    )
  }
  return { type: 'queries', queries, warnings }
}
