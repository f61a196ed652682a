-- How is the last document of a series dated? Grain: one row; null for an empty series. Order: none.
select max(issue_date) as last_day
from document_contents
where series = $series
