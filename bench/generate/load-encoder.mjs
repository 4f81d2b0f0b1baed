/**
 * The parts of goshawk's encoder that the generator is built on, from the compiled program. Out: an object of
 * functions. Tests make the same object from the sources.
 */
import { importDist } from '../dist.mjs'

const PARTS = [
  ['evtx/encoding/body-element.js', ['bodyElement']],
  ['evtx/encoding/chunk-draft.js', ['createChunkDraft']],
  ['evtx/encoding/chunk-header.js', ['finishChunk']],
  ['evtx/encoding/definition.js', ['createDefinitionIds']],
  ['evtx/encoding/file-header.js', ['fileHeader']],
  ['evtx/encoding/outer-markup.js', ['createOuterMarkup']],
  ['evtx/encoding/plain-element-markup.js', ['plainElementMarkup']],
  ['evtx/encoding/record-writer.js', ['addRecord']],
]

export async function loadEncoder() {
  const encoder = {}
  for (const [file, names] of PARTS) {
    const module = await importDist(file)
    for (const name of names) encoder[name] = module[name]
  }
  return encoder
}
