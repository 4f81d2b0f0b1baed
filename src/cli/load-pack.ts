/**
 * The rules of one pack, ready to run, where all of them are wanted. In: flags. Out: rules, undefined when they have to
 * be chosen or joined with others first; a text says why they cannot be used.
 */
import { openRulePack } from '../scan/rule-pack.ts'
import { readKeptRules } from './kept-rules.ts'
import { describeFault, refuseCompileFlags } from './pack-inputs.ts'
import type { ScanRules, ScanRulesOptions } from './scan-rules.ts'

/** `path` is a pack, and the only path of rules. */
export function loadPack(path: string, options: ScanRulesOptions): ScanRules | string | undefined {
  const refused = refuseCompileFlags(options)
  if (refused !== undefined) return refused
  if (choosesRules(options)) return undefined
  const pack = openRulePack(path)
  if ('code' in pack) return describeFault(pack)
  const program = pack.readProgram()
  if ('code' in program) return describeFault(program)
  const rules = readKeptRules(program)
  if (rules === undefined)
    return describeFault({
      code: 'pack-damaged',
      severity: 'error',
      source: path,
      message: 'what it says about its rules is unsound',
    })
  // Which hits are reported was decided without this flag.
  const isOther = options.keepBaseHits === true && rules.correlations.plans.length > 0
  return isOther ? undefined : { ...rules, selection: options.selection ?? {} }
}

function choosesRules({ minLevel, selection = {} }: ScanRulesOptions): boolean {
  if (minLevel !== undefined || (selection.preset ?? 'all') !== 'all') return true
  const { preset: _, ...others } = selection
  return Object.values(others).some((wanted) => wanted !== undefined && wanted.length > 0)
}
