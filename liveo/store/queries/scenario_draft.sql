-- What is somebody trying under a token on one company and page? Grain: one row, or none.
-- Parameters: $token, $person (login), $company_id (0: a prospect), $page. Order: none.
select *
from scenario_drafts
where token = $token and person = $person and company_id = $company_id and page = $page
