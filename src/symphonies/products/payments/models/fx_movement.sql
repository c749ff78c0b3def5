-- description: Ledger movements in foreign currency on monetary accounts, and hedges while they run.
-- kind: full
WITH book AS (
  SELECT
    b.entity_id, b.currency, b.booked_on AS moved_on,
    CASE WHEN b.section IN ('cash', 'receivable', 'intercompany') THEN 'asset' ELSE 'liability' END AS kind,
    SUM(b.amount) AS amount
  FROM corporate.balance_movement AS b
  JOIN corporate.legal_entity AS e ON e.entity_id = b.entity_id
  WHERE b.monetary AND b.currency <> e.currency
  GROUP BY ALL
), hedged AS (
  SELECT hedge_id, entity_id, currency, traded_on AS moved_on, -amount AS amount FROM hedge
  UNION ALL
  SELECT hedge_id, entity_id, currency, matures_on AS moved_on, amount FROM hedge
)
SELECT
  kind || ':' || entity_id || ':' || currency || ':' || CAST(moved_on AS VARCHAR) AS movement_id,
  entity_id, currency, moved_on, kind, amount
FROM book
UNION ALL
SELECT
  'hedge:' || hedge_id || ':' || CAST(moved_on AS VARCHAR), entity_id, currency, moved_on, 'hedge', amount
FROM hedged
