#!/usr/bin/env node
// Prints every record of some logs as JSON Lines with the library @ts-evtx/core, as its own manual does it.
//
//   ts-evtx.mjs LOG.evtx...
//
// Version 1.1.1 reads beyond the end of a log whose last chunk is full to the last byte, after its last record; that
// costs nothing here.
import { evtx } from '@ts-evtx/core'

function print(event) {
  const text = JSON.stringify(event, (_, value) => (typeof value === 'bigint' ? String(value) : value))
  process.stdout.write(`${text}\n`)
}

for (const path of process.argv.slice(2)) {
  try {
    await evtx(path).forEach(print)
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('Buffer overrun'))) throw error
  }
}
