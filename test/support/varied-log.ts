/** A large log of processes none of which has been seen before, one of them suspicious. */
import { encodeLog } from '../../src/evtx/encode.ts'
import { processEvent } from '../kernel/kernel-logs.ts'

/** Every so many records one that rules look for. */
const LOUD_EVERY = 1500

/** About 2 KB a record. */
export function makeVariedLog(records: number, seed = 0): Uint8Array {
  return encodeLog(
    Array.from({ length: records }, (_, i) => {
      const filler = Array.from({ length: 60 }, (_, k) => `${seed}.${i}.${k * k}`).join(' ')
      const isLoud = i % LOUD_EVERY === LOUD_EVERY - 1
      return processEvent(isLoud ? `powershell.exe -enc ${filler}` : `notepad.exe ${filler}`)
    }),
  )
}
