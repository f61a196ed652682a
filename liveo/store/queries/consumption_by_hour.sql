-- When in the week are calls made? Grain: one row per weekday (1 is Monday) and hour. Order: weekday, hour.
-- Parameters: $company_id, $first, $end (excluded), $traffic (values of destination), $entities (ids; empty: all).
select
    isodow(day)::bigint as weekday,
    hour::bigint as hour,
    sum(calls)::bigint as calls,
    sum(answered)::bigint as answered,
    sum(seconds)::bigint as seconds,
    sum(amount_micros)::bigint as amount_micros
from usage_hourly
where
    company_id = $company_id
    and day >= $first
    and day < $end
    and destination in (select unnest($traffic::varchar[]))
    and (len($entities::bigint[]) = 0 or entity_id in (select unnest($entities::bigint[])))
group by isodow(day), hour
order by weekday, hour
