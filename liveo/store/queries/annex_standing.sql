-- Until when are the calls of an invoiced month kept? Grain: one row, that of the last time it was invoiced; erased is
-- true once they are gone. Order: none.
select
    annexes.purge_day,
    annex_calls.annex_id is null as erased
from annexes
left join annex_calls using (annex_id)
where annexes.company_id = $company_id and annexes.month = $month
order by annexes.annex_id desc
limit 1
