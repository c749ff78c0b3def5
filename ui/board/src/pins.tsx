/** The row of answers pinned to this page; what draws them loads only where there are any. */
import { Skeleton } from '@symphony/kit'
import { pinsOf, shownValue, useLoad, type Pin } from '@symphony/sdk'
import { useBoard } from './context'

/** Height of a card in pixels, kept free until it can be drawn. */
const HEIGHT = 309

export function Pins() {
  const { context, page } = useBoard()
  const pins = pinsOf(context.gql, context.user.id).value.filter((pin) => pin.symphony === context.symphony && pin.page === page.id)
  return pins.length === 0 ? null : <Row pins={pins} />
}

function Row({ pins }: { readonly pins: readonly Pin[] }) {
  const { context, href } = useBoard()
  const { load } = useLoad('vizier', () => import('@symphony/vizier'))
  const module = shownValue(load)
  return (
    <section class="tiles pins" aria-label="Pinned answers">
      {module ? <module.PinnedRow ask={context.gql} viewer={context.user.id} pins={pins} hrefOf={(explain, figure = null) => href({ explain, figure })} /> : pins.map((pin) => <div key={pin.questions.join()} class="card span-6"><Skeleton height={HEIGHT} /></div>)}
    </section>
  )
}
