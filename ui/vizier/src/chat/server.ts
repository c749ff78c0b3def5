/** Questions and answers, as the supergraph tells them. */
import type { Ask, Listen } from '@symphony/contract'
import { whole, type Sentence, type Span } from '@symphony/sdk'
import ASK from '@symphony/sdk/operations/ask.graphql'
import ASKING from '@symphony/sdk/operations/asking.graphql'

export interface AnswerColumn {
  readonly name: string
  readonly title: string
  /** The metric, for figures. */
  readonly metric: string | null
  readonly unit: string | null
  readonly currency: string | null
}

export interface AnswerCell {
  readonly number: number | null
  readonly text: string | null
}

export interface AnswerRow {
  readonly cells: readonly AnswerCell[]
}

export interface AnswerChart {
  readonly kind: 'figure' | 'line' | 'bar' | 'stacked' | 'table'
  readonly title: string
  readonly x: string | null
  readonly series: readonly string[]
  readonly split: string | null
  /** The columns of the ends of the range around the first series. */
  readonly band: { readonly low: string; readonly high: string } | null
  readonly unit: string
  readonly currency: string | null
}

export interface AnswerHow {
  /** In plain words. */
  readonly sentences: readonly Sentence[]
  readonly plan: readonly string[]
  readonly sql: string | null
  readonly lineage: readonly string[]
  /** Where the figures of an engine can be looked into. */
  readonly pages: readonly { readonly title: string; readonly address: string }[]
}

export interface Answer {
  readonly kind: 'answer' | 'ask' | 'refusal'
  readonly intent: string
  readonly question: string
  readonly sentence: string
  /** The sentence, its figures linked. */
  readonly spans: readonly Span[]
  readonly conversation: string
  readonly confidence: number
  readonly columns: readonly AnswerColumn[]
  readonly rows: readonly AnswerRow[]
  readonly chart: AnswerChart | null
  readonly how: AnswerHow | null
  /** The metric query as JSON. */
  readonly query: string | null
  /** Of a question back: what to choose from, as whole questions. */
  readonly choices: readonly string[]
  /** Of a refusal: what can be asked instead. */
  readonly suggestions: readonly string[]
  /** What else is to be known. */
  readonly remarks: readonly Sentence[]
}

/** How far an answer is. */
export interface Step {
  readonly stage: 'reading' | 'figures' | 'chart' | 'sentence' | 'words' | 'answer'
  /** What is being done now. */
  readonly doing: string
  /** As far as it is made; null where nothing is new. */
  readonly answer: Answer | null
  /** A model's words for the same, so far. */
  readonly words: readonly Span[]
  readonly model: string | null
  /** Why there are no words of the model. */
  readonly note: string | null
}

/** Asks in plain language and tells each step; the last one holds the whole answer. */
export function followAnswer(listen: Listen, question: string, conversation: string | null, onStep: (step: Step) => void, signal: AbortSignal): Promise<void> {
  return listen<{ asking: Step }>(ASKING, ({ asking }) => onStep(asking), signal, { question, conversation })
}

/** Asks in plain language; a follow-up names the conversation of the answer before. */
export async function askQuestion(ask: Ask, question: string, conversation: string | null): Promise<Answer> {
  return whole(await ask<{ ask: Answer }>(ASK, { question, conversation }, { fresh: true })).ask
}

/** Asks a chain of questions in a conversation of its own and returns the last answer. */
export async function askChain(ask: Ask, questions: readonly string[]): Promise<Answer> {
  const [first = '', ...others] = questions
  return others.reduce(async (before, question) => askQuestion(ask, question, (await before).conversation), askQuestion(ask, first, null))
}

/** The questions that lead to an answer: its own alone, where that says the same without those before it. */
export async function shortestChain(ask: Ask, chain: readonly string[], answer: Answer): Promise<readonly string[]> {
  const own = chain.slice(-1)
  if (chain.length === 1) return own
  const alone = await askChain(ask, own)
  return alone.sentence === answer.sentence && alone.query === answer.query ? own : chain
}
