-- Takes some months of some companies out of every roll-up, and leaves their calls in touched_calls, so that rollups.sql
-- adds them again as they are now.
-- Reads: concerned_months (company_id, month), a temp table. Leaves: touched_calls (rows of calls).

delete from usage_daily
using concerned_months
where
    usage_daily.company_id = concerned_months.company_id
    and date_trunc('month', usage_daily.day) = concerned_months.month;

delete from usage_entities
using concerned_months
where
    usage_entities.company_id = concerned_months.company_id
    and date_trunc('month', usage_entities.day) = concerned_months.month;

delete from usage_hourly
using concerned_months
where
    usage_hourly.company_id = concerned_months.company_id
    and date_trunc('month', usage_hourly.day) = concerned_months.month;

delete from unrated_daily
using concerned_months
where
    unrated_daily.company_id = concerned_months.company_id
    and date_trunc('month', unrated_daily.day) = concerned_months.month;

create or replace temp table touched_calls as
select calls.*
from calls
inner join concerned_months
    on concerned_months.company_id = calls.company_id
    and concerned_months.month = date_trunc('month', calls.day);
