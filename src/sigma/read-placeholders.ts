/**
 * A file of placeholder values: a YAML map of names, each with a value or a list of values. In: its text and name.
 * Out: the values by name, their wildcards read as in rules; or what is wrong, with line and column.
 * Invariant: a file with an error gives no values at all, so that no rule runs with half of a list.
 */
import type { Diagnostic } from '../base/diagnostic.ts'
import type { PatternToken } from './ast.ts'
import { excerpt } from './excerpt.ts'
import { doubt, type Findings, listFindings, refuse, startFindings } from './findings.ts'
import { MAX_FILE_UNITS, MAX_PLACEHOLDER_VALUES, MAX_PLACEHOLDERS } from './limits.ts'
import { tokenisePattern } from './pattern.ts'
import { findLines } from './place.ts'
import { readYaml } from './read-yaml.ts'
import { describeNode, doubtfulScalar, scalarValue } from './scalar.ts'
import type { YamlMap, YamlNode, YamlPair } from './yaml-node.ts'

export interface PlaceholderValue {
  /** As written; a number in its canonical form. */
  readonly text: string
  readonly tokens: readonly PatternToken[]
}

/** Values by the name between the percent signs; never an empty list. */
export type Placeholders = ReadonlyMap<string, readonly PlaceholderValue[]>

export interface ReadPlaceholders {
  readonly placeholders: Placeholders | undefined
  readonly diagnostics: readonly Diagnostic[]
}

const CODE = 'placeholders-invalid'

export function readPlaceholders(text: string, file: string): ReadPlaceholders {
  const content = text.length > MAX_FILE_UNITS ? '' : text.replace(/^\ufeff/, '')
  const findings = startFindings(file, content, findLines(content))
  if (text.length > MAX_FILE_UNITS)
    refuse(findings, CODE, 0, `the file has ${text.length} characters, more than ${MAX_FILE_UNITS}`)
  const map = findings.errors > 0 ? undefined : readRoot(content, findings)
  const placeholders = map === undefined ? undefined : readValues(map, findings)
  const diagnostics = listFindings(findings)
  return { placeholders: findings.errors > 0 ? undefined : placeholders, diagnostics }
}

/** The one document of the file. */
function readRoot(content: string, findings: Findings): YamlMap | undefined {
  const documents = readYaml(content).filter(
    ({ root, problems }) => root !== undefined || problems.length > 0,
  )
  for (const { problems } of documents)
    for (const problem of problems) refuse(findings, CODE, problem.offset, problem.message)
  if (findings.errors > 0) return undefined
  const [first, second] = documents
  const root = first?.root
  const wanted = 'a map of placeholder names, each with its values, is needed'
  if (root?.kind === 'map' && second === undefined) return root
  if (second === undefined)
    refuse(findings, CODE, root?.offset ?? 0, `${wanted}, not ${root ? describeNode(root) : 'an empty file'}`)
  else refuse(findings, CODE, second.root?.offset ?? 0, 'the file has more than one YAML document')
  return undefined
}

function readValues({ pairs }: YamlMap, findings: Findings): Placeholders {
  const placeholders = new Map<string, readonly PlaceholderValue[]>()
  let values = 0
  for (const pair of pairs) {
    const read = isName(pair, findings) ? readList(pair, findings) : []
    values += read.length
    if (values > MAX_PLACEHOLDER_VALUES || placeholders.size === MAX_PLACEHOLDERS) {
      const message = `more than ${MAX_PLACEHOLDERS} placeholders or ${MAX_PLACEHOLDER_VALUES} values`
      refuse(findings, CODE, pair.key.offset, message)
      break
    }
    placeholders.set(pair.key.text, read)
  }
  return placeholders
}

function isName({ key }: YamlPair, findings: Findings): boolean {
  const { text, offset } = key
  if (text !== '' && !/[%\\]/.test(text)) return true
  const bare = /^%([^%\\]+)%$/.exec(text)?.[1]
  const message =
    bare === undefined
      ? `'${excerpt(text)}' is no name of a placeholder, which is never empty and without percent signs and backslashes`
      : `write the name without percent signs: ${excerpt(bare)}`
  refuse(findings, CODE, offset, message)
  return false
}

function readList({ key, value }: YamlPair, findings: Findings): PlaceholderValue[] {
  const nodes = value.kind === 'seq' ? value.items : [value]
  if (nodes.length === 0) {
    refuse(findings, CODE, value.offset, `the placeholder '${excerpt(key.text)}' has no value`)
    return []
  }
  const byText = new Map<string, PlaceholderValue>()
  for (const node of nodes) {
    const text = readText(node, key.text, findings)
    if (text !== undefined) byText.set(text, { text, tokens: tokenisePattern(text) })
  }
  return [...byText.values()]
}

function readText(node: YamlNode, name: string, findings: Findings): string | undefined {
  const value = node.kind === 'scalar' ? scalarValue(node) : undefined
  if (node.kind !== 'scalar' || value === undefined || value.type === 'null') {
    const message = `a value of '${excerpt(name)}' must be text or a number, not ${describeNode(node)}`
    refuse(findings, CODE, node.offset, message)
    return undefined
  }
  if (value.type === 'number' && !Number.isFinite(value.value)) {
    refuse(findings, CODE, node.offset, `'${excerpt(node.text)}' is no finite number; quote it`)
    return undefined
  }
  const reason = doubtfulScalar(node)
  if (reason !== undefined) doubt(findings, node.offset, `the unquoted value '${node.text}' ${reason}`)
  return value.text
}
