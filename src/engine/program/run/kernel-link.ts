/** What a runtime and the screen that lets the kernel see into it (screen/link-kernel.ts) have to tell each other. */
import type { ProgramScreen } from '../../../event/screen.ts'
import type { Bucket } from '../dispatch/bucket.ts'
import type { Program } from './program.ts'

export interface KernelLink {
  readonly screen: ProgramScreen
  /** There is no more room for programs. */
  readonly isFull: boolean
  /** Records of the bucket that were turned away without a gate since the last call. */
  takeDone(bucket: Bucket): number
  /** Records that the program of a gate turned away since the last call. */
  takeAsked(program: Program): number
  /** Once true after a record that the kernel has found a rule for that may fire. */
  takeLoud(): boolean
  /** To be told when the bucket may have begun or ended to count, or have chosen. */
  follow(bucket: Bucket): void
  /** To be told when sets and programs are void. */
  forget(): void
}
