-- What was consumed, by number or with some numbers only? Grain: one row per value of $keys, any of those of
-- usage_of_calls, and number; the other keys are null. Order: none.
-- Parameters: those of usage_of_calls; $whole (whether numbers are shown whole), $numbers (as shown; empty: all),
-- $beginnings (of numbers, one of which must fit; empty: all), $digits (anywhere in the number; empty: all);
-- $sought_beginnings and $sought_digits say the same of what people search for beside.
select
    case when list_contains($keys, 'day') then day end as day,
    case when list_contains($keys, 'weekday') then isodow(day)::bigint end as weekday,
    case when list_contains($keys, 'hour') then hour::bigint end as hour,
    case when list_contains($keys, 'entity_id') then entity_id end as entity_id,
    case when list_contains($keys, 'subject_id') then subject_id end as subject_id,
    case when list_contains($keys, 'destination') then destination end as destination,
    case when list_contains($keys, 'kind') then kind end as kind,
    case when list_contains($keys, 'country') then country end as country,
    case when list_contains($keys, 'number') then shown end as number,
    count(*) as calls,
    count(*) filter (where answered) as answered,
    sum(seconds)::bigint as seconds,
    sum(amount_micros)::bigint as amount_micros
from numbered_calls(
    $company_id, $first, $end, $traffic, $entities, $subjects, $kinds, $countries, $hours,
    $answered, $least_micros, $most_micros, $least_seconds, $most_seconds,
    $whole, $numbers, $beginnings, $digits, $sought_beginnings, $sought_digits
)
group by all
