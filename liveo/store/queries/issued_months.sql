-- Which months of a company are closed by an invoice that stands? Grain: one row per month. Order: month.
select month
from invoiced_months
where company_id = $company_id
order by month
