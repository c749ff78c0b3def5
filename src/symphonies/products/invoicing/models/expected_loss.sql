-- description: Expected credit loss by provision matrix, 45 % of a defaulted amount being lost.
-- kind: full
SELECT
  b.month_end, b.entity_id, b.customer_id, b.bucket, SUM(b.open_amount) AS exposure, b.currency,
  d.default_rate, 0.45 AS loss_share, CAST(SUM(b.open_amount) * d.default_rate * 0.45 AS DECIMAL(22, 4)) AS expected_amount
FROM loss_bucket AS b
JOIN default_rate AS d ON d.bucket = b.bucket
GROUP BY b.month_end, b.entity_id, b.customer_id, b.bucket, b.currency, d.default_rate
