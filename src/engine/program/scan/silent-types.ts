/**
 * Types of values on which a matcher can find nothing, because their texts never hold the characters its literals need:
 * no number contains `mimikatz`. In: matcher and type. Out: whether to skip the value. Invariant: when silent, exactly
 * the matcher's `always` and `nonEmpty` atoms hold for every value of the type that is not empty.
 */
import { ValueType } from '../../../event/value-type.ts'
import type { FieldMatcher } from './field-matcher.ts'
import { ProbeKind, type ProbeTable } from './probe-table.ts'

/** Folded characters of a type's texts; a value that does not fit its type is shown as hexadecimal (render-text.ts). */
const HEX = '0123456789abcdef'
const INTEGER = `${HEX}-`
const REAL = `${HEX}-+.infty`
const TIME = `${HEX}-:.tziks`

const CHARACTERS: Readonly<Record<number, string>> = {
  [ValueType.Int8]: INTEGER,
  [ValueType.UInt8]: INTEGER,
  [ValueType.Int16]: INTEGER,
  [ValueType.UInt16]: INTEGER,
  [ValueType.Int32]: INTEGER,
  [ValueType.UInt32]: INTEGER,
  [ValueType.Int64]: INTEGER,
  [ValueType.UInt64]: INTEGER,
  [ValueType.Real32]: REAL,
  [ValueType.Real64]: REAL,
  [ValueType.Boolean]: `${HEX}truls`,
  [ValueType.Binary]: HEX,
  [ValueType.Guid]: `${HEX}{-}`,
  [ValueType.SizeT]: `${HEX}x`,
  [ValueType.FileTime]: TIME,
  [ValueType.SystemTime]: TIME,
  [ValueType.Sid]: `${HEX}s-`,
  [ValueType.HexInt32]: `${HEX}x`,
  [ValueType.HexInt64]: `${HEX}x`,
}

/** Types at and above this are never silent. */
export const SILENT_TYPES = 32

const ALPHABETS: readonly (Uint8Array | undefined)[] = Array.from({ length: SILENT_TYPES }, (_, type) => {
  const characters = CHARACTERS[type]
  if (characters === undefined) return undefined
  const table = new Uint8Array(128)
  for (let i = 0; i < characters.length; i++) table[characters.charCodeAt(i)] = 1
  return table
})

const SILENT = 1
const AUDIBLE = 2

/** For types below `SILENT_TYPES`; found out once a matcher and type. */
export function isSilent(matcher: FieldMatcher, type: number, probes: ProbeTable): boolean {
  if (matcher.silence[type] === 0) {
    const alphabet = ALPHABETS[type]
    const isQuiet = alphabet !== undefined && !matcher.atoms.some((atom) => mayHold(probes, atom, alphabet))
    matcher.silence[type] = isQuiet ? SILENT : AUDIBLE
  }
  return matcher.silence[type] === SILENT
}

/** False when the atom does not hold for any text of these characters, or holds for all of them. */
function mayHold(probes: ProbeTable, atom: number, alphabet: Uint8Array): boolean {
  switch (probes.kinds[atom]) {
    case ProbeKind.Always:
    case ProbeKind.NonEmpty:
    case ProbeKind.Empty:
      return false
    case ProbeKind.Body:
    case ProbeKind.Nominated: {
      const start = probes.bodyStarts[atom]!
      for (let i = 0; i < probes.bodyLengths[atom]!; i++) {
        const unit = probes.pool[start + i]!
        // Beyond ASCII is either a letter of no alphabet or the place of a dash, which may be a hyphen: not decided.
        if (alphabet[unit] === 0) return false
      }
      return true
    }
    default:
      return true
  }
}
