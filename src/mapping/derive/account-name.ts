/**
 * Who a process runs as, in Sysmon's form. In: SID, domain, name and logon id of the two accounts that a Security event
 * names. Out: `DOMAIN\name`, or `NT AUTHORITY\…` for the three service accounts (sigma-logsource-mapping §4.1), which
 * the event itself shows as the computer account `PC01$` or in the language of the system.
 */
import type { Derive } from '../field-source.ts'
import { NOTHING } from '../field-source.ts'

/** SID and logon id of the built-in accounts; both are the same on every Windows. */
const BUILT_IN: ReadonlyMap<string, string> = new Map([
  ['s-1-5-18', 'NT AUTHORITY\\SYSTEM'],
  ['s-1-5-19', 'NT AUTHORITY\\LOCAL SERVICE'],
  ['s-1-5-20', 'NT AUTHORITY\\NETWORK SERVICE'],
  ['0x3e7', 'NT AUTHORITY\\SYSTEM'],
  ['0x3e5', 'NT AUTHORITY\\LOCAL SERVICE'],
  ['0x3e4', 'NT AUTHORITY\\NETWORK SERVICE'],
])

/** Nobody: what Windows writes where no account is meant. */
const NULL_SID = 's-1-0-0'

/** Fields of the creating account, in the order that the functions of this file take. */
export const SUBJECT_FIELDS: readonly string[] = [
  'SubjectUserSid',
  'SubjectDomainName',
  'SubjectUserName',
  'SubjectLogonId',
]

/** Those, and the account that the new process was given, if another. */
export const TARGET_AND_SUBJECT_FIELDS: readonly string[] = [
  'TargetUserSid',
  'TargetDomainName',
  'TargetUserName',
  'TargetLogonId',
  ...SUBJECT_FIELDS,
]

/** The subject alone. */
export const subjectAccount: Derive = (texts) => composeAccount(texts, 0)

/** The target where there is one, else the subject. */
export const processAccount: Derive = (texts) => composeAccount(texts, isTargetFilled(texts) ? 0 : 4)

/** The subject, when the process was given another account than its creator's. */
export const creatorAccount: Derive = (texts) => (isTargetFilled(texts) ? composeAccount(texts, 4) : NOTHING)

/** Logon id of the target where it is not zero, else of the subject. */
export const processLogonId: Derive = (texts) => {
  const [target, subject] = texts as [readonly string[], readonly string[]]
  const id = target[0]
  return id === undefined || isBlank(id) || id === '0x0' ? subject : target
}

function isTargetFilled(texts: readonly (readonly string[])[]): boolean {
  return !isBlank(texts[2]![0] ?? '')
}

/** Texts at `at`: SID, domain, name, logon id. */
function composeAccount(texts: readonly (readonly string[])[], at: number): readonly string[] {
  const sid = (texts[at]![0] ?? '').toLowerCase()
  const hasSid = !isBlank(sid) && sid !== NULL_SID
  const builtIn = BUILT_IN.get(hasSid ? sid : (texts[at + 3]![0] ?? '').toLowerCase())
  if (builtIn !== undefined) return [builtIn]
  const domain = texts[at + 1]![0] ?? ''
  const name = texts[at + 2]![0] ?? ''
  if (isBlank(name)) return NOTHING
  return [isBlank(domain) ? name : `${domain}\\${name}`]
}

/** Empty, or the dash that the Security log writes for it. */
function isBlank(text: string): boolean {
  return text === '' || text === '-'
}
