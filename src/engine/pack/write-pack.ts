/**
 * Rules, lowered once, as one block of bytes that loads in milliseconds. In: runnable rules and what the caller wants
 * to find with them. Out: the pack. Invariant: `readPack` gives rules and a program that answer as those packed.
 */

import type { FieldView } from '../../mapping/mapping.ts'
import type { LogSource } from '../../sigma/ast.ts'
import type { RunnableRule } from '../match.ts'
import { type LoweredRules, lowerRules } from '../program/dispatch/lowered-target.ts'
import type { Atom } from '../program/lower/atom-table.ts'
import type { FieldKey } from '../program/lower/field-key.ts'
import { createProbeTable, describeAtoms, type ProbeTable } from '../program/scan/probe-table.ts'
import { encodeExpression } from './expression-code.ts'
import { ATOM_KINDS, ATOM_WORDS, type PackedField, type PackedHead, type PlainSource } from './packed-head.ts'
import { writeSections } from './sections.ts'

/** `extra` must survive JSON. */
export function writePack(rules: readonly RunnableRule[], extra: unknown): Uint8Array<ArrayBuffer> {
  const lowered = lowerRules(rules)
  const places = placeLogSources(rules)
  const channels = createListTable()
  const eventIds = createListTable()
  const code: number[] = []
  const targets: number[] = []
  for (const target of lowered.targets) {
    const flags = (target.asksEventId ? 1 : 0) | (target.asksChannel ? 2 : 0)
    const ids = target.eventIds === undefined ? undefined : [...target.eventIds]
    targets.push(target.rule, channels.placeOf(target.channels), eventIds.placeOf(ids), code.length, flags)
    encodeExpression(target.expression, code)
  }
  const head: PackedHead = {
    logsources: places.logsources,
    fields: packFields(lowered, places),
    channelLists: channels.lists as PackedHead['channelLists'],
    eventIdLists: eventIds.lists as PackedHead['eventIdLists'],
    eventIdAtoms: [...lowered.eventIdAtoms],
    channelAtoms: [...lowered.channelAtoms],
    extra,
  }
  const packedRules = packTexts(rules.map(({ rule }) => JSON.stringify(rule)))
  const tests = packTexts(lowered.atoms.map(testText))
  const probes = describeAll(lowered.atoms)
  return writeSections([
    Buffer.from(JSON.stringify(head)),
    bytesOf(packedRules.starts),
    packedRules.bytes,
    bytesOf(Int32Array.from(places.ofRule)),
    bytesOf(Int32Array.from(targets)),
    bytesOf(Int32Array.from(code)),
    bytesOf(packAtoms(lowered.atoms)),
    bytesOf(tests.starts),
    tests.bytes,
    probes.kinds,
    probes.flags,
    bytesOf(probes.pool.subarray(0, probes.poolLength)),
    bytesOf(probes.bodyStarts),
    bytesOf(probes.bodyLengths),
    probes.gramKinds,
    bytesOf(probes.gramKeys),
    bytesOf(probes.gramEnds),
  ])
}

interface LogSourcePlaces {
  readonly logsources: readonly LogSource[]
  /** By rule. */
  readonly ofRule: readonly number[]
  /** The first target that has a view. */
  readonly ofView: ReadonlyMap<FieldView, { readonly logsource: number; readonly target: number }>
}

/** Log sources that differ, since most rules share theirs. */
function placeLogSources(rules: readonly RunnableRule[]): LogSourcePlaces {
  const bySignature = new Map<string, number>()
  const logsources: LogSource[] = []
  const ofView = new Map<FieldView, { logsource: number; target: number }>()
  const ofRule = rules.map(({ rule: { logsource: own }, targets }) => {
    const { product, category, service } = own
    const signature = JSON.stringify([product, category, service])
    let place = bySignature.get(signature)
    if (place === undefined) {
      place = logsources.push({ product, category, service, definition: undefined, custom: {} }) - 1
      bySignature.set(signature, place)
    }
    targets.forEach(({ view }, target) => {
      if (!ofView.has(view)) ofView.set(view, { logsource: place, target })
    })
    return place
  })
  return { logsources, ofRule, ofView }
}

/** Lists that differ; -1 stands for none. */
function createListTable(): {
  readonly lists: readonly (readonly unknown[])[]
  placeOf(list: readonly unknown[] | undefined): number
} {
  const bySignature = new Map<string, number>()
  const lists: (readonly unknown[])[] = []
  return {
    lists,
    placeOf: (list) => {
      if (list === undefined) return -1
      const signature = JSON.stringify(list)
      const known = bySignature.get(signature)
      if (known !== undefined) return known
      bySignature.set(signature, lists.length)
      return lists.push(list) - 1
    },
  }
}

function packFields({ atoms }: LoweredRules, places: LogSourcePlaces): readonly PackedField[] {
  const keys: FieldKey[] = []
  for (const { field, test } of atoms) {
    keys[field.id] = field
    if (test.kind === 'fieldref') keys[test.other.id] = test.other
  }
  // A key that no atom uses any more has no place in the list, and none is asked for.
  return Array.from(keys, (key) => (key === undefined ? { sources: [] } : packField(key, places)))
}

function packField({ sources, origin }: FieldKey, places: LogSourcePlaces): PackedField {
  const isPlain = sources.every(({ kind }) => kind !== 'derived')
  if (isPlain) return { sources: sources as readonly PlainSource[] }
  return { ...places.ofView.get(origin!.view)!, field: origin!.field }
}

function packAtoms(atoms: readonly Atom[]): Int32Array {
  const words = new Int32Array(ATOM_WORDS * atoms.length)
  for (const { id, field, kind, commonness } of atoms)
    words.set([field.id, ATOM_KINDS.indexOf(kind), commonness], ATOM_WORDS * id)
  return words
}

/** What of a test the kind does not say. */
function testText({ test }: Atom): string {
  if (test.kind === 'text') return JSON.stringify(test.value)
  return test.kind === 'fieldref' ? JSON.stringify({ other: test.other.id, mode: test.mode }) : ''
}

function describeAll(atoms: readonly Atom[]): ProbeTable {
  const probes = createProbeTable(atoms)
  describeAtoms(
    probes,
    Int32Array.from(
      atoms.filter(({ kind }) => kind !== 'fieldref'),
      ({ id }) => id,
    ),
  )
  return probes
}

/** Texts one behind another as UTF-8; text `i` ends where `i + 1` starts. JSON escapes halves of surrogate pairs. */
function packTexts(texts: readonly string[]): { readonly starts: Int32Array; readonly bytes: Uint8Array } {
  const starts = new Int32Array(texts.length + 1)
  for (let i = 0; i < texts.length; i++) starts[i + 1] = starts[i]! + Buffer.byteLength(texts[i]!)
  const bytes = Buffer.alloc(starts[texts.length]!)
  for (let i = 0; i < texts.length; i++) bytes.write(texts[i]!, starts[i]!)
  return { starts, bytes }
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength)
}
