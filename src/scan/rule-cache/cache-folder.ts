/**
 * Where packs of rules are kept between runs. In: environment, platform, home. Out: the folder, which may not exist yet;
 * undefined when there is no place for it or it is not wanted. Invariant: nothing is created here.
 */
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

export interface CachePlace {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly home: string
}

/** `GOSHAWK_CACHE` names the folder, or is `off`; else the system's usual one (XDG, Library/Caches, LOCALAPPDATA). */
export function findCacheFolder(place: CachePlace = here()): string | undefined {
  const { env, platform, home } = place
  const own = env.GOSHAWK_CACHE
  if (own !== undefined && own !== '') return own === 'off' ? undefined : own
  const base = platform === 'win32' ? env.LOCALAPPDATA : usualFolder(place)
  if (base === undefined || base === '') return home === '' ? undefined : join(home, '.goshawk', 'cache')
  return join(base, 'goshawk')
}

function usualFolder({ env, platform, home }: CachePlace): string | undefined {
  if (home === '') return undefined
  if (platform === 'darwin') return join(home, 'Library', 'Caches')
  // Relative paths in it are to be ignored, the specification of XDG says.
  const xdg = env.XDG_CACHE_HOME ?? ''
  return isAbsolute(xdg) ? xdg : join(home, '.cache')
}

function here(): CachePlace {
  return { env: process.env, platform: process.platform, home: homeOrNone() }
}

/** There is none for a user that the system does not know, as in some containers. */
function homeOrNone(): string {
  try {
    return homedir()
  } catch {
    return ''
  }
}
