-- From what on are calls of a company out of the ordinary? Grain: at most one row. Parameters: $company_id.
select
    times,
    least_micros
from alert_thresholds
where company_id = $company_id
