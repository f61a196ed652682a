-- Which entities does a company have? Grain: one row per entity. Parameters: $company_id. Order: head office, code.
select *
from entities
where company_id = $company_id
order by head_office desc, code
