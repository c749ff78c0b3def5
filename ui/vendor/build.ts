/** Builds the platform (shared modules and shell) and every symphony. `node ui/vendor/build.ts [name...]` */
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build, type InlineConfig } from 'vite'
import { manifestPlugin } from './manifest.ts'
import { operationsPlugin } from './operations.ts'
import { SHARED } from './shared.ts'

const root = resolve(import.meta.dirname, '../..')
const suite = join(root, 'src/symphonies/suite')

function common(outDir: string): InlineConfig {
  return {
    root,
    configFile: false,
    base: './',
    publicDir: false,
    logLevel: 'warn',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2023',
      assetsDir: '.',
      assetsInlineLimit: 0,
      cssCodeSplit: false,
      modulePreload: false,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 1000,
    },
  }
}

const names = { entryFileNames: '[name]-[hash].js', chunkFileNames: '[name]-[hash].js', assetFileNames: '[name]-[hash][extname]' }

function platform(): InlineConfig {
  const config = common(join(root, 'ui/dist'))
  const shared = Object.fromEntries(Object.entries(SHARED).map(([specifier, name]) => [name, specifier]))
  return {
    ...config,
    plugins: [operationsPlugin(), manifestPlugin({ name: 'platform', entry: 'shell', provides: SHARED })],
    build: {
      ...config.build,
      rolldownOptions: { input: { ...shared, shell: join(root, 'ui/shell/src/main.tsx') }, preserveEntrySignatures: 'strict', output: names },
    },
  }
}

function symphony(name: string): InlineConfig {
  const config = common(join(suite, name, 'ui/dist'))
  return {
    ...config,
    plugins: [operationsPlugin(), manifestPlugin({ name, entry: name, provides: {} })],
    build: {
      ...config.build,
      rolldownOptions: { input: { [name]: join(suite, name, 'ui/src/main.tsx') }, external: Object.keys(SHARED), preserveEntrySignatures: 'strict', output: names },
    },
  }
}

/** GraphiQL, on React of its own: a page apart that shares nothing with the shell. */
function explorer(): InlineConfig {
  const config = common(join(root, 'ui/explorer/dist'))
  return {
    ...config,
    plugins: [manifestPlugin({ name: 'explorer', entry: 'explorer', provides: {} })],
    build: { ...config.build, rolldownOptions: { input: { explorer: join(root, 'ui/explorer/src/main.ts') }, output: names, onwarn: () => {} } },
  }
}

const symphonies = readdirSync(suite).filter((name) => existsSync(join(suite, name, 'ui/src/main.tsx')))
const wanted = process.argv.slice(2)
const configs = [{ name: 'platform', config: platform }, { name: 'explorer', config: explorer }, ...symphonies.map((name) => ({ name, config: () => symphony(name) }))]
await Promise.all(configs.filter(({ name }) => wanted.length === 0 || wanted.includes(name)).map(({ config }) => build(config())))
