import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin, Rolldown } from 'vite'

/** What a build says about itself; the server composes the import map from it. */
export interface Manifest {
  readonly name: string
  readonly contract: 1
  /** The module the page or the shell starts with. */
  readonly entry: string
  /** Files the entry imports at once, to be preloaded. */
  readonly preload: readonly string[]
  readonly styles: readonly string[]
  /** Bare specifier -> file, for the modules others may import from this build. */
  readonly provides: Readonly<Record<string, string>>
  /** Bare specifiers this build expects others to provide. */
  readonly needs: readonly string[]
  /** Every script and style -> its sha384. */
  readonly integrity: Readonly<Record<string, string>>
}

export interface ManifestOptions {
  readonly name: string
  readonly entry: string
  /** Bare specifier -> entry name. */
  readonly provides: Readonly<Record<string, string>>
}

const sha384 = (path: string): string => `sha384-${createHash('sha384').update(readFileSync(path)).digest('base64')}`

/** Writes `manifest.json` beside the built files, with hashes of what was really written. */
export function manifestPlugin(options: ManifestOptions): Plugin {
  return {
    name: 'symphony-manifest',
    enforce: 'post',
    writeBundle({ dir = '.' }, bundle) {
      writeFileSync(join(dir, 'manifest.json'), JSON.stringify(describe(options, bundle, dir), null, 1))
    },
  }
}

function describe(options: ManifestOptions, bundle: Rolldown.OutputBundle, dir: string): Manifest {
  const files = Object.values(bundle)
  const chunks = files.filter((file) => file.type === 'chunk')
  const entries = new Map(chunks.filter((chunk) => chunk.isEntry).map((chunk) => [chunk.name, chunk]))
  const start = entries.get(options.entry)
  if (!start) throw new Error(`The build of ${options.name} has no entry ${options.entry}`)
  const byFile = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const preload = reachable(start, byFile)
  const outside = chunks.flatMap((chunk) => [...chunk.imports, ...chunk.dynamicImports]).filter((name) => !byFile.has(name))
  return {
    name: options.name,
    contract: 1,
    entry: start.fileName,
    preload,
    styles: files.filter((file) => file.fileName.endsWith('.css')).map((file) => file.fileName),
    provides: Object.fromEntries(Object.entries(options.provides).map(([name, entry]) => [name, fileOf(entries, entry)])),
    needs: [...new Set(outside)].toSorted(),
    integrity: Object.fromEntries(files.filter((file) => /\.(js|css)$/.test(file.fileName)).map((file) => [file.fileName, sha384(join(dir, file.fileName))])),
  }
}

function fileOf(entries: ReadonlyMap<string, Rolldown.OutputChunk>, name: string): string {
  const chunk = entries.get(name)
  if (!chunk) throw new Error(`The build has no entry ${name}`)
  return chunk.fileName
}

/** The files a module pulls in by static imports, without itself. */
function reachable(start: Rolldown.OutputChunk, byFile: ReadonlyMap<string, Rolldown.OutputChunk>): string[] {
  const seen = new Set<string>()
  const queue = [...start.imports]
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const chunk = byFile.get(name)
    if (!chunk || seen.has(name)) continue
    seen.add(name)
    queue.push(...chunk.imports)
  }
  return [...seen].toSorted()
}
