/**
 * The outputs of a scan: files and standard output, each with its sink. In: flags and rows. Out: written reports.
 * Invariant: all outputs are opened before the scan starts; one that fails later costs the others nothing.
 */
import { once } from 'node:events'
import type { Diagnostic } from '../base/diagnostic.ts'
import type { Manifest } from '../report/manifest.ts'
import { type OutputFile, openOutputFile } from '../report/output-file.ts'
import { createSink, formatOf, type ReportFormat } from '../report/report.ts'
import type { ReportRow, Sink } from '../report/sink.ts'

interface Output {
  readonly sink: Sink
  /** Undefined: standard output. */
  readonly file: OutputFile | undefined
}

export interface Outputs {
  readonly count: number
  /** One of them is standard output. */
  readonly usesStdout: boolean
  writeRows(rows: readonly ReportRow[]): Promise<void>
  /** Ends and renames all; returns what failed. */
  finish(manifest: Manifest): Promise<readonly Diagnostic[]>
  discard(): void
}

/** Opens the outputs; a text is wrong usage, diagnostics are outputs that cannot be written (none is left open then). */
export function openOutputs(
  paths: readonly string[],
  format: ReportFormat | undefined,
  mayOverwrite: boolean,
): Outputs | string | readonly Diagnostic[] {
  const outputs: Output[] = []
  const failures: Diagnostic[] = []
  for (const path of paths) {
    const chosen = path === '-' ? format : (formatOf(path) ?? format)
    if (chosen === undefined)
      return path === '-'
        ? '-o - needs --format csv, json or jsonl'
        : `-o ${path}: its extension is none of .csv, .json, .jsonl; add --format`
    const file = path === '-' ? undefined : openOutputFile(path, mayOverwrite)
    if (file !== undefined && 'code' in file) failures.push(file)
    else outputs.push({ sink: createSink(chosen), file })
  }
  const result = createOutputs(outputs)
  if (failures.length === 0) return result
  result.discard()
  return failures
}

function createOutputs(outputs: readonly Output[]): Outputs {
  // A reader that has gone away ends standard output, not the scan: other outputs go on.
  let isStdoutOpen = true
  process.stdout.on('error', () => {
    isStdoutOpen = false
  })
  const write = async (output: Output, text: string): Promise<void> => {
    if (output.file !== undefined) output.file.write(text)
    else if (isStdoutOpen && text !== '' && !process.stdout.write(text))
      await Promise.race([once(process.stdout, 'drain'), once(process.stdout, 'close')]).catch(() => {})
  }
  let isBegun = false
  const begin = async (): Promise<void> => {
    if (isBegun) return
    isBegun = true
    for (const output of outputs) await write(output, output.sink.begin())
  }
  return {
    count: outputs.length,
    usesStdout: outputs.some((output) => output.file === undefined),
    writeRows: async (rows) => {
      await begin()
      for (const output of outputs) await write(output, rows.map((row) => output.sink.row(row)).join(''))
    },
    finish: async (manifest) => {
      await begin()
      const failures: Diagnostic[] = []
      for (const output of outputs) {
        await write(output, output.sink.end(manifest))
        if (output.file !== undefined && !output.file.finish()) failures.push(output.file.failure()!)
      }
      return failures
    },
    discard: () => {
      for (const { file } of outputs) file?.discard()
    },
  }
}
