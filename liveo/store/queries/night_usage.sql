-- What did a company spend on some destinations in each night? Grain: one row per night with a call, by its evening.
-- Parameters: $company_id, $first and $end (evenings, end excluded), $evening and $morning (hours), $destinations.
-- Order: night.
with nightly as (
    select
        case when hour >= $evening then day else day - 1 end as night,
        calls,
        amount_micros
    from usage_hourly
    where
        company_id = $company_id
        and day >= $first
        and day <= $end
        and (hour >= $evening or hour < $morning)
        and list_contains($destinations, destination)
)

select
    night,
    sum(calls)::bigint as calls,
    sum(amount_micros)::bigint as amount_micros
from nightly
where night >= $first and night < $end
group by night
order by night
