/** The name of an integrity level. In: SID as in `MandatoryLabel`. Out: Sysmon's name, undefined for an unknown SID. */

const NAMES: ReadonlyMap<string, string> = new Map([
  ['S-1-16-0', 'Untrusted'],
  ['S-1-16-4096', 'Low'],
  ['S-1-16-8192', 'Medium'],
  ['S-1-16-8448', 'MediumPlus'],
  ['S-1-16-12288', 'High'],
  ['S-1-16-16384', 'System'],
  ['S-1-16-20480', 'Protected'],
])

export function integrityLevelName(sid: string): string | undefined {
  return NAMES.get(sid.toUpperCase())
}
