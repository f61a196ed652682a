-- What was consumed on each day, by destination? Grain: one row per day and destination. Order: day, destination.
-- Parameters: $company_id, $first, $end (excluded), $traffic (values of destination), $entities and $subjects (ids;
-- empty: all).
select
    day,
    destination,
    sum(calls)::bigint as calls,
    sum(answered)::bigint as answered,
    sum(seconds)::bigint as seconds,
    sum(amount_micros)::bigint as amount_micros
from usage_daily
where
    company_id = $company_id
    and day >= $first
    and day < $end
    and destination in (select unnest($traffic::varchar[]))
    and (len($entities::bigint[]) = 0 or entity_id in (select unnest($entities::bigint[])))
    and (len($subjects::bigint[]) = 0 or subject_id in (select unnest($subjects::bigint[])))
group by day, destination
order by day, destination
