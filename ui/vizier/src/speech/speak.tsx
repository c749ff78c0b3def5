/** Reads a text aloud, where the browser has a voice. */
import { Icon } from '@symphony/kit'
import { useEffect, useState } from 'preact/hooks'

/** Whether this browser can read aloud. */
export const canSpeak = (): boolean => 'speechSynthesis' in globalThis && 'SpeechSynthesisUtterance' in globalThis

/** Starts reading, and stops on the second press. Not there where the browser cannot. */
export function SpeakButton({ what, text, language = 'en' }: { readonly what: string; readonly text: string; readonly language?: string }) {
  const [speaking, setSpeaking] = useState(false)
  useEffect(() => () => {
    if (speaking) speechSynthesis.cancel()
  }, [speaking])
  if (!canSpeak()) return null
  const toggle = (): void => {
    speechSynthesis.cancel()
    if (speaking) return setSpeaking(false)
    const said = new SpeechSynthesisUtterance(text)
    said.lang = language
    for (const end of ['end', 'error']) said.addEventListener(end, () => setSpeaking(false))
    speechSynthesis.speak(said)
    setSpeaking(true)
  }
  return (
    <button type="button" class="icon tiny" aria-pressed={speaking} aria-label={`Read ${what} aloud`} title={speaking ? 'Stop reading' : 'Read aloud'} onClick={toggle}>
      <Icon name={speaking ? 'stop' : 'speaker'} />
    </button>
  )
}
