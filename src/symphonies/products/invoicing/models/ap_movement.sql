-- description: Supplier bills and their payments as changes of the open amount of a bill.
-- kind: full
SELECT
  'bill:' || bill_id AS movement_id, bill_id, supplier_id, entity_id, issued_on AS moved_on, 'bill' AS kind,
  category, amount, currency
FROM supplier_bill
UNION ALL
SELECT
  'payment:' || p.payment_id, p.bill_id, b.supplier_id, b.entity_id, p.paid_on, 'payment', b.category, -p.amount, p.currency
FROM supplier_payment AS p
JOIN supplier_bill AS b ON b.bill_id = p.bill_id
