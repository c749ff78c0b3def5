-- description: Cash forecasts of weeks that are over, beside the bank statements of those weeks.
-- kind: full
WITH actual AS (
  SELECT
    entity_id, currency, CAST(DATE_TRUNC('week', booked_on) AS DATE) AS week_on,
    CASE category
      WHEN 'customer_receipt' THEN 'receipts'
      WHEN 'supplier_payment' THEN 'suppliers'
      WHEN 'payroll' THEN 'payroll'
      ELSE 'other'
    END AS category,
    SUM(amount) AS amount
  FROM payments.statement_line
  WHERE COALESCE(category, 'other') NOT IN ('opening', 'transfer', 'debt', 'dividend')
  GROUP BY ALL
)
SELECT
  f.forecast_id, f.made_on, f.week_on, f.horizon_weeks, f.entity_id, f.category,
  f.amount AS forecast_amount,
  COALESCE(a.amount, 0) AS actual_amount,
  ABS(COALESCE(a.amount, 0) - f.amount) AS absolute_error,
  ABS(COALESCE(a.amount, 0)) AS absolute_actual,
  CASE WHEN COALESCE(a.amount, 0) BETWEEN f.low AND f.high THEN 1 ELSE 0 END AS inside_band,
  f.currency
FROM cash_forecast AS f
LEFT JOIN actual AS a
  ON a.entity_id = f.entity_id AND a.currency = f.currency AND a.week_on = f.week_on AND a.category = f.category
WHERE f.week_on + 6 <= (SELECT as_of FROM meta.company)
