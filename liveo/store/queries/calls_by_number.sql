-- Which calls with some numbers are behind a figure, one page of them? Grain: one row per rated or free call. Order: as
-- in calls_in_view. usage_of_numbers counts them all.
-- Parameters: those of usage_of_numbers without $keys; $ranking, $limit, $offset.
select
    call_id,
    day
from numbered_calls(
    $company_id, $first, $end, $traffic, $entities, $subjects, $kinds, $countries, $hours,
    $answered, $least_micros, $most_micros, $least_seconds, $most_seconds,
    $whole, $numbers, $beginnings, $digits, $sought_beginnings, $sought_digits
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
