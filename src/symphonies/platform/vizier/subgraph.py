"""The Vizier in the supergraph: ``Query.briefing``."""

SDL = '''
extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@shareable"])

type Query {
  "What changed and what matters on a symphony's first screen, for the viewer."
  briefing(symphony: ID!): Briefing!
}

"One headline and the facts it was made from."
type Briefing {
  headline: Sentence!
  facts: [Fact!]!
  "Metrics that policy hides from the viewer."
  withheld: [ID!]!
}

"A sentence; its spans with a metric are figures that link to their definition."
type Sentence {
  text: String!
  spans: [Span!]!
}

type Span {
  text: String!
  metric: ID
}

"A figure, what it is set against, and how much that matters."
type Fact {
  metric: ID!
  title: String!
  sentence: Sentence!
  value: Float!
  delta: Float
  reference: String
  good: Boolean
  materiality: Float!
}
'''
