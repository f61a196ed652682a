-- What was consumed, by number or with some numbers only? Grain: one row per call, with all that it may be counted by;
-- number is as it may be shown. Order: none.
-- Parameters: those of usage_of_calls; $whole (whether numbers are shown whole), $numbers (as shown; empty: all),
-- $beginnings (of numbers, one of which must fit; empty: all), $digits (anywhere in the number; empty: all);
-- $sought_beginnings and $sought_digits say the same of what people search for beside.
select
    day,
    isodow(day)::bigint as weekday,
    hour::bigint as hour,
    entity_id,
    subject_id,
    destination,
    kind,
    country,
    shown as number,
    1::bigint as calls,
    answered::bigint as answered,
    seconds::bigint as seconds,
    amount_micros
from numbered_calls(
    $company_id, $first, $end, $traffic, $entities, $subjects, $kinds, $countries, $hours,
    $answered, $least_micros, $most_micros, $least_seconds, $most_seconds,
    $whole, $numbers, $beginnings, $digits, $sought_beginnings, $sought_digits
)
