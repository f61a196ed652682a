-- Which calls does the annex of a month detail? Grain: one row per outbound call that was answered or costs something.
-- Order: account, then time. Where $whole is false the last four digits never leave the base. ``listed`` is false for
-- what must not be itemised.
-- Parameters: $company_id, $first, $end, $whole, $destinations (the seven), $unlisted (whole numbers), $heads
-- (beginnings of six characters).
select
    subject_id,
    entity_id,
    started_at,
    destination,
    kind,
    country,
    case when $whole then number else masked_number end as number,
    seconds::bigint as seconds,
    included_seconds::bigint as included_seconds,
    amount_micros,
    not (
        number in (select unnest($unlisted::varchar[]))
        or left(number, 6) in (select unnest($heads::varchar[]))
    ) as listed
from counted_calls
where
    company_id = $company_id
    and day >= $first
    and day < $end
    and list_contains($destinations::varchar[], destination)
    and (answered or amount_micros != 0)
order by subject_id, started_at, call_id
