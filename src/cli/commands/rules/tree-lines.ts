/**
 * A condition as an indented tree with what stands behind each name. In: a detection. Out: lines; each identifier is
 * written out once.
 */
import type {
  DetectionDescription,
  ItemDescription,
  SearchDescription,
} from '../../../engine/describe/describe-rule.ts'
import type { Condition } from '../../../sigma/ast.ts'
import { fitText } from '../../fit-text.ts'

/** Values of one item that are listed. */
const LISTED_VALUES = 10
const INDENT = '  '

export function treeLines(detection: DetectionDescription, width: number): readonly string[] {
  const lines: string[] = []
  const searches = new Map(detection.identifiers.map(({ name, search }) => [name, search]))
  const written = new Set<string>()
  const add = (depth: number, text: string): void => {
    const indent = INDENT.repeat(Math.min(depth, 16))
    lines.push(indent + fitText(text, Math.max(20, width - indent.length)))
  }
  const writeName = (name: string, depth: number): void => {
    const search = searches.get(name)
    if (search === undefined || written.has(name)) {
      add(depth, `${name}${search === undefined ? '' : ' (see above)'}`)
      return
    }
    written.add(name)
    add(depth, `${name}${search.type === 'or' ? ': one of' : ''}`)
    // A map of fields is what an identifier usually is: its items stand directly below the name.
    for (const part of search.type === 'item' ? [search] : search.children) writeSearch(part, depth + 1, add)
  }
  const writeCondition = (condition: Condition, depth: number): void => {
    switch (condition.type) {
      case 'identifier':
        writeName(condition.name, depth)
        return
      case 'of':
        add(depth, `${condition.quantifier === 'any' ? '1' : 'all'} of ${condition.pattern}`)
        for (const name of condition.names) writeName(name, depth + 1)
        return
      case 'not':
        add(depth, 'not')
        writeCondition(condition.child, depth + 1)
        return
      default:
        add(depth, condition.type)
        for (const child of condition.children) writeCondition(child, depth + 1)
    }
  }
  for (const condition of detection.conditions) writeCondition(condition, 1)
  if (detection.aggregation !== null) {
    const within = detection.timeframe === null ? '' : ` within ${detection.timeframe}`
    add(1, `counted: ${detection.aggregation}${within}`)
  }
  const unused = detection.identifiers.filter(({ name }) => !written.has(name))
  if (unused.length > 0) add(1, 'not in the condition:')
  for (const { name } of unused) writeName(name, 2)
  return lines
}

type Add = (depth: number, text: string) => void

function writeSearch(search: SearchDescription, depth: number, add: Add): void {
  if (search.type === 'item') {
    writeItem(search, depth, add)
    return
  }
  add(depth, search.type === 'and' ? 'all of' : 'one of')
  for (const child of search.children) writeSearch(child, depth + 1, add)
}

function writeItem(
  { field, modifiers, linking, negated, values }: ItemDescription,
  depth: number,
  add: Add,
): void {
  const key = [field ?? 'keywords', ...modifiers].join('|')
  const how = negated ? ' (must not hold)' : linking === 'and' && values.length > 1 ? ' (all of them)' : ''
  const [only] = values
  if (values.length === 1) {
    add(depth, `${key}${how}: ${shown(only!)}`)
    return
  }
  add(depth, `${key}${how}`)
  for (const value of values.slice(0, LISTED_VALUES)) add(depth + 1, shown(value))
  if (values.length > LISTED_VALUES) add(depth + 1, `and ${values.length - LISTED_VALUES} more`)
}

/** Quoted where one would not see what there is. */
function shown(value: string): string {
  return value === '' || value.trim() !== value ? `"${value}"` : value
}
