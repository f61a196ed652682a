-- What was consumed, day by day, by entity or by destination? Answers from the roll-up that knows no account.
-- Grain: one row per value of $keys, any of day, entity_id, destination, kind, country; the other keys are null. Order:
-- keys, as they stand here. Parameters: those of usage_by_day without $subjects.
select
    case when list_contains($keys, 'day') then day end as day,
    case when list_contains($keys, 'entity_id') then entity_id end as entity_id,
    case when list_contains($keys, 'destination') then destination end as destination,
    case when list_contains($keys, 'kind') then kind end as kind,
    case when list_contains($keys, 'country') then country end as country,
    sum(calls)::bigint as calls,
    sum(answered)::bigint as answered,
    sum(seconds)::bigint as seconds,
    sum(amount_micros)::bigint as amount_micros
from usage_entities
where
    company_id = $company_id
    and day >= $first
    and day < $end
    and list_contains($traffic::varchar[], destination)
    and (len($entities::bigint[]) = 0 or entity_id in (select unnest($entities::bigint[])))
    and (len($kinds::varchar[]) = 0 or list_contains($kinds::varchar[], kind))
    and (len($countries::varchar[]) = 0 or list_contains($countries::varchar[], country))
group by all
order by all
