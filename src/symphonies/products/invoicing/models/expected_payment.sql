-- description: Pay day of each open invoice from the customer's past delays; everybody's where it has paid fewer than five.
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
), estimate AS (
  SELECT
    o.*,
    CASE WHEN h.settled >= 5 THEN 'customer' ELSE 'everybody' END AS basis,
    CAST(ROUND(CASE WHEN h.settled >= 5 THEN h.typical_delay ELSE e.typical_delay END) AS INTEGER) AS typical_delay,
    CAST(ROUND(CASE WHEN h.settled >= 5 THEN h.slow_delay ELSE e.slow_delay END) AS INTEGER) AS slow_delay
  FROM open_now AS o
  CROSS JOIN everybody AS e
  LEFT JOIN habit AS h ON h.customer_id = o.customer_id
), dated AS (
  SELECT
    *,
    GREATEST(due_on + typical_delay, as_of + 7) AS expected_on,
    GREATEST(due_on + slow_delay, as_of + 21) AS latest_on
  FROM estimate
)
SELECT
  invoice_id, customer_id, entity_id, as_of AS estimated_on, due_on, open_amount, currency, expected_on, latest_on,
  expected_on - as_of AS expected_days, latest_on - as_of AS latest_days, basis
FROM dated
