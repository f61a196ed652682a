-- Which texts make calls wait for a price? Grain: one row per reason, text as written and kind; the text is what was
-- dialled, or for an unknown account the caller and the code under which the file puts the call.
-- Parameters: $company_id (null: calls of no company), $reasons (empty: all). Order: the most calls first.
select
    reason,
    case when reason = 'unknown_account' then coalesce(account_code, caller) else dialled end as written,
    case when reason = 'unknown_account' then '' else kind end as kind,
    count(*) as calls,
    count(distinct coalesce(subject_id::varchar, caller)) as callers,
    sum(seconds)::bigint as seconds,
    min(day) as first_day,
    max(day) as last_day
from calls
where
    company_id is not distinct from $company_id
    and reason is not null
    and (len($reasons::varchar[]) = 0 or list_contains($reasons::varchar[], reason))
group by all
order by calls desc, reason, written
