/** The compiled program that the benches run: `dist/`, or the folder that GOSHAWK_DIST names. */
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const given = process.env.GOSHAWK_DIST

/** A URL that ends in a slash. */
export const DIST =
  given === undefined ? new URL('../dist/', import.meta.url) : pathToFileURL(`${resolve(given)}/`)

/** Path of a compiled file. */
export function distFile(name) {
  return fileURLToPath(new URL(name, DIST))
}

/** A compiled module. */
export function importDist(name) {
  return import(new URL(name, DIST).href)
}
