/**
 * What in a detection cannot run, or not as its author may think. In: the tree. Out: findings with their places.
 * Invariant: a detection without errors here runs in both engines.
 */
import type { DiagnosticCode, Severity } from '../base/diagnostic.ts'
import type { Detection, Item, Position, Search, Value } from '../sigma/ast.ts'
import { compileRegex } from './regex/compile-regex.ts'
import { MAX_BACKTRACK_STEPS } from './regex/run-backtracking.ts'

export interface DetectionFinding {
  readonly severity: Severity
  readonly code: DiagnosticCode
  readonly message: string
  readonly position: Position
}

export function inspectDetection(detection: Detection): readonly DetectionFinding[] {
  return detection.identifiers.flatMap(({ search }) => [...itemsOf(search)].flatMap(inspectItem))
}

function* itemsOf(search: Search): Generator<Item> {
  if (search.type === 'item') yield search
  else for (const child of search.children) yield* itemsOf(child)
}

function inspectItem(item: Item): DetectionFinding[] {
  return item.values.flatMap((value) => inspectValue(value, item))
}

function inspectValue(value: Value, item: Item): DetectionFinding[] {
  const { position } = item
  switch (value.op) {
    case 'placeholder': {
      const names = value.names.map((name) => `%${name}%`).join(', ')
      const message = `${where(item)} needs values for ${names}, which were not given`
      return [{ severity: 'error', code: 'rule-placeholder', message, position }]
    }
    case 'oneOf':
      return value.values.flatMap((one) => inspectValue(one, item))
    case 'regex':
      return inspectRegex(value, item)
    default:
      return []
  }
}

function inspectRegex({ source, flags, text }: Value & { op: 'regex' }, item: Item): DetectionFinding[] {
  const { position } = item
  const compiled = compileRegex(source, flags)
  if (compiled.type === 'error') {
    const { message, offset } = compiled.error
    return [
      {
        severity: 'error',
        code: 'rule-regex',
        message: `${where(item)}: the regular expression ${text} is refused: ${message} (at character ${offset + 1})`,
        position,
      },
    ]
  }
  if (compiled.engine !== 'backtracking') return []
  const message = `${where(item)}: the regular expression ${text} needs backtracking; a value that takes more than ${MAX_BACKTRACK_STEPS} steps counts as no match`
  return [{ severity: 'warning', code: 'rule-doubtful', message, position }]
}

function where({ field, modifiers }: Item): string {
  return [field ?? '', ...modifiers].join('|')
}
