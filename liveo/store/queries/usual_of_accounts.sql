-- What do ninety-nine in a hundred days of an account stay under, in a whole company? Grain: one row, nulls without calls.
-- Parameters: $company_id, $first, $end (excluded), $traffic (paid destinations).
with daily as (
    select
        sum(calls)::bigint as calls,
        sum(amount_micros)::bigint as amount_micros
    from usage_daily
    where
        company_id = $company_id
        and day >= $first
        and day < $end
        and list_contains($traffic::varchar[], destination)
    group by subject_id, day
)

select
    quantile_disc(calls, 0.99)::bigint as calls,
    quantile_disc(amount_micros, 0.99)::bigint as amount_micros
from daily
