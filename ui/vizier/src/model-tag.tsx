/** Whose words these are: made here, by a private model, or by one outside the house. */
import type { Ask } from '@symphony/contract'
import { Icon } from '@symphony/kit'
import { shownValue, useLoad, whole } from '@symphony/sdk'
import MODEL from '@symphony/sdk/operations/model.graphql'

interface Model {
  readonly kind: string
  readonly name: string | null
  readonly external: boolean
}

/** What the tag says, and what it says on a closer look. */
export function modelWords({ kind, name, external }: Model): readonly [string, string] {
  if (kind === 'none') return ['Made here', 'Sentences are made from figures on this server; nothing leaves your network']
  return external
    ? ['External model', `${name ?? kind} helps with words. What it is told leaves your network, as far as the settings allow; every figure is checked here`]
    : ['Private model', `${name ?? kind} helps with words inside your network; every figure is checked here`]
}

export function ModelTag({ ask }: { readonly ask: Ask }) {
  const { load } = useLoad('model', async () => whole(await ask<{ vizierModel: Model }>(MODEL, {})).vizierModel)
  const model = shownValue(load)
  if (!model) return <span class="tag" />
  const [text, title] = modelWords(model)
  return <span class={`tag${model.external ? ' outside' : ''}`} title={title}><Icon name={model.external ? 'link' : 'lock'} />{text}</span>
}
