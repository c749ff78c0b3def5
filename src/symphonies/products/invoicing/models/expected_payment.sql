-- description: Pay day of each open invoice as the engine says; until it has, from past delays of its customer or of everybody.
-- kind: full
WITH habit AS (
  SELECT
    customer_id,
    COUNT(*) AS settled,
    QUANTILE_CONT(settled_on - due_on, 0.5) AS typical_delay,
    QUANTILE_CONT(settled_on - due_on, 0.8) AS slow_delay
  FROM settlement
  WHERE settled_on > (SELECT as_of FROM meta.company) - 365
  GROUP BY customer_id
), everybody AS (
  SELECT
    COALESCE(QUANTILE_CONT(settled_on - due_on, 0.5), 0) AS typical_delay,
    COALESCE(QUANTILE_CONT(settled_on - due_on, 0.8), 0) AS slow_delay
  FROM settlement
), open_now AS (
  SELECT r.*, c.as_of
  FROM receivable AS r
  CROSS JOIN meta.company AS c
  WHERE r.valid_from <= c.as_of AND (r.valid_to IS NULL OR r.valid_to > c.as_of) AND r.open_amount > 0
), usual AS (
  SELECT
    o.*,
    CASE WHEN h.settled >= 5 THEN 'customer' ELSE 'everybody' END AS whose,
    GREATEST(o.due_on + CAST(ROUND(CASE WHEN h.settled >= 5 THEN h.typical_delay ELSE e.typical_delay END) AS INTEGER), o.as_of + 7) AS typical_on,
    GREATEST(o.due_on + CAST(ROUND(CASE WHEN h.settled >= 5 THEN h.slow_delay ELSE e.slow_delay END) AS INTEGER), o.as_of + 21) AS slow_on
  FROM open_now AS o
  CROSS JOIN everybody AS e
  LEFT JOIN habit AS h ON h.customer_id = o.customer_id
), told AS (
  SELECT
    u.*, p.* EXCLUDE (invoice_id, estimated_on),
    p.invoice_id IS NOT NULL AS by_model,
    CASE WHEN p.invoice_id IS NULL THEN u.typical_on ELSE p.by_50_on END AS expected_on,
    CASE WHEN p.invoice_id IS NULL THEN u.slow_on ELSE p.by_80_on END AS latest_on
  FROM usual AS u
  LEFT JOIN payment_estimate AS p ON p.invoice_id = u.invoice_id AND p.estimated_on = u.as_of
)
SELECT
  invoice_id, customer_id, entity_id, as_of AS estimated_on, due_on, open_amount, currency, expected_on, latest_on,
  COALESCE(expected_on - as_of, 366) AS expected_days, COALESCE(latest_on - as_of, 366) AS latest_days,
  by_25_on AS early_50_on, by_75_on AS late_50_on, by_10_on AS early_80_on, by_90_on AS late_80_on, never_ratio,
  CASE WHEN by_model THEN 'model' ELSE whose END AS basis
FROM told
