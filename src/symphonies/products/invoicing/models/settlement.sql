-- description: Invoices whose open amount has come to zero by payment, with the days it took.
-- kind: full
WITH state AS (
  SELECT
    invoice_id,
    SUM(amount) AS open_amount,
    MAX(moved_on) AS settled_on,
    COUNT(CASE WHEN kind = 'receipt' THEN 1 END) AS receipts,
    COUNT(CASE WHEN kind = 'write_off' THEN 1 END) AS write_offs
  FROM ar_movement
  GROUP BY invoice_id
)
SELECT
  i.invoice_id, i.customer_id, i.entity_id, i.issued_on, COALESCE(i.due_on, i.issued_on) AS due_on, s.settled_on,
  s.settled_on - i.issued_on AS days_to_settle,
  GREATEST(s.settled_on - COALESCE(i.due_on, i.issued_on), 0) AS days_late,
  i.amount, i.currency, COALESCE(i.disputed, FALSE) AS disputed, i.delivery
FROM state AS s
JOIN invoice AS i ON i.invoice_id = s.invoice_id
WHERE COALESCE(i.kind, 'invoice') <> 'credit_note' AND s.open_amount <= 0 AND s.receipts > 0 AND s.write_offs = 0
