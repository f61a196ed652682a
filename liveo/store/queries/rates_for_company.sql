-- Which rate rows price a company's calls, or did before they were replaced? Grain: one row per rate.
-- Parameters: $company_id (or null). Order: rate_id.
select
    rates.rate_id,
    rates.retired,
    rate_sheets.company_id,
    rates.prefix,
    rates.destination,
    rates.label,
    rates.connection_micros,
    rates.per_minute_micros,
    rates.first_increment,
    rates.next_increment,
    rates.minimum_micros,
    rates.service_micros,
    rates.unit_micros,
    rates.valid_from,
    rates.valid_to
from rates
inner join rate_sheets on rate_sheets.sheet_id = rates.sheet_id
where rate_sheets.company_id is null or rate_sheets.company_id = $company_id
order by rates.rate_id
