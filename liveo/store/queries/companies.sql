-- Which companies are there, and since when is there something to bill? Grain: one row per company.
-- Parameters: $day, for the billing mode of its month. Order: name.
with begun as (
    select company_id, min(start_day) as first_day
    from activations
    group by company_id
    union all
    select company_id, min(day)
    from usage_daily
    group by company_id
),

first_days as (
    select company_id, min(first_day) as first_day
    from begun
    group by company_id
)

select
    companies.code,
    companies.name,
    (
        select arg_max(billing_mode, since)
        from divisions
        where divisions.company_id = companies.subject_id and since <= $day
    ) as billing_mode,
    first_days.first_day,
    (select count(*) from accounts where accounts.company_id = companies.subject_id) as accounts,
    (
        select count(*)
        from entities
        where entities.company_id = companies.subject_id and not entities.head_office
    ) as entities
from companies
left join first_days on first_days.company_id = companies.subject_id
order by companies.name
