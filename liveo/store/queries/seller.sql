-- Who issues the invoices? Grain: one row.
select *
from seller
