/** The way back up. */

export interface Crumb {
  readonly title: string
  readonly href: string
}

export function Breadcrumb({ crumbs, here }: { readonly crumbs: readonly Crumb[]; readonly here: string }) {
  return (
    <nav class="crumbs" aria-label="Breadcrumb">
      <ol>
        {crumbs.map((crumb) => <li key={crumb.href}><a href={crumb.href}>{crumb.title}</a></li>)}
        <li aria-current="page">{here}</li>
      </ol>
    </nav>
  )
}
