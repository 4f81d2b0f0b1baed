/**
 * Event ids and providers beside the log source: what a category says already, and ids that a category exists for.
 */

import { categoryOfEvent } from '../../mapping/windows-names.ts'
import type { Item } from '../../sigma/ast.ts'
import { listItems } from '../describe/list-fields.ts'
import { detectionPosition, type LintedTargets, listNames } from './linted-target.ts'

const SYSMON_PROVIDER = 'microsoft-windows-sysmon'

export function lintEventIds(linted: LintedTargets): void {
  const { rule } = linted
  const items = rule.detection.identifiers.flatMap(({ search }) => listItems(search))
  const { category, service } = rule.logsource
  if (category !== undefined) for (const item of items) lintWithinCategory(linted, item, category)
  else if (service !== undefined) lintService(linted, items, service)
}

function lintWithinCategory({ targets, report }: LintedTargets, item: Item, category: string): void {
  if (item.field === 'Provider_Name') {
    const isSysmon = item.values.every(({ text }) => text.toLowerCase() === SYSMON_PROVIDER)
    if (isSysmon) {
      const message = `the category ${category} says where its events come from: leave Provider_Name out, or use 'service: sysmon'`
      report('lint-event-id', 'info', item.position, message)
    }
    return
  }
  if (item.field !== 'EventID' || item.negated) return
  const ids = numbersOf(item)
  if (ids === undefined) return
  const all = targets.flatMap(({ target }) => target.eventIds ?? [])
  if (all.length > 0 && all.every((id) => ids.includes(id))) {
    const message = `the category ${category} says already that EventID is ${listNames(ids.map(String))}: leave it out`
    report('lint-event-id', 'warning', item.position, message)
    return
  }
  const left = targets.filter(({ target }) => target.eventIds?.every((id) => !ids.includes(id)) === true)
  if (left.length === 0 || left.length === targets.length) return
  const message = `with this EventID the rule passes over ${listNames(left.map(({ target }) => target.id))}, which the category ${category} has too`
  report('lint-event-id', 'info', item.position, message)
}

function lintService({ rule, report }: LintedTargets, items: readonly Item[], service: string): void {
  if (rule.logsource.product !== 'windows') return
  const tests = items.filter(({ field }) => field === 'EventID')
  if (service === 'sysmon' && tests.length === 0) {
    const message =
      "Sysmon's log holds events of 30 kinds: test EventID, or use a category such as process_creation"
    report('lint-event-id', 'warning', detectionPosition(rule), message)
  }
  for (const item of tests) {
    if (item.negated) continue
    for (const id of numbersOf(item) ?? []) {
      const category = categoryOfEvent(service, id)
      if (category === undefined) continue
      const message = `there is a category for EventID ${id}: 'category: ${category}' instead of 'service: ${service}' lets the rule work on other sources too`
      report('lint-event-id', 'warning', item.position, message)
    }
  }
}

/** The plain whole numbers of the item; undefined when it tests anything else. */
function numbersOf({ values, modifiers }: Item): readonly number[] | undefined {
  if (modifiers.length > 0) return undefined
  const numbers = values.map(({ op, text }) =>
    (op === 'number' || op === 'pattern') && /^[0-9]{1,9}$/.test(text) ? Number(text) : undefined,
  )
  return numbers.every((number) => number !== undefined) ? numbers : undefined
}
