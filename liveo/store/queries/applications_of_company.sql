-- Which scenarios were applied to a company, and stand? Grain: one row per application. Parameters: $company_id.
-- Order: the latest first.
select
    application_id,
    company_id,
    name,
    words,
    applied_at,
    person
from applications
where company_id = $company_id and not undone
order by application_id desc
