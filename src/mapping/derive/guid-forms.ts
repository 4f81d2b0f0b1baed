/**
 * The other spelling of a GUID: without braces for one that has them, with braces for one that has none. Windows writes
 * braces; rules made for other tools do not. In: text. Out: the other form, undefined when the text is no GUID.
 */

const BARE_LENGTH = 36

export function otherGuidForm(text: string): string | undefined {
  if (text.length === BARE_LENGTH) return isBareGuid(text) ? `{${text}}` : undefined
  if (text.length !== BARE_LENGTH + 2 || text[0] !== '{' || text[BARE_LENGTH + 1] !== '}') return undefined
  const bare = text.slice(1, -1)
  return isBareGuid(bare) ? bare : undefined
}

/** Hexadecimal digits and dashes in the form 8-4-4-4-12. */
function isBareGuid(text: string): boolean {
  for (let i = 0; i < BARE_LENGTH; i++) {
    const unit = text.charCodeAt(i)
    const isDash = i === 8 || i === 13 || i === 18 || i === 23
    const lower = unit | 0x20
    const isHex = (unit >= 0x30 && unit <= 0x39) || (lower >= 0x61 && lower <= 0x66)
    if (isDash ? unit !== 0x2d : !isHex) return false
  }
  return true
}
