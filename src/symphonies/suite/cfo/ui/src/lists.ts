/** Lists of the supergraph: one page of rows, how many there are, and why there may be none. */
import { useBoard } from '@symphony/board'
import type { NoteProps } from '@symphony/kit'
import { ProblemError, whole } from '@symphony/sdk'

/** Why a list has nothing to show. */
export interface Notice {
  readonly code: string
  readonly reason: string
  readonly nextStep: string | null
}

/** The notice in place of a list's rows. */
export function noticeProps({ code, reason, nextStep }: Notice): NoteProps {
  const hidden = code === 'FORBIDDEN'
  return { icon: hidden ? 'lock' : 'plug', title: hidden ? 'Hidden by policy' : 'Not connected', text: [reason, nextStep].filter(Boolean).join(' ') }
}

export interface Connection<Node> {
  readonly totalCount: number
  readonly nodes: readonly Node[]
  readonly notice?: Notice | null
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
