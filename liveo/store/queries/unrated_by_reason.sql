-- Which calls of a company could not be rated, and why? Grain: one row per reason. Order: calls, falling.
-- Parameters: $company_id, $first, $end (excluded).
select
    reason,
    sum(calls)::bigint as calls
from unrated_daily
where company_id = $company_id and day >= $first and day < $end
group by reason
order by calls desc, reason
