/**
 * Buckets in the kernel's memory: which of their programs are in force, and for how many records. In: buckets. Out: words.
 * Invariant: whatever changes how the records of a bucket are looked at changes its version.
 */
import type { Kernel } from '../../../kernel/create-kernel.ts'
import { BUCKET_ALLOWED, BUCKET_BYTES, BUCKET_DONE, BUCKET_VERSION } from '../../../kernel/layout.ts'
import { takeWord } from '../../../kernel/take-word.ts'
import type { Bucket } from '../dispatch/bucket.ts'
import type { BucketWatch } from '../dispatch/bucket-watch.ts'

export interface BucketPlace {
  readonly address: number
  /** What programs are written for. */
  version: number
  phase: number
}

export interface BucketWords {
  /** Undefined when there is no room. */
  enter(bucket: Bucket): Readonly<BucketPlace> | undefined
  /** Records turned away without a gate since the last call. */
  takeDone(bucket: Bucket): number
  /** Brings the words in line with the bucket, when it has any. */
  follow(bucket: Bucket): void
  forget(): void
}

const ANY_NUMBER = 0x7fffffff

export function createBucketWords({ programs, words }: Kernel): BucketWords {
  const places = new Map<Bucket, BucketPlace>()
  const bring = (place: BucketPlace, watch: BucketWatch): void => {
    const phase = phaseOf(watch)
    if (place.phase !== phase) {
      place.phase = phase
      place.version++
      words[(place.address + BUCKET_VERSION) >> 2] = place.version
    }
    const isWaiting = watch.choice === undefined && watch.wait > 0
    words[(place.address + BUCKET_ALLOWED) >> 2] = isWaiting ? watch.wait : ANY_NUMBER
  }
  return {
    enter(bucket) {
      let place = places.get(bucket)
      if (place === undefined) {
        const address = programs.allocate(BUCKET_BYTES)
        if (address === 0) return undefined
        place = { address, version: 0, phase: -1 }
        places.set(bucket, place)
      }
      bring(place, bucket.watch)
      return place
    },
    takeDone(bucket) {
      const place = places.get(bucket)
      return place === undefined ? 0 : takeWord(words, place.address + BUCKET_DONE)
    },
    follow(bucket) {
      const place = places.get(bucket)
      if (place !== undefined) bring(place, bucket.watch)
    },
    forget: () => places.clear(),
  }
}

/** Different wherever records are looked at in another way. */
function phaseOf({ choice, samplesLeft, version }: BucketWatch): number {
  return 4 * version + (choice === undefined ? 0 : 2) + (samplesLeft > 0 ? 1 : 0)
}
