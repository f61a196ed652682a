-- Which candidates have another owner, destination or price than before? Reads: candidates, owners, rated.
-- Leaves: changed_calls, and concerned_months (company_id, month): the months that they are in, or were.
-- Parameters: $all_months: take every month of the candidates, as when allowances have changed.

create or replace temp table changed_calls as
select
    rated.*,
    owners.company_id,
    owners.subject_id,
    candidates.company_id as company_before,
    candidates.day
from rated
inner join candidates on candidates.call_id = rated.call_id
inner join owners on owners.call_id = rated.call_id
where
    (owners.company_id, owners.subject_id, rated.number, rated.country, rated.destination)
    is distinct from
    (candidates.company_id, candidates.subject_id, candidates.number, candidates.country, candidates.destination)
    or (rated.billed_seconds::bigint, rated.rate_id, rated.amount_micros, rated.reason)
    is distinct from (candidates.billed_seconds::bigint, candidates.rate_id, candidates.amount_micros, candidates.reason);

create or replace temp table concerned_months as
select company_id, date_trunc('month', day)::date as month
from changed_calls
where company_id is not null
union
select company_before, date_trunc('month', day)::date
from changed_calls
where company_before is not null
union
select company_id, date_trunc('month', day)::date
from candidates
where $all_months and company_id is not null;
