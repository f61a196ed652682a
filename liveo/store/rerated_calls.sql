-- Writes what has become of the changed calls; what their file says stays as it is. Reads: changed_calls.

update calls
set
    company_id = changed_calls.company_id,
    subject_id = changed_calls.subject_id,
    number = changed_calls.number,
    other_party = coalesce(case when calls.direction = 'outbound' then changed_calls.number end, calls.other_party),
    country = changed_calls.country,
    destination = changed_calls.destination,
    billed_seconds = changed_calls.billed_seconds,
    included_seconds = changed_calls.included_seconds,
    rate_id = changed_calls.rate_id,
    amount_micros = changed_calls.amount_micros,
    reason = changed_calls.reason
from changed_calls
where changed_calls.call_id = calls.call_id;
