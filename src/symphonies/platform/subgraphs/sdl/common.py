"""What every product subgraph shares: scalars, filters, paging and the shape of a metric's answer.

Amounts of money are ``Float``: a JSON number is a double in every client anyway, doubles hold 15
significant digits (cents up to ten trillion), and figures stay sortable and chartable. Sums are
computed exactly in the engine before they become doubles.
"""

from __future__ import annotations

LINK = """extend schema
  @link(url: "https://specs.apollo.dev/link/v1.0")
  @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])
"""

_COMPARABLE = "{name} {{ eq: {type} ne: {type} in: [{type}!] notIn: [{type}!]{more} isNull: Boolean }}"
_ORDERED = " lt: {type} lte: {type} gt: {type} gte: {type}"


def _filter_input(scalar: str, *, ordered: bool = True, text: bool = False) -> str:
    more = _ORDERED.format(type=scalar) if ordered else ""
    more += " contains: String startsWith: String" if text else ""
    told = f'"A condition on a {scalar.lower()}; several tests are joined by AND."'
    return f"{told}\n" + "input " + _COMPARABLE.format(name=f"{scalar}Filter", type=scalar, more=more)


ROWS = "\n\n".join(
    [
        '"A day, as YYYY-MM-DD."\nscalar Date',
        '"An instant in UTC, as ISO 8601."\nscalar DateTime',
        _filter_input("String", text=True),
        _filter_input("Int"),
        _filter_input("Float"),
        '"A condition on a truth value."\ninput BooleanFilter { eq: Boolean ne: Boolean isNull: Boolean }',
        _filter_input("Date"),
        _filter_input("DateTime"),
        "enum SortDirection { ASC DESC }",
        '"Where a page stands in its list."\ntype PageInfo @shareable {\n'
        "  hasNextPage: Boolean!\n  hasPreviousPage: Boolean!\n  startCursor: String\n  endCursor: String\n}",
        '"Why a list has no rows to show."\ntype Notice @shareable {\n'
        "  code: String!\n  reason: String!\n  nextStep: String\n}",
    ]
)

METRIC_ARGUMENTS = """(
    by: [String!], grain: Grain, period: PeriodInput, compare: [Comparison!], where: [FilterInput!]
    currency: String, calendar: String, variant: String, top: Int, rest: Boolean = true, share: Boolean
  )"""

METRICS = """
enum Grain { DAY WEEK MONTH QUARTER YEAR }

enum Comparison { PREVIOUS_PERIOD PREVIOUS_YEAR TARGET }

enum FilterOp { IN NOT_IN EQ NE LT LE GT GE CONTAINS IS_NULL NOT_NULL }

enum MetricState { READY STALE PARTIAL EMPTY NOT_CONNECTED FORBIDDEN DRAFT }

enum MetricType { FLOW STOCK RATIO QUANTILE DISTINCT MODEL }

enum Direction { UP DOWN BAND NONE }

enum TrustLevel { VERIFIED WARNING FAILED UNKNOWN }

"Days from and to, both included; or the last periods of the grain, ending with the as-of day's."
input PeriodInput {
  from: Date
  to: Date
  last: Int
  "With last: whether the period of the as-of day counts although it is not over."
  includeCurrent: Boolean = true
}

"A condition on one dimension; several are joined by AND."
input FilterInput {
  dimension: String!
  op: FilterOp = IN
  values: [String!]!
}

"A metric's figures, with all that is needed to trust them."
type MetricResult @shareable {
  definition: MetricDefinition!
  state: MetricState!
  "Why the state is not READY."
  reason: String
  "What would mend it."
  nextStep: String
  "The ISO 4217 code of money figures; absent when rows differ or no money is counted."
  currency: String
  asOf: Date!
  period: PeriodOut
  freshness: Freshness!
  trust: Trust!
  rows: [MetricRow!]!
  "The SQL that was run."
  sql: String
  "The columns the figures come from, nearest first."
  lineage: [LineageNode!]!
}

"Days from and to, both included."
type PeriodOut @shareable { from: Date to: Date }

type MetricRow @shareable {
  periodStart: Date
  "The last day of the period."
  periodEnd: Date
  "Whether the period was over on the as-of day."
  complete: Boolean!
  dimensions: [DimensionValue!]!
  "Absent: not applicable, such as a ratio over nothing."
  value: Float
  comparisons: [ComparedValue!]!
  share: Float
  "Whether this row holds the groups beyond the top ones."
  isRest: Boolean!
}

type DimensionValue @shareable { name: String! key: String label: String }

type ComparedValue @shareable {
  kind: Comparison!
  value: Float
  "The figure minus the compared one; null where one of them stands for more than it."
  delta: Float
  "delta over the compared figure's size."
  deltaRatio: Float
  "Whether the change is for the better; absent when it is neither."
  good: Boolean
}

type MetricDefinition @shareable {
  id: ID!
  title: String!
  description: String!
  "The formula or measure as declared."
  formula: String!
  type: MetricType!
  "money, ratio, days, count, months, bps, number or date."
  unit: String!
  direction: Direction!
  owner: String!
  product: ID!
  defaultGrain: Grain!
  dimensions: [DimensionDefinition!]!
  "The metric that is its target series."
  target: ID
  variants: [Variant!]!
  synonyms: [String!]!
  "The method behind a modelled metric."
  model: String
  "The greatest figure that is told: it stands for that much or more."
  most: Float
}

type DimensionDefinition @shareable {
  "The path to use in by and where."
  name: String!
  title: String!
  description: String!
}

type Variant @shareable { name: String! title: String! label: String! formula: String! }

type Freshness @shareable {
  loadedAt: DateTime
  newestOn: Date
  "How old the newest load may be, such as 26h."
  target: String!
  fresh: Boolean
}

type Trust @shareable { level: TrustLevel! reasons: [String!]! }

type LineageNode @shareable { table: String! column: String upstream: [String!]! }
"""

PLATFORM = """
type Query {
  "One metric by id."
  metric(
    id: ID!
    "Dimension paths to group by, such as entity or customer.segment."
    by: [String!]
    "The length of the periods; absent: one figure for the whole period."
    grain: Grain
    period: PeriodInput
    compare: [Comparison!]
    where: [FilterInput!]
    "group, entity, transaction or an ISO 4217 code."
    currency: String
    "calendar, iso, fiscal or 445."
    calendar: String
    variant: String
    "Keep this many of the largest groups."
    top: Int
    "With top: add the other groups as one row."
    rest: Boolean = true
    "Add each group's share of its period's total."
    share: Boolean
  ): MetricResult
  "The catalogue of metrics that the viewer may see."
  metrics(search: String, product: ID): [MetricDefinition!]!
  viewer: Viewer!
  company: Company!
  products: [DataProduct!]!
}

"Who asks."
type Viewer {
  id: ID!
  name: String!
  title: String!
  roles: [String!]!
  "Whom the viewer may choose to be, in a sample company."
  personas: [Persona!]!
}

type Persona { id: ID! name: String! title: String! roles: [String!]! }

type Company {
  name: String!
  "The group currency, ISO 4217."
  currency: String!
  asOf: Date!
  fiscalYearStartMonth: Int!
  calendar: String!
  isSample: Boolean!
}

type DataProduct {
  id: ID!
  title: String!
  owner: String!
  "Whether it has data at all."
  connected: Boolean!
  rows: Int!
  loadedAt: DateTime
  newestOn: Date
  fresh: Boolean
  trust: TrustLevel!
  reason: String
  nextStep: String
}
"""
