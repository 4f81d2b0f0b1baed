/** Enough of a text to know it again in a message. */
export function excerpt(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`
}
