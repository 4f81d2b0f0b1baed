/**
 * A library that most runs do not need, loaded by the first call. In: its name. Out: a function that gives it.
 * Invariant: synchronous, so that no caller has to wait for what it may not need; start-up pays nothing.
 */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** `Library` is `typeof import('name')`, and the library must have a CommonJS form. */
export function lazyLibrary<Library>(name: string): () => Library {
  let library: Library | undefined
  return () => {
    library ??= require(name) as Library
    return library
  }
}
