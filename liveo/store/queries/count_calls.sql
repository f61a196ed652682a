-- How many calls does the base hold? Grain: one row.
select count(*)::bigint as calls
from calls
