-- What was issued to a company for a month, credit notes taken off? Grain: one row. Order: none.
select
    count(*) filter (where documents.kind = 'invoice') as invoices,
    coalesce(sum(case documents.kind when 'credit_note' then -net_cents else net_cents end), 0)::bigint as net_cents,
    coalesce(sum(case documents.kind when 'credit_note' then -vat_cents else vat_cents end), 0)::bigint as vat_cents
from documents
inner join document_contents using (document_id)
where documents.company_id = $company_id and documents.month = $month
