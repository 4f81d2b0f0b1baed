/** Sets closed under case tell characters apart exactly as the folding of texts does. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldText } from '../../../src/base/fold.ts'
import { charSetOf, hasChar } from '../../../src/engine/regex/char-set.ts'
import { foldSet } from '../../../src/engine/regex/fold-set.ts'

const char = fc.oneof(
  fc.constantFrom('a', 'K', 'k', '\u212a', 'İ', 'i', 'ß', 'ẞ', 'Σ', 'ς', 'σ', 'Ж', '1', '𐐀', '𐐨', '𞤀'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
)

test.each(['1', '1'.repeat(300)])(
  'a character is in the set exactly when it folds like a member',
  (padding) => {
    fc.assert(
      fc.property(fc.array(char, { maxLength: 4 }), char, (members, probe) => {
        // Many members take the other way through the same work.
        const extra = [...padding].map((_, i) => String.fromCharCode(0x4e00 + i))
        const set = foldSet(charSetOf([...members, ...extra].join('')))
        const wanted = [...members, ...extra].map(foldText)
        expect(hasChar(set, probe.codePointAt(0)!)).toBe(wanted.includes(foldText(probe)))
      }),
      { numRuns: 1000 },
    )
  },
)
