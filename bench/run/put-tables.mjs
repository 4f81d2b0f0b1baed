/** Tables into a document, between their two marks. In: text, name of the run, lines. Out: the new text, or undefined. */

const PLACE = /<!-- bench [\w.-]+ -->[\s\S]*?<!-- \/bench -->/

export function putTables(text, name, lines) {
  if (!PLACE.test(text)) return undefined
  return text.replace(PLACE, () => `<!-- bench ${name} -->\n\n${lines.join('\n')}\n\n<!-- /bench -->`)
}
