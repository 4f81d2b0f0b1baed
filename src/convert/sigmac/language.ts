/**
 * How sigmac writes a query language: tokens, escapes and forms as data, and the walker that reads them.
 * Invariant: what sigmac cannot print is a failure with its reason, never a guess.
 */
import { isPlainName } from './hazards.ts'
import { isList, type SigmacFailure, type SigmacNode, type SigmacValue } from './node.ts'

export interface Language {
  readonly and: (parts: readonly string[]) => string
  readonly or: (parts: readonly string[]) => string
  readonly not: (text: string) => string
  readonly brackets: (text: string) => string
  /** Signs that get a backslash, and what is done to the text then. */
  readonly escape: RegExp
  readonly finish?: (escaped: string) => string
  /** Where a keyword is more than a value. */
  readonly keyword?: (raw: string) => string
  readonly value: (cleaned: string, state: LanguageState) => string
  /** Whether a cleaned text stays in its place. */
  readonly holds?: (cleaned: string, state: LanguageState) => boolean
  /** Names of fields are written as they are, so they must be plain. */
  readonly needsPlainNames?: true
  /** Names of fields may depend on the values. Sets the state for the values that follow. */
  readonly field?: (name: string, values: readonly SigmacValue[], state: LanguageState) => string
  readonly pair: (name: string, value: string) => string
  readonly list: (name: string, values: readonly string[]) => string
  readonly regex?: (text: string) => string
  readonly isNull: (name: string) => string
  readonly isNotNull: (name: string) => string
  /** A field that is no condition but something else (a log's name); true when it was taken. */
  readonly take?: (name: string, value: SigmacValue, state: LanguageState) => boolean
  /** Brackets around keywords only. */
  readonly keywordGroup?: (
    group: Extract<SigmacNode, { readonly type: 'and' | 'or' }>,
    print: (node: SigmacNode) => string,
    state: LanguageState,
  ) => string | undefined
  /** One value of a field, where it is more than a pair of name and value. */
  readonly item?: (
    name: string,
    raw: SigmacValue,
    clean: (text: string) => string,
    isInList: boolean,
  ) => string
  /** Values that stand for others (hashes in both cases). */
  readonly spread?: (
    name: string,
    value: SigmacValue | readonly SigmacValue[],
  ) => SigmacValue | readonly SigmacValue[]
}

/** What sigmac remembers while it prints. */
export interface LanguageState {
  /** Values go to a field that is not cut into words, so they stand without quotes. */
  isKeyword: boolean
  logName: string | undefined
}

class Failure extends Error {}

export function printTree(
  tree: SigmacNode | undefined,
  language: Language,
  state: LanguageState,
): string | SigmacFailure {
  if (tree === undefined) return { failure: 'nothing is left of the rule' }
  try {
    return print(tree, language, state) ?? ''
  } catch (error) {
    if (error instanceof Failure) return { failure: error.message }
    throw error
  }
}

/** Undefined: nothing is printed here. */
function print(node: SigmacNode, language: Language, state: LanguageState): string | undefined {
  switch (node.type) {
    case 'and':
    case 'or': {
      const parts = node.items
        .map((item) => print(item, language, state))
        .filter((part) => part !== undefined)
      return parts.length === 0 ? undefined : language[node.type](parts)
    }
    case 'not': {
      const inner = print(node.item, language, state)
      return inner === undefined || inner === '' ? undefined : language.not(inner)
    }
    case 'brackets': {
      const group = node.item
      if (language.keywordGroup !== undefined && (group.type === 'and' || group.type === 'or')) {
        const special = language.keywordGroup(group, (item) => print(item, language, state) ?? '', state)
        if (special !== undefined) return special
      }
      const inner = print(group, language, state)
      return inner === undefined || inner === '' ? undefined : language.brackets(inner)
    }
    case 'isNull':
      return language.isNull(checkName(node.name, language))
    case 'isNotNull':
      return language.isNotNull(checkName(node.name, language))
    case 'keyword': {
      const raw = plainText(node.value)
      return language.keyword?.(raw) ?? writeValue(raw, language, state)
    }
    case 'field':
      return printField(node, language, state)
  }
}

function printField(
  node: Extract<SigmacNode, { readonly type: 'field' }>,
  language: Language,
  state: LanguageState,
): string | undefined {
  const value = language.spread === undefined ? node.value : language.spread(node.name, node.value)
  const values = isList(value) ? value : [value]
  checkName(node.name, language)
  const name = language.field?.(node.name, values, state) ?? node.name
  if (!isList(value)) {
    if (value.type === 'null') return language.isNull(name)
    if (value.type === 'regex') {
      if (language.regex === undefined) throw new Failure("sigmac has no 're' for this back end")
      if (!/^(?:\\[\s\S]|[^/\\])*$/.test(value.text))
        throw new Failure("in sigmac's form, a slash would end the expression")
      return language.pair(name, language.regex(value.text))
    }
    if (language.take?.(name, value, state) === true) return undefined
  }
  const cleaner = (text: string): string => clean(text, language)
  if (language.item !== undefined) {
    const items = values.map((one) =>
      language.item!(name, isList(value) ? asPython(one) : checked(one), cleaner, isList(value)),
    )
    return isList(value) ? language.list(name, items) : items[0]
  }
  const texts = values.map((one) => writeValue(plainText(one), language, state))
  return isList(value) ? language.list(name, texts) : language.pair(name, texts[0]!)
}

/** Python's word for nothing, which is what PowerShell's back end prints in lists. */
function asPython(value: SigmacValue): SigmacValue {
  return value.type === 'null' ? { type: 'integer', text: 'None' } : checked(value)
}

function writeValue(text: string, language: Language, state: LanguageState): string {
  const cleaned = clean(text, language)
  if (language.holds?.(cleaned, state) === false)
    throw new Failure("in sigmac's form, the text of a value would leave its place in the query")
  return language.value(cleaned, state)
}

function checkName(name: string, { needsPlainNames }: Language): string {
  if (needsPlainNames === true && !isPlainName(name))
    throw new Failure(`in sigmac's form, the name of a field would be read as more than a name`)
  return name
}

function checked(value: SigmacValue): SigmacValue {
  plainText(value)
  return value
}

function plainText(value: SigmacValue): string {
  if (value.type === 'text' || value.type === 'integer') return value.text
  throw new Failure(
    value.type === 'other'
      ? `sigmac takes no ${value.kind}`
      : 'sigmac takes only texts and numbers in a list',
  )
}

function clean(text: string, { escape: signs, finish }: Language): string {
  const escaped = text.replace(signs, '\\$&')
  return finish === undefined ? escaped : finish(escaped)
}
