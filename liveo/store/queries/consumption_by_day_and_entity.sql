-- What did each entity consume on each day, by destination? Grain: one row per day, entity and destination.
-- Parameters: those of consumption_by_day. Order: day, entity, destination.
select
    day,
    entity_id,
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
group by day, entity_id, destination
order by day, entity_id, destination
