-- Which calls are behind a figure, by number, one page of them? Grain: one row per rated or free call. Order: $ranking,
-- then latest first. The conditions are those of usage_of_calls, which counts them all; calls_by_id reads them whole.
-- Where $whole is false, the last four digits of the other party are never compared.
-- Parameters: those of usage_of_calls without $keys; $ranking (latest, oldest, dearest, longest), $limit, $offset.
with seen as (
    select
        *,
        case when $whole then number else masked_number end as shown,
        rtrim(shown, '•') as legible
    from counted_calls
)

select
    call_id,
    day
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
order by
    case $ranking
        when 'latest' then -epoch_us(started_at)
        when 'oldest' then epoch_us(started_at)
        when 'dearest' then -amount_micros
        when 'longest' then -seconds
    end,
    started_at desc,
    call_id desc
limit $limit
offset $offset
