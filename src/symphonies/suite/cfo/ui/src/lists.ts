/** Lists of the supergraph: one page of rows, how many there are, and why there may be none. */
import { useBoard } from '@symphony/board'
import { ProblemError, whole } from '@symphony/sdk'

export interface Connection<Node> {
  readonly totalCount: number
  readonly nodes: readonly Node[]
  readonly notice?: { readonly reason: string; readonly nextStep: string | null } | null
  readonly pageInfo?: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

/** A question whose lists may come partly; it fails only when nothing came. */
export function useAsk() {
  const { context } = useBoard()
  return async <T>(document: string, variables: Readonly<Record<string, unknown>>, fresh: boolean): Promise<Partial<T>> => {
    const answer = await context.gql<T>(document, variables, { fresh })
    const something = answer.data && Object.values(answer.data).some((value) => value !== null)
    if (something) return answer.data as Partial<T>
    const [problem] = answer.errors
    if (problem) throw new ProblemError(problem)
    return whole(answer) as Partial<T>
  }
}

/** The page's entity filter as a condition on a list's `entityId`. */
export function useEntityFilter(): Readonly<Record<string, unknown>> {
  const { entity = [] } = useBoard().state.filters
  return entity.length > 0 ? { entityId: { in: entity } } : {}
}
