/** Every version of a scenario, each to be opened with its levers. */
import { useBoard } from '@symphony/board'
import { Dialog, FailedNote, Skeleton } from '@symphony/kit'
import { momentText, shownValue, useLoad } from '@symphony/sdk'
import type { LeverKind } from '../model'
import { fetchVersions, type Scenario } from './server'
import { forecastHref, leversText } from './words'

export function VersionsDialog({ of, kinds, onClose }: { readonly of: Scenario; readonly kinds: readonly LeverKind[]; readonly onClose: () => void }) {
  const { context } = useBoard()
  const { load, retry } = useLoad(of.id, () => fetchVersions(context.gql, of.id))
  const versions = shownValue(load)
  return (
    <Dialog title={`Versions of ${of.name}`} onClose={onClose}>
      <FailedNote load={load} retry={retry} />
      {!versions && load.phase === 'loading' && <Skeleton height={96} />}
      <ol class="versions">
        {versions?.map((each) => (
          <li key={each.version}>
            <a class="figure-name" href={forecastHref(context.symphony, each.levers, of.id)}>{each.name}, version {each.version}</a>
            <small>{momentText(each.changedAt)} · {leversText(each.levers, kinds)}</small>
          </li>
        ))}
      </ol>
    </Dialog>
  )
}
