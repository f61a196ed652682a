-- How is a company billed, from which month on? Grain: one row per division. Parameters: $company_id. Order: since.
select
    since,
    billing_mode,
    sharing_key,
    own_invoices,
    fixed_shares
from divisions
where company_id = $company_id
order by since
