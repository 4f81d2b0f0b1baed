/**
 * The query languages as sigmac writes them, each a declaration.
 */
import type { BackendName, Dialect } from '../conversion.ts'
import { staysQuoted, staysTerm } from './hazards.ts'
import type { Language, LanguageState } from './language.ts'
import { isList, type SigmacValue } from './node.ts'

const quote = (text: string): string => `"${text}"`
const bracket = (text: string): string => `(${text})`

/** A quote, or a backslash that neither stands behind another nor before a wildcard. */
const QUOTE_OR_BACKSLASH = /"|(?<!\\)\\(?![*?\\])/g

const SPL: Language = {
  and: (parts) => parts.join(' '),
  or: (parts) => parts.join(' OR '),
  not: (text) => `NOT ${text}`,
  brackets: bracket,
  escape: QUOTE_OR_BACKSLASH,
  holds: staysQuoted,
  needsPlainNames: true,
  value: quote,
  pair: (name, value) => `${name}=${value}`,
  list: (name, values) => bracket(values.map((value) => `${name}=${value}`).join(' OR ')),
  isNull: (name) => `NOT ${name}="*"`,
  isNotNull: (name) => `${name}="*"`,
}

const LOGPOINT: Language = {
  ...SPL,
  not: (text) => ` -${text}`,
  list: (name, values) => `${name} IN [${values.join(', ')}]`,
  isNull: (name) => `-${name}=*`,
  isNotNull: (name) => `${name}=*`,
}

const WILDCARD = /(?:(?<!\\)|\\\\)[*?]/

function hasWildcard(value: SigmacValue): boolean {
  return value.type === 'text' && WILDCARD.test(value.text)
}

const ES_QS: Language = {
  and: (parts) => parts.join(' AND '),
  or: (parts) => parts.join(' OR '),
  not: (text) => `(NOT ${text})`,
  brackets: bracket,
  escape: /[\s+\-=!(){}[\]^"~:/]|(?<!\\)\\(?![*?\\])|\\u|&&|\|\|/g,
  holds: (cleaned, { isKeyword }) => (isKeyword ? staysTerm(cleaned) : staysQuoted(cleaned)),
  needsPlainNames: true,
  value: luceneValue,
  field: (name, values, state) => {
    state.isKeyword = values.some(hasWildcard)
    return state.isKeyword ? `${name}.keyword` : name
  },
  pair: (name, value) => `${name}:${value}`,
  list: (name, values) => `${name}:(${values.join(' OR ')})`,
  regex: (text) => `/${text}/`,
  isNull: (name) => `NOT _exists_:${name}`,
  isNotNull: (name) => `_exists_:${name}`,
  keywordGroup: (group, print, state) => {
    if (!group.items.every(({ type }) => type === 'keyword')) return undefined
    const items = group.items.map((item) =>
      item.type === 'keyword' && item.value.type === 'text'
        ? { ...item, value: { ...item.value, text: surround(item.value.text) } }
        : item,
    )
    state.isKeyword = true
    const inner = print({ ...group, items })
    state.isKeyword = false
    return `\\*.keyword:(${inner})`
  },
}

function surround(text: string): string {
  const started = text.startsWith('*') ? text : `*${text}`
  return started.endsWith('*') ? started : `${started}*`
}

function luceneValue(cleaned: string, { isKeyword }: LanguageState): string {
  if (cleaned.trim() === '') return '""'
  return isKeyword ? cleaned : quote(cleaned)
}

/** Values of a list stand side by side, as Graylog's converter has it. */
const GRAYLOG: Language = {
  ...ES_QS,
  escape: /[+\-!(){}[\]^"~:/]|(?<!\\)\\(?![*?\\])|&&|\|\|/g,
  list: (name, values) => `${name}:(${values.join(' ')})`,
}

/** Of fields with hashes both cases are looked for. */
function bothCases(
  name: string,
  value: SigmacValue | readonly SigmacValue[],
): SigmacValue | readonly SigmacValue[] {
  if (!name.toLowerCase().includes('hash')) return value
  if (isList(value))
    return value.flatMap((one): readonly SigmacValue[] =>
      one.type === 'text'
        ? [
            { ...one, text: one.text.toLowerCase() },
            { ...one, text: one.text.toUpperCase() },
          ]
        : [one],
    )
  if (value.type !== 'text') return value
  return [
    { ...value, text: value.text.toUpperCase() },
    { ...value, text: value.text.toLowerCase() },
  ]
}

const POWERSHELL: Language = {
  and: (parts) => parts.join(' -and '),
  or: (parts) => parts.join(' -or '),
  not: (text) => ` -not ${text}`,
  brackets: bracket,
  escape: /"|(?<!\\)\\(?![*?\\])|\+/g,
  keyword: (raw) => `$_.message -match "${raw}"`,
  value: quote,
  pair: (_name, value) => value,
  list: (_name, values) => bracket(values.join(' -or ')),
  item: (name, value, clean, isInList) => matchMessage(name, value, clean, isInList, false),
  needsPlainNames: true,
  isNull: (name) => `-not ${name}="*"`,
  isNotNull: (name) => `${name}="*"`,
  take: (name, value, state) => {
    if (name !== 'LogName' && name !== 'source') return false
    state.logName = value.type === 'text' ? value.text : ''
    return true
  },
}

function matchMessage(
  name: string,
  value: SigmacValue,
  clean: (text: string) => string,
  isInList: boolean,
  isMessageWhole: boolean,
): string {
  const text = 'text' in value ? value.text : ''
  if (name === 'EventID' || name === 'ID') return `$_.ID -eq ${quote(clean(text))}`
  const isPattern = value.type === 'text' && text.includes('*')
  const written = isPattern ? text.replaceAll('*', '.*') : text
  // In a list, a value without wildcards is looked for alone.
  const isAlone = isPattern ? isMessageWhole && name === 'Message' : isInList
  return `$_.message -match ${quote(clean(isAlone ? written : `${name}.*${written}`))}`
}

const GREP: Language = {
  and: (parts) => parts.map((part) => `(?=.*${part})`).join(''),
  or: (parts) => `(?:${parts.map((part) => `.*${part}`).join('|')})`,
  not: (text) => `(?!.*${text})`,
  brackets: (text) => `(?:.*${text})`,
  escape: /[|()[\]{}.^$+]/g,
  finish: (escaped) => escaped.replaceAll("'", `'"'"'`).replaceAll('*', '.*'),
  value: (cleaned) => cleaned,
  pair: (_name, value) => value,
  list: (_name, values) => `(?:${values.map((value) => `.*${value}`).join('|')})`,
  isNull: (name) => `(?!${name})`,
  isNotNull: (name) => `(?=${name})`,
}

type SigmacBackend = Exclude<BackendName, 'sqlite'>

const PAGES: Readonly<Record<SigmacBackend, Language>> = {
  powershell: POWERSHELL,
  'es-qs': ES_QS,
  'xpack-watcher': ES_QS,
  graylog: GRAYLOG,
  splunk: SPL,
  logpoint: LOGPOINT,
  grep: GREP,
}

const SEED: Readonly<Record<SigmacBackend, Language>> = {
  ...PAGES,
  powershell: {
    ...POWERSHELL,
    item: (name, value, clean, isInList) => matchMessage(name, value, clean, isInList, true),
  },
  'es-qs': { ...ES_QS, spread: bothCases },
  'xpack-watcher': { ...ES_QS, spread: bothCases },
  graylog: { ...GRAYLOG, spread: bothCases },
}

export function languageOf(backend: SigmacBackend, dialect: Exclude<Dialect, 'default'>): Language {
  return (dialect === 'sigmac-pages' ? PAGES : SEED)[backend]
}
