-- Takes the usage of a company from a day on out of its roll-ups, and leaves its calls in touched_calls, so that
-- rollups.sql adds them again under the entities of now. Hours know no subject, so the whole company is taken.
-- Calls that wait for a price belong to no entity: their roll-up stays as it is.
-- Parameters: $company_id, $since (included). Leaves: touched_calls (rows of calls).

delete from usage_daily
where company_id = $company_id and day >= $since;

delete from usage_entities
where company_id = $company_id and day >= $since;

delete from usage_hourly
where company_id = $company_id and day >= $since;

create or replace temp table touched_calls as
select *
from calls
where company_id = $company_id and subject_id is not null and day >= $since and reason is null;
