/** The parts of the encoder that the generator is built on, from the sources. */

import { isPresent, leafTexts } from '../../src/event/values.ts'
import { createDecoder } from '../../src/evtx/decode.ts'
import { bodyElement } from '../../src/evtx/encoding/body-element.ts'
import { createChunkDraft } from '../../src/evtx/encoding/chunk-draft.ts'
import { finishChunk } from '../../src/evtx/encoding/chunk-header.ts'
import { createDefinitionIds } from '../../src/evtx/encoding/definition.ts'
import { fileHeader } from '../../src/evtx/encoding/file-header.ts'
import { createOuterMarkup } from '../../src/evtx/encoding/outer-markup.ts'
import { plainElementMarkup } from '../../src/evtx/encoding/plain-element-markup.ts'
import { addRecord } from '../../src/evtx/encoding/record-writer.ts'

export const encoder = {
  addRecord,
  bodyElement,
  createChunkDraft,
  createDefinitionIds,
  createOuterMarkup,
  fileHeader,
  finishChunk,
  plainElementMarkup,
}

/** What `measureLogs` needs. */
export const reading = { createDecoder, isPresent, leafTexts }
