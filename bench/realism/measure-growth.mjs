/**
 * How much goes on being new as a log grows. In: the records of one log in order. Out: by channel and band of chunks,
 * values and how many of them the log had not had before. Invariant: only logs of at least `LEAST_CHUNKS` count, so
 * that all bands of a channel are about the same logs as far as these reach.
 */

/** Bands end with these chunks. */
export const BANDS = [1, 10, 100, 1000]
/** Logs that fill the second band. */
const LEAST_CHUNKS = 10

const newBands = () =>
  BANDS.map(() => ({ logs: 0, records: 0, values: 0, fresh: 0, units: 0, freshUnits: 0 }))

/** @param {Map<string, object[]>} all Bands by channel, to add to. */
export function createGrowth(all) {
  const here = new Map()
  return {
    /** @param {number} chunk From 0. */
    note(channel, chunk, fields) {
      let log = here.get(channel)
      if (log === undefined) {
        log = { chunks: 0, seen: new Set(), bands: newBands() }
        here.set(channel, log)
      }
      log.chunks = Math.max(log.chunks, chunk + 1)
      const band = log.bands[BANDS.findIndex((end) => chunk < end)]
      if (band !== undefined) noteFields(log.seen, band, fields)
    },
    /** After the last record. */
    close() {
      for (const [channel, { chunks, bands }] of here)
        if (chunks >= LEAST_CHUNKS) addBands(all, channel, bands)
    },
  }
}

function noteFields(seen, band, fields) {
  band.records++
  for (const [name, value] of fields) {
    band.values++
    band.units += value.length
    const key = `${name}\0${value}`
    if (seen.has(key)) continue
    seen.add(key)
    band.fresh++
    band.freshUnits += value.length
  }
}

function addBands(all, channel, bands) {
  const totals = all.get(channel) ?? newBands()
  all.set(channel, totals)
  bands.forEach((band, i) => {
    if (band.records === 0) return
    totals[i].logs++
    for (const key of Object.keys(band)) if (key !== 'logs') totals[i][key] += band[key]
  })
}
