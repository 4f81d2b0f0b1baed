/**
 * From a field name of a rule to the leaves of a shape (sigma-semantics §2.5). In: shape and name. Out: leaf indexes in
 * document order, empty when the shape has no such field. Invariant: body before header, except `EventID`, which is
 * always the header's; exact before relaxed. Called once per shape and field, so it may be slow.
 */
import { foldText } from '../base/fold.ts'
import type { Leaf, Shape } from './event.ts'

/** Header names that other tools and older rules use for System fields. */
const ALIASES: Readonly<Record<string, string>> = {
  Source: 'Provider_Name',
  ProviderName: 'Provider_Name',
  ComputerName: 'Computer',
  SecurityUserID: 'Security_UserID',
  ExecutionProcessID: 'Execution_ProcessID',
  ExecutionThreadID: 'Execution_ThreadID',
  EventData: 'Data',
}

/** The System name that `name` is another word for. */
export function aliasOf(name: string): string | undefined {
  return Object.hasOwn(ALIASES, name) ? ALIASES[name]! : undefined
}

/** A leaf of EventData, UserData or another body element. */
export function isBody(leaf: Leaf): boolean {
  return leaf.section === 'eventData' || leaf.section === 'userData' || leaf.section === 'other'
}

/** Indexes of the leaves that `name` stands for. */
export function findLeaves(shape: Shape, name: string): readonly number[] {
  const header = (wanted: string): number[] =>
    select(shape, (l) => l.section === 'system' && l.name === wanted)
  if (name === 'EventID') {
    const found = header(name)
    if (found.length > 0) return found
  }
  const alias = aliasOf(name)
  const folded = foldText(name)
  const attempts: (() => number[])[] = [
    () => select(shape, (l) => isBody(l) && l.name === name),
    () => select(shape, (l) => isBody(l) && hasBlankVariant(l.name, name)),
    () => header(name),
    () => (alias === undefined ? [] : header(alias)),
    () => (alias === undefined ? [] : select(shape, (l) => isBody(l) && l.name === alias)),
    () => select(shape, (l) => isBody(l) && foldText(l.name) === folded),
    () => select(shape, (l) => isBody(l) && hasBlankVariant(foldText(l.name), folded)),
    () => select(shape, (l) => l.section === 'system' && foldText(l.name) === folded),
    () => select(shape, (l) => l.section === 'rendering' && l.name === name),
  ]
  for (const attempt of attempts) {
    const found = attempt()
    if (found.length > 0) return found
  }
  return []
}

/** `Threat Name` answers to `ThreatName` and `Threat_Name`. */
function hasBlankVariant(leafName: string, name: string): boolean {
  if (!leafName.includes(' ')) return false
  return leafName.replaceAll(' ', '') === name || leafName.replaceAll(' ', '_') === name
}

function select(shape: Shape, test: (leaf: Leaf) => boolean): number[] {
  const found: number[] = []
  for (let i = 0; i < shape.leaves.length; i++) if (test(shape.leaves[i]!)) found.push(i)
  return found
}
