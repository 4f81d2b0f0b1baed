/**
 * The door of this folder: one Sigma file to its documents. In: its text and its name for messages.
 * Out: plain data (`structuredClone` keeps it), the same for the same text. Never throws on input: what is wrong is a
 * diagnostic with its place, and the rest of the file goes on.
 */
import type { ParsedFile, SigmaDocument } from './ast.ts'
import { type CollectionEntry, collectRules } from './collection.ts'
import { readCorrelation } from './correlation.ts'
import { readDetection } from './detection.ts'
import { readFilter } from './filter.ts'
import { doubt, type Findings, listFindings, refuse, startFindings } from './findings.ts'
import { MAX_FILE_UNITS } from './limits.ts'
import { readLogSource } from './logsource.ts'
import { readMeta } from './meta.ts'
import { findLines } from './place.ts'
import { type Fields, presentNode, writtenText } from './read-fields.ts'
import { readYaml } from './read-yaml.ts'
import { fieldsOf } from './yaml-node.ts'

type Rejected = ParsedFile['rejected'][number]

const BYTE_ORDER_MARK = '\ufeff'

export function parseSigma(text: string, file: string): ParsedFile {
  if (text.length > MAX_FILE_UNITS) return refuseFile(text, file)
  const content = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text
  const places = findLines(content)
  const documents: SigmaDocument[] = []
  const rejected: Rejected[] = []
  const warnings: ParsedFile['warnings'][number][] = []
  for (const entry of collectRules(readYaml(content))) {
    const findings = startFindings(file, content, places)
    const document = readEntry(entry, findings)
    if (document !== undefined) {
      documents.push(document)
      warnings.push(...listFindings(findings))
    } else rejected.push(rejection(entry, findings))
  }
  if (documents.length === 0 && rejected.length === 0) {
    const findings = startFindings(file, content, places)
    doubt(findings, 0, 'the file holds no rule')
    warnings.push(...listFindings(findings))
  }
  return { documents, rejected, warnings }
}

function refuseFile(text: string, file: string): ParsedFile {
  const findings = startFindings(file, '', findLines(''))
  const message = `the file has ${text.length} characters, more than ${MAX_FILE_UNITS}`
  refuse(findings, 'rule-yaml', 0, message)
  const entry: CollectionEntry = {
    document: 0,
    offset: 0,
    root: undefined,
    kind: 'detection',
    code: 'rule-yaml',
    problems: [],
  }
  return { documents: [], rejected: [rejection(entry, findings)], warnings: [] }
}

function rejection(entry: CollectionEntry, findings: Findings): Rejected {
  const fields: Fields = entry.root === undefined ? new Map() : fieldsOf(entry.root)
  const known = (name: string) => {
    const node = presentNode(fields, name)
    return node === undefined ? undefined : writtenText(node)
  }
  return {
    kind: entry.kind,
    title: known('title'),
    id: known('id'),
    name: known('name'),
    document: entry.document,
    diagnostics: listFindings(findings),
  }
}

/** The rule, or undefined when something of it was refused. */
function readEntry(entry: CollectionEntry, findings: Findings): SigmaDocument | undefined {
  const { root, kind, offset, problems } = entry
  for (const problem of problems) refuse(findings, entry.code, problem.offset, problem.message)
  if (root === undefined || problems.length > 0) return undefined
  const fields = fieldsOf(root)
  if (kind === 'detection' && !fields.has('detection')) {
    const message = "a rule needs a 'detection' (or is a 'correlation' or a 'filter')"
    refuse(findings, 'rule-schema', offset, message)
  }
  const meta = readMeta(fields, entry, findings, kind)
  const rule = readBody(kind, fields, entry, findings)
  return rule === undefined || findings.errors > 0 ? undefined : ({ ...meta, ...rule } as SigmaDocument)
}

function readBody(kind: CollectionEntry['kind'], fields: Fields, entry: CollectionEntry, findings: Findings) {
  if (kind === 'correlation') {
    const correlation = readCorrelation(fields, findings)
    return correlation && { kind, correlation }
  }
  const logsource = readLogSource(fields, entry, findings)
  if (kind === 'filter') {
    const body = readFilter(fields.get('filter')!, findings)
    return body && logsource && { kind, logsource, ...body }
  }
  const node = fields.get('detection')
  const detection = node && readDetection(node, [], findings)
  return detection && logsource && { kind, logsource, detection }
}
