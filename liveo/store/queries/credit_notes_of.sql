-- What was credited of an invoice so far? Grain: one row per credit note. Order: that of issue.
select
    documents.number,
    document_contents.figures
from documents
inner join document_contents using (document_id)
where
    documents.kind = 'credit_note'
    and document_contents.origin = $number
order by documents.document_id
