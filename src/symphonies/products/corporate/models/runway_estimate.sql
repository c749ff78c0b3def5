-- description: Runway as the engine says; until it has, a normal approximation of the cash path from four-week flows.
-- kind: full
WITH flow AS (
  SELECT
    CAST(DATE_TRUNC('week', s.booked_on) AS DATE) AS week_on,
    SUM(s.amount * COALESCE(r.closing_rate, 1)) AS amount,
    SUM(CASE WHEN s.category = 'opening' THEN 0 ELSE s.amount * COALESCE(r.closing_rate, 1) END) AS net_flow
  FROM payments.statement_line AS s
  LEFT JOIN group_rate AS r ON r.currency = s.currency AND r.month_on = DATE_TRUNC('month', s.booked_on)
  WHERE NOT COALESCE(s.restricted, FALSE) AND s.booked_on <= (SELECT as_of FROM meta.company)
  GROUP BY CAST(DATE_TRUNC('week', s.booked_on) AS DATE)
), summed AS (
  SELECT
    week_on, net_flow,
    SUM(amount) OVER (ORDER BY week_on ROWS UNBOUNDED PRECEDING) AS cash,
    SUM(net_flow) OVER (ORDER BY week_on ROWS BETWEEN 3 PRECEDING AND CURRENT ROW) AS four_weeks
  FROM flow
), history AS (
  SELECT
    LEAST(week_on + 6, (SELECT as_of FROM meta.company)) AS estimated_on, cash,
    AVG(net_flow) OVER past_year AS weekly_mean,
    STDDEV_SAMP(four_weeks) OVER past_year / 2 AS weekly_deviation,
    COUNT(*) OVER past_year AS weeks
  FROM summed
  WINDOW past_year AS (ORDER BY week_on ROWS BETWEEN 51 PRECEDING AND CURRENT ROW)
), asked AS (
  SELECT h.estimated_on, SUM(p.minimum * COALESCE(r.closing_rate, 1)) AS minimum
  FROM history AS h
  JOIN cash_policy AS p ON p.valid_from <= h.estimated_on AND (p.valid_to IS NULL OR p.valid_to > h.estimated_on)
  LEFT JOIN group_rate AS r ON r.currency = p.currency AND r.month_on = DATE_TRUNC('month', h.estimated_on)
  GROUP BY h.estimated_on
), floored AS (
  SELECT h.*, COALESCE(a.minimum, 0) AS minimum
  FROM history AS h
  LEFT JOIN asked AS a ON a.estimated_on = h.estimated_on
  WHERE h.weeks >= 13
), path AS (
  SELECT
    f.estimated_on, CAST(f.cash AS DOUBLE) AS cash, CAST(f.minimum AS DOUBLE) AS minimum,
    MIN(CASE
      WHEN f.cash + f.weekly_mean * h.weeks - q.deviations * f.weekly_deviation * SQRT(h.weeks) < f.minimum THEN h.weeks
    END) AS breach_weeks
  FROM floored AS f
  CROSS JOIN (SELECT UNNEST(GENERATE_SERIES(1, 104)) AS weeks) AS h
  -- the middles of five parts of the worst fifth of a normal distribution
  CROSS JOIN (SELECT UNNEST([2.0537, 1.5548, 1.2816, 1.0803, 0.9154]) AS deviations) AS q
  GROUP BY f.estimated_on, f.cash, f.minimum, q.deviations
), sketch AS (
  SELECT
    estimated_on, cash, minimum,
    CASE WHEN cash < minimum THEN 0.0 ELSE AVG(LEAST(COALESCE(breach_weeks, 104) * 12.0 / 52.0, 24.0)) END AS runway_months
  FROM path
  GROUP BY estimated_on, cash, minimum
), current_word AS (
  SELECT f.*
  FROM runway_forecast AS f
  CROSS JOIN meta.company AS c
  WHERE f.estimated_on <= c.as_of AND EXISTS (SELECT 1 FROM runway_forecast AS t WHERE t.estimated_on = c.as_of)
)
SELECT
  estimated_on, cash, minimum, CAST(runway_months AS DOUBLE) AS runway_months, CAST(NULL AS DOUBLE) AS ever_ratio,
  'sketch' AS basis
FROM sketch
WHERE NOT EXISTS (SELECT 1 FROM current_word)
UNION ALL
SELECT estimated_on, cash, minimum, COALESCE(runway_months, 24.0) AS runway_months, ever_ratio, 'model' AS basis
FROM current_word
