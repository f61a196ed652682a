-- Prices again the calls whose included time has changed: pricing.sql stands between the two halves.
-- Reads: talks, calls. Leaves: timed, what pricing.sql asks for.

create or replace temp table timed as
select
    calls.call_id,
    calls.number,
    calls.country,
    calls.destination,
    calls.kind,
    calls.rate_id,
    calls.billed_seconds,
    calls.billed_seconds - talks.left_seconds as included_seconds,
    calls.reason
from calls
inner join talks on talks.call_id = calls.call_id
where calls.billed_seconds - talks.left_seconds != calls.included_seconds;
