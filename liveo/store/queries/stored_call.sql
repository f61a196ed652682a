-- What does the base know of one call, and of the row that priced it? Grain: one row, or none where the company has no
-- such call. Parameters: $company_id, $call_id.
select
    calls.number,
    calls.country,
    calls.destination,
    calls.kind,
    calls.seconds,
    calls.included_seconds,
    calls.amount_micros,
    calls.rate_id,
    calls.direction,
    calls.answered
from calls
where calls.call_id = $call_id and calls.company_id = $company_id
