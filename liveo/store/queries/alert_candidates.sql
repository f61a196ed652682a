-- Which accounts deserve a closer look in some days? Whoever may pass one of the thresholds, seen from the roll-up alone.
-- Grain: one row per account. Order: subject_id.
-- Parameters: $company_id, $first, $end (excluded), $traffic (paid destinations), $premium (one of them),
-- $least_micros (of a day or of premium numbers), $least_calls (of a day), $countries (called for the first time).
with daily as (
    select
        subject_id,
        day,
        sum(calls)::bigint as calls,
        sum(amount_micros)::bigint as amount_micros,
        coalesce(sum(amount_micros) filter (where destination = $premium), 0)::bigint as premium_micros,
        bool_or(list_contains($countries::varchar[], country)) as is_new
    from usage_daily
    where
        company_id = $company_id
        and day >= $first
        and day < $end
        and list_contains($traffic::varchar[], destination)
    group by subject_id, day
)

select subject_id
from daily
group by subject_id
having
    max(amount_micros) >= $least_micros
    or sum(amount_micros) >= 2 * $least_micros
    or sum(premium_micros) >= $least_micros
    or max(calls) >= $least_calls
    or bool_or(is_new)
order by subject_id
