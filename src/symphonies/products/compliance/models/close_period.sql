-- description: Weekdays from month end to the last task, for closes that are done.
-- kind: full
WITH closed AS (
  SELECT
    entity_id, period_on, MAX(completed_on) AS closed_on, COUNT(*) AS tasks,
    COUNT(CASE WHEN completed_on > due_on THEN 1 END) AS late_tasks
  FROM close_task
  GROUP BY entity_id, period_on
  HAVING COUNT(*) = COUNT(completed_on)
)
SELECT
  entity_id, period_on, closed_on,
  (
    SELECT COUNT(*)
    FROM UNNEST(GENERATE_SERIES(CAST(period_on AS TIMESTAMP) + INTERVAL 1 DAY, CAST(closed_on AS TIMESTAMP), INTERVAL 1 DAY)) AS t (day)
    WHERE DAYOFWEEK(t.day) BETWEEN 1 AND 5
  ) AS business_days,
  tasks, late_tasks
FROM closed
