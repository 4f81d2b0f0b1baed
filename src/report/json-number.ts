/** A decimal text as a number when that loses nothing, else the text. */
export function toNumber(text: string): number | string {
  if (/^(?:0|-?[1-9][0-9]{0,15})$/.test(text)) {
    const value = Number(text)
    return Number.isSafeInteger(value) ? value : text
  }
  // 15 significant digits are exact enough to be written back as they were.
  return /^-?(?:0|[1-9][0-9]{0,8})\.[0-9]{1,6}$/.test(text) ? Number(text) : text
}
