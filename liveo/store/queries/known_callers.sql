-- By which codes, extensions and telephone numbers do call files name the accounts and resources of each company?
-- Grain: one row per account or resource. Order: company, code.
with named as (
    select company_id, code, extension, '' as number
    from accounts
    union all
    select company_id, code, '' as extension, number
    from resources
)

select
    companies.code as company,
    named.code,
    named.extension,
    named.number
from named
inner join companies on companies.subject_id = named.company_id
order by company, named.code
