/**
 * The door of regular expressions: a pattern of a rule becomes a test. In: source and flags as in the syntax tree.
 * Out: the test with the way it runs, or what is wrong. Invariant: the test's time is bounded whatever the value holds:
 * at most MAX_BACKTRACK_STEPS for `backtracking`, linear in its length for all others.
 */
import { lazyLibrary } from '../../base/lazy-library.ts'
import { buildWindowTable, hasWindow, type WindowTable } from './find-window.ts'
import { buildGlushkov, isGlushkov } from './glushkov.ts'
import { largestCount } from './largest-count.ts'
import { minLengthOf } from './min-length.ts'
import { parseRegex } from './parse-regex.ts'
import type { RegexNode } from './regex-node.ts'
import { buildRegexProgram } from './regex-program.ts'
import type { RegexError } from './regex-reader.ts'
import { MAX_COUNTED_CHARS, MAX_COUNTING_SIZE, MAX_REGEX_SIZE, regexSize } from './regex-size.ts'
import { requiredRuns } from './required-runs.ts'
import { requiredWindows } from './required-window.ts'
import { runBacktracking } from './run-backtracking.ts'
import { createCountingTest } from './run-counting.ts'
import { createGlushkovTest } from './run-glushkov.ts'
import { writeRe2 } from './write-re2.ts'

/**
 * How a pattern runs. `glushkov`: most, as an automaton that is ready at once. `re2js`: larger ones, and those with tests
 * of words and lines. `counting`: large counts. `backtracking`: lookaround, atomic groups, back references or a `$`
 * before something; steps are limited, which is worth a warning.
 */
export type RegexEngine = 'glushkov' | 're2js' | 'counting' | 'backtracking'

type Test = (text: string) => boolean

interface CompiledRegex {
  readonly type: 'regex'
  readonly engine: RegexEngine
  /** Folded text that every matching value contains once folded; undefined when there is none. */
  readonly requiredLiteral: string | undefined
  /** What every matching value has; made when it is first asked for. */
  readonly needs: () => RegexNeeds
  /** Searches (not anchored); case as the flags say. */
  readonly test: (text: string) => boolean
}

/** What a text must have for an expression to match. */
export interface RegexNeeds {
  /** UTF-16 units. */
  readonly minUnits: number
  /** All of them. */
  readonly windows: readonly WindowTable[]
}

export type RegexResult = CompiledRegex | { readonly type: 'error'; readonly error: RegexError }

/** Few runs meet a value that a pattern has to be run on. */
const re2js = lazyLibrary<typeof import('re2js')>('re2js')

/**
 * From here on an automaton needs too many states: `a.{12}b` one for each set of twelve places where an `a` may have
 * been, so that it makes a new state for nearly every character. Below, 32,000 characters take 1 ms.
 */
const LARGE_COUNT = 11

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
  const [engine, create] = chooseEngine(root, captures)
  const message = refuseSize(root, engine)
  if (message !== undefined) return { type: 'error', error: { message, offset: 0 } }
  const minLength = minLengthOf(root)
  const needs = once(() => ({ minUnits: minLength, windows: requiredWindows(root).map(buildWindowTable) }))
  const run = once(() => withWindows(needs().windows, create()))
  return {
    type: 'regex',
    engine,
    requiredLiteral: longest(requiredRuns(root)),
    needs,
    test: (text) => text.length >= minLength && run()(text),
  }
}

function chooseEngine(root: RegexNode, captures: number): [RegexEngine, create: () => Test] {
  if (isGlushkov(root)) return ['glushkov', () => createGlushkovTest(buildGlushkov(root))]
  const pattern = writeRe2(root)
  if (pattern === undefined) return ['backtracking', () => createBacktracker(root, captures)]
  if (largestCount(root) < LARGE_COUNT) return ['re2js', () => createAutomaton(pattern)]
  return ['counting', () => createCountingTest(buildRegexProgram(root, captures, true))]
}

/** Why the expression is too large; undefined when it is not. */
function refuseSize(root: RegexNode, engine: RegexEngine): string | undefined {
  const isCounting = engine === 'counting'
  const limit = isCounting ? MAX_COUNTING_SIZE : MAX_REGEX_SIZE
  if (regexSize(root, isCounting) > limit) return `its counts written out make more than ${limit} steps`
  if (regexSize(root, false) > MAX_COUNTED_CHARS) return `its counts add up to more than ${MAX_COUNTED_CHARS}`
  return undefined
}

/** Most patterns of a rule set never meet a value that they have to be run on. */
function once<T>(create: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: create() }
    return made.value
  }
}

/** Most texts lack a run of characters that every match has, and are passed over in leaps. */
function withWindows(windows: readonly WindowTable[], run: Test): Test {
  return windows.length === 0
    ? run
    : (text) => {
        for (let i = 0; i < windows.length; i++) if (!hasWindow(windows[i]!, text)) return false
        return run(text)
      }
}

function createAutomaton(pattern: string): Test {
  const compiled = re2js().RE2JS.compile(pattern)
  const { dfa } = compiled.re2Input
  dfa.maxMem = MAX_AUTOMATON_BYTES
  dfa.stateBudget = MAX_AUTOMATON_BYTES
  dfa.memBudget = MAX_AUTOMATON_BYTES
  return (text) => compiled.test(text)
}

function createBacktracker(root: RegexNode, captures: number): Test {
  const program = buildRegexProgram(root, captures, false)
  return (text) => runBacktracking(program, text) === 'match'
}

function longest(runs: readonly string[]): string | undefined {
  return runs.reduce<string | undefined>(
    (a, b) => (a === undefined || b.length > a.length ? b : a),
    undefined,
  )
}
