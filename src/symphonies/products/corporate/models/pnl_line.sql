-- description: Ledger lines of income and expense accounts, income positive.
-- kind: full
SELECT
  l.line_id, l.entity_id, l.account_id, l.cost_centre_id, l.product_line, l.booked_on, a.section, -l.amount AS amount, l.currency
FROM ledger_line AS l
JOIN gl_account AS a ON a.account_id = l.account_id
WHERE a.class IN ('income', 'expense')
