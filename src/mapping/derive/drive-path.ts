/**
 * A guess at a program's path. In: `\device\harddiskvolume2\windows\…` as the filtering platform prints it. Out: the
 * same below `C:`, which is right for the system's volume and else only differs in the letter; undefined for other
 * texts.
 */
import { foldText } from '../../base/fold.ts'

const VOLUME = '\\device\\harddiskvolume'
/** Digits of a volume number (observed: 1). */
const MAX_VOLUME_DIGITS = 5

export function guessDrivePath(text: string): string | undefined {
  if (foldText(text.slice(0, VOLUME.length)) !== VOLUME) return undefined
  let at = VOLUME.length
  while (at < VOLUME.length + MAX_VOLUME_DIGITS && isDigit(text.charCodeAt(at))) at++
  return at > VOLUME.length && text[at] === '\\' ? `C:${text.slice(at)}` : undefined
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39
}
