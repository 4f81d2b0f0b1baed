/**
 * Packs of rules that are shipped to other machines. In: a rule set with its mapping and what was prepared of it, or the
 * path of a file. Out: the file's bytes; a pack, or one diagnostic that says why it cannot be used.
 * Invariant: a pack is used as a whole or not at all. Its documents are checked before anything is done with them; of its
 * program the numbers are, and each rule and test when it is first needed (`UnsoundPackError` is thrown then).
 */
import { statSync } from 'node:fs'
import type { Diagnostic, DiagnosticCode } from '../base/diagnostic.ts'
import { ioCode, ioReason } from '../base/io-reason.ts'
import { hasShape } from '../base/shape.ts'
import type { RunnableRule } from '../engine/match.ts'
import { type ReadPack, readPack } from '../engine/pack/read-pack.ts'
import { openSource } from '../input/open.ts'
import type { Mapping } from '../mapping/mapping.ts'
import { readMapping } from './make-mapping.ts'
import { type PackedRules, shareBytes } from './rule-cache/packed-rules.ts'
import { isMappingSpec, type PackedSet, parseSet, stringifySet } from './rule-pack/packed-set.ts'
import {
  MAX_FILE_BYTES,
  MAX_UNPACKED_BYTES,
  type PackFault,
  type RulePackFile,
  readRulePackFile,
  writeRulePackFile,
} from './rule-pack/rule-pack-file.ts'
import type { MappingSpec } from './stages.ts'

export { combineSets } from './rule-pack/combine-sets.ts'
export type { PackedSet } from './rule-pack/packed-set.ts'
export { createNamer, makePortable } from './rule-pack/portable-names.ts'

export interface RulePack {
  /** All documents, for a selection of them or to be joined with others. */
  readSet(): PackedSet | Diagnostic
  /** What all of them come to, ready to run. */
  readProgram(): ReadProgram | Diagnostic
}

/** Rules that run, and what the writer kept with them: from a file, and not checked here. */
export interface ReadProgram extends PackedRules {
  readonly mapping: MappingSpec
  readonly kept: unknown
}

/** The program of all documents, and what is to be found with it again, through JSON. */
export interface WrittenProgram {
  readonly rules: readonly RunnableRule[]
  readonly kept: unknown
}

/** The bytes of a pack; a text says why there is none. */
export async function writeRulePack(
  set: PackedSet,
  { rules, kept }: WrittenProgram,
): Promise<Uint8Array | string> {
  const { writePack } = await import('../engine/pack/write-pack.ts')
  const documents = Buffer.from(stringifySet(set))
  const extra: ProgramExtra = { mapping: set.mapping, kept }
  const compiled = writePack(rules, extra)
  const most = Math.max(documents.length, compiled.length)
  if (most > MAX_UNPACKED_BYTES)
    return `the rules take ${most} bytes, more than a pack may hold (${MAX_UNPACKED_BYTES})`
  return writeRulePackFile([documents, compiled])
}

export function openRulePack(path: string): RulePack | Diagnostic {
  const fail = ({ code, message }: PackFault): Diagnostic => ({
    code,
    severity: 'error',
    source: path,
    message,
  })
  const damaged = (message: string): Diagnostic => fail({ code: 'pack-damaged', message })
  const bytes = readWhole(path)
  if (!(bytes instanceof Uint8Array)) return bytes
  const file = readRulePackFile(bytes)
  if ('code' in file) return fail(file)
  return {
    readSet: () => {
      const block = file.unpack(0)
      const set = typeof block === 'string' ? block : parseSet(Buffer.from(block).toString('utf8'))
      if (typeof set === 'string') return damaged(set)
      if (set === undefined) return damaged('it holds something else than rules')
      return readMapping(set.mapping) === undefined ? damaged('its mapping cannot be used') : set
    },
    readProgram: () => {
      const program = readProgram(file)
      return typeof program === 'string' ? damaged(program) : program
    },
  }
}

/** The mapping stands beside what the writer kept. */
interface ProgramExtra {
  readonly mapping: MappingSpec
  readonly kept: unknown
}

const hasProgramExtra = hasShape({ mapping: isMappingSpec, kept: () => true })

function readProgram(file: RulePackFile): ReadProgram | string {
  const block = file.unpack(1)
  if (typeof block === 'string') return block
  const bytes = shareBytes(block)
  let mapping: Mapping | undefined
  const pack = readPack(bytes, () => mapping!)
  if (pack === undefined || !hasProgramExtra(pack.extra)) return 'its program is unsound'
  const { mapping: spec, kept } = pack.extra as ProgramExtra
  mapping = readMapping(spec)
  if (mapping === undefined || !fits(pack)) return 'its program does not fit its mapping'
  return { bytes, pack, mapping: spec, kept }
}

/** Log sources and computed fields are found in the mapping; each is looked up once. */
function fits({ rules, lowered }: ReadPack): boolean {
  try {
    return (
      rules.every(({ targets }) => targets.length >= 0) &&
      lowered.atoms.every(({ field }) => Array.isArray(field.sources))
    )
  } catch {
    return false
  }
}

function readWhole(path: string): Uint8Array | Diagnostic {
  const fail = (message: string, code: DiagnosticCode = 'rule-unreadable'): Diagnostic => ({
    code,
    severity: 'error',
    source: path,
    message,
  })
  try {
    const { size } = statSync(path)
    if (size > MAX_FILE_BYTES)
      return fail(`${size} bytes are more than a pack of rules may have (${MAX_FILE_BYTES})`)
    const reader = openSource(path, size)
    try {
      const bytes = Buffer.alloc(size)
      return bytes.subarray(0, reader.readAt(bytes, 0, size, 0))
    } finally {
      reader.close()
    }
  } catch (error) {
    if (ioCode(error) === 'ENOENT') return fail('there is no such file', 'path-missing')
    return fail(ioReason(error))
  }
}
