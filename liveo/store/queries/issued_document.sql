-- What does the document of a number say? Grain: one row, none for an unknown number. Order: none.
select
    documents.number,
    documents.kind,
    documents.company_id,
    documents.month,
    document_contents.issue_date,
    document_contents.figures
from documents
inner join document_contents using (document_id)
where documents.number = $number
