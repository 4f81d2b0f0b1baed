import { describe, expect, it } from 'vitest'
import { argumentName, joinName, joinPath, showName } from '../../src/input/file-name.ts'

const bytes = (text: string): Buffer => Buffer.from(text)

describe('names of entries', () => {
  it.each([
    ['logs', '/', 'logs/a.evtx', 'logs/a.evtx'],
    ['logs/', '/', 'logs/a.evtx', 'logs/a.evtx'],
    ['/', '/', '/a.evtx', '/a.evtx'],
    ['odd\\name', '/', 'odd\\name/a.evtx', 'odd\\name/a.evtx'],
    ['C:', '/', 'C:/a.evtx', 'C:/a.evtx'],
    ['C:\\logs', '\\', 'C:\\logs\\a.evtx', 'C:/logs/a.evtx'],
    ['C:/logs', '\\', 'C:/logs\\a.evtx', 'C:/logs/a.evtx'],
    ['C:\\', '\\', 'C:\\a.evtx', 'C:/a.evtx'],
    ['C:', '\\', 'C:a.evtx', 'C:a.evtx'],
    ['\\\\server\\share', '\\', '\\\\server\\share\\a.evtx', '//server/share/a.evtx'],
    ['\\\\?\\C:\\logs', '\\', '\\\\?\\C:\\logs\\a.evtx', '//?/C:/logs/a.evtx'],
  ])('below %j with %j', (folder, separator, path, name) => {
    expect(joinPath(folder, bytes('a.evtx'), separator)).toBe(path)
    expect(joinName(argumentName(folder, separator), bytes('a.evtx'), separator)).toBe(name)
  })

  it('stay bytes where they are no text', () => {
    const entry = Buffer.from([0x61, 0xff, 0x2e])
    expect(joinPath('logs', entry, '/')).toEqual(Buffer.from([...bytes('logs/'), ...entry]))
    expect(joinPath(Buffer.from('logs/'), bytes('a'), '/')).toEqual(bytes('logs/a'))
    expect(showName(entry)).toBe('a\\xff.')
  })
})
