-- Which invoices of a month stand, not taken back as a whole? Grain: one row per invoice. Order: document_id.
select number
from invoice_balances
where
    company_id = $company_id
    and month = $month
    and not coalesce(gross_cents > 0 and credited_cents >= gross_cents, false)
order by document_id
