-- description: The open amount of each invoice from one movement to the next.
-- kind: full
WITH daily AS (
  SELECT invoice_id, moved_on, SUM(amount) AS change
  FROM ar_movement
  GROUP BY invoice_id, moved_on
), step AS (
  SELECT
    invoice_id,
    moved_on AS valid_from,
    LEAD(moved_on) OVER (PARTITION BY invoice_id ORDER BY moved_on) AS valid_to,
    SUM(change) OVER (PARTITION BY invoice_id ORDER BY moved_on ROWS UNBOUNDED PRECEDING) AS open_amount
  FROM daily
)
SELECT
  s.invoice_id, i.customer_id, i.entity_id, i.issued_on, COALESCE(i.due_on, i.issued_on) AS due_on,
  s.valid_from, s.valid_to, s.open_amount, i.currency, i.collector,
  COALESCE(i.disputed, FALSE) AS disputed, i.disputed_on, i.resolved_on, i.dispute_reason, i.product_line
FROM step AS s
JOIN invoice AS i ON i.invoice_id = s.invoice_id
WHERE s.open_amount <> 0
