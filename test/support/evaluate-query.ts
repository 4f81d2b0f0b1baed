/**
 * What a query finds, by what its readers made of it and by what the language's documentation says of its tests.
 * In: a query's tree; an event as texts by the names that the back end gives its fields, and as XML.
 * Out: whether it is found. Letters of any case are the same, as in an index that folds them.
 */
import { BlockList, isIP } from 'node:net'
import type { Piece, QueryTree } from './query-tree.ts'

export interface QueriedEvent {
  /** Texts by name; of all fields of the event's data under `*`. */
  readonly texts: ReadonlyMap<string, readonly string[]>
  readonly xml: string
}

type QueryTest = Extract<QueryTree, { readonly type: 'test' }>

/** Whether a test holds, made once a query. */
type Predicate = (event: QueriedEvent) => boolean

export function compileQuery(tree: QueryTree): Predicate {
  if (tree.type === 'test') return compileTest(tree)
  if (tree.type === 'not') {
    const inner = compileQuery(tree.child)
    return (event) => !inner(event)
  }
  const parts = tree.children.map(compileQuery)
  return tree.type === 'and'
    ? (event) => parts.every((part) => part(event))
    : (event) => parts.some((part) => part(event))
}

function compileTest(test: QueryTest): Predicate {
  const { field, operator, value } = test
  if (field === '$true') return () => true
  if (field === '$xml') return onXml(value)
  if (field === '_exists_') return ({ texts }) => texts.has(String(value[0]))
  const name = field.replace(/\.keyword$/, '')
  if (name === '*' && value.length === 1 && isAny(value[0]!)) return () => true
  const holds = holdsOn(operator, value)
  return ({ texts }) => (texts.get(name) ?? []).some(holds)
}

function isAny(piece: Piece): boolean {
  return typeof piece !== 'string' && piece.wild === '*'
}

function onXml(value: readonly Piece[]): Predicate {
  const expression = new RegExp(inlineFlags(String(value[0])), 'i')
  return ({ xml }) => expression.test(xml)
}

/** Of one text of a field. */
function holdsOn(operator: string, value: readonly Piece[]): (text: string) => boolean {
  const source = String(value[0])
  switch (operator) {
    case '-eq':
    case '-in': {
      const numbers = new Set(source.split(',').map(Number))
      return (text) => numbers.has(Number(text))
    }
    case '-match': {
      const expression = new RegExp(inlineFlags(source), 'i')
      return (text) => expression.test(text)
    }
    case '/': {
      const expression = new RegExp(`^(?:${source})$`, 's')
      return (text) => expression.test(text)
    }
    case '<':
      return (text) => Number(text) < Number(source)
    case '<=':
      return (text) => Number(text) <= Number(source)
    case '>':
      return (text) => Number(text) > Number(source)
    case '>=':
      return (text) => Number(text) >= Number(source)
    default: {
      const network = operator === '=' ? readNetwork(value) : undefined
      if (network !== undefined) return network
      const expression = new RegExp(`^${value.map(pieceSource).join('')}$`, 'isu')
      return (text) => expression.test(text)
    }
  }
}

/** Splunk's `=` takes an address with a number of bits for a network. */
function readNetwork(value: readonly Piece[]): ((text: string) => boolean) | undefined {
  const [, address = '', bits = ''] = /^([\d.:a-f]+)\/(\d+)$/i.exec(String(value[0])) ?? []
  if (value.length !== 1 || isIP(address) === 0) return undefined
  const network = new BlockList()
  network.addSubnet(address, Number(bits), isIP(address) === 4 ? 'ipv4' : 'ipv6')
  return (text) => isIP(text) !== 0 && network.check(text, isIP(text) === 4 ? 'ipv4' : 'ipv6')
}

function pieceSource(piece: Piece): string {
  if (typeof piece === 'string') return piece.replace(/[\\^$.|?*+()[\]{}/]/g, '\\$&')
  return piece.wild === '*' ? '.*' : '.'
}

/** JavaScript of Node 20 has no flags of a group; an expression that asks for case gets it as a whole. */
function inlineFlags(source: string): string {
  return source
    .replaceAll('(?i:', '(?:')
    .replaceAll('(?-i:', '(?:')
    .replaceAll('(?s:.*)', String.raw`[\s\S]*`)
}
