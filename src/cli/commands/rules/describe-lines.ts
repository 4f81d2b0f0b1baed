/**
 * A rule's description for a person. In: the description, the width of the terminal. Out: lines.
 * Invariant: nothing of the rule reaches the terminal unescaped; a value of any length takes one line.
 */
import { escapeTerminal } from '../../../base/escape-terminal.ts'
import type {
  CorrelationDescription,
  NecessaryTest,
  RegexDescription,
  RuleDescription,
  TargetDescription,
} from '../../../engine/describe/describe-rule.ts'
import { fitText, wrapText } from '../../fit-text.ts'
import type { Paint } from '../../messages.ts'
import { treeLines } from './tree-lines.ts'

/** Necessary tests that are listed of one target. */
const LISTED_TESTS = 8
const LABEL_COLUMNS = 12
const MIN_COLUMNS = 40

export function describeLines(rule: RuleDescription, columns: number, paint: Paint): readonly string[] {
  const width = Math.max(MIN_COLUMNS, columns)
  const field = (label: string, text: string): string[] => (text === '' ? [] : labelled(label, text, width))
  return [
    paint('bold', fitText(rule.title, width)),
    ...field('id', [rule.id, rule.name === null ? null : `name ${rule.name}`].filter(isText).join(', ')),
    ...field('level', levelText(rule)),
    ...field(
      'author',
      [rule.author, rule.date, rule.modified === null ? null : `changed ${rule.modified}`]
        .filter(isText)
        .join(', '),
    ),
    ...field('file', `${rule.file}:${rule.line}`),
    ...field('finds', rule.description ?? ''),
    ...field('tags', rule.tags.join(', ')),
    ...field('log source', sourceText(rule)),
    ...(rule.notRun === null ? [] : labelled('does not run', rule.notRun, width)),
    ...(rule.targets.length === 0 ? [] : ['', paint('bold', 'Events')]),
    ...rule.targets.flatMap((target) => targetLines(target, width, paint)),
    ...(rule.correlation === null
      ? []
      : ['', paint('bold', 'Correlation'), ...correlationLines(rule.correlation, width)]),
    ...(rule.filters === null
      ? []
      : field('changes', rule.filters === 'any' ? 'every rule of its log source' : rule.filters.join(', '))),
    ...(rule.detection === null ? [] : ['', paint('bold', 'Condition'), ...treeLines(rule.detection, width)]),
    ...(rule.patterns.length === 0 ? [] : ['', paint('bold', 'Regular expressions')]),
    ...rule.patterns.flatMap((pattern) => patternLines(pattern, width)),
  ]
}

function isText(text: string | null): text is string {
  return text !== null
}

/** The text in as many lines as it needs, the first behind its label. */
function labelled(label: string, text: string, width: number): string[] {
  const room = width - LABEL_COLUMNS - 2
  const lines = wrapText(escapeTerminal(text.replace(/\s+/g, ' ').trim()), room, '')
  return lines.map((line, i) => `${(i === 0 ? label : '').padEnd(LABEL_COLUMNS)}  ${line}`)
}

function levelText({ level, status }: RuleDescription): string {
  return [level, status].filter(isText).join(', ')
}

function sourceText({ logsource }: RuleDescription): string {
  if (logsource === null) return ''
  const { product, category, service } = logsource
  return Object.entries({ product, category, service })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
}

function targetLines(target: TargetDescription, width: number, paint: Paint): readonly string[] {
  const { id, channels, eventIds, conditions, matchableEventIds, missingFields } = target
  const where = channels === null ? 'every channel' : channels.join(', ')
  const ids = eventIds === null ? '' : `, event ${eventIds.join(', ')}`
  const further = conditions.map(({ field, values }) => `, ${field} ${values.join(' or ')}`).join('')
  const line = (text: string): string => `    ${fitText(text, width - 4)}`
  return [
    `  ${paint('cyan', fitText(id, 40))}  ${fitText(`${where}${ids}${further}`, Math.max(20, width - Math.min(40, id.length) - 4))}`,
    ...(missingFields.length === 0 ? [] : [line(`these events lack ${missingFields.join(', ')}`)]),
    ...(matchableEventIds?.length === 0
      ? [paint('yellow', line('the rule never matches here'))]
      : [
          ...(eventIds === null && matchableEventIds !== null
            ? [line(`only event ${matchableEventIds.join(', ')} can match`)]
            : []),
          ...necessaryLines(target.necessary, line),
        ]),
  ]
}

function necessaryLines(
  necessary: TargetDescription['necessary'],
  line: (text: string) => string,
): readonly string[] {
  if (necessary === null) return [line('tried on each of these events: no single test is necessary')]
  if (necessary.length === 0) return [line('matches each of these events')]
  const shown = necessary.slice(0, LISTED_TESTS)
  const more = necessary.length - shown.length
  return [
    line(
      necessary.length === 1
        ? 'tried only where this holds:'
        : `tried only where one of ${necessary.length} tests holds:`,
    ),
    ...shown.map((test) => line(`  ${testText(test)}`)),
    ...(more > 0 ? [line(`  and ${more} more`)] : []),
  ]
}

function testText({ fields, test, literal }: NecessaryTest): string {
  const names = fields.map((name) => (name === '*' ? 'any value' : name)).join(' or ')
  return `${names} ${test}${literal === null ? '' : `  (looks for "${literal}")`}`
}

function correlationLines(
  { type, rules, groupBy, timespanMs, condition, aliases, generate }: CorrelationDescription,
  width: number,
): readonly string[] {
  const line = (text: string): string => `  ${fitText(text, width - 2)}`
  const tests =
    condition === null
      ? ''
      : condition.type === 'boolean'
        ? condition.text
        : condition.tests.map(({ operator, value }) => `${operator} ${value}`).join(' and ')
  const measured =
    condition?.type === 'compare' && condition.field.length > 0 ? ` of ${condition.field.join(', ')}` : ''
  return [
    line(`${type}${measured}: ${tests}`),
    line(`within ${timespanMs === null ? 'the whole scan' : spanText(timespanMs)}`),
    line(`for each ${groupBy.length === 0 ? 'scan (no group-by)' : groupBy.join(', ')}`),
    ...rules.map(({ reference, title }) =>
      line(`rule ${reference}: ${title ?? 'not among the rules loaded'}`),
    ),
    ...aliases.map(({ name, fields }) =>
      line(`alias ${name}: ${fields.map(({ rule, field }) => `${field} of ${rule}`).join(', ')}`),
    ),
    line(generate ? 'its rules report hits of their own, too' : 'its rules report no hits of their own'),
  ]
}

function spanText(milliseconds: number): string {
  const seconds = milliseconds / 1000
  const [unit, size] = UNITS.find(([, each]) => seconds % each === 0) ?? ['s', 1]
  return `${seconds / size} ${unit}`
}

const UNITS: readonly (readonly [string, number])[] = [
  ['days', 86_400],
  ['hours', 3_600],
  ['minutes', 60],
  ['seconds', 1],
]

function patternLines(
  { field, source, flags, engine, isLinear, literal }: RegexDescription,
  width: number,
): readonly string[] {
  const gate = literal === null ? 'run on every value' : `run where a value contains "${literal}"`
  return [
    `  ${fitText(`${field ?? 'keywords'}  /${source}/${flags}`, width - 2)}`,
    `    ${fitText(`${engine}: ${isLinear ? 'linear, the time grows with the value only' : 'given up after a number of steps'}; ${gate}`, width - 4)}`,
  ]
}
