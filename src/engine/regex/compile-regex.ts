/**
 * The door of regular expressions: a pattern of a rule becomes a test. In: source and flags as in the syntax tree.
 * Out: the test with the way it runs, or what is wrong. Invariant: the test's time is bounded whatever the value holds:
 * linear in its length for `re2js`, at most MAX_BACKTRACK_STEPS for `backtracking`.
 */
import { RE2JS } from 're2js'
import { buildBacktrackProgram } from './backtrack-program.ts'
import { parseRegex } from './parse-regex.ts'
import type { RegexNode } from './regex-node.ts'
import type { RegexError } from './regex-reader.ts'
import { MAX_REGEX_SIZE, regexSize } from './regex-size.ts'
import { requiredRuns } from './required-runs.ts'
import { runBacktracking } from './run-backtracking.ts'
import { writeRe2 } from './write-re2.ts'

/**
 * How a pattern runs. `re2js`: an automaton, linear. `backtracking`: lookaround, atomic groups, back references or a `$`
 * before something; steps are limited, which is worth a warning.
 */
type RegexEngine = 're2js' | 'backtracking'

interface CompiledRegex {
  readonly type: 'regex'
  readonly engine: RegexEngine
  /** Folded text that every matching value contains once folded; undefined when there is none. */
  readonly requiredLiteral: string | undefined
  /** Searches (not anchored); case as the flags say. */
  readonly test: (text: string) => boolean
}

export type RegexResult = CompiledRegex | { readonly type: 'error'; readonly error: RegexError }

/** Memory that the automaton of one pattern may take before it starts anew, bytes (re2js's own default is 8 MiB). */
const MAX_AUTOMATON_BYTES = 2 * 1024 * 1024

/** Patterns kept compiled; SigmaHQ has 127. */
const MAX_CACHED = 4096

const cache = new Map<string, RegexResult>()

/** Compiles a pattern; equal patterns are compiled once in a thread. `flags` is a subset of `ims`. */
export function compileRegex(source: string, flags: string): RegexResult {
  const key = `${flags}/${source}`
  const known = cache.get(key)
  if (known !== undefined) return known
  if (cache.size >= MAX_CACHED) cache.clear()
  const result = compile(source, flags)
  cache.set(key, result)
  return result
}

function compile(source: string, flags: string): RegexResult {
  const parsed = parseRegex(source, flags)
  if (parsed.type === 'error') return parsed
  const { root, captures } = parsed
  if (regexSize(root) > MAX_REGEX_SIZE) {
    const message = `its counts written out make more than ${MAX_REGEX_SIZE} steps`
    return { type: 'error', error: { message, offset: 0 } }
  }
  const pattern = writeRe2(root)
  return {
    type: 'regex',
    engine: pattern === undefined ? 'backtracking' : 're2js',
    requiredLiteral: longest(requiredRuns(root)),
    test: onFirstUse(() =>
      pattern === undefined ? createBacktracker(root, captures) : createAutomaton(pattern),
    ),
  }
}

/** Most patterns of a rule set never meet a value that they have to be run on. */
function onFirstUse(create: () => (text: string) => boolean): (text: string) => boolean {
  let test: ((text: string) => boolean) | undefined
  return (text) => {
    test ??= create()
    return test(text)
  }
}

function createAutomaton(pattern: string): (text: string) => boolean {
  const compiled = RE2JS.compile(pattern)
  const { dfa } = compiled.re2Input
  dfa.maxMem = MAX_AUTOMATON_BYTES
  dfa.stateBudget = MAX_AUTOMATON_BYTES
  dfa.memBudget = MAX_AUTOMATON_BYTES
  return (text) => compiled.test(text)
}

function createBacktracker(root: RegexNode, captures: number): (text: string) => boolean {
  const program = buildBacktrackProgram(root, captures)
  return (text) => runBacktracking(program, text)
}

function longest(runs: readonly string[]): string | undefined {
  return runs.reduce<string | undefined>(
    (a, b) => (a === undefined || b.length > a.length ? b : a),
    undefined,
  )
}
