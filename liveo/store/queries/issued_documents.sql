-- What was issued? Grain: one row per document. Order: document_id, which is that of the chain.
select
    document_id,
    number,
    kind,
    company_id,
    month,
    issued_at,
    series,
    issuer,
    rank,
    issue_date,
    recipient,
    net_cents,
    vat_cents,
    gross_cents,
    origin,
    previous_hash,
    document_hash
from documents
left join document_contents using (document_id)
order by document_id
