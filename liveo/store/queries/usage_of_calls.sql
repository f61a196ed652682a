-- What was consumed, where only the calls themselves can say: by their amount, duration or number, or by account and
-- hour? Grain: one row per value of $keys, any of those of usage_by_day and usage_by_hour, and number; the other keys
-- are null. Order: keys, as they stand here. The conditions are those of calls_in_view.
-- Parameters: those of usage_by_day and usage_by_hour; $answered, $least_micros, $most_micros, $least_seconds and
-- $most_seconds (included; null: no limit); $whole (whether numbers are shown whole), $numbers (as shown; empty: all),
-- $beginnings (of numbers, one of which must fit; empty: all), $digits (anywhere in the number; empty: all);
-- $sought_beginnings and $sought_digits say the same of what people search for beside.
with seen as (
    select
        *,
        case when $whole then number else masked_number end as shown,
        rtrim(shown, '•') as legible
    from counted_calls
)

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
from seen
where
    company_id = $company_id
    and day >= $first
    and day < $end
    and list_contains($traffic::varchar[], destination)
    and (len($entities::bigint[]) = 0 or entity_id in (select unnest($entities::bigint[])))
    and (len($subjects::bigint[]) = 0 or subject_id in (select unnest($subjects::bigint[])))
    and (len($kinds::varchar[]) = 0 or list_contains($kinds::varchar[], kind))
    and (len($countries::varchar[]) = 0 or list_contains($countries::varchar[], country))
    and (len($hours::bigint[]) = 0 or list_contains($hours::bigint[], (isodow(day) - 1) * 24 + hour))
    and ($answered::boolean is null or answered = $answered::boolean)
    and ($least_micros::bigint is null or amount_micros >= $least_micros::bigint)
    and ($most_micros::bigint is null or amount_micros <= $most_micros::bigint)
    and ($least_seconds::bigint is null or seconds >= $least_seconds::bigint)
    and ($most_seconds::bigint is null or seconds <= $most_seconds::bigint)
    and (len($numbers::varchar[]) = 0 or shown in (select unnest($numbers::varchar[])))
    and (len($beginnings::varchar[]) = 0 and $digits = '' or legible != '')
    and ($digits = '' or contains(legible, $digits))
    and (
        len($beginnings::varchar[]) = 0
        or len(
            list_filter($beginnings::varchar[], lambda begun: starts_with(legible, case when legible = shown then begun else left(begun, length(legible)) end))
        ) > 0
    )
    and (len($sought_beginnings::varchar[]) = 0 and $sought_digits = '' or legible != '')
    and ($sought_digits = '' or contains(legible, $sought_digits))
    and (
        len($sought_beginnings::varchar[]) = 0
        or len(
            list_filter($sought_beginnings::varchar[], lambda begun: starts_with(legible, case when legible = shown then begun else left(begun, length(legible)) end))
        ) > 0
    )
group by all
order by all
