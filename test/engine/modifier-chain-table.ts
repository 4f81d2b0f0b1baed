/**
 * Every chain of modifiers that SigmaHQ's rules have (sigma-corpus-stats §3), and those that none has yet: a key with its
 * values in YAML, texts of the field F that it matches and texts that it does not. G is `Ref` in every event.
 */

export interface ChainCase {
  /** `F|contains`; keywords start with `|`. */
  readonly key: string
  readonly value: string
  readonly yes: readonly string[]
  readonly no: readonly string[]
}

const chain = (key: string, value: string, yes: readonly string[], no: readonly string[]): ChainCase => ({
  key,
  value,
  yes,
  no,
})

/** In the corpus. */
const USED: readonly ChainCase[] = [
  chain('F', "'cmd.exe'", ['cmd.exe', 'CMD.EXE'], ['xcmd.exe', 'cmd.exe ', '', 'cmdxexe']),
  chain('F', "['a', 'b*', '?c']", ['A', 'b', 'bxx', 'xC'], ['aa', 'c', 'xxc', '']),
  chain('F', '[4688, 1]', ['4688', '1'], ['04688', '0x1', '1.0', '11']),
  chain('F', "''", [''], ['x', ' ']),
  chain('F', 'null', [''], ['x', '-']),
  chain('F', 'true', ['true', 'True'], ['1', 'false', '']),
  chain('F|contains', "'net user'", ['net user', 'x NET USER y'], ['netuser', 'net  user', '']),
  chain('F|contains', "['a*z', '\\*']", ['xabzx', 'az', 'x*y'], ['za', 'a', '']),
  chain('F|contains', "'*'", ['', 'x'], []),
  chain('F|contains|all', "['-a', '-b', 'c?d']", ['-b -a cxd', 'CXD-A-B'], ['-a -b cd', '-a cxd', '']),
  chain(
    'F|startswith',
    "['C:\\x\\', '\\\\\\\\srv']",
    ['C:\\x\\y', 'c:\\X\\', '\\\\SRV\\a'],
    ['C:\\x', 'xC:\\x\\', '\\srv'],
  ),
  chain(
    'F|endswith',
    "['\\cmd.exe', ' ']",
    ['C:\\cmd.exe', 'x\\CMD.EXE', 'x '],
    ['\\cmd.exe\\', 'cmd.exe', ''],
  ),
  chain('F|re', "'[a-c]{2}\\d$'", ['xxab1', 'cc9'], ['AB1', 'ab1x', 'a1', '']),
  chain('F|re', "['^x', '(?i)Y$']", ['xa', 'ay', 'aY'], ['Xa', 'yx', '']),
  chain('F|re|i', "'^(?:foo|bar)\\s+baz'", ['FOO \tBaz', 'bar baz'], ['foobaz', ' foo baz', '']),
  chain(
    'F|contains|windash',
    "[' -foo', ' /b ']",
    ['x -foo', 'x /FOO', 'x \u2013foo', 'x \u2014b ', 'x \u2015B y'],
    ['x foo', 'x+foo', 'x \u2212foo', ''],
  ),
  chain('F|contains|windash', "'a-b'", ['xa-bx'], ['a/b', 'a\u2013b']),
  chain('F|endswith|windash', "' -s'", ['x -s', 'x /S', 'x \u2013s'], ['x -s ', 'x-s', 's']),
  chain(
    'F|cidr',
    "[10.0.0.0/8, 'fe80::/10']",
    ['10.1.2.3', '::ffff:10.0.0.1', 'FE80:0::1'],
    ['11.0.0.1', 'fec0::1', '10.1', '-', ''],
  ),
  chain('F|base64|contains', "'foo\\*'", ['Zm9vKg==', 'xZM9VKG==x'], ['Zm9v', 'foo*', '']),
  chain(
    'F|base64offset|contains',
    "['foobar', 'http']",
    ['Zm9vYmFy', 'eGZvb2Jhcng=', 'eHhmb29iYXI=', 'aHR0cDov'],
    ['foobar', 'Zm9v', ''],
  ),
  chain(
    'F|wide|base64offset|contains',
    "'ping'",
    ['cABpAG4AZwA=', 'eABwAGkAbgBnAA==', 'AAAAcABpAG4AZwA='],
    ['cGluZw==', 'ping', ''],
  ),
  chain('F|fieldref', 'G', ['Ref', 'REF'], ['xRef', 'G', '']),
  chain('F|expand', "'%who%'", ['root', 'adm_1', 'ADM_'], ['%who%', 'roots', '']),
  chain('F|contains|expand', "'-%who%-'", ['x-root-x', '-adm_9-'], ['root', '-%who%-', '']),
  chain('|all', "['one', 'two*four']", ['one two three four', 'two one four'], ['one', 'four two one', '']),
  chain('', "['needle', 46]", ['a NEEDLE b', 'x146x'], ['need le', '']),
]

/** In no rule of SigmaHQ. */
const UNUSED: readonly ChainCase[] = [
  chain('F|neq', "['a', 'b*']", ['c', '', 'xa'], ['A', 'bxx']),
  chain('F|contains|neq', "'a'", ['b', ''], ['xAx']),
  chain('F|contains|all|neq', "['a', 'b']", ['a', 'b', ''], ['ba']),
  chain('F|startswith|endswith', "'a'", ['xax', 'a'], ['x', '']),
  chain('F|all', "['*a*', '*b*']", ['ba'], ['a', 'b']),
  chain('F|exists', 'true', ['', 'x'], []),
  chain('F|exists', 'false', [], ['', 'x']),
  chain('F|exists|neq', 'true', [], ['', 'x']),
  chain('F|cased', "'Ab*'", ['Ab', 'AbC'], ['ab', 'AB', 'xAb']),
  chain('F|contains|cased', "'Ab'", ['xAbx'], ['xabx']),
  chain('F|cased|endswith', "'Ab'", ['xAb'], ['xab', 'Abx']),
  chain('F|gt', '9', ['10', '9.5', '+11'], ['9', '0x10', 'a', '']),
  chain('F|gte', '[9, 20]', ['9', '21'], ['8.9', '-9']),
  chain('F|lt', '-1', ['-2', '-1.5'], ['-1', '0', '']),
  chain('F|lte', '1.5', ['1.5', '-3'], ['1.51', '']),
  chain('F|gt|neq', '9', ['9', 'a', ''], ['10']),
  chain('F|utf16|base64', "'ping'", ['//5wAGkAbgBnAA=='], ['cABpAG4AZwA=']),
  chain('F|utf16le|base64offset|contains', "'ping'", ['xcABpAG4AZw'], ['cGluZw']),
  chain('F|utf16be|base64|contains', "'ping'", ['xAHAAaQBuAGc=x'], ['cABpAG4AZwA=']),
  chain('F|wide|base64', "'ping'", ['cABpAG4AZwA='], ['cGluZw==']),
  chain('F|windash|base64', "'-a'", ['LWE=', 'L2E=', '4oCTYQ=='], ['-a', 'YWE=']),
  chain('F|re|m', "'^b$'", ['a\nb\nc', 'b'], ['ab', 'a\nbc']),
  chain('F|re|s', "'a.b'", ['a\nb', 'axb'], ['ab']),
  chain('F|re|i|m|s', "'^A.b$'", ['x\na\nB', 'aXB'], ['xaxb']),
  chain('F|re|all', "['a', 'b$']", ['xab'], ['b', 'ba']),
  chain('F|re|startswith', "'a+'", ['xaa'], ['b']),
  chain('F|re|expand', "'^%who%:\\d'", ['root:1', 'adm_x:2'], ['xroot:1', 'adm:2']),
  chain('F|fieldref|neq', 'G', ['x', ''], ['REF']),
  chain('F|fieldref|startswith', 'G', ['refx', 'Ref'], ['xref', '']),
  chain('F|fieldref|endswith', 'G', ['xref', 'REF'], ['refx']),
  chain('F|fieldref|contains', 'G', ['xrefx'], ['re f']),
  chain('F|equalsfield', 'G', ['REF'], ['xref']),
  chain('F|endswithfield', 'G', ['xREF'], ['refx']),
  chain(
    'F|minute',
    '7',
    ['2026-03-10T08:07:02Z', '2026-03-10 08:07:02.123'],
    ['2026-03-10T07:08:07Z', '7', ''],
  ),
  chain('F|hour', '[8, 9]', ['2026-03-10T08:07:02Z', '2026-03-10T09:00:00Z'], ['2026-03-10T10:08:09Z']),
  chain('F|day', '10', ['2026-03-10T08:07:02Z'], ['2026-10-03T10:10:10Z']),
  chain('F|week', '11', ['2026-03-10T08:07:02Z'], ['2026-03-17T08:07:02Z']),
  chain('F|month', '3', ['2026-03-10T08:07:02Z'], ['2026-04-03T03:03:03Z']),
  chain('F|year', '2026', ['2026-03-10T08:07:02Z'], ['2025-03-10T08:07:02Z', '2026']),
  chain('F|year|neq', '2026', ['2025-03-10T08:07:02Z', 'x'], ['2026-03-10T08:07:02Z']),
  chain('|contains', "'needle'", ['xneedlex'], ['']),
  chain('|startswith', "'needle'", ['needlex'], ['xneedle']),
  chain('|endswith', "'needle'", ['xneedle'], ['needlex']),
  chain('|re', "'n..dle$'", ['xneedle'], ['needles']),
  chain('|expand', "'%who%'", ['x root y', 'adm_z'], ['%who%']),
]

export const CHAIN_CASES: readonly ChainCase[] = [...USED, ...UNUSED]
