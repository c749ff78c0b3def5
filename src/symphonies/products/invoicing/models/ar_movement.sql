-- description: Invoices, credit notes, receipts and write-offs as changes of the open amount of an invoice.
-- kind: full
WITH document AS (
  SELECT
    COALESCE(kind, 'invoice') || ':' || invoice_id AS movement_id,
    CASE WHEN kind = 'credit_note' THEN COALESCE(applies_to, invoice_id) ELSE invoice_id END AS invoice_id,
    customer_id, entity_id, issued_on AS moved_on, COALESCE(kind, 'invoice') AS kind, product_line, amount, currency
  FROM invoice
), paid AS (
  SELECT
    'receipt:' || r.receipt_id AS movement_id,
    r.invoice_id, i.customer_id, i.entity_id, r.received_on AS moved_on, 'receipt' AS kind,
    i.product_line, -r.amount AS amount, r.currency
  FROM receipt AS r
  JOIN invoice AS i ON i.invoice_id = r.invoice_id
), recorded AS (
  SELECT * FROM document
  UNION ALL
  SELECT * FROM paid
), given_up AS (
  SELECT
    'write_off:' || i.invoice_id AS movement_id,
    i.invoice_id, i.customer_id, i.entity_id, i.written_off_on AS moved_on, 'write_off' AS kind,
    i.product_line, -SUM(m.amount) AS amount, i.currency
  FROM invoice AS i
  JOIN recorded AS m ON m.invoice_id = i.invoice_id
  WHERE i.written_off_on IS NOT NULL
  GROUP BY i.invoice_id, i.customer_id, i.entity_id, i.written_off_on, i.product_line, i.currency
  HAVING SUM(m.amount) > 0
)
SELECT * FROM recorded
UNION ALL
SELECT * FROM given_up
