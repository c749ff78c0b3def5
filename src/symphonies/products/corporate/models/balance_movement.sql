-- description: Daily sums of ledger lines on balance sheet accounts.
-- kind: full
SELECT
  l.entity_id, l.account_id, l.currency, l.booked_on, a.section, COALESCE(a.monetary, FALSE) AS monetary,
  SUM(l.amount) AS amount
FROM ledger_line AS l
JOIN gl_account AS a ON a.account_id = l.account_id
WHERE a.class IN ('asset', 'liability', 'equity')
GROUP BY l.entity_id, l.account_id, l.currency, l.booked_on, a.section, COALESCE(a.monetary, FALSE)
