/**
 * What is to be written where. In: flags, and the files that are read. Out: outputs with their sinks, or one line that
 * says what is wrong. Invariant: no two outputs are the same file, and none is a file that is read.
 */
import { realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { toFsPath } from '../input/file-name.ts'
import type { FilePath, Source } from '../input/source.ts'
import { createSink, formatOf } from '../report/report.ts'
import type { Sink } from '../report/sink.ts'
import type { ScanFlags } from './scan-options.ts'

export interface WantedOutput {
  /** `-` is standard output. */
  readonly path: string
  readonly sink: Sink
  /** It shows hits; a manifest only counts them. */
  readonly takesHits: boolean
  /** It has the manifest, which names the SHA-256 of every file. */
  readonly hasManifest: boolean
}

type OutputFlags = Pick<
  ScanFlags,
  'outputs' | 'format' | 'manifestFile' | 'profileFile' | 'rulePaths' | 'mappingFile'
>

/** The outputs in the order given, manifest and profile last. `profileText` is asked when the scan is over. */
export function planOutputs(
  flags: OutputFlags,
  sources: readonly Source[],
  profileText: () => string = () => '',
): readonly WantedOutput[] | string {
  const wanted: WantedOutput[] = []
  for (const path of flags.outputs.map(nameStandardOutput)) {
    const format = path === '-' ? flags.format : (formatOf(path) ?? flags.format)
    if (format === undefined) return missingFormat(path)
    wanted.push({ path, sink: createSink(format), takesHits: true, hasManifest: format === 'json' })
  }
  if (flags.manifestFile !== undefined)
    wanted.push({
      path: nameStandardOutput(flags.manifestFile),
      sink: MANIFEST_SINK,
      takesHits: false,
      hasManifest: true,
    })
  if (flags.profileFile !== undefined)
    wanted.push({
      path: nameStandardOutput(flags.profileFile),
      sink: { begin: () => '', row: () => '', putRow: () => {}, end: profileText },
      takesHits: false,
      hasManifest: false,
    })
  const paths = wanted.map(({ path }) => path)
  return findRepeated(paths) ?? findInput(paths, flags, sources) ?? wanted
}

const MANIFEST_SINK: Sink = {
  begin: () => '',
  row: () => '',
  putRow: () => {},
  end: (manifest) => `${JSON.stringify(manifest, null, 1)}\n`,
}

/** Opened by name, it would be a second way into the same file. */
function nameStandardOutput(path: string): string {
  return ['/dev/stdout', '/dev/fd/1', '/proc/self/fd/1'].includes(path) ? '-' : path
}

function missingFormat(path: string): string {
  return path === '-'
    ? '-o - needs --format csv, json or jsonl'
    : `-o ${path}: its extension is none of .csv, .json, .jsonl; add --format`
}

function findRepeated(paths: readonly string[]): string | undefined {
  const seen = new Map<string, string>()
  for (const path of paths) {
    const place = placeOf(path)
    const before = seen.get(place)
    if (before !== undefined)
      return before === path
        ? `${nameOf(path)} is given for two outputs`
        : `${before} and ${path} are the same output`
    seen.set(place, path)
  }
  return undefined
}

function nameOf(path: string): string {
  return path === '-' ? 'standard output' : path
}

/** One text for all names of a file, whether it exists or not. */
function placeOf(path: string): string {
  if (path === '-') return path
  const place = realPath(path) ?? join(realPath(dirname(path)) ?? resolve(dirname(path)), basename(path))
  // Their file systems usually do not tell cases apart.
  return ['win32', 'darwin'].includes(process.platform) ? place.toLowerCase() : place
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

/** Evidence and rules are never written over, --overwrite or not. */
function findInput(
  paths: readonly string[],
  flags: OutputFlags,
  sources: readonly Source[],
): string | undefined {
  const others = [...flags.rulePaths, ...(flags.mappingFile === undefined ? [] : [flags.mappingFile])]
  for (const path of paths) {
    const file = path === '-' ? undefined : identify(path)
    if (file === undefined) continue
    const isLog = sources.some(
      ({ stamp, path: log }) => stamp.inode === file.inode && identify(log)?.key === file.key,
    )
    if (isLog) return `${path} is a log that is to be read; it is not written over`
    if (others.some((other) => identify(other)?.key === file.key))
      return `${path} is read for the scan; it is not written over`
  }
  return undefined
}

/** What a file is by the system's own numbers, links followed; undefined when there is none. */
function identify(path: FilePath): { readonly inode: number; readonly key: string } | undefined {
  try {
    const { dev, ino } = statSync(toFsPath(path), { bigint: true })
    return { inode: Number(ino), key: `${dev}:${ino}` }
  } catch {
    return undefined
  }
}
