-- description: Entitlements of months that are over, less what was invoiced under the contract in the month.
-- kind: full
WITH billed AS (
  SELECT contract_id, CAST(DATE_TRUNC('month', issued_on) AS DATE) AS month_on, currency, SUM(amount) AS amount
  FROM invoicing.invoice
  WHERE contract_id IS NOT NULL AND COALESCE(kind, 'invoice') = 'invoice'
  GROUP BY contract_id, CAST(DATE_TRUNC('month', issued_on) AS DATE), currency
), due AS (
  SELECT contract_id, entity_id, month_on, currency, SUM(amount) AS amount
  FROM entitlement
  WHERE month_on + INTERVAL 1 MONTH <= (SELECT as_of FROM meta.company) + 1
  GROUP BY contract_id, entity_id, month_on, currency
)
SELECT
  d.contract_id, d.entity_id, c.customer_id, d.month_on, d.amount AS entitled, COALESCE(b.amount, 0) AS invoiced,
  GREATEST(d.amount - COALESCE(b.amount, 0), 0) AS leaked, d.currency
FROM due AS d
JOIN contract AS c ON c.contract_id = d.contract_id
LEFT JOIN billed AS b ON b.contract_id = d.contract_id AND b.month_on = d.month_on AND b.currency = d.currency
