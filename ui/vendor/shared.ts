/** The modules every symphony shares: bare specifier -> name of the built file. */
export const SHARED: Readonly<Record<string, string>> = {
  preact: 'preact',
  'preact/hooks': 'preact-hooks',
  'preact/jsx-runtime': 'preact-jsx-runtime',
  '@preact/signals': 'signals',
  '@symphony/sdk': 'sdk',
  '@symphony/kit': 'kit',
  '@symphony/charts': 'charts',
  '@symphony/board': 'board',
  '@symphony/vizier': 'vizier',
}
