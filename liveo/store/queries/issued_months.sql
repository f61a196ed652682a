-- Which months of a company are invoiced? Grain: one row per month. Order: month.
select distinct month
from documents
where company_id = $company_id and kind = 'invoice'
order by month
