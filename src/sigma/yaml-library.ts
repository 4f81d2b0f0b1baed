/** The `yaml` library, loaded for the first document that `scan-yaml` leaves to it (12 of SigmaHQ's 3,754 files). */
import { lazyLibrary } from '../base/lazy-library.ts'

export const yamlLibrary: () => typeof import('yaml') = lazyLibrary('yaml')
