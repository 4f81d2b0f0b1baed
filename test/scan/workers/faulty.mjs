/**
 * A worker for tests. What it does with a task stands in the name of the task's first unit: `ok`, `throw`, `exit`,
 * `hang`, `memory`; `once-…` does it the first time only (the slot of a shared counter says so).
 */
import { threadId, workerData } from 'node:worker_threads'

const seen = new Int32Array(workerData.seen)
if (workerData.startFails) throw new Error('this worker cannot start')

export function runTask(task) {
  const [{ name, source }] = task.units
  const attempt = Atomics.add(seen, source, 1)
  const deed = name.startsWith('once-') ? (attempt === 0 ? name.slice(5) : 'ok') : name
  if (deed === 'throw') throw new Error('a bug')
  if (deed === 'exit') process.exit(3)
  if (deed === 'hang') for (;;) Atomics.load(seen, source)
  if (deed === 'memory') {
    const held = []
    for (;;) held.push(new Array(1000).fill({ n: held.length }))
  }
  const nothing = { entries: [], others: { records: 0, hits: 0 } }
  return {
    files: [{ source, hits: threadId, counts: {} }],
    tally: { hosts: nothing, unwatched: nothing, outOfRange: 0, hitsByRule: [] },
    diagnostics: { listed: [], unlisted: {} },
    groups: '',
  }
}
