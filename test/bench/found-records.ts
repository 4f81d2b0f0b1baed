/** Which records of generated logs rules find. In: logs, rules, or their folders. Out: record ids with a hit. */
import { createMatcher } from '../../src/engine/create-matcher.ts'
import { prepareRules } from '../../src/engine/prepare-rules.ts'
import { leafText } from '../../src/event/values.ts'
import { createDecoder } from '../../src/evtx/decode.ts'
import { createBuiltinMapping } from '../../src/mapping/resolve.ts'
import { loadRuleSet } from '../../src/scan/rule-set.ts'
import { decodeLog } from '../support/decode-log.ts'

/** A finder for the rules below these folders: titles of the rules that hit, by record id. */
export function createFinder(folders: readonly string[]): (content: Buffer) => Map<number, string[]> {
  const { documents } = loadRuleSet(folders, 'builtin')
  const { runnable } = prepareRules(documents, createBuiltinMapping())
  const matcher = createMatcher(runnable, 'program')
  return (content) => {
    const found = new Map<number, string[]>()
    decodeLog(createDecoder(), content, (event) => {
      if (!matcher.wants(event)) return
      const rules = [...matcher.matchEvent(event)]
      if (rules.length === 0) return
      const id = Number(leafText(event, event.shape.leaves[event.shape.recordId]))
      found.set(
        id,
        rules.map((rule) => runnable[rule]!.rule.title),
      )
    })
    return found
  }
}
