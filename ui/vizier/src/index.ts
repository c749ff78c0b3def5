/** The Vizier: what the figures say, what to do about it, and answers to questions. Loaded after the shell. */
export { ModelTag } from './model-tag'
export { Panel, type PanelProps } from './panel'
export { PinnedRow, type PinnedRowProps } from './pinned'
