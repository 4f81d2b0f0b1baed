/** The search of the index, run against a small stand-in of a document. */
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { INDEX_SCRIPT } from '../../../src/convert/page/index-script.ts'

interface Row {
  readonly dataset: { readonly level: string; readonly more: string; readonly hits: string }
  readonly textContent: string
  hidden: boolean
}

function open(hash: string, hasHits = false) {
  const rows: Row[] = [
    {
      dataset: { level: 'high', more: 'a.yml', hits: '2' },
      textContent: 'Password Spraying T1110.003',
      hidden: false,
    },
    { dataset: { level: 'low', more: 'b.yml Roth', hits: '0' }, textContent: 'Whoami T1033', hidden: false },
  ]
  const handlers = new Map<string, () => void>()
  const element = (id: string) => ({
    value: '',
    checked: false,
    textContent: '',
    addEventListener: (name: string, handler: () => void) => handlers.set(`${id} ${name}`, handler),
  })
  const elements = {
    find: element('find'),
    level: element('level'),
    fired: element('fired'),
    shown: element('shown'),
  }
  const context = {
    document: {
      getElementById: (id: keyof typeof elements) => (id === 'fired' && !hasHits ? null : elements[id]),
      querySelectorAll: () => rows,
    },
    location: { hash },
    addEventListener: (name: string, handler: () => void) => handlers.set(name, handler),
    setTimeout: (action: () => void) => action(),
    clearTimeout: () => {},
  }
  runInNewContext(INDEX_SCRIPT, context)
  const shown = () => rows.filter(({ hidden }) => !hidden).map(({ textContent }) => textContent.split(' ')[0])
  return { ...elements, handlers, context, shown, shownText: () => elements.shown.textContent }
}

describe('the search of the index', () => {
  it('opens with the search of the address', () => {
    const page = open('#q=t1110')
    expect([page.find.value, page.shown()]).toEqual(['t1110', ['Password']])
  })

  it('finds all words in any order, in what is shown and what is not, and by severity', () => {
    const page = open('')
    expect(page.shown()).toEqual(['Password', 'Whoami'])
    page.find.value = 'roth WHO'
    page.handlers.get('find input')!()
    expect(page.shown()).toEqual(['Whoami'])
    page.level.value = 'high'
    page.handlers.get('level change')!()
    expect(page.shown()).toEqual([])
    page.find.value = ''
    page.handlers.get('find input')!()
    expect(page.shown()).toEqual(['Password'])
  })

  it('shows only the rules that fired, where a report was given', () => {
    const page = open('', true)
    page.fired.checked = true
    page.handlers.get('fired change')!()
    expect([page.shown(), page.shownText()]).toEqual([['Password'], '1 of 2'])
    expect(open('').handlers.has('fired change')).toBe(false)
  })

  it('takes a broken address', () => {
    expect(open('#q=%E0%A4%A').shown()).toEqual(['Password', 'Whoami'])
  })
})
