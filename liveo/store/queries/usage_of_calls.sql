-- What was consumed, where only the calls themselves can say: by their amount or duration, or by account and hour?
-- Grain: one row per call, with all that it may be counted by. Order: none.
-- Parameters: those of usage_by_day and usage_by_hour without $keys; $answered, $least_micros, $most_micros,
-- $least_seconds and $most_seconds (included; null: no limit).
select
    day,
    isodow(day)::bigint as weekday,
    hour::bigint as hour,
    entity_id,
    subject_id,
    destination,
    kind,
    country,
    1::bigint as calls,
    answered::bigint as answered,
    seconds::bigint as seconds,
    amount_micros
from calls_within(
    $company_id, $first, $end, $traffic, $entities, $subjects, $kinds, $countries, $hours,
    $answered, $least_micros, $most_micros, $least_seconds, $most_seconds
)
