import { Kind, parse, visit, type ASTNode, type DocumentNode, type FragmentDefinitionNode } from 'graphql'

interface Fragment {
  readonly file: string
  readonly text: string
  readonly spreads: readonly string[]
}

/**
 * The documents that hold an operation, by file, each with the shared fragments it spreads behind it: the very text
 * that `read_operations` of the gateway reads from the same folder. A fragment is shared if its file holds nothing
 * but fragments. Throws where one is spread and nowhere defined, defined twice, or spread by nobody.
 */
export function linkFragments(texts: ReadonlyMap<string, string>): Map<string, string> {
  const documents = [...texts].map(([file, text]) => ({ file, text, document: parsed(file, text) }))
  const alone = documents.filter(({ document }) => fragmentsOf(document).length === document.definitions.length)
  const shared = sharedIn(alone)
  const used = new Set<string>()
  const linked = new Map<string, string>()
  for (const { file, text, document } of documents.filter((each) => !alone.includes(each))) {
    const needed = neededBy(file, document, shared)
    for (const { name } of needed) used.add(name)
    linked.set(file, needed.length ? `${[text.trimEnd(), ...needed.map((each) => each.text)].join('\n\n')}\n` : text)
  }
  for (const [name, { file }] of shared) if (!used.has(name)) throw new Error(`Fragment ${name} of ${file} is spread by no operation.`)
  return linked
}

function parsed(file: string, text: string): DocumentNode {
  try {
    return parse(text)
  } catch (error) {
    throw new Error(`${file} is no GraphQL: ${(error as Error).message}`, { cause: error })
  }
}

function sharedIn(files: readonly { readonly file: string; readonly text: string; readonly document: DocumentNode }[]): Map<string, Fragment> {
  const shared = new Map<string, Fragment>()
  for (const { file, text, document } of files)
    for (const node of fragmentsOf(document)) {
      const name = node.name.value
      refuseSecond(name, shared, file)
      shared.set(name, { file, text: text.slice(node.loc?.start, node.loc?.end), spreads: spreadsIn(node) })
    }
  return shared
}

/** The shared fragments that a document spreads, itself or through others, in the order of their names. */
function neededBy(file: string, document: DocumentNode, shared: ReadonlyMap<string, Fragment>): { readonly name: string; readonly text: string }[] {
  const own = fragmentsOf(document).map((node) => node.name.value)
  for (const name of own) refuseSecond(name, shared, file)
  const needed = new Map<string, string>()
  const waiting = spreadsIn(document)
    .filter((name) => !own.includes(name))
    .map((name) => ({ file, name }))
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { file: where, name } = next
    const found = shared.get(name)
    if (!found) throw new Error(`${where} spreads the fragment ${name}, which no file beside it defines.`)
    if (needed.has(name)) continue
    needed.set(name, found.text)
    waiting.push(...found.spreads.map((inner) => ({ file: found.file, name: inner })))
  }
  return [...needed].map(([name, text]) => ({ name, text })).toSorted((one, other) => (one.name < other.name ? -1 : 1))
}

function refuseSecond(name: string, shared: ReadonlyMap<string, Fragment>, file: string): void {
  const first = shared.get(name)?.file
  if (first !== undefined) throw new Error(`Fragment ${name} is defined ${first === file ? `twice in ${file}` : `in ${first} and in ${file}`}.`)
}

const fragmentsOf = (document: DocumentNode): FragmentDefinitionNode[] => document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION)

function spreadsIn(node: ASTNode): string[] {
  const names: string[] = []
  visit(node, { FragmentSpread: (spread) => void names.push(spread.name.value) })
  return names
}
