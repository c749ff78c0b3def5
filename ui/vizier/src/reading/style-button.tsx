/** Opens the choice of how to be told. */
import { late, Popover } from '@symphony/kit'

const StyleForm = late(async () => (await import('./style-form')).StyleForm)

export function StyleButton({ onChange }: { readonly onChange: () => void }) {
  return (
    <Popover label="How to be told" className="icon tiny" button={<span class="aa" aria-hidden="true">Aa</span>}>
      {() => <StyleForm onChange={onChange} />}
    </Popover>
  )
}
