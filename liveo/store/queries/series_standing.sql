-- How is the last document of a series dated, and who issues it? Grain: one row; nulls for an empty series. Order: none.
select
    max(issue_date) as last_day,
    max(issuer) as issuer
from document_contents
where series = $series
