/**
 * How the tests run: every file under test/, with time enough for the conformance runs on real logs. And how the program
 * is joined into few files after `tsc`: loading 250 modules takes longer than matching a small log.
 */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // No test leaves packs of rules in the user's folder, or meets older ones there.
    env: { GOSHAWK_CACHE: 'off' },
  },
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist/program',
    minify: false,
    rollupOptions: {
      input: { main: 'src/cli/main.ts', worker: 'src/scan/worker.ts' },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      // Rollup (4.68) takes an argument that only callers behind `import()` give for one that is never given.
      treeshake: false,
    },
  },
})
