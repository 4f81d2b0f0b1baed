/** What the events of Sysmon's log have in common: their channel, the first fields, names of rules. */
import { DOMAIN } from '../host.mjs'
import { spell } from '../spell.mjs'
import { formatTime } from '../time.mjs'
import { word } from '../words.mjs'
import { defineKind } from './kind.mjs'

const CHANNEL = {
  form: 'shared',
  bodyForm: 'fragment',
  provider: { name: 'Microsoft-Windows-Sysmon', guid: '{5770385f-c22a-43e0-bf4c-06f5698ffbd9}' },
  channel: 'Microsoft-Windows-Sysmon/Operational',
  level: 4,
  keywords: '0x8000000000000000',
  userOf: () => 'S-1-5-18',
  processOf: () => 3128,
}

export function defineSysmon(eventId, version, fields, draw) {
  return defineKind(CHANNEL, { eventId, version, task: eventId }, fields, draw)
}

export function accountOf({ session }) {
  return session.isSystem ? 'NT AUTHORITY\\SYSTEM' : `${DOMAIN}\\${session.name}`
}

export function now(activity) {
  return formatTime(activity.ticks)
}

/** The rule of Sysmon's configuration that took the event; most have no name. */
export const ruleName = spell(200, ({ v, random }) => {
  if (random.chance(0.75)) return '-'
  const number = v.number(25)
  return `technique_id=T${1003 + 7 * number},technique_name=${word(number)} ${word(number + 9)}`
})
