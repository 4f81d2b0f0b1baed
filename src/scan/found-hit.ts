import type { EventSnapshot, Hit, MatchedAtom } from '../engine/hit.ts'
import { takeSnapshot } from '../engine/take-snapshot.ts'
import { type KeptRecord, readKept } from '../event/kept-events.ts'
import type { HitGroup } from './hit-group.ts'

/** A hit and where it was found. */
export interface FoundHit {
  /** Index in the list of sources. */
  readonly source: number
  /** Its snapshot is made when it is asked for. */
  readonly hit: Hit
  /** The record as bytes; the same object for all hits of a record. Not enumerable: no part of what a hit says. */
  readonly record: KeptRecord
}

/** Where the record's snapshot is made, once for all its hits. */
interface SharedRecord {
  readonly record: KeptRecord
  snapshot: EventSnapshot | undefined
}

/** The hits of a group in order. */
export function listHits({ source, record, rules }: HitGroup): FoundHit[] {
  const shared: SharedRecord = { record, snapshot: undefined }
  return rules.map(([rule, matched]) => new KeptHit(source, makeHit(rule, matched, shared), shared))
}

function makeHit(rule: number, matched: readonly MatchedAtom[], shared: SharedRecord): Hit {
  return {
    rule,
    matched,
    get snapshot() {
      shared.snapshot ??= takeSnapshot(readKept(shared.record))
      return shared.snapshot
    },
  }
}

/** A class for the sake of its accessor: copies and JSON of a hit leave out the memory that it lies in. */
class KeptHit implements FoundHit {
  readonly source: number
  readonly hit: Hit
  readonly #shared: SharedRecord

  constructor(source: number, hit: Hit, shared: SharedRecord) {
    this.source = source
    this.hit = hit
    this.#shared = shared
  }

  get record(): KeptRecord {
    return this.#shared.record
  }
}
