/** Every data product: whether it is connected, how old it is, whether it passed its tests, and what to do. */
import { Dialog, FailedNote, Skeleton, TrustBadge } from '@symphony/kit'
import { dayText, fetchSources, momentText, shownValue, useLoad, type DataProduct } from '@symphony/sdk'
import { ask } from './server'

export function Sources({ onClose }: { readonly onClose: () => void }) {
  const { load, retry } = useLoad('sources', () => fetchSources(ask))
  const products = shownValue(load)
  return (
    <Dialog title="Sources" onClose={onClose} className="wide">
      {load.phase === 'failed' && <FailedNote load={load} retry={retry} />}
      {load.phase === 'loading' && !products && <Skeleton height={180} />}
      {products && <ul class="source-list">{products.map((product) => <Source key={product.id} product={product} />)}</ul>}
    </Dialog>
  )
}

function Source({ product }: { readonly product: DataProduct }) {
  const { title, connected, fresh, loadedAt, newestOn, trust, reason, nextStep } = product
  const state = !connected ? 'Not connected' : fresh === false ? 'Stale' : 'Fresh'
  return (
    <li>
      <i class={`dot ${!connected ? '' : fresh === false ? 'warn' : 'good'}`} />
      <div>
        <p><b>{title}</b> <span class="muted">{state}{loadedAt ? `, loaded ${momentText(loadedAt)}` : ''}{newestOn ? `, newest entry ${dayText(newestOn)}` : ''}</span></p>
        {(reason || nextStep) && <p class="muted">{[reason, nextStep].filter(Boolean).join(' ')}</p>}
      </div>
      {connected && <TrustBadge trust={{ level: trust, reasons: [] }} />}
    </li>
  )
}
