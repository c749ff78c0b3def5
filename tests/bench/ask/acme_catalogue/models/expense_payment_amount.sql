SELECT claim_amount.*, claim.catastrophe_identifier, detail.policy_identifier
FROM claim_amount
JOIN expense_payment USING (claim_amount_identifier)
JOIN claim USING (claim_identifier)
LEFT JOIN claim_coverage USING (claim_identifier)
LEFT JOIN policy_coverage_detail AS detail USING (policy_coverage_detail_identifier)
