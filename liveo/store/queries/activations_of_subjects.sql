-- What was switched on for some subjects, and when? Grain: one row per activation.
-- Parameters: $company_id, $subjects. Order: subject, option, start, end, quantity.
select
    subject_id,
    option,
    start_day,
    end_day,
    quantity
from activations
where company_id = $company_id and list_contains($subjects::bigint[], subject_id)
order by subject_id, option, start_day, end_day, quantity
