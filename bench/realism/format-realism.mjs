/** A comparison of real and generated logs for people: all of it as text, the main figures as Markdown. */

const shown = (value) => (value >= 100 ? value.toFixed(0) : value.toFixed(1))
const percent = (shares, key) => (shares === undefined ? '–' : `${(100 * shares[key]).toFixed(1)} %`)

/** Below this share of the real figure a field counts as less varied. */
const FEWER = 0.8

function table(columns, rows) {
  return [columns, columns.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`)
}

const isFewer = ({ real, made }) => made < FEWER * real

/** Beyond these a field is far off. */
const FAR = { fewer: 0.5, more: 2 }

const isFar = ({ real, made }) => made < FAR.fewer * real || made > FAR.more * real

function middle(numbers) {
  return numbers.sort((a, b) => a - b)[numbers.length >> 1] ?? 0
}

/** The main figures. @returns {string[]} */
export function formatRealism({ general, novelty, growth, logWindow, fields }) {
  return [
    ...table(
      ['', 'real', 'generated'],
      Object.entries(general.real).map(([name, value]) => [name, shown(value), shown(general.made[name])]),
    ),
    '',
    `Values that are new within ${logWindow} records of a log, and their share of all characters; kinds of events among the ${logWindow}:`,
    '',
    ...table(
      [
        'log',
        'values, real',
        'generated',
        'characters, real',
        'generated',
        'kinds, real',
        'generated',
        'windows of real logs',
      ],
      novelty.map(({ channel, real, made }) => [
        channel,
        percent(real, 'values'),
        percent(made, 'values'),
        percent(real, 'units'),
        percent(made, 'units'),
        real === undefined ? '–' : shown(real.kinds),
        made === undefined ? '–' : shown(made.kinds),
        real?.windows ?? 0,
      ]),
    ),
    '',
    'Values that the log never had before, as it grows (logs of at least 10 chunks of 64 KiB), and their share of all characters:',
    '',
    ...table(
      [
        'log',
        'chunks',
        'values, real',
        'generated',
        'characters, real',
        'generated',
        'real logs that reach there',
      ],
      growth.map(({ channel, from, end, real, made }) => [
        channel,
        `${from + 1} to ${end}`,
        percent(real, 'values'),
        percent(made, 'values'),
        percent(real, 'units'),
        percent(made, 'units'),
        real?.logs ?? 0,
      ]),
    ),
    '',
    ...fields.map(formatSummary),
    '',
    `Fields with less than half or more than twice as many:`,
    '',
    ...table(
      ['kind', 'field', 'records', 'distinct, real', 'generated', 'windows of real logs'],
      fields.flatMap(({ size, rows }) =>
        rows
          .filter(isFar)
          .map((row) => [row.kind, row.field, size, shown(row.real), shown(row.made), row.windows]),
      ),
    ),
  ]
}

function formatSummary({ size, rows }) {
  const less = rows.filter(isFewer).length
  const times = (list, ratio) => middle(list.map(ratio)).toFixed(2)
  const distinct = ({ real, made }) => made / real
  const varied = rows.filter(({ real, made }) => Math.max(real, made) > 1.5)
  const texts = rows.filter(({ realUnits }) => realUnits > 0)
  return `Distinct values in ${size} records of one kind: ${rows.length} fields of kinds that both have, ${rows.length - less} at least as varied as in the real logs (within ${Math.round(100 * (1 - FEWER))} %), ${less} less; the middle one has ${times(rows, distinct)} times as many, of the ${varied.length} that vary at all ${times(varied, distinct)} times; values are ${times(texts, ({ realUnits, madeUnits }) => madeUnits / realUnits)} times as long.`
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
