/** A manifest for tests of reports and of the summary: one file, one rule, one hit. */
import type { Manifest, ManifestFile } from '../../src/report/manifest.ts'

export function sampleFile(over: Partial<ManifestFile> = {}): ManifestFile {
  return {
    path: 'logs/Security.evtx',
    sizeBytes: 69_632,
    sha256: '00'.repeat(32),
    chunks: 1,
    recordsRead: 1,
    recordsFailed: 0,
    recordsPartial: 0,
    recordsHidden: 0,
    recordsInSlack: 0,
    recordsSkipped: 0,
    hits: 1,
    ...over,
  }
}

export function sampleManifest(over: Partial<Manifest> = {}): Manifest {
  return {
    tool: 'goshawk',
    version: '0.0.0',
    options: {},
    mapping: 'builtin',
    rules: {
      hash: '',
      files: 1,
      loaded: 1,
      running: 1,
      rejected: [],
      notApplicable: [],
      leftOut: [],
      filters: [],
    },
    files: [sampleFile()],
    correlations: [],
    hits: 1,
    hitsByLevel: { high: 1 },
    records: 1,
    oldest: '2026-01-01T00:00:00.0000000Z',
    newest: '2026-01-02T00:00:00.0000000Z',
    hosts: [{ computer: 'ws01.corp.example', records: 1, hits: 1 }],
    unwatched: [],
    diagnostics: [],
    diagnosticCounts: {},
    complete: true,
    ...over,
  }
}
