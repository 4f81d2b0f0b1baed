/**
 * How large PCRE's compiled form of an expression is, which `grep -P` limits to 64 KB. In: an expression that this
 * program wrote. Out: bytes, never less than they are. Invariant: one pass, linear in the expression.
 */

/** Offsets inside of a compiled expression have two bytes (`LINK_SIZE`). */
export const MAX_COMPILED_BYTES = 65_535

/** A bit map of 256 characters and its head. */
const SET_BYTES = 36
/** All but one character is no map. */
const NOT_LETTER_BYTES = 3
/** An opcode and a character of UTF-8. */
const LETTER_BYTES = 2
/** Start, end and each alternative of a group. */
const GROUP_BYTES = 14
const ALTERNATIVE_BYTES = 3

const SIGN =
  /\\x[0-9a-f]{2}|\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|\((?:\?[:=!<i-]*[:)]?)?|\)|\{(\d+)(?:(,)(\d*))?\}|[*+?|]|[\s\S]/gu

export function compiledBytes(expression: string): number {
  const groups: number[] = [0]
  let last = 0
  const add = (bytes: number): void => {
    groups[groups.length - 1]! += bytes
    last = bytes
  }
  for (const [sign, low, comma, high] of expression.matchAll(SIGN)) {
    if (sign.startsWith('['))
      add(sign.length === '[^<]'.length && sign[1] === '^' ? NOT_LETTER_BYTES : SET_BYTES)
    else if (sign.startsWith('(') && sign.length > 0 && !sign.endsWith(')')) groups.push(GROUP_BYTES)
    else if (sign === ')') {
      const inside = groups.length > 1 ? groups.pop()! : 0
      add(inside)
    } else if (low !== undefined) {
      const times = comma === undefined || high === '' ? Number(low) + 1 : Number(high)
      // The element itself is counted already.
      groups[groups.length - 1]! += last * Math.max(0, times - 1) + GROUP_BYTES
    } else if (sign === '|') add(ALTERNATIVE_BYTES)
    else if (/^[*+?]$/.test(sign)) groups[groups.length - 1]! += last > SET_BYTES ? GROUP_BYTES : 1
    else
      add(sign.startsWith('\\') ? LETTER_BYTES : LETTER_BYTES * Math.max(1, Math.ceil(utf8Bytes(sign) / 2)))
  }
  return groups.reduce((sum, bytes) => sum + bytes, 0)
}

function utf8Bytes(character: string): number {
  const code = character.codePointAt(0)!
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
}
