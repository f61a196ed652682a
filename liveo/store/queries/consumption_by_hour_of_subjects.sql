-- When in the week do these accounts call? Grain: one row per weekday (1 is Monday) and hour. Order: weekday, hour.
-- Reads calls, because the hourly roll-up does not know accounts. Parameters: those of consumption_by_day.
select
    isodow(calls.day)::bigint as weekday,
    calls.hour::bigint as hour,
    count(*) as calls,
    count(*) filter (where calls.answered) as answered,
    sum(calls.seconds)::bigint as seconds,
    sum(calls.amount_micros)::bigint as amount_micros
from calls
left join subject_entities
    on subject_entities.subject_id = calls.subject_id
    and calls.day >= subject_entities.start_day
    and calls.day < subject_entities.end_day
where
    calls.company_id = $company_id
    and calls.day >= $first
    and calls.day < $end
    and calls.reason is null
    and calls.subject_id in (select unnest($subjects::bigint[]))
    and coalesce(calls.destination, calls.direction) in (select unnest($traffic::varchar[]))
    and (
        len($entities::bigint[]) = 0
        or coalesce(subject_entities.entity_id, 0) in (select unnest($entities::bigint[]))
    )
group by isodow(calls.day), calls.hour
order by weekday, hour
