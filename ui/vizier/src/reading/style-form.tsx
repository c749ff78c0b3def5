/** How to be told: length, tone and language, kept for this reader wherever they sign in. */
import { Segmented, reasonOf } from '@symphony/kit'
import { shownValue, useLoad, whole } from '@symphony/sdk'
import READING_STYLE from '@symphony/sdk/operations/reading_style.graphql'
import SET_READING_STYLE from '@symphony/sdk/operations/set_reading_style.graphql'
import { useState } from 'preact/hooks'
import { usePlace } from '../place'

interface Style {
  readonly length: 'BRIEF' | 'NORMAL' | 'FULL'
  readonly tone: 'PLAIN' | 'VIVID'
  readonly language: string
  readonly languages: readonly string[]
}

const LENGTHS = [{ value: 'BRIEF', title: 'Brief' }, { value: 'NORMAL', title: 'Normal' }, { value: 'FULL', title: 'Full' }] as const
const TONES = [{ value: 'PLAIN', title: 'Plain' }, { value: 'VIVID', title: 'Vivid' }] as const

/** A language by the name its speakers give it. */
export const languageName = (code: string): string => {
  const name = new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code
  return name.charAt(0).toUpperCase() + name.slice(1)
}

export function StyleForm({ onChange }: { readonly onChange: () => void }) {
  const { ask, announce } = usePlace()
  const { load } = useLoad('style', async () => whole(await ask<{ readingStyle: Style }>(READING_STYLE, {}, { fresh: true })).readingStyle)
  const [chosen, setChosen] = useState<Style | null>(null)
  const [problem, setProblem] = useState('')
  const style = chosen ?? shownValue(load)
  if (!style) return <p class="muted" role="status">{load.phase === 'failed' ? reasonOf(load.error) : 'Loading'}</p>
  const choose = (change: Partial<Style>): void => {
    const next = { ...style, ...change }
    setChosen(next)
    setProblem('')
    ask(SET_READING_STYLE, { length: next.length, tone: next.tone, language: next.language }, { fresh: true }).then(whole).then(
      () => { announce('The briefing is told anew.'); onChange() },
      (error: unknown) => { setChosen(style); setProblem(reasonOf(error)) },
    )
  }
  return (
    <div class="style-form">
      <p>Length</p><Segmented label="Length" options={LENGTHS} value={style.length} onChange={(length) => choose({ length })} />
      <p>Tone</p><Segmented label="Tone" options={TONES} value={style.tone} onChange={(tone) => choose({ tone })} />
      <p>Language</p><Segmented label="Language" options={style.languages.map((value) => ({ value, title: languageName(value) }))} value={style.language} onChange={(language) => choose({ language })} />
      {problem && <p class="strip bad" role="alert">{problem}</p>}
    </div>
  )
}
