/** A run of the bench as Markdown tables. In: the raw figures. Out: lines. Nothing is left out that makes a figure unfair. */

const n = (value) => Math.round(value).toLocaleString('en')
const count = (value) => (value === undefined ? '–' : n(value))
const mb = (bytes) => n(bytes / 1e6)
const seconds = (ms) => (Number.isFinite(ms) ? `${(ms / 1000).toFixed(2)} s` : '–')
const rate = (bytes, ms) => {
  const megabytes = bytes / 1000 / ms
  return megabytes < 10 ? megabytes.toFixed(1) : n(megabytes)
}

function table(columns, rows) {
  return [columns, columns.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`)
}

/** Columns that all measured commands have. */
const COST = ['wall', 'CPU', 'MB/s', 'peak memory', 'fastest', 'first run']

function cost({ median, first, runs, bytes, failure }) {
  if (failure !== undefined) return [`failed (${failure})`, '–', '–', '–', '–', '–']
  const fastest = Math.min(...runs.map(({ wallMs }) => wallMs))
  const peak = Number.isFinite(median.peakBytes) ? `${mb(median.peakBytes)} MB` : '–'
  return [
    seconds(median.wallMs),
    seconds(median.cpuMs),
    rate(bytes, median.wallMs),
    peak,
    seconds(fastest),
    seconds(first.wallMs),
  ]
}

const SECTIONS = {
  stages: (part) => [
    `Stages, in one process, code warm and values new, ${mb(part.input.bytes)} MB, ${n(part.rules.running)} rules, ${n(part.hits)} hits:`,
    '',
    ...table(
      ['threads', 'reading', 'decoding', 'matching', 'reporting', 'total', 'MB/s', 'records/s'],
      part.runs.map(({ threads, stages, total, bytesPerSecond, recordsPerSecond }) => [
        threads,
        ...['reading', 'decoding', 'matching', 'reporting'].map((name) => seconds(stages[name].wallMs)),
        seconds(total.wallMs),
        mb(bytesPerSecond),
        n(recordsPerSecond),
      ]),
    ),
  ],
  bytes: (rows) =>
    growth('Growth with the logs', 'logs', rows, (row) => `${mb(row.bytes)} MB, ${n(row.records)} records`),
  rules: (rows) => growth('Growth with the rules', 'rules', rows, (row) => n(row.rules)),
  threads: (rows) => growth('Growth with the threads', 'threads', rows, (row) => row.threads),
  decoders: (rows) => [
    `Records as JSON Lines, to nowhere, ${mb(rows[0].bytes)} MB, ${n(rows[0].records)} records:`,
    '',
    ...table(
      ['program', ...COST, 'records', 'not alike'],
      rows.map((row) => [row.name, ...cost(row), count(row.printed), row.unlike ?? '']),
    ),
  ],
  scanners: (rows) => [
    `Scans with ${n(rows[0].rules)} rules, ${mb(rows[0].bytes)} MB:`,
    '',
    ...table(
      ['program', ...COST, 'hits', 'common with goshawk', 'not alike'],
      rows.map((row) => [
        row.name,
        ...cost(row),
        count(row.hits?.theirs),
        count(row.hits?.common),
        row.unlike ?? '',
      ]),
    ),
  ],
}

function growth(title, column, rows, describe) {
  const [{ rules, bytes, threads }] = rows
  const fixed = {
    logs: `${n(rules)} rules, ${threads} threads`,
    rules: `${mb(bytes)} MB, 1 thread`,
    threads: `${mb(bytes)} MB, ${n(rules)} rules`,
  }[column]
  return [
    `${title}, whole commands with start and report, ${fixed}:`,
    '',
    ...table(
      [column, ...COST],
      rows.map((row) => [describe(row), ...cost(row)]),
    ),
  ]
}

/** @param {readonly string[]} [wanted] Parts; all by default. @returns {string[]} */
export function formatRun(run, wanted = Object.keys(run.parts)) {
  const { machine, date, repeat, parts } = run
  const { options } = run.inputs[0]
  const runs = repeat === 1 ? 'One run' : `Medians of ${repeat} runs`
  const head = [
    `${date}, ${machine.system}, ${machine.processor}, ${machine.cores} cores, ${(machine.memoryBytes / 2 ** 30).toFixed(0)} GiB, Node ${machine.node}; load before: ${machine.loadBefore}. ${runs} after a first one, the programs in turn. Logs: generated, cardinality ${options.cardinality}, ${options.hits} of the records planted. MB = 10^6 bytes of the files. Figures by ${run.measuredWith}.`,
  ]
  const sections = wanted
    .filter((name) => parts[name] !== undefined)
    .flatMap((name) => ['', ...SECTIONS[name](parts[name])])
  return [...head, ...sections]
}
