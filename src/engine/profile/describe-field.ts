import type { FieldKey, KeySource } from '../program/lower/field-key.ts'

/** A field by its name in events, or by what it is computed from: `CommandLine`, `Hashes (from MD5)`, `keywords`. */
export function describeField({ sources, origin }: FieldKey): string {
  const names = [...new Set(sources.map(nameOf))].join(', ')
  const isComputed = sources.some(({ kind }) => kind === 'derived')
  return isComputed && origin !== undefined ? `${origin.field} (${names})` : names
}

function nameOf(source: KeySource): string {
  switch (source.kind) {
    case 'raw':
      return source.name
    case 'derived':
      return `from ${source.from.join(' and ')}`
    default:
      return source.kind
  }
}
