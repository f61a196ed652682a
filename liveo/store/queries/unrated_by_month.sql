-- In which months do calls of a company wait for a price, and why? Grain: one row per month and reason.
-- Parameters: $company_id. Order: month, then calls, falling.
select
    date_trunc('month', day)::date as month,
    reason,
    sum(calls)::bigint as calls
from unrated_daily
where company_id = $company_id
group by all
order by month, calls desc, reason
