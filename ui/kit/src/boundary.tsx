/** Keeps a failure in its own frame: the rest of the page goes on. */
import { Component, type ComponentChildren } from 'preact'
import { Icon } from './icon'
import { Note, reasonOf } from './states'

export interface BoundaryProps {
  readonly title: string
  readonly onError?: (error: unknown) => void
  readonly children: ComponentChildren
}

export class Boundary extends Component<BoundaryProps, { error: unknown }> {
  override state: { error: unknown } = { error: null }

  static override getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error }
  }

  override componentDidCatch(error: unknown): void {
    this.props.onError?.(error)
  }

  override render() {
    if (this.state.error === null) return this.props.children
    const again = <button type="button" class="btn small" onClick={() => this.setState({ error: null })}><Icon name="reset" />Try again</button>
    return <div class="card broken"><Note icon="alert" tone="bad" title={`${this.props.title} stopped working`} text={reasonOf(this.state.error)} action={again} /></div>
  }
}
