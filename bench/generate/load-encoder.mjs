/**
 * The parts of goshawk's encoder that the generator is built on, from the compiled program. In: its folder. Out: an
 * object of functions. Tests make the same object from the sources.
 */

const PARTS = [
  ['evtx/encoding/body-element', ['bodyElement']],
  ['evtx/encoding/chunk-draft', ['createChunkDraft']],
  ['evtx/encoding/chunk-header', ['finishChunk']],
  ['evtx/encoding/definition', ['createDefinitionIds']],
  ['evtx/encoding/file-header', ['fileHeader']],
  ['evtx/encoding/outer-markup', ['createOuterMarkup']],
  ['evtx/encoding/plain-element-markup', ['plainElementMarkup']],
  ['evtx/encoding/record-writer', ['addRecord']],
]

const BUILT = new URL('../../dist/', import.meta.url)

/** `root` ends in a slash; `extension` is `.js`, or `.ts` where sources can be loaded. */
export async function loadEncoder(root = BUILT, extension = '.js') {
  const encoder = {}
  for (const [file, names] of PARTS) {
    const module = await import(new URL(`${file}${extension}`, root).href)
    for (const name of names) encoder[name] = module[name]
  }
  return encoder
}
