#!/usr/bin/env node
// Prints every record of some logs as JSON Lines with the library @ts-evtx/core, as its own manual does it.
//
//   ts-evtx.mjs LOG.evtx...
import { evtx } from '@ts-evtx/core'

for (const path of process.argv.slice(2)) {
  await evtx(path).forEach((event) => {
    const text = JSON.stringify(event, (_, value) => (typeof value === 'bigint' ? String(value) : value))
    process.stdout.write(`${text}\n`)
  })
}
