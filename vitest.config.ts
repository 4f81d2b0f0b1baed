// How the tests run: every file under test/, with time enough for the conformance runs on real logs.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // No test leaves packs of rules in the user's folder, or meets older ones there.
    env: { GOSHAWK_CACHE: 'off' },
  },
})
