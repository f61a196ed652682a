-- What was consumed, where only the calls themselves can say: by their amount or duration, or by account and hour?
-- Grain: one row per value of $keys, any of those of usage_by_day and usage_by_hour; the other keys are null. Order: none.
-- Parameters: those of usage_by_day and usage_by_hour; $answered, $least_micros, $most_micros, $least_seconds and
-- $most_seconds (included; null: no limit).
select
    case when list_contains($keys, 'day') then day end as day,
    case when list_contains($keys, 'weekday') then isodow(day)::bigint end as weekday,
    case when list_contains($keys, 'hour') then hour::bigint end as hour,
    case when list_contains($keys, 'entity_id') then entity_id end as entity_id,
    case when list_contains($keys, 'subject_id') then subject_id end as subject_id,
    case when list_contains($keys, 'destination') then destination end as destination,
    case when list_contains($keys, 'kind') then kind end as kind,
    case when list_contains($keys, 'country') then country end as country,
    count(*) as calls,
    count(*) filter (where answered) as answered,
    sum(seconds)::bigint as seconds,
    sum(amount_micros)::bigint as amount_micros
from calls_within(
    $company_id, $first, $end, $traffic, $entities, $subjects, $kinds, $countries, $hours,
    $answered, $least_micros, $most_micros, $least_seconds, $most_seconds
)
group by all
