/** Two sets of statistics side by side. In: statistics of real and of generated logs. Out: lines of text, and data. */
import { BANDS } from './measure-growth.mjs'
import { quantile } from './measure-logs.mjs'

const per = (part, whole) => (whole === 0 ? 0 : part / whole)

/** Figures over all records. */
export function overview(stats) {
  const mean = (values) =>
    per(
      values.reduce((sum, value) => sum + value, 0),
      values.length,
    )
  return {
    records: stats.records,
    'bytes a record, mean': mean(stats.sizes),
    'bytes a record, median': quantile(stats.sizes, 0.5),
    'bytes a record, 99 of 100 below': quantile(stats.sizes, 0.99),
    'records in a full chunk': per(stats.fullChunkRecords, stats.fullChunks),
    'records without template, %': 100 * per(stats.withoutTemplate, stats.sizes.length),
    'fields a record': per(stats.values, stats.records),
    'text among them, %': 100 * per(stats.texts, stats.values),
    'Null among them, %': 100 * per(stats.nulls, stats.values),
    'characters of a text, mean': mean(stats.textUnits),
    'characters of a text, median': quantile(stats.textUnits, 0.5),
    'characters of a text, 99 of 100 below': quantile(stats.textUnits, 0.99),
    'texts beyond ASCII, %': 100 * per(stats.nonAscii, stats.texts),
  }
}

/** By channel: share of values, and of their characters, that a window of the log has for the first time. */
export function novelty(real, made) {
  return [...made.channels].map(([channel, total]) => {
    const other = real.channels.get(channel)
    const shares = (log) =>
      log === undefined || log.windows === 0
        ? undefined
        : {
            windows: log.windows,
            kinds: per(log.kinds, log.windows),
            values: per(log.distinct, log.values),
            units: per(log.newUnits, log.units),
          }
    return { channel, real: shares(other), made: shares(total) }
  })
}

/** By channel and band of chunks: share of values, and of their characters, that the log had not had before. */
export function growth(real, made) {
  const rows = []
  const shares = (band) =>
    band === undefined || band.records === 0
      ? undefined
      : { logs: band.logs, values: per(band.fresh, band.values), units: per(band.freshUnits, band.units) }
  for (const [channel, bands] of made.growth)
    BANDS.forEach((end, i) => {
      const row = { channel, from: BANDS[i - 1] ?? 0, end, made: shares(bands[i]) }
      if (row.made !== undefined) rows.push({ ...row, real: shares(real.growth.get(channel)?.[i]) })
    })
  return rows
}

/** Kinds of events that both have, field by field, for one size of window. */
export function fieldsOf(real, made, index) {
  const rows = []
  for (const [kind, total] of made.kinds) {
    const other = real.kinds.get(kind)
    const [there, here] = [other?.windows[index], total.windows[index]]
    if (there === undefined || there.count === 0 || here.count === 0) continue
    for (const [name, field] of total.fields) {
      const realField = other.fields.get(name)
      if (realField === undefined || !there.distinct.has(name)) continue
      rows.push({
        kind,
        field: name,
        window: here.size,
        windows: there.seenIn.get(name),
        real: there.distinct.get(name) / there.seenIn.get(name),
        made: per(here.distinct.get(name) ?? 0, here.seenIn.get(name) ?? 0),
        realUnits: per(realField.units, realField.count),
        madeUnits: per(field.units, field.count),
      })
    }
  }
  return rows
}
