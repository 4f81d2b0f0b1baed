/** Texts that come again and again, made into bytes once. Invariant: bounded, whatever the texts are. */

const MAX_TEXTS = 4096
/** Units; longer ones are made each time. */
const MAX_UNITS = 512

/** `make` gives the text to be written for a text. */
export function createByteMemo(make: (text: string) => string): (text: string) => Uint8Array {
  const known = new Map<string, Uint8Array>()
  return (text) => {
    let bytes = known.get(text)
    if (bytes === undefined) {
      bytes = new Uint8Array(Buffer.from(make(text)))
      if (text.length > MAX_UNITS) return bytes
      if (known.size >= MAX_TEXTS) known.clear()
      known.set(text, bytes)
    }
    return bytes
  }
}
