-- Who is the company of this code? Grain: at most one row. Parameters: $code.
select *
from companies
where code = $code
