/** Said while the server reads and learns the cash position after new data. */
import { Note } from '@symphony/kit'
import { useEffect, useState } from 'preact/hooks'

const TITLE = 'The cash position is being prepared'
const WHY = 'It is read and learnt from the books after new data, and shows here by itself.'

interface PreparingProps {
  readonly since: number
}

export function Preparing({ since, title = TITLE, text = WHY }: PreparingProps & { readonly title?: string; readonly text?: string }) {
  return <Note icon="info" title={title} text={`${text} ${useSeconds(since)} s so far.`} />
}

/** The same beside what is there already. */
export function PreparingLine({ since }: PreparingProps) {
  return <p class="cash-wait" role="status"><b>{TITLE}</b> {WHY} {useSeconds(since)} s so far.</p>
}

function useSeconds(since: number): number {
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return Math.max(0, Math.round((now - since) / 1000))
}
