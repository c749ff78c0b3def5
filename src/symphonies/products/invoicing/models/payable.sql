-- description: The open amount of each supplier bill from one movement to the next.
-- kind: full
WITH daily AS (
  SELECT bill_id, moved_on, SUM(amount) AS change
  FROM ap_movement
  GROUP BY bill_id, moved_on
), step AS (
  SELECT
    bill_id,
    moved_on AS valid_from,
    LEAD(moved_on) OVER (PARTITION BY bill_id ORDER BY moved_on) AS valid_to,
    SUM(change) OVER (PARTITION BY bill_id ORDER BY moved_on ROWS UNBOUNDED PRECEDING) AS open_amount
  FROM daily
)
SELECT
  s.bill_id, b.supplier_id, b.entity_id, COALESCE(b.due_on, b.issued_on) AS due_on, s.valid_from, s.valid_to,
  s.open_amount, b.currency, b.category
FROM step AS s
JOIN supplier_bill AS b ON b.bill_id = s.bill_id
WHERE s.open_amount <> 0
