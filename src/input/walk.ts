/**
 * Paths become files. In: arguments, files or folders. Out: files in a fixed order, and what could not be read.
 * Order: arguments as given, below a folder by the bytes of the names (as `LC_ALL=C sort` has them), independent of the
 * order on disk. A file reached twice, by its real path, is taken once. Links to files are followed; links to folders
 * below an argument are not, since those of a collected image would lead into the analyst's own disk or in circles.
 * Iterative: a deep tree costs no stack.
 */
import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs'
import { sep } from 'node:path'
import type { Diagnostic } from '../base/diagnostic.ts'
import { ioCode, ioReason } from '../base/io-reason.ts'
import { argumentName, joinName, joinPath, showName, toFsPath } from './file-name.ts'
import type { FilePath, FileStamp, Source } from './source.ts'

export type { FilePath, Source } from './source.ts'

export interface FoundFiles {
  readonly sources: readonly Source[]
  readonly diagnostics: readonly Diagnostic[]
  /** Folder arguments that were read and hold no wanted file. */
  readonly emptyFolders: readonly string[]
}

/** Whether a file found in a folder is wanted, by its name without folders. */
export type IsWanted = (fileName: string) => boolean

/** The event logs that `paths` stand for: files named directly whatever their name, `.evtx` files of folders. */
export function findSources(paths: readonly string[]): FoundFiles {
  const found = findFiles(paths, (name) => name.toLowerCase().endsWith('.evtx'))
  return { ...found, diagnostics: [...found.diagnostics, ...found.emptyFolders.map(noLogs)] }
}

function noLogs(source: string): Diagnostic {
  return { code: 'no-logs', severity: 'warning', source, message: 'no .evtx file in this folder' }
}

/** As `findSources` for any kind of file, without a diagnostic for empty folders. */
export function findFiles(paths: readonly string[], isWanted: IsWanted): FoundFiles {
  const diagnostics: Diagnostic[] = []
  const emptyFolders: string[] = []
  /** By real path. */
  const taken = new Map<string, Source>()
  for (const path of paths) {
    const found = readArgument(path, isWanted, diagnostics)
    if (found?.isFolder && found.files.length === 0) emptyFolders.push(argumentName(path))
    for (const { realPath, source } of found?.files ?? []) {
      const known = taken.get(realPath)
      taken.set(
        realPath,
        known === undefined || known.isNamed ? (known ?? source) : { ...known, isNamed: source.isNamed },
      )
    }
  }
  return { sources: [...taken.values()], diagnostics: dropRepeated(diagnostics), emptyFolders }
}

/** Arguments may overlap: what one cannot read, the other cannot either. */
function dropRepeated(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((d) => [`${d.code}\0${d.source}`, d])).values()]
}

interface FoundFile {
  /** Its bytes as latin1 text. */
  readonly realPath: string
  readonly source: Source
}

interface FoundArgument {
  readonly isFolder: boolean
  readonly files: readonly FoundFile[]
}

function readArgument(
  path: string,
  isWanted: IsWanted,
  diagnostics: Diagnostic[],
): FoundArgument | undefined {
  const name = argumentName(path)
  try {
    const stats = statSync(path)
    const realPath = realPathOf(path)
    if (stats.isDirectory()) return walkFolder({ path, name, realPath }, isWanted, diagnostics)
    const file = takeFile({ path, name, realPath }, stats, true, diagnostics)
    return { isFolder: false, files: file === undefined ? [] : [file] }
  } catch (error) {
    const isMissing = ioCode(error) === 'ENOENT' || ioCode(error) === 'ENOTDIR'
    if (isMissing) report(diagnostics, 'path-missing', name, 'there is no such file or folder')
    else report(diagnostics, 'path-unreadable', name, ioReason(error))
    return undefined
  }
}

/** Something on disk: how it is opened, shown and told from others. */
interface Place {
  readonly path: FilePath
  readonly name: string
  /** As in `FoundFile`. */
  readonly realPath: string
}

function realPathOf(path: string | Buffer): string {
  return realpathSync.native(path, 'buffer').toString('latin1')
}

function walkFolder(top: Place, isWanted: IsWanted, diagnostics: Diagnostic[]): FoundArgument | undefined {
  const files: FoundFile[] = []
  const found: Diagnostic[] = []
  const open: Place[] = [top]
  let isUnread = false
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    let entries: readonly Dirent<Buffer>[] = []
    try {
      entries = readdirSync(toFsPath(folder.path), { withFileTypes: true, encoding: 'buffer' })
    } catch (error) {
      isUnread ||= folder === top
      report(found, 'path-unreadable', folder.name, ioReason(error))
    }
    for (const entry of entries) {
      const place = placeBelow(folder, entry.name)
      if (entry.isDirectory()) open.push(place)
      else {
        const file = readEntry(entry, place, top, isWanted, found)
        if (file !== undefined) files.push(file)
      }
    }
  }
  diagnostics.push(...sortByBytes(found, (d) => d.source))
  return isUnread ? undefined : { isFolder: true, files: sortByBytes(files, (f) => f.source.name) }
}

function placeBelow(folder: Place, entry: Buffer): Place {
  const realPath = folder.realPath + sep + entry.toString('latin1')
  return { path: joinPath(folder.path, entry), name: joinName(folder.name, entry), realPath }
}

/** What stands in a folder and is no folder, if it is a wanted file. */
function readEntry(
  entry: Dirent<Buffer>,
  place: Place,
  top: Place,
  isWanted: IsWanted,
  diagnostics: Diagnostic[],
): FoundFile | undefined {
  const isLink = entry.isSymbolicLink()
  const isNameWanted = isWanted(showName(entry.name))
  if (!isNameWanted && !isLink) return undefined
  try {
    const stats = statSync(toFsPath(place.path))
    const realPath = isLink ? realPathOf(toFsPath(place.path)) : place.realPath
    if (isLink && stats.isDirectory()) passOver(place, realPath, top, diagnostics)
    else if (isNameWanted) return takeFile({ ...place, realPath }, stats, false, diagnostics)
  } catch (error) {
    if (isNameWanted) report(diagnostics, 'path-unreadable', place.name, ioReason(error))
  }
  return undefined
}

/** A link to a folder: worth a word unless that folder is read anyway, under its own name. */
function passOver(place: Place, target: string, top: Place, diagnostics: Diagnostic[]): void {
  if (target === top.realPath || target.startsWith(top.realPath + sep)) return
  const message = `link to the folder ${showName(Buffer.from(target, 'latin1'))}, not followed; name that folder to have it read`
  diagnostics.push({ code: 'path-unreadable', severity: 'info', source: place.name, message })
}

function takeFile(
  place: Place,
  stats: Stats,
  isNamed: boolean,
  diagnostics: Diagnostic[],
): FoundFile | undefined {
  const { path, name, realPath } = place
  // Opening a pipe waits for a writer; a device has no size.
  if (stats.isFile())
    return { realPath, source: { path, name, sizeBytes: stats.size, isNamed, stamp: stampOf(stats) } }
  report(diagnostics, 'path-unreadable', name, 'neither a file nor a folder')
  return undefined
}

function stampOf({ mtimeMs, ctimeMs, ino }: Stats): FileStamp {
  return { modifiedMs: mtimeMs, changedMs: ctimeMs, inode: ino }
}

function report(
  diagnostics: Diagnostic[],
  code: 'path-missing' | 'path-unreadable',
  source: string,
  message: string,
): void {
  diagnostics.push({ code, severity: 'error', source, message })
}

/** By the bytes of UTF-8. UTF-16 units sort alike unless halves of pairs are among them. */
function sortByBytes<T>(items: readonly T[], textOf: (item: T) => string): T[] {
  if (!items.some((item) => /[\ud800-\udfff]/.test(textOf(item))))
    return [...items].sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1))
  const keyed = items.map((item) => ({ item, key: Buffer.from(textOf(item)) }))
  return keyed.sort((a, b) => Buffer.compare(a.key, b.key)).map(({ item }) => item)
}
