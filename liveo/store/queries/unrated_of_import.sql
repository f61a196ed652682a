-- Why do calls of an import wait for a price? Grain: one row per reason. Parameters: $import_id. Order: calls, falling.
select
    reason,
    count(*) as calls
from calls
where import_id = $import_id and reason is not null
group by reason
order by calls desc, reason
