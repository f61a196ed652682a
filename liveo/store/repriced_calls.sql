-- Writes the prices of calls that are in the base already. Reads: rated.

update calls
set included_seconds = rated.included_seconds, amount_micros = rated.amount_micros
from rated
where rated.call_id = calls.call_id;
