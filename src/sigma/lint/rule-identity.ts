/**
 * What of a rule others may share by mistake, with the places to point at: all that is kept of a file while the rest of
 * a folder is read.
 */
import type { Position, SigmaDocument } from '../ast.ts'
import { type Places, positionAt } from '../place.ts'
import { type Fields, presentNode } from '../read-fields.ts'
import { fieldsOf } from '../yaml-node.ts'
import type { LintedRule } from './linted-rule.ts'

export interface RuleIdentity {
  readonly document: SigmaDocument
  readonly idAt: Position
  readonly titleAt: Position
  readonly nameAt: Position
  readonly detectionAt: Position
  /** Rules that a correlation or filter names. */
  readonly rulesAt: Position
}

export function identify({ document, root, fields }: LintedRule, places: Places): RuleIdentity {
  const at = (name: string, of: Fields = fields): Position =>
    positionAt(places, presentNode(of, name)?.offset ?? root.offset)
  const body = document.kind === 'detection' ? undefined : presentNode(fields, document.kind)
  return {
    document,
    idAt: at('id'),
    titleAt: at('title'),
    nameAt: at('name'),
    detectionAt: at('detection'),
    rulesAt: body?.kind === 'map' ? at('rules', fieldsOf(body)) : at('title'),
  }
}
