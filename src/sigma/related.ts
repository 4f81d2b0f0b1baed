/**
 * The `related` list: other rules by id and how they are related. Refused entries are left out.
 */
import { type Findings, refuse } from './findings.ts'
import { type Fields, presentNode, readText, refuseWord } from './read-fields.ts'
import { describeNode } from './scalar.ts'
import { parseUuid } from './uuid.ts'
import { fieldsOf, type YamlNode } from './yaml-node.ts'

/** The specification's types, pySigma's `correlation`; `obsoletes` is version 1's spelling. */
const TYPES = ['derived', 'obsolete', 'merged', 'renamed', 'similar', 'correlation']
const OLD_TYPES: ReadonlyMap<string, string> = new Map([['obsoletes', 'obsolete']])

export interface RelatedRule {
  readonly id: string
  readonly type: string
}

export function readRelated(fields: Fields, findings: Findings): RelatedRule[] {
  const node = presentNode(fields, 'related')
  if (node === undefined) return []
  if (node.kind !== 'seq') {
    refuse(findings, 'rule-schema', node.offset, `'related' must be a list, not ${describeNode(node)}`)
    return []
  }
  return node.items.map((item) => readEntry(item, findings)).filter((entry) => entry !== undefined)
}

function readEntry(node: YamlNode, findings: Findings): RelatedRule | undefined {
  if (node.kind !== 'map') {
    refuse(
      findings,
      'rule-schema',
      node.offset,
      `'related' must list maps of id and type, not ${describeNode(node)}`,
    )
    return undefined
  }
  const fields = fieldsOf(node)
  const written = readText(fields, 'id', findings)
  const id = written === undefined ? undefined : parseUuid(written)
  const type = readType(fields, findings)
  const idNode = presentNode(fields, 'id')
  if (id === undefined && (idNode === undefined || written !== undefined))
    refuse(
      findings,
      'rule-schema',
      (idNode ?? node).offset,
      "a related rule needs the 'id' of a rule, a UUID",
    )
  if (presentNode(fields, 'type') === undefined)
    refuse(findings, 'rule-schema', node.offset, "a related rule needs a 'type'")
  return id === undefined || type === undefined ? undefined : { id, type }
}

function readType(fields: Fields, findings: Findings): string | undefined {
  const node = presentNode(fields, 'type')
  const text = readText(fields, 'type', findings)
  if (node === undefined || text === undefined) return undefined
  const word = text.toLowerCase()
  const type = OLD_TYPES.get(word) ?? TYPES.find((one) => one === word)
  if (type === undefined) refuseWord(node, 'type of a related rule', text, TYPES, findings)
  return type
}
