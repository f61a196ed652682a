-- Which calls are behind a figure, one page of them? Grain: one row per rated or free call. Order: $ranking, then latest
-- first. usage_of_calls counts them all; calls_by_id reads them whole.
-- Parameters: those of usage_of_calls without $keys; $ranking (latest, oldest, dearest, longest), $limit, $offset.
select
    call_id,
    day
from calls_within(
    $company_id, $first, $end, $traffic, $entities, $subjects, $kinds, $countries, $hours,
    $answered, $least_micros, $most_micros, $least_seconds, $most_seconds
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
