-- description: Rate of each currency to the group's at each month end, and its mean over the month.
-- kind: full
WITH group_currency AS (
  SELECT group_currency AS currency FROM meta.company
), ranked AS (
  SELECT
    f.currency, CAST(DATE_TRUNC('month', f.rate_on) AS DATE) AS month_on, f.average_rate, f.closing_rate,
    ROW_NUMBER() OVER (PARTITION BY f.currency, DATE_TRUNC('month', f.rate_on) ORDER BY f.rate_on DESC) AS place
  FROM fx_rate AS f
  JOIN group_currency AS g ON g.currency = f.base
)
SELECT currency, month_on, average_rate, closing_rate FROM ranked WHERE place = 1
