-- Which prices did a company negotiate for some options? Grain: one row per price.
-- Parameters: $company_id, $options. Order: option, start.
select
    option,
    monthly,
    start_day,
    end_day
from prices
where company_id = $company_id and list_contains($options::varchar[], option)
order by option, start_day, end_day
