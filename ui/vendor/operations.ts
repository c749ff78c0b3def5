import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'
import { stripIgnoredCharacters } from 'graphql'
import { linkFragments } from './fragments.ts'

/** Makes `import METRIC from './metric.graphql'` the text of the operation with every fragment of its folder that it spreads. */
export function operationsPlugin(): Plugin {
  return {
    name: 'symphony-operations',
    enforce: 'pre',
    load(id) {
      if (!id.endsWith('.graphql')) return null
      const texts = readFolder(dirname(id))
      for (const file of texts.keys()) this.addWatchFile(file)
      const document = linkFragments(texts).get(id)
      if (document === undefined) throw new Error(`${id} holds no operation to send; it is spread by those beside it.`)
      return { code: `export default ${JSON.stringify(stripIgnoredCharacters(document))}`, moduleType: 'js' }
    },
  }
}

function readFolder(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf-8' }).filter((name) => name.endsWith('.graphql'))
  return new Map(files.toSorted().map((name) => [join(folder, name), readFileSync(join(folder, name), 'utf-8')]))
}
