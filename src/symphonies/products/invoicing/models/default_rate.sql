-- description: Share of the debt in each age bucket that went over 90 days late, from months old enough to know.
-- kind: full
WITH assumed AS (
  SELECT * FROM (
    VALUES ('current', 0.004), ('1-30', 0.02), ('31-60', 0.08), ('61-90', 0.25), ('90+', 1.0)
  ) AS t (bucket, rate)
), seen AS (
  SELECT bucket, AVG(CASE WHEN went_bad THEN 1.0 ELSE 0.0 END) AS rate, COUNT(*) AS cases
  FROM loss_bucket
  WHERE month_end < (SELECT as_of FROM meta.company) - 120
  GROUP BY bucket
)
SELECT f.bucket, CASE WHEN s.cases >= 30 THEN GREATEST(s.rate, f.rate / 4) ELSE f.rate END AS default_rate
FROM assumed AS f
LEFT JOIN seen AS s ON s.bucket = f.bucket
