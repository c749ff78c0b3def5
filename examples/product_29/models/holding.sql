-- description: Notes with their yearly interest.
-- kind: full
SELECT
  note_id, entity_id, issuer, bought_on AS valid_from, matures_on AS valid_to, amount,
  CAST(amount * yield_ratio AS DECIMAL(22, 4)) AS yearly_interest, currency
FROM note
