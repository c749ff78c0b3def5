/** Events of the supergraph as they are sent. */
import type { Listen } from '@symphony/contract'
import { problemsOf, UnansweredError, whole } from './ask'

/** Opens the door to the events of `url`. */
export function openListen(url: string, fetcher: typeof fetch = fetch.bind(globalThis)): Listen {
  return async <T>(document: string, onEvent: (data: T) => void, signal: AbortSignal, variables?: Readonly<Record<string, unknown>>) => {
    const headers = { 'content-type': 'application/json', accept: 'text/event-stream' }
    const read = (await fetcher(url, { method: 'POST', headers, body: JSON.stringify({ query: document, variables }), signal })).body?.pipeThrough(new TextDecoderStream()).getReader()
    const follow = async (rest: string): Promise<void> => {
      const { value, done } = (await read?.read()) ?? { value: '', done: true }
      const blocks = (rest + (value ?? '')).split(/\r?\n\r?\n/)
      const unfinished = blocks.pop()!
      for (const block of blocks) {
        const text = /^data: ?(.+)/m.exec(block)?.[1]
        if (text && block.includes('event: next')) {
          const { data = null, errors } = JSON.parse(text)
          onEvent(whole<T>({ data, errors: problemsOf(errors) }))
        }
        if (block.includes('event: complete')) return
      }
      if (done) throw new UnansweredError('The server broke off.')
      return follow(unfinished)
    }
    return follow('')
  }
}
