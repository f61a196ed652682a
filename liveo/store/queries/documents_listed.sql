-- Which documents were issued to some companies? Grain: one row per document, credited_cents what was taken back of an
-- invoice. Order: the newest first. Parameters: $companies (codes), $month (null: every month).
select
    documents.document_id,
    documents.number,
    documents.kind,
    companies.code as company,
    companies.name as company_name,
    documents.month,
    document_contents.issue_date,
    document_contents.recipient,
    document_contents.net_cents,
    document_contents.vat_cents,
    document_contents.gross_cents,
    document_contents.origin,
    document_contents.document_hash,
    coalesce(invoice_balances.credited_cents, 0)::bigint as credited_cents
from documents
inner join document_contents using (document_id)
inner join companies on companies.subject_id = documents.company_id
left join invoice_balances using (document_id)
where
    companies.code in (select unnest($companies::varchar[]))
    and ($month::date is null or documents.month = $month::date)
order by documents.document_id desc
