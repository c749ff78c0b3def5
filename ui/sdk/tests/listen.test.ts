import { expect, test } from 'vitest'
import { ProblemError, UnansweredError } from '../src/ask'
import { openListen } from '../src/listen'

const streaming = (...chunks: readonly string[]) => async () => new Response(new ReadableStream({
  start(controller) {
    for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk))
    controller.close()
  },
}))
const follow = async (...chunks: readonly string[]) => {
  const seen: unknown[] = []
  await openListen('/graphql', streaming(...chunks) as typeof fetch)('subscription { n }', (data) => seen.push(data), new AbortController().signal)
  return seen
}

test('gives each event, wherever the chunks break', async () => {
  expect(await follow(':\n\nevent: next\nda', 'ta: {"data":{"n":1}}\n', '\nevent: next\ndata: {"data":{"n":2}}\n\nevent: complete\ndata: \n\n')).toEqual([{ n: 1 }, { n: 2 }])
})

test('rejects with what the server tells', async () => {
  const refused = follow('event: next\ndata: {"data":null,"errors":[{"message":"No","extensions":{"code":"FORBIDDEN"}}]}\n\n')
  await expect(refused).rejects.toThrow(ProblemError)
})

test('tells when the server breaks off', async () => {
  await expect(follow('event: next\ndata: {"data":{"n":1}}\n\n')).rejects.toThrow(UnansweredError)
})
