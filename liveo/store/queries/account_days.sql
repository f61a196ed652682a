-- What did some accounts do on each day? Grain: one row per account and day with a paid call. Order: subject, day.
-- Answers from the calls, since no roll-up knows the hours of an account: ask for few accounts.
-- Parameters: $company_id, $subjects, $first, $end (excluded), $traffic (paid destinations), $far (those that fraud
-- aims at), $premium (one of them), $evening and $morning (hours between which it is night), $countries (called for the
-- first time).
with hourly as (
    select
        subject_id,
        entity_id,
        day,
        hour,
        count(*) as calls,
        sum(amount_micros)::bigint as amount_micros,
        count(*) filter (where list_contains($far::varchar[], destination)) as far_calls,
        coalesce(sum(amount_micros) filter (where list_contains($far::varchar[], destination)), 0)::bigint as far_micros,
        coalesce(sum(amount_micros) filter (where destination = $premium), 0)::bigint as premium_micros,
        count(*) filter (where list_contains($countries::varchar[], country)) as new_calls,
        coalesce(
            sum(amount_micros) filter (where list_contains($countries::varchar[], country)), 0
        )::bigint as new_micros,
        list(distinct country) filter (where list_contains($countries::varchar[], country)) as new_countries
    from counted_calls
    where
        company_id = $company_id
        and day >= $first
        and day < $end
        and subject_id in (select unnest($subjects::bigint[]))
        and list_contains($traffic::varchar[], destination)
    group by subject_id, entity_id, day, hour
)

select
    subject_id,
    any_value(entity_id) as entity_id,
    day,
    sum(calls)::bigint as calls,
    sum(amount_micros)::bigint as amount_micros,
    coalesce(sum(far_calls) filter (where hour >= $evening or hour < $morning), 0)::bigint as night_calls,
    coalesce(sum(far_micros) filter (where hour >= $evening or hour < $morning), 0)::bigint as night_micros,
    sum(premium_micros)::bigint as premium_micros,
    sum(new_calls)::bigint as new_calls,
    sum(new_micros)::bigint as new_micros,
    list_sort(list_distinct(flatten(coalesce(list(new_countries) filter (where new_countries is not null), [])))) as new_countries,
    max(calls)::bigint as busiest_calls,
    arg_max(hour, calls)::bigint as busiest_hour
from hourly
group by subject_id, day
order by subject_id, day
