/**
 * A detection judged on an event. In: the tree and the event. Out: the same tree with verdicts. Invariant: nothing is
 * passed over because something before it decided: all of it is judged, each identifier once.
 */
import type { Condition, Detection, Search } from '../sigma/ast.ts'
import { type JudgedEvent, judgeItem } from './judge-item.ts'
import type { ConditionVerdict, DetectionVerdict, IdentifierVerdict, SearchVerdict } from './rule-verdict.ts'

export function judgeDetection(detection: Detection, judged: JudgedEvent): DetectionVerdict {
  const identifiers = detection.identifiers.map(({ name, search }): IdentifierVerdict => {
    const verdict = judgeSearch(search, judged)
    return { name, holds: verdict.holds, search: verdict }
  })
  const holdsByName = new Map(identifiers.map(({ name, holds }) => [name, holds]))
  const conditions = detection.conditions.map((condition) => judgeCondition(condition, holdsByName))
  return { holds: conditions.some(({ holds }) => holds), conditions, identifiers }
}

function judgeCondition(condition: Condition, holdsByName: ReadonlyMap<string, boolean>): ConditionVerdict {
  const judge = (child: Condition): ConditionVerdict => judgeCondition(child, holdsByName)
  const holds = (name: string): boolean => holdsByName.get(name) === true
  switch (condition.type) {
    case 'and': {
      const children = condition.children.map(judge)
      return { type: 'and', holds: children.every((child) => child.holds), children }
    }
    case 'or': {
      const children = condition.children.map(judge)
      return { type: 'or', holds: children.some((child) => child.holds), children }
    }
    case 'not': {
      const child = judge(condition.child)
      return { type: 'not', holds: !child.holds, child }
    }
    case 'identifier':
      return { type: 'identifier', holds: holds(condition.name), name: condition.name }
    case 'of': {
      const { quantifier, pattern, names } = condition
      const answer = quantifier === 'any' ? names.some(holds) : names.every(holds)
      return { type: 'of', holds: answer, quantifier, pattern, names }
    }
  }
}

function judgeSearch(search: Search, judged: JudgedEvent): SearchVerdict {
  if (search.type === 'item') return judgeItem(search, judged)
  const children = search.children.map((child) => judgeSearch(child, judged))
  const holds =
    search.type === 'and' ? children.every((child) => child.holds) : children.some((child) => child.holds)
  return { type: search.type, holds, children }
}
