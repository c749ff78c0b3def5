SELECT claim.*, detail.policy_identifier
FROM claim
LEFT JOIN claim_coverage USING (claim_identifier)
LEFT JOIN policy_coverage_detail AS detail USING (policy_coverage_detail_identifier)
