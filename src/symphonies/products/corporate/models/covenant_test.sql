-- description: Leverage, interest cover and liquidity against their limits at each month end with a full year behind it.
-- kind: full
WITH twelve_months AS (
  SELECT
    month_end, cash, debt,
    SUM(ebitda) OVER w AS ebitda,
    SUM(interest) OVER w AS interest,
    COUNT(*) OVER w AS months
  FROM group_month
  WINDOW w AS (ORDER BY month_on ROWS BETWEEN 11 PRECEDING AND CURRENT ROW)
), tested AS (
  SELECT
    c.covenant_id, c.facility_id, y.month_end AS tested_on, c.bound, c.limit_value,
    CASE c.measure
      WHEN 'leverage' THEN (y.debt - y.cash) / NULLIF(y.ebitda, 0)
      WHEN 'interest_cover' THEN y.ebitda / NULLIF(y.interest, 0)
      ELSE y.cash
    END AS actual_value
  FROM twelve_months AS y
  CROSS JOIN covenant AS c
  WHERE y.months = 12
)
SELECT
  covenant_id, facility_id, tested_on, actual_value, limit_value,
  CASE bound WHEN 'max' THEN limit_value - actual_value ELSE actual_value - limit_value END / NULLIF(limit_value, 0) AS headroom
FROM tested
