-- Candidates keep the included time they have: allowances are used up anew afterwards, where anything has changed.
-- Reads: candidates. Changes: timed.

update timed
set included_seconds = least(candidates.included_seconds, timed.billed_seconds)
from candidates
where candidates.call_id = timed.call_id;
