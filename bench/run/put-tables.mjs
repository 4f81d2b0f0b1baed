/**
 * Tables in documents stand between two marks: `<!-- bench RUN.json PART,... -->` (without parts: all) and
 * `<!-- /bench -->`. In: text, runs. Out: the text with tables as the runs say.
 */
import { formatRealism } from '../realism/format-realism.mjs'
import { formatRun } from './tables.mjs'

const PLACE = /<!-- bench ([\w.-]+)(?: ([\w,]+))? -->[\s\S]*?<!-- \/bench -->/g

/** Makes the tables of a file of raw figures. */
export function formatFigures(figures, parts) {
  return figures.kind === 'realism' ? formatRealism(figures) : formatRun(figures, parts)
}

/**
 * @param {(name: string) => object} read Raw figures by the name of their file.
 * @param {(name: string) => string} rename The file to use instead of the one that the mark names.
 */
export function putTables(text, read, rename = (name) => name) {
  return text.replace(PLACE, (_, name, parts) => {
    const file = rename(name)
    const lines = formatFigures(read(file), parts?.split(','))
    return `<!-- bench ${file}${parts === undefined ? '' : ` ${parts}`} -->\n\n${lines.join('\n')}\n\n<!-- /bench -->`
  })
}

/** Names of the runs that a document shows. */
export function runsIn(text) {
  return [...text.matchAll(PLACE)].map(([, name]) => name)
}
