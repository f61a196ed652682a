-- Which of some codes does an account or a resource of any company bear? Grain: one row per code. Parameters: $codes.
-- Order: code.
select code
from accounts
where list_contains($codes::varchar[], code)
union
select code
from resources
where list_contains($codes::varchar[], code)
order by code
