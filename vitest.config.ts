import { defineConfig } from 'vitest/config'
import { operationsPlugin } from './ui/vendor/operations.ts'

export default defineConfig({
  plugins: [operationsPlugin()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    environment: 'happy-dom',
    include: ['ui/*/tests/**/*.test.{ts,tsx}', 'src/symphonies/suite/*/ui/tests/**/*.test.{ts,tsx}'],
    env: { TZ: 'UTC' },
  },
})
