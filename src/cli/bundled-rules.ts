/** The rules that come with goshawk. This file lies two folders below them: in `src/`, in `dist/`, and joined with others. */
import { fileURLToPath } from 'node:url'

export const BUNDLED_RULES: string = fileURLToPath(new URL('../../rules', import.meta.url))
