/**
 * Why the built-in mapping makes a hit that another mapping does not. In: the hits that only it makes. Out: for each the
 * class: no entry for the log source or the target, or the fields of the target that decide: with the other mapping's
 * reading of one of them the hit is gone. Invariant: a class is found by scanning again, never by what a rule is.
 */
import type { RunnableRule } from '../../src/engine/match.ts'
import type { FieldSource, FieldView, Mapping, Target } from '../../src/mapping/mapping.ts'
import type { Item, Search } from '../../src/sigma/ast.ts'
import { type Corpus, type CorpusHit, scanCorpus } from './truth-hits.ts'

/** A rule on one target, as it is or with one field read as the other mapping reads it. */
interface Variant {
  readonly rule: number
  readonly targetId: string
  /** The class when only the whole target can be the reason. */
  readonly missing: string | undefined
  readonly field: string | undefined
  readonly runnable: RunnableRule
}

/** Hit line → class; a hit that nothing explains has the class `unexplained`. */
export async function classifyHits(
  corpus: Corpus,
  extras: readonly CorpusHit[],
  rules: readonly RunnableRule[],
  other: Mapping,
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(extras.map(({ rule }) => rule))]
  const variants = wanted.flatMap((rule) => makeVariants(rule, rules[rule]!, other))
  const hits = await scanCorpus(
    corpus,
    variants.map(({ runnable }) => runnable),
    { type: 'builtin' },
  )
  const variantsOfRecord = new Map<string, Set<number>>()
  for (const { record, rule } of hits) {
    const known = variantsOfRecord.get(record)
    if (known === undefined) variantsOfRecord.set(record, new Set([rule]))
    else known.add(rule)
  }
  return new Map(
    extras.map(({ line, record, rule }) => {
      const held = variantsOfRecord.get(record) ?? new Set()
      return [line, classOf(variants, rule, held)]
    }),
  )
}

function classOf(variants: readonly Variant[], rule: number, held: ReadonlySet<number>): string {
  const classes: string[] = []
  const own = variants.map((variant, index) => ({ ...variant, holds: held.has(index) }))
  for (const { targetId, missing, holds } of own.filter((v) => v.rule === rule && v.field === undefined)) {
    if (!holds) continue
    const fields = own
      .filter((v) => v.rule === rule && v.targetId === targetId && v.field !== undefined && !v.holds)
      .map(({ field }) => field)
    if (missing === undefined && fields.length === 0) return 'unexplained'
    classes.push(missing ?? `${targetId} ${fields.join(', ')}`)
  }
  return classes.length === 0 ? 'unexplained' : classes.join('; ')
}

function makeVariants(index: number, { rule, targets }: RunnableRule, other: Mapping): Variant[] {
  const resolution = other.resolve(rule.logsource)
  const { product, category, service } = rule.logsource
  const source = [category ?? service ?? product].join('')
  return targets.flatMap((target): Variant[] => {
    const twin = resolution.type === 'targets' ? findTwin(target, resolution.targets) : undefined
    const missing =
      resolution.type !== 'targets' ? `no entry: ${source}` : twin ? undefined : `no target: ${target.id}`
    const base = { rule: index, targetId: target.id, missing }
    const whole: Variant = { ...base, field: undefined, runnable: { rule, targets: [target] } }
    if (twin === undefined) return [whole]
    const fields = [...new Set(rule.detection.identifiers.flatMap(({ search }) => fieldsOf(search)))]
    const differing = fields.filter((field) => describe(target.view, field) !== describe(twin.view, field))
    return [
      whole,
      ...differing.map((field) => ({
        ...base,
        field,
        runnable: { rule, targets: [{ ...target, view: readAs(target.view, field, twin.view) }] },
      })),
    ]
  })
}

/** The other mapping's target of the same events. */
function findTwin(target: Target, others: readonly Target[]): Target | undefined {
  return others.find(
    ({ channels, eventIds }) =>
      channels?.some(({ key }) => target.channels?.some((own) => own.key === key)) === true &&
      (eventIds === undefined || target.eventIds?.every((id) => eventIds.includes(id)) === true),
  )
}

function fieldsOf(search: Search): string[] {
  return search.type === 'item' ? fieldsOfItem(search) : search.children.flatMap(fieldsOf)
}

function fieldsOfItem({ field, values }: Item): string[] {
  const compared = values.flatMap((value) => (value.op === 'fieldref' ? [value.field] : []))
  return field === undefined ? compared : [field, ...compared]
}

/** Equal texts for views that read a field alike; derived sources are like themselves only. */
function describe(view: FieldView, field: string): string {
  const sources = view.sourcesOf(field) ?? [{ kind: 'raw', name: field }]
  return sources
    .map((source: FieldSource) => (source.kind === 'raw' ? source.name : `${view.id} ${source.kind}`))
    .join()
}

function readAs(view: FieldView, changed: string, other: FieldView): FieldView {
  return {
    id: `${view.id} but ${changed} as ${other.id}`,
    sourcesOf: (field) => (field === changed ? other : view).sourcesOf(field),
  }
}
