/**
 * Rule folders of a wanted size. In: paths of rules, counts. Out: a folder for each count with that many rules that run.
 * Invariant: the choice depends on the rules' content alone, and a smaller folder is part of a larger one.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { importDist } from '../dist.mjs'

/** Folder and number of rules for each wanted count, and all rules there are as the last one. */
export async function chooseRules(paths, counts, folder) {
  return writeRules(await listRunnable(paths), counts, folder)
}

/** @param {readonly { digest: string, text: string }[]} files By digest. */
export function writeRules(files, counts, folder) {
  const most = files.length
  const wanted = [...new Set([...counts.filter((count) => count < most), most])].sort((a, b) => a - b)
  return wanted.map((count) => {
    const path = join(folder, `rules-${count}`)
    mkdirSync(path, { recursive: true })
    for (const { digest, text } of files.slice(0, count)) writeFileSync(join(path, `${digest}.yml`), text)
    return { count, path }
  })
}

/** Rules that run, one file each, in the order of their digests. */
async function listRunnable(paths) {
  const { loadRuleSet } = await importDist('scan/rule-set.js')
  const { prepareRules } = await importDist('engine/prepare-rules.js')
  const { createBuiltinMapping } = await importDist('mapping/resolve.js')
  const { documents } = loadRuleSet(paths, 'builtin')
  const { runnable } = prepareRules(documents, createBuiltinMapping())
  const seen = new Map()
  for (const { rule } of runnable) {
    const text = readFileSync(rule.file, 'utf8')
    const digest = createHash('sha256').update(text).digest('hex').slice(0, 20)
    // Files of several documents would bring others along.
    if (!/^---/m.test(text)) seen.set(digest, { digest, text })
  }
  return [...seen.values()].sort((a, b) => (a.digest < b.digest ? -1 : 1))
}
