/**
 * A name against one that is wanted. In: both as written. Out: whether they are the same in any case, with `_` as `-`
 * (ATT&CK's tactics are written both ways), or the name starts with what stands before a last `*`.
 */
import { foldText } from '../base/fold.ts'

export function fitsText(text: string, wanted: string): boolean {
  const own = normalise(text)
  return wanted.endsWith('*') ? own.startsWith(normalise(wanted.slice(0, -1))) : own === normalise(wanted)
}

function normalise(text: string): string {
  return foldText(text).replaceAll('_', '-')
}
