-- Since when does a company call each country? Grain: one row per country; an empty one is a network without a country,
-- such as satellites, and numbers that belong to none. Order: country.
-- Parameters: $company_id, $traffic (destinations abroad).
select
    country,
    min(day) as first_day
from usage_daily
where company_id = $company_id and list_contains($traffic::varchar[], destination)
group by country
order by country
