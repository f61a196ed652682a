-- What was kept of the calls of a month? Grain: one row, that of the last time it was invoiced; calls is null once they
-- are erased. Order: none.
select
    annexes.annex_id,
    annexes.purge_day,
    annexes.unlisted,
    annex_calls.calls
from annexes
left join annex_calls using (annex_id)
where annexes.company_id = $company_id and annexes.month = $month
order by annexes.annex_id desc
limit 1
