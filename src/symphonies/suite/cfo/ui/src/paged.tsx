/** A list of the supergraph as a table with pages. */
import { DataTable, FailedNote, Note, Skeleton, type Column } from '@symphony/kit'
import { shownValue, useLoad } from '@symphony/sdk'
import { useState } from 'preact/hooks'
import { noticeProps, useAsk, type Connection } from './lists'

export interface PagedProps<Node> {
  readonly caption: string
  readonly document: string
  /** Name of the list in the answer. */
  readonly field: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly columns: readonly Column<Node>[]
  readonly rowKey: (node: Node) => string
  readonly size: number
  readonly none: string
}

export function Paged<Node>({ caption, document, field, variables, columns, rowKey, size, none }: PagedProps<Node>) {
  const ask = useAsk()
  const key = JSON.stringify(variables)
  const [pages, setPages] = useState<{ readonly of: string; readonly cursors: readonly (string | null)[] }>({ of: key, cursors: [null] })
  const cursors = pages.of === key ? pages.cursors : [null]
  const asked = { ...variables, first: size, after: cursors.at(-1) }
  const { load, retry } = useLoad(JSON.stringify(asked), async (fresh) => (await ask<Record<string, Connection<Node>>>(document, asked, fresh))[field] ?? null)
  const page = shownValue(load)
  const from = (cursors.length - 1) * size
  const next = page?.pageInfo?.hasNextPage ? page.pageInfo.endCursor : null
  return (
    <div class={`list${load.phase === 'loading' && page ? ' dim' : ''}`} aria-busy={load.phase === 'loading'} style={{ minHeight: `${37 * Math.min(size, 6)}px` }}>
      {load.phase === 'failed' && <FailedNote load={load} retry={retry} />}
      {!page && load.phase === 'loading' && <Skeleton height={37 * Math.min(size, 6)} lines={4} />}
      {page?.totalCount === 0 && <Note {...(page.notice ? noticeProps(page.notice) : { icon: 'info', title: none })} />}
      {page && page.totalCount > 0 && (
        <>
          <DataTable caption={caption} columns={columns} rows={page.nodes} rowKey={rowKey} />
          <div class="pager">
            <span role="status">{from + 1} to {from + page.nodes.length} of {page.totalCount}</span>
            {page.totalCount > size && <><button type="button" class="btn small" disabled={cursors.length === 1} onClick={() => setPages({ of: key, cursors: cursors.slice(0, -1) })}>Previous</button>
            <button type="button" class="btn small" disabled={!next} onClick={() => next && setPages({ of: key, cursors: [...cursors, next] })}>Next</button></>}
          </div>
        </>
      )}
    </div>
  )
}
