/** Values of a YAML document where the pages of old expect texts or lists of them. */

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A list of texts; one text is a list of one. */
export function textsOf(value: unknown): readonly string[] {
  if (value === undefined || value === null || isRecord(value)) return []
  return (Array.isArray(value) ? value : [value])
    .filter((item) => item !== null && typeof item !== 'object')
    .map(String)
}

/** One text; undefined when there is none, or an empty one. */
export function textOf(value: unknown): string | undefined {
  const [text = ''] = textsOf(value)
  return text === '' ? undefined : text
}
