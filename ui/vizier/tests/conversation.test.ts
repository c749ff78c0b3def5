import type { Ask, Listen } from '@symphony/contract'
import { describe, expect, test } from 'vitest'
import { keyAct } from '../src/chat/ask-form'
import { startConversation } from '../src/chat/conversation'
import { askChain, shortestChain, type Answer, type Step } from '../src/chat/server'

interface Asked {
  readonly question: string
  readonly conversation: string | null
}

type Tell = (data: { readonly asking: Partial<Step> }) => void

const about = ({ question, conversation }: Asked, sentence = `About ${question}`) => ({ kind: 'answer', question, sentence, conversation: conversation ?? 'new' }) as Answer
const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

/** A server that tells what a test tells it to tell, of the question asked last. */
function telling() {
  const asked: (Asked & { readonly tell: (step: Partial<Step>) => void; readonly end: (error?: Error) => Promise<void>; readonly signal: AbortSignal })[] = []
  const door = ((_document: string, onEvent: Tell, signal: AbortSignal, variables: Asked) => new Promise<void>((resolve, reject) => {
    const end = (error?: Error): Promise<void> => {
      if (error) reject(error)
      else resolve()
      return tick()
    }
    signal.addEventListener('abort', () => reject(new Error('aborted')))
    asked.push({ ...variables, signal, end, tell: (step) => onEvent({ asking: { stage: 'figures', doing: '', answer: null, words: [], model: null, note: null, ...step } }) })
  })) as unknown as Listen
  const conversation = startConversation(door)
  const last = () => conversation.turns.value.at(-1)!
  const now = () => asked.at(-1)!
  const answer = (): Promise<void> => {
    now().tell({ stage: 'answer', answer: about(now()) })
    return now().end()
  }
  return { conversation, asked, last, now, answer }
}

describe('a conversation', () => {
  test('shows the question at once and names the conversation in a follow-up', async () => {
    const { conversation, asked, last, answer } = telling()
    conversation.ask('  Overdue by region ')
    expect(last()).toMatchObject({ question: 'Overdue by region', state: 'waiting', told: null })
    await answer()
    conversation.ask('only DACH')
    await answer()
    expect(asked.map(({ question, conversation: of }) => [question, of])).toEqual([['Overdue by region', null], ['only DACH', 'new']])
    expect(last()).toMatchObject({ state: 'answered', chain: ['Overdue by region', 'only DACH'] })
  })

  test('shows what is there so far: the figures first, then the sentence, then the words of a model', () => {
    const { conversation, last, now } = telling()
    conversation.ask('Overdue')
    now().tell({ stage: 'figures', doing: 'Overdue receivables' })
    expect(last()).toMatchObject({ state: 'waiting', doing: 'Overdue receivables', told: null })
    now().tell({ stage: 'chart', answer: about(now(), '') })
    expect(last()).toMatchObject({ state: 'waiting', told: { answer: { sentence: '' } } })
    now().tell({ stage: 'sentence', answer: about(now()) })
    now().tell({ stage: 'words', words: [{ text: 'So it is.', metric: null, query: null }], model: 'm' })
    expect(last()).toMatchObject({ state: 'waiting', told: { answer: { sentence: 'About Overdue' }, words: [{ text: 'So it is.' }], model: 'm' } })
    now().tell({ stage: 'answer', answer: about(now()), note: 'Refused.' })
    expect(last()).toMatchObject({ state: 'answered', told: { words: [], model: null, note: 'Refused.' } })
  })

  test('forgets an answer that comes after it was called off, and tells the server so', async () => {
    const { conversation, last, now } = telling()
    conversation.ask('Overdue')
    expect(conversation.cancel()).toBe(true)
    expect(now().signal.aborted).toBe(true)
    now().tell({ stage: 'answer', answer: about(now()) })
    await tick()
    expect(last()).toMatchObject({ state: 'cancelled' })
    expect(conversation.cancel()).toBe(false)
  })

  test('keeps an answer that only a model was still wording', () => {
    const { conversation, last, now } = telling()
    conversation.ask('Overdue')
    now().tell({ stage: 'sentence', answer: about(now()) })
    now().tell({ stage: 'words', words: [{ text: 'Half of', metric: null, query: null }], model: 'm' })
    conversation.cancel()
    expect(last()).toMatchObject({ state: 'answered', chain: ['Overdue'], told: { answer: { sentence: 'About Overdue' }, words: [], model: null } })
  })

  test('calls off what is asked when something else is asked, and asks nothing when nothing is typed', () => {
    const { conversation, asked } = telling()
    conversation.ask(' ')
    conversation.ask('one')
    conversation.ask('two')
    expect(asked.map(({ question, signal }) => [question, signal.aborted])).toEqual([['one', true], ['two', false]])
    expect(conversation.turns.value.map(({ state }) => state)).toEqual(['cancelled', 'waiting'])
  })

  test('keeps the reason of a failure, and says so where the server ends without an answer', async () => {
    const { conversation, last, now } = telling()
    conversation.ask('Overdue')
    await now().end(new Error('down'))
    expect(last()).toMatchObject({ state: 'failed', error: new Error('down') })
    conversation.ask('Again')
    await now().end()
    expect(last()).toMatchObject({ state: 'failed' })
  })
})

/** A server that answers in the order asked, each when it is let go. */
function server() {
  const asked: Asked[] = []
  const waiting: (() => void)[] = []
  const door = ((_document: string, variables: Asked) => {
    asked.push(variables)
    return new Promise((resolve) => waiting.push(() => resolve({ data: { ask: about(variables) }, errors: [] })))
  }) as unknown as Ask
  const answer = async (): Promise<void> => {
    waiting.shift()?.()
    await tick()
  }
  return { door, asked, answer }
}

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
