/** What the events of the Security log have in common: their channel, who did it, who came over the network. */
import { DOMAIN, sidOf } from '../host.mjs'
import { mix } from '../random.mjs'
import { spell } from '../spell.mjs'
import { hostName, innerAddress, userName } from '../words.mjs'
import { defineKind } from './kind.mjs'

const CHANNEL = {
  form: 'shared',
  bodyForm: 'fragment',
  provider: { name: 'Microsoft-Windows-Security-Auditing', guid: '{54849625-5478-4994-a5ba-3e3b0328c30d}' },
  channel: 'Security',
  level: 0,
  keywords: '0x8020000000000000',
  // The system, and lsass.exe.
  processOf: (random) => (random.chance(0.4) ? 4 : 720),
}

export const NO_GUID = [0, 0, 0, 0]

/** The four fields of `subject`. */
export const SUBJECT = 'SubjectUserSid:Sid SubjectUserName SubjectDomainName SubjectLogonId:HexInt64'

export function defineSecurity(eventId, version, task, fields, draw) {
  return defineKind(CHANNEL, { eventId, version, task }, fields, draw)
}

export function subject({ host }, session) {
  const name = session.isSystem ? host.account : session.name
  return [session.sid, name, DOMAIN, session.logonId]
}

/** The machine itself. */
export function systemSubject({ host }) {
  return ['S-1-5-18', host.account, DOMAIN, 0x3e7]
}

export function drawPort(random) {
  return String(49_152 + random.below(16_384))
}

/** Somebody of the network, from some machine. */
export const visitor = spell(600, ({ v, random }) => {
  const number = v.local(12, 0.003)
  const isMachine = random.chance(0.35)
  return {
    number,
    name: isMachine ? `${hostName(number)}$` : userName(mix(number) % 5000),
    sid: sidOf(mix(number)),
    address: innerAddress(number),
    workstation: hostName(number),
  }
})

/** A visitor's connection to a share: a port, a logon. */
export const connectionOf = spell(25, (a) => ({
  ...visitor(a),
  port: drawPort(a.random),
  logonId: 0x10000 + a.random.below(0x7fff_ffff),
}))
