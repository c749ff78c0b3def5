/** The moment after words and figures: charts wait for it so that they hold nothing up. */

let quiet: Promise<void> | null = null

/** Resolves once the page has loaded and the browser is idle, or after a second and a half. */
export function whenQuiet(): Promise<void> {
  quiet ??= loaded().then(idle)
  return quiet
}

/** Some idle moments later: what is out of sight may be drawn, so that print and search find it. */
export function whenSettled(): Promise<void> {
  return whenQuiet().then(() => new Promise<void>((resolve) => setTimeout(resolve, 1000))).then(idle)
}

function loaded(): Promise<void> {
  return document.readyState === 'complete' ? Promise.resolve() : new Promise((resolve) => addEventListener('load', () => resolve(), { once: true }))
}

function idle(): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: 1500 })
    else setTimeout(resolve, 200)
  })
}
