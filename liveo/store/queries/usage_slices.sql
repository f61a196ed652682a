-- What did each subject of a company use in a month, by destination, entity of the day and row of the rate sheet?
-- Grain: one row per subject, destination, entity and rate_id (0: free calls); start_day is the first day of it, on
-- which that entity pays.
-- Subjects in $daily are cut at every day instead, so that a scenario may move them on any day.
-- Parameters: $company_id, $first, $end (excluded), $daily (list of subject ids), $subjects (those asked for, null for
-- all), $destinations. Order: all keys.
select
    subject_id,
    destination,
    rate_id,
    min(day) as start_day,
    sum(calls)::bigint as calls,
    sum(seconds)::bigint as seconds,
    sum(billed_seconds)::bigint as billed_seconds,
    sum(included_seconds)::bigint as included_seconds,
    sum(amount_micros)::bigint as amount_micros
from usage_daily
where
    company_id = $company_id
    and day >= $first
    and day < $end
    and list_contains($destinations, destination)
    and ($subjects::bigint[] is null or list_contains($subjects::bigint[], subject_id))
group by
    subject_id,
    destination,
    entity_id,
    rate_id,
    case when list_contains($daily::bigint[], subject_id) then day end
order by subject_id, destination, start_day, rate_id
