import { defineConfig } from 'vitest/config'

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    environment: 'happy-dom',
    include: ['ui/*/tests/**/*.test.{ts,tsx}', 'src/symphonies/suite/*/ui/tests/**/*.test.{ts,tsx}'],
    env: { TZ: 'UTC' },
  },
})
