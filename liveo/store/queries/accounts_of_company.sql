-- Which accounts does a company have? Grain: one row per account. Parameters: $company_id. Order: code.
select *
from accounts
where company_id = $company_id
order by code
