-- When was a scenario saved, by whom, under which name? Grain: one row per version. Parameters: $scenario_id.
-- Order: the latest first.
select
    version,
    name,
    month,
    steps,
    saved_at,
    person
from scenario_versions
where scenario_id = $scenario_id
order by version desc
