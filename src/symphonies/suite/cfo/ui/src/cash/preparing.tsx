/** Said while the server reads and learns the cash position after new data. */
import { Note } from '@symphony/kit'
import { useEffect, useState } from 'preact/hooks'
import type { Preparing } from './latest'

const TITLE = 'The cash position is being prepared'
const WHY = 'It is read and learnt from the books after new data'

export function PreparingNote({ since, said, title = TITLE, text = '' }: Preparing & { readonly title?: string; readonly text?: string }) {
  return <Note icon="info" title={title} text={text ? `${text} ${useSeconds(since)} s so far.` : textOf(said, useSeconds(since))} />
}

/** The same beside what is there already. */
export function PreparingLine({ since, said }: Preparing) {
  return <p class="cash-wait" role="status"><b>{TITLE}</b> {textOf(said, useSeconds(since))}</p>
}

const textOf = (said: string, seconds: number): string => `${said || `${WHY}.`} It shows here by itself. ${seconds} s so far.`

function useSeconds(since: number): number {
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return Math.max(0, Math.round((now - since) / 1000))
}
