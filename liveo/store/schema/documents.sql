-- What was issued: frozen for ever.

create sequence document_ids;

create table documents (
    document_id bigint primary key,
    number varchar not null unique,
    kind varchar not null,            -- invoice, credit_note
    company_id bigint not null,
    month date not null,              -- first day of the month that is billed
    issued_at timestamptz not null
);

-- What each document says, as it was issued. Documents are chained in the order of their ids: each holds the hash of
-- the one before, so that a changed, removed or inserted document is found.
create table document_contents (
    document_id bigint primary key,
    series varchar not null,          -- FA-2026: kind, series of the issuer if any, year of the date of issue
    issuer varchar not null,          -- SIREN of who issued it: a series belongs to one issuer
    rank integer not null,            -- from 1 in its series, without gap
    issue_date date not null,         -- never before that of the rank before
    recipient varchar not null,
    net_cents bigint not null,
    vat_cents bigint not null,
    gross_cents bigint not null,
    origin varchar not null,          -- number of the document that is credited or replaced, else empty
    figures varchar not null,         -- canonical JSON of the whole document
    einvoice varchar not null,        -- the XML of the same document
    pdf blob not null,                -- the file that was given out, with the XML inside
    previous_hash varchar not null,   -- empty for the first
    document_hash varchar not null    -- SHA-256, hexadecimal, over everything above and the row of documents
);

-- Each invoice with what credit notes took back of it so far.
create view invoice_balances as
select
    documents.document_id,
    documents.number,
    documents.company_id,
    documents.month,
    document_contents.recipient,
    document_contents.issue_date,
    document_contents.gross_cents,
    coalesce(credits.gross_cents, 0)::bigint as credited_cents
from documents
left join document_contents using (document_id)
left join (
    select
        document_contents.origin,
        sum(document_contents.gross_cents) as gross_cents
    from documents
    inner join document_contents using (document_id)
    where documents.kind = 'credit_note'
    group by document_contents.origin
) as credits on credits.origin = documents.number
where documents.kind = 'invoice';

-- The months that are closed: one invoice at least stands, not taken back as a whole.
create view invoiced_months as
select distinct
    company_id,
    month
from invoice_balances
where not coalesce(gross_cents > 0 and credited_cents >= gross_cents, false);
