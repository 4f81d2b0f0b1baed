/**
 * From what was typed to what it means, for flags that several commands share. In: flags as commander gives them.
 * Out: values, or one line that says what is wrong. Messages leave out the flag's name where the caller adds it.
 */
import type { GivenFlags } from './main.ts'

/** One text value. */
export function textFlag(flags: GivenFlags, name: string): string | undefined {
  const value = flags[name]
  return typeof value === 'string' ? value : undefined
}

/** A list, empty when not given. */
export function listFlag(flags: GivenFlags, name: string): readonly string[] {
  const value = flags[name]
  return Array.isArray(value) ? value : []
}

export function switchFlag(flags: GivenFlags, name: string): boolean {
  return flags[name] === true
}

/** A whole number between the bounds; a text says what is wrong. */
export function numberFlag(
  flags: GivenFlags,
  name: string,
  min: number,
  max: number,
): number | undefined | string {
  const text = textFlag(flags, name)
  if (text === undefined) return undefined
  const value = Number(text)
  if (/^[0-9]{1,10}$/.test(text) && value >= min && value <= max) return value
  return `--${name} takes a whole number from ${min} to ${max}, not "${text}"`
}
