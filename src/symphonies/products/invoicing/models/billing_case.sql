-- description: First opening and billing of each billing case, and whether it was reopened or rejected.
-- kind: full
WITH steps AS (
  SELECT
    invoice_id,
    MAX(case_type) AS case_type,
    MIN(CASE WHEN UPPER(activity) IN ('NEW', 'CREATED', 'OPENED') THEN occurred_at END) AS opened_at,
    MIN(CASE WHEN UPPER(activity) IN ('BILLED', 'SENT', 'ISSUED') THEN occurred_at END) AS billed_at,
    MIN(occurred_at) AS first_at,
    COUNT(*) AS steps,
    COUNT(CASE WHEN UPPER(activity) = 'REOPEN' THEN 1 END) > 0 AS reopened,
    COUNT(CASE WHEN UPPER(activity) IN ('REJECT', 'STORNO') THEN 1 END) > 0 AS rejected
  FROM invoice_event
  GROUP BY invoice_id
)
SELECT
  s.invoice_id, i.customer_id, i.entity_id, s.case_type,
  CAST(COALESCE(s.opened_at, s.first_at) AS DATE) AS opened_on,
  CAST(s.billed_at AS DATE) AS billed_on,
  (EPOCH(s.billed_at) - EPOCH(COALESCE(s.opened_at, s.first_at))) / 86400.0 AS days_to_bill,
  s.steps, s.reopened, s.rejected
FROM steps AS s
LEFT JOIN invoice AS i ON i.invoice_id = s.invoice_id
