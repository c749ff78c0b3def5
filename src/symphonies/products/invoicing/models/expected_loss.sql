-- description: Expected credit loss of the days the engine tells; until it has, of all month ends, 45 % of a defaulted amount lost.
-- kind: full
WITH matrix AS (
  SELECT
    b.month_end, b.entity_id, b.customer_id, b.bucket, SUM(b.open_amount) AS exposure, b.currency,
    CAST(d.default_rate AS DOUBLE) AS default_rate, CAST(0.45 AS DOUBLE) AS loss_share, 'matrix' AS basis
  FROM loss_bucket AS b
  JOIN default_rate AS d ON d.bucket = b.bucket
  WHERE NOT EXISTS (SELECT 1 FROM loss_estimate AS e WHERE e.estimated_on = (SELECT as_of FROM meta.company))
  GROUP BY b.month_end, b.entity_id, b.customer_id, b.bucket, b.currency, d.default_rate
), model AS (
  SELECT
    b.month_end, b.entity_id, b.customer_id, b.bucket, SUM(e.exposure) AS exposure, b.currency,
    CAST(SUM(e.exposure * e.default_ratio) / SUM(e.exposure) AS DOUBLE) AS default_rate,
    CAST(MAX(e.loss_ratio) AS DOUBLE) AS loss_share, 'model' AS basis
  FROM loss_bucket AS b
  JOIN loss_estimate AS e ON e.invoice_id = b.invoice_id AND e.estimated_on = b.month_end
  WHERE EXISTS (SELECT 1 FROM loss_estimate AS t WHERE t.estimated_on = (SELECT as_of FROM meta.company))
  GROUP BY b.month_end, b.entity_id, b.customer_id, b.bucket, b.currency
), told AS (
  SELECT * FROM matrix
  UNION ALL
  SELECT * FROM model
)
SELECT
  month_end, entity_id, customer_id, bucket, exposure, currency, default_rate, loss_share,
  CAST(exposure * default_rate * loss_share AS DECIMAL(22, 4)) AS expected_amount, basis
FROM told
