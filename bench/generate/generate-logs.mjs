/**
 * A folder of logs of any size, as a small network would leave it. In: options. Out: files on disk, and what is in them.
 * Invariant: the same options give the same bytes; one chunk is held at a time, whatever the size.
 */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { createRecords } from './create-records.mjs'
import { createHost } from './host.mjs'
import { CHANNELS, FORWARDED } from './kinds/channels.mjs'
import { createLogStream } from './log-stream.mjs'
import { mix } from './random.mjs'
import { toLogEvent } from './values.mjs'

const HEADER_BYTES = 4096
const CHUNK_BYTES = 65_536

/** Shares of the bytes. 4 % of the records of real collections have no template. */
export const DEFAULT_MIX = { security: 50, sysmon: 30, powershell: 6, system: 5, forwarded: 9 }

export const DEFAULTS = { seed: 1, hosts: 4, cardinality: 1, hits: 0.0001, mix: DEFAULT_MIX }

/**
 * @param {string} folder Made when it is missing; files in it are replaced.
 * @param {{ bytes: number, seed?: number, hosts?: number, cardinality?: number, hits?: number, mix?: object }} options
 *   `hits`: share of planted records; `cardinality`: see `variety.mjs`.
 * @param {object} encoder
 */
export function generateLogs(folder, options, encoder) {
  const given = { ...DEFAULTS, ...options }
  const logs = planLogs(given).map((plan) => {
    const path = join(folder, ...plan.name.split('/'))
    mkdirSync(join(path, '..'), { recursive: true })
    return { name: plan.name, ...writeLog(path, plan, given, encoder) }
  })
  return { options: given, logs }
}

/** Every log with its number of chunks, at least one; logs of one host differ in name only. */
export function planLogs({ bytes, seed, hosts, mix: shares }) {
  const names = Object.keys(shares)
  const total = names.reduce((sum, name) => sum + shares[name], 0)
  const plans = []
  const add = (name, host, channel, share) => {
    const chunks = Math.max(1, Math.round((bytes * share) / total / CHUNK_BYTES))
    plans.push({ name, host, channel, chunks, salt: mix(seed, plans.length, 0x10c) })
  }
  const machines = Array.from({ length: hosts }, (_, i) => createHost(i, seed))
  for (const name of names) {
    const channel = CHANNELS[name]
    if (shares[name] <= 0) continue
    if (name === 'forwarded') add(`collector/${FORWARDED.file}`, machines[0], FORWARDED, shares[name])
    else if (channel === undefined) throw new TypeError(`there is no log ${JSON.stringify(name)}`)
    else
      for (const host of machines)
        add(`${host.shortName}/${channel.file}`, host, channel, shares[name] / hosts)
  }
  return plans
}

function writeLog(path, plan, options, encoder) {
  const fd = openSync(path, 'w')
  try {
    let written = 0
    const stream = createLogStream(encoder, (chunk) => {
      writeSync(fd, chunk, 0, chunk.length, HEADER_BYTES + CHUNK_BYTES * written)
      written++
    })
    const next = createRecords(plan, options)
    const planted = []
    let records = 0
    for (;;) {
      const { kind, record, isPlanted } = next()
      if (plan.channel.isDirect) stream.addEvent(toDirect(kind, plan.host, record), record.ticks)
      else stream.add(kind, plan.host, record)
      // The record that closed the last chunk is in none.
      if (written === plan.chunks) break
      records++
      if (isPlanted) planted.push(record.recordId)
    }
    writeSync(fd, stream.finish(), 0, HEADER_BYTES, 0)
    return { bytes: HEADER_BYTES + CHUNK_BYTES * plan.chunks, chunks: plan.chunks, records, planted }
  } finally {
    closeSync(fd)
  }
}

/** The event of a record that has no template: every value as text. */
export function toDirect(kind, host, record) {
  const { bodyForm: _, ...event } = toLogEvent(kind, host, record)
  return { ...event, form: 'direct' }
}
