import { describe, expect, it } from 'vitest'
import { escapeTerminal } from '../../src/base/escape-terminal.ts'

describe('escapeTerminal', () => {
  it.each([
    ['plain text é 😀', 'plain text é 😀'],
    ['\x1b[2J\x1b]0;owned\x07', '\\u001b[2J\\u001b]0;owned\\u0007'],
    ['a\r\nb\tc', 'a\\u000d\\u000ab\\u0009c'],
    ['\u202egnp.exe', '\\u202egnp.exe'],
    ['\u009b31m', '\\u009b31m'],
    ['\ud800', '\\ud800'],
    ['\udc00x', '\\udc00x'],
  ])('%j', (text, expected) => {
    expect(escapeTerminal(text)).toBe(expected)
  })

  it('cuts long text', () => {
    expect(escapeTerminal('abcdef', 4)).toBe('abc…')
    expect(escapeTerminal('abcd', 4)).toBe('abcd')
  })
})
