-- description: Pairs of grants that break a rule, for the days on which both held.
-- kind: full
SELECT
  a.assignment_id || '+' || b.assignment_id AS conflict_id,
  a.user_id, a.entity_id, r.system, r.risk,
  COALESCE(a.mitigated, FALSE) OR COALESCE(b.mitigated, FALSE) AS mitigated,
  GREATEST(a.granted_on, b.granted_on) AS valid_from,
  CASE
    WHEN a.revoked_on IS NULL THEN b.revoked_on
    WHEN b.revoked_on IS NULL THEN a.revoked_on
    ELSE LEAST(a.revoked_on, b.revoked_on)
  END AS valid_to
FROM sod_rule AS r
JOIN role_assignment AS a ON a.system = r.system AND a.role = r.role_a
JOIN role_assignment AS b ON b.system = r.system AND b.role = r.role_b AND b.user_id = a.user_id
WHERE (a.revoked_on IS NULL OR a.revoked_on > b.granted_on) AND (b.revoked_on IS NULL OR b.revoked_on > a.granted_on)
