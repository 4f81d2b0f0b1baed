/** A comparison of real and generated logs for people: all of it as text, the main figures as Markdown. */

const shown = (value) => (value >= 100 ? value.toFixed(0) : value.toFixed(1))
const percent = (shares, key) => (shares === undefined ? '–' : `${(100 * shares[key]).toFixed(1)} %`)

/** Below this share of the real figure a field counts as less varied. */
const FEWER = 0.8

function table(columns, rows) {
  return [columns, columns.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`)
}

const isFewer = ({ real, made }) => made < FEWER * real

/** The main figures. @returns {string[]} */
export function formatRealism({ general, novelty, logWindow, fields }) {
  return [
    ...table(
      ['', 'real', 'generated'],
      Object.entries(general.real).map(([name, value]) => [name, shown(value), shown(general.made[name])]),
    ),
    '',
    `Values that are new within ${logWindow} records of a log, and their share of all characters:`,
    '',
    ...table(
      ['log', 'values, real', 'generated', 'characters, real', 'generated', 'windows of real logs'],
      novelty.map(({ channel, real, made }) => [
        channel,
        percent(real, 'values'),
        percent(made, 'values'),
        percent(real, 'units'),
        percent(made, 'units'),
        real?.windows ?? 0,
      ]),
    ),
    '',
    ...fields.map(({ size, rows }) => {
      const fewer = rows.filter(isFewer)
      const ratios = rows.map(({ real, made }) => made / real).sort((a, b) => a - b)
      const middle = ratios[ratios.length >> 1] ?? 0
      return `Distinct values in ${size} records of one kind: ${rows.length} fields of kinds that both have, ${rows.length - fewer.length} at least as varied as in the real logs (within ${Math.round(100 * (1 - FEWER))} %), ${fewer.length} less; the middle one has ${middle.toFixed(1)} times as many.`
    }),
  ]
}

/** Every field. @returns {string[]} */
export function formatFields({ fields }) {
  return fields.flatMap(({ size, rows }) => {
    const lines = []
    let kind
    for (const row of rows) {
      if (row.kind !== kind) {
        kind = row.kind
        const head = `${kind}, ${size} records`
        lines.push('', `${head.padEnd(62)}distinct: real generated   characters: real generated`)
      }
      const cells = [row.real, row.made, row.realUnits, row.madeUnits].map((value) =>
        shown(value).padStart(12),
      )
      lines.push(`  ${row.field.padEnd(58)}${cells.join('')}${isFewer(row) ? '  fewer' : ''}`)
    }
    return lines
  })
}
