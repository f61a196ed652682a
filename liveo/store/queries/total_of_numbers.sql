-- How many calls with some numbers are behind a figure, and what do they cost? Grain: one row. Parameters: those of
-- usage_of_numbers.
select
    count(*) as calls,
    coalesce(sum(amount_micros), 0)::bigint as amount_micros
from numbered_calls(
    $company_id, $first, $end, $traffic, $entities, $subjects, $kinds, $countries, $hours,
    $answered, $least_micros, $most_micros, $least_seconds, $most_seconds,
    $whole, $numbers, $beginnings, $digits, $sought_beginnings, $sought_digits
)
