-- Which prices may a company pay? Grain: one row per price, standard and its own. Parameters: $company_id (or null).
select
    option,
    company_id,
    monthly,
    start_day,
    end_day
from prices
where company_id is null or company_id = $company_id
order by option, company_id, start_day
