/** Downloads of what a tile shows. */
import type { MetricQuery } from './schema'

export type ExportFormat = 'csv' | 'xlsx'

/** Asks the server for a file of the figures and hands it to the browser. Throws when there is none. */
export async function download(format: ExportFormat, query: MetricQuery, name: string): Promise<void> {
  const response = await fetch(`/export/${format}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(query),
  })
  if (!response.ok) throw new Error(`The export failed with status ${response.status}.`)
  save(await response.blob(), `${name}.${format}`)
}

function save(content: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
