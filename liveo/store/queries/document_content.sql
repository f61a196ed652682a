-- What does one document say? Grain: one row. Order: none.
select figures, einvoice, pdf
from document_contents
where document_id = $document_id
