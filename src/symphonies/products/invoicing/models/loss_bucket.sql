-- description: What was open at each month end, by age, and whether it later went over 90 days late.
-- kind: full
WITH month_end AS (
  SELECT CAST(UNNEST(GENERATE_SERIES(
    DATE_TRUNC('month', (SELECT MIN(valid_from) FROM receivable)),
    DATE_TRUNC('month', (SELECT as_of FROM meta.company)),
    INTERVAL 1 MONTH
  )) + INTERVAL 1 MONTH AS DATE) - 1 AS month_end
), valuation AS (
  SELECT LEAST(month_end, (SELECT as_of FROM meta.company)) AS month_end FROM month_end
), outcome AS (
  SELECT invoice_id, MAX(COALESCE(valid_to, (SELECT as_of FROM meta.company))) AS last_open_on
  FROM receivable
  GROUP BY invoice_id
)
SELECT
  v.month_end, r.invoice_id, r.customer_id, r.entity_id, r.currency, r.open_amount,
  CASE
    WHEN v.month_end <= r.due_on THEN 'current'
    WHEN v.month_end - r.due_on <= 30 THEN '1-30'
    WHEN v.month_end - r.due_on <= 60 THEN '31-60'
    WHEN v.month_end - r.due_on <= 90 THEN '61-90'
    ELSE '90+'
  END AS bucket,
  o.last_open_on - r.due_on > 90 AS went_bad
FROM valuation AS v
JOIN receivable AS r ON r.valid_from <= v.month_end AND (r.valid_to IS NULL OR r.valid_to > v.month_end)
JOIN outcome AS o ON o.invoice_id = r.invoice_id
WHERE r.open_amount > 0
