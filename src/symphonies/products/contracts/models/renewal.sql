-- description: Terms of contracts with their notice day and value at stake.
-- kind: full
SELECT
  t.term_id, t.contract_id, c.entity_id, c.type, c.side, c.owner, COALESCE(c.auto_renew, FALSE) AS auto_renew,
  COALESCE(t.notice_on, t.ends_on) AS notice_on, t.ends_on, t.annual_value, t.currency,
  t.starts_on AS valid_from, t.ends_on + 1 AS valid_to
FROM contract_term AS t
JOIN contract AS c ON c.contract_id = t.contract_id
