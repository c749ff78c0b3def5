/** Who is looking; in the sample company one may look as someone else. */
import { Icon, Popover } from '@symphony/kit'
import { useState } from 'preact/hooks'
import { choosePersona, type Session } from './server'
import { switchTheme, theme } from './theme'

export function Me({ session }: { readonly session: Session }) {
  const { viewer, company } = session
  const face = <><span class="face" aria-hidden="true">{initials(viewer.name)}</span><span class="who"><b>{viewer.name}</b><small>{viewer.title}, {company.name}</small></span></>
  const several = company.isSample && viewer.personas.length > 1
  return (
    <div class="me">
      {several ? <Popover label="Look as someone else" named className="me-open" button={<>{face}<span class="sr">Look as someone else</span></>}>{() => <Personas session={session} />}</Popover> : face}
      <ThemeButton />
    </div>
  )
}

export function ThemeButton() {
  const next = theme.value === 'dark' ? 'light' : 'dark'
  return <button class="icon" type="button" aria-label={`Switch to ${next}`} onClick={switchTheme}><Icon name={theme.value === 'dark' ? 'sun' : 'moon'} /></button>
}

export function Personas({ session: { viewer } }: { readonly session: Session }) {
  const [failed, setFailed] = useState(false)
  const choose = (id: string): void => {
    choosePersona(id).then(() => location.reload(), () => setFailed(true))
  }
  return (
    <ul class="menu" aria-label="Look as">
      {viewer.personas.map((persona) => (
        <li key={persona.id}>
          <button type="button" aria-pressed={persona.id === viewer.id} onClick={() => choose(persona.id)}>
            <span class="who"><b>{persona.name}</b><small>{persona.title}</small></span>{persona.id === viewer.id && <Icon name="check" />}
          </button>
        </li>
      ))}
      {failed && <li class="menu-note" role="status">The change was refused.</li>}
    </ul>
  )
}

function initials(name: string): string {
  const words = name.split(' ').filter(Boolean)
  return [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => word?.charAt(0) ?? '').join('').toUpperCase()
}
