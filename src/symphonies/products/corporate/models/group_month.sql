-- description: Earnings, interest, cash and debt of the group by month in its own currency.
-- kind: full
WITH earned AS (
  SELECT
    CAST(DATE_TRUNC('month', p.booked_on) AS DATE) AS month_on,
    SUM(CASE WHEN p.section IN ('revenue', 'cogs', 'opex') THEN p.amount * COALESCE(r.average_rate, 1) END) AS ebitda,
    SUM(CASE WHEN p.section = 'interest' THEN -p.amount * COALESCE(r.average_rate, 1) END) AS interest
  FROM pnl_line AS p
  LEFT JOIN group_rate AS r ON r.currency = p.currency AND r.month_on = DATE_TRUNC('month', p.booked_on)
  GROUP BY CAST(DATE_TRUNC('month', p.booked_on) AS DATE)
), moved AS (
  SELECT
    CAST(DATE_TRUNC('month', booked_on) AS DATE) AS month_on, currency,
    SUM(CASE WHEN section = 'cash' THEN amount ELSE 0 END) AS cash,
    SUM(CASE WHEN section = 'debt' THEN -amount ELSE 0 END) AS debt
  FROM balance_movement
  GROUP BY CAST(DATE_TRUNC('month', booked_on) AS DATE), currency
), held AS (
  SELECT e.month_on, m.currency, SUM(m.cash) AS cash, SUM(m.debt) AS debt
  FROM earned AS e
  JOIN moved AS m ON m.month_on <= e.month_on
  GROUP BY e.month_on, m.currency
), balance AS (
  SELECT
    h.month_on,
    SUM(h.cash * COALESCE(r.closing_rate, 1)) AS cash,
    SUM(h.debt * COALESCE(r.closing_rate, 1)) AS debt
  FROM held AS h
  LEFT JOIN group_rate AS r ON r.currency = h.currency AND r.month_on = h.month_on
  GROUP BY h.month_on
)
SELECT
  e.month_on,
  CAST(e.month_on + INTERVAL 1 MONTH AS DATE) - 1 AS month_end,
  CAST(e.ebitda AS DOUBLE) AS ebitda, CAST(e.interest AS DOUBLE) AS interest,
  CAST(b.cash AS DOUBLE) AS cash, CAST(b.debt AS DOUBLE) AS debt
FROM earned AS e
JOIN balance AS b ON b.month_on = e.month_on
