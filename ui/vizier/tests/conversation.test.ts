import type { Ask } from '@symphony/contract'
import { describe, expect, test, vi } from 'vitest'
import { keyAct } from '../src/chat/ask-form'
import { startConversation } from '../src/chat/conversation'
import { askChain, shortestChain, type Answer } from '../src/chat/server'

interface Asked {
  readonly question: string
  readonly conversation: string | null
}

/** A server that answers in the order asked, each when it is let go. */
function server() {
  const asked: Asked[] = []
  const waiting: (() => void)[] = []
  const door = ((_document: string, variables: Asked) => {
    asked.push({ question: variables.question, conversation: variables.conversation })
    const told = { kind: 'answer', question: variables.question, sentence: `About ${variables.question}`, conversation: variables.conversation ?? 'new' }
    return new Promise((resolve) => waiting.push(() => resolve({ data: { ask: told }, errors: [] })))
  }) as unknown as Ask
  const answer = async (): Promise<void> => {
    waiting.shift()?.()
    await new Promise((resolve) => setTimeout(resolve))
  }
  return { door, asked, answer }
}

describe('a conversation', () => {
  test('shows the question at once and names the conversation in a follow-up', async () => {
    const { door, asked, answer } = server()
    const conversation = startConversation(door)
    conversation.ask('  Overdue by region ')
    expect(conversation.turns.value).toMatchObject([{ question: 'Overdue by region', state: 'waiting' }])
    await answer()
    conversation.ask('only DACH')
    await answer()
    expect(asked).toEqual([{ question: 'Overdue by region', conversation: null }, { question: 'only DACH', conversation: 'new' }])
    expect(conversation.turns.value.at(-1)).toMatchObject({ state: 'answered', chain: ['Overdue by region', 'only DACH'] })
  })

  test('forgets an answer that comes after it was called off', async () => {
    const { door, answer } = server()
    const conversation = startConversation(door)
    conversation.ask('Overdue')
    expect(conversation.cancel()).toBe(true)
    await answer()
    expect(conversation.turns.value).toMatchObject([{ state: 'cancelled' }])
    expect(conversation.cancel()).toBe(false)
  })

  test('calls off what is asked when something else is asked, and asks nothing when nothing is typed', () => {
    const { door, asked } = server()
    const conversation = startConversation(door)
    conversation.ask(' ')
    conversation.ask('one')
    conversation.ask('two')
    expect(asked.map(({ question }) => question)).toEqual(['one', 'two'])
    expect(conversation.turns.value.map(({ state }) => state)).toEqual(['cancelled', 'waiting'])
  })

  test('keeps the reason of a failure', async () => {
    const door = vi.fn(() => Promise.reject(new Error('down'))) as unknown as Ask
    const conversation = startConversation(door)
    conversation.ask('Overdue')
    await new Promise((resolve) => setTimeout(resolve))
    expect(conversation.turns.value).toMatchObject([{ state: 'failed', error: new Error('down') }])
  })
})

test('a chain is asked in one conversation of its own, and its last answer counts', async () => {
  const { door, asked, answer } = server()
  const told = askChain(door, ['Overdue by region', 'only DACH'])
  await answer()
  await answer()
  expect((await told).sentence).toBe('About only DACH')
  expect(asked.map(({ conversation }) => conversation)).toEqual([null, 'new'])
})

describe('the shortest chain of a pin', () => {
  const told = (question: string, conversation: string | null) => ({ sentence: conversation && question === 'only DACH' ? 'Overdue of DACH' : question, query: null, conversation: 'c' })
  const door = ((_document: string, { question, conversation }: Asked) => Promise.resolve({ data: { ask: told(question, conversation) }, errors: [] })) as unknown as Ask
  const chainOf = (question: string) => shortestChain(door, ['Overdue by region', question], told(question, 'c') as Answer)
  test('is the question alone where it says all', async () => expect(await chainOf('Cash')).toEqual(['Cash']))
  test('keeps what a follow-up rests on', async () => expect(await chainOf('only DACH')).toEqual(['Overdue by region', 'only DACH']))
})

describe('a key in the question field', () => {
  const press = (key: string, text = '', recalled = 0, more = {}) => keyAct({ key, shiftKey: false, isComposing: false, ...more }, text, recalled)
  test('sends, breaks the line, cancels', () => {
    expect(press('Enter', 'x')).toBe('send')
    expect(press('Enter', 'x', 0, { shiftKey: true })).toBeNull()
    expect(press('Enter', 'x', 0, { isComposing: true })).toBeNull()
    expect(press('Escape')).toBe('cancel')
  })
  test('recalls only from an empty field or while recalling, so that arrows still move in a text', () => {
    expect(press('ArrowUp')).toBe(1)
    expect(press('ArrowUp', 'typed')).toBeNull()
    expect(press('ArrowUp', 'recalled', 1)).toBe(1)
    expect(press('ArrowDown', 'recalled', 1)).toBe(-1)
    expect(press('ArrowDown')).toBeNull()
  })
})
