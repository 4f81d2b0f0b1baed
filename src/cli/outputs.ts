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

interface OpenedOutputs {
  readonly outputs: Outputs
  /** Those that cannot be written; they cost the others nothing. */
  readonly failures: readonly Diagnostic[]
}

/** Opens all outputs; a text says that the flags are wrong, and nothing is opened then. */
export function openOutputs(
  paths: readonly string[],
  format: ReportFormat | undefined,
  mayOverwrite: boolean,
): OpenedOutputs | string {
  const wanted: { path: string; format: ReportFormat }[] = []
  for (const path of paths) {
    const chosen = path === '-' ? format : (formatOf(path) ?? format)
    if (chosen === undefined)
      return path === '-'
        ? '-o - needs --format csv, json or jsonl'
        : `-o ${path}: its extension is none of .csv, .json, .jsonl; add --format`
    wanted.push({ path, format: chosen })
  }
  const outputs: Output[] = []
  const failures: Diagnostic[] = []
  for (const { path, format: chosen } of wanted) {
    const file = path === '-' ? undefined : openOutputFile(path, mayOverwrite)
    if (file !== undefined && 'code' in file) failures.push(file)
    else outputs.push({ sink: createSink(chosen), file })
  }
  return { outputs: createOutputs(outputs), failures }
}

function createOutputs(outputs: readonly Output[]): Outputs {
  let isStdoutOpen = true
  const usesStdout = outputs.some((output) => output.file === undefined)
  // A reader that has gone away ends the program, as it does everywhere; but not while files are being written.
  if (usesStdout && outputs.length > 1) {
    process.stdout.removeAllListeners('error')
    process.stdout.on('error', () => {
      isStdoutOpen = false
    })
  }
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
    usesStdout,
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
