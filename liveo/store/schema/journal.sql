-- What people changed: only ever added to. Each entry holds the hash of the one before, so that a changed, removed or
-- inserted entry is found.

create sequence journal_ids;

create table journal (
    entry_id bigint primary key,
    recorded_at timestamptz not null,
    person varchar not null,          -- login; who typed a command is "commande"
    action varchar not null,          -- one of the actions
    company_id bigint,
    subject varchar not null,         -- what it is about, as people call it
    detail varchar not null,          -- canonical JSON: before, after, reason
    previous_hash varchar not null,   -- empty for the first
    entry_hash varchar not null       -- SHA-256, hexadecimal
);
