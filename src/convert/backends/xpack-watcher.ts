/**
 * The query of `es-qs` in a watch of Elasticsearch.
 */
import type { Backend } from '../backend.ts'
import { watchCommand } from '../watcher.ts'
import { ES_QS } from './es-qs.ts'

export const XPACK_WATCHER: Backend = {
  ...ES_QS,
  name: 'xpack-watcher',
  wrap: (query, rule, around) => watchCommand(rule, query, around),
}
