/** The formats of hits by name and by file extension. */
import { createCsvSink } from './csv.ts'
import { createJsonSink } from './json.ts'
import { createJsonLinesSink } from './jsonl.ts'
import type { Sink } from './sink.ts'

export type ReportFormat = 'csv' | 'json' | 'jsonl'

export const REPORT_FORMATS: readonly ReportFormat[] = ['csv', 'json', 'jsonl']

/** The format that a file's extension stands for, undefined when it says none. */
export function formatOf(path: string): ReportFormat | undefined {
  const extension = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase()
  if (extension === 'ndjson') return 'jsonl'
  return REPORT_FORMATS.find((format) => format === extension)
}

/** A new sink of a format. */
export function createSink(format: ReportFormat): Sink {
  switch (format) {
    case 'csv':
      return createCsvSink()
    case 'json':
      return createJsonSink()
    case 'jsonl':
      return createJsonLinesSink()
  }
}
