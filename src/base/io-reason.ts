/** Why the system refused to open or read something, in words. */

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EBUSY: 'in use by another program; copy it first or read a shadow copy',
  EIO: 'input/output error',
  ELOOP: 'links lead in circles',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'it is gone, or a link leads nowhere',
}

/** The system's code of an error, such as `ENOENT`; '' when it has none. */
export function ioCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** The reason without the path, which a diagnostic has already. */
export function ioReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = ioCode(error)
  const words = Object.hasOwn(REASONS, code) ? REASONS[code] : undefined
  return words === undefined ? error.message : `${words} (${code})`
}
