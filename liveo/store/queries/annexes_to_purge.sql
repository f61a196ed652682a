-- Which annexes have had their time? Grain: one row per annex whose calls are still there. Order: annex_id.
select
    annexes.annex_id,
    annexes.company_id,
    annexes.month
from annexes
inner join annex_calls using (annex_id)
where annexes.purge_day <= $day
order by annexes.annex_id
