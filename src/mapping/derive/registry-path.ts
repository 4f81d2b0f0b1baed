/**
 * Registry paths as Sysmon prints them (sigma-logsource-mapping §4.2). In: the kernel's name of the key and the value's
 * name. Out: the path under HKLM or HKU, with the current control set and HKCR as further forms: four at most for a
 * value, eight where its name is doubtful.
 */
import { foldText } from '../../base/fold.ts'
import type { Derive } from '../field-source.ts'
import { NOTHING } from '../field-source.ts'

const HIVES: readonly (readonly [prefix: string, short: string])[] = [
  ['\\registry\\machine', 'HKLM'],
  ['\\registry\\user', 'HKU'],
]
const CONTROL_SET = '\\controlset00'
const CLASSES = 'hklm\\software\\classes'

/** From ObjectName and ObjectValueName. */
export const registryPaths: Derive = ([objectNames, valueNames]) => {
  const key = objectNames![0]
  if (key === undefined) return NOTHING
  return valuePaths(key, valueNames![0]).flatMap(pathForms)
}

/** Sysmon calls the value without a name `(Default)`; the Security log writes nothing, or a dash that may be a name. */
function valuePaths(key: string, value: string | undefined): readonly string[] {
  if (value === undefined) return [key]
  if (value === '') return [`${key}\\(Default)`]
  if (value === '-') return [`${key}\\(Default)`, `${key}\\-`]
  return [`${key}\\${value}`]
}

function pathForms(path: string): readonly string[] {
  const short = shortenHive(path)
  const forms = [short]
  const current = useCurrentControlSet(short)
  if (current !== undefined) forms.push(current)
  if (startsWithKey(foldText(short), CLASSES)) forms.push(`HKCR${short.slice(CLASSES.length)}`)
  return forms
}

function shortenHive(path: string): string {
  const folded = foldText(path)
  for (const [prefix, short] of HIVES)
    if (startsWithKey(folded, prefix)) return short + path.slice(prefix.length)
  return path
}

/** `\ControlSet001\` is what `\CurrentControlSet\` points to; undefined when the path has no such key. */
function useCurrentControlSet(path: string): string | undefined {
  const at = foldText(path).indexOf(CONTROL_SET)
  if (at < 0) return undefined
  const digit = at + CONTROL_SET.length
  const unit = path.charCodeAt(digit)
  if (!(unit >= 0x30 && unit <= 0x39) || path[digit + 1] !== '\\') return undefined
  return `${path.slice(0, at)}\\CurrentControlSet${path.slice(digit + 1)}`
}

/** True when the path is the key or lies below it; both folded. */
function startsWithKey(path: string, key: string): boolean {
  return path.startsWith(key) && (path.length === key.length || path[key.length] === '\\')
}
