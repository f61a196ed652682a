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
