/** A few rules over the made logs, through the real stages. */
import { prepareRules } from '../../src/engine/prepare-rules.ts'
import { createBuiltinMapping } from '../../src/mapping/resolve.ts'
import type { ScanOptions } from '../../src/scan/scan.ts'
import { parseSigma } from '../../src/sigma/parse.ts'

const rule = (number: number, selection: string): string => `title: Rule ${number}
id: 0000000${number}-0000-4000-8000-000000000000
logsource:
  product: windows
  service: security
detection:
  selection:
    ${selection}
  condition: selection
`

export const RULES: ScanOptions['rules'] = prepareRules(
  [
    rule(1, 'EventID: [1, 2]'),
    rule(2, 'EventID: 2'),
    rule(3, 'EventID: 3\n    Padding|contains: xx'),
    rule(4, 'EventID: 4\n    Padding: nothing has it'),
  ].flatMap((text, n) => parseSigma(text, `rule${n}.yml`).documents),
  createBuiltinMapping(),
).runnable

export const MAPPING: ScanOptions['mapping'] = { type: 'builtin' }
