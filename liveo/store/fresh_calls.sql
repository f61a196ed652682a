-- Keeps of an incoming call file what no earlier import has brought: fresh_calls, one row per call of the file.
-- Leaves dialled_numbers too: the distinct texts to classify.
-- Needs: incoming (the columns of a call file). Parameters: $format.

create or replace temp table identified as
select
    *,
    md5_number($format || ':' || call_key) as identity
from incoming;

create or replace temp table fresh_calls as
with bounds as (
    select min(started_at) - interval 1 day as first, max(started_at) + interval 1 day as last
    from identified
)

select
    identified.line as row_id,
    identified.line,
    identified.identity,
    identified.account_code,
    identified.caller,
    identified.dialled,
    identified.started_at,
    (identified.started_at at time zone 'Europe/Paris')::date as day,
    hour(identified.started_at at time zone 'Europe/Paris') as hour,
    identified.seconds,
    identified.answered,
    identified.kind,
    identified.direction
from identified
anti join (
    select calls.call_key
    from calls, bounds
    where calls.started_at between bounds.first and bounds.last
) as already on already.call_key = identified.identity;

-- Callers are read too: a full number may say whose call it is.
create or replace temp table dialled_numbers as
select distinct dialled, kind
from fresh_calls
union
select distinct caller as dialled, 'voice' as kind
from fresh_calls;
