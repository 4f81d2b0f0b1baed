/**
 * Texts that drive a backtracking matcher into trouble: near matches of a pattern, cut and repeated. In: the pattern's
 * tree and a length. Out: texts. The same tree gives the same texts.
 */
import type { RegexNode } from '../../src/engine/regex/regex-node.ts'

/** Largest text of a record: a chunk of 64 KiB holds no longer one. */
export const LONGEST_TEXT = 32_000

/** Rounds that an open repeat makes at most. */
const MAX_ROUNDS = 4

export function hostileTexts(root: RegexNode): readonly string[] {
  const choose = createChooser()
  const texts: string[] = []
  for (let i = 0; i < 3; i++) {
    const match = nearMatch(root, choose)
    for (const part of [match, match.slice(0, -1), match.slice(0, match.length >> 1), match.slice(0, 2)]) {
      if (part === '') continue
      const text = part.repeat(Math.ceil(LONGEST_TEXT / part.length)).slice(0, LONGEST_TEXT)
      // With the whole match cut off at the end, and with nothing that could complete one.
      texts.push(text, `${match.slice(1)}\n${text}`)
    }
  }
  return texts
}

function nearMatch(node: RegexNode, choose: (count: number) => number): string {
  switch (node.type) {
    case 'set': {
      if (node.set.length === 0) return ''
      const range = 2 * choose(node.set.length / 2)
      const from = node.set[range]!
      const to = node.set[range + 1]!
      return String.fromCodePoint(to > 0xffff ? 0x61 + choose(3) : from + choose(to - from + 1))
    }
    case 'concat':
      return node.children.map((child) => nearMatch(child, choose)).join('')
    case 'alternation':
      return nearMatch(node.children[choose(node.children.length)]!, choose)
    case 'repeat': {
      const rounds = node.min + choose(Math.min(node.max - node.min, MAX_ROUNDS) + 1)
      let text = ''
      for (let i = 0; i < rounds; i++) text += nearMatch(node.child, choose)
      return text
    }
    case 'capture':
    case 'atomic':
      return nearMatch(node.child, choose)
    default:
      return ''
  }
}

/** Numbers below `count`, always the same ones. */
function createChooser(): (count: number) => number {
  let state = 1
  return (count) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff
    return (state >>> 8) % count
  }
}
