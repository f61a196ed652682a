-- What was switched on, and when? Grain: one row per activation. Parameters: $company_id. Order: subject, option, start.
select
    subject_id,
    option,
    start_day,
    end_day,
    quantity
from activations
where company_id = $company_id
order by subject_id, option, start_day, activation_id
