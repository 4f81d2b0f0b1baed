import { expect, it } from 'vitest'
import { missingFields } from '../../src/mapping/coverage.ts'
import { createBuiltinMapping } from '../../src/mapping/resolve.ts'
import { logsource, targetsOf } from './support.ts'

it('names fields that cannot exist, once and in order', () => {
  const [sysmon, security] = targetsOf(createBuiltinMapping(), logsource('process_creation'))
  const fields = ['Hashes', 'Image', 'OriginalFileName', 'CommandLine', 'Hashes', 'Unknown', 'NewProcessName']
  expect(missingFields(sysmon!, fields)).toEqual([])
  expect(missingFields(security!, fields)).toEqual(['Hashes', 'OriginalFileName'])
  expect(missingFields(security!, [])).toEqual([])
})
