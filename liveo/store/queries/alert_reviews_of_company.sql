-- Which alerts of a company has somebody looked into? Grain: one row per review. Order: the latest first.
-- Parameters: $company_id.
select
    review_id,
    subject_id,
    start_day,
    end_day,
    reasons,
    calls,
    amount_micros,
    person,
    reviewed_at,
    note
from alert_reviews
where company_id = $company_id
order by reviewed_at desc, review_id desc
