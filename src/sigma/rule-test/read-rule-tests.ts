/**
 * A file of tests: YAML text to events that rules must match or must not. In: text, name of the file. Out: tests of each
 * document and what cannot be used, with places. Never throws on input; one bad test does not cost the others.
 */
import { excerpt } from '../excerpt.ts'
import { type Findings, listFindings, refuse, startFindings } from '../findings.ts'
import { MAX_FILE_UNITS } from '../limits.ts'
import { suggestName } from '../names.ts'
import { findLines, positionAt } from '../place.ts'
import { type Fields, presentNode, writtenText } from '../read-fields.ts'
import { readYaml } from '../read-yaml.ts'
import { describeNode, scalarValue } from '../scalar.ts'
import { fieldsOf, type YamlMap, type YamlNode } from '../yaml-node.ts'
import { readEvent } from './read-event.ts'
import type { ReadRuleTests, RuleTests, TestCase, TestEvent } from './rule-tests.ts'

/** Tests of one document, and events of one test. */
const MAX_CASES = 10_000
const MAX_EVENTS = 10_000

const FILE_KEYS = ['rule', 'base', 'must-match', 'must-not-match']
const CASE_KEYS = ['name', 'event', 'events', 'hits']

export function readRuleTests(text: string, file: string): ReadRuleTests {
  if (text.length > MAX_FILE_UNITS) return refuseFile(file, text.length)
  const content = text.startsWith('\ufeff') ? text.slice(1) : text
  const findings = startFindings(file, content, findLines(content))
  const tests: RuleTests[] = []
  for (const { root, problems } of readYaml(content)) {
    for (const { offset, message } of problems) refuse(findings, 'test-invalid', offset, message)
    if (root === undefined || problems.length > 0) continue
    if (root.kind === 'map') tests.push(readDocument(root, findings))
    else refuse(findings, 'test-invalid', root.offset, `tests must be a map, not ${describeNode(root)}`)
  }
  return { tests, diagnostics: listFindings(findings) }
}

function refuseFile(file: string, units: number): ReadRuleTests {
  const findings = startFindings(file, '', findLines(''))
  refuse(findings, 'test-invalid', 0, `the file has ${units} characters, more than ${MAX_FILE_UNITS}`)
  return { tests: [], diagnostics: listFindings(findings) }
}

function readDocument(root: YamlMap, findings: Findings): RuleTests {
  checkKeys(root, FILE_KEYS, 'a file of tests', findings)
  const fields = fieldsOf(root)
  const rule = presentNode(fields, 'rule')
  const reference = rule === undefined ? undefined : writtenText(rule)
  if (rule !== undefined && reference === undefined)
    refuse(findings, 'test-invalid', rule.offset, "'rule' must be the id, name, title or file of a rule")
  const base = presentNode(fields, 'base')
  if (base !== undefined && base.kind !== 'map')
    refuse(findings, 'test-invalid', base.offset, `'base' must be an event, not ${describeNode(base)}`)
  const start = base?.kind === 'map' ? base : undefined
  const cases = [
    ...readCases(fields, 'must-match', start, findings),
    ...readCases(fields, 'must-not-match', start, findings),
  ]
  if (cases.length === 0 && findings.errors === 0)
    refuse(
      findings,
      'test-invalid',
      root.offset,
      "there is no test: list events under 'must-match' and 'must-not-match'",
    )
  return { file: findings.file, position: positionAt(findings.places, root.offset), rule: reference, cases }
}

function checkKeys(map: YamlMap, known: readonly string[], where: string, findings: Findings): void {
  for (const { key } of map.pairs) {
    if (known.includes(key.text)) continue
    const advice = suggestName(key.text, known) || `; known are ${known.join(', ')}`
    refuse(findings, 'test-invalid', key.offset, `'${excerpt(key.text)}' means nothing in ${where}${advice}`)
  }
}

function readCases(
  fields: Fields,
  key: 'must-match' | 'must-not-match',
  base: YamlMap | undefined,
  findings: Findings,
): TestCase[] {
  const node = presentNode(fields, key)
  if (node === undefined) return []
  if (node.kind !== 'seq') {
    refuse(
      findings,
      'test-invalid',
      node.offset,
      `'${key}' must be a list of tests, not ${describeNode(node)}`,
    )
    return []
  }
  if (node.items.length > MAX_CASES) {
    refuse(findings, 'test-invalid', node.offset, `'${key}' has more than ${MAX_CASES} tests`)
    return []
  }
  return node.items
    .map((item) => readCase(item, key === 'must-match', base, findings))
    .filter((test) => test !== undefined)
}

function readCase(
  node: YamlNode,
  mustMatch: boolean,
  base: YamlMap | undefined,
  findings: Findings,
): TestCase | undefined {
  if (node.kind !== 'map') {
    refuse(
      findings,
      'test-invalid',
      node.offset,
      `a test must be a map of name and event, not ${describeNode(node)}`,
    )
    return undefined
  }
  const { errors } = findings
  checkKeys(node, CASE_KEYS, 'a test', findings)
  const fields = fieldsOf(node)
  const nameNode = presentNode(fields, 'name')
  const name = nameNode === undefined ? undefined : writtenText(nameNode)
  if (name === undefined)
    refuse(
      findings,
      'test-invalid',
      (nameNode ?? node).offset,
      "a test needs a 'name' that says what it shows",
    )
  const events = readEvents(node, fields, base, findings)
  const hits = readHits(fields, mustMatch, findings)
  if (findings.errors > errors) return undefined
  return { name: name!, position: positionAt(findings.places, node.offset), mustMatch, events, hits }
}

function readEvents(
  node: YamlMap,
  fields: Fields,
  base: YamlMap | undefined,
  findings: Findings,
): readonly TestEvent[] {
  const single = fields.get('event')
  const several = presentNode(fields, 'events')
  const isSingle = single !== undefined && several === undefined
  if (!isSingle && (single !== undefined || several?.kind !== 'seq' || several.items.length === 0)) {
    refuse(
      findings,
      'test-invalid',
      (several ?? node).offset,
      "a test needs an 'event', or a list of 'events'",
    )
    return []
  }
  const nodes = isSingle ? [single] : several?.kind === 'seq' ? several.items : []
  if (nodes.length > MAX_EVENTS) {
    refuse(findings, 'test-invalid', node.offset, `a test has more than ${MAX_EVENTS} events`)
    return []
  }
  return nodes.map((one, index) => {
    // Nothing but the base: `event:` alone, or `{}`.
    const isEmpty = one.kind === 'scalar' && scalarValue(one).type === 'null'
    const event: YamlNode = isEmpty ? { kind: 'map', pairs: [], offset: one.offset } : one
    return {
      position: positionAt(findings.places, one.offset),
      fields: readEvent(event, base, index, findings),
    }
  })
}

function readHits(fields: Fields, mustMatch: boolean, findings: Findings): number | undefined {
  const node = presentNode(fields, 'hits')
  if (node === undefined) return undefined
  const value = node.kind === 'scalar' ? scalarValue(node) : undefined
  const isCount = value?.type === 'number' && Number.isInteger(value.value) && value.value > 0
  if (mustMatch && isCount) return value.value
  const message = mustMatch
    ? "'hits' must be a whole number above 0"
    : "'hits' stands with 'must-match': what must not match has none"
  refuse(findings, 'test-invalid', node.offset, message)
  return undefined
}
