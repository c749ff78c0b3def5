/** A symphony made of its declared dashboard and the parts it brings. */
import type { Context, Symphony } from '@symphony/contract'
import { Boundary } from '@symphony/kit'
import { setLocale } from '@symphony/sdk'
import { render } from 'preact'
import { BoardView } from './board'
import type { Drills, Own, Parts } from './context'

export interface SymphonyOptions {
  readonly title: string
  readonly parts?: Parts
  readonly drills?: Drills
  readonly own?: Own
}

/** The module a symphony exports. */
export function symphony({ title, parts = {}, drills = {}, own = [] }: SymphonyOptions): Symphony {
  return {
    contract: 1,
    title,
    mount(el: HTMLElement, context: Context) {
      setLocale(context.locale)
      render(
        <Boundary title={title} onError={(error) => context.emit({ kind: 'failed', error })}>
          <BoardView context={context} parts={parts} drills={drills} own={own} />
        </Boundary>,
        el,
      )
      return () => render(null, el)
    },
  }
}
