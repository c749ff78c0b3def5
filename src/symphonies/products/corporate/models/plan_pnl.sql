-- description: Plan lines with the section of their account.
-- kind: full
SELECT
  p.plan_line_id, p.version, p.entity_id, p.account_id, p.cost_centre_id, p.product_line, p.month_on, a.section,
  p.amount, p.currency
FROM plan_line AS p
JOIN gl_account AS a ON a.account_id = p.account_id
