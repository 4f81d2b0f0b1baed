/**
 * Elements without content: which give an empty value and which none, in every layout of a record, by all three
 * decoders alike, and what rules make of them (`Leaf` in event/event.ts; design §5).
 */
import { describe, expect, test } from 'vitest'
import { createMatcher } from '../../src/engine/create-matcher.ts'
import { prepareRules } from '../../src/engine/prepare-rules.ts'
import type { LogDecoder } from '../../src/event/decoder.ts'
import { leafTexts } from '../../src/event/values.ts'
import { createDecoder } from '../../src/evtx/decode.ts'
import { createSlowDecoder } from '../../src/evtx/decode-slow.ts'
import type { LogEvent, PlainElement } from '../../src/evtx/encode.ts'
import { encodeLog } from '../../src/evtx/encode.ts'
import { createReferenceDecoder } from '../../src/evtx/reference-decoder.ts'
import type { Mapping } from '../../src/mapping/mapping.ts'
import { parseSigma } from '../../src/sigma/parse.ts'
import { decodeLog } from '../support/decode-log.ts'
import { systemPart } from '../support/log-events.ts'

type Content = NonNullable<PlainElement['content']>[number]

const element = (name: string, content: readonly Content[] = [], more: Partial<PlainElement> = {}) => ({
  name,
  content,
  ...more,
})
const gone = (name: string, value: Content = null) => element(name, [value], { omitIfNull: true })

/** The element inside `<UserData><W>`, and the leaves it gives with a template: place=texts. */
const FORMS: readonly (readonly [string, PlainElement, string])[] = [
  ['nothing', element('E'), 'E='],
  ['an attribute only', element('E', [], { attributes: [['Code', { UInt32: 5 }]] }), 'E@Code=5 E='],
  ['an attribute left out', element('E', [], { attributes: [['Code', null]] }), 'E='],
  ['fixed text of length zero', element('E', [{ Literal: '' }]), 'E='],
  ['CDATA of length zero', element('E', [{ Cdata: '' }]), 'E='],
  ['a processing instruction', element('E', [{ Pi: ['target', 'data'] }]), 'E='],
  ['a value without a place', element('E', [{ Unused: 'x' }]), 'E='],
  ['Null', element('E', [null]), 'E='],
  ['Null with a size', element('E', [{ Null: { as: 'UInt16', bytes: 2 } }]), 'E='],
  ['two Nulls', element('E', [null, null]), 'E='],
  ['a string of length zero', element('E', ['']), 'E='],
  ['a string with its NUL alone', element('E', [{ StringZ: '' }]), 'E='],
  ['a binary of length zero', element('E', [{ Binary: '' }]), 'E='],
  ['an array without items', element('E', [{ 'String[]': [] }]), 'E='],
  ['an array of one empty item', element('E', [{ 'String[]': [''] }]), 'E='],
  ['a blank', element('E', [{ Literal: ' ' }]), 'E= '],
  ['it depends on a Null', gone('E'), ''],
  ['it depends on a string of length zero', gone('E', ''), 'E='],
  ['it depends on an array without items', gone('E', { 'String[]': [] }), 'E='],
  ['an empty element', element('E', [element('G')]), 'E/G='],
  ['an element that is left out', element('E', [gone('G')]), ''],
  ['Null beside an element that is left out', element('E', [null, gone('G')]), ''],
  ['an embedded empty element', element('E', [{ BinXml: element('X') }]), 'E/X='],
  ['an embedded element that is left out', element('E', [{ BinXml: gone('X') }]), ''],
]

type Layout = Pick<LogEvent, 'form' | 'bodyForm'>
type Body = Pick<LogEvent, 'userData' | 'eventData' | 'other'>

/** The leaves outside of System: place below `inside`, and texts. */
function read(decoder: LogDecoder, layout: Layout, body: Body, inside: string): string {
  const log = Buffer.from(encodeLog([{ system: systemPart(), ...layout, ...body }]))
  const found: string[] = []
  const { counts, diagnostics } = decodeLog(decoder, log, (event) => {
    for (const leaf of event.shape.leaves) {
      const texts = leafTexts(event, leaf)
      if (leaf.section === 'system' || texts.length === 0) continue
      const place = leaf.path.map((step) => step.name).join('/')
      expect(place.startsWith(inside)).toBe(true)
      const attribute = leaf.attribute === undefined ? '' : `@${leaf.attribute}`
      found.push(`${place.slice(inside.length)}${attribute}=${texts.join('|')}`)
    }
  })
  expect(diagnostics).toEqual([])
  expect(counts!.recordsRead).toBe(1)
  return found.join(' ')
}

const own = [createDecoder(), createSlowDecoder()]
const all = [...own, createReferenceDecoder()]

describe('an element that has', () => {
  test.each(FORMS)('%s', (_, form, expected) => {
    const layouts: Layout[] = [{}, { bodyForm: 'instance' }, { form: 'shared' }]
    for (const layout of layouts)
      for (const decoder of all) {
        const inWrapper = { userData: element('W', [form]) }
        expect(read(decoder, layout, inWrapper, 'UserData/W/')).toBe(expected)
        expect(read(decoder, layout, { userData: form }, 'UserData/')).toBe(expected)
        const other = { other: element('ProcessingErrorData', [form]) }
        expect(read(decoder, layout, other, 'ProcessingErrorData/')).toBe(expected)
      }
  })

  test.each(FORMS.filter(([, , expected]) => expected.startsWith('E')))(
    '%s, in a record without a template',
    (_, form, expected) => {
      const layouts: Layout[] = [{ bodyForm: 'element' }, { form: 'direct' }]
      for (const layout of layouts)
        for (const decoder of own)
          expect(read(decoder, layout, { userData: element('W', [form]) }, 'UserData/W/')).toBe(expected)
    },
  )

  test('nothing, as a child of Event or in System: a frame, no value', () => {
    const body = element('X', [], { attributes: [['a', '1']] })
    for (const decoder of all) {
      expect(read(decoder, {}, { eventData: {} }, 'EventData')).toBe('')
      expect(read(decoder, {}, { other: body }, 'X')).toBe('@a=1')
    }
    for (const decoder of own) {
      const log = Buffer.from(encodeLog([{ system: systemPart(), form: 'direct' }]))
      decodeLog(decoder, log, ({ shape }) => {
        expect(shape.leaves.map((leaf) => leaf.name)).not.toContain('Provider')
        expect(shape.provider).toBeGreaterThanOrEqual(0)
      })
    }
  })
})

describe('rules', () => {
  const everyRecord: Mapping = {
    name: 'raw',
    resolve: () => ({
      type: 'targets',
      targets: [
        {
          id: 'every record',
          channels: undefined,
          eventIds: undefined,
          conditions: [],
          view: { id: 'raw', sourcesOf: () => undefined },
        },
      ],
    }),
  }
  const TESTS = ["{E: ''}", '{E: null}', '{E|exists: true}', '{E|exists: false}', "{E: '*'}"]
  const yaml = TESTS.map(
    (item) =>
      `title: ${JSON.stringify(item)}\nlogsource: {product: windows}\ndetection: {s: ${item}, condition: s}\n`,
  ).join('---\n')
  const { runnable } = prepareRules(parseSigma(yaml, 'rules.yml').documents, everyRecord)

  const EMPTY = ["{E: ''}", '{E: null}', '{E|exists: true}', "{E: '*'}"]
  const ABSENT = ['{E: null}', '{E|exists: false}']

  test.each<[string, PlainElement, readonly string[]]>([
    ['nothing', element('E'), EMPTY],
    ['Null', element('E', [null]), EMPTY],
    ['a string of length zero', element('E', ['']), EMPTY],
    ['it is left out', gone('E'), ABSENT],
    ['it is not there', element('F'), ABSENT],
  ])('%s', (_, form, expected) => {
    const log = Buffer.from(encodeLog([{ system: systemPart(), userData: element('W', [form]) }]))
    for (const kind of ['program', 'reference'] as const)
      for (const decoder of all) {
        const matcher = createMatcher(runnable, kind)
        const matched: string[] = []
        decodeLog(decoder, log, (event) => {
          for (const index of matcher.matchEvent(event)) matched.push(runnable[index]!.rule.title)
        })
        expect(matched).toEqual(expected)
      }
  })
})
