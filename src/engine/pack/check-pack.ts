/**
 * Are the sections of a pack sound? In: sections. Out: typed views of them, or undefined. Invariant: with what passes,
 * no offset leads outside and no number names what is not there.
 */
import { parseJson } from '../../base/shape.ts'
import type { DescribedProbes } from '../program/scan/probe-table.ts'
import { isHead } from './check-head.ts'
import { checkExpression } from './expression-code.ts'
import {
  ATOM_KINDS,
  ATOM_WORDS,
  type PackedHead,
  SECTION_COUNT,
  Section,
  TARGET_WORDS,
} from './packed-head.ts'

/** A pack's parts, checked. */
export interface PackParts {
  readonly head: PackedHead
  readonly ruleStarts: Int32Array
  readonly ruleTexts: Buffer
  readonly ruleLogsources: Int32Array
  readonly targets: Int32Array
  readonly code: Int32Array
  readonly atoms: Int32Array
  readonly testStarts: Int32Array
  readonly tests: Buffer
  readonly probes: DescribedProbes
}

export function checkPack(sections: readonly Uint8Array[]): PackParts | undefined {
  if (sections.length !== SECTION_COUNT) return undefined
  const words = (section: number): Int32Array => wordsOf(sections[section]!)
  const head = parseJson(bufferOf(sections[Section.Head]!).toString('utf8'))
  if (!isHead(head, Math.floor(words(Section.Atoms).length / ATOM_WORDS))) return undefined
  const parts: PackParts = {
    head,
    ruleStarts: words(Section.RuleStarts),
    ruleTexts: bufferOf(sections[Section.Rules]!),
    ruleLogsources: words(Section.RuleLogsources),
    targets: words(Section.Targets),
    code: words(Section.Code),
    atoms: words(Section.Atoms),
    testStarts: words(Section.TestStarts),
    tests: bufferOf(sections[Section.Tests]!),
    probes: {
      kinds: sections[Section.ProbeKinds]!,
      flags: sections[Section.ProbeFlags]!,
      pool: unitsOf(sections[Section.Pool]!),
      bodyStarts: words(Section.BodyStarts),
      bodyLengths: words(Section.BodyLengths),
      gramKinds: sections[Section.GramKinds]!,
      gramKeys: words(Section.GramKeys),
      gramEnds: words(Section.GramEnds),
    },
  }
  return isSound(parts) ? parts : undefined
}

function isSound(parts: PackParts): boolean {
  const { head, ruleStarts, ruleTexts, ruleLogsources, atoms, testStarts, tests } = parts
  const atomCount = atoms.length / ATOM_WORDS
  return (
    Number.isInteger(atomCount) &&
    areStarts(ruleStarts, ruleLogsources.length, ruleTexts.length) &&
    ruleLogsources.every((place) => isPlace(place, head.logsources.length)) &&
    areStarts(testStarts, atomCount, tests.length) &&
    areAtoms(atoms, head.fields.length) &&
    areTargets(parts, atomCount) &&
    areProbes(parts.probes, atomCount)
  )
}

/** Offsets of `count` texts in so many bytes. */
function areStarts(starts: Int32Array, count: number, bytes: number): boolean {
  if (starts.length !== count + 1 || starts[0] !== 0 || starts[count]! > bytes) return false
  for (let i = 0; i < count; i++) if (starts[i]! > starts[i + 1]!) return false
  return true
}

function isPlace(place: number, count: number): boolean {
  return place >= 0 && place < count
}

function areAtoms(atoms: Int32Array, fieldCount: number): boolean {
  for (let at = 0; at < atoms.length; at += ATOM_WORDS)
    if (!isPlace(atoms[at]!, fieldCount) || !isPlace(atoms[at + 1]!, ATOM_KINDS.length)) return false
  return true
}

/** Trees lie one behind another in the order of their targets. */
function areTargets({ head, targets, code, ruleLogsources }: PackParts, atomCount: number): boolean {
  if (targets.length % TARGET_WORDS !== 0) return false
  let end: number | undefined = 0
  for (let at = 0; at < targets.length; at += TARGET_WORDS) {
    const [rule, channels, eventIds, start] = targets.subarray(at, at + TARGET_WORDS)
    if (!isPlace(rule!, ruleLogsources.length) || start !== end) return false
    if (channels! >= head.channelLists.length || eventIds! >= head.eventIdLists.length) return false
    end = checkExpression(code, start, atomCount)
    if (end === undefined) return false
  }
  return end === code.length
}

function areProbes(probes: DescribedProbes, atomCount: number): boolean {
  const { kinds, flags, pool, bodyStarts, bodyLengths, gramKinds, gramKeys, gramEnds } = probes
  const lists = [kinds, flags, bodyStarts, bodyLengths, gramKinds, gramKeys, gramEnds]
  if (lists.some((list) => list.length !== atomCount)) return false
  for (let atom = 0; atom < atomCount; atom++) {
    const start = bodyStarts[atom]!
    const length = bodyLengths[atom]!
    if (start < 0 || length < 0 || start + length > pool.length) return false
    if (!isPlace(gramEnds[atom]!, length + 1)) return false
  }
  return true
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}

function wordsOf(bytes: Uint8Array): Int32Array {
  return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2)
}

function unitsOf(bytes: Uint8Array): Uint16Array {
  return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 1)
}
