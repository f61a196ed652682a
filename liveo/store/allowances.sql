-- How much of each call of some months is included in the price of its account? The set-based twin of
-- liveo/core/allowances.py, with one run of allowance_use.sql for each rank: change both.
-- Reads:  concerned_months (company_id, month), a temp table; allowances; calls.
-- Leaves: ranked_allowances (company_id, rank, destinations, seconds, valid_from, valid_to), and talks, one row per call
--         that an allowance may cover: left_seconds is what none has covered yet.

create or replace temp table ranked_allowances as
select
    companies.company_id,
    row_number() over (
        partition by companies.company_id
        order by allowances.priority, allowances.allowance_id
    ) as rank,
    allowances.destinations,
    allowances.seconds,
    allowances.valid_from,
    allowances.valid_to
from (select distinct company_id from concerned_months) as companies
inner join allowances on allowances.company_id is null or allowances.company_id = companies.company_id;

create or replace temp table talks as
select
    calls.call_id,
    calls.company_id,
    calls.subject_id,
    concerned_months.month,
    calls.started_at,
    calls.call_key,
    calls.day,
    calls.destination,
    calls.billed_seconds as left_seconds
from calls
inner join concerned_months
    on concerned_months.company_id = calls.company_id
    and concerned_months.month = date_trunc('month', calls.day)
where calls.rate_id is not null and calls.kind != 'sms';
