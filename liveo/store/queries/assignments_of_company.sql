-- Who belongs to which entity, and when? Grain: one row per assignment. Parameters: $company_id. Order: subject, start.
select
    subject_id,
    entity_id,
    start_day,
    end_day
from assignments
where company_id = $company_id
order by subject_id, start_day
