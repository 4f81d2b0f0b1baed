/** What a file that is no event log looks like, for the message that says so. */

const SIGNATURES: readonly (readonly [offset: number, bytes: string, name: string])[] = [
  [0, 'PK\x03\x04', 'a zip archive'],
  [0, '\x1f\x8b', 'a gzip archive'],
  [0, '7z\xbc\xaf\x27\x1c', 'a 7-Zip archive'],
  [4, 'LfLe', 'an event log of Windows XP or older (.evt)'],
  [0, 'MDMP', 'a memory dump'],
  [0, 'regf', 'a registry hive'],
  [0, 'SQLite format 3', 'a SQLite database'],
  [0, 'MZ', 'a Windows program'],
  [0, '<?xml', 'XML text'],
  [0, '\xff\xfe<\0', 'XML text'],
  [257, 'ustar', 'a tar archive'],
]

/** Bytes looked at to tell text from other data. */
const SAMPLE_BYTES = 512

export function guessContent(head: Buffer): string {
  const known = SIGNATURES.find(
    ([offset, bytes]) => head.toString('latin1', offset, offset + bytes.length) === bytes,
  )
  if (known !== undefined) return known[2]
  const sample = head.subarray(0, SAMPLE_BYTES)
  if (sample.every((byte) => byte === 0)) return 'zero-filled space'
  const isText = sample.every((byte) => byte >= 0x20 || byte === 9 || byte === 10 || byte === 13)
  return isText ? 'text' : 'binary data of another kind'
}
