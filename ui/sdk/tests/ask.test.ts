import { describe, expect, test, vi } from 'vitest'
import { openAsk, ProblemError, UnansweredError, whole } from '../src/ask'
import { fetchMetric } from '../src/metrics'

const answering = (body: unknown, status = 200) => vi.fn(async () => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } }))
const open = (fetcher: unknown) => openAsk('http://localhost/graphql', fetcher as typeof fetch)
const QUERY = 'query One { one }'

describe('asking', () => {
  test('gives the data', async () => expect(await open(answering({ data: { one: 1 } }))(QUERY)).toEqual({ data: { one: 1 }, errors: [] }))

  test('keeps part of an answer beside its problems', async () => {
    const answer = await open(answering({ data: { one: null, two: 2 }, errors: [{ message: 'No', path: ['one'], extensions: { code: 'FORBIDDEN', hint: 'Ask' } }] }))('query Two { one two }')
    expect(answer).toEqual({ data: { one: null, two: 2 }, errors: [{ message: 'No', code: 'FORBIDDEN', hint: 'Ask', path: ['one'] }] })
    expect(() => whole(answer)).toThrow(ProblemError)
  })

  test('asks the same question once, and anew when told to', async () => {
    const fetcher = answering({ data: { one: 1 } })
    const ask = open(fetcher)
    await Promise.all([ask(QUERY), ask(QUERY)])
    expect(fetcher).toHaveBeenCalledTimes(1)
    await ask(QUERY, {}, { fresh: true })
    expect(fetcher).toHaveBeenCalledTimes(2)
  })

  test('keeps a bounded number of answers, those needed last', async () => {
    const fetcher = answering({ data: { one: 1 } })
    const ask = open(fetcher)
    await ask(QUERY)
    await Promise.all(Array.from({ length: 150 }, (_, n) => ask(QUERY, { n })))
    await ask(QUERY)
    expect(fetcher).toHaveBeenCalledTimes(151)
    await Promise.all(Array.from({ length: 250 }, (_, n) => ask(QUERY, { n: 150 + n })))
    await ask(QUERY, { n: 399 })
    expect(fetcher).toHaveBeenCalledTimes(401)
    await ask(QUERY)
    expect(fetcher).toHaveBeenCalledTimes(402)
  })

  test('does not remember that nobody answered', async () => {
    const fetcher = vi.fn().mockRejectedValueOnce(new TypeError('offline')).mockResolvedValue(new Response('{"data":{"one":1}}', { headers: { 'content-type': 'application/json' } }))
    const ask = open(fetcher)
    await expect(ask(QUERY)).rejects.toThrow(UnansweredError)
    expect((await ask(QUERY)).data).toEqual({ one: 1 })
  })
})

describe('figures', () => {
  test('refused by policy are a state, not a failure', async () => {
    const ask = open(answering({ data: { metric: null }, errors: [{ message: 'No', extensions: { code: 'FORBIDDEN' } }] }))
    expect((await fetchMetric(ask, { id: 'ar.dso' })).state).toBe('FORBIDDEN')
  })

  test('that fail say why', async () => {
    const ask = open(answering({ data: { metric: null }, errors: [{ message: 'Engine down', extensions: { code: 'ENGINE_FAILED' } }] }))
    await expect(fetchMetric(ask, { id: 'ar.dso' })).rejects.toThrow('Engine down')
  })
})
