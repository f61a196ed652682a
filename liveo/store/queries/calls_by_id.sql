-- What is known of these calls? Grain: one row per call that is rated or free, with the number of the other party as it
-- may be shown and as it is in a file. Order: none. Where $whole is false, its last four digits never leave the base.
-- Parameters: $company_id, $first, $end (excluded) of their days, $whole, $ids.
select
    call_id,
    started_at,
    subject_id,
    entity_id,
    direction,
    kind,
    destination,
    country,
    case when $whole then number else masked_number end as number,
    masked_number,
    answered,
    seconds::bigint as seconds,
    amount_micros
from counted_calls
where
    company_id = $company_id
    and day >= $first
    and day < $end
    and call_id in (select unnest($ids::bigint[]))
