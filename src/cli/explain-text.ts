/**
 * A judgement as an indented tree for a person. In: a rule, a record and the verdict. Out: lines.
 * Invariant: nothing from the rule or the record reaches the terminal unescaped; every test is on a line of its own,
 * ✓ when it holds and ✗ when it does not.
 */
import { escapeTerminal } from '../base/escape-terminal.ts'
import type { EventSnapshot } from '../engine/hit.ts'
import type {
  ConditionVerdict,
  DetectionVerdict,
  IdentifierVerdict,
  ItemVerdict,
  RuleVerdict,
  SearchVerdict,
  SeenTexts,
  TargetTest,
  TargetVerdict,
  ValueVerdict,
} from '../engine/rule-verdict.ts'
import type { DetectionRule } from '../sigma/ast.ts'
import type { Paint } from './messages.ts'

/** Values of an item that do not hold and are listed nevertheless. */
const LISTED_FAILURES = 8
const INDENT = '  '

export interface ExplainedRecord {
  readonly evtxFile: string
  readonly snapshot: EventSnapshot
  readonly verdict: RuleVerdict
}

/** A printer with what all lines need. */
interface Printer {
  readonly lines: string[]
  readonly paint: Paint
  /** Adds `✓ text` or `✗ text`. */
  test(depth: number, holds: boolean, text: string): void
  note(depth: number, text: string): void
}

export function explainText(rule: DetectionRule, record: ExplainedRecord, paint: Paint): readonly string[] {
  const printer = createPrinter(paint)
  const { lines } = printer
  const { snapshot, evtxFile, verdict } = record
  const { chunk, record: number, partial } = snapshot
  lines.push(`Rule    ${paint('bold', escapeTerminal(rule.title))}`)
  lines.push(
    `        ${escapeTerminal([rule.id, rule.level, rule.file].filter((text) => text !== undefined).join(', '))}`,
  )
  lines.push(
    `Record  ${escapeTerminal(`${snapshot.recordId} in ${evtxFile} (chunk ${chunk}, record ${number}${partial ? ', half written' : ''})`)}`,
  )
  lines.push(
    `        ${escapeTerminal(`${snapshot.time}, ${snapshot.channel}, event ${snapshot.eventId}, ${snapshot.computer}`)}`,
  )
  printer.test(0, verdict.holds, verdict.holds ? 'the rule matches' : 'the rule does not match')
  const { aggregation } = rule.detection
  if (aggregation !== undefined)
    printer.note(0, `this is about one record: the aggregation ${aggregation.text} is not judged`)
  for (const target of verdict.targets) printTarget(printer, target)
  return lines
}

function createPrinter(paint: Paint): Printer {
  const lines: string[] = []
  return {
    lines,
    paint,
    test: (depth, holds, text) => {
      const mark = holds ? paint('green', '✓') : paint('red', '✗')
      lines.push(`${INDENT.repeat(depth)}${mark} ${escapeTerminal(text)}`)
    },
    note: (depth, text) => {
      lines.push(`${INDENT.repeat(depth)}${paint('dim', escapeTerminal(text))}`)
    },
  }
}

function printTarget(printer: Printer, { id, holds, tests, missingFields, detection }: TargetVerdict): void {
  printer.lines.push('')
  printer.test(0, holds, `target ${id}`)
  for (const test of tests) printTest(printer, test)
  if (detection === undefined) {
    printer.note(1, 'not such an event, so the condition was not tried')
    return
  }
  if (missingFields.length > 0) printer.note(1, `these events never have ${missingFields.join(', ')}`)
  printDetection(printer, detection, new Set(missingFields))
}

function printTest(printer: Printer, { field, holds, wanted, found }: TargetTest): void {
  const seen = found.length === 0 ? 'absent' : found.map(quote).join(', ')
  printer.test(1, holds, holds ? `${field}: ${seen}` : `${field}: ${seen}; needed: ${wanted.join(' or ')}`)
}

function printDetection(
  printer: Printer,
  { conditions, identifiers }: DetectionVerdict,
  missing: ReadonlySet<string>,
): void {
  const unprinted = new Map(identifiers.map((identifier) => [identifier.name, identifier]))
  const byName = new Map(unprinted)
  const printName = (name: string, depth: number): void => {
    const identifier = unprinted.get(name)
    unprinted.delete(name)
    if (identifier !== undefined) printIdentifier(printer, identifier, depth, missing)
    else printer.test(depth, byName.get(name)!.holds, `${name} (see above)`)
  }
  for (const condition of conditions) {
    printer.test(1, condition.holds, conditions.length === 1 ? 'condition' : 'one of the conditions')
    printCondition(printer, condition, 2, printName)
  }
  if (unprinted.size === 0) return
  printer.note(1, 'not in the condition:')
  for (const name of [...unprinted.keys()]) printName(name, 2)
}

function printCondition(
  printer: Printer,
  condition: ConditionVerdict,
  depth: number,
  printName: (name: string, depth: number) => void,
): void {
  switch (condition.type) {
    case 'identifier':
      printName(condition.name, depth)
      return
    case 'of': {
      const { quantifier, pattern, names, holds } = condition
      printer.test(depth, holds, `${quantifier === 'any' ? '1' : 'all'} of ${pattern}`)
      for (const name of names) printName(name, depth + 1)
      return
    }
    case 'not':
      printer.test(depth, condition.holds, 'not')
      printCondition(printer, condition.child, depth + 1, printName)
      return
    default:
      printer.test(depth, condition.holds, condition.type)
      for (const child of condition.children) printCondition(printer, child, depth + 1, printName)
  }
}

function printIdentifier(
  printer: Printer,
  { name, holds, search }: IdentifierVerdict,
  depth: number,
  missing: ReadonlySet<string>,
): void {
  printer.test(depth, holds, name)
  // A map of fields is what an identifier usually is: its items stand directly below the name.
  const parts = search.type === 'and' ? search.children : [search]
  for (const part of parts) printSearch(printer, part, depth + 1, missing)
}

function printSearch(
  printer: Printer,
  search: SearchVerdict,
  depth: number,
  missing: ReadonlySet<string>,
): void {
  if (search.type === 'item') {
    printItem(printer, search, depth, missing)
    return
  }
  printer.test(depth, search.holds, search.type === 'and' ? 'all of' : 'one of')
  for (const child of search.children) printSearch(printer, child, depth + 1, missing)
}

function printItem(printer: Printer, item: ItemVerdict, depth: number, missing: ReadonlySet<string>): void {
  const { field, modifiers, linking, negated, readFrom, seen, values, holds } = item
  const name = [field ?? 'keywords', ...modifiers].join('|')
  const from =
    readFrom === undefined || readFrom.length === 0 ? '' : ` (from ${readFrom.map(showSource).join(', ')})`
  const what =
    field === undefined
      ? `${seen.count} values searched`
      : seen.count === 0
        ? `absent${missing.has(field) ? ', these events never have it' : ''}`
        : showTexts(seen)
  const needs = negated
    ? ' [must not hold]'
    : linking === 'and' && values.length > 1
      ? ' [all must hold]'
      : ''
  printer.test(depth, holds, `${name}${from}: ${what}${needs}`)
  let failures = 0
  for (const value of values) {
    if (value.holds || ++failures <= LISTED_FAILURES) printValue(printer, value, depth + 1, seen.count)
  }
  if (failures > LISTED_FAILURES)
    printer.note(depth + 1, `and ${failures - LISTED_FAILURES} more values that do not hold`)
}

/** `seen`: how many texts there were; which of several matched is worth saying. */
function printValue(
  printer: Printer,
  { op, text, holds, match, reference }: ValueVerdict,
  depth: number,
  seen: number,
): void {
  const isText = op === 'pattern' || op === 'regex' || op === 'oneOf'
  const written = isText ? quote(text) : text
  const compared =
    reference === undefined ? '' : `: ${reference.count === 0 ? 'absent' : showTexts(reference)}`
  const place =
    match === undefined || seen < 2
      ? ''
      : ` in ${match.field === undefined ? '' : `${match.field}: `}${quote(match.text)}`
  printer.test(depth, holds, `${written}${compared}${place}`)
}

function showSource(name: string): string {
  return name === '*' ? 'all fields' : name
}

function showTexts({ texts, count }: SeenTexts): string {
  const more = count > texts.length ? ` and ${count - texts.length} more` : ''
  return texts.map(quote).join(', ') + more
}

function quote(text: string): string {
  return `"${text}"`
}
