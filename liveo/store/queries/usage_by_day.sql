-- What was consumed, day by day or by any key that days are counted by? Answers from the daily roll-up.
-- Grain: one row per value of $keys, any of day, entity_id, subject_id, destination, kind, country; the other keys are
-- null. Order: keys, as they stand here.
-- Parameters: $keys, $company_id, $first, $end (excluded); ids and codes, of which an empty list asks for all:
-- $entities, $subjects, $kinds, $countries; and $traffic (values of destination), of which it asks for none.
select
    case when list_contains($keys, 'day') then day end as day,
    case when list_contains($keys, 'entity_id') then entity_id end as entity_id,
    case when list_contains($keys, 'subject_id') then subject_id end as subject_id,
    case when list_contains($keys, 'destination') then destination end as destination,
    case when list_contains($keys, 'kind') then kind end as kind,
    case when list_contains($keys, 'country') then country end as country,
    sum(calls)::bigint as calls,
    sum(answered)::bigint as answered,
    sum(seconds)::bigint as seconds,
    sum(amount_micros)::bigint as amount_micros
from usage_daily
where
    company_id = $company_id
    and day >= $first
    and day < $end
    and list_contains($traffic::varchar[], destination)
    and (len($entities::bigint[]) = 0 or entity_id in (select unnest($entities::bigint[])))
    and (len($subjects::bigint[]) = 0 or subject_id in (select unnest($subjects::bigint[])))
    and (len($kinds::varchar[]) = 0 or list_contains($kinds::varchar[], kind))
    and (len($countries::varchar[]) = 0 or list_contains($countries::varchar[], country))
group by all
order by all
