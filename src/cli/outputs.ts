/**
 * The outputs of a scan: files and standard output, each with its sink. In: what is wanted, and rows. Out: written
 * reports. Invariant: all outputs are opened before any log is read; one that fails costs the others nothing, and is
 * told at once.
 */
import { statSync } from 'node:fs'
import type { Diagnostic } from '../base/diagnostic.ts'
import { type ByteWriter, createByteWriter } from '../report/bytes/byte-writer.ts'
import type { Manifest } from '../report/manifest.ts'
import { openOutputFile } from '../report/output-file.ts'
import type { ReportRow } from '../report/sink.ts'
import type { WantedOutput } from './plan-outputs.ts'
import { openStandardOutput } from './standard-output.ts'

/** Rows after which what they take is looked at. */
const ROWS_AT_ONCE = 64
/** Bytes of rows that are held for a file before they are written; standard output gets all at once. */
const BYTES_AT_ONCE = 1 << 18

export interface Outputs {
  /** Some of them show hits. */
  readonly takesHits: boolean
  /** One of them is standard output. */
  readonly usesStdout: boolean
  /** False when all that was asked for can be written nowhere; true when nothing was. */
  isUseful(): boolean
  hasFailed(): boolean
  writeRows(rows: readonly ReportRow[]): Promise<void>
  /** Text for a person, on standard output. */
  print(text: string): Promise<void>
  /** Ends and renames all; returns the paths of what was written. */
  finish(manifest: Manifest): Promise<readonly string[]>
  /** Removes what is not finished. */
  discard(): void
}

/** Where text goes; files and standard output look alike. */
interface Target {
  write(text: string): void | Promise<void>
  /** The bytes may be written over when it is done. */
  writeBytes(bytes: Buffer): void | Promise<void>
  isOpen(): boolean
  /** False when the output failed, now or before. */
  finish(): boolean
  discard(): void
  failure(): Diagnostic | undefined
}

interface Output extends WantedOutput {
  readonly target: Target
  /** Rows that are not written yet. */
  readonly rows: ByteWriter
}

/** Opens all; `onFailure` is told what cannot be written, now or later. */
export function openOutputs(
  wanted: readonly WantedOutput[],
  mayOverwrite: boolean,
  onFailure: (failure: Diagnostic) => void,
): Outputs {
  const standardOutput = openStandardOutput()
  const told = new Set<Diagnostic>()
  const tell = (failure: Diagnostic | undefined): void => {
    if (failure === undefined || told.has(failure)) return
    told.add(failure)
    onFailure(failure)
  }
  const standardTarget: Target = {
    ...standardOutput,
    finish: () => standardOutput.failure() === undefined,
    discard: () => {},
  }
  const outputs: Output[] = []
  // A named pipe waits for its reader: before there are files that an interrupt would leave behind.
  for (const want of [...wanted].sort((a, b) => Number(isRegular(a)) - Number(isRegular(b)))) {
    const file = want.path === '-' ? undefined : openOutputFile(want.path, mayOverwrite)
    if (file === undefined) outputs.push({ ...want, target: standardTarget, rows: createByteWriter() })
    else if ('code' in file) tell(file)
    else
      outputs.push({
        ...want,
        target: { ...file, isOpen: () => file.failure() === undefined },
        rows: createByteWriter(),
      })
  }
  const write = async ({ target }: Output, text: string): Promise<void> => {
    if (text !== '') await target.write(text)
    tell(target.failure())
  }
  const writeHeld = async ({ target, rows }: Output): Promise<void> => {
    if (rows.length > 0 && target.isOpen()) await target.writeBytes(rows.bytes.subarray(0, rows.length))
    rows.length = 0
    tell(target.failure())
  }
  let isBegun = false
  const begin = async (): Promise<void> => {
    if (isBegun) return
    isBegun = true
    for (const output of outputs) await write(output, output.sink.begin())
  }
  const writeRows = async (rows: readonly ReportRow[]): Promise<void> => {
    const takers = outputs.filter(({ takesHits, target }) => takesHits && target.isOpen())
    // Row by row: what the formats have in common is then made once.
    for (const row of rows) for (const output of takers) output.sink.putRow(output.rows, row)
    for (const output of takers)
      if (output.rows.length >= (output.path === '-' ? 1 : BYTES_AT_ONCE)) await writeHeld(output)
  }
  return {
    takesHits: outputs.some((output) => output.takesHits),
    usesStdout: outputs.some(({ path }) => path === '-'),
    isUseful: () => wanted.length === 0 || outputs.some(({ target }) => target.isOpen()),
    hasFailed: () => told.size > 0,
    writeRows: async (rows) => {
      await begin()
      for (let at = 0; at < rows.length; at += ROWS_AT_ONCE)
        await writeRows(rows.slice(at, at + ROWS_AT_ONCE))
    },
    print: async (text) => {
      await standardOutput.write(text)
      tell(standardOutput.failure())
    },
    finish: async (manifest) => {
      await begin()
      for (const output of outputs) {
        await writeHeld(output)
        if (output.target.isOpen()) await write(output, output.sink.end(manifest))
      }
      const written = outputs.filter(({ target }) => target.finish())
      for (const { target } of outputs) tell(target.failure())
      const order = wanted.map(({ path }) => path)
      return order.filter((path) => written.some((output) => output.path === path))
    },
    discard: () => {
      for (const { target } of outputs) target.discard()
    },
  }
}

/** A file, now or later: no pipe and no device. */
function isRegular({ path }: WantedOutput): boolean {
  if (path === '-') return true
  try {
    return statSync(path).isFile()
  } catch {
    return true
  }
}
