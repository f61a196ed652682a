-- What was changed, by whom? Grain: one row per entry. Order: entry_id.
select entry_id, recorded_at, person, action, company_id, subject, detail, previous_hash, entry_hash
from journal
order by entry_id
