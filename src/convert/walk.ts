/**
 * The one walker: a query in the words of any back end. In: a query of tests that the back end can say. Out: text.
 * Invariant: what binds looser than its surroundings stands in brackets.
 */
import type { Backend, Half } from './backend.ts'
import { printTest } from './print-test.ts'
import type { Query, Test } from './query.ts'

/** Undefined: it finds everything or nothing, and the back end has no query for that. */
export function walk(query: Query, backend: Backend): string | undefined {
  if (query.type !== 'constant') return print(query, backend, undefined)
  const { everything, not } = backend
  return query.value || everything === undefined ? everything : `${not[0]}${everything}${not[1]}`
}

function print(query: Query, backend: Backend, around: 'and' | 'or' | 'not' | undefined): string {
  switch (query.type) {
    case 'constant':
      throw new TypeError('a constant inside of a query')
    case 'test':
      return backend.test(halves(query, backend))
    case 'not':
      return `${backend.not[0]}${print(query.child, backend, 'not')}${backend.not[1]}`
    case 'and':
      return bracket(
        query.children.map((child) => print(child, backend, 'and')).join(backend.and),
        backend,
        around === 'not' || (around === 'or' && backend.isAndTighter !== true) || around === undefined,
      )
    case 'or': {
      const parts = listSameFields(query.children, backend)
      const text = parts.join(backend.or)
      return bracket(text, backend, parts.length > 1)
    }
  }
}

function bracket(text: string, { group }: Backend, isNeeded: boolean): string {
  return isNeeded ? `${group[0]}${text}${group[1]}` : text
}

/** Alternatives; neighbours that ask the same field are one list where the back end has lists. */
function listSameFields(children: readonly Query[], backend: Backend): string[] {
  const { list } = backend
  const parts: string[] = []
  let run: Half[] = []
  const flush = (): void => {
    const [first] = run
    if (first !== undefined)
      parts.push(
        run.every(({ right }) => right === first.right) || list === undefined
          ? backend.test(first)
          : list(first.left, [...new Set(run.map(({ right }) => right))]),
      )
    run = []
  }
  for (const child of children) {
    const half = child.type === 'test' ? halves(child, backend) : undefined
    if (half === undefined || half.right === '' || run[0]?.left !== half.left) flush()
    if (half === undefined) parts.push(print(child, backend, 'or'))
    else if (list === undefined) parts.push(backend.test(half))
    else run.push(half)
  }
  flush()
  return [...new Set(parts)]
}

function halves(test: Test, backend: Backend): Half {
  const printed = printTest(backend, test)
  if ('cannot' in printed) throw new TypeError(`cannot be printed: ${printed.cannot}`)
  return printed
}
