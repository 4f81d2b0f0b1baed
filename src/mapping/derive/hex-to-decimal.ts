/**
 * Process ids: the Security log prints `0x1fc`, Sysmon 508 (sigma-logsource-mapping §4.1). In: text. Out: decimal text;
 * what is no hexadecimal number of at most 64 bits is given back as it is.
 */

/** Digits of a 64-bit number. */
const MAX_HEX_DIGITS = 16
/** Digits that a double holds exactly. */
const MAX_EXACT_HEX_DIGITS = 13

export function hexToDecimal(text: string): string {
  const digits = text.length - 2
  if (digits < 1 || digits > MAX_HEX_DIGITS || text[0] !== '0') return text
  if (text[1] !== 'x' && text[1] !== 'X') return text
  for (let i = 2; i < text.length; i++) if (!isHexDigit(text.charCodeAt(i))) return text
  return digits <= MAX_EXACT_HEX_DIGITS ? String(Number.parseInt(text, 16)) : String(BigInt(text))
}

function isHexDigit(unit: number): boolean {
  const lower = unit | 0x20
  return (unit >= 0x30 && unit <= 0x39) || (lower >= 0x61 && lower <= 0x66)
}
