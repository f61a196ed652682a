-- What did each entity consume? Grain: one row per entity of the day; 0 is none. Order: dearest first.
-- Parameters: those of consumption_by_day.
select
    entity_id,
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
group by entity_id
order by amount_micros desc, calls desc, entity_id
