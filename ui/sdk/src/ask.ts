/** The typed door to the supergraph. */
import { Client, fetchExchange } from '@urql/core'
import type { Answer, Ask, Problem } from '@symphony/contract'

/** The server could not be reached, or refused the whole request. */
export class UnansweredError extends Error {
  override readonly name = 'UnansweredError'
}

/** The server answered this question with an error. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.message)
    this.problem = problem
  }
}

const CACHE_MS = 30_000
/** More answers than any page asks for; the one that was needed longest ago goes first. */
const MOST_KEPT = 200

/** Opens the door at `url`. Equal questions share one answer for half a minute; `fresh` asks anew. */
export function openAsk(url: string, fetcher: typeof fetch = fetch.bind(globalThis)): Ask {
  // The client aborts each request once it has the answer, which browsers report as an error nobody caught.
  const lasting: typeof fetch = (input, init) => fetcher(input, { ...init, signal: null })
  const client = new Client({ url, exchanges: [fetchExchange], preferGetMethod: false, fetch: lasting })
  const kept = new Map<string, { readonly at: number; readonly answer: Promise<Answer<unknown>> }>()
  return <T>(document: string, variables: Readonly<Record<string, unknown>> = {}, options: { readonly fresh?: boolean } = {}) => {
    const key = `${document}${JSON.stringify(variables)}`
    const known = kept.get(key)
    kept.delete(key)
    const now = Date.now()
    const entry = known && !options.fresh && now - known.at < CACHE_MS ? known : { at: now, answer: run<T>(client, document, variables) }
    kept.set(key, entry)
    for (const [old] of kept) if (kept.size > MOST_KEPT) kept.delete(old)
    if (entry !== known) entry.answer.catch(() => kept.get(key) === entry && kept.delete(key))
    return entry.answer as Promise<Answer<T>>
  }
}

async function run<T>(client: Client, document: string, variables: Readonly<Record<string, unknown>>): Promise<Answer<T>> {
  const result = await client.query<T>(document, variables).toPromise()
  if (result.error?.networkError) throw new UnansweredError(result.error.networkError.message)
  if (!result.data && !result.error) throw new UnansweredError('The server sent an empty answer.')
  return { data: result.data ?? null, errors: problemsOf(result.error?.graphQLErrors) }
}

interface Told {
  readonly message: string
  readonly path?: readonly (string | number)[] | undefined
  readonly extensions?: Readonly<Record<string, unknown>> | undefined
}

/** The errors of an answer as problems. */
export function problemsOf(errors: readonly Told[] | undefined): readonly Problem[] {
  return (errors ?? []).map(({ message, extensions, path }) => ({
    message,
    code: String(extensions?.['code'] ?? 'UNKNOWN'),
    hint: String(extensions?.['hint'] ?? ''),
    path: path ?? [],
  }))
}

/** The data of an answer that must be whole. Throws the first problem. */
export function whole<T>(answer: Answer<T>): T {
  const [problem] = answer.errors
  if (problem) throw new ProblemError(problem)
  if (answer.data === null) throw new UnansweredError('The server sent no data.')
  return answer.data
}
