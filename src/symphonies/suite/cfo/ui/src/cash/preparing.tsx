/** Said while the server reads and learns the cash position after new data. */
import { Note } from '@symphony/kit'
import { useEffect, useState } from 'preact/hooks'

export function Preparing({ since }: { readonly since: number }) {
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return <Note icon="info" title="The cash position is being prepared" text={`It is read and learnt from the books after new data, and shows here by itself. ${Math.round((now - since) / 1000)} s so far.`} />
}
