-- Which resources does a company have? Grain: one row per resource. Parameters: $company_id. Order: option, code.
select *
from resources
where company_id = $company_id
order by option, code
