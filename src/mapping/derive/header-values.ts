/**
 * Further values of fields that Windows writes in one way and rules in another (sigma-logsource-mapping §6). In: texts.
 * Out: only what differs from the event's own value, undefined or nothing otherwise.
 */
import type { Derive } from '../field-source.ts'

/** Level 0 is "always logged", which Windows shows as information. */
const LEVEL_NAMES: ReadonlyMap<string, string> = new Map([
  ['0', 'Information'],
  ['1', 'Critical'],
  ['2', 'Error'],
  ['3', 'Warning'],
  ['4', 'Information'],
  ['5', 'Verbose'],
])

export function levelName(text: string): string | undefined {
  return LEVEL_NAMES.get(text)
}

/** `0x80000000000000` with the sixteen digits that rules write. */
export function paddedKeywords(text: string): string | undefined {
  const isShort = text.startsWith('0x') && text.length > 2 && text.length < 18
  return isShort ? `0x${text.slice(2).padStart(16, '0')}` : undefined
}

/** `NtLmSsp ` → `NtLmSsp`. */
export function rightTrimmed(text: string): string | undefined {
  const trimmed = text.trimEnd()
  return trimmed.length === text.length ? undefined : trimmed
}

/**
 * From a name that stands for the provider unless the body has such a field, Provider_Name and EventSourceName: the
 * field, and the event source when the field is the provider.
 */
export const withEventSource: Derive = ([own, provider, eventSource]) =>
  own!.length === 1 && own![0] === provider![0] ? [...own!, ...eventSource!] : own!
