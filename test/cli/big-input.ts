/** Logs that take a program a while, and a rule that fires on each of their records. */
import { linkSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodeLog } from '../../src/evtx/encode.ts'
import { simpleEvent } from '../support/log-events.ts'
import { makeFolder } from './run-program.ts'

export interface BigInput {
  readonly logs: string
  readonly rule: string
  readonly records: number
}

const RULE = `title: Every logon
level: high
logsource:
  product: windows
  service: security
detection:
  s:
    EventID: 4624
  condition: s
`

/** Names that make an input of over 1 GiB, from which on workers are used. */
const NAMES_FOR_WORKERS = 112

/** Enough for workers, of records that are few and long. */
export function makeWorkersInput(): BigInput {
  return makeBigInput(NAMES_FOR_WORKERS, 36)
}

/** One log of 1,000 records under `count` names, with the fields as they are by default 2.4 MB each. */
export function makeBigInput(count: number, fields = 8): BigInput {
  const dir = makeFolder({ 'rule.yml': RULE })
  const event = simpleEvent(Array.from({ length: fields }, (_, i) => [`Field${i}`, 'x'.repeat(150)]))
  const perLog = 1000
  const logs = join(dir, 'logs')
  mkdirSync(logs)
  writeFileSync(join(logs, '0.evtx'), encodeLog(Array.from({ length: perLog }, () => event)))
  for (let i = 1; i < count; i++) linkSync(join(logs, '0.evtx'), join(logs, `${i}.evtx`))
  return { logs, rule: join(dir, 'rule.yml'), records: count * perLog }
}
