-- Which numbers are in the lead? Grain: one row per number, each with what all numbers make together. Order: the highest
-- $measure first (calls, seconds, amount_micros), then by number.
-- Parameters: those of usage_of_numbers; $measure, $limit.
with counted as (
    select
        shown as number,
        count(*) as calls,
        count(*) filter (where answered) as answered,
        sum(seconds)::bigint as seconds,
        sum(amount_micros)::bigint as amount_micros
    from numbered_calls(
        $company_id, $first, $end, $traffic, $entities, $subjects, $kinds, $countries, $hours,
        $answered, $least_micros, $most_micros, $least_seconds, $most_seconds,
        $whole, $numbers, $beginnings, $digits, $sought_beginnings, $sought_digits
    )
    group by shown
)

select
    *,
    count(*) over () as all_numbers,
    (sum(calls) over ())::bigint as all_calls,
    (sum(seconds) over ())::bigint as all_seconds,
    (sum(amount_micros) over ())::bigint as all_amount_micros
from counted
order by
    case $measure
        when 'calls' then calls
        when 'seconds' then seconds
        else amount_micros
    end desc,
    number
limit $limit
