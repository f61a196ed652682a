-- Which kept calls are not what was kept? Grain: one row per annex. Order: annex_id.
select
    annexes.month,
    companies.code as company
from annexes
inner join annex_calls using (annex_id)
inner join companies on companies.subject_id = annexes.company_id
where sha256(annex_calls.calls) != annexes.calls_hash
order by annexes.annex_id
