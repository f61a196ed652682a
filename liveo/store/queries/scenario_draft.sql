-- What is being tried under a token? Grain: one row, or none. Parameters: $token. Order: none.
select *
from scenario_drafts
where token = $token
