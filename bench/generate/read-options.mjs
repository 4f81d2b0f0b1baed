/** What people type for sizes and mixes. In: text. Out: numbers; throws with a message for the user. */
import { CHANNELS } from './kinds/channels.mjs'

const UNITS = { '': 1, kb: 1e3, mb: 1e6, gb: 1e9, kib: 1024, mib: 1024 ** 2, gib: 1024 ** 3 }

/** `100MB`, `1.5GB`, `64MiB` or a number of bytes. */
export function readSize(text) {
  const match = /^(\d+(?:\.\d+)?)\s*([kmg]i?b|)$/i.exec(text)
  if (match === null) throw new RangeError(`a size is a number of bytes, kB, MB or GB, not "${text}"`)
  return Math.round(Number(match[1]) * UNITS[match[2].toLowerCase()])
}

/** `security=50,sysmon=30`: shares of the bytes by log; what is not named is left out. */
export function readMix(text) {
  const names = [...Object.keys(CHANNELS), 'forwarded']
  const mix = {}
  for (const part of text.split(',')) {
    const [name, share] = part.split('=')
    if (!names.includes(name) || !(Number(share) > 0))
      throw new RangeError(`a mix is NAME=SHARE,… with the names ${names.join(', ')}, not "${part}"`)
    mix[name] = Number(share)
  }
  return mix
}

/** A number between bounds. */
export function readNumber(name, text, min, max) {
  const value = Number(text)
  if (text.trim() === '' || !(value >= min && value <= max))
    throw new RangeError(`--${name} takes a number from ${min} to ${max}, not "${text}"`)
  return value
}
