-- Which invoices of a company and month were taken back as a whole? Grain: one row per invoice. Order: the newest first.
select
    number,
    recipient,
    issue_date
from invoice_balances
where
    company_id = $company_id
    and month = $month
    and gross_cents > 0
    and credited_cents >= gross_cents
order by document_id desc
