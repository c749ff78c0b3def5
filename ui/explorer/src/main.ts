/** GraphiQL over the supergraph, with the rights of whoever is at the screen. */
import 'graphiql/graphiql.css'
import { createGraphiQLFetcher } from '@graphiql/toolkit'
import { GraphiQL } from 'graphiql'
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'

const EXAMPLE = `# The figures of the dashboards, and every row behind them, as you may see them.
{
  company { name asOf }
  metric(id: "corp.cash", grain: MONTH, period: { last: 6 }, compare: [TARGET]) {
    state
    rows { periodStart value comparisons { kind value delta } }
  }
}
`

const place = document.getElementById('explorer')
if (place) createRoot(place).render(createElement(GraphiQL, { fetcher: createGraphiQLFetcher({ url: '/graphql' }), defaultQuery: EXAMPLE }))
