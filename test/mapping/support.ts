/** For the tests of this folder: log sources, and a field of a plain event as a view shows it. */
import { findLeaves, isBody } from '../../src/event/lookup.ts'
import type { PlainField } from '../../src/event/plain-event.ts'
import { createPlainEventBuilder } from '../../src/event/plain-event.ts'
import { leafTexts } from '../../src/event/values.ts'
import type { FieldSource, FieldView, Mapping, Target } from '../../src/mapping/mapping.ts'
import type { LogSource } from '../../src/sigma/ast.ts'

export function logsource(
  category?: string,
  service?: string,
  product: string | undefined = 'windows',
): LogSource {
  return { category, service, product, definition: undefined, custom: {} }
}

/** Targets of a log source that must have some. */
export function targetsOf(mapping: Mapping, source: LogSource): readonly Target[] {
  const resolution = mapping.resolve(source)
  if (resolution.type !== 'targets') throw new Error(`no targets: ${resolution.reason}`)
  return resolution.targets
}

export type Body = Readonly<Record<string, string | null | readonly string[]>>

/** An event's System and EventData as plain fields. */
function plainFields(data: Body, system: Body = {}): PlainField[] {
  const section = (name: 'system' | 'eventData', body: Body): PlainField[] =>
    Object.entries(body).map(([field, value]) => ({
      section: name,
      name: field,
      values: typeof value === 'string' || value === null ? [value] : value,
    }))
  return [...section('system', system), ...section('eventData', data)]
}

/** All values of a field in the plain event, undefined when it is absent. */
export function readField(
  view: FieldView,
  field: string,
  data: Body,
  system: Body = {},
): readonly string[] | undefined {
  const event = createPlainEventBuilder()(plainFields(data, system))
  const raw = (name: string): readonly string[] =>
    findLeaves(event.shape, name).flatMap((leaf) => leafTexts(event, event.shape.leaves[leaf]!))
  const body = (): readonly string[] =>
    event.shape.leaves.filter(isBody).flatMap((leaf) => leafTexts(event, leaf))
  const texts = (source: FieldSource): readonly string[] => {
    if (source.kind === 'raw') return raw(source.name)
    return source.kind === 'body' ? body() : source.derive(source.from.map(raw))
  }
  const sources = view.sourcesOf(field)
  const values = sources === undefined ? raw(field) : sources.flatMap(texts)
  return values.length === 0 ? undefined : values
}
