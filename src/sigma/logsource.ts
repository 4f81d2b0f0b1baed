/**
 * The log source of a rule or filter: lower-cased, with at least one of category, product and service.
 */
import type { LogSource } from './ast.ts'
import { type Findings, refuse } from './findings.ts'
import type { DocumentPlace } from './meta.ts'
import { type Fields, presentNode, readText } from './read-fields.ts'
import { describeNode } from './scalar.ts'
import { toRecord } from './to-plain.ts'
import { fieldsOf } from './yaml-node.ts'

const KNOWN_KEYS: ReadonlySet<string> = new Set(['category', 'product', 'service', 'definition'])

/** Undefined when it was refused. */
export function readLogSource(
  document: Fields,
  place: DocumentPlace,
  findings: Findings,
): LogSource | undefined {
  const node = presentNode(document, 'logsource')
  if (node === undefined || node.kind !== 'map') {
    const found = node === undefined ? '' : `, not ${describeNode(node)}`
    refuse(findings, 'rule-schema', (node ?? place).offset, `a rule needs a 'logsource', a map${found}`)
    return undefined
  }
  const fields = fieldsOf(node)
  const { errors } = findings
  const category = readPart(fields, 'category', findings)
  const product = readPart(fields, 'product', findings)
  const service = readPart(fields, 'service', findings)
  const definition = readText(fields, 'definition', findings)
  if (findings.errors > errors) return undefined
  if (category === undefined && product === undefined && service === undefined) {
    refuse(findings, 'rule-schema', node.offset, "'logsource' needs a category, a product or a service")
    return undefined
  }
  const custom = toRecord([...fields].filter(([name]) => !KNOWN_KEYS.has(name)))
  return { category, product, service, definition, custom }
}

/** Empty text says as little as none. */
function readPart(fields: Fields, name: string, findings: Findings): string | undefined {
  return readText(fields, name, findings)?.toLowerCase() || undefined
}
