-- What does each call of a batch cost? The end of the set-based twin of liveo/core/rating.py: change both.
-- Reads:  timed, a temp table (call_id, number, country, destination, kind, rate_id, billed_seconds, included_seconds:
--         the billed ones that an allowance covers, reason); rates.
-- Leaves: rated, a temp table. Grain: one row per call_id. No parameters. Order: none.

create or replace temp table rated as
select
    timed.call_id,
    timed.number,
    timed.country,
    timed.destination,
    timed.rate_id,
    timed.billed_seconds,
    timed.included_seconds,
    case
        when rates.rate_id is null then 0
        when timed.kind = 'sms' then rates.unit_micros
        when timed.billed_seconds = 0 then 0
        when timed.included_seconds >= timed.billed_seconds then rates.service_micros
        -- one rounding, half up: n / 60 is (n + 30) // 60
        else
            greatest(
                rates.minimum_micros,
                rates.connection_micros
                + rates.service_micros
                + (rates.per_minute_micros * (timed.billed_seconds - timed.included_seconds) + 30) // 60
            )
    end as amount_micros,
    timed.reason
from timed
left join rates on rates.rate_id = timed.rate_id;
