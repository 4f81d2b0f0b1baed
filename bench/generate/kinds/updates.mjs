/** Updates of a machine. In: its activity. Out: which one is downloaded, started, installed now, in the same order. */
import { mix } from '../random.mjs'
import { brand, guidOf, hexDigits, word } from '../words.mjs'

/** What is installed: programs from the store, and protection against malware. */
function updateOf(number) {
  const isProgram = mix(number, 0x53) % 3 > 0
  return {
    title: isProgram
      ? `9${hexDigits(number, 0x43, 11).toUpperCase()}-${brand(number)}.${brand(number >> 2)}${word(number)}`
      : `Security Intelligence Update for Microsoft Defender Antivirus - KB2267602 (Version 1.${400 + (number % 60)}.${number % 3000}.0)`,
    guid: guidOf(number, 0x19),
    revision: isProgram ? 1 : 200 + (number % 2),
    service: guidOf(isProgram ? 1 : 2 + (number % 2), 0x1a),
  }
}

/** How many updates a machine has come to, by step; the first is any. */
function progressOf(a) {
  a.updates ??= { first: a.random.u32(), downloaded: 0, started: 0, installed: 0 }
  return a.updates
}

/** The update that is downloaded now; some are tried twice. */
export function nextDownload(a) {
  const progress = progressOf(a)
  if (a.v.changes(1.15)) progress.downloaded++
  return updateOf((progress.first + progress.downloaded) >>> 0)
}

/** The update that is `started` or `installed` now: each after it was downloaded. */
export function nextUpdate(a, step) {
  const progress = progressOf(a)
  if (progress[step] < progress.downloaded) progress[step]++
  return updateOf((progress.first + progress[step]) >>> 0)
}
